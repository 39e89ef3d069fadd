"""The benchmark of re-rankers and its page work, on a handful."""

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_diversifier_is_held_against_a_plain_one(capsys):
    bench = load("bench_rerank")
    before = bench.falling.WHOLE, bench.task.TINY
    bench.oracles(12, sorted({*bench.diversifiers, *bench.by_kinds}))
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 10
    assert all("of 12 equal 12" in line and "differs" not in line for line in told), told
    assert before == (bench.falling.WHOLE, bench.task.TINY)


def test_a_diversifier_gone_wrong_is_told(capsys, monkeypatch):
    bench = load("bench_rerank")
    wrong = {**bench.diversifiers, "mmr": lambda *_, **__: np.array([-1])}
    monkeypatch.setattr(bench, "diversifiers", wrong)
    bench.oracles(3, ["mmr"])
    assert "the first that differs: 0" in capsys.readouterr().out


def test_a_promise_counts_that_holds_in_every_run(capsys):
    bench = load("bench_rerank")
    cell = {"kind": "random", "n": 100, "k": 20, "name": "mmr", "least": 1.0}
    bench.judge([cell | {"ratio": 1.2}, cell | {"ratio": 0.9}, cell | {"name": "dpp", "ratio": 1.1}])
    told = capsys.readouterr().out
    assert "1 of 2 lines hold in every run of 2" in told
    assert "'mmr', 1.0) [1.2, 0.9]" in told


def test_a_cell_is_measured_beside_the_peer():
    bench = load("bench_rerank")
    peer = pytest.importorskip("pyversity", reason="a development dependency")
    cell = bench.beside(bench.mmr, peer.mmr, 30, 3, "random", 0.01)
    assert cell["name"] == "mmr"
    assert min(cell["ms"], cell["products"], cell["theirs"]) > 0


def test_the_page_is_made_from_what_was_saved(tmp_path):
    page = load("rerank_page")
    shutil.copy(HERE.parents[1] / "docs" / "rerankers.md", tmp_path)
    cells = tmp_path / "cells.json"
    row = '{"kind": "random", "n": %d, "k": 20, "name": "%s", "products": 2.0, "theirs": 5.0, "ratio": 2.5}'
    rows = [row % (n, name) for n in (100, 1_000) for name in ("mmr", "dpp", "ssd")]
    cells.write_text(f"[{', '.join(rows)}]", encoding="utf-8")
    page.main([str(cells), str(tmp_path)])
    text = (tmp_path / "rerankers.md").read_text(encoding="utf-8")
    assert text.count("| `mmr` |") == 2
    assert "| `dpp` | 1,000 | 20 | 2.0 | 5.0 | 2.5 |" in text
    assert (tmp_path / "rerankers.svg").read_text(encoding="utf-8").count("<polyline") == 6
