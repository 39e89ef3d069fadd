"""Which words and two-word phrases tell what a topic is about, and how widely each is spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.topics.events import stories_of_words
from diversify.topics.text import Tokens

COVER: Final = 1.0
"""Power of the part of a topic that has a term."""
LOOKED_AT: Final = 40
"""Words of each topic that are weighed for its name, and half as many phrases."""
PHRASE_BOUND: Final = 0.45
"""A two-word phrase stands for its words if it holds at least this part of the rarer one's occurrences."""
PHRASE_MUTUAL: Final = 0.3
"""The same part of the geometric mean of both words' occurrences, so that "director Jane" is none."""
LOOSE: Final = 0.4
"""A phrase of this part of both bounds is no term by itself, but joins two words that would stand side by side."""
NAMED: Final = 0.6
"""A word that stands so often beside one other is a part of that name: "Motors" of "General Motors"."""
PHRASE_WORTH: Final = 1.6
"""A phrase outweighs a single word that much: it says more to a reader."""
PHRASE_ARTICLES: Final = 4
"""Articles that hold a phrase before it may name a topic."""
OWN: Final = 0.5
"""Power of the part of a term's occurrences that a topic has: what it shares with neighbours tells less."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Two-word phrases: numbers of their words, (n, p) whether an article holds them, whether they hold together.

    `bound` (p,) is the part of the rarer word's occurrences that stand in the phrase.
    """

    pairs: NDArray[np.int64]
    counts: Any
    firm: NDArray[np.bool_]
    bound: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a topic.

    Attributes
    ----------
    text
        One or two words in lower case.
    worth
        How telling it is of the topic.
    cover
        Part of the topic, in shares, that lies in articles with the term.
    stories
        Different stories that hold it, anywhere.
    firm
        Whether it is a word, or a phrase that holds together.
    bound
        Of a phrase: the part of its rarer word's occurrences that stand in it.
    """

    text: str
    worth: float
    cover: float
    stories: int
    firm: bool = True
    bound: float = 1.0


def no_phrases(n: int) -> Phrases:
    """None at all, for n articles."""
    from scipy import sparse

    counts = sparse.csr_matrix((n, 0), dtype=np.float32)
    return Phrases(np.zeros((0, 2), dtype=np.int64), counts, np.zeros(0, dtype=bool), np.zeros(0))


def find_phrases(tokens: Tokens, v: int) -> Phrases:
    """Adjacent words, both of the vocabulary of v words, that stand together much of the time."""
    from scipy import sparse

    ids = tokens.ids.astype(np.int64)
    rows = tokens.rows
    joined = (ids[:-1] >= 0) & (ids[1:] >= 0) & (ids[:-1] < v) & (ids[1:] < v) & (rows[1:] == rows[:-1])
    keys = ids[:-1][joined] * v + ids[1:][joined]
    kinds, kind, often = np.unique(keys, return_inverse=True, return_counts=True)
    single = np.bincount(ids[(ids >= 0) & (ids < v)], minlength=v)
    first, second = np.divmod(kinds, v)
    bound = often / np.maximum(np.minimum(single[first], single[second]), 1)
    articles = np.bincount(
        np.unique(kind * len(tokens) + rows[:-1][joined]) // max(len(tokens), 1), minlength=len(kinds)
    )
    mutual = often / np.sqrt(np.maximum(single[first] * single[second], 1))
    strength = np.minimum(bound / PHRASE_BOUND, mutual / PHRASE_MUTUAL)
    held = (strength >= LOOSE) | (bound >= NAMED)
    good = (articles >= PHRASE_ARTICLES) & held & (first != second)
    new = np.full(len(kinds), -1, dtype=np.int64)
    new[good] = np.arange(good.sum())
    kept = new[kind] >= 0
    shape = (len(tokens), int(good.sum()))
    counts = sparse.csr_matrix((np.ones(kept.sum(), np.float32), (rows[:-1][joined][kept], new[kind][kept])), shape)
    counts.data[:] = 1
    return Phrases(np.stack([first[good], second[good]], axis=1), counts, strength[good] >= 1, bound[good])


def telling_terms(
    counts: Any, phrases: Phrases, shares: NDArray[np.float32], *, words: Sequence[str], stories: NDArray[np.int64]
) -> list[list[Term]]:
    """The most telling terms of each topic, best first, one- and two-word ones together.

    A term's worth in a topic is its part of the divergence of the topic's words from all words,
    ``n(w, t) log(p(w | t) / p(w))``, times powers of the part of its occurrences that the topic has and of the
    part of the topic that has it: frequent there, more than elsewhere, and not shared with the neighbours.

    Parameters
    ----------
    counts
        (n, v) counts of words in articles.
    phrases
        What `find_phrases` found in the same articles.
    shares
        (n, t) shares of topics.
    words
        The v words.
    stories
        (n,) story of each article.
    """
    present = counts.copy()
    present.data = np.ones_like(present.data)
    names = [f"{words[first]} {words[second]}" for first, second in phrases.pairs]
    firm = np.ones(counts.shape[1], dtype=bool)
    singles = _rank(present, shares, stories, texts=words, held=(firm, np.ones(len(firm))))
    doubles = _rank(phrases.counts, shares, stories, texts=names, held=(phrases.firm, phrases.bound))
    return [
        sorted([*one, *two], key=lambda term: (-term.worth, term.text))
        for one, two in zip(singles, doubles, strict=True)
    ]


def _rank(
    present: Any,
    shares: NDArray[np.float32],
    stories: NDArray[np.int64],
    *,
    texts: Sequence[str],
    held: tuple[NDArray[np.bool_], NDArray[np.float64]],
) -> list[list[Term]]:
    firm, bound = held
    worth, cover = _worth(present, shares)
    spread = stories_of_words(present, stories)
    ranked = []
    for topic in range(shares.shape[1]):
        best = np.argsort(-worth[:, topic], kind="stable")[:LOOKED_AT]
        ranked.append(
            [
                Term(
                    texts[i],
                    worth[i, topic] * (PHRASE_WORTH if " " in texts[i] else 1),
                    cover[i, topic],
                    spread[i],
                    bool(firm[i]),
                    float(bound[i]),
                )
                for i in best.tolist()
                if worth[i, topic] > 0
            ]
        )
    return ranked


def _worth(present: Any, shares: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Worth (w, t) of the columns of (n, w) presences, and the part of each topic that they cover."""
    n = max(len(shares), 1)
    within = np.asarray(present.T @ shares, dtype=np.float64)
    size = np.maximum(shares.sum(axis=0, dtype=np.float64), 1e-9)
    overall = np.maximum(np.asarray(present.sum(axis=0), dtype=np.float64).ravel() / n, 1e-9)
    lift = np.log(np.maximum(within / size / overall[:, None], 1e-9))
    # Half an article's worth is taken off, so that a word seen once does not name a topic.
    own = within / np.maximum(within.sum(axis=1, keepdims=True), 1e-9)
    cover = within / size
    return np.maximum(within - 0.5, 0) * lift * own**OWN * cover**COVER, cover
