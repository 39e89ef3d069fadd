"""Does an article carry what an interest names? One answer for mutes and for wishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import GENERAL, Candidates, Feed, Interest, Occasion
from diversify.rank.words import fold, fold_all, hold_phrase

CLEAR_SHARE: Final = 0.35
"""From this share on an article stands for a topic or an industry."""

WHOLE_SHARE: Final = 0.7
"""From this share on an article is wholly about an industry; below, in proportion: shares are calibrated, and what is
four tenths of sport is a crossword or a politician as often as a match."""

ABOUT: Final = 0.1
"""A smaller share is the model's noise: the article is not about that at all."""

CLEARLY: Final = 0.5
"""From this degree on an article belongs to the thing named: it may have its place for that alone."""

MUTED_SHARE: Final = 0.2
"""From this share on an article falls under a mute of a topic or an industry: a mute errs on the side of silence."""


@dataclass(frozen=True, eq=False)
class Carrying:
    """Answers for n articles, with the names of the occasion.

    A topic that the model does not have any more is looked for by the words of its name: a mute stays absolute.

    Raises
    ------
    ValueError
        Where the shares of the pool have other columns than the model's card.
    """

    pool: Candidates
    occasion: Occasion

    def __post_init__(self) -> None:
        card = self.occasion.card
        for name, columns, expected in (
            ("topics", self.pool.topics.shape[1], len(card.topics)),
            ("industries", self.pool.industries.shape[1], len(card.industries)),
        ):
            # No columns at all is a pool that no model has read yet.
            if columns not in (0, expected):
                raise ValueError(f"the pool has {columns} {name}, model {card.version!r} has {expected}")

    def degree(self, interest: Interest) -> NDArray[np.float64]:
        """(n,) in [0, 1]: how far each article carries the thing named; 1 for a match.

        By share it is 1 from `WHOLE_SHARE` of an industry on, and from `CLEAR_SHARE` of a topic, of which an article
        may have several. What comes first in an article it carries by `CLEARLY` at least: a topic with the largest
        share, an industry with the largest and more than is left for general news.
        """
        if not self._by_share(interest):
            return self._match(interest).astype(np.float64)
        share = self._share(interest)
        whole = WHOLE_SHARE if interest.kind == "industry" else CLEAR_SHARE
        degree = np.maximum(np.minimum(share / whole, 1.0), np.where(self._first(interest, share), CLEARLY, 0.0))
        return np.where(share >= ABOUT, degree, 0.0)

    def _first(self, interest: Interest, share: NDArray[np.float64]) -> NDArray[np.bool_]:
        """(n,): where this share is the largest; an industry's also against what is left for general news."""
        shares = self.pool.topics if interest.kind == "topic" else self.pool.industries
        if not shares.shape[1]:
            return np.zeros(len(self.pool), dtype=bool)
        # The largest of each row by its place: a tenth of the time that a maximum along short rows takes.
        first = share >= shares[np.arange(len(shares)), shares.argmax(axis=1)]
        if interest.kind == "topic":
            return np.asarray(first)
        return np.asarray(first & (share > 1.0 - shares.sum(axis=1, dtype=np.float64)))

    def falls_under(self, interest: Interest) -> NDArray[np.bool_]:
        """(n,): whether a mute of the thing named silences each article.

        A topic or industry silences what has at least `MUTED_SHARE` of it or more of it than of any other, and an
        industry also all that comes from a source of that one industry.
        """
        if not self._by_share(interest):
            return self._match(interest)
        shares = self.pool.topics if interest.kind == "topic" else self.pool.industries
        share = self._share(interest)
        silenced = share >= MUTED_SHARE
        if shares.shape[1]:
            silenced |= (share > 0) & (share >= shares.max(axis=1))
        if interest.kind == "industry":
            code = fold(interest.value)
            wholly = [feed.id for feed in self.feeds.values() if [fold(c) for c in feed.industries] == [code]]
            silenced |= np.isin(self.pool.feeds, wholly)
        return np.asarray(silenced)

    @property
    def feeds(self) -> Mapping[int, Feed]:
        """Feeds by id, ids filled in."""
        return self.occasion.feeds

    def _by_share(self, interest: Interest) -> bool:
        """Whether the model knows the thing; a topic that is gone since it was named is known by its words alone."""
        if interest.kind == "topic":
            return fold(interest.value) in {fold(label.name) for label in self.occasion.card.topics}
        return interest.kind == "industry"

    def _share(self, interest: Interest) -> NDArray[np.float64]:
        """(n,) summed shares of the columns that bear the name."""
        card = self.occasion.card
        if interest.kind == "topic":
            names, shares = [label.name for label in card.topics], self.pool.topics
        else:
            names, shares = list(card.industries), self.pool.industries
        wanted = fold(interest.value)
        columns = [column for column, name in enumerate(names[: shares.shape[1]]) if fold(name) == wanted]
        if interest.kind == "industry" and wanted == GENERAL and shares.shape[1]:
            return np.asarray(np.clip(1.0 - shares.sum(axis=1, dtype=np.float64), 0.0, 1.0))
        return np.asarray(shares[:, columns].sum(axis=1, dtype=np.float64))

    def _match(self, interest: Interest) -> NDArray[np.bool_]:
        """(n,) for a term in the title, a name in the author's field, or the address of a feed.

        The name of a topic is one or several terms with commas between; any of them counts.
        """
        if interest.kind == "topic":
            found = [hold_phrase(self._titles, term) for term in interest.value.split(",")]
            return np.asarray(np.any(found, axis=0))
        if interest.kind == "term":
            return hold_phrase(self._titles, interest.value)
        if interest.kind == "author":
            return hold_phrase(self._authors, interest.value)
        address = interest.value.strip().rstrip("/")
        ids = [number for number, feed in self.feeds.items() if feed.url.strip().rstrip("/") == address]
        return np.isin(self.pool.feeds, ids)

    @cached_property
    def _titles(self) -> list[str]:
        return fold_all(self.pool.titles)

    @cached_property
    def _authors(self) -> list[str]:
        return fold_all(self.pool.authors)
