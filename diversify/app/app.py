"""The application: one verb for each promise of the product, over one store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from diversify.app import believing, digesting, knowing, subscribing, training, updating
from diversify.app.acting import Place, find_place, record, say
from diversify.app.days import day_of, utc_now
from diversify.app.dials import Dials
from diversify.app.updating import UpdateReport
from diversify.catalogue import load_taxonomy
from diversify.config import Settings
from diversify.domain import (
    Digest,
    Feed,
    Feedback,
    FeedbackKind,
    Interest,
    ModelCard,
    Occasion,
    Profile,
    Slate,
    UpdateResult,
)
from diversify.protocols import Fetcher, Store


class App:
    """Subscribe, update, train, recommend, deliver, record, explain, forget.

    Parameters
    ----------
    store
        Where everything durable lies; the application closes it.
    settings
        How hard to work; the reader's dials are in the store.
    clock
        What time it is, in UTC.
    fetcher
        Where feeds are fetched; None is the web.

    Examples
    --------
    >>> from diversify.store import MemoryStore
    >>> app = App(MemoryStore())
    >>> [feed.url for feed in app.subscribe([Feed("https://harbour.example/feed")])[0]]
    ['https://harbour.example/feed']
    """

    def __init__(
        self,
        store: Store,
        *,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = utc_now,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.store = store
        self.settings = settings or Settings()
        self.clock = clock
        self.fetcher = fetcher
        self._made: tuple[Slate, Occasion] | None = None

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    @property
    def dials(self) -> Dials:
        """The reader's dials, defaults filled in."""
        return Dials.read(self.store.reader.dials())

    def subscribe(self, feeds: Iterable[Feed]) -> tuple[list[Feed], list[Feed]]:
        """Store feeds; (the added, those that were there already)."""
        return subscribing.subscribe(self.store, feeds, now=self.clock())

    def update(
        self, *, everything: bool = False, on_result: Callable[[UpdateResult], None] | None = None
    ) -> UpdateReport:
        """Read the feeds that are due, or all of them; conditionally either way."""
        return updating.update(
            self.store, self.settings, self.fetcher, now=self.clock(), everything=everything, on_result=on_result
        )

    def train(self, *, seed: int = 0) -> ModelCard:
        """Learn topics and industries from the store's articles."""
        return training.train(self.store, now=self.clock(), seed=seed, vectors=self.settings.vectors)

    def recommend(
        self, day: str | None = None, *, seed: int = 0, mix: str | None = None, size: int | None = None,
        again: bool = False,
    ) -> Slate:  # fmt: skip
        """The slate of a day; with `again`, the one already made where it was asked for in the same way."""
        now = self.clock()
        asked = digesting.Asked(day_of(day, now), seed, self.dials.policy(mix=mix, size=size))
        made = digesting.shown_already(self.store, asked) if again else None
        if made is None and self.store.models.current() is None:
            self.train(seed=seed)
        if made is None:
            self._made = digesting.make_slate(self.store, asked, now=now)
            made = self._made[0]
        return made

    def deliver(self, slate: Slate) -> Digest:
        """The slate in the words that outputs print; the question of its day is asked on that day alone."""
        occasion = self._made[1] if self._made is not None and self._made[0] is slate else None
        digest = digesting.dress(self.store, slate, reader=self.settings.reader, occasion=occasion)
        return digest if slate.day == day_of(None, self.clock()) else replace(digest, check_in=None)

    def record(self, number: int, kind: FeedbackKind, *, value: float = 1.0) -> tuple[Place, Feedback | None]:
        """Keep one act on a place or article; no `Feedback` where it was not kept."""
        place = find_place(self.store, number)
        return place, record(self.store, place, kind, now=self.clock(), value=value)

    def say(self, interest: Interest) -> None:
        """Keep what the reader says; it outranks what they did. What names a sensitive subject is refused."""
        say(self.store, interest)

    def profile(self) -> tuple[Profile, dict[str, Any]]:
        """What is believed now, and the same in words: the document of `profile --json`."""
        occasion = believing.occasion_for_words(self.store, day_of(None, self.clock()), articles=())
        grounds = believing.grounds_at(self.store, occasion)
        occasion = believing.with_sources(self.store, occasion, grounds)
        profile = believing.profile_of(self.store, grounds, occasion)
        return profile, knowing.believed(self.store, grounds, profile, occasion=occasion)

    def forget(self, what: str) -> str:
        """Forget an interest, an article's traces, or everything observed; tells what was removed."""
        return knowing.forget(self.store, what, load_taxonomy())
