"""The experiment of dose and response and its page work, on a handful."""

import importlib.util
import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def straight(fars, *, lost, left):
    """A curve along which each far place costs so much."""
    return {far: pd.DataFrame({"satisfaction": [1 - lost * far] * 3, "left": [0.1 + left * far] * 3}) for far in fars}


@pytest.mark.parametrize("fars", [(0, 1, 3, 7), (0, 3)])
@pytest.mark.parametrize(
    ("lost", "left", "expected"),
    [(0.04, 0.0, 2.5), (0.0, 0.02, 2.5), (0.04, 0.05, 1.0), (0.05, 0.001, 2.0), (0.02, 0.01, 5.0)],
)
def test_the_bearable_dose_of_a_straight_line_is_where_it_meets_its_price(fars, lost, left, expected):
    page = load("dose_page")
    curve = straight(fars, lost=lost, left=left)
    assert page.bearable_of_all(curve) == pytest.approx(expected)
    assert page.with_interval(curve).startswith(f"{expected:.1f} [")


def test_what_costs_nothing_is_bearable_as_far_as_was_looked():
    page = load("dose_page")
    assert page.with_interval(straight((0, 3, 7), lost=0.0, left=0.0)) == "≥ 7.0 [7.0, 7.0]"
    assert page.with_interval(straight((0, 3), lost=0.0, left=0.0)) == "≥ 9.0 [9.0, 9.0]"
    assert page.bearable(straight((0, 3), lost=-0.1, left=0.0), np.zeros((1, 3), dtype=int)).tolist() == [9.0]


def test_the_page_is_made_of_what_was_kept(tmp_path, monkeypatch, capsys):
    pytest.importorskip("pyarrow", reason="results are kept as Parquet, of the extra lab")
    bench, page = load("bench_dose_response"), load("dose_page")
    cells = tmp_path / "cells"
    doses = ["--shares", "0", "0.1", "0.25", "0.3", "0.4", "0.6", "--reaches", "0.25", "0.5", "0.75"]
    for more in (doses, ["--product"]):
        small = ["--readers", "3", "--days", "2", "--births", "12", "--seeds", "2", "--out", str(cells), *more]
        monkeypatch.setattr(sys, "argv", ["bench", *small])
        bench.main()
    assert "far 7 reach 0.75" in capsys.readouterr().out
    shutil.copy(DOCS / "dose_response.md", tmp_path)
    page.DRAWS = 20
    page.main([str(cells), str(tmp_path)])
    text = (tmp_path / "dose_response.md").read_text("utf-8")
    assert text.count("| 7 | 0.75 |") == 1
    assert "| paced 3 to 5, reach kept |" in text
    assert "| 6 | `product` |" in text
    assert (tmp_path / "dose_response.svg").read_text("utf-8").count("far places of 12") == 3
