"""The shelf of sources."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from diversify.domain import Feed, FeedTally, FetchState
from diversify.errors import UsageError
from diversify.store.codec import limits_of, limits_text
from diversify.store.moments import from_micros_or_none, to_micros_or_none
from diversify.store.rules import clean_feed, clean_record, settled, unknown_feed
from diversify.store.sql.connection import Connection
from diversify.store.sql.searching import begin_anew
from diversify.store.sql.statements import TURN, batches, in_turns, listed
from diversify.store.sql.tallies import read_tallies

_FEEDS = """SELECT id, url, title, site, language, country, industries, folder, is_window, paused, allow_private, added,
    extra, full_text, limits FROM feeds"""
_ALL = f"{_FEEDS} ORDER BY id"
_GET = f"{_FEEDS} WHERE id IN :ids"
_ADD = """INSERT INTO feeds
    (url, title, site, language, country, industries, folder, is_window, paused, allow_private, added, extra,
     full_text, limits)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING"""
_CHANGE = """UPDATE feeds SET url = ?, title = ?, site = ?, language = ?, country = ?, industries = ?, folder = ?,
    is_window = ?, paused = ?, allow_private = ?, added = ?, extra = ?, full_text = ?,
    limits = ? WHERE id = ?"""
_SAVE_STATE = """INSERT INTO fetch_states
    (etag, last_modified, content_hash, not_before, last_try, last_success, last_change, failures, error_kind,
     error_message, retired, moved_to, moved_since, feed_id)
    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, id FROM feeds WHERE id = ?
    ON CONFLICT (feed_id) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
    content_hash = excluded.content_hash, not_before = excluded.not_before, last_try = excluded.last_try,
    last_success = excluded.last_success, last_change = excluded.last_change, failures = excluded.failures,
    error_kind = excluded.error_kind, error_message = excluded.error_message, retired = excluded.retired,
    moved_to = excluded.moved_to, moved_since = excluded.moved_since"""
_STATES = """SELECT feed_id, etag, last_modified, content_hash, not_before, last_try, last_success, last_change,
    failures, error_kind, error_message, retired, moved_to, moved_since FROM fetch_states"""
_STATES_OF = f"{_STATES} WHERE feed_id IN :ids"
_BY_HEALTH = """SELECT f.id, coalesce(s.failures > 0 OR s.retired, 0) AS sick
    FROM feeds AS f LEFT JOIN fetch_states AS s ON s.feed_id = f.id ORDER BY sick DESC, f.id"""
_MOST_KEPT = 8_192


class SqliteFeeds:
    """Sources and the state of fetching them; see `protocols.FeedRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, feeds: Iterable[Feed]) -> list[Feed]:
        """Store feeds that are not there yet (by URL); return the stored ones, ids given, in the order asked."""
        asked = [clean_feed(feed) for feed in feeds]
        with self._connection.writing() as raw:
            known = {url for (url,) in raw.execute("SELECT url FROM feeds")}
            new: dict[str, Feed] = {}
            for feed in asked:
                if feed.url not in known:
                    new.setdefault(feed.url, feed)
            raw.executemany(_ADD, map(_row, new.values()))
        stored = {feed.url: feed for feed in self.all()}
        return [stored[feed.url] for feed in asked]

    def all(self) -> list[Feed]:
        """Every feed, in the order of adding."""
        return [_feed(row) for row in self._connection.read(_ALL)]

    def get(self, ids: Sequence[int]) -> list[Feed]:
        """The feeds with these ids that exist, in the order asked."""
        found: dict[int, Feed] = {}
        for batch in batches(ids):
            rows = self._connection.read(listed(_GET, "ids", len(batch)), [int(one) for one in batch])
            found |= {row[0]: _feed(row) for row in rows}
        return [found[feed_id] for feed_id in ids if feed_id in found]

    def change(self, feed: Feed) -> None:
        """Write every field of a stored feed, known by its id.

        Raises
        ------
        UsageError
            Where no feed has this id, or another feed has this URL.
        """
        feed = clean_feed(feed)
        with self._connection.writing() as raw:
            if raw.execute("SELECT 1 FROM feeds WHERE url = ? AND id <> ?", (feed.url, feed.id)).fetchone():
                raise UsageError(f"{feed.url} is another feed in the store", mend="remove one of the two")
            if raw.execute(_CHANGE, (*_row(feed), feed.id)).rowcount == 0:
                raise unknown_feed(feed.id)

    def change_all(self, feeds: Iterable[Feed]) -> None:
        """Write every field of several stored feeds at once.

        A feed removed meanwhile is passed over; one whose new URL another feed has keeps its own.
        """
        with self._connection.writing(durable=False) as raw:
            stored = dict(raw.execute("SELECT id, url FROM feeds"))
            changes = [(*_row(feed), feed.id) for feed in settled(feeds, stored)]
            raw.executemany(_CHANGE, changes)

    def remove(self, feed_id: int) -> None:
        """Remove a feed with its articles; slates and acts that name them stay, being the reader's.

        Raises
        ------
        UsageError
            Where no feed has this id.
        """
        with self._connection.writing() as raw:
            if raw.execute("DELETE FROM feeds WHERE id = ?", (feed_id,)).rowcount == 0:
                raise unknown_feed(feed_id)
            begin_anew(raw)
        self._connection.shed_traces()

    def states(self, ids: Sequence[int] | None = None) -> dict[int, FetchState]:
        """Feed id to state, for feeds that have been tried; of all, or of these ids."""
        if ids is None:
            rows = self._connection.read(_STATES)
        else:
            parts = batches(ids)
            rows = [row for part in parts for row in self._connection.read(listed(_STATES_OF, "ids", len(part)), part)]
        return {row[0]: _state(row) for row in sorted(rows, key=itemgetter(0))}

    def by_health(self) -> list[tuple[int, bool]]:
        """Each feed's id and whether it needs a look, its last visits having failed or it being gone; those first."""
        return [(feed_id, bool(sick)) for feed_id, sick in self._connection.read(_BY_HEALTH)]

    def save_states(self, states: Iterable[FetchState]) -> None:
        """Write states, replacing older ones of the same feed; a feed removed meanwhile is passed over."""
        rows = [_state_row(state) for state in states]
        for batch in in_turns(rows, 4 * TURN):
            with self._connection.writing(durable=False) as raw:
                raw.executemany(_SAVE_STATE, batch)

    def tallies(self, *, since: datetime) -> dict[int, FeedTally]:
        """Feed id to what it brought, for feeds that have articles; days are counted from that moment on."""
        return read_tallies(self._connection, since)


def check_feeds(raw: sqlite3.Connection, feed_ids: Iterable[int]) -> None:
    """Refuse ids that no feed has.

    Raises
    ------
    UsageError
        Naming the smallest of them.
    """
    missing = set(feed_ids) - {feed_id for (feed_id,) in raw.execute("SELECT id FROM feeds")}
    if missing:
        raise unknown_feed(min(missing))


def _row(feed: Feed) -> tuple[Any, ...]:
    """Every field but the id."""
    return (
        *(feed.url, feed.title, feed.site, feed.language, feed.country),
        *(json.dumps(feed.industries), json.dumps(feed.folder)),
        *(int(feed.window), int(feed.paused), int(feed.allow_private), to_micros_or_none(feed.added)),
        *(json.dumps(dict(feed.extra)), int(feed.full_text), limits_text(feed.limits)),
    )


@lru_cache(maxsize=_MOST_KEPT)
def _feed(row: tuple[Any, ...]) -> Feed:
    """A stored feed; the same row, as it comes with every look at the sources, is the same object."""
    (
        feed_id,
        url,
        title,
        site,
        language,
        country,
        industries,
        folder,
        window,
        paused,
        private,
        added,
        extra,
        full_text,
        limits,
    ) = row
    return Feed(
        url=url,
        title=title,
        site=site,
        language=language,
        country=country,
        industries=_texts(industries),
        folder=_texts(folder),
        window=bool(window),
        paused=bool(paused),
        allow_private=bool(private),
        added=from_micros_or_none(added),
        extra=_pairs(extra),
        full_text=bool(full_text),
        limits=limits_of(limits),
        id=feed_id,
    )


@lru_cache(maxsize=4_096)
def _texts(column: str) -> tuple[str, ...]:
    """A column of several texts; thousands of feeds have few different ones."""
    return tuple(json.loads(column))


@lru_cache(maxsize=4_096)
def _pairs(column: str) -> tuple[tuple[str, str], ...]:
    return tuple(json.loads(column).items())


def _state_row(state: FetchState) -> tuple[Any, ...]:
    """Every field, the id last; validators as bytes, being sent back exactly as received."""
    state = clean_record(state, but=("etag", "last_modified"))
    return (
        *(state.etag.encode("utf-8", "surrogatepass"), state.last_modified.encode("utf-8", "surrogatepass")),
        state.content_hash,
        *(to_micros_or_none(state.not_before), to_micros_or_none(state.last_try)),
        *(to_micros_or_none(state.last_success), to_micros_or_none(state.last_change)),
        *(state.failures, state.error_kind, state.error_message, int(state.retired), state.moved_to),
        *(to_micros_or_none(state.moved_since), state.feed_id),
    )


@lru_cache(maxsize=_MOST_KEPT)
def _state(row: tuple[Any, ...]) -> FetchState:
    return FetchState(
        feed_id=row[0],
        etag=row[1].decode("utf-8", "surrogatepass"),
        last_modified=row[2].decode("utf-8", "surrogatepass"),
        content_hash=row[3],
        not_before=from_micros_or_none(row[4]),
        last_try=from_micros_or_none(row[5]),
        last_success=from_micros_or_none(row[6]),
        last_change=from_micros_or_none(row[7]),
        failures=row[8],
        error_kind=row[9],
        error_message=row[10],
        retired=bool(row[11]),
        moved_to=row[12],
        moved_since=from_micros_or_none(row[13]),
    )
