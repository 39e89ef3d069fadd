"""One feed document, whatever its format and however ill-formed, to sanitised entries."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from xml.parsers.expat import ExpatError

from diversify.domain import Entry, ParsedFeed
from diversify.errors import ParseError
from diversify.ingest.clean import plain, sanitise, title_of
from diversify.ingest.document import (
    count_entries,
    decoded_once_more,
    encoded_twice,
    is_page,
    is_plainly_utf8,
    tame,
    well_formed,
)
from diversify.ingest.jsonfeed import read_json_feed
from diversify.ingest.language import language_code
from diversify.ingest.people import person_name
from diversify.ingest.quick import read_quick
from diversify.ingest.raw import RawEntry, RawFeed
from diversify.ingest.readers import read_thorough
from diversify.ingest.urls import canonical_url

NEWEST = 2_000
"""Entries of one document that are kept, unless more or fewer are asked for."""

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SMALL_PAGE = 65_536  # bytes; pages up to here are read whole, in case there is a feed in them after all
_NEVER = datetime.min.replace(tzinfo=UTC)


class FeedParser:
    """Reads feed documents in this process; see `ParserPool` for one that cannot be hurt by them.

    Examples
    --------
    >>> body = b"<rss><channel><title>T</title><item><title>A &amp;amp; B</title><link>/a</link></item></channel></rss>"
    >>> feed = FeedParser().parse(body, url="http://news.example/feed")
    >>> feed.entries[0].title, feed.entries[0].link
    ('A & B', 'http://news.example/a')
    """

    def parse(self, body: bytes, *, url: str, content_type: str = "", newest: int = NEWEST) -> ParsedFeed:
        """Read one document.

        Parameters
        ----------
        body
            The bytes as received, decompressed.
        url
            Where they came from; relative links are resolved against it.
        content_type
            As the server said; only its charset is used.
        newest
            How many entries are kept at most.

        Raises
        ------
        ParseError
            Where the body is no feed; `kind` is `empty`, `html`, `not_a_feed` or `parse`.
        """
        if not body.strip():
            raise ParseError(url, "sent an empty document", kind="empty", mend="try again later")
        raw = _read(body, url, content_type)
        base = canonical_url(raw.base or raw.site, url) or url
        return ParsedFeed(
            title=title_of(raw.title),
            site=canonical_url(raw.site, url),
            language=language_code(raw.language),
            entries=tuple(_entry(item, base) for item in _newest(raw.entries, newest)),
            parser=raw.parser,
            warning=plain(raw.warning),
            left_out=max(len(raw.entries) - newest, 0),
        )


def _read(body: bytes, url: str, content_type: str) -> RawFeed:
    if body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return read_json_feed(body, url=url)
    if len(body) > _SMALL_PAGE and is_page(body):
        raise _no_feed(body, url, "")
    feed = _quick(body) if is_plainly_utf8(body) else None
    if feed is None:
        body = tame(body, content_type)
        feed = _best(body, url)
    return _mended(feed, body)


def _best(tamed: bytes, url: str) -> RawFeed:
    """The quick reading of a tame document, mended first if need be, or the thorough one where something is lost."""
    quick = _quick(tamed) or _recovered(tamed)
    if quick is not None:
        return quick
    thorough = _thorough(tamed, url)
    if not thorough.parser:
        raise _no_feed(tamed, url, thorough.warning)
    return thorough


def _mended(feed: RawFeed, body: bytes) -> RawFeed:
    """The feed with texts decoded once more where a publisher encoded them twice, as many do."""
    if not encoded_twice(body):
        return feed
    feed.title = decoded_once_more(feed.title, certain=True)
    for entry in feed.entries:
        entry.title = decoded_once_more(entry.title, certain=True)
        entry.author = decoded_once_more(entry.author)
        entry.summary = decoded_once_more(entry.summary)
        entry.content = decoded_once_more(entry.content)
    return feed


def _quick(body: bytes) -> RawFeed | None:
    """The reading of a well-formed document; None for others, and where it has entries that are not found."""
    try:
        feed = read_quick(body)
    except (ValueError, ExpatError):
        return None
    return feed if feed.entries or not count_entries(body) else None


def _recovered(body: bytes) -> RawFeed | None:
    """The reading of a document that is not well-formed, made so as browsers do; None where that loses something."""
    try:
        feed = read_quick(well_formed(body), spaces=False)
    except (ValueError, ExpatError):
        return None
    return feed if len(feed.entries) >= count_entries(body) else None


def _thorough(body: bytes, url: str) -> RawFeed:
    # It lets through whatever its handlers meet: encoding errors, bad addresses, recursion.
    try:
        return read_thorough(body, url)
    except Exception as error:
        words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise ParseError(url, f"could not be read ({words})", kind="parse") from error


def _no_feed(body: bytes, url: str, reason: str) -> ParseError:
    if is_page(body) or _HTML.search(body[:4096]):
        return ParseError(
            url, "is a web page, not a feed", kind="html", mend="give the address of its feed, or add the site itself"
        )
    return ParseError(url, f"is not a feed{f' ({reason})' if reason else ''}", kind="not_a_feed")


def _newest(entries: list[RawEntry], most: int) -> list[RawEntry]:
    """At most so many of the newest, in the order of the document; undated ones count as oldest."""
    if len(entries) <= most:
        return entries
    order = sorted(range(len(entries)), key=lambda row: _when(entries[row]), reverse=True)
    return [entries[row] for row in sorted(order[:most])]


def _when(entry: RawEntry) -> datetime:
    moment = entry.published or entry.updated
    if moment is None:
        return _NEVER
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_short_title = lru_cache(maxsize=1024)(title_of)


@lru_cache(maxsize=256)
def _author(said: str) -> str:
    return title_of(person_name(said))[:200]


def _entry(raw: RawEntry, base: str) -> Entry:
    texts, guid = base, raw.guid
    if raw.base or raw.text_base:
        base = canonical_url(raw.base, base) or base
        texts = canonical_url(raw.text_base, base) or base
    link = canonical_url(raw.link, base) if raw.link else ""
    if not link and guid.startswith(("http://", "https://")):
        link = canonical_url(guid)
    return Entry(
        guid=link if guid == link else plain(guid)[:2048],
        link=link,
        title=title_of(raw.title),
        author=_author(raw.author[:400]) if raw.author else "",
        summary=sanitise(raw.summary, texts) if raw.summary else "",
        content=sanitise(raw.content, texts) if raw.content else "",
        published=raw.published,
        updated=raw.updated,
        categories=tuple([name for tag in raw.categories[:20] if (name := _short_title(tag[:400])[:100])])
        if raw.categories
        else (),
        language=language_code(raw.language) if raw.language else "",
        enclosure=canonical_url(raw.enclosure, base) if raw.enclosure else "",
        thumbnail=canonical_url(raw.thumbnail, base) if raw.thumbnail else "",
        comments=canonical_url(raw.comments, base) if raw.comments else "",
    )
