"""What was learned of a reader, as terms that add up.

With c the profile's confidence, evidence of kind g counts ``c * SHARES[g] * l_g``, l_g in [-1, 1]; that of topics and
industries ``c * (1 - c) * SHARES[g] * l_g``. Topics and industries are coarse: from a few readings they tell what these
have in common and generalise best; once many articles are known, `similar` sees within a topic what is wanted and what
is not, and the coarse belief would only blur it. So it counts what a prior counts beside n observations, n0 / (n + n0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates, Occasion, Profile
from diversify.rank.likeness import likeness
from diversify.rank.words import fold, fold_all, hold_phrase

SIMILAR: Final = "similar"
"""Name of the term for likeness to articles read."""

SHARES: Final[Mapping[str, float]] = MappingProxyType(
    {SIMILAR: 0.6, "topic": 0.075, "industry": 0.075, "feed": 0.1, "author": 0.1, "term": 0.05}
)
"""What each kind of learned evidence may contribute; they sum to 1. Likeness to single articles says more than all the
rest: it sees what has no name, and topics and fields are in its vectors as well. The source and the author say little,
or one would be read for who says it and not for what is said."""


COARSE: Final = frozenset({"topic", "industry"})
"""Kinds whose evidence steps back as single articles become known."""


def part_of(kind: str, confidence: float) -> float:
    """How much evidence of a kind may contribute to the sum, in [0, 1], by the profile's confidence.

    Examples
    --------
    >>> part_of("similar", 0.5), part_of("topic", 0.5), part_of("topic", 1.0)
    (0.3, 0.01875, 0.0)
    """
    return confidence * SHARES[kind] * (1.0 - confidence if kind in COARSE else 1.0)


@dataclass(frozen=True, eq=False)
class Learned:
    """Learned terms for n articles and one reader, each kind's in [-1, 1] times its part, `part_of`.

    A sensitive article has none: nothing is concluded about it from anybody's reading. A belief about something the
    reader spoke of is dropped: what was said outranks what was done. The means of beliefs are taken as they are;
    who makes a profile has drawn them to 0 by how little is known.

    Raises
    ------
    ValueError
        Where the vectors of evidence and candidates do not compare.
    """

    pool: Candidates
    profile: Profile
    occasion: Occasion

    def total(self) -> NDArray[np.float64]:
        """(n,) sum of all terms, in [-1, 1]."""
        if not self.profile.confidence:
            return np.zeros(len(self.pool))
        parts = {
            SIMILAR: self._likeness,
            "topic": self._by_share("topic").sum(axis=1),
            "industry": self._by_share("industry").sum(axis=1),
            "feed": self._by_label("feed"),
            "author": self._by_label("author"),
            "term": self._by_word().sum(axis=1),
        }
        return np.asarray(np.sum([self._weigh(kind, values) for kind, values in parts.items()], axis=0))

    def terms(self) -> dict[str, NDArray[np.float64]]:
        """The same sum by named terms (n,); for a few rows, as every belief becomes a column."""
        terms: dict[str, NDArray[np.float64]] = {}
        for kind, label, values in self._each():
            name = f"learned:{kind}:{label}" if label else kind
            terms[name] = terms.get(name, np.zeros(len(self.pool))) + self._weigh(kind, values)
        return terms

    def _each(self) -> Iterator[tuple[str, str, NDArray[np.float64]]]:
        yield SIMILAR, "", self._likeness
        for kind in ("topic", "industry"):
            values = self._by_share(kind)
            for column in np.flatnonzero(values.any(axis=0)):
                yield kind, self._names(kind)[int(column)], values[:, column]
        for kind in ("feed", "author"):
            means = self._means(kind)
            labels = np.array(self._labels(kind) if means else [], dtype=object)
            for key in sorted(set(labels) & means.keys()):
                yield kind, means[key][0], np.where(labels == key, means[key][1], 0.0)
        values = self._by_word()
        for place, (word, _) in enumerate(self._means("term").values()):
            yield "term", word, values[:, place]

    def _weigh(self, kind: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(self.pool.sensitive, 0.0, part_of(kind, self.profile.confidence) * values)

    def _means(self, kind: str) -> dict[str, tuple[str, float]]:
        """Folded value to value and mean, of the beliefs about things the reader did not speak of."""
        said = {fold(interest.value) for interest in self.profile.interests if interest.kind == kind}
        beliefs = ((fold(belief.value), belief) for belief in self.profile.beliefs if belief.kind == kind)
        return {key: (belief.value, belief.mean) for key, belief in beliefs if belief.mean and key not in said}

    def _names(self, kind: str) -> Sequence[str]:
        card = self.occasion.card
        return [label.name for label in card.topics] if kind == "topic" else card.industries

    def _by_share(self, kind: str) -> NDArray[np.float64]:
        """(n, columns) share times mean."""
        shares = self.pool.topics if kind == "topic" else self.pool.industries
        means = self._means(kind)
        columns = [means.get(fold(name), ("", 0.0))[1] for name in self._names(kind)]
        return shares * np.array(columns, dtype=np.float64)[: shares.shape[1]]

    def _labels(self, kind: str) -> list[str]:
        if kind == "author":
            return fold_all(self.pool.authors)
        feeds = self.occasion.feeds
        # Reasons ask for one row at a time, of a reader who may have thousands of sources.
        addresses = {number: fold(feeds[number].url) for number in set(self.pool.feeds.tolist()) if number in feeds}
        return [addresses.get(number, "") for number in self.pool.feeds.tolist()]

    def _by_label(self, kind: str) -> NDArray[np.float64]:
        means = {key: mean for key, (_, mean) in self._means(kind).items()}
        if not means:
            return np.zeros(len(self.pool))
        return np.array([means.get(label, 0.0) for label in self._labels(kind)], dtype=np.float64)

    def _by_word(self) -> NDArray[np.float64]:
        """(n, words) values; an article that holds several learned words takes their mean."""
        means = self._means("term")
        matches = np.zeros((len(self.pool), len(means)))
        titles = fold_all(self.pool.titles) if means else []
        for column, (word, _) in enumerate(means.values()):
            matches[:, column] = hold_phrase(titles, word)
        values = np.array([mean for _, mean in means.values()], dtype=np.float64)
        return np.asarray(matches * values / np.maximum(matches.sum(axis=1, keepdims=True), 1.0))

    @cached_property
    def _likeness(self) -> NDArray[np.float64]:
        return likeness(self.pool.vectors, self.profile, self.occasion.card)
