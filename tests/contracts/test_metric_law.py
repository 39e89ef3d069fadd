"""Every metric of ours keeps the law of metrics, and each way of breaking it is found."""

from functools import partial

import numpy as np
import pytest

from diversify import metrics
from diversify.metrics.layout import as_slates
from diversify.testing import check_metric

N, FIELDS = 9, 4
RNG = np.random.default_rng(0)
VECTORS = RNG.normal(size=(N, 3))
SHARES = RNG.dirichlet(np.ones(FIELDS), N)
ABOUT = np.eye(FIELDS, dtype=int)[RNG.integers(0, FIELDS, N)]
DISTANCE = 1.0 - np.eye(FIELDS)
HOME = [0.7, 0.3, 0.0, 0.0]
POOL = list(range(N))
SETS = {"ordered": False}
ANY = {"bounds": (0.0, np.inf)}

KEPT = {
    "ild": (partial(metrics.intra_list_diversity, vectors=VECTORS), {"bounds": (0, 2), **SETS}),
    "ilmd": (partial(metrics.intra_list_diversity, vectors=VECTORS, of="minimum"), {"bounds": (0, 2), **SETS}),
    "eild": (partial(metrics.expected_intra_list_diversity, vectors=VECTORS), {"bounds": (0, 2)}),
    "s_recall": (partial(metrics.s_recall, subtopics=ABOUT), {"empty": 0.0, **SETS}),
    "alpha_ndcg": (partial(metrics.alpha_ndcg, subtopics=ABOUT, k=6), {"empty": 0.0, "bounds": (0, 1.1)}),
    "err_ia": (partial(metrics.err_ia, subtopics=ABOUT, k=6), {"empty": 0.0}),
    "nrbp": (partial(metrics.nrbp, subtopics=ABOUT), {"empty": 0.0}),
    "entropy": (partial(metrics.entropy, shares=SHARES), {"bounds": (0, 2), **SETS}),
    "rank_biased_entropy": (partial(metrics.rank_biased_entropy, shares=SHARES), {"bounds": (0, 2)}),
    "effective_number": (partial(metrics.effective_number, shares=SHARES), {"bounds": (1, FIELDS), **SETS}),
    "representation": (partial(metrics.representation, pool=POOL, shares=SHARES), {}),
    "representation kl": (partial(metrics.representation, pool=POOL, shares=SHARES, measure="kl"), ANY),
    "activation": (partial(metrics.activation, pool=POOL, intensity=RNG.random(N), discount="none"), SETS),
    "alternative_voices": (partial(metrics.alternative_voices, pool=POOL, minority=RNG.random(N)), {}),
    "self_information": (partial(metrics.self_information, popularity=RNG.random(N) + 1e-3), {**ANY, **SETS}),
    "farness": (partial(metrics.farness, home=HOME, shares=SHARES, distance=DISTANCE), SETS),
    "reach": (partial(metrics.reach, home=HOME, shares=SHARES, distance=DISTANCE), SETS),
    "far_share": (partial(metrics.far_share, home=HOME, shares=SHARES, distance=DISTANCE, beyond=0.5), SETS),
    "small_town_index": (
        partial(metrics.small_town_index, pool=POOL, shares=SHARES),
        {"bounds": (-np.inf, 1), **SETS},
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_our_metrics_keep_the_law(name):
    metric, how = KEPT[name]
    check_metric(metric, N, **how)


def even(rows):
    real = rows >= 0
    with np.errstate(invalid="ignore"):
        return ((rows % 2 == 0) & real).sum(axis=1) / real.sum(axis=1)


def kept(slates):
    """Share of each slate's articles with an even row: it keeps the law."""
    return even(as_slates(slates, N))


def unchecked(slates):
    return even(np.atleast_2d(np.asarray(slates)).astype(int))


def writing(slates):
    found = kept(slates)
    if isinstance(slates, np.ndarray):
        slates[...] = 0
    return found


def drawing(slates):
    np.random.random()  # noqa: NPY002 - the fault
    return kept(slates)


def guessing(slates):
    return kept(slates) * 0 + RNG.random(len(slates))


def silently_zero(slates):
    return np.nan_to_num(kept(slates), nan=0.0)


def by_place(slates):
    found = kept(slates)
    return np.where(np.isnan(found), np.nan, (np.asarray(slates)[:, 0] == 0) * 1.0) if len(found) else found


def by_the_others(slates):
    found = kept(slates)
    most = np.nan_to_num(found, nan=0.0).max(initial=0.0)
    return found / most if most > 0 else found


def by_width(slates):
    return kept(slates) / max(1, np.shape(slates)[1])


def unnamed(slates):
    try:
        return kept(slates)
    except ValueError:
        raise ValueError("bad slates") from None


def crashing(slates):
    try:
        return kept(slates)
    except ValueError as error:
        raise IndexError(str(error)) from error


BROKEN = [
    (lambda slates: kept(slates).tolist(), "must answer an array, got list"),
    (lambda slates: kept(slates).mean(keepdims=True), "must answer one number a slate"),
    (lambda slates: kept(slates).astype(np.float32), "must answer float64, got float32"),
    (writing, "must leave its slates as they are"),
    (drawing, "must not touch the global random state"),
    (guessing, "must answer the same twice"),
    (lambda slates: kept(slates) + 1, r"must answer within \[0.0, 1.0\]"),
    (lambda slates: kept(slates) * np.inf, "infinity|must answer within|something"),
    (lambda slates: kept(slates) * np.nan, "must have something to say"),
    (silently_zero, "must answer nan of a slate without articles, got 0.0"),
    (by_place, "the order of a slate must not matter"),
    (by_the_others, "must measure each slate as if it were alone"),
    (by_width, "padding must change nothing"),
    (unchecked, "must refuse a row that no article has by ValueError, but answered"),
    (unnamed, "must say which row"),
    (crashing, "by ValueError, not IndexError"),
]


def test_the_sound_one_keeps_the_law():
    check_metric(kept, N, ordered=False)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize(("metric", "words"), BROKEN, ids=[words for _, words in BROKEN])
def test_each_way_of_breaking_it_is_found(metric, words):
    with pytest.raises(AssertionError, match=words):
        check_metric(metric, N, ordered=False)
