"""How slates lie in arrays, and the checks every metric makes first.

One layout for all metrics: `slates` is an (s, k) integer matrix, one row a slate in order of places, each entry the row
of an article in the article arrays (n, …); -1 pads short slates at their end. What belongs to a place and not to an
article (a gain, a click, a score) is an (s, k) float matrix in which NaN pads. Metrics answer with (s,) float64, NaN
where undefined, so that `numpy.nanmean` averages over those slates of which something can be said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Discount = Literal["none", "log2", "jarvelin", "harmonic", "exponential"]

TOLERANCE: Final = 1e-5
"""How far a sum of shares may lie from one: single precision adds up no better."""

_CHUNK = 4_000_000
"""Numbers held at once by metrics that look at pairs."""


def as_slates(slates: ArrayLike, n: int, *, k: int | None = None, name: str = "slates") -> NDArray[np.int64]:
    """Slates as an (s, k) int64 matrix, checked; cut after place `k` where it is given.

    Raises
    ------
    ValueError
        Where it is no integer matrix, an entry names no article, padding stands before an article, or `k` < 1.

    Examples
    --------
    >>> as_slates([[2, 0, -1]], n=3, k=2).tolist()
    [[2, 0]]
    """
    rows = np.asarray(slates)
    if rows.ndim != 2 or not (np.issubdtype(rows.dtype, np.integer) or rows.size == 0):
        raise ValueError(f"{name} of shape {rows.shape} and type {rows.dtype} must be an integer matrix (s, k)")
    rows = rows.astype(np.int64)
    refuse((rows < -1) | (rows >= n), f"{name} must hold rows of {n} articles, or -1", rows)
    refuse((rows[:, 1:] >= 0) & (rows[:, :-1] < 0), "slates may be padded with -1 at their end only", rows[:, :-1])
    return rows[:, : _places(k)]


def as_places(values: ArrayLike, name: str, *, k: int | None = None) -> NDArray[np.float64]:
    """What belongs to places as an (s, k) float64 matrix, NaN where there is no article.

    Raises
    ------
    ValueError
        Where it is no matrix, holds an infinity, padding stands before an article, or `k` < 1.
    """
    places = np.asarray(values, dtype=np.float64)
    if places.ndim != 2:
        raise ValueError(f"{name} of shape {places.shape} must be a matrix (s, k)")
    refuse(np.isinf(places), f"{name} must be finite", places)
    refuse(
        np.isnan(places[:, :-1]) & ~np.isnan(places[:, 1:]), f"{name} may be padded with NaN at their end only", places
    )
    return places[:, : _places(k)]


def as_rows(values: ArrayLike, name: str, *, ndim: int) -> NDArray[np.float64]:
    """An article array (n,) or (n, c), finite, as float64.

    Raises
    ------
    ValueError
        Where it has another number of axes or a value is not finite; the row is named.
    """
    rows = np.asarray(values, dtype=np.float64)
    if rows.ndim != ndim:
        raise ValueError(f"{name} of shape {rows.shape} must have {ndim} axes")
    refuse(~np.isfinite(rows), f"{name} must be finite", rows)
    return rows


def as_shares(values: ArrayLike, name: str, *, total: Literal["any", "at most one"] = "any") -> NDArray[np.float64]:
    """Shares of articles in categories as an (n, c) float64 matrix, finite and not negative.

    Parameters
    ----------
    values
        (n, c).
    name
        What to call them in an error.
    total
        ``at most one`` where an article may not count for more than one; what a row lacks to 1 is unknown.

    Raises
    ------
    ValueError
        Where it is no such matrix; the row is named.

    Examples
    --------
    >>> as_shares([[2, 0], [0, 0]], "shares").tolist()
    [[2.0, 0.0], [0.0, 0.0]]
    """
    table = as_rows(values, name, ndim=2)
    refuse(table < 0, f"{name} must not be negative", table)
    if total == "at most one":
        sums = table.sum(axis=1)
        refuse(sums > 1.0 + TOLERANCE, f"{name} of each row must sum to at most 1", sums, shape=table.shape)
    return table


def as_hits(hits: ArrayLike, *, k: int | None = None) -> NDArray[np.float64]:
    """Hits as an (s, k) matrix of 0 and 1, padding as 0.

    Raises
    ------
    ValueError
        As in `as_places`, and where a value is neither.
    """
    found = np.nan_to_num(as_places(hits, "hits", k=k), nan=0.0)
    refuse((found != 0.0) & (found != 1.0), "hits must be 0 or 1", found)
    return found


def as_relevance(relevance: ArrayLike, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """(s, k) relevance of each place, in [0, 1]; 0 beside padding, where it is not read.

    Raises
    ------
    ValueError
        Where it has another shape than the slates, or leaves [0, 1].
    """
    liked = np.asarray(relevance, dtype=np.float64)
    if liked.shape != rows.shape:
        raise ValueError(f"relevance of shape {liked.shape} must be {rows.shape}, as slates")
    real = rows >= 0
    refuse(real & ~((liked >= 0) & (liked <= 1)), "relevance must lie in [0, 1]", liked)
    return np.where(real, liked, 0.0)


def as_pool(pool: ArrayLike, n: int, slates: int) -> NDArray[np.int64]:
    """What could have been shown: (1, p) rows for all, or (s, p) for each of s slates.

    Raises
    ------
    ValueError
        Where it is neither, or names no article.
    """
    offered = np.asarray(pool)
    rows = as_slates(offered[None] if offered.ndim == 1 else offered, n, name="pool")
    if len(rows) not in {1, slates}:
        raise ValueError(f"pool of shape {offered.shape} must have 1 or {slates} rows")
    return rows


def rank_weights(k: int, discount: Discount, *, base: float = 2.0, patience: float = 0.85) -> NDArray[np.float64]:
    """Weight of each of k places.

    Parameters
    ----------
    k
        Number of places.
    discount
        ``none`` 1; ``log2`` 1 / log2(1 + rank); ``jarvelin`` 1 / max(1, log_base rank), which weighs all ranks up to
        the base alike (Järvelin and Kekäläinen 2002; with base 2, ranks 1 and 2 alike, LensKit's default);
        ``harmonic`` 1 / rank; ``exponential`` patience ** (rank - 1).
    base
        Of ``jarvelin`` alone, above 1: the base of ``log2`` cancels in every ratio.
    patience
        Of ``exponential`` alone, in (0, 1): probability of looking at the next place.

    Raises
    ------
    ValueError
        Where the name is unknown, `base` at most 1, or `patience` outside (0, 1).

    Examples
    --------
    >>> rank_weights(3, "harmonic").round(3).tolist()
    [1.0, 0.5, 0.333]
    """
    if not base > 1.0 or not np.isfinite(base):
        raise ValueError(f"base {base} must be above 1 and finite")
    if not 0.0 < patience < 1.0:
        raise ValueError(f"patience {patience} is outside (0, 1)")
    ranks = np.arange(1, k + 1, dtype=np.float64)
    if discount == "none":
        return np.ones(k)
    if discount == "log2":
        return np.asarray(1.0 / np.log2(ranks + 1.0))
    if discount == "jarvelin":
        return np.asarray(1.0 / np.maximum(1.0, np.log2(ranks) / np.log2(base)))
    if discount == "harmonic":
        return 1.0 / ranks
    if discount == "exponential":
        return np.asarray(patience ** (ranks - 1.0))
    raise ValueError(f"discount {discount!r} is unknown; known are none, log2, jarvelin, harmonic, exponential")


def chunks(rows: NDArray[np.int64], numbers_per_slate: int) -> Iterator[slice]:
    """Consecutive slices of slates that are small enough to hold `numbers_per_slate` numbers for each."""
    step = max(1, _CHUNK // max(1, numbers_per_slate))
    for start in range(0, len(rows), step):
        yield slice(start, start + step)


def ratio(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quotient, NaN where the denominator is 0."""
    out = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    return np.asarray(np.divide(numerator, denominator, out=out, where=denominator != 0))


def _places(k: int | None) -> int | None:
    if k is not None and k < 1:
        raise ValueError(f"k {k} must be at least 1")
    return k


def refuse(
    bad: NDArray[np.bool_], expected: str, values: NDArray[Any], *, shape: tuple[int, ...] | None = None
) -> None:
    """Refuse values of which any is bad, and name the first.

    Parameters
    ----------
    bad
        Which are, of the shape of `values`.
    expected
        What was expected, in words that name the argument.
    values
        The values.
    shape
        To be said, where `values` were computed from something of another shape.

    Raises
    ------
    ValueError
        Where any is bad; row, shape and value are named.
    """
    if bad.any():
        place = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(f"{expected}, but row {place[0]} of shape {shape or values.shape} holds {values[place]}")


def refuse_lengths(**arrays: NDArray[Any]) -> None:
    """Refuse arrays that do not have the same number of rows.

    Raises
    ------
    ValueError
        Naming the first two that differ.

    Examples
    --------
    >>> refuse_lengths(slates=np.zeros((2, 3)), history=np.zeros((2, 9)))
    """
    (first, head), *others = arrays.items()
    for name, other in others:
        if len(other) != len(head):
            raise ValueError(f"{first} has {len(head)} rows, {name} has {len(other)}; both must have as many")
