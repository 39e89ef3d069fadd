"""Topics: a non-negative factorisation of the word space, and each article's shares of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.topics.factor import factorise

LARGEST: Final = 0.12
"""No topic comes first for more than this part of the articles, where there are topics enough."""
SHARPNESS: Final = 2.0
"""Power of the raw shares: an article is mostly about its one or two best topics."""
FEWEST_ARTICLES: Final = 4
"""A word in fewer articles (of a corpus that can afford it) does not shape topics."""

SMALLEST: Final = 0.002
"""A topic that comes first for a smaller part of the articles is dropped, where there are more than a few."""
FEWEST_TOPICS: Final = 8
"""Topics up to which even small ones are kept."""

Floats = NDArray[np.float32]


def topic_count(articles: int) -> int:
    """How many topics a corpus can carry: 1 for a handful, 15 for 350 stories, 25 for 1,000, at most 60.

    Examples
    --------
    >>> [topic_count(n) for n in (0, 5, 50, 350, 1000, 100_000)]
    [0, 1, 3, 15, 25, 60]
    """
    if articles < 200:
        return min(articles, 1 + articles // 18)
    return int(np.clip(round(1.1 * articles**0.45), 12, 60))


def fit_topics(
    factors: tuple[Floats, Floats], documents: NDArray[np.int64], t: int, *, start: Floats, articles: int
) -> Floats:
    """Topics as columns of word weights.

    Parameters
    ----------
    factors
        (v, k) and (v, k) low-rank factors of the information matrix.
    documents
        (v,) number of articles that hold each word.
    t
        Number of topics wanted.
    start
        (v, t) non-negative first guess.
    articles
        Number of articles.

    Returns
    -------
    ndarray
        (v, t) float32, non-negative, columns sum to one (or to zero where nothing was found).
    """
    floor = FEWEST_ARTICLES if articles >= 500 else 2 if articles >= 20 else 1
    rows = np.flatnonzero(documents >= floor)
    topics = np.zeros((len(documents), t), dtype=np.float32)
    if not len(rows) or not t:
        return topics
    # Frequent words shape topics more than rare ones, but only in the logarithm.
    weight = np.sqrt(np.log1p(documents[rows])).astype(np.float32)[:, None]
    left, right = (part[rows] * weight for part in factors)
    found, _ = factorise(left, right, start[rows])
    topics[rows] = np.where(found > 1e-4, found, 0)
    return np.asarray(topics / np.maximum(topics.sum(axis=0), 1e-9), dtype=np.float32)


def first_guess(
    words: Mapping[str, int], known: Sequence[Sequence[str]], t: int, *, right: Floats, rng: np.random.Generator
) -> Floats:
    """Start (v, t) of the factorisation: topics known from before at their terms, the others at random words.

    A topic that starts where it lay last week is found again; that is what keeps its identity.
    """
    v = len(right)
    start = rng.random((v, t), dtype=np.float32)
    scale = np.float32(10)
    for column, terms in enumerate(known[:t]):
        rows = [row for term in terms if (row := words.get(term, v)) < v]
        if rows:
            near = np.maximum(right @ right[rows].sum(axis=0), 0)
            start[:, column] = scale * near / max(float(near.max()), 1e-9)
    return start


def merge_topics(
    topics: Floats, sizes: NDArray[np.int64], twins: Sequence[tuple[int, int]]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Make one topic of two that are twins, and find those that come first for next to no article.

    Parameters
    ----------
    topics
        (v, t) word weights.
    sizes
        (t,) articles that each topic comes first for.
    twins
        Pairs of columns, most alike first; a column takes part in one merger at a time, and none makes a topic that
        comes first for more than `LARGEST` of the articles.

    Returns
    -------
    tuple
        (v, t) word weights, where the first of two twins holds the mean of both, weighted by their sizes; and (t,)
        which columns to keep.
    """
    merged = topics.copy()
    keep = sizes >= (SMALLEST * sizes.sum() if len(sizes) > FEWEST_TOPICS else 0)
    taken: set[int] = set()
    for left, right in twins:
        if {left, right} & taken or sizes[left] + sizes[right] > LARGEST * sizes.sum():
            continue
        taken |= {left, right}
        first, second = np.float32(sizes[left] + 1), np.float32(sizes[right] + 1)
        merged[:, left] = (first * topics[:, left] + second * topics[:, right]) / (first + second)
        keep[left], keep[right] = True, False
    return merged, np.asarray(keep)


def topic_shares(
    counts: Any, topics: Floats, idf: Floats, *, balance: Floats, allowed: NDArray[np.bool_] | None = None
) -> Floats:
    """Shares (n, t) of topics in articles: rows sum to one, or to zero where no word counts.

    Parameters
    ----------
    counts
        (n, v) counts.
    topics
        (v, t) word weights.
    idf
        (v,) weights of words.
    balance
        (t,) factors from `balance_topics`.
    allowed
        (n, t) which topics an article may have, those of its own language; None allows all.
    """
    return _normalised(raw_shares(counts, topics, idf, allowed=allowed), balance)


def allowed_topics(territories: NDArray[np.int32], groups: NDArray[np.int64]) -> NDArray[np.bool_] | None:
    """Which topics (n, t) articles may have: those of their own language where it has any, else all.

    `territories` (t,) is the language group of each topic, `groups` (n,) that of each article; 0 is none.
    """
    if not groups.any():
        return None
    return np.asarray((groups[:, None] == 0) | (groups[:, None] == territories[None, :]))


def balance_topics(raw: Floats, *, largest: float = LARGEST) -> Floats:
    """Factors (t,) that keep any one topic from coming first too often.

    Topics that swallow more than `largest` of the articles are turned down step by step; where there are fewer
    topics than the limit allows for, an even share with some room takes its place.
    """
    n, t = raw.shape
    balance = np.ones(t, dtype=np.float32)
    known = raw.sum(axis=1) > 0
    if not n or t < 2 or not known.any():
        return balance
    limit = max(largest, 1.5 / t) * 0.95
    for _ in range(60):
        first = np.bincount((raw[known] * balance).argmax(axis=1), minlength=t) / known.sum()
        if first.max() <= limit:
            break
        balance[first > limit] *= np.float32(0.93)
    return balance


def first_counts(shares: Floats) -> NDArray[np.int64]:
    """How many articles each column comes first for."""
    known = shares[shares.sum(axis=1) > 0]
    if not known.size:
        return np.zeros(shares.shape[1], dtype=np.int64)
    return np.bincount(known.argmax(axis=1), minlength=shares.shape[1])


def raw_shares(counts: Any, topics: Floats, idf: Floats, *, allowed: NDArray[np.bool_] | None = None) -> Floats:
    """Unbalanced, unsharpened weights (n, t) of topics in articles."""
    weighted = counts.copy()
    weighted.data = np.log1p(weighted.data) * idf[weighted.indices]
    raw = np.asarray(weighted @ topics, dtype=np.float32)
    return raw if allowed is None else raw * allowed


def _normalised(raw: Floats, balance: Floats) -> Floats:
    powered = (raw * balance / np.maximum(raw.max(axis=1, keepdims=True, initial=0), 1e-12)) ** SHARPNESS
    powered[powered < 0.02 * powered.max(axis=1, keepdims=True, initial=0)] = 0
    total = powered.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(powered, total, out=np.zeros_like(powered), where=total > 1e-12), dtype=np.float32)
