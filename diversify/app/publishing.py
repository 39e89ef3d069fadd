"""Feeds and other outputs of the digests kept: as text for a file, and as bytes with validators for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from diversify.app.app import App
from diversify.app.believing import articles_by_id
from diversify.app.days import day_of, end_of
from diversify.app.sending import address_key, mail_of
from diversify.domain import Delivery, Digest, Rendered, Slate
from diversify.protocols import Store

if TYPE_CHECKING:
    from diversify.digest.entries import Issue, Kind

FEED: Final = "feed"
"""The way's name in the store."""
DAYS: Final = 14
"""So many days stand in a feed: who looks in once a fortnight misses nothing."""
FEEDS: Final[Mapping[str, tuple[str, str]]] = {
    "atom": ("application/atom+xml", "atom"),
    "jsonfeed": ("application/feed+json", "json"),
}
"""Format to its media type, and how a file of it ends."""


@dataclass(frozen=True)
class Published:
    """A representation that a page serves: bytes, and what tells a reader that nothing has changed."""

    data: bytes
    media_type: str
    etag: str
    modified: datetime


def published(app: App, form: str, *, entries: Kind = "digest", itself: str = "") -> Published:
    """The feed of the last days' digests, as they were shown last.

    Parameters
    ----------
    form
        `atom` or `jsonfeed`.
    entries
        An entry a `digest`, or an entry an item: `items`.
    itself
        The address it is served at.
    """
    from diversify.digest.entries import etag, newest

    issues = issues_of(app, until=day_of(None, app.clock()))
    data = _feed(app, issues, form, entries=entries, itself=itself).encode()
    return Published(data, FEEDS[form][0], etag(data), newest(issues))


def feed_paths(store: Store) -> dict[str, tuple[str, Kind]]:
    """Paths under which a page serves feeds, to a form and its entries; nobody can guess them.

    A feed reader holds no cookie of the page, so what lets it in stands in the address.
    """
    key = address_key(store, "feeds")
    kinds: tuple[tuple[str, Kind], ...] = (("digests", "digest"), ("items", "items"))
    return {f"/out/{key}/{name}.{end}": (form, kind) for form, (_, end) in FEEDS.items() for name, kind in kinds}


def feed_file(app: App, digest: Digest, form: str, *, entries: Kind = "digest") -> Rendered:
    """The feed of the days up to that digest's, for a file."""
    issues = issues_of(app, until=digest.date)
    name = f"diversify{'-items' if entries == 'items' else ''}.{FEEDS[form][1]}"
    return Rendered(FEEDS[form][0], _feed(app, issues, form, entries=entries), name)


def rendered(app: App, digest: Digest, form: str, *, entries: Kind = "digest") -> Rendered:
    """A digest in any format that `--format` knows; feeds hold the days before it too."""
    if form in FEEDS:
        return feed_file(app, digest, form, entries=entries)
    if form == "eml":
        return mail_of(app, digest)
    if form == "epub":
        return book(app, digest)
    from diversify.digest import renderers

    return renderers[form](digest)


def book(app: App, digest: Digest) -> Rendered:
    """The digest as a book with the articles as they are stored."""
    from diversify.digest.epub import render_epub

    articles = articles_by_id(app.store, {item.id for item in digest.items})
    return render_epub(digest, articles, mark=app.store.deliveries.mark())


def issues_of(app: App, *, until: str) -> list[Issue]:
    """The digests of the last days up to that one, each as it was shown last, newest first, with lasting moments.

    When a digest first stood in a feed, and when it last changed, is kept in the store.
    """
    from diversify.digest.entries import Issue, fingerprint

    known = {one.day: one for one in app.store.deliveries.of(FEED)}
    issues = []
    for slate in _last_slates(app.store, until):
        digest = replace(app.deliver(slate), check_in=None)  # a feed is read, and not answered
        stamp = _stamp(app, known.get(slate.day), slate.day, content=fingerprint(digest))
        issues.append(Issue(digest, stamp.begun, stamp.at))
    return issues


def _last_slates(store: Store, until: str) -> list[Slate]:
    since = end_of(until) - timedelta(days=DAYS)
    newest = {slate.day: slate for slate in store.slates.since(since)}
    return [newest[day] for day in sorted(newest, reverse=True) if day <= until][:DAYS]


def _stamp(app: App, known: Delivery | None, day: str, *, content: str) -> Delivery:
    """What is kept of a day in the feeds; written where it is new or has changed."""
    if known is not None and known.content == content:
        return known
    now = app.clock()
    stamp = Delivery(FEED, day, "done", now, now, content)
    if known is not None:
        stamp = replace(stamp, begun=known.begun, at=max(now, known.at))
    app.store.deliveries.settle(stamp)
    return stamp


def _feed(app: App, issues: list[Issue], form: str, *, entries: Kind, itself: str = "") -> str:
    from diversify.digest.entries import Face

    page = app.settings.page_address.rstrip("/")
    face = Face(app.store.deliveries.mark(), entries, page, itself)
    if form == "atom":
        from diversify.digest.atom import atom_feed

        return atom_feed(issues, face)
    from diversify.digest.json_feed import json_feed

    return json_feed(issues, face)
