"""The benchmark of datasets writes what it generates, and every way of reading gives it back."""

import runpy
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="Parquet is read with pyarrow, of the extra lab")
BENCH = runpy.run_path(str(Path(__file__).with_name("bench_datasets.py")))
SMALL = {"readers": 30, "days": 3, "size": 5}


def test_every_way_reads_what_was_generated(tmp_path):
    assert BENCH["written"](tmp_path, **SMALL) == 450
    assert BENCH["same"](tmp_path, **SMALL)
    rows = {name: BENCH["reading"](name, tmp_path) for name in BENCH["READINGS"]}
    assert rows == {
        "mind": 450, "mind read_csv": 90, "mind split": 450,
        "ebnerd": 450, "ebnerd read_table": 90, "ebnerd split": 450,
    }  # fmt: skip


def test_another_log_is_told_apart(tmp_path):
    BENCH["written"](tmp_path, **SMALL)
    lines = (tmp_path / "mind" / "behaviors.tsv").read_text("utf-8")
    (tmp_path / "mind" / "behaviors.tsv").write_text(lines.replace("-1 ", "-0 ", 1), "utf-8")
    assert not BENCH["same"](tmp_path, **SMALL)
