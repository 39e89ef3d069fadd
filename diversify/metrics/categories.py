"""How evenly a slate spreads over categories (topics, industries, sources): entropy, effective numbers.

`shares` is an (n, c) matrix: how much of article i is of category j, one-hot for sources, each row summing to at most
1; what a row lacks is unknown and counts nowhere. A slate's mix is the sum of its articles' shares.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify import geometry
from diversify.metrics.layout import Discount, as_shares, as_slates, chunks, rank_weights


def entropy(
    slates: ArrayLike, shares: ArrayLike, *, k: int | None = None, base: float = 2.0, smoothing: float = 0.0
) -> NDArray[np.float64]:
    """Shannon entropy of the mix of each slate, every place counting alike.

    ``H = -Σ_c p_c log p_c`` over the categories c, p the normalised mix.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    shares
        (n, c) non-negative shares, rows summing to at most 1.
    k
        Places that count.
    base
        Of the logarithm, above 1: 2 gives bits.
    smoothing
        Added to the sum of every category; 0 for the exact value, 1e-6 as LensKit.

    Returns
    -------
    ndarray
        (s,) from 0 (one category) to log c (all alike); NaN where no article has a category.

    Examples
    --------
    >>> entropy([[0, 1], [0, 0]], [[1, 0], [0, 1]]).tolist()
    [1.0, 0.0]
    """
    table = as_shares(shares, "shares", total="at most one")
    rows = as_slates(slates, len(table), k=k)
    return _spread(rows, table, np.ones(rows.shape[1]), base=base, smoothing=smoothing)


def rank_biased_entropy(
    slates: ArrayLike,
    shares: ArrayLike,
    *,
    k: int | None = None,
    patience: float = 0.85,
    base: float = 2.0,
    smoothing: float = 0.0,
) -> NDArray[np.float64]:
    """Shannon entropy of the mix of each slate as a reader meets it who may stop after every place.

    As `entropy`, with the article at rank r counting ``patience ** (r - 1)`` (the geometric weight of rank-biased
    precision, Moffat and Zobel 2008; LensKit's rank-biased entropy).

    Parameters
    ----------
    slates, shares, k, base, smoothing
        As in `entropy`.
    patience
        Probability of looking at the next place, in (0, 1).

    Returns
    -------
    ndarray
        (s,) from 0 to log c; NaN where no article has a category.

    Examples
    --------
    >>> rank_biased_entropy([[0, 1], [0, 0]], [[1, 0], [0, 1]]).round(6).tolist()
    [0.995253, 0.0]
    """
    table = as_shares(shares, "shares", total="at most one")
    rows = as_slates(slates, len(table), k=k)
    weights = rank_weights(rows.shape[1], "exponential", patience=patience)
    return _spread(rows, table, weights, base=base, smoothing=smoothing)


def effective_number(slates: ArrayLike, shares: ArrayLike, *, order: float = 1.0) -> NDArray[np.float64]:
    """Hill number of each slate: how many equally common topics (industries, sources) it amounts to (Hill 1973).

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    shares
        (n, c) non-negative shares of categories, one-hot for sources, rows summing to at most 1.
    order
        See `diversify.geometry.hill_number`: 0 counts, 1 is exp(entropy), 2 the inverse Simpson index.

    Returns
    -------
    ndarray
        (s,) in [1, c]; NaN where a slate has no article or none with a category.

    Examples
    --------
    >>> effective_number([[0, 1], [0, 0]], [[1, 0], [0, 1]]).round(6).tolist()
    [2.0, 1.0]
    """
    table = as_shares(shares, "shares", total="at most one")
    mixes = summed_shares(as_slates(slates, len(table)), table, discount="none")
    return hill_of(mixes, order=order)


def hill_of(mixes: NDArray[np.float64], *, order: float) -> NDArray[np.float64]:
    """(s,) Hill numbers of (s, c) mixes; NaN for mixes of nothing."""
    known = mixes.sum(axis=1) > 0
    result = np.full(len(mixes), np.nan)
    if not known.any():
        geometry.hill_number([1.0], order=order)  # an order that cannot be is refused all the same
        return result
    result[known] = geometry.hill_number(mixes[known], order=order)
    return result


def summed_shares(rows: NDArray[np.int64], table: NDArray[np.float64], *, discount: Discount) -> NDArray[np.float64]:
    """(s, c) sums of the shares of each slate's articles, weighted by rank; `rows` and `table` checked before."""
    return weighted_shares(rows, table, rank_weights(rows.shape[1], discount))


def weighted_shares(
    rows: NDArray[np.int64], table: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(s, c) sums of the rows of a table that each slate names, with (k,) or (s, k) weights; checked before.

    Examples
    --------
    >>> weighted_shares(np.array([[0, 1], [1, -1]]), np.eye(2), np.array([1.0, 0.5])).tolist()
    [[1.0, 0.5], [0.0, 1.0]]
    """
    sums = np.zeros((len(rows), table.shape[1]))
    if not len(table):
        return sums
    weighed = np.where(rows >= 0, weights, 0.0)
    if len(rows) < rows.shape[1]:
        # Few and long, as a pool is.
        for i, row in enumerate(rows):
            sums[i] = weighed[i] @ table[row]
        return sums
    for part in chunks(rows, table.shape[1]):
        for place in range(rows.shape[1]):
            # Padding names the last row, and weighs nothing.
            sums[part] += table[rows[part, place]] * weighed[part, place, None]
    return sums


def _spread(
    rows: NDArray[np.int64], table: NDArray[np.float64], weights: NDArray[np.float64], *, base: float, smoothing: float
) -> NDArray[np.float64]:
    """(s,) entropy of weighted mixes; NaN for mixes of nothing."""
    if not base > 1.0 or not np.isfinite(base):
        raise ValueError(f"base {base} must be above 1 and finite")
    if not 0.0 <= smoothing < np.inf:
        raise ValueError(f"smoothing {smoothing} must be finite and not negative")
    mixes = weighted_shares(rows, table, weights)
    known = mixes.sum(axis=1) > 0
    result = np.full(len(rows), np.nan)
    if known.any():
        result[known] = geometry.entropy(mixes[known] + smoothing, base=base)
    return result
