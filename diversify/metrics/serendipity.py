"""Four serendipities under four names: what the literature calls by one word, each with its own formula.

==============================  ====================================================  =========================
name                            serendipitous is                                      as in
==============================  ====================================================  =========================
`unexpectedness`                what is far from what the reader read                 Lu et al. 2020, EB-NeRD
`welcomed_distance`             the same, where it was liked                          Recommenders' library
`welcomed_beyond_primitive`     what was liked and no primitive list would have held  Ge et al. 2010
`welcomed_over_primitive`       what was liked and a primitive one was less sure of   Murakami et al. 2008
==============================  ====================================================  =========================

The last three need to know what was liked: `relevance` is (s, k), in [0, 1]; what stands beside padding is not read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.geometry import unit_rows
from diversify.metrics.categories import weighted_shares
from diversify.metrics.layout import as_places, as_relevance, as_rows, as_slates, ratio, refuse, refuse_lengths
from diversify.metrics.novelty import mean_vectors


def welcomed_distance(
    slates: ArrayLike, history: ArrayLike, vectors: ArrayLike, *, relevance: ArrayLike
) -> NDArray[np.float64]:
    """Mean over the slate of relevance times the mean cosine distance to what the reader read.

    ``1/|L| Σ_i rel(i) · 1/|H| Σ_h (1 - cos(i, h))``: unexpectedness that counts only where it was welcome, as the
    Recommenders library computes it after Zhang et al. 2012 (WSDM).

    Parameters
    ----------
    slates, history
        (s, k) and (s, h) rows of articles, -1 pads.
    vectors
        (n, d) finite.
    relevance
        (s, k) in [0, 1].

    Returns
    -------
    ndarray
        (s,) in [0, 2]; NaN where slate or history is empty. All relevant, it is `unexpectedness`.

    Examples
    --------
    >>> welcomed_distance([[0, 1]], [[0, -1]], [[1, 0], [0, 1]], relevance=[[1, 0]]).tolist()
    [0.0]
    """
    points = np.asarray(unit_rows(as_rows(vectors, "vectors", ndim=2)), dtype=np.float64)
    rows = as_slates(slates, len(points))
    read = as_slates(history, len(points), name="history")
    refuse_lengths(slates=rows, history=read)
    liked = as_relevance(relevance, rows)
    # Mean distance to many is distance to their mean: Σ rel(i) (1 - i·h) = Σ rel(i) - (Σ rel(i) i)·h.
    total = liked.sum(axis=1) - (weighted_shares(rows, points, liked) * mean_vectors(read, points)).sum(axis=1)
    return ratio(total, (rows >= 0).sum(axis=1).astype(np.float64))


def welcomed_beyond_primitive(
    slates: ArrayLike, primitive: ArrayLike, *, relevance: ArrayLike, n: int
) -> NDArray[np.float64]:
    """Share of the slate that a primitive recommender would not have shown and that was welcome.

    ``Σ_i rel(i) [i not in P] / |L|`` (Ge, Delgado-Battenfeld and Jannach 2010, RecSys), P the list of a primitive
    recommender, such as the most popular.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    primitive
        (p,) rows of articles for all readers, or (s, p) for each, -1 pads.
    relevance
        (s, k) in [0, 1].
    n
        Number of articles.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN for empty slates.

    Examples
    --------
    >>> welcomed_beyond_primitive([[0, 1, 2, 3]], [0, 1], relevance=[[1, 0, 1, 0]], n=4).tolist()
    [0.25]
    """
    rows = as_slates(slates, n)
    liked = as_relevance(relevance, rows)
    given = np.asarray(primitive)
    listed = as_slates(given[None] if given.ndim == 1 else given, n, name="primitive")
    if len(listed) not in {1, len(rows)}:
        raise ValueError(f"primitive of shape {given.shape} must have 1 or {len(rows)} rows")
    expected = np.zeros(rows.shape, dtype=bool)
    for place in range(listed.shape[1]):
        expected |= rows == listed[:, place, None]
    return _mean(rows, np.where(expected, 0.0, liked))


def welcomed_over_primitive(
    scores: ArrayLike, primitive: ArrayLike, *, relevance: ArrayLike, by_rank: bool = True
) -> NDArray[np.float64]:
    """How much surer the recommender was than a primitive one of what was welcome.

    ``1/|L| Σ_i max(P(i) - Q(i), 0) · rel(i) · count(i) / i``, count(i) the relevant articles among the first i
    (Murakami, Mori and Orihara 2008, JSAI): P and Q are the probabilities that the recommender and a primitive one
    gave to the article in that place.

    Parameters
    ----------
    scores, primitive
        (s, k) in [0, 1]; NaN pads.
    relevance
        (s, k) in [0, 1].
    by_rank
        Whether to weigh by count(i) / i (for ranked lists) or not (for sets); the paper has both.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN for empty slates.

    Examples
    --------
    >>> welcomed_over_primitive([[1.0, 0.5]], [[0.5, 0.5]], relevance=[[1, 1]]).tolist()
    [0.25]
    """
    sure, plain = as_places(scores, "scores"), as_places(primitive, "primitive")
    if sure.shape != plain.shape or (np.isnan(sure) != np.isnan(plain)).any():
        raise ValueError(f"primitive of shape {plain.shape} must have shape and padding of scores {sure.shape}")
    refuse((sure < 0) | (sure > 1), "scores must lie in [0, 1]", sure)
    refuse((plain < 0) | (plain > 1), "primitive must lie in [0, 1]", plain)
    rows = np.where(np.isnan(sure), -1, 0)
    liked = as_relevance(relevance, rows)
    above = np.maximum(np.nan_to_num(sure - plain, nan=0.0), 0.0) * liked
    if by_rank:
        above *= np.cumsum(liked, axis=1) / np.arange(1, rows.shape[1] + 1)
    return _mean(rows, above)


def _mean(rows: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(s,) mean over the places that hold an article; NaN for empty slates."""
    real = rows >= 0
    return ratio(np.where(real, values, 0.0).sum(axis=1), real.sum(axis=1).astype(np.float64))
