"""Unexpectedness (far from this reader's habits) and self-information (rare among all readers); never mixed up."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.geometry import unit_rows
from diversify.metrics.categories import weighted_shares
from diversify.metrics.exposure import mean_per_slate
from diversify.metrics.layout import as_rows, as_slates, ratio, refuse, refuse_lengths


def unexpectedness(slates: ArrayLike, history: ArrayLike, vectors: ArrayLike) -> NDArray[np.float64]:
    """Mean cosine distance between what is shown and what the reader read.

    Lu et al. 2020 and EB-NeRD call it serendipity; 1 less it is the unserendipity of Zhang et al. 2012.

    Parameters
    ----------
    slates, history
        (s, k) and (s, h) rows of articles, -1 pads.
    vectors
        (n, d) finite.

    Returns
    -------
    ndarray
        (s,) in [0, 2]; NaN where slate or history is empty.

    Examples
    --------
    >>> unexpectedness([[0, 1]], [[0, -1]], [[1, 0], [0, 1]]).tolist()
    [0.5]
    """
    points = np.asarray(unit_rows(as_rows(vectors, "vectors", ndim=2)), dtype=np.float64)
    rows, read = as_slates(slates, len(points)), as_slates(history, len(points), name="history")
    refuse_lengths(slates=rows, history=read)
    # The mean over pairs of 1 - cos is 1 minus the product of the two mean vectors.
    return np.asarray(1.0 - (mean_vectors(rows, points) * mean_vectors(read, points)).sum(axis=1))


def self_information(slates: ArrayLike, popularity: ArrayLike) -> NDArray[np.float64]:
    """Mean of -log2 popularity over a slate (Zhou et al. 2010; Vargas and Castells 2011).

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    popularity
        (n,) share of readers who read it, in (0, 1].

    Returns
    -------
    ndarray
        (s,) bits; NaN for empty slates.

    Examples
    --------
    >>> self_information([[0, 1]], [0.5, 0.125]).tolist()
    [2.0]
    """
    share = as_rows(popularity, "popularity", ndim=1)
    refuse((share <= 0) | (share > 1), "popularity must lie in (0, 1]", share)
    return mean_per_slate(as_slates(slates, len(share)), -np.log2(share))


def mean_vectors(rows: NDArray[np.int64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(s, d) mean vector of each slate, NaN for an empty one; checked before.

    Examples
    --------
    >>> mean_vectors(np.array([[0, 1], [1, -1]]), np.eye(2)).tolist()
    [[0.5, 0.5], [0.0, 1.0]]
    """
    sums = weighted_shares(rows, points, np.ones(rows.shape[1]))
    return ratio(sums, (rows >= 0).sum(axis=1, keepdims=True).astype(np.float64))
