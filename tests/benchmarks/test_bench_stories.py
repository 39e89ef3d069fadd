"""The benchmark itself runs, on a handful of invented articles."""

import runpy
from pathlib import Path

import pytest

BENCH = runpy.run_path(str(Path(__file__).with_name("bench_stories.py")))


def test_measures_of_perfect_and_of_useless_labels():
    gold = ["a", "a", "b", "b"]
    assert BENCH["pairwise"](gold, [1, 1, 2, 2]) == (1, 1, 1)
    assert BENCH["b_cubed"](gold, [1, 1, 2, 2]) == (1, 1, 1)
    assert BENCH["pairwise"](gold, [1, 1, 1, 1]) == pytest.approx((1 / 3, 1, 0.5))
    assert BENCH["b_cubed"](gold, [1, 2, 3, 4]) == pytest.approx((1, 0.5, 2 / 3))


def test_every_way_gets_its_line():
    events = ("Storm Agnes floods Galway harbour", "Central bank of Norway keeps rates", "Lima museum shows Chimú gold")
    rows = [
        {"title": f"{event} {day}", "story": event, "hostname": f"h{day}.example"}
        for event in events
        for day in ("today", "again", "now")
    ]
    rows = [row | {"url": f"http://{row['hostname']}/{at}", "timestamp_ms": at} for at, row in enumerate(rows)]
    lines = list(BENCH["quality"](rows))
    assert [line[0] for line in lines][::5] == ["title equality", "diversify"]
    assert lines[-1][1:] == (1.0,) * 6


def test_time_is_taken():
    assert [name for name, _, _ in BENCH["speed"](60, 3.0, None)] == ["TfidfVectorizer", "near-duplicates", "linking"]
