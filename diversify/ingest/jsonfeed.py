"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) to raw entries.

Numbers are read as the text they are written as: an identity may be one, and none is ever calculated with. Further
pages (`next_url`) are not followed: a feed's newest items are on its first.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from diversify.errors import ParseError
from diversify.ingest.clean import FIELD_LIMIT
from diversify.ingest.dates import read_date
from diversify.ingest.raw import RawEntry, RawFeed

_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n")
_MOST_PEOPLE = 20


class _Number(str):
    """A number, as it is written."""

    __slots__ = ()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) and not isinstance(value, _Number) else ""


def _label(value: Any) -> str:
    """A text, or a number in the place of one, as identities and titles may be."""
    return str(value) if isinstance(value, _Number) else _text(value)


def _rows(value: Any) -> list[Any]:
    """A list as it is, one thing as a list of it: 1.0 has one author, 1.1 a list, and feeds mix the two."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _names(holder: Mapping[str, Any]) -> str:
    """Names of the authors, else of the author: an address where there is no name, and a text stands for its name."""
    for field in ("authors", "author"):
        people = _rows(holder.get(field))[:_MOST_PEOPLE]
        whole = [one for one in people if isinstance(one, dict)]
        if said := ", ".join(dict.fromkeys(filter(None, map(_name, whole or people)))):
            return said
    return ""


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return _text(person)
    return _text(person.get("name")) or _text(person.get("url")).removeprefix("mailto:")


def _attachments(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Address and media type of each attachment that has an address."""
    for one in _rows(item.get("attachments")):
        if isinstance(one, dict) and _text(one.get("url")):
            yield _text(one["url"]), _text(one.get("mime_type")).lower()


def _marked_up(text: str) -> str:
    """Plain text as HTML, its lines and paragraphs kept."""
    safe = html.escape(text[:FIELD_LIMIT], quote=False)
    if "\n" not in safe:
        return safe
    return "".join(
        f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in _PARAGRAPHS.split(safe) if part.strip()
    )


def _entry(item: Mapping[str, Any], authors: str) -> RawEntry:
    attached = list(_attachments(item))
    pictures = [url for url, kind in attached if kind.startswith("image/")]
    return RawEntry(
        guid=_label(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_label(item.get("title")),
        author=_names(item) or authors,
        summary=html.escape(_text(item.get("summary")), quote=False),
        content=_text(item.get("content_html")) or _marked_up(_text(item.get("content_text"))),
        published=read_date(_text(item.get("date_published"))),
        updated=read_date(_text(item.get("date_modified"))),
        categories=tuple(filter(None, map(_label, _rows(item.get("tags"))))),
        language=_text(item.get("language")),
        enclosure=attached[0][0] if attached else "",
        thumbnail=_text(item.get("image")) or _text(item.get("banner_image")) or next(iter(pictures), ""),
    )


def read_json_feed(body: bytes, *, url: str) -> RawFeed:
    """Read a JSON Feed.

    Raises
    ------
    ParseError
        Where the body is no JSON, or JSON that is no feed: without a list of items, or with neither version nor title.
    """
    try:
        text = body.decode("utf-8-sig", "replace").lstrip("\ufeff \t\r\n")
        document = json.loads(text, strict=False, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
    except (ValueError, RecursionError) as error:
        raise ParseError(url, "is neither a feed nor readable JSON", kind="parse") from error
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or not any(_text(document.get(name)) for name in ("version", "title")):
        raise ParseError(url, "is JSON, but no JSON Feed", kind="not_a_feed", mend="give the address of a feed")
    authors = _names(document)
    return RawFeed(
        title=_text(document.get("title")),
        site=_text(document.get("home_page_url")),
        language=_text(document.get("language")),
        base=_text(document.get("home_page_url")) or _text(document.get("feed_url")),
        entries=[_entry(item, authors) for item in items if isinstance(item, dict)],
        parser="jsonfeed",
    )
