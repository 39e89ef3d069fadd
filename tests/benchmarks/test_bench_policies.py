"""The benchmark of policies runs: dials are found, verdicts are what the differences say, invented readers live."""

import sys
from pathlib import Path

import numpy as np
import pytest

from diversify.domain import SlatePolicy
from diversify.simulate import digest_readers, digest_world


@pytest.fixture(scope="module")
def bench():
    folder = str(Path(__file__).parent)
    sys.path.insert(0, folder)
    try:
        import bench_policies
    finally:
        sys.path.remove(folder)
    return bench_policies


class Invented:
    """NDCG falls with the dial, as far as the baseline's lets it; the product's with the far share of its mix."""

    name, dialled = "invented", ("steep", "flat")

    def told(self, policy, dial=None, *, part="shown"):  # noqa: ARG002 - a field's arguments
        ndcg = {
            "product": lambda: 0.9 - 0.7 * (dial.mix.far + dial.mix.common) / 12 - 0.1 * dial.diversity,
            "steep": lambda: 0.95 - 0.9 * dial,
            "flat": lambda: 0.85 - 0.05 * dial,
            "high": lambda: 0.86,
            "low": lambda: 0.3,
        }[policy]()
        wide = 5.0 * (1.0 - ndcg) + (0.5 if policy == "product" else 0.0)
        tells = dict.fromkeys(("read", "finished", "town"), wide) | {"satisfaction": ndcg, "left": 0.0, "ndcg": ndcg}
        return {name: value + np.array([0.0, 0.001, 0.002]) for name, value in tells.items()}


def test_a_dial_is_found_where_ndcg_is_equal_else_the_product_is_dialled(bench):
    arena = Invented()
    default = SlatePolicy()
    steep, flat, high, low = (bench.matched(arena, name) for name in ("steep", "flat", "high", "low"))
    target = bench.ndcg_of(arena, "product", default)
    assert steep.dials == default
    assert bench.ndcg_of(arena, "steep", steep.dial) == pytest.approx(target, rel=bench.EQUAL)
    assert flat.dials.mix.far < default.mix.far, "its dial does not reach the default"
    assert bench.ndcg_of(arena, "flat", flat.dial) == pytest.approx(
        bench.ndcg_of(arena, "product", flat.dials), rel=bench.EQUAL
    )
    assert bench.ndcg_of(arena, "product", high.dials) >= 0.98 * 0.86
    assert low.dials.mix.far > default.mix.far
    assert bench.ndcg_of(arena, "product", low.dials) >= 0.98 * 0.3


def test_a_dial_is_turned_by_ndcg_alone_until_both_are_as_relevant_on_what_is_shown(bench):
    class Elsewhere(Invented):
        """Those shown get less from the steep baseline than those on whom its dial was chosen."""

        def told(self, policy, dial=None, *, part="shown"):
            told = super().told(policy, dial, part=part)
            return told | {"ndcg": told["ndcg"] - 0.05 * (policy == "steep" and part == "shown")}

    arena = Elsewhere()
    chosen = bench.matched(arena, "steep")
    evened = bench.evened(arena, chosen)
    target = bench.ndcg_of(arena, "product", evened.dials, part="shown")
    assert bench.ndcg_of(arena, "steep", chosen.dial, part="shown") < (1.0 - bench.EQUAL) * target
    assert bench.ndcg_of(arena, "steep", evened.dial, part="shown") == pytest.approx(target, rel=bench.EQUAL)
    high = bench.evened(arena, bench.Match("high", None, SlatePolicy()))
    assert high.dials.mix.far < SlatePolicy().mix.far, "the default is less relevant, so it takes a narrower mix"
    assert bench.ndcg_of(arena, "product", high.dials, part="shown") >= 0.98 * 0.86
    low = bench.Match("low", None, SlatePolicy())
    assert bench.evened(arena, low) is low


def test_every_baseline_gets_a_row_and_a_line(bench, monkeypatch):
    monkeypatch.setattr(bench, "UNDIALLED", ("high", "low"))
    rows = list(bench.compare(Invented()))
    assert [row["baseline"] for row in rows] == ["high", "low", "steep", "flat"]
    assert all(row["verdict"].startswith("wider") for row in rows)
    assert all(bench.line_of(row).count("|") == len(bench.HEAD) + 1 for row in rows)


@pytest.mark.parametrize(
    ("read", "town", "ndcg", "words"),
    [
        ((0.1, 0.5), (0.1, 0.2), 0.5, "wider"),
        ((-0.1, 0.5), (0.1, 0.2), 0.5, "not told apart"),
        ((0.1, 0.5), (-0.3, -0.2), 0.5, "narrower"),
        ((0.1, 0.5), (0.1, 0.2), 0.4, "wider (nDCG +25%)"),
    ],
)
def test_a_verdict_is_what_both_intervals_say(bench, read, town, ndcg, words):
    lead = {name: {"low": low, "high": high} for name, (low, high) in (("read", read), ("town", town))}
    assert bench.verdict(lead, {"ours": 0.5, "theirs": ndcg}) == words


def test_the_plane_tells_every_measure_for_every_seed(bench):
    arena = bench.PlaneField(digest_readers(2), digest_world(births=30), 7, (0, 1), (5,))
    told = arena.told("product", SlatePolicy())
    assert list(told) == list(bench.MEASURES)
    assert all(len(values) == 2 for values in told.values())
    assert (told["finished"] <= told["read"]).all()
