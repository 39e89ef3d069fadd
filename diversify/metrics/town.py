"""How far from home a slate takes its reader, whom it lets them hear for the first time, how small their town is.

Home is what a reader works at and reads about: shares in m fields (industries), (m,) for one reader or (s, m) for
each, summing to 1, or all 0 where no home is known. `distance` is (m, m) in [0, 1], as a model's card holds it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.metrics.categories import hill_of, summed_shares
from diversify.metrics.layout import TOLERANCE, as_pool, as_rows, as_shares, as_slates, ratio, refuse, refuse_lengths


def farness(slates: ArrayLike, home: ArrayLike, shares: ArrayLike, *, distance: ArrayLike) -> NDArray[np.float64]:
    """Mean distance of a slate's articles from the reader's home.

    ``1/|L| Σ_i Σ_a Σ_b h_a D_ab q_ib`` (Rao's quadratic difference between two mixes, Rao 1982).

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    home
        (m,) or (s, m) shares of fields, each row summing to 1, or to 0 where no home is known.
    shares
        (n, m) shares q of articles in fields, rows summing to at most 1; what is no field's lies at distance 0.
    distance
        (m, m) in [0, 1], 0 on the diagonal, symmetric.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN for empty slates and where no home is known.

    Examples
    --------
    >>> farness([[0, 1]], [1, 0], [[1, 0], [0, 1]], distance=[[0, 1], [1, 0]]).tolist()
    [0.5]
    """
    away, real = _away(slates, home, shares, distance=distance)
    return ratio(np.where(real, away, 0.0).sum(axis=1), real.sum(axis=1).astype(np.float64)) * _placed(away)


def reach(slates: ArrayLike, home: ArrayLike, shares: ArrayLike, *, distance: ArrayLike) -> NDArray[np.float64]:
    """Distance from home of the farthest article of each slate.

    Parameters
    ----------
    slates, home, shares, distance
        As in `farness`.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN for empty slates and where no home is known.

    Examples
    --------
    >>> reach([[0, 1]], [1, 0], [[1, 0], [0, 1]], distance=[[0, 1], [1, 0]]).tolist()
    [1.0]
    """
    away, real = _away(slates, home, shares, distance=distance)
    farthest = np.where(real, away, -np.inf).max(axis=1, initial=-np.inf)
    return np.where(real.any(axis=1), farthest, np.nan) * _placed(away)


def far_share(
    slates: ArrayLike, home: ArrayLike, shares: ArrayLike, *, distance: ArrayLike, beyond: float
) -> NDArray[np.float64]:
    """Share of a slate's articles that lie at least so far from home.

    Parameters
    ----------
    slates, home, shares, distance
        As in `farness`.
    beyond
        The least distance that counts as far, in [0, 1].

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN for empty slates and where no home is known.

    Examples
    --------
    >>> far_share([[0, 1]], [1, 0], [[1, 0], [0, 1]], distance=[[0, 1], [1, 0]], beyond=0.5).tolist()
    [0.5]
    """
    if not 0.0 <= beyond <= 1.0:
        raise ValueError(f"beyond {beyond} is outside [0, 1]")
    away, real = _away(slates, home, shares, distance=distance)
    # A sum of shares that is beyond but for rounding counts.
    far = real & (np.nan_to_num(away, nan=-1.0) >= beyond - 1e-12)
    return ratio(far.sum(axis=1).astype(np.float64), real.sum(axis=1).astype(np.float64)) * _placed(away)


def new_voices(
    slates: ArrayLike, history: ArrayLike, sources: ArrayLike, *, of: Literal["places", "voices"] = "places"
) -> NDArray[np.float64]:
    """Share of a slate that comes from sources of which the reader was never shown anything.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    history
        (s, h) rows of what each reader was shown before, -1 pads.
    sources
        (n,) number of the source (or outlet) of each article.
    of
        ``places`` counts places; ``voices`` counts each source of the slate once.

    Returns
    -------
    ndarray
        (s,) in [0, 1], 1 for a reader who was shown nothing before; NaN for empty slates.

    Examples
    --------
    >>> new_voices([[0, 1, 2]], [[0]], [5, 6, 6]).round(3).tolist()
    [0.667]
    >>> new_voices([[0, 1, 2]], [[0]], [5, 6, 6], of="voices").tolist()
    [0.5]
    """
    numbers = np.asarray(sources)
    if numbers.ndim != 1 or not (np.issubdtype(numbers.dtype, np.integer) or numbers.size == 0):
        raise ValueError(f"sources of shape {numbers.shape} and type {numbers.dtype} must be whole numbers (n,)")
    if of not in {"places", "voices"}:
        raise ValueError(f"of {of!r} is unknown; known are places, voices")
    rows, shown = as_slates(slates, len(numbers)), as_slates(history, len(numbers), name="history")
    refuse_lengths(slates=rows, history=shown)
    if not len(numbers):
        return np.full(len(rows), np.nan)
    said, known, counts = numbers[rows], numbers[shown], rows >= 0
    if of == "voices":
        again = (said[:, :, None] == said[:, None, :]) & counts[:, None, :] & np.tri(rows.shape[1], k=-1, dtype=bool)
        counts = counts & ~again.any(axis=2)
    heard = np.zeros(rows.shape, dtype=bool)
    for place in range(shown.shape[1]):
        heard |= (said == known[:, place, None]) & (shown[:, place, None] >= 0)
    return ratio((counts & ~heard).sum(axis=1).astype(np.float64), counts.sum(axis=1).astype(np.float64))


def small_town_index(
    slates: ArrayLike,
    pool: ArrayLike,
    shares: ArrayLike,
    *,
    distance: ArrayLike | None = None,
    order: float = 1.0,
) -> NDArray[np.float64]:
    """How small the world of a slate is beside what could have been shown: 1 all from one field, 0 as wide as the pool.

    ``1 - (N(slate) - 1) / (N(pool) - 1)``, N the effective number of fields: the Hill number of the mix or, with
    distances, the number of *distinct* fields (Leinster and Cobbold 2012, Ecology 93:477, with likeness 1 - D), to
    which ten neighbouring fields add little.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads; or all that a reader was shown in a month.
    pool
        (p,) rows of what could have been shown to all, or (s, p) for each, -1 pads.
    shares
        (n, m) shares of articles in fields, rows summing to at most 1.
    distance
        (m, m) in [0, 1], 0 on the diagonal, symmetric; without it all fields are wholly distinct.
    order
        Of the Hill number, at least 0; with distances finite.

    Returns
    -------
    ndarray
        (s,) at most 1, below 0 where a slate is more varied than the pool; NaN where a slate names no field, or the
        pool but one.

    Examples
    --------
    >>> fields = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    >>> small_town_index([[0, 0], [0, 1], [0, 1]], [0, 1, 2], fields).round(6).tolist()
    [1.0, 0.5, 0.5]
    >>> near = [[0, 0.1, 1], [0.1, 0, 1], [1, 1, 0]]
    >>> small_town_index([[0, 1], [0, 2]], [0, 1, 2], fields, distance=near).round(2).tolist()
    [0.94, -0.05]
    """
    table = as_shares(shares, "shares", total="at most one")
    rows = as_slates(slates, len(table))
    offered = as_pool(pool, len(table), len(rows))
    like = None if distance is None else 1.0 - _distances(distance, table.shape[1])
    here, there = (
        _distinct(summed_shares(part, table, discount="none"), like, order=order) - 1.0 for part in (rows, offered)
    )
    there = np.where(there > 1e-9, there, np.nan)
    return np.asarray(1.0 - here / there)


def _distinct(mixes: NDArray[np.float64], like: NDArray[np.float64] | None, *, order: float) -> NDArray[np.float64]:
    """(s,) effective numbers of distinct fields; NaN for mixes of nothing."""
    if like is None:
        return hill_of(mixes, order=order)
    if not 0.0 <= order < np.inf:
        raise ValueError(f"order {order} must be finite and at least 0")
    p = ratio(mixes, mixes.sum(axis=1, keepdims=True))
    ordinary = np.maximum(p @ like, np.finfo(float).tiny)
    there = p > 0
    if abs(order - 1.0) < 1e-9:
        logs = np.log(ordinary, out=np.zeros_like(p), where=there)
        return np.asarray(np.exp(-(p * logs).sum(axis=1)))
    powers = np.power(ordinary, order - 1.0, out=np.zeros_like(p), where=there)
    return np.asarray((p * powers).sum(axis=1) ** (1.0 / (1.0 - order)))


def _distances(distance: ArrayLike, m: int) -> NDArray[np.float64]:
    """(m, m) distances between fields, checked."""
    between = as_rows(distance, "distance", ndim=2)
    if between.shape != (m, m):
        raise ValueError(f"distance of shape {between.shape} must be {(m, m)}, a row and a column for each field")
    refuse((between < 0) | (between > 1), "distance must lie in [0, 1]", between)
    refuse(np.abs(between - between.T) > TOLERANCE, "distance must be symmetric", between)
    refuse(np.diag(between) != 0, "distance of a field from itself must be 0", np.diag(between), shape=between.shape)
    return between


def _away(
    slates: ArrayLike, home: ArrayLike, shares: ArrayLike, *, distance: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(s, k) distance from home of each place, NaN in rows without a home; and which places hold an article."""
    table = as_shares(shares, "shares", total="at most one")
    rows = as_slates(slates, len(table))
    between = _distances(distance, table.shape[1])
    given = np.asarray(home, dtype=np.float64)
    mix = as_shares(given[None] if given.ndim == 1 else given, "home")
    if mix.shape[1] != table.shape[1] or len(mix) not in {1, len(rows)}:
        raise ValueError(f"home of shape {given.shape} must be ({table.shape[1]},) or {(len(rows), table.shape[1])}")
    sums = mix.sum(axis=1)
    known = sums > 0
    refuse(known & (np.abs(sums - 1.0) > TOLERANCE), "home must sum to 1, or be all 0", sums, shape=given.shape)
    apart = np.where(known[:, None], mix @ between, np.nan)
    if not len(table):
        return np.full(rows.shape, np.nan), rows >= 0
    places = [(table[column] * apart).sum(axis=1) for column in rows.T]
    return (np.clip(np.stack(places, axis=1), 0.0, 1.0) if places else np.zeros(rows.shape)), rows >= 0


def _placed(away: NDArray[np.float64]) -> NDArray[np.float64]:
    """(s,) 1, or NaN for readers without a home."""
    return np.where(np.isnan(away).any(axis=1), np.nan, 1.0)
