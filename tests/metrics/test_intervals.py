"""Intervals equal SciPy's for the same draws, hold the truth as often as they say, and admit what they do not know."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.metrics import bootstrap_interval


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 40), st.sampled_from([0.5, 0.9, 0.95]), st.booleans())
def test_intervals_are_scipys(seed, n, level, corrected):
    from scipy.stats import bootstrap

    values = np.random.default_rng(seed).gamma(2.0, size=n)
    for statistic in (np.mean, np.var):
        theirs = bootstrap(
            (values,),
            statistic,
            n_resamples=199,
            confidence_level=level,
            method="BCa" if corrected else "percentile",
            rng=np.random.default_rng(seed),
        ).confidence_interval
        ours = bootstrap_interval(
            values,
            statistic=statistic,
            level=level,
            method="bca" if corrected else "percentile",
            resamples=199,
            rng=np.random.default_rng(seed),
        )
        assert ours.low == pytest.approx(theirs.low, abs=1e-9)
        assert ours.high == pytest.approx(theirs.high, abs=1e-9)
        assert ours.estimate == pytest.approx(statistic(values), abs=1e-12)


def test_percentiles_of_the_mean_near_their_closed_form():
    """Of many readers the resampled mean is normal with spread sd / √n."""
    values = np.random.default_rng(0).normal(size=400)
    found = bootstrap_interval(values, method="percentile", resamples=20_000)
    half = 1.959964 * values.std() / np.sqrt(400)
    assert found.high - found.low == pytest.approx(2 * half, rel=0.03)


@pytest.mark.parametrize("method", ["bca", "percentile"])
def test_intervals_hold_the_truth_about_as_often_as_they_say(method):
    rng = np.random.default_rng(1)
    held = 0
    for seed in range(300):
        found = bootstrap_interval(rng.exponential(size=40), method=method, resamples=399, rng=seed)
        held += found.low <= 1.0 <= found.high
    assert 0.88 <= held / 300 <= 0.97


def test_the_correction_leans_the_way_of_the_long_tail():
    values = np.random.default_rng(2).exponential(size=30)
    plain = bootstrap_interval(values, method="percentile")
    corrected = bootstrap_interval(values)
    assert corrected.low > plain.low
    assert corrected.high > plain.high


def test_undefined_readers_are_left_out_and_counted():
    values = [0.1, np.nan, 0.5, 0.4, np.nan]
    assert bootstrap_interval(values) == bootstrap_interval([0.1, 0.5, 0.4])
    assert bootstrap_interval(values).n == 3


def test_what_cannot_be_known_is_nan():
    nobody = bootstrap_interval([np.nan, np.nan])
    assert nobody.n == 0
    assert np.isnan([nobody.estimate, nobody.low, nobody.high]).all()
    alone = bootstrap_interval([0.25])
    assert (alone.estimate, alone.n) == (0.25, 1)
    assert np.isnan([alone.low, alone.high]).all()


@pytest.mark.parametrize("method", ["bca", "percentile"])
def test_readers_all_alike_leave_no_doubt(method):
    found = bootstrap_interval([0.1] * 7, method=method)
    assert found.low == pytest.approx(0.1, abs=1e-12)
    assert found.high == pytest.approx(0.1, abs=1e-12)


def test_seed_and_chunks_change_nothing(monkeypatch):
    from diversify.metrics import intervals

    values = np.random.default_rng(3).random(50)
    whole = [bootstrap_interval(values, statistic=one, resamples=101, rng=7) for one in (np.mean, np.median)]
    monkeypatch.setattr(intervals, "_HELD", 1)
    parts = [bootstrap_interval(values, statistic=one, resamples=101, rng=7) for one in (np.mean, np.median)]
    assert whole == parts
    assert bootstrap_interval(values, rng=1) != bootstrap_interval(values, rng=2)


def test_global_random_state_is_left_alone():
    before = np.random.get_state()[1].tolist()  # noqa: NPY002 - what must stay unused
    bootstrap_interval([0.1, 0.2, 0.3])
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


REFUSED = [
    ({"values": [[1.0]]}, "values of shape (1, 1) must be (r,)"),
    ({"values": [1.0, np.inf]}, "values must be finite, or NaN where undefined, but row 1 of shape (2,) holds inf"),
    ({"level": 1.0}, "level 1.0 is outside (0, 1)"),
    ({"level": np.nan}, "level nan is outside (0, 1)"),
    ({"method": "student"}, "method 'student' is unknown; known are bca, percentile"),
    ({"resamples": 0}, "resamples 0 must be at least 1"),
]


@pytest.mark.parametrize(("how", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_wrong_settings_are_refused(how, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        bootstrap_interval(**{"values": [0.1, 0.2], **how})
