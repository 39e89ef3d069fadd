"""Every public metric and every diversifier refuses what is no number, what does not fit and what has no name."""

from functools import partial

import numpy as np
import pytest

from diversify import metrics
from diversify.rank.diversifiers import by_kinds, diversifiers

SLATES = np.array([[0, 1, 2], [3, 4, 0]])
HISTORY = np.array([[5, 6], [7, 8]])
POOL = np.arange(9)
SHARES = np.random.default_rng(0).dirichlet(np.ones(4), 9)
ABOUT = SHARES > 0.2
VECTORS = np.random.default_rng(1).normal(size=(9, 3))
PART = np.linspace(0.1, 0.9, 9)
HITS = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
SCORES = np.array([[0.5, 0.4, 0.3], [0.9, 0.1, 0.2]])
HOME = np.array([[0.7, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25]])
DISTANCE = 1.0 - np.eye(4)
MEANS = np.linspace(0.0, 1.0, 8)
# name -> (function, its arrays in order, its other arguments, arrays where NaN is padding and no fault)
CALLS = {
    "auc": (metrics.auc, {"scores": SCORES, "hits": HITS}, {}, {"scores", "hits"}),
    "reciprocal_rank": (metrics.reciprocal_rank, {"hits": HITS}, {}, {"hits"}),
    "ndcg": (metrics.ndcg, {"gains": HITS, "ideal": HITS}, {}, {"gains", "ideal"}),
    "hit_rate": (metrics.hit_rate, {"hits": HITS}, {}, {"hits"}),
    "precision": (metrics.precision, {"hits": HITS}, {}, {"hits"}),
    "recall": (metrics.recall, {"hits": HITS, "relevant": np.array([2, 3])}, {}, {"hits"}),
    "intra_list_diversity": (metrics.intra_list_diversity, {"slates": SLATES, "vectors": VECTORS}, {}, set()),
    "expected_intra_list_diversity": (
        metrics.expected_intra_list_diversity,
        {"slates": SLATES, "vectors": VECTORS},
        {},
        set(),
    ),
    "s_recall": (metrics.s_recall, {"slates": SLATES, "subtopics": ABOUT}, {}, set()),
    "alpha_ndcg": (metrics.alpha_ndcg, {"slates": SLATES, "subtopics": ABOUT}, {}, set()),
    "err_ia": (metrics.err_ia, {"slates": SLATES, "subtopics": ABOUT}, {}, set()),
    "nrbp": (metrics.nrbp, {"slates": SLATES, "subtopics": ABOUT}, {}, set()),
    "entropy": (metrics.entropy, {"slates": SLATES, "shares": SHARES}, {}, set()),
    "rank_biased_entropy": (metrics.rank_biased_entropy, {"slates": SLATES, "shares": SHARES}, {}, set()),
    "effective_number": (metrics.effective_number, {"slates": SLATES, "shares": SHARES}, {}, set()),
    "calibration": (metrics.calibration, {"slates": SLATES, "history": HISTORY, "shares": SHARES}, {}, set()),
    "fragmentation": (metrics.fragmentation, {"slates": SLATES, "stories": np.arange(9) % 5}, {}, set()),
    "activation": (metrics.activation, {"slates": SLATES, "pool": POOL, "intensity": PART}, {}, set()),
    "representation": (metrics.representation, {"slates": SLATES, "pool": POOL, "shares": SHARES}, {}, set()),
    "alternative_voices": (metrics.alternative_voices, {"slates": SLATES, "pool": POOL, "minority": PART}, {}, set()),
    "unexpectedness": (metrics.unexpectedness, {"slates": SLATES, "history": HISTORY, "vectors": VECTORS}, {}, set()),
    "self_information": (metrics.self_information, {"slates": SLATES, "popularity": PART}, {}, set()),
    "welcomed_distance": (
        metrics.welcomed_distance,
        {"slates": SLATES, "history": HISTORY, "vectors": VECTORS},
        {"relevance": HITS},
        set(),
    ),
    "welcomed_beyond_primitive": (
        metrics.welcomed_beyond_primitive,
        {"slates": SLATES, "primitive": POOL[:3]},
        {"relevance": HITS, "n": 9},
        set(),
    ),
    "welcomed_over_primitive": (
        metrics.welcomed_over_primitive,
        {"scores": SCORES, "primitive": SCORES},
        {"relevance": HITS},
        {"scores", "primitive"},
    ),
    "exposure": (metrics.exposure, {"slates": SLATES, "groups": np.arange(9) % 3}, {}, set()),
    "gini": (metrics.gini, {"amounts": PART}, {}, set()),
    "coverage": (metrics.coverage, {"slates": SLATES}, {"n": 9}, set()),
    "coverage_by_group": (metrics.coverage_by_group, {"slates": SLATES, "groups": np.arange(9) % 3}, {}, set()),
    "group_coverage": (metrics.group_coverage, {"slates": SLATES, "groups": np.arange(9) % 3}, {}, set()),
    "farness": (
        metrics.farness,
        {"slates": SLATES, "home": HOME, "shares": SHARES},
        {"distance": DISTANCE},
        set(),
    ),
    "reach": (metrics.reach, {"slates": SLATES, "home": HOME, "shares": SHARES}, {"distance": DISTANCE}, set()),
    "far_share": (
        metrics.far_share,
        {"slates": SLATES, "home": HOME, "shares": SHARES},
        {"distance": DISTANCE, "beyond": 0.5},
        set(),
    ),
    "new_voices": (
        metrics.new_voices,
        {"slates": SLATES, "history": HISTORY, "sources": np.arange(9) % 4},
        {},
        set(),
    ),
    "small_town_index": (metrics.small_town_index, {"slates": SLATES, "pool": POOL, "shares": SHARES}, {}, set()),
    "bootstrap_interval": (metrics.bootstrap_interval, {"values": MEANS}, {"resamples": 50}, {"values"}),
    "paired_t_test": (metrics.paired_t_test, {"a": MEANS, "b": MEANS**2}, {}, {"a", "b"}),
    "signed_rank_test": (metrics.signed_rank_test, {"a": MEANS, "b": MEANS**2}, {}, {"a", "b"}),
    "randomisation_test": (metrics.randomisation_test, {"a": MEANS, "b": MEANS**2}, {"resamples": 50}, {"a", "b"}),
    "adjusted": (metrics.adjusted, {"values": np.array([0.01, 0.2])}, {}, {"values"}),
    "divergence": (metrics.divergence, {"a": SHARES, "b": SHARES[::-1]}, {}, set()),
}
for name, choose in diversifiers.items():
    CALLS[name] = (partial(choose, k=2), {"vectors": VECTORS, "scores": PART}, {}, set())
