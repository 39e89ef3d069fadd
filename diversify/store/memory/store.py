"""The whole store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from types import TracebackType
from typing import Self

from diversify.protocols import (
    ArticleRecords,
    DeliveryRecords,
    FeedRecords,
    ModelRecords,
    ReaderRecords,
    SlateRecords,
)
from diversify.store.memory.articles import MemoryArticles
from diversify.store.memory.deliveries import MemoryDeliveries
from diversify.store.memory.feeds import MemoryFeeds
from diversify.store.memory.models import MemoryModels
from diversify.store.memory.reader import MemoryReader
from diversify.store.memory.slates import MemorySlates
from diversify.store.memory.state import State
from diversify.store.moments import Clock, now
from diversify.store.words import holds_words


class MemoryStore:
    """Everything in memory, gone with the process; it keeps the same law as the store in a file.

    Parameters
    ----------
    clock
        Tells when a dial was turned.

    Examples
    --------
    >>> from diversify.domain import Feed
    >>> store = MemoryStore()
    >>> [feed.id for feed in store.feeds.add([Feed("https://example.org/feed")])]
    [1]
    """

    def __init__(self, *, clock: Clock = now) -> None:
        self._clock = clock
        self._stamps = count()
        self._begin()

    def _begin(self) -> None:
        state = State()
        self.feeds: FeedRecords = MemoryFeeds(state)
        models = MemoryModels(state)
        self.models: ModelRecords = models
        self.articles: ArticleRecords = MemoryArticles(state, models.version)
        self.reader: ReaderRecords = MemoryReader(state, clock=self._clock)
        self.slates: SlateRecords = MemorySlates(state)
        self.deliveries: DeliveryRecords = MemoryDeliveries(state)

    @property
    def location(self) -> str:
        """The word that opens such a store."""
        return ":memory:"

    def search(self, words: Sequence[str], *, texts: bool = False, limit: int = 50) -> list[int]:
        """Ids of the newest articles in which words begin with all of these: in the title, or anywhere."""
        found = [article for article in self.articles.texts() if words and holds_words(article, words, texts=texts)]
        found.sort(key=lambda article: (article.published, article.id), reverse=True)
        return [article.id for article in found[: max(limit, 0)]]

    def index_words(self) -> int:
        """None: there is no index."""
        return 0

    def stamp(self) -> tuple[int, ...]:
        """Another at each call: nothing here counts changes, and nothing here is slow to read again."""
        return (next(self._stamps),)

    def erase(self) -> None:
        """Remove everything kept."""
        self._begin()

    def close(self) -> None:
        """Release what is held: nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
