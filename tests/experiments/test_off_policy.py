"""Estimates of what another policy would have brought: closed forms, and the truth of a log that was drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.datasets import generated
from diversify.experiments import Draws, estimate


def test_the_policy_that_was_logged_brings_what_was_logged():
    rewards, logged = np.array([1.0, 0.0, 0.5, 1.0]), np.array([0.2, 0.5, 0.9, 0.1])
    for kind in ("ips", "snips"):
        found = estimate(Draws(rewards, logged, logged), kind=kind)
        assert found.value == pytest.approx(rewards.mean(), abs=1e-12)
        assert found.effective_size == pytest.approx(4)
        spread = rewards.std(ddof=1) / 2 * 1.959963984540054
        assert (found.low, found.high) == pytest.approx((rewards.mean() - spread, rewards.mean() + spread))


def test_estimates_by_hand():
    draws = Draws([1.0, 0.0, 1.0], [0.5, 0.25, 0.5], [0.5, 0.5, 0.0])
    assert estimate(draws, kind="ips").value == pytest.approx(1 / 3)
    assert estimate(draws, kind="snips").value == pytest.approx(1 / 3)  # weights 1, 2, 0
    robust = estimate(draws, kind="dr", predicted=[0.8, 0.1, 0.8], expected=[0.4, 0.4, 0.4])
    assert robust.value == pytest.approx((0.4 + 0.2 + 0.4 + 2 * -0.1 + 0.4) / 3)
    assert robust.effective_size == pytest.approx(9 / 5)


def test_a_perfect_model_needs_no_luck():
    rng = np.random.default_rng(1)
    rewards, logged = rng.random(50), rng.uniform(0.1, 1, 50)
    found = estimate(Draws(rewards, logged, rng.random(50)), kind="dr", predicted=rewards, expected=np.full(50, 0.3))
    assert found.low == found.high == pytest.approx(0.3)


@given(st.integers(0, 2**32 - 1))
def test_snips_stays_among_the_rewards_and_sizes_within_bounds(seed):
    rng = np.random.default_rng(seed)
    rewards = rng.normal(size=20)
    found = estimate(Draws(rewards, rng.uniform(0.01, 1, 20), rng.random(20)))
    assert rewards.min() - 1e-9 <= found.value <= rewards.max() + 1e-9
    assert 0 < found.effective_size <= 20 + 1e-9
    assert found.low <= found.value <= found.high


def test_draws_of_one_reader_are_one_unit():
    rewards = np.repeat([0.0, 1.0, 0.0, 1.0], 10)
    ones = np.full(40, 0.5)
    alone = estimate(Draws(rewards, ones, ones))
    readers = estimate(Draws(rewards, ones, ones), groups=np.repeat(list("abcd"), 10))
    assert readers.value == alone.value
    assert readers.high - readers.low > 3 * (alone.high - alone.low)
    assert estimate(Draws(rewards, ones, ones), groups=["a"] * 40).high == float("inf")


@pytest.mark.parametrize("kind", ["ips", "snips", "dr"])
def test_intervals_hold_the_truth(kind):
    """Of 100 logs, at least 90 intervals hold what the other policy truly brings."""
    held = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        arms = rng.dirichlet(np.ones(6), size=2) * 0.7 + 0.05
        truth = rng.random(6)
        arm = rng.choice(6, size=2_000, p=arms[0])
        rewards = (rng.random(2_000) < truth[arm]).astype(float)
        draws = Draws(rewards, arms[0][arm], arms[1][arm])
        model = truth * 0.8 + 0.1
        extra = {"predicted": model[arm], "expected": np.full(2_000, arms[1] @ model)} if kind == "dr" else {}
        found = estimate(draws, kind=kind, **extra)
        held += found.low <= arms[1] @ truth <= found.high
    assert held >= 90


def test_a_generated_log_tells_what_another_first_place_would_bring():
    log = generated(readers=400, articles=400, days=10, size=4, seed=5)
    first = log.impressions[log.impressions["position"] == 1]
    opened = set(
        zip(*(log.feedback.loc[log.feedback["kind"] == "open", c] for c in ("impression", "article")), strict=True)
    )
    rewards = [pair in opened for pair in zip(first["impression"], first["article"], strict=True)]
    pool = first.groupby("shown")["article"].transform("nunique")
    born = log.articles.set_index("article")["published"]
    sizes = {day: int(((born < day) & (born > day - np.timedelta64(7, "D"))).sum()) for day in first["shown"].unique()}
    uniform = 1.0 / first["shown"].map(sizes).to_numpy()
    assert (pool > 10).all()
    found = estimate(Draws(np.array(rewards, float), first["propensity"], uniform), groups=first["reader"])
    weights = uniform / first["propensity"].to_numpy()
    expected = np.average(first["truth"], weights=weights)
    assert found.low <= expected <= found.high
    assert found.effective_size > 500


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"logged": [0.5, np.nan]}, "logged, row 1: the probability is unknown; without propensities nothing"),
        ({"logged": [0.5, 0.0]}, r"logged, row 1: 0.0 is outside \(0, 1\]"),
        ({"target": [1.5, 0.5]}, r"target, row 0: 1.5 is outside \[0, 1\]"),
        ({"rewards": [np.inf, 1]}, "rewards, row 0: inf is no number"),
        ({"rewards": [1]}, r"have the shapes \(1,\), \(2,\), \(2,\)"),
        ({"rewards": [[1, 2]]}, r"rewards has the shape \(1, 2\)"),
    ],
)
def test_bad_draws_are_named(changed, words):
    with pytest.raises(ValueError, match=words):
        Draws(**({"rewards": [1, 0], "logged": [0.5, 0.5], "target": [0.5, 0.5]} | changed))


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        (0, {}, "there are no draws"),
        (2, {"kind": "other"}, "kind 'other' is none of ips, snips, dr"),
        (2, {"kind": "dr"}, "dr needs a model"),
        (2, {"kind": "dr", "predicted": [1], "expected": [1]}, "must be as long as rewards"),
        (2, {"level": 1.0}, "level 1.0 is outside"),
        (2, {"groups": ["a"]}, r"groups have the shape \(1,\)"),
    ],
)
def test_bad_wishes_are_named(rows, options, words):
    with pytest.raises(ValueError, match=words):
        estimate(Draws([1.0] * rows, [0.5] * rows, [0.5] * rows), **options)


def test_a_policy_that_never_does_what_was_logged():
    draws = Draws([1.0, 1.0], [0.5, 0.5], [0.0, 0.0])
    with pytest.raises(ValueError, match="the target draws none of what was logged"):
        estimate(draws)
    assert estimate(draws, kind="ips").effective_size == 0
