"""Seed terms: the words that name an industry, matched whole, one to four words long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Taxonomy
from diversify.topics.text import Tokens, words

LONGEST: Final = 4
"""Words of a seed term that are looked at."""
PHRASE_WORTH: Final = 2.0
"""A term of several words is worth this many single ones: it is rarely meant otherwise."""
HINT: Final = 0.3
"""A word that is often meant otherwise is worth so much of a term."""
COMPANY: Final = 0.35
"""A term keeps its worth where its industry has so much of what other terms of the same articles say."""
USED: Final = 3.0
"""Articles with other terms from which a term's company is half believed."""
LEAST: Final = 0.15
"""Part of its worth that a term keeps in any company."""
CLEAR: Final = 1.5
"""Power of what the terms of an industry are worth: the one that is named most is the one meant."""
DOUBT: Final = 1.0
"""Hits at which a verdict by seed terms is half believed."""
_POSSESSIVE: Final = re.compile(r"['’]\w\b|\b\w['’]")
_ALONE: Final = re.compile(r"(?<![^\W_])[a-z0-9](?![^\W_])")
_PRIMES: Final = np.array([1, 1_000_003, 998_244_353, 2_147_483_647], dtype=np.uint64)

Terms = dict[tuple[str, ...], list[int]]
Worths = dict[tuple[str, ...], dict[int, float]]
"""Terms as words, with their worth for columns."""


@dataclass(frozen=True, eq=False)
class PhraseIndex:
    """Terms of one length, as they are looked for.

    Attributes
    ----------
    parts
        The numbers of all first words, of all second ones and so on, each rising.
    keys
        (p,) keys of the terms, rising.
    order
        (p,) the term of each key.
    """

    parts: tuple[NDArray[np.int32], ...]
    keys: NDArray[np.uint64]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, terms: NDArray[np.int32]) -> PhraseIndex:
        """The index of terms (p, length)."""
        keys = _keys(terms)
        order = np.argsort(keys)
        return cls(tuple(np.unique(column) for column in terms.T), keys[order], order)


@dataclass(frozen=True, eq=False)
class SeedIndex:
    """Seed terms in the numbers of a vocabulary.

    Attributes
    ----------
    singles
        (s,) numbers of words that are terms by themselves, rising.
    single_worth
        (s, m) worth for each industry.
    phrases
        For each length from two words up: (p, length) numbers of the words of terms, and (p, m) worth.
    """

    singles: NDArray[np.int32]
    single_worth: NDArray[np.float32]
    phrases: tuple[tuple[NDArray[np.int32], NDArray[np.float32]], ...]

    @cached_property
    def worth(self) -> NDArray[np.float32]:
        """(s + p, m) worth of all terms, the single words first."""
        return np.vstack([self.single_worth, *(worth for _, worth in self.phrases)])

    @cached_property
    def sought(self) -> tuple[PhraseIndex, ...]:
        """The phrases of each length, ready to be looked for."""
        return tuple(PhraseIndex.of(terms) for terms, _ in self.phrases)

    def scaled(self, factor: NDArray[np.float32]) -> SeedIndex:
        """The same terms with their worth times `factor` (s + p,)."""
        ends = np.cumsum([len(self.singles), *(len(terms) for terms, _ in self.phrases)])
        parts = [part[:, None] for part in np.split(factor, ends[:-1])]
        phrases = tuple((terms, worth * part) for (terms, worth), part in zip(self.phrases, parts[1:], strict=True))
        return SeedIndex(self.singles, self.single_worth * parts[0], phrases)


def seed_terms(taxonomy: Taxonomy) -> Terms:
    """Every seed term as words, with the columns of the industries it names; plurals are added."""
    terms: Terms = {}
    for column, industry in enumerate(taxonomy.industries):
        for term in {*industry.terms, industry.name, industry.code}:
            parts = tuple(words(term)[:LONGEST])
            if not parts or (term == industry.name and len(parts) > 1):
                continue
            for form in {parts, (*parts[:-1], _plural(parts[-1]))}:
                columns = terms.setdefault(form, [])
                if column not in columns:
                    columns.append(column)
    return terms


def lexicon(taxonomy: Taxonomy) -> Worths:
    """Every term that names an industry, the further ones and the hints too, with its worth for each; plurals added.

    A term's own form counts as it is listed; where a plural made here is listed as well, the listed one holds.
    """
    listed: Worths = {}
    made: Worths = {}
    taxonomy = taxonomy.fuller() if taxonomy.fuller else taxonomy
    for column, industry in enumerate(taxonomy.industries):
        hints = {_parts(term) for term in industry.hints}
        solid = {_parts(term) for term in {*industry.terms, *industry.more}} - hints
        for parts, worth in (*((t, PHRASE_WORTH if len(t) > 1 else 1.0) for t in solid), *((t, HINT) for t in hints)):
            if parts:
                listed.setdefault(parts, {})[column] = worth
                made.setdefault((*parts[:-1], _plural(parts[-1])), {})[column] = worth
    return made | listed


def _parts(term: str) -> tuple[str, ...]:
    """The words of a term; none where a letter or digit that stands alone would be lost: "e.on" is not "on"."""
    return () if _ALONE.search(_POSSESSIVE.sub(" ", term)) else tuple(words(term)[:LONGEST])


