"""The metrics of mixes, of the far, of serendipity and of pairs of readers equal naive ones, written from formulas."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify import metrics

N = 7
FIELDS = 4
seeds = st.integers(0, 2**32 - 1)


def world(seed, width=5):
    """A generator, slates and histories with padding over seven articles."""
    rng = np.random.default_rng(seed)
    s = int(rng.integers(1, 5))
    both = rng.integers(0, N, (2, s, width))
    for rows in both:
        rows[np.arange(width)[None, :] >= rng.integers(0, width + 1, s)[:, None]] = -1
    return rng, both[0], both[1]


def real(slate):
    return [int(row) for row in slate if row >= 0]


def same(ours, naive):
    np.testing.assert_allclose(ours, np.array(naive, dtype=float), rtol=0, atol=1e-9)


def some_shares(rng):
    """Shares of which some rows lack a part and one has nothing."""
    table = rng.dirichlet(np.ones(FIELDS) / 2, N) * rng.choice([1.0, 0.5], N)[:, None]
    table[0] = 0.0
    return table


def mix(items, shares, weight=lambda rank: rank**0):
    return [sum(weight(i + 1) * shares[row][c] for i, row in enumerate(items)) for c in range(len(shares[0]))]


def bits(amounts, base=2.0):
    total = sum(amounts)
    if not total:
        return math.nan
    return -sum(a / total * math.log(a / total, base) for a in amounts if a > 0)


@given(seeds, st.integers(1, 6), st.booleans())
def test_precision_and_recall(seed, k, short):
    rng, slates, _ = world(seed)
    hits = np.where(slates >= 0, rng.integers(0, 2, slates.shape), np.nan)
    relevant = np.nansum(hits, axis=1) + rng.integers(0, 3, len(slates))
    ours, naive = [], []
    for over in ("shown", "places"):
        ours.append(metrics.precision(hits, k=k, over=over))
        naive.append([])
        for row in hits.tolist():
            seen = [hit for hit in row[:k] if hit == hit]
            by = len(seen) if over == "shown" else k
            naive[-1].append(sum(seen) / by if by else math.nan)
    for over in ("relevant", "reachable"):
        ours.append(metrics.recall(hits, relevant, k=k, over=over))
        naive.append([])
        for row, most in zip(hits.tolist(), relevant, strict=True):
            found = sum(hit for hit in row[:k] if hit == hit)
            by = most if over == "relevant" else min(k, most)
            naive[-1].append(found / by if most else math.nan)
    for one, other in zip(ours, naive, strict=True):
        same(one, other)


@given(seeds, st.sampled_from([0.5, 0.85]), st.sampled_from([2.0, math.e]), st.integers(1, 5))
def test_entropies(seed, patience, base, k):
    rng, slates, _ = world(seed)
    shares = some_shares(rng)
    cut = [real(slate)[:k] for slate in slates]
    same(metrics.entropy(slates, shares, base=base, k=k), [bits(mix(items, shares), base) for items in cut])
    same(
        metrics.rank_biased_entropy(slates, shares, patience=patience, base=base, k=k),
        [bits(mix(items, shares, lambda rank: patience ** (rank - 1)), base) for items in cut],
    )


@given(seeds, st.sampled_from([0.0, 0.5, 1.0, 2.0, math.inf]))
def test_effective_numbers(seed, order):
    rng, slates, _ = world(seed)
    shares = some_shares(rng)
    same(metrics.effective_number(slates, shares, order=order), [hill(mix(real(s), shares), order) for s in slates])


def hill(amounts, order):
    total = sum(amounts)
    if not total:
        return math.nan
    p = [a / total for a in amounts if a > 0]
    if order == math.inf:
        return 1 / max(p)
    if order == 1:
        return math.exp(-sum(x * math.log(x) for x in p))
    return sum(x**order for x in p) ** (1 / (1 - order))


@given(seeds)
def test_coverage_of_groups(seed):
    _, slates, _ = world(seed)
    groups = [0, 1, 1, 3, 3, 3, 5]
    shown = {row for slate in slates for row in real(slate)}
    naive = []
    for group in range(6):
        members = [row for row in range(N) if groups[row] == group]
        naive.append(len(shown & set(members)) / len(members) if members else math.nan)
    same(metrics.coverage_by_group(slates, groups), naive)
    same(metrics.coverage_by_group(slates, np.eye(6)[groups]), naive)
    assert metrics.group_coverage(slates, groups) == len({groups[row] for row in shown}) / 4


def fields_apart(rng):
    points = rng.random((FIELDS, 2)) / math.sqrt(2)
    return np.array([[math.dist(a, b) for b in points] for a in points])


@given(seeds, st.booleans(), st.sampled_from([0.0, 0.2, 0.5]))
def test_the_far(seed, shared_home, beyond):
    rng, slates, _ = world(seed)
    shares, distance = some_shares(rng), fields_apart(rng)
    home = rng.dirichlet(np.ones(FIELDS), len(slates))
    home[0] = 0.0
    home = home[-1] if shared_home else home
    naive = [[], [], []]
    for i, slate in enumerate(slates):
        mine = home if shared_home else home[i]
        away = [
            sum(mine[a] * distance[a, b] * shares[row, b] for a in range(FIELDS) for b in range(FIELDS))
            for row in real(slate)
        ]
        known = bool(away) and sum(mine) > 0
        naive[0].append(sum(away) / len(away) if known else math.nan)
        naive[1].append(max(away) if known else math.nan)
        naive[2].append(sum(one >= beyond for one in away) / len(away) if known else math.nan)
    how = {"distance": distance}
    same(metrics.farness(slates, home, shares, **how), naive[0])
    same(metrics.reach(slates, home, shares, **how), naive[1])
    same(metrics.far_share(slates, home, shares, beyond=beyond, **how), naive[2])


@given(seeds)
def test_new_voices(seed):
    _, slates, history = world(seed)
    sources = [0, 0, 1, 1, 2, 3, 3]
    places, voices = [], []
    for slate, read in zip(slates, history, strict=True):
        known = {sources[row] for row in real(read)}
        said = [sources[row] for row in real(slate)]
        places.append(sum(one not in known for one in said) / len(said) if said else math.nan)
        voices.append(len(set(said) - known) / len(set(said)) if said else math.nan)
    same(metrics.new_voices(slates, history, sources), places)
    same(metrics.new_voices(slates, history, sources, of="voices"), voices)


def distinct(amounts, like, order):
    """Leinster and Cobbold 2012, equation 1."""
    total = sum(amounts)
    if not total:
        return math.nan
    p = [a / total for a in amounts]
    there = [i for i, x in enumerate(p) if x > 0]
    ordinary = {i: sum(like[i][j] * p[j] for j in range(len(p))) for i in there}
    if order == 1:
        return math.exp(-sum(p[i] * math.log(ordinary[i]) for i in there))
    return sum(p[i] * ordinary[i] ** (order - 1) for i in there) ** (1 / (1 - order))


@given(seeds, st.booleans(), st.sampled_from([0.0, 1.0, 2.0]))
def test_the_small_town(seed, neighbours, order):
    rng, slates, pool = world(seed)
    shares = np.eye(FIELDS)[rng.integers(0, FIELDS, N)]
    distance = fields_apart(rng) if neighbours else None
    like = 1 - distance if neighbours else np.eye(FIELDS)
    naive = []
    for slate, offered in zip(slates, pool, strict=True):
        here = distinct(mix(real(slate), shares), like, order) - 1
        there = distinct(mix(real(offered), shares), like, order) - 1
        naive.append(1 - here / there if there > 1e-9 else math.nan)
    ours = metrics.small_town_index(slates, pool, shares, distance=distance, order=order)
    np.testing.assert_allclose(ours, naive, rtol=1e-6, atol=1e-9)


def test_ten_neighbouring_fields_are_a_small_town_and_two_far_ones_are_not():
    near = np.full((11, 11), 0.02)
    near[10, :] = near[:, 10] = 1.0
    np.fill_diagonal(near, 0.0)
    fields, neighbours, afar = np.eye(11), [*range(10)], [0] * 5 + [10] * 5
    small, wide = metrics.small_town_index([neighbours, afar], range(11), fields, distance=near)
    assert small > 0.5 > wide
    counted, _ = metrics.small_town_index([neighbours, afar], range(11), fields)
    assert counted < 0.2


def cosine_distance(a, b):
    length = math.sqrt(sum(x * x for x in a)) * math.sqrt(sum(x * x for x in b))
    return 1.0 if length == 0 else 1.0 - sum(x * y for x, y in zip(a, b, strict=True)) / length


@given(seeds)
def test_serendipities(seed):
    rng, slates, history = world(seed)
    vectors = rng.normal(size=(N, 3))
    vectors[0] = 0.0
    liked = np.where(slates >= 0, rng.integers(0, 3, slates.shape) / 2, np.nan)
    sure = np.where(slates >= 0, rng.random(slates.shape), np.nan)
    plain = np.where(slates >= 0, rng.random(slates.shape), np.nan)
    naive = [[], [], [], []]
    for i, slate in enumerate(slates):
        items, read = real(slate), real(history[i])
        size = len(items)
        far = [sum(cosine_distance(vectors[a], vectors[b]) for b in read) / max(1, len(read)) for a in items]
        rel = liked[i, :size]
        naive[0].append(sum(rel * far) / size if size and read else math.nan)
        naive[1].append(sum(r for r, a in zip(rel, items, strict=True) if a not in read) / size if size else math.nan)
        above = [max(sure[i, j] - plain[i, j], 0) * rel[j] for j in range(size)]
        ranked = [one * sum(rel[: j + 1]) / (j + 1) for j, one in enumerate(above)]
        naive[2].append(sum(above) / size if size else math.nan)
        naive[3].append(sum(ranked) / size if size else math.nan)
    same(metrics.welcomed_distance(slates, history, vectors, relevance=liked), naive[0])
    same(metrics.welcomed_beyond_primitive(slates, history, relevance=liked, n=N), naive[1])
    same(metrics.welcomed_over_primitive(sure, plain, relevance=liked, by_rank=False), naive[2])
    same(metrics.welcomed_over_primitive(sure, plain, relevance=liked), naive[3])
    everything = metrics.welcomed_distance(slates, history, vectors, relevance=np.ones(slates.shape))
    same(everything, metrics.unexpectedness(slates, history, vectors))


def naive_divergence(p, q, measure, root):
    if not sum(p) or not sum(q):
        return math.nan
    p, q = ([x / sum(side) for x in side] for side in (p, q))
    if measure == "kl":
        total = sum(a * math.log2(a / (0.99 * b + 0.01 * a)) for a, b in zip(p, q, strict=True) if a > 0)
    else:
        half = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
        total = sum(x * math.log2(x / m) / 2 for side in (p, q) for x, m in zip(side, half, strict=True) if x > 0)
    return math.sqrt(max(total, 0.0)) if root else total


HOW = (st.sampled_from(["js", "kl"]), st.booleans())
WEIGHT = {"none": lambda rank: rank**0, "harmonic": lambda rank: 1 / rank}


@given(seeds, st.sampled_from(sorted(WEIGHT)), st.booleans(), *HOW)
def test_radios_three_about_the_pool(seed, discount, one_pool, measure, root):
    rng, slates, pool = world(seed)
    pool = pool[0] if one_pool else pool
    counts = rng.integers(0, 3, (N, 3)).astype(float)
    minority, intensity = rng.random(N), rng.random(N)
    bins = np.eye(10)[np.minimum((intensity * 10).astype(int), 9)]
    heard = np.column_stack([minority, 1 - minority])
    how = {"discount": discount, "measure": measure, "root": root}
    for ours, table in (
        (metrics.representation(slates, pool, counts, **how), counts),
        (metrics.alternative_voices(slates, pool, minority, **how), heard),
        (metrics.activation(slates, pool, intensity, **how), bins),
    ):
        naive = [
            naive_divergence(
                mix(real(pool if one_pool else pool[i]), table),
                mix(real(slate), table, WEIGHT[discount]),
                measure,
                root,
            )
            for i, slate in enumerate(slates)
        ]
        # The root of a divergence that is nothing but rounding keeps half its digits.
        np.testing.assert_allclose(ours, naive, rtol=0, atol=1e-7 if root else 1e-9)


@given(seeds, st.sampled_from(sorted(WEIGHT)), *HOW)
def test_calibration_by_every_measure(seed, discount, measure, root):
    rng, slates, history = world(seed)
    shares = some_shares(rng)
    ours = metrics.calibration(slates, history, shares, discount=discount, measure=measure, root=root)
    naive = [
        naive_divergence(mix(real(read), shares), mix(real(slate), shares, WEIGHT[discount]), measure, root)
        for slate, read in zip(slates, history, strict=True)
    ]
    np.testing.assert_allclose(ours, naive, rtol=0, atol=1e-7 if root else 1e-9)


@given(seeds, st.sampled_from(sorted(WEIGHT)), *HOW)
def test_fragmentation_by_every_measure(seed, discount, measure, root):
    _, slates, _ = world(seed)
    stories = np.array([10, 10, 11, 12, 12, 13, 10])
    onehot = (stories[:, None] == np.array([10, 11, 12, 13])).astype(float)
    mixes = [mix(real(slate), onehot, WEIGHT[discount]) for slate in slates]
    ours = metrics.fragmentation(slates, stories, discount=discount, measure=measure, root=root)
    naive = [naive_divergence(a, b, measure, root) for a, b in combinations(mixes, 2)]
    np.testing.assert_allclose(ours, naive, rtol=0, atol=1e-7 if root else 1e-9)
    pairs = [[0, len(slates) - 1], [0, 0]]
    chosen = metrics.fragmentation(slates, stories, pairs=pairs, discount=discount, measure=measure, root=root)
    naive = [naive_divergence(mixes[a], mixes[b], measure, root) for a, b in pairs]
    np.testing.assert_allclose(chosen, naive, rtol=0, atol=1e-7 if root else 1e-9)


@given(seeds)
def test_self_information(seed):
    rng, slates, _ = world(seed)
    share = rng.random(N) * 0.9 + 0.1
    naive = [
        sum(-math.log2(share[row]) for row in real(slate)) / len(real(slate)) if real(slate) else math.nan
        for slate in slates
    ]
    same(metrics.self_information(slates, share), naive)


E1, E2 = [[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]
REFUSED = [
    (lambda: metrics.precision([[1]], over="all"), "over 'all' is unknown; known are places, shown"),
    (lambda: metrics.recall([[1]], [1], over="all"), "over 'all' is unknown; known are relevant, reachable"),
    (lambda: metrics.recall([[1, 1]], [1]), "hits must not outnumber what is relevant, but row 0 of shape (1, 2)"),
    (lambda: metrics.recall([[1]], [0.5]), "relevant must be whole numbers from 0 on, but row 0"),
    (lambda: metrics.recall([[1]], [[1]]), "relevant of shape (1, 1) must be (1,)"),
    (
        lambda: metrics.entropy([[0]], [[0.7, 0.7]]),
        "shares of each row must sum to at most 1, but row 0 of shape",
    ),
    (
        lambda: metrics.entropy([[0]], [[1.0, -0.1]]),
        "shares must not be negative, but row 0 of shape",
    ),
    (lambda: metrics.entropy([[0]], [[np.nan, 1]]), "shares must be finite, but row 0"),
    (lambda: metrics.divergence([1, -1], [1, 1], measure="kl"), "p must be finite and not negative, but row 1"),
    (lambda: metrics.divergence([1, 1], [1, np.nan], measure="kl"), "q must be finite and not negative, but row 1"),
    (lambda: metrics.divergence([1, 1], [1, 1, 1], measure="kl"), "p of shape (2,) and q of shape (3,) differ"),
    (lambda: metrics.divergence([1, 1], [1, 1, 1]), "shares of shapes (2,) and (3,) differ"),
    (
        lambda: metrics.ndcg([[2000]], [[2000]], gain="exponential"),
        "gains must be at most 500 where they are exponents",
    ),
    (lambda: metrics.entropy([[0]], E1, base=1.0), "base 1.0 must be above 1"),
    (lambda: metrics.entropy([[0]], E1, smoothing=-1.0), "smoothing -1.0 must be finite and not negative"),
    (lambda: metrics.rank_biased_entropy([[0]], E1, patience=1.0), "patience 1.0 is outside (0, 1)"),
    (lambda: metrics.effective_number([[0]], [[2.0]]), "shares of each row must sum to at most 1, but row 0"),
    (lambda: metrics.effective_number([[-1]], E1, order=-1.0), "order -1.0 must be at least 0"),
    (lambda: metrics.calibration([[0]], [[0]], [[2.0, 0.0]]), "shares of each row must sum to at most 1, but row 0"),
    (lambda: metrics.calibration([[0]], [[9]], E1), "history must hold rows of 2 articles, or -1, but row 0"),
    (lambda: metrics.representation([[0]], [0], [[-1.0]]), "shares must not be negative, but row 0"),
    (lambda: metrics.representation([[0]], [5], E1), "pool must hold rows of 2 articles, or -1, but row 0"),
    (lambda: metrics.activation([[0]], [0], [0.5, 1.5]), "intensity must lie in [0, 1], but row 1"),
    (lambda: metrics.alternative_voices([[0]], [0], [0.5, np.nan]), "minority must be finite, but row 1"),
    (lambda: metrics.fragmentation([[0]], [0.5]), "stories of shape (1,) and type float64 must be whole numbers (n,)"),
    (lambda: metrics.fragmentation([[0]], [1], pairs=[[0, 1]]), "pairs must hold rows of 1 slates, but row 0"),
    (lambda: metrics.fragmentation([[0]], [1], pairs=[0, 0]), "pairs of shape (2,) and type int64"),
    (lambda: metrics.exposure([[0]], [[-1.0]]), "groups must not be negative, but row 0 of shape (1, 1)"),
    (lambda: metrics.exposure([[0]], [0.5]), "groups of shape (1,) and type float64 must be whole numbers (n,)"),
    (lambda: metrics.gini([2, -1]), "amounts must not be negative, but row 1 of shape (2,) holds -1.0"),
    (lambda: metrics.rank_weights(3, "jarvelin", base=1.0), "base 1.0 must be above 1"),
    (lambda: metrics.expected_intra_list_diversity([[0, 1]], E1, relevance=[[1, 2]]), "relevance must lie in [0, 1]"),
    (
        lambda: metrics.welcomed_distance([[0]], [[0]], E1, relevance=[[np.nan]]),
        "relevance must lie in [0, 1], but row 0",
    ),
    (
        lambda: metrics.welcomed_distance([[0]], [[0]], E1, relevance=[[1, 1]]),
        "relevance of shape (1, 2) must be (1, 1)",
    ),
    (lambda: metrics.welcomed_distance([[0]], [[0], [1]], E1, relevance=[[1]]), "slates has 1 rows, history has 2"),
    (
        lambda: metrics.welcomed_beyond_primitive([[0]], [[0], [1]], relevance=[[1]], n=2),
        "primitive of shape (2, 1) must have 1 or 1 rows",
    ),
    (
        lambda: metrics.welcomed_over_primitive([[0.5]], [[0.5, 1]], relevance=[[1]]),
        "primitive of shape (1, 2) must have shape and padding of scores (1, 1)",
    ),
    (
        lambda: metrics.welcomed_over_primitive([[2.0]], [[0.5]], relevance=[[1]]),
        "scores must lie in [0, 1], but row 0",
    ),
    (lambda: metrics.farness([[0]], [0.5, 0.2], E1, distance=E2), "home must sum to 1, or be all 0, but row 0"),
    (lambda: metrics.farness([[0]], [1.0, -0.2], E1, distance=E2), "home must not be negative, but row 0"),
    (lambda: metrics.farness([[0]], [1.0], E1, distance=E2), "home of shape (1,) must be (2,) or (1, 2)"),
    (lambda: metrics.farness([[0]], [1, 0], E1, distance=E1), "distance of a field from itself must be 0, but row 0"),
    (lambda: metrics.farness([[0]], [1, 0], E1, distance=[[0, 1], [0, 0]]), "distance must be symmetric, but row 0"),
    (lambda: metrics.farness([[0]], [1, 0], E1, distance=[[0, 2], [2, 0]]), "distance must lie in [0, 1], but row 0"),
    (lambda: metrics.farness([[0]], [1, 0], E1, distance=[[0]]), "distance of shape (1, 1) must be (2, 2)"),
    (lambda: metrics.far_share([[0]], [1, 0], E1, distance=E2, beyond=2.0), "beyond 2.0 is outside [0, 1]"),
    (lambda: metrics.new_voices([[0]], [[0]], [0.5]), "sources of shape (1,) and type float64"),
    (lambda: metrics.new_voices([[0]], [[0]], [1], of="all"), "of 'all' is unknown; known are places, voices"),
    (lambda: metrics.small_town_index([[0]], [0, 1], E1, distance=E2, order=np.inf), "order inf must be finite"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_wrong_input_is_refused_by_row(call, words):
    import re

    with pytest.raises(ValueError, match=re.escape(words)):
        call()


PADDED, BLANK = [[-1, -1]], np.zeros((0, 2), dtype=int)


def test_what_is_undefined_is_nan_and_no_slates_give_no_numbers():
    far = {"home": [1, 0], "shares": E1, "distance": E2}
    for one in (metrics.farness, metrics.reach):
        assert np.isnan(one(PADDED, **far)).all()
        assert np.isnan(one([[0]], **{**far, "home": [0, 0]})).all()
        assert one(BLANK, **far).shape == (0,)
    for one in (metrics.entropy, metrics.rank_biased_entropy, metrics.effective_number):
        assert np.isnan(one(PADDED, E1)).all()
        assert np.isnan(one([[0]], np.zeros((1, 2)))).all()
        assert one(BLANK, E1).shape == (0,)
    assert np.isnan(metrics.precision(np.full((1, 2), np.nan), over="shown")).all()
    assert np.isnan(metrics.precision(np.zeros((1, 0)))).all()
    assert metrics.precision(np.full((1, 2), np.nan)).tolist() == [0.0]
    assert np.isnan(metrics.recall([[0]], [0])).all()
    assert np.isnan(metrics.new_voices(PADDED, [[0]], [0])).all()
    assert metrics.new_voices([[0]], [[-1]], [0]).tolist() == [1.0]
    assert np.isnan(metrics.small_town_index([[0]], [0, 0], E1)).all()
    assert np.isnan(metrics.small_town_index(PADDED, [0, 1], E1)).all()
    assert np.isnan(metrics.welcomed_distance(PADDED, [[0]], E1, relevance=[[0, 0]])).all()
    assert np.isnan(metrics.welcomed_distance([[0]], PADDED, E1, relevance=[[1]])).all()
    assert np.isnan(metrics.group_coverage(BLANK, np.zeros(0, dtype=int)))
    assert metrics.fragmentation([[0], [0]], [1], pairs=[]).shape == (0,)
