"""Paired tests equal SciPy's and a count of every case; corrections equal SciPy's and their definitions."""

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.metrics import adjusted, paired_t_test, randomisation_test, signed_rank_test

ALTERNATIVES = ["two-sided", "greater", "less"]
seeds = st.integers(0, 2**32 - 1)
alternatives = st.sampled_from(ALTERNATIVES)


def readers(seed, n, *, ties=False):
    rng = np.random.default_rng(seed)
    if ties:
        return rng.integers(0, 4, n) / 4, rng.integers(0, 4, n) / 4
    return rng.random(n), rng.random(n)


@settings(deadline=None)
@given(seeds, st.integers(2, 40), alternatives)
def test_paired_t_is_scipys(seed, n, alternative):
    from scipy.stats import ttest_rel

    one, other = readers(seed, n)
    theirs = ttest_rel(one, other, alternative=alternative)
    ours = paired_t_test(one, other, alternative=alternative)
    assert ours.statistic == pytest.approx(theirs.statistic, abs=1e-9)
    assert ours.p == pytest.approx(theirs.pvalue, abs=1e-9)
    assert ours.difference == pytest.approx((one - other).mean(), abs=1e-12)


def test_paired_t_of_three_readers_in_closed_form():
    """With two degrees of freedom, P(T > t) = 1/2 - t / (2 √(2 + t²))."""
    found = paired_t_test([0.5, 0.7, 0.9], [0.4, 0.5, 0.6], alternative="greater")
    t = found.statistic
    assert found.p == pytest.approx(0.5 - t / (2 * np.sqrt(2 + t * t)), abs=1e-12)


@settings(deadline=None)
@given(seeds, st.integers(1, 30), alternatives)
def test_signed_ranks_without_ties_are_scipys_exact_ones(seed, n, alternative):
    from scipy.stats import wilcoxon

    one, other = readers(seed, n)
    theirs = wilcoxon(one, other, alternative=alternative, method="exact")
    ours = signed_rank_test(one, other, alternative=alternative)
    assert ours.exact
    assert ours.p == pytest.approx(theirs.pvalue, abs=1e-9)
    if alternative != "two-sided":
        assert ours.statistic == theirs.statistic


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize(("zeros", "theirs"), [("drop", "wilcox"), ("pratt", "pratt")])
def test_signed_ranks_of_many_readers_are_scipys_approximation(alternative, zeros, theirs):
    from scipy.stats import wilcoxon

    for seed in range(5):
        one, other = readers(seed, 400, ties=True)
        found = wilcoxon(one, other, alternative=alternative, zero_method=theirs, method="approx")
        ours = signed_rank_test(one, other, alternative=alternative, zeros=zeros)
        assert not ours.exact
        assert ours.p == pytest.approx(found.pvalue, abs=1e-9)


def tails(values, weigh, alternative):
    """Exact p of the weighed sum over all patterns of signs, counted one by one."""
    found = weigh(np.sign(values))
    sums = [weigh(np.array(signs)) for signs in product((-1.0, 1.0), repeat=len(values))]
    less = np.mean([one <= found + 1e-9 for one in sums])
    greater = np.mean([one >= found - 1e-9 for one in sums])
    return {"less": less, "greater": greater, "two-sided": min(1.0, 2 * min(less, greater))}[alternative]


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 8), alternatives, st.sampled_from(["drop", "pratt"]))
def test_signed_ranks_with_ties_are_counted_out(seed, n, alternative, zeros):
    from scipy.stats import rankdata

    one, other = readers(seed, n, ties=True)
    d = one - other
    d = d if zeros == "pratt" else d[d != 0]
    ranks = rankdata(np.abs(d))[d != 0]
    d = d[d != 0]
    ours = signed_rank_test(one, other, alternative=alternative, zeros=zeros)
    assert ours.n == len(d)
    if not len(d):
        assert np.isnan(ours.p)
        return
    assert ours.statistic == ranks[d > 0].sum()
    assert ours.p == pytest.approx(tails(d, lambda signs: (ranks * (signs > 0)).sum(), alternative), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 8), alternatives, st.booleans())
def test_randomisation_of_few_is_counted_out(seed, n, alternative, ties):
    one, other = readers(seed, n, ties=ties)
    d = one - other
    ours = randomisation_test(one, other, alternative=alternative)
    assert ours.exact
    # A reader without a difference is swapped into the same.
    naive = tails(np.where(d == 0, 1.0, d), lambda signs: (np.abs(d) * signs).sum(), alternative)
    assert ours.p == pytest.approx(naive, abs=1e-9)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_randomisation_is_scipys(alternative):
    from scipy.stats import permutation_test

    one, other = readers(11, 10)
    theirs = permutation_test(
        (one, other),
        lambda x, y, axis: (x - y).mean(axis=axis),
        permutation_type="samples",
        vectorized=True,
        alternative=alternative,
        n_resamples=np.inf,
    )
    ours = randomisation_test(one, other, alternative=alternative)
    assert ours.p == pytest.approx(theirs.pvalue, abs=1e-9)
    assert ours.statistic == pytest.approx(theirs.statistic, abs=1e-12)


