"""The word space: words that keep the same company lie close, and an article is the mean of its words.

Positive pointwise mutual information of words within an article with a smoothed context distribution (Levy,
Goldberg & Dagan 2015, TACL 3:211), a truncated singular value decomposition, and smooth-inverse-frequency
weighted means without their common component (Arora, Liang & Ma 2017, ICLR). What was seen once or twice is
discounted, the singular values stay in, squared, as the coarse directions are the safe ones, and word vectors are
brought closer to one length, so that a few words do not speak for all.
An exact-word part (a decomposition of TF-IDF) stands beside it, which helps where wording is formulaic; it has the
more dimensions and the more weight the longer the articles are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.geometry import unit_rows

CONTEXT_POWER: Final = 0.75
"""Smoothing of the context distribution: rare contexts would otherwise win by chance."""
DISCOUNT: Final = 1.0
"""Information from a pair seen n times counts n / (n + 1) of itself: what was seen once is mostly chance."""
SPECTRUM: Final = 2.0
"""Power of the singular values in word vectors."""
LEVELLED: Final = 0.75
"""Power of its length by which each word vector is divided: 0 leaves lengths, 1 makes them all one.

This, the discount and the power of the spectrum have the best mean kNN precision over six layouts of labelled news
(BBC, AG, HuffPost, Reuters, MIND; teasers and bare headlines), and within .002 of it whichever layout is left out; on
the layout left out they are within .01 of its own best.
"""
SIF: Final = 4e-3
"""Frequency at which a word has half the weight of a rare one."""
EXACT_GROWTH: Final = 0.15
"""Length of the exact-word part beside the word-space part of length 1, over the root of the mean number of words.

The longer the articles, the better they speak for themselves: a headline borrows from the company its words keep, while
a page of them has the words that its neighbours have. From .1 to .2 the kNN precision of fourteen layouts of labelled
news changes by .006 at most.
"""
LONGEST_EXACT: Final = 1.0
"""Length of the exact-word part at most."""
FACTORS: Final = 0.75
"""Rank of the information matrix' factors, which topics are found in, as a part of the dimensions of the space."""
ROUNDS: Final = 4
"""Power iterations of a decomposition."""
LARGE: Final = 10_000_000
"""Entries of a matrix beyond which `LARGE_ROUNDS` do: the more articles, the less a few more of them change."""
LARGE_ROUNDS: Final = 2
DEPENDENT: Final = 1e-9
"""Columns whose least squared singular value is this part of the greatest are made orthonormal by QR."""
PAIR_BUDGET: Final = 40_000_000
"""About how many pairs of words are counted; long articles are cut to keep within it."""
FEWEST_WORDS: Final = 40
"""No article is cut below this many words for counting pairs."""

