"""Exposure: who gets the places, over all slates together.

A group is a source, an outlet or an industry: (n,) its number from 0 on for each article, or (n, g) shares in groups.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.metrics.layout import Discount, as_rows, as_shares, as_slates, rank_weights, ratio, refuse


def exposure(slates: ArrayLike, groups: ArrayLike, *, discount: Discount = "none") -> NDArray[np.float64]:
    """How much of all places each group (source, outlet, industry, article) got.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    groups
        (n,) group number of each article from 0 on, or (n, g) shares in groups.
    discount
        Weight of a place, see `rank_weights`; ``none`` counts places.

    Returns
    -------
    ndarray
        (g,) summed exposure; zeros where nothing was shown.

    Examples
    --------
    >>> exposure([[0, 1], [0, -1]], [0, 1]).tolist()
    [2.0, 1.0]
    """
    member = _groups(groups)
    rows = as_slates(slates, len(member))
    weights = np.broadcast_to(rank_weights(rows.shape[1], discount), rows.shape)
    real = rows >= 0
    by_article = np.bincount(rows[real], weights=weights[real], minlength=len(member))
    return _by_group(np.asarray(by_article, dtype=np.float64), member)


def gini(amounts: ArrayLike, *, unbiased: bool = False) -> float:
    """Gini index of n amounts: half their relative mean absolute difference (Gini 1912).

    ``Σ_i (2 i - n - 1) x_i / (n Σ x)`` over ascending x.

    Parameters
    ----------
    amounts
        (n,) at least 0; those who got nothing must be in it.
    unbiased
        Whether to multiply by n / (n - 1), so that "all to one" is 1 whatever n (RankSys' and Elliot's form).

    Returns
    -------
    float
        0 where all got the same; NaN where nothing was given, or of one alone when `unbiased`.

    Examples
    --------
    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 8]), gini([0, 0, 0, 8], unbiased=True)
    (0.0, 0.75, 1.0)
    """
    given = as_rows(amounts, "amounts", ndim=1)
    refuse(given < 0, "amounts must not be negative", given)
    x, n = np.sort(given), len(given)
    if x.sum() == 0 or (unbiased and n == 1):
        return float("nan")
    index = float(((2 * np.arange(1, n + 1) - n - 1) * x).sum() / (n * x.sum()))
    return max(index, 0.0) * (n / (n - 1) if unbiased else 1.0)


def coverage(slates: ArrayLike, n: int) -> float:
    """Share of n articles that were shown in any slate; NaN where there are no articles.

    Examples
    --------
    >>> coverage([[0, 1], [1, -1]], 4)
    0.5
    """
    rows = as_slates(slates, n)
    return float(_shown(rows, n).mean()) if n else float("nan")


def coverage_by_group(slates: ArrayLike, groups: ArrayLike) -> NDArray[np.float64]:
    """Share of the articles of each source or industry that were shown in any slate.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    groups
        (n,) group number of each article from 0 on, or (n, g) shares in groups.

    Returns
    -------
    ndarray
        (g,) in [0, 1]; NaN for groups that have no article.

    Examples
    --------
    >>> coverage_by_group([[0, 1], [1, -1]], [0, 2, 0]).tolist()
    [0.5, nan, 1.0]
    """
    member = _groups(groups)
    shown = _shown(as_slates(slates, len(member)), len(member)).astype(np.float64)
    return ratio(_by_group(shown, member), _by_group(np.ones(len(member)), member))


def group_coverage(slates: ArrayLike, groups: ArrayLike) -> float:
    """Share of the sources or industries that have any article of which one was shown.

    Parameters
    ----------
    slates, groups
        As in `coverage_by_group`.

    Returns
    -------
    float
        In [0, 1]; NaN where no group has an article.

    Examples
    --------
    >>> group_coverage([[0, 1], [1, -1]], [0, 2, 0, 5])
    0.6666666666666666
    """
    found = coverage_by_group(slates, groups)
    there = found[~np.isnan(found)]
    return float((there > 0).mean()) if len(there) else float("nan")


def mean_per_slate(rows: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(s,) mean over each slate's articles of a value they have; NaN for empty slates."""
    real = rows >= 0
    placed = np.where(real, values[np.maximum(rows, 0)] if len(values) else 0.0, 0.0)
    return ratio(placed.sum(axis=1), real.sum(axis=1).astype(np.float64))


def _groups(groups: ArrayLike) -> NDArray[np.int64] | NDArray[np.float64]:
    """(n,) numbers of groups or (n, g) shares in them, checked."""
    member = np.asarray(groups)
    if member.ndim == 2:
        return as_shares(member, "groups")
    if member.ndim != 1 or not (np.issubdtype(member.dtype, np.integer) or member.size == 0):
        raise ValueError(
            f"groups of shape {member.shape} and type {member.dtype} must be whole numbers (n,), or shares (n, g)"
        )
    refuse(member < 0, "groups must be numbers from 0 on", member)
    return member.astype(np.int64)


def _by_group(amounts: NDArray[np.float64], member: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    """(g,) sums of what n articles got, by group."""
    if member.ndim == 2:
        return np.asarray(amounts @ member, dtype=np.float64)
    return np.asarray(np.bincount(member.astype(np.int64), weights=amounts), dtype=np.float64)


def _shown(rows: NDArray[np.int64], n: int) -> NDArray[np.bool_]:
    """(n,) whether each article was shown at all."""
    seen = np.zeros(n, dtype=bool)
    seen[rows[rows >= 0]] = True
    return seen
