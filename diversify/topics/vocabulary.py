"""Which words a model knows: frequent enough, not everywhere, and not the boilerplate of one house."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.topics.stopwords import is_listed, stop_words
from diversify.topics.text import Tokens, learn_words

MOST_WORDS: Final = 30_000
"""Size of the vocabulary at most."""
EVERYWHERE: Final = 0.4
"""A word in a larger part of a language's articles says nothing in that language."""
UNLISTED: Final = 0.2
"""The same for a language without a list of stop words, where frequency alone must find them."""
FEWEST_WORDS: Final = 20
"""Where frequency leaves fewer words than this, the corpus is narrow, and it is not asked."""
SPOKEN: Final = 40
"""Articles a language needs before its own frequencies say what stops in it."""
HOUSE: Final = 0.8
"""A word in a larger part of one feed's articles, and mostly there, is that house's boilerplate."""
HOUSE_ARTICLES: Final = 10
"""Articles a feed needs before it can be said to have boilerplate."""
_LONGEST: Final = 40
_MOST_DIGITS: Final = 4
"""Letters and digits of a word: "covid19" and "a320neo" are names of things, what is longer or fuller of digits is a
code, often somebody's."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """A corpus in numbers: its words, and its articles over them.

    Attributes
    ----------
    words
        (v + e) words; the first v have vectors, the others are only looked for as seed terms.
    size
        v.
    tokens
        The articles in the numbers of `words`.
    counts
        (n, v) float32 csr counts.
    documents
        (v,) number of articles that hold each word.
    """

    words: tuple[str, ...]
    size: int
    tokens: Tokens
    counts: Any
    documents: NDArray[np.int64]


def count_matrix(tokens: Tokens, v: int) -> Any:
    """(n, v) float32 csr counts of the words below v."""
    from scipy import sparse

    known = (tokens.ids >= 0) & (tokens.ids < v)
    ends = np.concatenate([[0], np.cumsum(known)])[tokens.ends]
    ids = tokens.ids[known]
    counts = sparse.csr_matrix((np.ones(len(ids), np.float32), ids, ends), (len(tokens), v))
    counts.sum_duplicates()
    return counts


def count_words(texts: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Counts (n, v) of texts in one language or none said, and the v words; the thin step before the estimators.

    Examples
    --------
    >>> counts, words = count_words(["a goal, a late goal", "the rates"])
    >>> words, counts.toarray().tolist()
    (('goal', 'rates'), [[2.0, 0.0], [0.0, 1.0]])
    """
    lexicon, tokens = learn_words(texts)
    corpus = choose_words(lexicon, tokens, languages=[""] * len(texts), feeds=np.zeros(len(texts), dtype=np.int64))
    return corpus.counts, corpus.words


def choose_words(
    lexicon: Sequence[str],
    tokens: Tokens,
    *,
    languages: Sequence[str],
    feeds: NDArray[np.int64],
    seeds: Collection[str] = (),
    looked_for: Collection[str] = (),
) -> Corpus:
    """Choose the vocabulary of a corpus.

    Parameters
    ----------
    lexicon, tokens
        All words, and the n articles in them.
    languages
        Language of each article, empty where unknown.
    feeds
        (n,) feed of each article.
    seeds
        Words that are kept whatever they are, as seed terms are looked for with them.
    looked_for
        Further words that terms are looked for with; they gain nothing else by it.
    """
    n = len(tokens)
    counts = count_matrix(tokens, len(lexicon))
    present = counts.copy()
    present.data[:] = 1
    documents = np.asarray(present.sum(axis=0), dtype=np.int64).ravel()
    fewest = 1 if n < 20 else 2 if n < 20_000 else 3 if n < 60_000 else 5
    frequent = np.flatnonzero(documents >= fewest)
    present, names = present[:, frequent], [lexicon[i] for i in frequent.tolist()]
    silent = _stopped(present, names, languages) | _boilerplate(present, feeds, documents[frequent])
    seed = np.array([name in seeds for name in names], dtype=bool)
    stopped = _stopped(present, names, languages, by_frequency=False)
    if (~silent).sum() < FEWEST_WORDS:
        silent[:] = False
    spelled = np.array([name.isalpha() or _is_spelled(name) for name in names], dtype=bool)
    spelled &= np.array([len(name) <= _LONGEST for name in names], dtype=bool)
    chosen = frequent[spelled & ~(silent & ~seed) & ~stopped]
    if len(chosen) > MOST_WORDS:
        chosen = np.sort(chosen[np.argsort(-documents[chosen], kind="stable")[:MOST_WORDS]])
    return _corpus(lexicon, tokens, chosen, documents=documents, seeds={*seeds, *looked_for})


def _is_spelled(name: str) -> bool:
    """Whether a word with digits is a word: not a number, and not a code of somebody's papers or account."""
    return not name[0].isdigit() and sum(map(str.isdigit, name)) <= _MOST_DIGITS


def _corpus(
    lexicon: Sequence[str],
    tokens: Tokens,
    chosen: NDArray[np.int64],
    *,
    documents: NDArray[np.int64],
    seeds: Collection[str],
) -> Corpus:
    words = [lexicon[i] for i in chosen.tolist()]
    extra = sorted(set(seeds) - set(words))
    number = {word: i for i, word in enumerate(lexicon)}
    new = np.full(len(lexicon), -1, dtype=np.int32)
    new[chosen] = np.arange(len(chosen))
    for place, word in enumerate(extra, start=len(words)):
        if word in number:
            new[number[word]] = place
    renumbered = tokens.renumbered(new)
    counts = count_matrix(renumbered, len(words))
    return Corpus(tuple(words + extra), len(words), renumbered, counts, documents[chosen])


def _stopped(
    present: Any, names: Sequence[str], languages: Sequence[str], *, by_frequency: bool = True
) -> NDArray[np.bool_]:
    """Which words say nothing in the language that uses them most."""
    stopped = np.zeros(len(names), dtype=bool)
    total = np.maximum(np.asarray(present.sum(axis=0)).ravel(), 1)
    written = np.array(languages, dtype=object)
    for language in sorted(set(languages)):
        rows = np.flatnonzero(written == language)
        here = np.asarray(present[rows].sum(axis=0)).ravel()
        mine = here >= 0.5 * total
        silent = stop_words([language])
        stopped |= mine & np.array([name in silent for name in names], dtype=bool)
        if by_frequency and len(rows) >= SPOKEN:
            stopped |= mine & (here > (EVERYWHERE if is_listed(language) else UNLISTED) * len(rows))
    return stopped


def _boilerplate(present: Any, feeds: NDArray[np.int64], documents: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which words stand in most articles of one feed and mostly there ("appeared", "podcast", the house's name).

    Only where there are several feeds: of a single one nothing can be said.
    """
    from scipy import sparse

    kinds, kind, sizes = np.unique(feeds, return_inverse=True, return_counts=True)
    if len(kinds) < 3:
        return np.zeros(present.shape[1], dtype=bool)
    belongs = sparse.csr_matrix((np.ones(len(feeds), np.float32), (kind, np.arange(len(feeds)))))
    within = (belongs @ present).tocoo()
    large = sizes[within.row] >= HOUSE_ARTICLES
    house = large & (within.data > HOUSE * sizes[within.row]) & (within.data > 0.5 * documents[within.col])
    found = np.zeros(present.shape[1], dtype=bool)
    found[within.col[house]] = True
    return found
