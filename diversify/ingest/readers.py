"""The two XML feed libraries, each brought to the same raw form.

fastfeedparser is quick and strict; feedparser is slow and reads nearly everything. Both sanitise nothing here: that
is done after them, for both alike.
"""

from __future__ import annotations

import calendar
import html
import io
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from diversify.ingest.document import entry_starts
from diversify.ingest.raw import RawEntry, RawFeed
from diversify.ingest.said_dates import said_dates, usually_dated
from diversify.ingest.scopes import podcast_categories, root_base, scopes_of

_PLAIN_TYPES = frozenset(("text", "text/plain"))


def _moment(iso: str) -> datetime | None:
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


def _first(rows: Any, *names: str) -> str:
    for row in rows or ():
        for name in names:
            if value := row.get(name):
                return str(value)
    return ""


_ELSEWHERE = frozenset(("self", "edit", "hub", "replies", "enclosure", "via", "related", "license"))


def _alternate(links: Any) -> str:
    """Target of the first link that may be the entry itself, for items that have no link of RSS."""
    own = [row for row in links or () if row.get("rel") in (None, "alternate")]
    return _first(own, "href") or _first([row for row in links or () if row.get("rel") not in _ELSEWHERE], "href")


def _enclosed(links: Any) -> str:
    return _first([row for row in links or () if row.get("rel") == "enclosure"], "href")


def _thumbnail(media: Any) -> str:
    for row in media or ():
        if url := row.get("thumbnail_url"):
            return str(url)
        kind = row.get("medium") or row.get("type") or ""
        if row.get("url") and (str(kind).startswith("image") or not kind):
            return str(row["url"])
    return ""


def _fast_entry(item: Mapping[str, Any], *, dated: bool) -> RawEntry:
    get = item.get
    summary = get("description") or ""
    content = ""
    blocks = get("content")
    if blocks:
        content = blocks[0].get("value") or ""
        if blocks[0].get("type") in _PLAIN_TYPES:
            content = html.escape(content, quote=False)
        if content.strip() == summary:
            content = ""
    tags, enclosures, media, links = get("tags"), get("enclosures"), get("media_content"), get("links")
    published, updated = get("published") if dated else None, get("updated")
    enclosure = _first(enclosures, "url") if enclosures else ""
    return RawEntry(
        guid=get("id") or "",
        link=get("link") or (_alternate(links) if links else ""),
        title=get("title") or "",
        author=get("author") or "",
        summary=summary,
        content=content,
        published=_moment(published) if published else None,
        updated=_moment(updated) if updated else None,
        categories=tuple([tag["term"] for tag in tags if tag.get("term")]) if tags else (),
        enclosure=_enclosed(links) if links and not enclosures else enclosure,
        thumbnail=_thumbnail(media) if media else "",
        comments=get("comments") or "",
    )


_HEAD = 16_384  # bytes in which the outermost element begins
_DATE_TAGS = (b"date", b"Date", b"published", b"updated", b"issued", b"modified")


def read_fast(body: bytes) -> RawFeed:
    """Read with fastfeedparser.

    Raises
    ------
    ValueError
        Where it refuses the document.
    """
    import fastfeedparser

    document = fastfeedparser.parse(body)
    feed = document["feed"]
    # It takes a date out of a guid where an item has none; a number is not a date.
    dated = any(tag in part for part in (body[:8192], body) for tag in _DATE_TAGS)
    entries = [_fast_entry(item, dated=dated) for item in document["entries"]]
    _set_scopes(entries, body)
    if not all(entry.summary or entry.content for entry in entries) and _DESCRIBED in body:
        _set_described(entries, body)
    if dated:
        _set_dates(entries, body)
    return RawFeed(
        title=feed.get("title") or "",
        site=feed.get("link") or "",
        language=feed.get("language") or _declared_language(body),
        base=root_base(body) if b"xml:base" in body[:_HEAD] else "",
        entries=entries,
        parser="fastfeedparser",
    )


_SCOPED = (b" xml:", b"<dc:language>", b"<itunes:category")
_HABIT = 131_072  # bytes in which a publisher has shown whether it marks its entries so


def _set_scopes(entries: list[RawEntry], body: bytes) -> None:
    """Give the entries what the document says of them where the library does not look."""
    first = entry_starts(body, most=1)
    if not first:
        return
    if body.find(b"<description", first[0]) < 0 and body.find(b"<summary", first[0]) < 0:
        for entry in entries:  # it makes descriptions of contents, without a space between paragraphs
            entry.summary = "" if entry.content else entry.summary
    head = body[first[0] : first[0] + _HABIT]
    if not any(mark in head for mark in _SCOPED) and body.find(b" xml:", first[0] + len(head) - len(b" xml:")) < 0:
        return
    starts = entry_starts(body)
    if len(starts) != len(entries):  # there is no telling which is whose
        return
    for row, scope in scopes_of(body, starts).items():
        entry = entries[row]
        entry.base, entry.text_base, entry.language = scope
    for row, names in podcast_categories(body, starts).items():
        entries[row].categories += names


