"""Which sources a reader has: their own, a starter set where they name none, and windows that look outside."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from diversify.catalogue import load_catalogue, load_taxonomy, name_industries, windows
from diversify.domain import GENERAL, Feed, FeedLimits
from diversify.errors import UsageError
from diversify.protocols import Store


def subscribe(store: Store, feeds: Iterable[Feed], *, now: datetime) -> tuple[list[Feed], list[Feed]]:
    """Store feeds, with what the catalogue knows of them; (the added, those that were there already).

    What the reader says anew of one that is there already is kept: a permission, a wish for full text, industries,
    limits, foreign attributes, that it is their own and no window any more. A code that names no industry is dropped.
    """
    codes = {*load_taxonomy().codes, GENERAL}
    asked = [replace(feed, industries=tuple(code for code in feed.industries if code in codes)) for feed in feeds]
    before = {feed.url: feed for feed in store.feeds.all()}
    stored = store.feeds.add([replace(described(feed), added=now) for feed in asked])
    added = {feed.url: feed for feed in stored if feed.url not in before}
    known = {feed.url: feed for feed in stored if feed.url in before}
    for feed in asked:
        if feed.url in known and not feed.window:
            known[feed.url] = _told_anew(store, known[feed.url], feed)
    return list(added.values()), list(known.values())


def _told_anew(store: Store, stored: Feed, said: Feed) -> Feed:
    changed = replace(
        stored,
        allow_private=stored.allow_private or said.allow_private,
        industries=said.industries or stored.industries,
        full_text=stored.full_text or said.full_text,
        extra=said.extra or stored.extra,
        limits=said.limits if said.limits != FeedLimits() else stored.limits,
        window=False,
    )
    if changed != stored:
        store.feeds.change(changed)
    return changed


def described(feed: Feed) -> Feed:
    """A feed with the catalogue's facts where its own are missing, and a weak label where its names give one."""
    known = _catalogue_by_url().get(_plain(feed.url))
    if known is not None:
        feed = replace(
            feed,
            title=feed.title or known.title,
            site=feed.site or known.site,
            language=feed.language or known.language,
            country=feed.country or known.country,
            industries=feed.industries or known.industries,
        )
    industries = feed.industries or name_industries((*feed.folder, feed.title))
    title = "" if _names_a_file(feed.title, feed.url) else feed.title
    return replace(feed, industries=industries, title=title)


def _names_a_file(title: str, url: str) -> bool:
    """Whether a list gave no title but the name of the file: the feed's own title says more, once it is read."""
    name = url.rstrip("/").rpartition("/")[2].casefold()
    given = title.casefold()
    return given in (name, name.rpartition(".")[0]) or re.fullmatch("[0-9a-f]{12,}", given) is not None


def feeds_with_labels(store: Store) -> dict[int, Feed]:
    """Feeds by id; those whose title was learned only when they were read get their weak label now, for good."""
    feeds = store.feeds.all()
    for place, feed in enumerate(feeds):
        if not feed.industries and (named := described(feed)).industries:
            store.feeds.change(named)
            feeds[place] = named
    return {feed.id: feed for feed in feeds}


def windows_for(feeds: Collection[Feed], languages: Sequence[str]) -> tuple[Feed, ...]:
    """A few catalogue feeds for every industry that the reader's own feeds do not cover."""
    covered = {code for feed in feeds for code in feed.industries} - {GENERAL}
    return windows(covered, languages)


def find_feeds(store: Store, names: Sequence[str]) -> list[Feed]:
    """The stored feeds with these addresses, numbers or exact titles.

    Raises
    ------
    UsageError
        Where a name fits no feed or several; nothing is done then.
    """
    feeds = store.feeds.all()
    return [_one(name, feeds) for name in names]


def _one(name: str, feeds: Sequence[Feed]) -> Feed:
    fits = [feed for feed in feeds if name in (feed.url, str(feed.id)) or _plain(name) == _plain(feed.url)]
    fits = fits or [feed for feed in feeds if name.casefold() == feed.title.casefold()]
    if not fits:
        raise UsageError(f"no source {name!r}", mend="`diversify list` shows addresses, numbers and titles")
    if len(fits) > 1:
        raise UsageError(f"{len(fits)} sources are called {name!r}", mend="name one by its number in `diversify list`")
    return fits[0]


def _plain(url: str) -> str:
    """An address without what makes no difference to where it leads."""
    return url.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


@cache
def _catalogue_by_url() -> Mapping[str, Feed]:
    return {_plain(feed.url): feed for feed in load_catalogue()}
