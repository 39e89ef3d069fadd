"""What is durable: the store and its six shelves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from diversify.domain import (
        Article,
        Candidates,
        Delivery,
        Feed,
        Feedback,
        FeedTally,
        FetchState,
        Interest,
        ModelCard,
        Slate,
        Understanding,
    )


class FeedRecords(Protocol):
    """Sources and the state of fetching them."""

    def add(self, feeds: Iterable[Feed]) -> list[Feed]:
        """Store feeds that are not there yet (by URL); return the stored ones, ids given, in the order asked."""
        ...

    def all(self) -> list[Feed]:
        """Every feed, in the order of adding."""
        ...

    def get(self, ids: Sequence[int]) -> list[Feed]:
        """The feeds with these ids that exist, in the order asked."""
        ...

    def change(self, feed: Feed) -> None:
        """Write every field of a stored feed, known by its id."""
        ...

    def change_all(self, feeds: Iterable[Feed]) -> None:
        """Write every field of several stored feeds at once, as an update does that learned of them from themselves.

        A feed removed meanwhile is passed over; one whose new URL another feed has keeps its own.
        """
        ...

    def remove(self, feed_id: int) -> None:
        """Remove a feed with its articles."""
        ...

    def states(self, ids: Sequence[int] | None = None) -> dict[int, FetchState]:
        """Feed id to state, for feeds that have been tried; of all, or of these ids."""
        ...

    def by_health(self) -> list[tuple[int, bool]]:
        """Each feed's id and whether it needs a look, its last visits having failed or it being gone; those first."""
        ...

    def save_states(self, states: Iterable[FetchState]) -> None:
        """Write states, replacing older ones of the same feed."""
        ...

    def tallies(self, *, since: datetime) -> dict[int, FeedTally]:
        """Feed id to what it brought, for feeds that have articles; days are counted from that moment on."""
        ...


class ArticleRecords(Protocol):
    """Articles, what is understood of them, and the pool of candidates."""

    def known(self, feed_id: int) -> dict[str, tuple[int, str]]:
        """Guid to (article id, content hash) of a feed's stored articles, for telling new, changed and same."""
        ...

    def save(self, articles: Sequence[Article]) -> list[int]:
        """Insert, or update what (feed, guid) already names; return ids in order.

        Ids begin at `FIRST_ARTICLE_ID`. An update keeps `id`, `seen` and `story`.
        """
        ...

    def get(self, ids: Sequence[int]) -> list[Article]:
        """The articles with these ids that exist, in the order asked."""
        ...

    def texts(self, *, since: datetime | None = None, without: str = "") -> Iterator[Article]:
        """Articles by id; only those published since then, only those without an understanding by that model.

        `content` is filled: this is what models read.
        """
        ...

    def save_stories(self, stories: Mapping[int, int]) -> None:
        """Article id to story number."""
        ...

    def understand(self, ids: Sequence[int], model: str, understanding: Understanding) -> None:
        """Store what a model understands of these articles, row by row, replacing an older model's."""
        ...

    def understood(self, ids: Sequence[int], model: str) -> tuple[list[int], Understanding]:
        """What that model understands of those of the ids that it has read, in the order asked."""
        ...

    def candidates(
        self, model: str, *, since: datetime, until: datetime, languages: Sequence[str] = (), limit: int = 10_000
    ) -> Candidates:
        """Newest first: the newest `limit` articles of unpaused feeds published in (since, until], with vectors.

        Beside these the three newest of every feed, so that who posts rarely is not drowned by who posts much.
        `languages` empty means all; an article of unknown language always passes.
        """
        ...

    def counts(self) -> dict[str, int]:
        """`articles`, `understood`, `stories` and `feeds`."""
        ...

    def unread(self, model: str) -> int:
        """How many articles that model has not understood; quick, as every digest asks."""
        ...

    def drop_older(self, moment: datetime) -> int:
        """Remove articles first seen before then that were never acted upon nor named in a slate; how many."""
        ...


