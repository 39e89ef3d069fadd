"""feedparser, which is slow and reads nearly everything, brought to the raw form; it sanitises nothing here."""

from __future__ import annotations

import calendar
import html
import io
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from diversify.ingest.raw import RawEntry, RawFeed

_PLAIN_TYPES = frozenset(("text", "text/plain"))


def _first(rows: Any, *names: str) -> str:
    for row in rows or ():
        for name in names:
            if value := row.get(name):
                return str(value)
    return ""


def _thumbnail(media: Any) -> str:
    for row in media or ():
        if url := row.get("thumbnail_url"):
            return str(url)
        kind = row.get("medium") or row.get("type") or ""
        if row.get("url") and (str(kind).startswith("image") or not kind):
            return str(row["url"])
    return ""


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
