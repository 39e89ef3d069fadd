"""What the parsing libraries hand over, before anything in it is trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class RawEntry:
    """One entry, unsanitised; `summary` and `content` are HTML, `title` is HTML or text.

    `base` is what its links are relative to and `text_base` what those in its texts are, where it says so itself.
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
    base: str = ""
    text_base: str = ""


@dataclass(slots=True)
class RawFeed:
    """One document, unsanitised; `base` is what its relative links are relative to."""

    title: str = ""
    site: str = ""
    language: str = ""
    base: str = ""
    entries: list[RawEntry] = field(default_factory=list)
    parser: str = ""
    warning: str = ""
