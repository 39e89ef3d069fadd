"""Diversifiers by coverage, walk and kinds beside plain float64 ones; the budget; the direction of the dial."""

import importlib.util
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from diversify.rank.diversifiers import by_kinds, diversifiers, none
from diversify.testing import check_diversifier

spec = importlib.util.spec_from_file_location("oracles", Path(__file__).with_name("diversifier_oracles.py"))
oracles = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracles)

CASES = 60
KINDS = [("xquad", {}), ("xquad", {"smooth": True}), ("pm2", {}), ("pm2", {"emphasis": 0.9}), ("calibrated", {})]
ALL = sorted({**diversifiers, **by_kinds})


def shares_case(seed):
    """Shares with zeros, duplicates and kinds that nothing belongs to; targets with zeros."""
    shares, target, scores, k, diversity = oracles.shares_case(seed)
    return shares, target, scores, k, diversity


@pytest.mark.parametrize("name", ["cover", "random_walk"])
def test_the_picks_are_those_of_whole_matrices(name):
    for seed in range(CASES):
        vectors, scores, k, diversity = oracles.case(seed)
        picked = diversifiers[name](vectors, scores, k, diversity=diversity).tolist()
        assert picked == getattr(oracles, name)(vectors, scores, k, diversity), (seed, k, diversity)


@pytest.mark.parametrize(("name", "options"), KINDS)
def test_kinds_are_counted_as_the_papers_count_them(name, options):
    for seed in range(CASES):
        shares, target, scores, k, diversity = shares_case(seed)
        picked = by_kinds[name](shares, scores, k, diversity=diversity, target=target, **options).tolist()
        assert picked == getattr(oracles, name)(shares, scores, k, diversity, target, **options), (seed, k, diversity)


@pytest.mark.parametrize("name", ALL)
def test_every_diversifier_keeps_the_law(name):
    check_diversifier({**diversifiers, **by_kinds}[name], kinds=name in by_kinds)


def test_the_law_finds_what_is_broken():
    def last_of_a_tie(vectors, scores, k, **_):
        return np.argsort(np.asarray(scores))[::-1][:k].astype(np.int64)

    with pytest.raises(AssertionError, match="order of rows"):
        check_diversifier(last_of_a_tie)

    def deaf(vectors, scores, k, **_):
        return np.argsort(-np.asarray(scores), kind="stable")[:k].astype(np.int64)

    with pytest.raises(AssertionError, match="refuse"):
        check_diversifier(deaf)


def scattered(name, seed, n=60):
    rng = np.random.default_rng(seed)
    if name in by_kinds:
        return by_kinds[name], rng.dirichlet(np.full(6, 0.3), n), rng.random(n)
    return diversifiers[name], rng.standard_normal((n, 6)), rng.random(n)


def spread(rows):
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return 1 - (units @ units.T)[np.triu_indices(len(rows), 1)].mean()


def leaning(name, seed):
    """Rows in clusters; the scores lean to one of them, as a reader does."""
    rng = np.random.default_rng(seed)
    home = rng.integers(0, 6, 90)
    rows = np.eye(6)[home] + (rng.dirichlet(np.ones(6), 90) if name in by_kinds else rng.random((90, 6)) * 0.6)
    rows = rows / rows.sum(axis=1, keepdims=True) if name in by_kinds else rows
    return {**diversifiers, **by_kinds}[name], rows, np.clip(0.4 * (home == 0) + 0.6 * rng.random(90), 0, 1)


@pytest.mark.parametrize("name", [name for name in ALL if name != "none"])
def test_a_higher_dial_means_more_distance_on_average(name):
    means = []
    for diversity in (0.0, 0.2, 0.5, 1.0):
        slates = [leaning(name, seed) for seed in range(30)]
        means.append(np.mean([spread(x[choose(x, s, 8, diversity=diversity)]) for choose, x, s in slates]))
    assert np.all(np.diff(means) > -0.01), means
    assert means[-1] > means[0] + 0.05, means


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("budget", [0.0, 0.02, 0.2, 1.0])
def test_a_budget_is_kept(name, budget):
    for seed in range(5):
        choose, rows, scores = scattered(name, seed)
        picked = choose(rows, scores, 8, budget=budget)
        best = np.sort(scores)[-8:].sum()
        assert len(picked) == 8
        assert scores[picked].sum() >= (1 - budget) * best - 1e-12
        capped = choose(rows, scores, 8, budget=budget, caps=[(np.arange(60) % 5, 2)], exclude=[3])
        under = scores[none(rows, scores, 8, caps=[(np.arange(60) % 5, 2)], exclude=[3])].sum()
        assert scores[capped].sum() >= (1 - budget) * under - 1e-12


def test_a_budget_buys_what_it_can():
    choose, rows, scores = scattered("mmr", 1)
    spent = [spread(rows[choose(rows, scores, 8, budget=budget)]) for budget in (0.0, 0.1, 0.5)]
    assert spent == sorted(spent)
    assert spent[-1] > spent[0]
    assert choose(rows, scores, 8, budget=1.0).tolist() == choose(rows, scores, 8, diversity=1.0).tolist()


@pytest.mark.parametrize("name", ALL)
def test_a_budget_and_a_dial_exclude_each_other(name):
    choose, rows, scores = scattered(name, 0)
    with pytest.raises(ValueError, match=r"diversity 0\.5 and budget 0\.1"):
        choose(rows, scores, 3, diversity=0.5, budget=0.1)
    with pytest.raises(ValueError, match=r"budget 1\.5 is outside"):
        choose(rows, scores, 3, budget=1.5)


@pytest.mark.parametrize("name", sorted(by_kinds))
@pytest.mark.parametrize(
    ("shares", "target", "message"),
    [
        ([[0.5, 0.5], [1.5, -0.5]], None, r"not be negative, but row 1 of shape \(2, 2\)"),
        ([[0.5, 0.5], [0.5, 0.4]], None, r"sum to one, but row 1 of shape \(2, 2\) sums to 0\.9"),
        ([[0.5, 0.5], [0.0, 0.0]], None, r"sum to one, but row 1"),
        ([[0.5, 0.5], [0.5, 0.5]], [1.0], r"target of shape \(1,\) must be \(2,\)"),
        ([[0.5, 0.5], [0.5, 0.5]], [0.9, 0.9], r"target must sum to one"),
    ],
)
def test_shares_that_are_none_are_refused(name, shares, target, message):
    with pytest.raises(ValueError, match=message):
        by_kinds[name](np.array(shares), np.ones(2), 1, target=target)


@pytest.mark.parametrize("seed", range(30))
def test_coverage_reaches_what_it_guarantees_of_the_best_of_all_subsets(seed):
    rng = np.random.default_rng(seed)
    vectors, scores = rng.standard_normal((10, 2 + seed % 4)), rng.random(10) * (seed % 3)
    diversity, k = (0.2, 0.5, 1.0)[seed % 3], 1 + seed % 5
    likeness = np.clip(oracles.units(vectors) @ oracles.units(vectors).T, 0, None)

    def worth(rows):
        rows = list(rows)
        return (1 - diversity) * scores[rows].sum() + diversity * np.sqrt(likeness[rows].sum(axis=0)).sum()

    best = max(worth(rows) for rows in combinations(range(10), k))
    assert worth(diversifiers["cover"](vectors, scores, k, diversity=diversity)) >= (1 - 1 / np.e) * best
