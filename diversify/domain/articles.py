"""What a feed said, and what we keep of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

FIRST_ARTICLE_ID: Final = 1_001
"""Stores number articles from here, so that a place in a digest never means an article's id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the feed said it, already sanitised at the process boundary.

    `title`, `author` and `categories` are plain text; `summary` and `content` are sanitised HTML.
    `published` and `updated` are None where the feed gave no date that can be read.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    author: str = ""
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    language: str = ""
    enclosure: str = ""
    thumbnail: str = ""
    comments: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """One feed document, read.

    `parser` names who read it (`expat`, `feedparser`, `jsonfeed`); `warning` says in words what was
    wrong with a document that could be read all the same; `left_out` counts the entries that were not
    kept because so many are newer.
    """

    title: str = ""
    site: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    parser: str = ""
    warning: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One article as we keep it.

    Attributes
    ----------
    guid
        The identity within its feed: guid, else link, else title and date.
    url
        Canonical: tracking parameters and fragments gone.
    summary
        Plain text of the teaser, at most a few hundred characters.
    content
        Sanitised HTML of what the feed carried (body, else teaser).
    published
        Clamped: never after it was first seen.
    seen
        When we first read it.
    language
        ISO 639-1 code as detected, else as declared, else empty.
    outlet
        Who publishes: the registrable domain of the link, else of the feed's site, else of the feed.
    words
        Number of words in the text that the feed carried.
    content_hash
        Digest of what the reader would see; it tells an edit from a repetition.
    story
        Number of the story it belongs to; 0 until stories are linked.
    id
        Row number in the store; 0 until stored.
    """

    feed_id: int
    guid: str
    url: str
    title: str
    published: datetime
    seen: datetime
    author: str = ""
    summary: str = ""
    content: str = ""
    updated: datetime | None = None
    language: str = ""
    outlet: str = ""
    categories: tuple[str, ...] = ()
    words: int = 0
    content_hash: str = ""
    story: int = 0
    id: int = 0