def _set_dates(entries: list[RawEntry], body: bytes) -> None:
    """Give the entries the dates that the library does not read, or of which it makes up the day."""
    first = entry_starts(body, most=1)
    undated = any(entry.published is None and entry.updated is None for entry in entries)
    if not first or (not undated and usually_dated(body, first[0])):
        return
    starts = entry_starts(body)
    if len(starts) != len(entries):
        return
    for entry, said in zip(entries, said_dates(body, starts), strict=True):
        entry.published = said.published or (None if said.wild else entry.published)
        entry.updated = said.updated or (None if said.wild else entry.updated)


_DESCRIBED, _DESCRIBED_END = b"<media:description", b"</media:description"


_PICTURED = re.compile(rb"<media:thumbnail\s[^<>]{0,200}?\burl=[\"']([^\"'<>]{1,2048})[\"']")


def _set_described(entries: list[RawEntry], body: bytes) -> None:
    """Take description and picture of the media for those of entries without any text: films have no other."""
    starts = entry_starts(body)
    if len(starts) != len(entries):
        return
    for entry, start, end in zip(entries, starts, [*starts[1:], len(body)], strict=True):
        if not entry.summary and not entry.content:
            entry.summary = _described(body[start:end])
            picture = None if entry.thumbnail else _PICTURED.search(body, start, end)
            entry.thumbnail = html.unescape(picture[1].decode("utf-8", "replace")) if picture else entry.thumbnail


def _described(item: bytes) -> str:
    """The first description of media, as HTML."""
    opening = item.find(_DESCRIBED)
    begin = item.find(b">", opening) if opening >= 0 else -1
    end = item.find(_DESCRIBED_END, begin)
    text = item[begin + 1 : end].strip() if begin >= 0 and end >= 0 else b""
    if text.startswith(b"<![CDATA[") and text.find(b"]]>") == len(text) - 3:
        return text[9:-3].decode("utf-8", "replace").strip()
    said = text.decode("utf-8", "replace")
    return said if "<" in said else html.unescape(said)  # elements that stand bare are HTML already


def _declared_language(body: bytes) -> str:
    head = body[:16384]
    start = head.find(b"language>")
    if start < 0:
        return ""
    value = head[start + 9 : start + 60].partition(b"<")[0]
    return value.decode("ascii", "ignore").strip()


def _struct_moment(value: time.struct_time | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _markup(detail: Mapping[str, Any]) -> str:
    value = detail.get("value") or ""
    return html.escape(value, quote=False) if detail.get("type") in _PLAIN_TYPES and "<" not in value else value


def _slow_entry(item: Any) -> RawEntry:
    content = max((_markup(block) for block in item.get("content", ())), key=len, default="")
    summary = _markup(item.get("summary_detail") or {"value": item.get("summary") or ""})
    return RawEntry(
        guid=item.get("id") or "",
        link=item.get("link") or "",
        title=item.get("title") or "",
        author=item.get("author") or "",
        summary=summary,
        content="" if content == summary else content,
        # Its own `get` answers one with the other, and warns.
        published=_struct_moment(dict.get(item, "published_parsed") or dict.get(item, "updated_parsed")),
        updated=_struct_moment(dict.get(item, "updated_parsed")),
        categories=tuple(tag["term"] for tag in item.get("tags", ()) if tag.get("term")),
        language=dict.get(item, "language") or (item.get("title_detail") or {}).get("language") or "",
        enclosure=_first(item.get("enclosures"), "href", "url"),
        thumbnail=_first(item.get("media_thumbnail"), "url") or _thumbnail(item.get("media_content")),
        comments=item.get("comments") or "",
        text_base=_text_base(item),
    )


def _text_base(item: Any) -> str:
    details = [*item.get("content", ()), item.get("summary_detail") or {}]
    return str(next((detail["base"] for detail in details if detail.get("base")), ""))


_PROLOG = re.compile(rb"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)  # always matches, so it never goes back


def _is_channel(body: bytes) -> bool:
    """Whether the document is one of the Channel Definition Format, which has no version."""
    prolog = _PROLOG.match(body)
    start = prolog.end() if prolog else 0
    return body[start : start + 8].lower() == b"<channel"


def read_thorough(body: bytes, url: str, content_type: str = "") -> RawFeed:
    """Read with feedparser, which takes nearly anything; a document that is no feed has no `parser`.

    The body goes in as a stream: as bytes or text it could be taken for a path or an address.
    """
    import feedparser

    document = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": url, "content-type": content_type or "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed = document.feed
    reason = document.get("bozo_exception")
    return RawFeed(
        title=feed.get("title") or "",
        site=feed.get("link") or "",
        language=feed.get("language") or "",
        entries=[_slow_entry(item) for item in document.entries],
        parser="feedparser" if document.get("version") or document.entries or _is_channel(body) else "",
        warning=" ".join(str(reason).split())[:200] if document.get("bozo") and reason is not None else "",
    )
