"""What a document changes: new articles, edited articles, nothing. Pure; nothing here fetches or writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diversify.domain import Article, Feed
from diversify.ingest.dates import clamped
from diversify.ingest.drafts import Draft, Marks, marks
from diversify.ingest.urls import outlet_of


@dataclass(frozen=True, slots=True)
class Decision:
    """Articles to write: those not seen before, and those whose content changed."""

    new: tuple[Article, ...] = ()
    changed: tuple[Article, ...] = ()


def decide(
    feed: Feed, drafts: Sequence[Draft], known: Mapping[str, tuple[int, str]], *, now: datetime, site: str = ""
) -> Decision:
    """Compare what a document says with what is known of its feed.

    Parameters
    ----------
    feed
        The source, as stored.
    drafts
        Its entries, in the order of the document; identities are distinct.
    known
        Guid to (article id, content hash) of the feed's stored articles.
    now
        When the document was seen; no date lies after it.
    site
        Home page that the document names, for articles without a link.

    Notes
    -----
    An article is known by its guid. Some feeds mint new guids on every visit: an entry with an unknown guid whose
    address and title are those of a stored article, which the document no longer names by its own guid, is that
    article. Where a document names nothing by a guid that is known, and half of it or more is known all the same,
    the feed is taken to rotate all its names: then what is left is known by its address, else by its address without
    parameters together with its title, else by title and text. What differs in the parameters of its address alone is
    no edit in a feed that changes those of all its articles.
    """
    rotated = _rotated(drafts, known)
    restless = _restless(drafts, known, rotated)
    new: list[Article] = []
    changed: list[Article] = []
    for draft in drafts:
        guid = rotated.get(draft.guid, draft.guid)
        stored = known.get(guid)
        if stored is None:
            new.append(_article(feed, draft, guid, now=now, site=site))
        elif stored[1] != draft.content_hash and not (restless and _moved_alone(stored[1], draft.content_hash)):
            changed.append(_article(feed, draft, guid, now=now, site=site))
    return Decision(tuple(new), tuple(changed))


_MANY = 3  # entries of a document below which nothing is said of the habits of its feed
_Names = Callable[[Marks], tuple[str, ...] | None]


def _by_page(of: Marks) -> tuple[str, ...] | None:
    return None if of.page.startswith("-") else ("page", of.page)


def _by_page_and_title(of: Marks) -> tuple[str, ...] | None:
    return None if of.page.startswith("-") else ("page and title", of.page, of.title)


def _by_path_and_title(of: Marks) -> tuple[str, ...] | None:
    return None if of.page.startswith("-") else ("path and title", of.path, of.title)


def _by_text(of: Marks) -> tuple[str, ...] | None:
    return ("text", of.title, of.body)


def _rotated(drafts: Sequence[Draft], known: Mapping[str, tuple[int, str]]) -> dict[str, str]:
    """Unknown guid to the known one of the same article."""
    unknown = {draft.guid: marks(draft.content_hash) for draft in drafts if draft.guid not in known}
    if not unknown or not known:
        return {}
    named = {draft.guid for draft in drafts}
    # The newest first: of several articles of one name, that is the one which the feed last spoke of.
    left = {guid: marks(digest) for guid, (_, digest) in sorted(known.items(), key=_newest_first) if guid not in named}
    found = _paired(unknown, left, (_by_page_and_title,))
    if len(unknown) == len(drafts) >= _MANY:
        all_of_them = _paired(unknown, left, (_by_page_and_title, _by_page, _by_path_and_title, _by_text))
        found = all_of_them if 2 * len(all_of_them) >= len(drafts) else found
    return found


def _newest_first(row: tuple[str, tuple[int, str]]) -> int:
    return -row[1][0]


def _paired(unknown: Mapping[str, Marks], left: Mapping[str, Marks], ways: Sequence[_Names]) -> dict[str, str]:
    """Pairs of an unknown and a known guid, found by one way after the other; none is in two pairs."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for way in ways:
        named: dict[tuple[str, ...], list[str]] = {}
        for guid, of in left.items():
            if guid not in taken and (name := way(of)) is not None:
                named.setdefault(name, []).append(guid)
        for guid, of in unknown.items():
            name = way(of) if guid not in found else None
            if name is not None and (guids := named.get(name)):
                found[guid] = guids.pop(0)
                taken.add(found[guid])
    return found


def _restless(drafts: Sequence[Draft], known: Mapping[str, tuple[int, str]], rotated: Mapping[str, str]) -> bool:
    """Whether all that is known of the document, and more than a few, has other parameters in its address now."""
    count = 0
    for draft in drafts:
        stored = known.get(rotated.get(draft.guid, draft.guid))
        if stored is None:
            continue
        if stored[1][:12] == draft.content_hash[:12] or marks(stored[1]).path != marks(draft.content_hash).path:
            return False
        count += 1
    return count >= _MANY


def _moved_alone(one: str, other: str) -> bool:
    """Whether two content hashes differ in the parameters of the address alone."""
    return marks(one)[1:] == marks(other)[1:]


def _article(feed: Feed, draft: Draft, guid: str, *, now: datetime, site: str) -> Article:
    return Article(
        feed_id=feed.id,
        guid=guid,
        url=draft.url or site or feed.site or feed.url,
        title=draft.title,
        published=clamped(draft.published or draft.updated, now),
        seen=now,
        author=draft.author,
        summary=draft.summary,
        content=draft.content,
        updated=clamped(draft.updated, now) if draft.updated else None,
        language=draft.language,
        outlet=outlet_of(draft.url, site, feed.site, feed.url),
        categories=draft.categories,
        words=draft.words,
        content_hash=draft.content_hash,
    )