def test_drawn_randomisation_nears_the_t_test_and_is_never_nothing():
    rng = np.random.default_rng(5)
    one = rng.normal(0.08, 1.0, 500)
    other = np.zeros(500)
    drawn = randomisation_test(one, other, resamples=5_000)
    assert not drawn.exact
    assert drawn.p == pytest.approx(paired_t_test(one, other).p, abs=0.02)
    sure = randomisation_test(one + 5, other, resamples=999)
    assert sure.p == pytest.approx(2 / 1000)
    assert randomisation_test(one, other, rng=1) == randomisation_test(one, other, rng=np.random.default_rng(1))


def test_chunks_change_nothing(monkeypatch):
    from diversify.metrics import significance

    one, other = readers(6, 30)
    whole = randomisation_test(one, other, resamples=101).n
    monkeypatch.setattr(significance, "_HELD", 1)
    assert randomisation_test(one, other, resamples=101).n == whole


@pytest.mark.parametrize("test", [paired_t_test, signed_rank_test, randomisation_test])
def test_where_nothing_differs_no_test_finds_anything(test):
    rng = np.random.default_rng(8)
    found = [
        test(*rng.random((2, 25)), **({"resamples": 199} if test is randomisation_test else {})).p for _ in range(400)
    ]
    assert 0.02 <= np.mean(np.array(found) <= 0.05) <= 0.085


@pytest.mark.parametrize("test", [paired_t_test, signed_rank_test, randomisation_test])
def test_undefined_readers_leave_both_ways(test):
    one, other = [0.1, np.nan, 0.5, 0.9, 0.3], [0.0, 0.2, np.nan, 0.4, 0.1]
    assert test(one, other) == test([0.1, 0.9, 0.3], [0.0, 0.4, 0.1])
    assert test(one, other).n == 3
    nobody = test([np.nan], [0.1])
    assert nobody.n == 0
    assert np.isnan([nobody.difference, nobody.statistic, nobody.p]).all()


def test_what_the_t_test_cannot_say():
    alone = paired_t_test([0.5], [0.1])
    assert alone.difference == pytest.approx(0.4)
    assert np.isnan(alone.p)
    assert np.isnan(paired_t_test([0.5, 0.5], [0.5, 0.5]).p)
    assert paired_t_test([0.5, 0.75], [0.25, 0.5]).p == 0.0
    assert np.isnan(signed_rank_test([0.5], [0.5]).p)
    assert randomisation_test([0.5, 0.5], [0.5, 0.5]).p == 1.0


p_lists = st.lists(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.05, 1.0])), min_size=1, max_size=12)


@given(p_lists)
def test_false_discovery_is_scipys(p):
    from scipy.stats import false_discovery_control

    for ours, theirs in (("benjamini-hochberg", "bh"), ("benjamini-yekutieli", "by")):
        np.testing.assert_allclose(
            adjusted(p, method=ours), false_discovery_control(p, method=theirs), rtol=0, atol=1e-12
        )


@given(p_lists)
def test_holm_by_its_definition(p):
    """Rejected at a level as long as each p, in order, is at most level / (those left)."""
    found = adjusted(p)
    m = len(p)
    for level in (0.01, 0.05, 0.2):
        rejected, order = set(), sorted(range(m), key=lambda i: p[i])
        for place, i in enumerate(order):
            if p[i] * (m - place) > level:
                break
            rejected.add(i)
        assert {i for i in range(m) if found[i] <= level} == rejected
    assert (found <= adjusted(p, method="bonferroni")).all()
    assert adjusted(p, method="bonferroni").tolist() == [min(1.0, m * one) for one in p]


def test_what_is_no_comparison_does_not_count():
    assert adjusted([0.01, np.nan, 0.04]).tolist()[::2] == adjusted([0.01, 0.04]).tolist()
    assert np.isnan(adjusted([0.01, np.nan])[1])
    assert adjusted([]).shape == (0,)


REFUSED = [
    (lambda: paired_t_test([1, 2], [1]), "one of shape (2,) and other of shape (1,) must be (r,)"),
    (lambda: signed_rank_test([[1]], [[1]]), "one of shape (1, 1)"),
    (lambda: randomisation_test([1, np.inf], [1, 1]), "one must be finite, or NaN where undefined, but row 1"),
    (lambda: paired_t_test([1, 1], [np.inf, 1]), "other must be finite, or NaN where undefined, but row 0"),
    (lambda: paired_t_test([1], [1], alternative="more"), "alternative 'more' is unknown"),
    (lambda: signed_rank_test([1], [1], alternative="more"), "alternative 'more' is unknown"),
    (lambda: randomisation_test([1], [1], alternative="more"), "alternative 'more' is unknown"),
    (lambda: signed_rank_test([1], [1], zeros="keep"), "zeros 'keep' is unknown"),
    (lambda: randomisation_test([1], [1], resamples=0), "resamples 0 must be at least 1"),
    (lambda: adjusted([[0.1]]), "p_values of shape (1, 1) must be (m,)"),
    (lambda: adjusted([0.1, 1.5]), "p_values must lie in [0, 1], but row 1 of shape (2,) holds 1.5"),
    (lambda: adjusted([0.1], method="sidak"), "method 'sidak' is unknown"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_wrong_input_of_tests_is_refused(call, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        call()