def seed_words(terms: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """All words that occur in seed terms."""
    return frozenset(word for term in terms for word in term)


def index_seeds(terms: Worths, vocabulary: Mapping[str, int], m: int) -> SeedIndex:
    """Terms with their worth for each of m columns, in the numbers of a vocabulary that holds their words."""
    by_length: dict[int, list[tuple[list[int], Mapping[int, float]]]] = {1: []}
    for term, worth in terms.items():
        ids = [vocabulary.get(word, -1) for word in term]
        if min(ids) >= 0:
            by_length.setdefault(len(term), []).append((ids, worth))
    (singles, single_worth), *phrases = [_table(by_length[length], length, m) for length in sorted(by_length)]
    return SeedIndex(singles.ravel(), single_worth, tuple(phrases))


def seed_hits(tokens: Tokens, index: SeedIndex) -> NDArray[np.float32]:
    """Worth of the seed terms found, (n, m): the root of their sum, diminishing for repetitions of a term."""
    return np.asarray(np.sqrt(found_terms(tokens, index) @ index.worth), dtype=np.float32)


def found_terms(tokens: Tokens, index: SeedIndex) -> Any:
    """(n, s + p) float32 csr: how much each term is said, log2(1 + count), since said ten times it is no ten terms."""
    from scipy import sparse

    singles = _found(tokens.ids, index.singles)
    start = np.flatnonzero(singles >= 0)
    rows, which, first = [tokens.texts_of(start)], [singles[start].astype(np.int64)], len(index.singles)
    for sought in index.sought:
        start, term = _phrases(tokens, sought)
        rows.append(tokens.texts_of(start))
        which.append(term + first)
        first += len(sought.keys)
    row, column = np.concatenate(rows), np.concatenate(which)
    counts = sparse.csr_matrix((np.ones(len(row), np.float32), (row, column)), (len(tokens), first))
    counts.sum_duplicates()
    counts.data = np.log2(1 + counts.data)
    return counts


def disambiguate(found: Any, index: SeedIndex) -> SeedIndex:
    """The index with terms worth less that, in these articles, keep the company of other industries.

    The company of a term is what the other terms of its articles say; of "dolphins" among articles on football, that
    is sport. A term keeps all its worth where its own industry has at least `COMPANY` of that, else in proportion.

    Parameters
    ----------
    found
        (n, s + p) what `found_terms` gave for the articles.
    """
    worth = index.worth
    if not worth.size:
        return index
    said = found @ worth
    total = said.sum(axis=1)
    owner = worth.argmax(axis=1)
    entries = found.tocoo()
    term, row = entries.col, entries.row
    own = entries.data[:, None] * worth[term]
    others = np.maximum(total[row] - own.sum(axis=1), 0)
    agreeing = np.maximum(said[row, owner[term]] - own[np.arange(len(term)), owner[term]], 0)
    told = others / (others + 1)
    share = np.divide(agreeing, others, out=np.zeros_like(others), where=others > 0)
    seen = np.bincount(term, told, len(worth)) + USED
    company = (np.bincount(term, told * share, len(worth)) + USED * COMPANY) / seen
    return index.scaled(np.clip(company / COMPANY, LEAST, 1).astype(np.float32))


def seed_verdict(hits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shares (n, m) of industries by seed terms alone; rows sum to less than 1, the less the fewer the hits."""
    squared = hits.astype(np.float64) ** 2
    total = squared.sum(axis=1, keepdims=True)
    clear = squared**CLEAR
    norm = clear.sum(axis=1, keepdims=True)
    shares = np.divide(clear, norm, out=np.zeros_like(clear), where=norm > 0)
    return np.asarray(shares * (total / (total + DOUBT)), dtype=np.float32)


def _table(
    rows: list[tuple[list[int], Mapping[int, float]]], length: int, m: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    rows = sorted(rows, key=lambda row: row[0])
    worth = np.zeros((len(rows), m), dtype=np.float32)
    for row, (_, columns) in enumerate(rows):
        for column, value in columns.items():
            worth[row, column] = value / len(columns)
    return np.array([ids for ids, _ in rows], dtype=np.int32).reshape(-1, length), worth


def _found(ids: NDArray[np.int32], wanted: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each word its place in `wanted`, or -1."""
    size = int(max(ids.max(initial=0), wanted.max(initial=0))) + 2
    place = np.full(size, -1, dtype=np.int32)
    place[wanted] = np.arange(len(wanted), dtype=np.int32)
    return np.asarray(place[ids])  # a word that is not known, -1, looks at the last place, which nothing is at


def _phrases(tokens: Tokens, sought: PhraseIndex) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where terms of several words begin, and which term it is; found word by word, so that few are looked at."""
    length = len(sought.parts)
    if not len(sought.keys) or len(tokens.ids) < length:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    start = np.flatnonzero(_found(tokens.ids[: len(tokens.ids) - length + 1], sought.parts[0]) >= 0)
    for step in range(1, length):
        start = start[_found(tokens.ids[start + step], sought.parts[step]) >= 0]
    start = start[tokens.texts_of(start) == tokens.texts_of(start + length - 1)]
    found = _keys(tokens.ids[start[:, None] + np.arange(length)])
    place = np.minimum(np.searchsorted(sought.keys, found), len(sought.keys) - 1)
    exact = sought.keys[place] == found
    return start[exact], sought.order[place[exact]]


def _keys(ids: NDArray[Any]) -> NDArray[np.uint64]:
    mixed = ids.astype(np.uint64) * _PRIMES[: ids.shape[1]]
    return np.asarray(mixed.sum(axis=1, dtype=np.uint64))


def _plural(word: str) -> str:
    if not word.isascii() or word.endswith("s"):
        return word
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"
