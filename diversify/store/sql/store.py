"""The whole store in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
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
from diversify.store.moments import Clock, now
from diversify.store.sql.articles import SqliteArticles
from diversify.store.sql.connection import Connection
from diversify.store.sql.deliveries import SqliteDeliveries
from diversify.store.sql.feeds import SqliteFeeds
from diversify.store.sql.models import SqliteModels
from diversify.store.sql.reader import SqliteReader
from diversify.store.sql.searching import find_words, take_in
from diversify.store.sql.slates import SqliteSlates


class SqliteStore:
    """Everything durable in one SQLite file, and the bodies of models in a folder beside it.

    A store belongs to the thread that opened it. Other threads and processes open their own on the same path; of two
    writers one waits.

    Parameters
    ----------
    path
        The file; it and missing folders above it are created for their owner alone.
    busy_seconds
        How long to wait for another writer.
    clock
        Tells when a dial was turned.

    Raises
    ------
    StoreError
        Where the place cannot be used, or holds something else; its subclasses say what.
    """

    def __init__(self, path: str | Path, *, busy_seconds: float = 5.0, clock: Clock = now) -> None:
        self._connection = Connection(Path(path).expanduser(), busy_seconds=busy_seconds)
        self.feeds: FeedRecords = SqliteFeeds(self._connection)
        self.articles: ArticleRecords = SqliteArticles(self._connection)
        self.reader: ReaderRecords = SqliteReader(self._connection, clock=clock)
        self.slates: SlateRecords = SqliteSlates(self._connection)
        self.deliveries: DeliveryRecords = SqliteDeliveries(self._connection)
        self.models: ModelRecords = SqliteModels(self._connection)

    @property
    def location(self) -> str:
        """The path of the file."""
        return str(self._connection.path)

    def search(self, words: Sequence[str], *, texts: bool = False, limit: int = 50) -> list[int]:
        """Ids of the newest articles in which words begin with all of these: in the title, or anywhere."""
        return find_words(self._connection, words, texts=texts, limit=limit)

    def index_words(self) -> int:
        """Take a few more articles into the index of words, where the engine has one; how many, 0 where none waits."""
        return take_in(self._connection)

    def stamp(self) -> tuple[int, ...]:
        """Stays the same only while nothing stored has changed, here or through another connection."""
        return self._connection.stamp()

    def erase(self) -> None:
        """Remove everything kept, so that no word of it is left in any file; an empty store remains.

        Raises
        ------
        StoreLockedError
            Where the store is open elsewhere; then nothing was removed.
        """
        self._connection.blank()

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
