"""Relevance: was what they wanted there, and near the top.

Where toolkits differ, the difference is an argument: what divides a short list (`precision`), what a reader could have
had at most (`recall`), which hits count (`reciprocal_rank`), how gains and ranks weigh (`ndcg`).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.metrics.layout import Discount, as_hits, as_places, rank_weights, ratio, refuse, refuse_lengths

_LARGEST = 500
"""Gains above this, as exponents of 2, would leave the range of a number; in practice they are grades below 10."""


def ndcg(
    gains: ArrayLike,
    ideal: ArrayLike,
    *,
    k: int | None = None,
    gain: Literal["linear", "exponential"] = "linear",
    discount: Discount = "log2",
    base: float = 2.0,
) -> NDArray[np.float64]:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002, TOIS 20:422).

    Parameters
    ----------
    gains
        (s, k) gain of each place, at least 0; NaN pads.
    ideal
        (s, r) gains of everything that could have been shown to that reader, in any order; NaN pads. Where the list
        ranks the whole impression, as in MIND, pass `gains` again; where it is a cut of a larger pool, pass the pool,
        or the measure forgives all that was left out.
    k
        Places that count, of the list and of the ideal; by default as many as the matrix has. A list that is shorter
        lacks the rest: padding gains nothing, the ideal would have.
    gain
        ``linear`` g (scikit-learn, trec_eval) or ``exponential`` 2**g - 1 (Burges et al. 2005; LightGBM).
    discount
        ``log2`` as scikit-learn, trec_eval and ranx; ``jarvelin`` as in the paper of 2002, which with base 2 weighs
        ranks 1 and 2 alike (LensKit's default).
    base
        Of the logarithm of ``jarvelin``; with ``log2`` it cancels.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN where nothing that could have been shown has any gain (0 in scikit-learn and trec_eval).

    Raises
    ------
    ValueError
        Where shapes disagree, a gain is negative, or a list gains more than its ideal.

    Examples
    --------
    >>> ndcg([[0, 1, 1]], [[0, 1, 1]]).round(6).tolist()
    [0.693426]
    """
    shown, best = as_places(gains, "gains", k=k), as_places(ideal, "ideal")
    refuse_lengths(gains=shown, ideal=best)
    if gain not in {"linear", "exponential"}:
        raise ValueError(f"gain {gain!r} is unknown; known are linear, exponential")
    got, could = (np.nan_to_num(values, nan=0.0) for values in (shown, -np.sort(-best, axis=1)))
    refuse(got < 0, "gains must not be negative", got)
    refuse(np.nan_to_num(best, nan=0.0) < 0, "ideal must not be negative", best)
    if gain == "exponential":
        refuse(got > _LARGEST, f"gains must be at most {_LARGEST} where they are exponents", got)
        refuse(could > _LARGEST, f"ideal must be at most {_LARGEST} where it is exponents", could)
        got, could = np.exp2(got) - 1.0, np.exp2(could) - 1.0
    could = could[:, : np.shape(gains)[1] if k is None else k]
    top = could @ rank_weights(could.shape[1], discount, base=base)
    found = got @ rank_weights(got.shape[1], discount, base=base)
    _refuse_better(found, top)
    result = ratio(found, top)
    return np.minimum(result, 1.0)


