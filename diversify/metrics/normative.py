"""Normative diversity (RADio, Vrijenhoek et al. 2022, RecSys): how far a slate's mix lies from the mix it answers to.

Each is a divergence between two distributions over categories, in [0, 1] for Jensen-Shannon (base 2); what differs is
the categories and what the slate is held against. Rank awareness weighs place r by 1 / r in the distribution itself.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.geometry import jensen_shannon, kullback_leibler
from diversify.metrics.categories import summed_shares
from diversify.metrics.layout import (
    Discount,
    as_pool,
    as_rows,
    as_shares,
    as_slates,
    chunks,
    rank_weights,
    refuse,
    refuse_lengths,
)

Measure = Literal["js", "kl"]


def divergence(
    p: ArrayLike, q: ArrayLike, *, measure: Measure = "js", root: bool = False, smoothing: float = 0.01
) -> NDArray[np.float64]:
    """Divergence between two rows of distributions.

    Parameters
    ----------
    p, q
        (..., c) non-negative shares: what was asked for, and what was shown.
    measure
        ``js`` Jensen-Shannon, base 2, symmetric, in [0, 1]; ``kl`` Kullback-Leibler of q from p, base 2.
    root
        Whether to take the root. The root of Jensen-Shannon is a metric; RADio's paper has the divergence, its code
        returns the root.
    smoothing
        For ``kl`` alone: q is mixed with this share of p, so that nothing is infinite (Steck 2018: 0.01).

    Returns
    -------
    ndarray
        (...,); NaN where one of the two is empty.

    Raises
    ------
    ValueError
        Where a share is negative or not finite, the last axes differ, or a name is unknown.

    Examples
    --------
    >>> round(float(divergence([2, 1, 1, 0], [2, 1, 0, 1])), 12)
    0.25
    """
    if measure == "js":
        result = jensen_shannon(p, q)
    elif measure == "kl":
        if not 0.0 <= smoothing < 1.0:
            raise ValueError(f"smoothing {smoothing} is outside [0, 1)")
        asked, shown = _normalised(p, "p"), _normalised(q, "q")
        if asked.shape[-1] != shown.shape[-1]:
            raise ValueError(f"p of shape {asked.shape} and q of shape {shown.shape} differ along the last axis")
        # Smoothing would fill an empty slate with what was asked for, and call it perfect.
        empty = shown.sum(axis=-1) == 0
        mixed = (1.0 - smoothing) * shown + smoothing * asked
        result = np.where(empty, np.nan, kullback_leibler(asked, mixed))
    else:
        raise ValueError(f"measure {measure!r} is unknown; known are js, kl")
    return np.asarray(np.sqrt(result) if root else result)


def calibration(
    slates: ArrayLike,
    history: ArrayLike,
    shares: ArrayLike,
    *,
    discount: Discount = "harmonic",
    history_discount: Discount = "none",
    **how: Any,
) -> NDArray[np.float64]:
    """How far the mix of a slate lies from the mix of what its reader read (Steck 2018; RADio).

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    history
        (s, h) rows of what each reader read, -1 pads; latest first where it is weighed by rank.
    shares
        (n, c) non-negative shares of topics (or of levels of complexity), rows summing to at most 1, so that no
        article counts for two.
    discount, history_discount
        Weights of places of the slate and of the history: ``none`` or ``harmonic`` (or another of `rank_weights`).
    how
        `measure`, `root`, `smoothing` of `divergence`.

    Returns
    -------
    ndarray
        (s,); 0 for a slate with exactly the reader's mix; NaN where slate or history is empty.

    Examples
    --------
    >>> topics = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    >>> calibration([[0, 1, 0, 2]], [[0, 0, 1, 3]], topics, discount="none").round(12).tolist()
    [0.25]
    """
    table = as_shares(shares, "shares", total="at most one")
    rows, read = as_slates(slates, len(table)), as_slates(history, len(table), name="history")
    refuse_lengths(slates=rows, history=read)
    asked = summed_shares(read, table, discount=history_discount)
    return divergence(asked, summed_shares(rows, table, discount=discount), **how)


def representation(
    slates: ArrayLike, pool: ArrayLike, shares: ArrayLike, *, discount: Discount = "harmonic", **how: Any
) -> NDArray[np.float64]:
    """How far the mix of a slate (of viewpoints, parties, actors) lies from the mix of what could have been shown.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    pool
        (p,) rows of what could have been shown to all, or (s, p) for each, -1 pads; never weighed by rank.
    shares
        (n, c) non-negative shares or counts of the categories.
    discount
        Weights of places of the slate.
    how
        `measure`, `root`, `smoothing` of `divergence`.

    Returns
    -------
    ndarray
        (s,); NaN where slate or pool names no category at all.

    Examples
    --------
    >>> parties = [[1, 0], [0, 1]]
    >>> representation([[0, 1], [0, 0]], [0, 1], parties, discount="none").round(3).tolist()
    [0.0, 0.311]
    """
    table = as_shares(shares, "shares")
    rows = as_slates(slates, len(table))
    context = summed_shares(as_pool(pool, len(table), len(rows)), table, discount="none")
    return divergence(context, summed_shares(rows, table, discount=discount), **how)


def alternative_voices(
    slates: ArrayLike, pool: ArrayLike, minority: ArrayLike, *, discount: Discount = "harmonic", **how: Any
) -> NDArray[np.float64]:
    """How far the share of minority voices in a slate lies from their share in what could have been shown.

    Parameters
    ----------
    slates, pool, discount, how
        As in `representation`.
    minority
        (n,) share of minority voices among those heard in each article, in [0, 1].

    Examples
    --------
    >>> alternative_voices([[0, 1], [1, 1]], [0, 1], [1.0, 0.0], discount="none").round(3).tolist()
    [0.0, 0.311]
    """
    share = as_rows(minority, "minority", ndim=1)
    refuse((share < 0) | (share > 1), "minority must lie in [0, 1]", share)
    return representation(slates, pool, np.column_stack([share, 1.0 - share]), discount=discount, **how)


def activation(
    slates: ArrayLike,
    pool: ArrayLike,
    intensity: ArrayLike,
    *,
    bins: int = 10,
    discount: Discount = "harmonic",
    **how: Any,
) -> NDArray[np.float64]:
    """How far the emotional temperature of a slate lies from that of what could have been shown.

    Parameters
    ----------
    slates, pool, discount
        As in `representation`.
    intensity
        (n,) strength of the emotion in [0, 1], its sign dropped.
    bins
        Number of equal bins of [0, 1].
    how
        `measure`, `root`, `smoothing` of `divergence`.

    Examples
    --------
    >>> activation([[0, 1], [1, 1]], [0, 1], [0.05, 0.95], discount="none").round(3).tolist()
    [0.0, 0.311]
    """
    strength = as_rows(intensity, "intensity", ndim=1)
    refuse((strength < 0) | (strength > 1), "intensity must lie in [0, 1]", strength)
    if bins < 1:
        raise ValueError(f"bins {bins} must be at least 1")
    place = np.minimum((strength * bins).astype(np.int64), bins - 1)
    return representation(slates, pool, np.eye(bins)[place], discount=discount, **how)


def fragmentation(
    slates: ArrayLike,
    stories: ArrayLike,
    *,
    pairs: ArrayLike | None = None,
    discount: Discount = "harmonic",
    **how: Any,
) -> NDArray[np.float64]:
    """How little readers share of the same stories: divergence between the slates of pairs of readers.

    Parameters
    ----------
    slates
        (s, k) rows of articles, one row a reader, -1 pads.
    stories
        (n,) number of the story of each article.
    pairs
        (p, 2) pairs of slate rows; all of them by default, which grows with the square of s.
    discount
        Weights of places.
    how
        `measure`, `root`, `smoothing` of `divergence`.

    Returns
    -------
    ndarray
        (p,) one value a pair, its mean the fragmentation: 0 where all see the same, 1 where nothing is shared; NaN
        for pairs with an empty slate. Without pairs, empty. ``kl`` is that of the second reader's mix from the first's.

    Examples
    --------
    Articles 0 and 2 tell story 5; the first two readers share nothing, the first and the third all:

    >>> fragmentation([[0], [1], [2]], [5, 6, 5], pairs=[[0, 1], [0, 2]]).tolist()
    [1.0, 0.0]
    """
    numbers = np.asarray(stories)
    if numbers.ndim != 1 or not (np.issubdtype(numbers.dtype, np.integer) or numbers.size == 0):
        raise ValueError(f"stories of shape {numbers.shape} and type {numbers.dtype} must be whole numbers (n,)")
    rows = as_slates(slates, len(numbers))
    left, right = np.triu_indices(len(rows), 1) if pairs is None else _pairs(pairs, len(rows))
    told, mixes = _story_mixes(rows, numbers, rank_weights(rows.shape[1], discount))
    result = np.full(len(left), np.nan)
    if not rows.shape[1]:
        return result
    for part in chunks(left, rows.shape[1] ** 2):
        one, other = left[part], right[part]
        same = told[one][:, :, None] == told[other][:, None, :]
        here, there = mixes[one], mixes[other]
        # Categories: the stories of the left slate, then those that only the right one tells.
        beside = np.where(same, there[:, None, :], 0.0).sum(axis=2)
        alone = np.where(same.any(axis=1), 0.0, there)
        asked = np.concatenate([here, np.zeros_like(alone)], axis=1)
        result[part] = divergence(asked, np.concatenate([beside, alone], axis=1), **how)
    return result


def _pairs(pairs: ArrayLike, s: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Left and right slates of (p, 2) pairs, checked."""
    given = np.asarray(pairs)
    if given.size == 0:
        given = np.zeros((0, 2), dtype=np.int64)
    if given.ndim != 2 or given.shape[1] != 2 or not np.issubdtype(given.dtype, np.integer):
        raise ValueError(f"pairs of shape {given.shape} and type {given.dtype} must be an integer matrix (p, 2)")
    refuse((given < 0) | (given >= s), f"pairs must hold rows of {s} slates", given)
    return given[:, 0].astype(np.int64), given[:, 1].astype(np.int64)


