"""The shelf of sources, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from diversify.domain import Feed, FeedTally, FetchState
from diversify.errors import UsageError
from diversify.store.memory.state import State
from diversify.store.memory.tallies import tallies_of
from diversify.store.rules import clean_feed, clean_record, settled, unknown_feed


class MemoryFeeds:
    """Sources and the state of fetching them; see `protocols.FeedRecords`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, feeds: Iterable[Feed]) -> list[Feed]:
        """Store feeds that are not there yet (by URL); return the stored ones, ids given, in the order asked."""
        asked = [clean_feed(feed) for feed in feeds]
        stored = {feed.url: feed for feed in self._state.feeds.values()}
        for feed in asked:
            if feed.url not in stored:
                stored[feed.url] = replace(feed, id=next(self._state.feed_ids))
                self._state.feeds[stored[feed.url].id] = stored[feed.url]
        return [stored[feed.url] for feed in asked]

    def all(self) -> list[Feed]:
        """Every feed, in the order of adding."""
        return list(self._state.feeds.values())

    def get(self, ids: Sequence[int]) -> list[Feed]:
        """The feeds with these ids that exist, in the order asked."""
        return [self._state.feeds[int(one)] for one in ids if int(one) in self._state.feeds]

    def change(self, feed: Feed) -> None:
        """Write every field of a stored feed, known by its id."""
        feed = clean_feed(feed)
        if any(other.url == feed.url and other.id != feed.id for other in self._state.feeds.values()):
            raise UsageError(f"{feed.url} is another feed in the store", mend="remove one of the two")
        if feed.id not in self._state.feeds:
            raise unknown_feed(feed.id)
        self._state.feeds[feed.id] = feed

    def change_all(self, feeds: Iterable[Feed]) -> None:
        """Write every field of several stored feeds at once.

        A feed removed meanwhile is passed over; one whose new URL another feed has keeps its own.
        """
        stored = {feed.id: feed.url for feed in self._state.feeds.values()}
        self._state.feeds |= {feed.id: feed for feed in settled(feeds, stored)}

    def remove(self, feed_id: int) -> None:
        """Remove a feed with its articles; slates and acts that name them stay, being the reader's."""
        state = self._state
        if state.feeds.pop(feed_id, None) is None:
            raise unknown_feed(feed_id)
        state.fetch_states.pop(feed_id, None)
        for article in [article for article in state.articles.values() if article.feed_id == feed_id]:
            state.drop(article)

    def states(self, ids: Sequence[int] | None = None) -> dict[int, FetchState]:
        """Feed id to state, for feeds that have been tried; of all, or of these ids."""
        asked = None if ids is None else set(ids)
        kept = sorted(self._state.fetch_states.items())
        return {number: state for number, state in kept if asked is None or number in asked}

    def by_health(self) -> list[tuple[int, bool]]:
        """Each feed's id and whether it needs a look, its last visits having failed or it being gone; those first."""
        states = self._state.fetch_states
        sick = {number for number, one in states.items() if one.failures or one.retired}
        return sorted(((number, number in sick) for number in self._state.feeds), key=lambda one: (not one[1], one[0]))

    def save_states(self, states: Iterable[FetchState]) -> None:
        """Write states, replacing older ones of the same feed; a feed removed meanwhile is passed over."""
        for given in states:
            if given.feed_id in self._state.feeds:
                self._state.fetch_states[given.feed_id] = clean_record(given, but=("etag", "last_modified"))

    def tallies(self, *, since: datetime) -> dict[int, FeedTally]:
        """Feed id to what it brought, for feeds that have articles; days are counted from that moment on."""
        return tallies_of(self._state.articles.values(), since)