Sparse = Any
"""A scipy.sparse matrix, which publishes no types."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class WordSpace:
    """Word vectors of a corpus, ready to place articles.

    Attributes
    ----------
    sif, idf
        (v,) float32 weights of words in the two parts.
    company
        (v, a) float32 word vectors from co-occurrence.
    exact
        (v, b) float32 word vectors from TF-IDF.
    common
        (g, a) float32 mean article of each group (row 0: all), taken from every article.
    detail
        Length in [0, 1] of the exact-word part beside the other of length 1.
    """

    sif: Floats
    idf: Floats
    company: Floats
    exact: Floats
    common: Floats
    detail: float

    @property
    def dimensions(self) -> int:
        """Length of an article vector."""
        return int(self.company.shape[1] + self.exact.shape[1])


def cooccurrence(counts: Sparse, weights: Floats | None = None) -> Sparse:
    """(v, v) number of articles in which two different words stand together, from (n, v) counts.

    `weights` (n,) says how much each article counts; None counts every one as 1.
    """
    present = counts.copy()
    present.data = np.ones_like(present.data)
    weighted = present
    if weights is not None:
        weighted = present.copy()
        weighted.data = np.repeat(weights, np.diff(present.indptr))
    pairs = (weighted.T @ present).tocsr()
    pairs.setdiag(0)
    pairs.eliminate_zeros()
    return pairs


def positive_information(pairs: Sparse, *, power: float = CONTEXT_POWER, discount: float = DISCOUNT) -> Sparse:
    """Positive pointwise mutual information of a (v, v) co-occurrence matrix, in nats, discounted.

    ``max(0, log(p(w, c) / (p(w) p(c)^power / sum p^power)))``; Levy, Goldberg & Dagan 2015, equation 3; times
    ``n / (n + discount)`` for a pair seen n times, after Pantel & Lin 2002, section 3.
    """
    totals = np.asarray(pairs.sum(axis=1), dtype=np.float64).ravel()
    smoothed = totals**power
    smoothed /= max(float(smoothed.sum()), 1e-300)
    logs = np.log(np.maximum(totals, 1e-300)).astype(np.float32)
    contexts = np.log(np.maximum(smoothed, 1e-300)).astype(np.float32)
    information = pairs.copy()
    values = np.log(information.data.astype(np.float32))
    values -= np.repeat(logs, np.diff(information.indptr))
    values -= contexts[information.indices]
    np.maximum(values, 0, out=values)
    if discount:
        values *= information.data / (information.data + np.float32(discount))
    information.data = values
    information.eliminate_zeros()
    return information


def decompose(matrix: Sparse, rank: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Truncated singular value decomposition, by random projection and power iterations.

    Halko, Martinsson & Tropp 2011, SIAM Review 53:217. With one round alone the last directions are those of the
    random start, and a refit with a few articles more would turn every vector. Signs are fixed (the largest entry of
    each left vector is positive), so equal input gives equal output.

    Returns
    -------
    tuple
        (rows, rank), (rank,), (columns, rank) float32; the rank is less where the matrix is smaller.
    """
    rows, columns = matrix.shape
    rank = min(rank, rows, columns)
    if rank == 0:
        return np.zeros((rows, 0), np.float32), np.zeros(0, np.float32), np.zeros((columns, 0), np.float32)
    # The basis spans the shorter side, as it is made orthonormal again and again.
    wide = matrix if rows <= columns else matrix.T
    basis = wide @ rng.standard_normal((wide.shape[1], min(rank + 8, rows, columns))).astype(np.float32)
    basis = orthonormal(basis)
    for _ in range(ROUNDS if getattr(matrix, "nnz", 0) <= LARGE else LARGE_ROUNDS):
        basis = orthonormal(wide @ (wide.T @ basis))
    thin = wide.T @ basis
    squares, turn = _principal(thin)
    values = np.sqrt(np.maximum(squares[::-1], 0)).astype(np.float32)
    turn = turn[:, ::-1].astype(np.float32)
    near = (basis @ turn)[:, :rank]
    far = (thin @ turn / np.maximum(values, max(float(values[0]) * 1e-6, 1e-12)))[:, :rank]
    left, right = (near, far) if rows <= columns else (far, near)
    signs = np.sign(left[np.abs(left).argmax(axis=0), np.arange(rank)])
    signs[signs == 0] = 1
    return left * signs, values[:rank], right * signs


def orthonormal(block: Floats) -> Floats:
    """An orthonormal basis (n, w) of the columns of a block.

    By the Gram matrix, which takes a tenth of a QR decomposition's time and is as exact in float64, unless the
    columns all but depend on one another.
    """
    squares, turn = _principal(block)
    if squares[0] <= DEPENDENT * squares[-1]:
        return np.asarray(np.linalg.qr(block)[0], dtype=np.float32)
    return np.asarray(block @ (turn / np.sqrt(squares)).astype(np.float32), dtype=np.float32)