def _story_mixes(
    rows: NDArray[np.int64], numbers: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """(s, k) story of each place, as a number from 0 on, and its weight there: all of it at its first place.

    Places without an article, and those that repeat a story, get -1 and weigh nothing.
    """
    real = rows >= 0
    _, dense = np.unique(numbers, return_inverse=True)
    told = np.where(real, dense[np.maximum(rows, 0)] if len(dense) else -1, -1)
    same = (told[:, :, None] == told[:, None, :]) & real[:, :, None] & real[:, None, :]
    first = real & ~(same & np.tri(rows.shape[1], k=-1, dtype=bool)).any(axis=2)
    mixes = np.where(first, (same * weights).sum(axis=2), 0.0)
    return np.where(first, told, -1), mixes


def _normalised(shares: ArrayLike, name: str) -> NDArray[np.float64]:
    """Rows that sum to 1; rows that sum to 0 stay so, and what is computed of them is NaN."""
    rows = np.asarray(shares, dtype=np.float64)
    if rows.ndim == 0:
        raise ValueError(f"{name} of shape () must have at least one axis")
    refuse(~(np.isfinite(rows) & (rows >= 0)), f"{name} must be finite and not negative", rows)
    total = rows.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(rows, total, out=np.zeros_like(rows), where=total > 0))
