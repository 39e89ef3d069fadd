"""Visit what is due, read it, decide, store: one feed after the other as answers come, writes in batches."""

from __future__ import annotations

import gc
import logging
import shlex
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from diversify.domain import Article, Feed, FeedLimits, Fetched, FetchRequest, FetchState, UpdateResult
from diversify.ingest.deciding import decide
from diversify.ingest.drafts import Reading
from diversify.ingest.limits import LIMITS, MIB, permitting, raising
from diversify.ingest.reading import Document, ParseLimits
from diversify.ingest.schedule import (
    SILENCED,
    after_failure,
    after_gone,
    after_redirect,
    after_success,
    is_due,
    pace,
    silenced,
)
from diversify.ingest.urls import host_of
from diversify.protocols import Fetcher, Store

log = logging.getLogger(__name__)

BATCH = 1_000
"""Articles written at once."""
FEEDS_AT_ONCE = 200
"""Feeds after which what is known is written, whether or not a batch of articles is full."""

_OUR_OWN = frozenset(("dns", "refused", "timeout"))  # kinds of failure that a broken connection of ours brings
_SILENCE = 3  # feeds that must all be silent before we take it to be ours


class Reader(Protocol):
    """Reads many documents; what `ParserPool` does."""

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, failures as values."""
        ...


def update_feeds(
    store: Store,
    fetcher: Fetcher,
    pool: Reader,
    *,
    now: datetime,
    everything: bool = False,
    on_result: Callable[[UpdateResult], None] | None = None,
) -> list[UpdateResult]:
    """Bring the store up to date with its feeds.

    Parameters
    ----------
    store
        Feeds, states and articles; written in this thread alone.
    fetcher, pool
        Who fetches, and who reads what was fetched.
    now
        Taken as the moment of seeing for all that is new.
    everything
        Visit also what is not due yet; still conditionally, still not what is paused or retired.
    on_result
        Called for each feed as it is done.

    Returns
    -------
    list of UpdateResult
        One for each feed visited, in order of completion.
    """
    states, feeds = store.feeds.states(), store.feeds.all()
    silent = frozenset[str]() if everything else silenced(feeds, states, now=now)
    due = [feed for feed in feeds if is_due(feed, states.get(feed.id), now=now, everything=everything)]
    due = [feed for feed in due if host_of(feed.url) not in silent] if silent else due
    update = _Update(store, now, on_result)
    for feed in due:
        update.expect(feed, states.get(feed.id) or FetchState(feed.id))
    requests = [update.request(feed) for feed in due]
    with _collecting_rarely():
        for reading in pool.read(update.documents(fetcher.fetch(requests))):
            update.take(reading)
        update.finish()
    return update.results


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Look for cycles after many more objects than usual: articles are many and are in none."""
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], 50_000) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _parse_limits(limits: FeedLimits) -> ParseLimits | None:
    """What reading a document may cost; None where the reader said nothing of it."""
    usual = ParseLimits()
    own = ParseLimits(
        seconds=limits.parse_cpu_seconds or usual.seconds,
        mebibytes=(limits.parse_memory or usual.mebibytes * MIB) // MIB,
        items=limits.max_items or usual.items,
    )
    return None if own == usual else own


def _way_out(feed: Feed, words: str) -> str:
    """How to raise the limit that these words name."""
    name = "memory" if "of memory" in words else "cpu"  # the clock goes by the processor time
    return raising(name, feed.url, getattr(feed.limits, LIMITS[name].field) or LIMITS[name].usual)


def _cut_words(feed: Feed, reading: Reading) -> str:
    """What is said of a document of which only the newest entries were kept; empty where all were."""
    if not reading.left_out:
        return ""
    most = feed.limits.max_items or int(LIMITS["items"].usual)
    whole = most + reading.left_out
    more = permitting("items", feed.url, whole) if most < LIMITS["items"].most else "no feed may have more"
    return f"has {whole:,} entries, of which the {most:,} newest are kept; {more}"