for name, choose in by_kinds.items():
    CALLS[name] = (partial(choose, k=2), {"shares": SHARES, "scores": PART}, {}, set())

PLACES = [(name, place) for name, (_, arrays, _, _) in CALLS.items() for place in range(len(arrays))]


def call(name, spoil=None):
    function, arrays, others, _ = CALLS[name]
    given = list(arrays.values())
    if spoil is not None:
        place, value = spoil
        given[place] = value
    return function(*given, **others)


def named(name, place):
    return list(CALLS[name][1])[place], list(CALLS[name][1].values())[place]


UNREAL = [
    (name, place, bad)
    for name, place in PLACES
    for bad in (np.nan, np.inf, -np.inf)
    if not (np.isnan(bad) and named(name, place)[0] in CALLS[name][3])
]


def test_nothing_public_is_left_out():
    functions = {name for name in metrics.__all__ if name[0].islower()} - {"rank_weights"}
    assert functions | {*diversifiers} | {*by_kinds} == set(CALLS)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_what_is_proper_is_taken(name):
    call(name)


@pytest.mark.parametrize(("name", "place", "bad"), UNREAL)
def test_what_is_not_finite_is_refused_with_its_row_and_shape(name, place, bad):
    _, proper = named(name, place)
    spoilt = proper.astype(float)
    spoilt[-1] = bad
    with pytest.raises(ValueError, match=rf"(row {len(spoilt) - 1}\b|shape|integer|must be)"):
        call(name, (place, spoilt))


@pytest.mark.parametrize(("name", "place"), PLACES)
def test_arrays_of_a_wrong_shape_are_refused_with_it(name, place):
    _, proper = named(name, place)
    # Divergences are taken along the last axis of any array; only its length must agree.
    deeper = proper[:, 1:] if name == "divergence" else np.stack([proper, proper])[None]
    with pytest.raises(ValueError, match=r"shape"):
        call(name, (place, deeper))


@pytest.mark.parametrize(("name", "place"), [(n, p) for n, p in PLACES if named(n, p)[0] in {"shares", "home"}])
def test_negative_shares_are_refused(name, place):
    _, proper = named(name, place)
    spoilt = proper.copy()
    spoilt[1, 0] -= 1.0
    spoilt[1, 1] += 1.0
    with pytest.raises(ValueError, match=r"row 1 of shape"):
        call(name, (place, spoilt))
