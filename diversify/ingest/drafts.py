"""All that is worked out of one entry before the store is asked anything; done in the parsing worker.

The content hash has four parts, so that one column tells an edit from a repetition, and a known article under a new
guid or address from a new one; see `Marks`.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from diversify.domain import Entry, ParsedFeed
from diversify.ingest.clean import teaser, text_of, words_of
from diversify.ingest.cutting import within
from diversify.ingest.language import detect_languages
from diversify.ingest.urls import steady

_NO_PAGE = "-" * 12
_LEAD = 4096  # characters of HTML that a teaser can need


class Draft(NamedTuple):
    """An article but for what only the store and the clock know.

    `guid` is the identity within the feed, `url` is canonical, `summary` plain text, `content` sanitised HTML of
    at most 64 KiB. A tuple, because tens of thousands are made, sent between processes column by column, and made
    again.
    """

    guid: str
    url: str
    title: str
    author: str
    summary: str
    content: str
    published: datetime | None
    updated: datetime | None
    language: str
    categories: tuple[str, ...]
    words: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One document after parsing: what the feed says of itself, and its drafts; or why there are none.

    `left_out` counts the entries that were not kept because so many are newer. `error_kind` is empty, or the kind of a
    `ParseError`, or `limit` where the worker was stopped.
    """

    url: str
    title: str = ""
    site: str = ""
    language: str = ""
    drafts: tuple[Draft, ...] = ()
    parser: str = ""
    warning: str = ""
    left_out: int = 0
    error_kind: str = ""
    error_message: str = ""


def _digest(*parts: str, size: int) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=size).hexdigest()


class Marks(NamedTuple):
    """What a content hash says of an article.

    `page` stands for its address without scheme and session, all `-` where that is missing or only a home page;
    `title` for its title; `path` for the address without any parameter; `body` for title, author and content.
    """

    page: str
    title: str
    path: str
    body: str


def marks(content_hash: str) -> Marks:
    """The four parts of a content hash.

    Examples
    --------
    >>> one = content_hash_of("http://n.example/a?sessionid=1", "Rain")
    >>> marks(one) == marks(content_hash_of("https://n.example/a", "Rain"))
    True
    """
    return Marks(content_hash[:12], content_hash[12:20], content_hash[20:28], content_hash[28:])


def content_hash_of(url: str, title: str, *, author: str = "", content: str = "") -> str:
    """Digest of all of an article that a reader would see; `marks` takes it apart."""
    address = steady(url).partition("://")[2]
    plain = address.partition("?")[0].partition(";")[0]
    page = _digest(address, size=6) if plain.partition("/")[2] or "?" in address else _NO_PAGE
    folded = zlib.crc32(title.casefold().encode("utf-8", "replace"))
    path = zlib.crc32(plain.encode("utf-8", "replace"))
    return f"{page}{folded:08x}{path:08x}{_digest(title, author, content, size=10)}"


def identities(entries: Sequence[Entry]) -> list[str]:
    """Identity of each entry within its feed: guid, else link, else title and date.

    A guid that several different entries of the document share is no identity; link or title joins it. What an address
    says of the visit and not of the page is no part of it.
    """
    shared = Counter(entry.guid for entry in entries if entry.guid)
    return [_identity(entry, alone=shared[entry.guid] < 2) for entry in entries]


def _identity(entry: Entry, *, alone: bool) -> str:
    guid, link = steady(entry.guid), steady(entry.link)
    if guid and alone:
        return guid
    if guid and (link or entry.title) not in ("", guid):
        return f"{guid}#{link or entry.title}"
    if guid or link:
        return guid or link
    return f"{entry.title}@{entry.published.isoformat() if entry.published else ''}"


def drafts_of(feed: ParsedFeed) -> tuple[Draft, ...]:
    """Draft every entry of a document that has a title or a text, each identity once, the first wins.

    Examples
    --------
    >>> entry = Entry(guid="1", link="https://n.example/a", title="Rain", summary="<p>It rains.</p>")
    >>> drafts_of(ParsedFeed(entries=(entry, entry)))[0].words
    3
    """
    kept: dict[str, Entry] = {}
    for name, entry in zip(identities(feed.entries), feed.entries, strict=True):
        if name and (entry.title or entry.summary or entry.content):
            kept.setdefault(name, entry)
    entries = list(kept.values())
    leads = [text_of(entry.summary or entry.content, _LEAD) for entry in entries]
    spoken = [f"{entry.title}. {lead[:160]}" for entry, lead in zip(entries, leads, strict=True)]
    languages = detect_languages(spoken, [entry.language or feed.language for entry in entries])
    rows = zip(kept, entries, leads, languages, strict=True)
    return tuple(_draft(guid, entry, lead=lead, language=language) for guid, entry, lead, language in rows)


def _draft(guid: str, entry: Entry, *, lead: str, language: str) -> Draft:
    title = entry.title or teaser(lead, 100)
    content = within(entry.content or entry.summary)
    return Draft(
        guid=guid,
        url=entry.link,
        title=title,
        author=entry.author,
        summary=teaser(lead),
        content=content,
        published=entry.published,
        updated=entry.updated,
        language=language,
        categories=entry.categories,
        words=title.count(" ") + 1 + words_of(content),
        content_hash=content_hash_of(entry.link, title, author=entry.author, content=content),
    )
