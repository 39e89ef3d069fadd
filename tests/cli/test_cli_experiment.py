"""The verb of researchers: runs, goes on, reports; what cannot be is one line."""

import pytest

from diversify.cli.verbs import run

PLAN = """
seeds = 2
days = 2
[readers.few]
number = 10
[worlds.small]
births = 20
[policies.random]
[policies.near]
use = "relevance_only"
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.toml").write_text(PLAN, "utf-8")
    return tmp_path


def told(capsys):
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_a_plan_is_run_taken_up_again_and_reported(place, capsys):
    pytest.importorskip("pyarrow", reason="results are kept as Parquet, of the extra lab")
    assert run(["experiment", "run", "first.toml"]) == 0
    said = told(capsys)
    assert "4 of 4: small, few, near, seed 1" in said
    assert "4 cells in first, 0 failed" in said
    assert run(["experiment", "run", "first.toml"]) == 0
    assert " of 4: " not in told(capsys)
    assert run(["experiment", "report", "first"]) == 0
    assert "relevance_only" in (place / "first" / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "none.toml"], "none.toml: no such file"),
        (["report", "none"], "none: holds no finished run"),
        (["run", "first.toml", "--jobs", "0"], "0 processes do no work"),
        (["run", "first.toml", "--out", "first.toml/x"], "first.toml/x: "),
        (["walk", "first.toml"], "'walk' is not one of"),
    ],
)
def test_what_cannot_be_is_one_line(place, capsys, arguments, words):
    assert run(["experiment", *arguments]) in (1, 2)
    said = told(capsys)
    assert words in said
    assert len(said.strip().splitlines()) == 1


def test_a_cell_that_fails_is_a_row_and_an_exit_code(place, capsys, monkeypatch):
    pytest.importorskip("pyarrow", reason="results are kept as Parquet, of the extra lab")
    (place / "strangers.py").write_text("def fails(offer, rng):\n    raise RuntimeError('no luck')\n", "utf-8")
    monkeypatch.syspath_prepend(str(place))
    (place / "first.toml").write_text(PLAN + '[policies.mine]\nuse = "strangers:fails"\n', "utf-8")
    assert run(["experiment", "run", "first.toml"]) == 3
    said = told(capsys)
    assert "RuntimeError: no luck" in said
    assert "6 cells in first, 2 failed" in said