def reciprocal_rank(
    hits: ArrayLike,
    *,
    k: int | None = None,
    convention: Literal["first", "mean"] = "first",
    relevant: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Reciprocal rank of each slate; its mean over slates is the MRR.

    Parameters
    ----------
    hits
        (s, k) 1 where the place holds something relevant, else 0; NaN pads.
    k
        Places that count.
    convention
        ``first``: 1 / rank of the first hit, 0 without a hit (trec_eval, ranx, scikit-learn's
        `label_ranking_average_precision` for one label). ``mean``: the mean of 1 / rank over all hits of the list
        (MIND's evaluation script), NaN without a hit.
    relevant
        (s,) number of relevant articles the reader had at all; where it is 0 the answer is NaN. Unknown by default.

    Examples
    --------
    >>> reciprocal_rank([[0, 1, 1]]).tolist(), reciprocal_rank([[0, 1, 1]], convention="mean").round(4).tolist()
    ([0.5], [0.4167])
    """
    found = as_hits(hits, k=k)
    inverse = found * rank_weights(found.shape[1], "harmonic")
    if convention == "first":
        return _defined(inverse.max(axis=1, initial=0.0), relevant)
    if convention == "mean":
        return _defined(ratio(inverse.sum(axis=1), found.sum(axis=1)), relevant)
    raise ValueError(f"convention {convention!r} is unknown; known are first, mean")


def hit_rate(hits: ArrayLike, *, k: int | None = None, relevant: ArrayLike | None = None) -> NDArray[np.float64]:
    """Whether any of the first k places holds something relevant: 1 or 0 for each slate.

    Parameters
    ----------
    hits, k, relevant
        As in `reciprocal_rank`; NaN where `relevant` is 0.

    Examples
    --------
    >>> hit_rate([[0, 0, 1]], k=2).tolist(), hit_rate([[0, 0, 1]], k=3).tolist()
    ([0.0], [1.0])
    """
    return _defined(as_hits(hits, k=k).max(axis=1, initial=0.0), relevant)


def precision(
    hits: ArrayLike, *, k: int | None = None, over: Literal["places", "shown"] = "places"
) -> NDArray[np.float64]:
    """Share of the first k places that hold something relevant.

    Parameters
    ----------
    hits
        (s, k) 1 where the place holds something relevant, else 0; NaN pads.
    k
        Places that count; by default as many as the matrix has.
    over
        ``places`` divides by k however short the list is (trec_eval's P); ``shown`` by the articles that were shown
        (LensKit).

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN where no place counts: over ``places`` of a matrix without columns, over ``shown`` of an
        empty list.

    Examples
    --------
    >>> short = [[1, 0, float("nan"), float("nan")]]
    >>> precision(short).tolist(), precision(short, over="shown").tolist()
    ([0.25], [0.5])
    """
    found = as_hits(hits, k=k).sum(axis=1)
    if over == "places":
        return ratio(found, np.array(float(np.shape(hits)[1] if k is None else k)))
    if over == "shown":
        return ratio(found, (~np.isnan(as_places(hits, "hits", k=k))).sum(axis=1).astype(np.float64))
    raise ValueError(f"over {over!r} is unknown; known are places, shown")


def recall(
    hits: ArrayLike, relevant: ArrayLike, *, k: int | None = None, over: Literal["relevant", "reachable"] = "relevant"
) -> NDArray[np.float64]:
    """Share of what was relevant to the reader that the first k places hold.

    Parameters
    ----------
    hits
        (s, k) 1 where the place holds something relevant, else 0; NaN pads.
    relevant
        (s,) number of relevant articles the reader had at all.
    k
        Places that count; by default as many as the matrix has.
    over
        ``relevant`` divides by all of them (trec_eval); ``reachable`` by min(k, relevant), as many as k places can
        hold (the capped recall of BEIR, Thakur et al. 2021).

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN where the reader had nothing relevant.

    Raises
    ------
    ValueError
        Where a list holds more hits than there were.

    Examples
    --------
    >>> recall([[1, 1]], [4]).tolist(), recall([[1, 1]], [4], over="reachable").tolist()
    ([0.5], [1.0])
    """
    found = as_hits(hits, k=k).sum(axis=1)
    count = _counts(relevant, len(found))
    refuse(found > count, "hits must not outnumber what is relevant", found, shape=np.shape(hits))
    if over == "relevant":
        return ratio(found, count)
    if over == "reachable":
        return ratio(found, np.minimum(count, float(np.shape(hits)[1] if k is None else k)))
    raise ValueError(f"over {over!r} is unknown; known are relevant, reachable")


def auc(scores: ArrayLike, hits: ArrayLike) -> NDArray[np.float64]:
    """Area under the ROC curve within each impression: how often a hit scores above a miss, ties counting half.

    Computed from average ranks (Mann and Whitney 1947).

    Parameters
    ----------
    scores
        (s, k) score of each place, higher is better; NaN pads.
    hits
        (s, k) 1 or 0; NaN pads.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN where there is no hit or no miss.

    Raises
    ------
    ValueError
        Where the two disagree in shape or in padding.

    Examples
    --------
    >>> auc([[0.9, 0.4, 0.4]], [[1, 1, 0]]).tolist()
    [0.75]
    """
    values, labels = as_places(scores, "scores"), as_places(hits, "hits")
    if values.shape != labels.shape:
        raise ValueError(f"scores of shape {values.shape} and hits of shape {labels.shape} must agree")
    if (np.isnan(values) != np.isnan(labels)).any():
        raise ValueError("scores and hits are padded differently")
    positive = as_hits(hits)
    hit_count = positive.sum(axis=1)
    miss_count = (~np.isnan(labels)).sum(axis=1) - hit_count
    rank_sum = (_average_ranks(values) * positive).sum(axis=1)
    return ratio(rank_sum - hit_count * (hit_count + 1) / 2, hit_count * miss_count)


def _refuse_better(found: NDArray[np.float64], top: NDArray[np.float64]) -> None:
    """Refuse lists that gain more than their ideal, one that could not gain anything included."""
    better = found > top * (1.0 + 1e-9)
    if better.any():
        row = int(np.argmax(better))
        raise ValueError(f"row {row} gains more than its ideal: {found[row]} where {top[row]} is the most")


def _defined(values: NDArray[np.float64], relevant: ArrayLike | None) -> NDArray[np.float64]:
    """Values, NaN for readers who had nothing relevant at all."""
    if relevant is None:
        return values
    return np.where(_counts(relevant, len(values)) > 0, values, np.nan)


def _counts(relevant: ArrayLike, s: int) -> NDArray[np.float64]:
    """(s,) whole numbers of relevant articles."""
    count = np.asarray(relevant, dtype=np.float64)
    if count.shape != (s,):
        raise ValueError(f"relevant of shape {count.shape} must be {(s,)}")
    whole = np.isfinite(count) & (count >= 0) & (count == np.floor(count))
    refuse(~whole, "relevant must be whole numbers from 0 on", count)
    return count


def _average_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(s, k) ranks from 1 upwards in each row, equal values sharing their mean; NaN sorts last."""
    s, k = values.shape
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    starts = np.ones((s, k), dtype=bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    place = np.broadcast_to(np.arange(1, k + 1, dtype=np.float64), (s, k))
    first = np.maximum.accumulate(np.where(starts, place, 0.0), axis=1)
    ends = np.ones((s, k), dtype=bool)
    ends[:, :-1] = starts[:, 1:]
    last = np.minimum.accumulate(np.where(ends, place, np.inf)[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty((s, k))
    np.put_along_axis(ranks, order, (first + last) / 2.0, axis=1)
    return ranks
