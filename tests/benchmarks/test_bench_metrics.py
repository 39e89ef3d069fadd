"""The benchmark of metrics runs, leaves none out, and sums what it prints."""

import runpy
from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest

BENCH = runpy.run_path(str(Path(__file__).with_name("bench_metrics.py")))


@pytest.fixture(scope="module")
def arrays():
    return BENCH["world"](Namespace(slates=20, places=4, articles=90, dimensions=5, history=6, seed=1))


def test_every_metric_is_timed_and_says_something(arrays):
    assert not BENCH["untimed"](arrays)
    for name, call in BENCH["calls"](arrays).items():
        assert np.isfinite(np.nanmean(call())), name
    for name, call in BENCH["about_means"](arrays).items():
        assert call().n == 20, name


def test_no_article_stands_twice_in_a_slate(arrays):
    assert all(len(set(slate)) == 4 for slate in arrays["slates"].tolist())


def test_the_sum_is_of_its_lines(capsys):
    total = BENCH["table"]("two", {"one": lambda: np.ones(3), "other": lambda: 0.5}, 2)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line] == ["two", "one", "other", "sum"]
    assert float(lines[3].split()[1]) == pytest.approx(total, abs=1e-3)
