"""The benchmarks of profiles and of sensitive subjects run, on a handful of invented articles."""

import runpy
from pathlib import Path

import numpy as np
import pytest

PROFILE, SENSITIVE = (
    runpy.run_path(str(Path(__file__).with_name(name))) for name in ("bench_profile.py", "bench_sensitive.py")
)


def test_every_simpler_way_finds_what_is_plain():
    rng = np.random.default_rng(0)
    vectors = rng.normal(0, 0.1, (60, 6))
    vectors[np.arange(60), np.arange(60) % 2] += 1.0
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    gains = (np.arange(40, 60) % 2 == 0).astype(float)
    reader = PROFILE["Reader"](
        np.arange(0, 20, 2), np.ones(10), np.arange(1, 20, 2), np.arange(40, 60), gains
    )  # even rows read, odd ones passed over
    ways = dict(PROFILE["simpler"](vectors, reader))
    assert len(ways) == 8
    for name, scores in ways.items():
        assert scores[gains > 0].min() > scores[gains == 0].max(), name


def test_an_interval_is_that_of_a_mean():
    assert PROFILE["interval"](np.array([0.0, 1.0, 0.0, 1.0])) == pytest.approx(1.96 * np.sqrt(1 / 3) / 2)


def test_recall_and_false_alarms_are_told_apart():
    rows = [("Pope visits a mosque in Rome", "", "RELIGION"), ("A cake for Sunday", "", "FOOD & DRINK")] * 8
    found = SENSITIVE["judged"](rows)
    assert [line[1:] for line in SENSITIVE["lines"]("c", found)] == [
        ["FOOD & DRINK", "false alarms", "8", "0.0% ± 0.0%"],
        ["RELIGION", "recall", "8", "100.0% ± 0.0%"],
    ]
    assert list(SENSITIVE["summary"](found)) == ["recall: 100.0% of 8", "false alarms: 0.0% of 8"]
