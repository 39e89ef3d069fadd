"""Where articles lie by the company that their words keep.

Two headlines of one event often share few words. Words that stand beside the same other words lie close: positive
pointwise mutual information with a smoothed context distribution (Levy, Goldberg and Dagan 2015, "Improving
distributional similarity"), reduced by a truncated singular value decomposition (Halko, Martinsson and Tropp 2011,
"Finding structure with randomness"), and of each article the weighted mean of its words without what all articles
have in common (Arora, Liang and Ma 2017). Learned from the articles at hand alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diversify.geometry import unit_rows

Floats = NDArray[np.float32]

DIMENSIONS = 64
CONTEXT_POWER = 0.75
"""Smoothing of the context distribution: rare contexts would otherwise win by chance."""

_SEED = 20140310
_SPARE = 10  # columns beyond those asked for: they make the random projection exact enough
_PAIRS = 20_000_000  # pairs of words counted, about; above it every article is read by its most telling words
_FEWEST = 12


def place_articles(words: Any, weights: NDArray[np.float64]) -> Floats:
    """Place n articles in the space of their own words.

    Parameters
    ----------
    words
        (n, v) sparse, above 0 where an article holds a word.
    weights
        (v,) of the words, above 0.

    Returns
    -------
    numpy.ndarray
        (n, d) rows of length 1, or 0 where nothing is known of an article; d is at most `DIMENSIONS`.
    """
    vectors = _decompose(_information(_together(words, weights)))
    placed = words.copy()
    placed.data = (words.data * weights[words.indices]).astype(np.float32)
    rows = unit_rows(placed @ vectors)
    known = np.abs(rows).sum(axis=1) > 0
    if known.any():
        rows[known] -= rows[known].mean(axis=0)
    return np.asarray(unit_rows(rows), np.float32)


def _together(words: Any, weights: NDArray[np.float64]) -> Any:
    """(v, v) sparse: number of articles that hold two different words."""
    there = _shortened(words, weights)
    there.data = np.ones_like(there.data)
    pairs = (there.T @ there).tocsr()
    pairs.setdiag(0)
    pairs.eliminate_zeros()
    return pairs


def _shortened(words: Any, weights: NDArray[np.float64]) -> Any:
    """Articles by their weightiest words, as many as the pairs to be counted allow."""
    held = np.diff(words.indptr)
    most = max(int(np.sqrt(_PAIRS / max(words.shape[0], 1))), _FEWEST)
    kept = words.copy()
    if held.max(initial=0) <= most:
        return kept
    row = np.repeat(np.arange(words.shape[0]), held)
    order = np.lexsort((words.indices, -words.data * weights[words.indices], row))
    place = np.arange(len(order)) - words.indptr[row]
    kept.data[order[place >= most]] = 0
    kept.eliminate_zeros()
    return kept


def _information(pairs: Any) -> Any:
    """Positive pointwise mutual information, nats."""
    total = np.asarray(pairs.sum(axis=1), np.float64).ravel()
    context = total**CONTEXT_POWER
    told = pairs.copy()
    row = np.repeat(np.arange(pairs.shape[0]), np.diff(pairs.indptr))
    ratio = pairs.data * context.sum() / (total[row] * context[pairs.indices])
    told.data = np.maximum(np.log(ratio), 0).astype(np.float32)
    told.eliminate_zeros()
    return told


def _decompose(matrix: Any) -> Floats:
    """Left singular vectors times singular values, the largest, by one power iteration."""
    rank = min(DIMENSIONS, matrix.shape[0])
    rng = np.random.default_rng(_SEED)
    basis = matrix @ rng.standard_normal((matrix.shape[0], min(rank + _SPARE, matrix.shape[0]))).astype(np.float32)
    basis = np.linalg.qr(matrix @ (matrix.T @ np.linalg.qr(basis)[0]))[0]
    thin = np.asarray(matrix.T @ basis, np.float64)
    squares, turn = np.linalg.eigh(thin.T @ thin)
    order = np.argsort(-squares)[:rank]
    return np.asarray(basis @ (turn[:, order] * np.sqrt(np.maximum(squares[order], 0))), np.float32)