def _principal(block: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Squared singular values of a thin block, rising, and its right vectors; in float64, as that squares them."""
    exact = block.astype(np.float64)
    squares, turn = np.linalg.eigh(exact.T @ exact)
    return squares, turn


def fit_space(
    counts: Sparse,
    groups: NDArray[np.int64],
    *,
    dimensions: int,
    rng: np.random.Generator,
    weights: Floats | None = None,
) -> tuple[WordSpace, tuple[Floats, Floats]]:
    """Fit word vectors on (n, v) counts; `groups` (n,) names the group (language) of each article, 0 = none.

    `weights` (n,) says how much each article counts for which words keep company; None counts all alike.

    Returns
    -------
    tuple
        The space, and the low-rank factors (v, r), (v, r) whose product approximates the information matrix.
    """
    v = counts.shape[1]
    sif, idf = _weights(counts)
    detail = exact_length(counts.nnz / max(counts.shape[0], 1))
    exact_dimensions = round(dimensions * (1 + detail) / 3)
    company_dimensions = dimensions - exact_dimensions
    information = positive_information(cooccurrence(_shortened(counts), weights))
    left, values, right = decompose(information, round(dimensions * FACTORS), rng)
    strength = values / max(float(values[0]) if len(values) else 0.0, 1e-12)
    company = (left * strength**SPECTRUM)[:, :company_dimensions]
    company /= np.maximum(np.linalg.norm(company, axis=1, keepdims=True), 1e-6) ** LEVELLED
    exact = decompose(_tf_idf(counts, idf), exact_dimensions, rng)[2]
    space = WordSpace(
        sif,
        idf,
        _padded(company, (v, company_dimensions)),
        _padded(exact, (v, exact_dimensions)),
        np.zeros((int(groups.max(initial=0)) + 1, company_dimensions), dtype=np.float32),
        detail,
    )
    means = _means(_company(counts, space), groups, len(space.common))
    space = replace(space, common=means)
    return space, (left * values, right)


def exact_length(words: float) -> float:
    """Length of the exact-word part, by the mean number of different words in an article.

    Examples
    --------
    >>> [round(exact_length(words), 2) for words in (0, 5, 20, 200)]
    [0.0, 0.34, 0.67, 1.0]
    """
    return min(EXACT_GROWTH * math.sqrt(words), LONGEST_EXACT)


def embed(counts: Sparse, space: WordSpace, groups: NDArray[np.int64] | None = None) -> Floats:
    """Place articles: (n, d) unit float32 rows from (n, v) counts; zero where no word is known."""
    company = _company(counts, space)
    known = np.abs(company).sum(axis=1) > 0
    common = space.common[0] if groups is None else space.common[groups]
    company = unit_rows(np.where(known[:, None], company - common, np.float32(0)))
    exact = unit_rows(_tf_idf(counts, space.idf) @ space.exact)
    return np.asarray(unit_rows(np.hstack([company, np.float32(space.detail) * exact])), dtype=np.float32)


def _weights(counts: Sparse) -> tuple[Floats, Floats]:
    n, v = counts.shape
    totals = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel()
    frequency = totals / max(float(totals.sum()), 1.0)
    documents = np.bincount(counts.indices, minlength=v)
    sif = SIF / (SIF + frequency)
    idf = np.log((1 + n) / (1 + documents)) + 1
    return sif.astype(np.float32), idf.astype(np.float32)


def _scaled(counts: Sparse, weights: Floats) -> Sparse:
    scaled = counts.copy()
    scaled.data = np.log1p(scaled.data) * weights[scaled.indices]
    return scaled


def _company(counts: Sparse, space: WordSpace) -> Floats:
    return np.asarray(unit_rows(np.asarray(_scaled(counts, space.sif) @ space.company, dtype=np.float32)))


def _tf_idf(counts: Sparse, idf: Floats) -> Sparse:
    """Rows of length 1, log term frequency."""
    scaled = _scaled(counts, idf)
    squares = np.add.reduceat(np.append(scaled.data**2, 0), scaled.indptr[:-1]) * (np.diff(scaled.indptr) > 0)
    scaled.data /= np.repeat(np.sqrt(np.maximum(squares, 1e-12)), np.diff(scaled.indptr)).astype(np.float32)
    return scaled


def _shortened(counts: Sparse) -> Sparse:
    """Articles with fewer words, so that pairs stay within the budget: the most telling are kept."""
    n, v = counts.shape
    most = max(int(np.sqrt(PAIR_BUDGET / max(n, 1))), FEWEST_WORDS)
    lengths = np.diff(counts.indptr)
    if lengths.max(initial=0) <= most:
        return counts
    long = np.repeat(lengths > most, lengths)
    rows, words = np.repeat(np.arange(n), lengths)[long], counts.indices[long]
    documents = np.bincount(counts.indices, minlength=v)
    telling = counts.data[long] / np.sqrt(documents[words])
    order = np.lexsort((words, -telling, rows))
    own = lengths[lengths > most]
    place = np.arange(len(order)) - np.repeat(np.cumsum(own) - own, own)
    shortened = counts.copy()
    shortened.data[np.flatnonzero(long)[order[place >= most]]] = 0
    shortened.eliminate_zeros()
    return shortened


def _means(vectors: Floats, groups: NDArray[np.int64], count: int) -> Floats:
    """Row 0 the mean of all, row g of group g."""
    means = [vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1])]
    for group in range(1, count):
        members = vectors[groups == group]
        means.append(members.mean(axis=0) if len(members) else means[0])
    return np.asarray(means, dtype=np.float32)


def _padded(columns: Floats, shape: tuple[int, int]) -> Floats:
    full = np.zeros(shape, dtype=np.float32)
    full[:, : columns.shape[1]] = columns
    return full
