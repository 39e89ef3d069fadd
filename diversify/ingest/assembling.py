"""What one pass through a feed gathers of each entry, put together."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urljoin

from diversify.ingest import vocabulary as of
from diversify.ingest.dates import read_date
from diversify.ingest.raw import RawEntry, RawFeed

_ABOUT = ("http://www.w3.org/1999/02/22-rdf-syntax-ns# about", "rdf:about")
_ELSEWHERE = frozenset(("self", "edit", "hub", "replies", "enclosure", "via", "related", "license"))
_LAST_RESORT = ("via", "related", "self")
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "html", "xhtml"))
_NOT_WEB = re.compile(r"(?!https?:)[a-zA-Z][a-zA-Z0-9+.-]*:")


_XML = "http://www.w3.org/XML/1998/namespace "
_BASES = (_XML + "base", "xml:base")
LANGUAGES = (_XML + "lang", "xml:lang")
"""The attribute that names a language, as a parser calls it that knows vocabularies, and as one that does not."""


def _said(attributes: list[str], names: tuple[str, str]) -> str:
    """Value of the first attribute that has one of two names, in a list of names and values in turn."""
    for name in names:
        if name in attributes and name in (own := attributes[::2]):
            return attributes[2 * own.index(name) + 1].strip()
    return ""


def within(outer: str, inner: str) -> str:
    """A base within another one; the outer one where the inner is none.

    Examples
    --------
    >>> within("http://n.example/a/", "../b/")
    'http://n.example/b/'
    """
    try:
        return urljoin(outer, inner) if inner else outer
    except ValueError:
        return outer


class Parts:
    """What has been said of an entry, or of the feed itself."""

    __slots__ = ("about", "base", "categories", "enclosure", "language", "links", "picture", "text_base", "texts",
                 "thumbnail")  # fmt: skip

    def __init__(self) -> None:
        self.texts = [""] * (of.TEXTS + 1)
        self.links: list[tuple[str, str, str]] = []  # relation, type, address
        self.categories: list[str] = []
        self.about = self.base = self.text_base = self.language = ""
        self.enclosure = self.thumbnail = self.picture = ""

    def open(self, attributes: list[str], outer: str) -> None:
        """Take what the outermost element says; `outer` is the base that it stands in."""
        if base := _said(attributes, _BASES):
            self.base = self.text_base = within(outer, base)
        self.language = _said(attributes, LANGUAGES) or self.language
        self.about = _said(attributes, _ABOUT)

    def scope(self, role: int, attributes: list[str], outer: str) -> None:
        """Take what a text says of the links in it and of its language."""
        base, language = _said(attributes, _BASES), _said(attributes, LANGUAGES)
        if base and role != of.TITLE:
            self.text_base = within(self.base or outer, base)
        if language and (role == of.TITLE or not self.language):
            self.language = language

    def add_link(self, attributes: list[str], outer: str = "") -> None:
        """Take a link of Atom; `outer` is the base that its entry stands in."""
        said = dict(zip(attributes[::2], attributes[1::2], strict=True))
        address = said.get("href", "").strip()
        if address:
            base = _said(attributes, _BASES)
            address = within(within(self.base or outer, base), address) if base else address
            self.links.append((said.get("rel") or "alternate", said.get("type", ""), address))

    def add_term(self, attributes: list[str]) -> bool:
        """Take a category of Atom; tell whether it was one."""
        term = _said(attributes, ("term", "label"))
        if term:
            self.categories.append(term)
        return bool(term)

    def add_attributes(self, role: int, attributes: list[str]) -> None:
        """Take what an element of media or of podcasts says."""
        if role == of.MEDIA and self.picture:
            return
        said = dict(zip(attributes[::2], attributes[1::2], strict=True))
        address = said.get("url", "").strip()
        if role == of.PODCAST_CATEGORY:
            if name := said.get("text", "").strip():
                self.categories.append(name)
        elif role == of.ENCLOSURE:
            self.enclosure = self.enclosure or address
        elif role == of.THUMBNAIL:
            self.thumbnail = self.thumbnail or address
        elif role == of.MEDIA:
            kind = said.get("medium") or said.get("type") or ""
            if not kind or kind.startswith("image"):
                self.picture = self.picture or address


def assembled(feed: Parts, entries: list[RawEntry], *, strange: bool) -> RawFeed:
    """The document put together.

    Parameters
    ----------
    feed
        What was gathered of it.
    entries
        Its entries.
    strange
        Whether texts may stand where they were not looked for.

    Raises
    ------
    ValueError
        Where that is so and an entry has no text.
    """
    if strange and not all(entry.summary or entry.content for entry in entries):
        raise ValueError("has texts in unusual places")
    texts = feed.texts
    return RawFeed(
        title=texts[of.TITLE] or texts[of.OTHER_TITLE],
        site=texts[of.LINK] or _page(feed.links),
        language=feed.language or texts[of.LANGUAGE],
        base=feed.base,
        entries=entries,
        parser="expat",
    )


def entry_of(parts: Parts) -> RawEntry:
    """One entry put together from what was gathered of it."""
    texts = parts.texts
    links = parts.links
    link = texts[of.LINK] or (_page(links) if links else "")
    content = texts[of.ENCODED] or texts[of.CONTENT]
    summary = texts[of.DESCRIPTION] or texts[of.SUMMARY] or texts[of.OTHER_SUMMARY]
    thumbnail = parts.thumbnail or parts.picture
    if not summary and not content:  # films have no other
        summary = texts[of.MEDIA_SUMMARY]
    updated = _first_date(texts[of.UPDATED], texts[of.MODIFIED])
    return RawEntry(
        guid=texts[of.GUID] or parts.about or link,
        link=link,
        title=texts[of.TITLE] or texts[of.OTHER_TITLE],
        author=texts[of.AUTHOR] or texts[of.CREATOR],
        summary=summary,
        content="" if content == summary else content,
        published=_first_date(texts[of.PUBLISHED], texts[of.ISSUED], texts[of.DATE]) or updated,
        updated=updated,
        categories=tuple(parts.categories),
        language=texts[of.LANGUAGE] or parts.language,
        enclosure=parts.enclosure or (next((row[2] for row in links if row[0] == "enclosure"), "") if links else ""),
        thumbnail=thumbnail,
        comments=texts[of.COMMENTS],
        base=parts.base,
        text_base=parts.text_base,
    )


def _first_date(*said: str) -> datetime | None:
    for text in said:
        if text and (moment := read_date(text)) is not None:
            return moment
    return None


def _page(links: list[tuple[str, str, str]]) -> str:
    """Address of the page itself among links of Atom: the first alternate of the web, of HTML if there is one."""
    own = [row for row in links if row[0] == "alternate"]
    if len(own) > 1:
        own = [row for row in own if not _NOT_WEB.match(row[2])] or own
        own = [row for row in own if row[1] in _HTML_TYPES] or [row for row in own if not row[1]] or own
    own = own or [row for row in links if row[0] not in _ELSEWHERE]
    own = own or [row for name in _LAST_RESORT for row in links if row[0] == name]
    return own[0][2] if own else ""
