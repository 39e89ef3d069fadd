"""Read what is due, then make sense of what is new."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from diversify.app.full_texts import articles_before, full_text_said, read_full_texts
from diversify.config import Settings
from diversify.domain import Article, InterestKind, Understanding, UpdateResult
from diversify.protocols import Fetcher, Model, Store

if TYPE_CHECKING:
    from diversify.ingest.full_text import FullTextReport

STORY_DAYS: Final = 7
"""An event is told within days: older articles open no story to newer ones."""
BATCH: Final = 2_000
"""Articles understood at once: bounds the memory that their texts take."""


@dataclass(frozen=True)
class UpdateReport:
    """What one update brought.

    `ok` counts every feed that answered well, whether or not it had changed; feeds = ok + failed. `pages` is None
    where no source is to be read in full.
    """

    results: tuple[UpdateResult, ...]
    seconds: float
    pages: FullTextReport | None = None

    def as_dict(self) -> dict[str, Any]:
        """The document of `update --json`."""
        failed = [result for result in self.results if result.status == "failed"]
        return {
            "feeds": len(self.results),
            "ok": len(self.results) - len(failed),
            "not_modified": sum(result.status == "not_modified" for result in self.results),
            "failed": len(failed),
            "new": sum(result.new for result in self.results),
            "changed": sum(result.changed for result in self.results),
            "seconds": round(self.seconds, 3),
            "failures": [{"url": r.url, "kind": r.kind, "message": r.message} for r in failed],
            "full_text": full_text_said(self.pages),
        }


def update(
    store: Store,
    settings: Settings,
    fetcher: Fetcher | None = None,
    *,
    now: datetime,
    everything: bool = False,
    on_result: Callable[[UpdateResult], None] | None = None,
) -> UpdateReport:
    """Read the feeds that are due (or all, conditionally), and understand what is new if there is a model."""
    from diversify.ingest import ParserPool, update_feeds

    start = time.perf_counter()
    addresses = {feed.id: feed.url for feed in store.feeds.all()}
    before, fetcher = articles_before(store), fetcher or http_fetcher(settings)
    with ParserPool(workers=settings.workers) as pool:
        results = update_feeds(store, fetcher, pool, now=now, everything=everything, on_result=on_result)
    pages = read_full_texts(store, fetcher, before)
    follow_feeds(store, addresses)
    catch_up(store, now=now)
    return UpdateReport(tuple(results), time.perf_counter() - start, pages)


def follow_feeds(store: Store, before: Mapping[int, str]) -> None:
    """Let what was said of a feed, a mute first of all, follow it to the address it moved to."""
    moved = {before[feed.id]: feed.url for feed in store.feeds.all() if before.get(feed.id, feed.url) != feed.url}
    rename(store, "feed", moved)


def rename(store: Store, kind: InterestKind, names: Mapping[str, str]) -> None:
    """Say anew, of the new names, what was said of the old ones; what is said of a new name already stands."""
    interests = store.reader.interests() if names else []
    taken = {interest.value for interest in interests if interest.kind == kind}
    for interest in interests:
        new = names.get(interest.value, interest.value)
        if interest.kind == kind and new != interest.value:
            if new not in taken:
                store.reader.say(replace(interest, value=new))
            store.reader.unsay(kind, interest.value)


def http_fetcher(settings: Settings) -> Fetcher:
    """The fetcher of the web, as the settings have it."""
    from diversify.ingest import HttpFetcher

    return HttpFetcher(
        connections=settings.connections, host_interval=settings.host_interval, deadline=settings.deadline
    )


def catch_up(store: Store, *, now: datetime) -> int:
    """Understand and link what the current model has not read yet; how many articles that were.

    Without a model nothing is done: training reads everything.
    """
    card = store.models.current()
    if card is None or not store.articles.unread(card.version):
        return 0
    fresh = list(store.articles.texts(without=card.version))
    from diversify.topics import load_model

    understand(store, load_model(store.models.load(card.version)), fresh)
    link(store, now=now)
    return len(fresh)


def understand(store: Store, model: Model, articles: list[Article]) -> None:
    """Store what the model understands of the articles, sensitive ones marked, batch by batch."""
    feeds = {feed.id: feed for feed in store.feeds.all()}
    for start in range(0, len(articles), BATCH):
        part = articles[start : start + BATCH]
        seen = marked(model.understand(part, feeds), part)
        store.articles.understand([article.id for article in part], model.card.version, seen)


def marked(understanding: Understanding, articles: list[Article]) -> Understanding:
    """The understanding with the articles marked that are never profiled."""
    from diversify.catalogue import load_sensitive
    from diversify.profile import recognise_sensitive

    return replace(understanding, sensitive=recognise_sensitive(articles, load_sensitive()))


def link(store: Store, *, now: datetime) -> None:
    """Join articles of the last days that tell one event into stories."""
    from diversify.ingest import link_stories

    recent = list(store.articles.texts(since=now - timedelta(days=STORY_DAYS)))
    store.articles.save_stories(link_stories(recent))
