"""Every metric equals a naive one written from its formula, on generated slates with padding."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.metrics import (
    alpha_ndcg,
    auc,
    calibration,
    coverage,
    divergence,
    err_ia,
    expected_intra_list_diversity,
    exposure,
    fragmentation,
    gini,
    hit_rate,
    intra_list_diversity,
    ndcg,
    nrbp,
    rank_weights,
    reciprocal_rank,
    s_recall,
    unexpectedness,
)

N = 7
seeds = st.integers(0, 2**32 - 1)


def world(seed, width=5):
    """A random generator, (s, width) slates over seven articles with padding, and vectors with a zero and a twin."""
    rng = np.random.default_rng(seed)
    s = int(rng.integers(1, 5))
    slates = rng.integers(0, N, (s, width))
    slates[np.arange(width)[None, :] >= rng.integers(0, width + 1, s)[:, None]] = -1
    vectors = rng.normal(size=(N, 3))
    vectors[0], vectors[2] = 0.0, vectors[1]
    return rng, slates, vectors


def real(slate):
    return [int(row) for row in slate if row >= 0]


def cosine_distance(a, b):
    length = math.sqrt(sum(x * x for x in a)) * math.sqrt(sum(x * x for x in b))
    return 1.0 if length == 0 else 1.0 - sum(x * y for x, y in zip(a, b, strict=True)) / length


def same(ours, naive):
    np.testing.assert_allclose(ours, np.array(naive, dtype=float), rtol=0, atol=1e-9)


@given(seeds, st.sampled_from(["cosine", "euclidean"]))
def test_intra_list_diversity(seed, distance):
    _, slates, vectors = world(seed)
    measure = cosine_distance if distance == "cosine" else math.dist
    for of, pick in (("mean", lambda d: sum(d) / len(d)), ("minimum", min)):
        naive = []
        for slate in slates:
            pairs = [measure(vectors[a], vectors[b]) for a, b in combinations(real(slate), 2)]
            naive.append(pick(pairs) if pairs else math.nan)
        same(intra_list_diversity(slates, vectors, distance=distance, of=of), naive)


def test_points_far_from_the_origin_keep_their_distance():
    """Where a difference of squares would answer 0."""
    assert intra_list_diversity([[0, 1]], [[1e8, 1.0], [1e8, 2.0]], distance="euclidean").tolist() == [1.0]


def naive_eild(slate, rel, vectors, rank, relative):
    items = real(slate)
    if len(items) < 2:
        return math.nan
    total = 0.0
    for i, a in enumerate(items):
        inner = norm = 0.0
        for j, b in enumerate(items):
            if i != j:
                weight = relative(max(1, j - i)) * rel[j]
                inner += weight * cosine_distance(vectors[a], vectors[b])
                norm += weight
        total += rank(i + 1) * rel[i] * (inner / norm if norm else 0.0)
    return total / sum(rank(i + 1) for i in range(len(items)))


DISCOUNTS = {
    "none": lambda r: r**0.0,
    "log2": lambda r: 1.0 / math.log2(1 + r),
    "exponential": lambda r: 0.85 ** (r - 1),
    "harmonic": lambda r: 1.0 / r,
    "jarvelin": lambda r: 1.0 / max(1.0, math.log2(r)),
}


@given(seeds, st.sampled_from(sorted(DISCOUNTS)), st.sampled_from([None, *sorted(DISCOUNTS)]), st.booleans())
def test_expected_intra_list_diversity(seed, discount, pair_discount, weighed):
    rng, slates, vectors = world(seed)
    rel = rng.integers(0, 3, slates.shape) / 2 if weighed else np.ones(slates.shape)
    naive = [
        naive_eild(slate, r, vectors, DISCOUNTS[discount], DISCOUNTS[pair_discount or discount])
        for slate, r in zip(slates, rel, strict=True)
    ]
    given_rel = rel if weighed else None
    ours = expected_intra_list_diversity(
        slates, vectors, relevance=given_rel, discount=discount, pair_discount=pair_discount
    )
    same(ours, naive)


@given(seeds)
def test_undiscounted_eild_is_ild(seed):
    _, slates, vectors = world(seed)
    same(expected_intra_list_diversity(slates, vectors, discount="none"), intra_list_diversity(slates, vectors))


@given(st.integers(1, 30), st.sampled_from(sorted(DISCOUNTS)))
def test_rank_weights(k, discount):
    same(rank_weights(k, discount), [DISCOUNTS[discount](rank) for rank in range(1, k + 1)])


def naive_gains(items, about, keep):
    seen, gains = dict.fromkeys(range(about.shape[1]), 0), []
    for item in items:
        topics = [t for t in seen if about[item, t]]
        gains.append(sum(keep ** seen[t] for t in topics))
        for t in topics:
            seen[t] += 1
    return gains


def naive_ideal(about, width, keep, sign=1):
    chosen, left = [], list(range(len(about)))
    while left and len(chosen) < width:
        best = max(left, key=lambda row: (naive_gains([*chosen, row], about, keep)[-1], sign * row))
        chosen.append(best)
        left.remove(best)
    return naive_gains(chosen, about, keep)


@given(seeds, st.floats(0.0, 0.95))
def test_subtopic_metrics(seed, redundancy):
    rng, slates, _ = world(seed)
    about = rng.random((N, 4)) < 0.3
    keep, exist = 1.0 - redundancy, int(about.any(axis=0).sum())
    found = [naive_gains(real(slate), about, keep) for slate in slates]
    k = slates.shape[1]
    most = {
        ties: sum(g / math.log2(i + 2) for i, g in enumerate(naive_ideal(about, k, keep, sign)))
        for ties, sign in (("last", 1), ("first", -1))
    }
    full = sum(keep**i / (i + 1) for i in range(k)) * exist

    def over(total, by):
        return total / by if by else math.nan

    for ties, best in most.items():
        same(
            alpha_ndcg(slates, about, redundancy=redundancy, ties=ties),
            [over(sum(g / math.log2(i + 2) for i, g in enumerate(gains)), best) for gains in found],
        )
    harmonic = [sum(g / (i + 1) for i, g in enumerate(gains)) for gains in found]
    same(err_ia(slates, about, redundancy=redundancy), [over(total, full) for total in harmonic])
    same(err_ia(slates, about, redundancy=redundancy, normalised=False), [over(t, exist) for t in harmonic])
    same(
        s_recall(slates, about),
        [over(int(about[real(slate)].any(axis=0).sum()) if real(slate) else 0, exist) for slate in slates],
    )
    same(
        nrbp(slates, about, redundancy=redundancy, persistence=0.3),
        [over((1 - keep * 0.3) * sum(g * 0.3**i for i, g in enumerate(gains)), exist) for gains in found],
    )


@given(seeds, st.sampled_from(["linear", "exponential"]), st.sampled_from(["log2", "jarvelin"]), st.integers(1, 6))
def test_ndcg(seed, gain, discount, k):
    rng, slates, _ = world(seed)
    gains = np.where(slates >= 0, rng.integers(0, 4, slates.shape), np.nan)
    left_out = rng.integers(0, 4, (len(slates), 3))
    ideal = [[*row, *more] for row, more in zip(np.nan_to_num(gains, nan=0.0), left_out, strict=True)]
    worth = (lambda g: g) if gain == "linear" else (lambda g: 2.0**g - 1)

    def dcg(row):
        return sum(worth(g) * DISCOUNTS[discount](i + 1) for i, g in enumerate(row[:k]) if g == g)

    naive = [
        dcg(row) / dcg(sorted(best, reverse=True)) if dcg(sorted(best, reverse=True)) else math.nan
        for row, best in zip(gains.tolist(), ideal, strict=True)
    ]
    same(ndcg(gains, ideal, k=k, gain=gain, discount=discount), naive)


@given(seeds)
def test_hits_and_ranks(seed):
    rng, slates, _ = world(seed)
    hits = np.where(slates >= 0, rng.integers(0, 2, slates.shape), np.nan)
    first, mean, any_hit = [], [], []
    for row in hits.tolist():
        ranks = [i + 1 for i, hit in enumerate(row) if hit == 1]
        first.append(1 / ranks[0] if ranks else 0.0)
        mean.append(sum(1 / r for r in ranks) / len(ranks) if ranks else math.nan)
        any_hit.append(float(any(r <= 3 for r in ranks)))
    same(reciprocal_rank(hits), first)
    same(reciprocal_rank(hits, convention="mean"), mean)
    same(hit_rate(hits, k=3), any_hit)


@given(seeds)
def test_auc(seed):
    rng, slates, _ = world(seed, width=8)
    hits = np.where(slates >= 0, rng.integers(0, 2, slates.shape), np.nan)
    scores = np.where(slates >= 0, rng.integers(0, 4, slates.shape) / 3, np.nan)
    naive = []
    for row, labels in zip(scores.tolist(), hits.tolist(), strict=True):
        up = [s for s, hit in zip(row, labels, strict=True) if hit == 1]
        down = [s for s, hit in zip(row, labels, strict=True) if hit == 0]
        wins = [1.0 if a > b else 0.5 if a == b else 0.0 for a in up for b in down]
        naive.append(sum(wins) / len(wins) if wins else math.nan)
    same(auc(scores, hits), naive)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_gini(amounts):
    total, n = sum(amounts), len(amounts)
    if total < 1e-3:
        amounts, total = [*amounts, 1.0], total + 1.0
        n += 1
    naive = sum(abs(a - b) for a in amounts for b in amounts) / (2 * n * total)
    assert gini(amounts) == pytest.approx(naive, abs=1e-9)
    if n > 1:
        assert gini(amounts, unbiased=True) == pytest.approx(naive * n / (n - 1), abs=1e-9)


@given(seeds, st.sampled_from(sorted(DISCOUNTS)))
def test_exposure_and_coverage(seed, discount):
    _, slates, _ = world(seed)
    groups = np.array([0, 1, 1, 2, 2, 2, 3])
    naive = [0.0] * 4
    for slate in slates:
        for place, row in enumerate(real(slate)):
            naive[groups[row]] += DISCOUNTS[discount](place + 1)
    same(exposure(slates, groups, discount=discount), naive)
    same(exposure(slates, np.eye(4)[groups], discount=discount), naive)
    assert coverage(slates, N) == len({row for slate in slates for row in real(slate)}) / N


def naive_js(p, q):
    p, q = ([x / sum(side) for x in side] for side in (p, q))
    half = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    return sum(x * math.log2(x / m) / 2 for side in (p, q) for x, m in zip(side, half, strict=True) if x > 0)


def naive_mix(items, shares, discount):
    return [
        sum(DISCOUNTS[discount](i + 1) * shares[row][c] for i, row in enumerate(items)) for c in range(len(shares[0]))
    ]


@given(seeds, st.sampled_from(["none", "harmonic"]), st.sampled_from(["none", "harmonic"]))
def test_calibration(seed, discount, history_discount):
    rng, slates, _ = world(seed)
    history = np.roll(slates, 1, axis=0)
    shares = rng.dirichlet(np.ones(3), N)
    naive = [
        naive_js(naive_mix(real(read), shares, history_discount), naive_mix(real(slate), shares, discount))
        if real(read) and real(slate)
        else math.nan
        for slate, read in zip(slates, history, strict=True)
    ]
    same(calibration(slates, history, shares, discount=discount, history_discount=history_discount), naive)


@given(seeds)
def test_kullback_leibler_with_smoothing(seed):
    rng = np.random.default_rng(seed)
    p, q = rng.integers(0, 3, (2, 4)) + np.array([[1, 0, 0, 0]])
    left, right = p / p.sum(), q / q.sum()
    mixed = 0.99 * right + 0.01 * left
    naive = sum(a * math.log2(a / b) for a, b in zip(left, mixed, strict=True) if a > 0)
    assert float(divergence(p, q, measure="kl")) == pytest.approx(naive, abs=1e-9)


@given(seeds)
def test_fragmentation(seed):
    _, slates, _ = world(seed)
    stories = np.array([10, 10, 11, 12, 12, 13, 10])
    onehot = (stories[:, None] == np.array([10, 11, 12, 13])).astype(float)
    naive = [
        naive_js(naive_mix(real(a), onehot, "harmonic"), naive_mix(real(b), onehot, "harmonic"))
        if real(a) and real(b)
        else math.nan
        for a, b in combinations(slates, 2)
    ]
    same(fragmentation(slates, stories), naive)


@given(seeds)
def test_unexpectedness(seed):
    _, slates, vectors = world(seed)
    history = np.roll(slates, 1, axis=0)
    naive = []
    for slate, read in zip(slates, history, strict=True):
        pairs = [cosine_distance(vectors[a], vectors[b]) for a in real(slate) for b in real(read)]
        naive.append(sum(pairs) / len(pairs) if pairs else math.nan)
    same(unexpectedness(slates, history, vectors), naive)


@settings(max_examples=20)
@given(seeds)
def test_chunks_do_not_change_a_number(seed):
    from diversify.metrics import layout

    _, slates, vectors = world(seed)
    about = np.eye(N, 3, dtype=int)
    whole = [intra_list_diversity(slates, vectors), alpha_ndcg(slates, about), calibration(slates, slates, about)]
    held, layout._CHUNK = layout._CHUNK, 1
    try:
        parts = [intra_list_diversity(slates, vectors), alpha_ndcg(slates, about), calibration(slates, slates, about)]
    finally:
        layout._CHUNK = held
    for one, other in zip(whole, parts, strict=True):
        same(one, other)
