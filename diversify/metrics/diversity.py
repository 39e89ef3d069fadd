"""Diversity within a slate, by distance between its articles or by the subtopics they cover."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.geometry import unit_rows
from diversify.metrics.layout import Discount, as_relevance, as_rows, as_slates, chunks, rank_weights, ratio

Distance = Literal["cosine", "euclidean"]


def intra_list_diversity(
    slates: ArrayLike,
    vectors: ArrayLike,
    *,
    k: int | None = None,
    distance: Distance = "cosine",
    of: Literal["mean", "minimum"] = "mean",
) -> NDArray[np.float64]:
    """Mean (ILD, Smyth and McClave 2001) or smallest (ILMD) distance between the articles of a slate.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    vectors
        (n, d) finite.
    k
        Places that count.
    distance
        ``cosine`` 1 - cos, in [0, 2]; a zero vector lies at distance 1 from all. ``euclidean``.
    of
        ``mean`` over all pairs, or ``minimum``.

    Returns
    -------
    ndarray
        (s,); NaN for slates of fewer than two articles.

    Examples
    --------
    >>> intra_list_diversity([[0, 1], [0, 0], [0, -1]], [[1, 0], [0, 1]]).tolist()
    [1.0, 0.0, nan]
    """
    points = _points(vectors, distance)
    rows = as_slates(slates, len(points), k=k)
    if of not in {"mean", "minimum"}:
        raise ValueError(f"of {of!r} is unknown; known are mean, minimum")
    result = np.full(len(rows), np.nan)
    width = rows.shape[1]
    upper = np.triu(np.ones((width, width), dtype=bool), 1)
    for part in chunks(rows, width * max(width, points.shape[1])):
        between, real = _pair_distances(rows[part], points, distance)
        pairs = upper & real[:, :, None] & real[:, None, :]
        count = pairs.sum(axis=(1, 2))
        if of == "mean":
            result[part] = ratio(np.where(pairs, between, 0.0).sum(axis=(1, 2)), count.astype(np.float64))
        else:
            smallest = np.where(pairs, between, np.inf).min(axis=(1, 2), initial=np.inf)
            result[part] = np.where(count > 0, smallest, np.nan)
    return result


def expected_intra_list_diversity(
    slates: ArrayLike,
    vectors: ArrayLike,
    *,
    relevance: ArrayLike | None = None,
    discount: Discount = "exponential",
    pair_discount: Discount | None = None,
    distance: Distance = "cosine",
) -> NDArray[np.float64]:
    """EILD (Vargas and Castells 2011, RecSys, eq. 11): intra-list diversity that minds rank and relevance.

    With w the discount of a rank and v that of a relative rank,
    ``Σ_i w(i) rel(i) [Σ_j≠i v(max(1, j - i)) rel(j) d(i, j) / Σ_j≠i v(max(1, j - i)) rel(j)] / Σ_i w(i)``:
    an article is compared with those after it, less with later ones, and fully with those seen before it.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    vectors
        (n, d) finite.
    relevance
        (s, k) probability in [0, 1] that the reader likes the article in that place; 1 everywhere by default. What
        stands beside padding is not read.
    discount
        Of the rank: ``exponential`` 0.85 ** (rank - 1) as in the paper's experiments, ``log2`` as RankSys' default,
        ``none`` to ignore ranks.
    pair_discount
        Of the relative rank; the same as `discount` by default. With both ``none`` and all relevant, EILD is ILD.
    distance
        As in `intra_list_diversity`.

    Returns
    -------
    ndarray
        (s,); NaN for slates of fewer than two articles. An article without any relevant companion adds 0.

    Examples
    --------
    >>> expected_intra_list_diversity([[0, 1, 0]], [[1, 0], [0, 1]], discount="log2").round(6).tolist()
    [0.701139]
    """
    points = _points(vectors, distance)
    rows = as_slates(slates, len(points))
    liked = np.ones(rows.shape) if relevance is None else as_relevance(relevance, rows)
    width = rows.shape[1]
    weights = rank_weights(width, discount)
    relative = rank_weights(width, pair_discount or discount)
    gap = np.maximum(np.arange(width)[None, :] - np.arange(width)[:, None] - 1, 0)
    pairing = np.where(np.eye(width, dtype=bool), 0.0, relative[gap] if width else 0.0)
    result = np.full(len(rows), np.nan)
    for part in chunks(rows, width * max(width, points.shape[1])):
        between, real = _pair_distances(rows[part], points, distance)
        rel = np.where(real, liked[part], 0.0)
        beside = pairing * rel[:, None, :]
        inner = np.nan_to_num(ratio((beside * between).sum(axis=2), beside.sum(axis=2)), nan=0.0)
        total = (weights * rel * inner).sum(axis=1) / np.maximum((weights * real).sum(axis=1), np.finfo(float).tiny)
        result[part] = np.where(real.sum(axis=1) > 1, total, np.nan)
    return result


def _points(vectors: ArrayLike, distance: Distance) -> NDArray[np.float64]:
    """(n, d) float64; of length one where only angles count."""
    if distance not in {"cosine", "euclidean"}:
        raise ValueError(f"distance {distance!r} is unknown; known are cosine, euclidean")
    points = as_rows(vectors, "vectors", ndim=2)
    return np.asarray(unit_rows(points), dtype=np.float64) if distance == "cosine" else points


def _pair_distances(
    rows: NDArray[np.int64], points: NDArray[np.float64], distance: Distance
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(s, k, k) distances within each slate, and (s, k) which places hold an article (the others mean nothing)."""
    real = rows >= 0
    if not len(points):
        return np.zeros((*rows.shape, rows.shape[1])), real
    placed = points[np.where(real, rows, 0)]
    if distance == "cosine":
        return 1.0 - np.clip(placed @ placed.transpose(0, 2, 1), -1.0, 1.0), real
    between = np.zeros((*rows.shape, rows.shape[1]))
    # From differences: the difference of squares would lose half the digits of points that lie close.
    for place in range(rows.shape[1] - 1):
        apart = placed[:, place + 1 :] - placed[:, place, None]
        lengths = np.sqrt(np.einsum("skd,skd->sk", apart, apart))
        between[:, place, place + 1 :] = between[:, place + 1 :, place] = lengths
    return between, real