class ReaderRecords(Protocol):
    """What the reader said and did. The privacy level is enforced here, at the door."""

    def record(self, feedback: Feedback) -> Feedback | None:
        """Store one act durably and return it with its id; None where the level or the article forbids keeping it."""
        ...

    def feedback(self, *, until: datetime | None = None) -> list[Feedback]:
        """Acts in order of time, up to a moment."""
        ...

    def acts_on(self, article_ids: Sequence[int]) -> list[Feedback]:
        """Acts on these articles, in order of time; quick, however long the reader has been here."""
        ...

    def take_back(self, feedback_id: int) -> Feedback | None:
        """Erase one act, and what later slates say of how they were made; the act, or None where it is not there."""
        ...

    def say(self, interest: Interest) -> None:
        """Store what the reader said, replacing what they said of the same thing; `say_back` undoes it."""
        ...

    def unsay(self, kind: str, value: str, *, undoable: bool = False) -> bool:
        """Remove one interest and the reasons that name it; unless undoable, also that it was ever said."""
        ...

    def say_back(self) -> tuple[Interest | None, Interest | None]:
        """Undo the last saying or unsaying: (what held, what holds again); both None where there is none."""
        ...

    def interests(self) -> list[Interest]:
        """What the reader said, in the order of saying."""
        ...

    def forget(self, article_ids: Sequence[int]) -> int:
        """Erase all feedback on these articles, and what slates say of how they were made; how many acts."""
        ...

    def dials(self) -> dict[str, Any]:
        """The reader's settings as stored: name to JSON value."""
        ...

    def turn(self, name: str, value: Any) -> None:
        """Set one dial (None removes it), undoably. Lowering `privacy` erases what the new level does not keep."""
        ...

    def history(self, name: str) -> list[tuple[datetime, Any]]:
        """Earlier values of a dial, newest first; of `interests`, what was said before (weight None: nothing)."""
        ...


class SlateRecords(Protocol):
    """What was shown."""

    def save(self, slate: Slate) -> Slate:
        """Store a slate durably and return it with its id; an equal slate of the same day is not stored twice."""
        ...

    def last(self, day: str | None = None) -> Slate | None:
        """The newest slate, or the newest of that day."""
        ...

    def since(self, moment: datetime) -> list[Slate]:
        """Every slate as of that moment and later, oldest first, those of one day in the order of showing."""
        ...

    def feeds_shown(self, before: str) -> frozenset[int]:
        """Ids of all feeds ever shown on days before that one."""
        ...


class DeliveryRecords(Protocol):
    """What was brought to the reader, so that nothing is brought twice; and the store's name outside."""

    def mark(self) -> str:
        """A random name of this store (32 hexadecimal digits or more), the same until everything is erased."""
        ...

    def begin(self, delivery: Delivery) -> Delivery | None:
        """Store durably that it began (None, for one of all who ask), or return what is there of its way and day."""
        ...

    def settle(self, delivery: Delivery) -> None:
        """Write every field of a delivery, known by its way and day."""
        ...

    def withdraw(self, way: str, day: str) -> bool:
        """Take back that a delivery began, as it certainly did not arrive; whether it was there."""
        ...

    def of(self, way: str) -> list[Delivery]:
        """All deliveries of a way, by day."""
        ...


class ModelRecords(Protocol):
    """Trained models: their cards, and their bytes."""

    def save(self, card: ModelCard, body: bytes) -> None:
        """Store a model and make it the current one; a crash leaves the old one whole."""
        ...

    def current(self) -> ModelCard | None:
        """The card of the current model."""
        ...

    def load(self, version: str) -> bytes:
        """The bytes of a model.

        Raises
        ------
        ModelError
            Where it is absent, cut short or damaged.
        """
        ...


class Store(Protocol):
    """Everything durable, in six shelves."""

    feeds: FeedRecords
    articles: ArticleRecords
    reader: ReaderRecords
    slates: SlateRecords
    deliveries: DeliveryRecords
    models: ModelRecords

    @property
    def location(self) -> str:
        """Where it lies, in words for the reader."""
        ...

    def search(self, words: Sequence[str], *, texts: bool = False, limit: int = 50) -> list[int]:
        """Ids of the newest articles in which words begin with all of these, in any case: in the title, or anywhere.

        A word of up to two letters stands alone. Accents may be left out, where the engine has an index of words.
        """
        ...

    def index_words(self) -> int:
        """Take a few more articles into the index of words, where there is one; how many, 0 where none waits.

        For whoever serves searches, when nothing else is to be done: articles are found without, but more slowly.
        """
        ...

    def stamp(self) -> tuple[int, ...]:
        """Cheap to ask, and the same only where nothing stored has changed meanwhile, here or anywhere else."""
        ...

    def erase(self) -> None:
        """Remove everything kept, so that no word of it is left in any file."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...

    def __enter__(self) -> Self:
        """The store itself, closed when the block ends."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        ...