class _Update:
    """One run: what is waited for, what is not yet written, what came out."""

    def __init__(self, store: Store, now: datetime, on_result: Callable[[UpdateResult], None] | None) -> None:
        self._store, self._now, self._on_result = store, now, on_result
        self._waiting: dict[str, list[tuple[Feed, FetchState]]] = {}
        self._reading: dict[str, tuple[Feed, FetchState, Fetched, str]] = {}
        self._articles: list[Article] = []
        self._states: list[FetchState] = []
        self._feeds: list[Feed] = []
        self._unheard: list[tuple[FetchState, Fetched]] = []
        self._online = False
        self.results: list[UpdateResult] = []

    def expect(self, feed: Feed, state: FetchState) -> None:
        """Note a feed whose answer will come."""
        self._waiting.setdefault(feed.url, []).append((feed, state))

    def request(self, feed: Feed) -> FetchRequest:
        """The conditional request for a feed that is expected."""
        state = self._waiting[feed.url][0][1]
        return FetchRequest(feed.url, state.etag, state.last_modified, feed.allow_private, feed.limits)

    def documents(self, answers: Iterable[Fetched]) -> Iterator[Document]:
        """Answers that have a body to be read; all others are dealt with on the way."""
        for answer in answers:
            feed, state = self._waiting[answer.url].pop(0)
            self._online = self._online or answer.status > 0
            digest = sha256(answer.body).hexdigest()[:32] if answer.body else ""  # the quickest of the safe ones
            if answer.error_kind:
                self._failed(feed, state, answer)
            elif answer.status == 304 or (digest and digest == state.content_hash):
                self._same(feed, state, answer, digest=digest)
            else:
                self._reading[feed.url] = (feed, state, answer, digest)
                yield Document(
                    feed.url, answer.body, answer.content_type, base=answer.final_url, limits=_parse_limits(feed.limits)
                )

    def take(self, reading: Reading) -> None:
        """Decide what a document changes, and keep it for the next batch."""
        feed, state, answer, digest = self._reading.pop(reading.url)
        if reading.error_kind:
            words = reading.error_message
            if reading.error_kind == "limit":
                words = f"{words}; {_way_out(feed, words)}"
            self._failed(feed, state, replace(answer, error_kind=reading.error_kind, error_message=words))
            return
        known = self._store.articles.known(feed.id)
        decision = decide(feed, reading.drafts, known, now=self._now, site=reading.site)
        changed = bool(decision.new or decision.changed)
        rhythm = pace((draft.published or draft.updated for draft in reading.drafts), now=self._now)
        state = after_success(state, answer, now=self._now, digest=digest, changed=changed, pace=rhythm)
        cut = _cut_words(feed, reading)
        state = replace(state, error_kind="items", error_message=cut) if cut else state
        self._articles += decision.new + decision.changed
        named = replace(
            feed,
            title=feed.title or reading.title,
            site=feed.site or reading.site,
            language=feed.language or reading.language,
        )
        self._finish(feed, state, answer, named=named)
        self._report(
            UpdateResult(feed.url, "ok", len(decision.new), len(decision.changed), message=cut or reading.warning)
        )

    def _same(self, feed: Feed, state: FetchState, answer: Fetched, *, digest: str) -> None:
        left = (state.error_kind, state.error_message) if state.error_kind == "items" else ("", "")
        state = after_success(state, answer, now=self._now, digest=digest)
        state = replace(state, error_kind=left[0], error_message=left[1])  # the same document is cut where it was
        self._finish(feed, state, answer, named=feed)
        self._report(UpdateResult(feed.url, "not_modified"))

    def _failed(self, feed: Feed, state: FetchState, answer: Fetched) -> None:
        if answer.status == 410:
            again = f"`diversify resume {shlex.quote(feed.url)}` asks it once more"
            words = f"{answer.error_message}: it is gone for good and will not be asked again; {again}"
            self._states.append(after_gone(state, message=words, now=self._now))
            self._report(UpdateResult(feed.url, "failed", kind="gone", message=words))
            return
        if answer.error_kind in _OUR_OWN and not self._online:
            self._unheard.append((state, answer))
        else:
            self._blame(state, answer)
        self._report(UpdateResult(feed.url, "failed", kind=answer.error_kind, message=answer.error_message))

    def _blame(self, state: FetchState, answer: Fetched) -> None:
        kind, words = answer.error_kind, answer.error_message
        if kind in SILENCED and host_of(answer.final_url) != host_of(answer.url):
            kind = "http"  # the host that wants silence is another than the one that the feed is known by
        self._states.append(after_failure(state, kind=kind, message=words, now=self._now, wish=answer.not_before))

    def finish(self) -> None:
        """Write the rest. Where nobody at all was heard, the fault is ours, and no feed has to wait for it."""
        for state, answer in self._unheard:
            if self._online or len(self._unheard) < _SILENCE:
                self._blame(state, answer)
            else:
                kind, words = answer.error_kind, answer.error_message
                self._states.append(replace(state, last_try=self._now, error_kind=kind, error_message=words))
        self.write()

    def _finish(self, feed: Feed, state: FetchState, answer: Fetched, *, named: Feed) -> None:
        moved, state = after_redirect(named, state, answer, now=self._now)
        self._states.append(state)
        if moved != feed:
            self._feeds.append(moved)

    def _report(self, result: UpdateResult) -> None:
        log.info("feed done url=%s status=%s new=%d kind=%s", result.url, result.status, result.new, result.kind)
        self.results.append(result)
        if self._on_result is not None:
            self._on_result(result)
        if len(self._articles) >= BATCH or len(self._states) >= FEEDS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what was decided: articles before the states that say they were read, so a crash loses none."""
        if self._articles:
            self._store.articles.save(self._articles)
        if self._feeds:
            self._store.feeds.change_all(self._feeds)
        if self._states:
            self._store.feeds.save_states(self._states)
        self._articles, self._feeds, self._states = [], [], []
