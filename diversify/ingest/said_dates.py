"""Dates that the quick reader does not read, or reads with the day of today where they name none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from diversify.ingest.dates import read_date

# Forms of which the quick reader knows the meaning, zones included.
_USUAL = re.compile(
    rb"\d[\sTt]\s?\d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,9})?"
    rb"(?:[Zz]|\s?[+-]\d\d:?\d\d|\s(?:GMT|UTC?|WES?T|BST|CES?T|EES?T|MSK|IST|JST|KST|AE[SD]T|[PMCE][SD]T))?\s*(?:\]\]>\s*)?\Z"
)
_SAID = re.compile(
    rb"<(?:[\w.-]{1,30}:)?(?:(pubDate|published|issued|date)|updated|modified)(?:\s[^<>]{0,200})?>"
    rb"\s*(?:<!\[CDATA\[)?([^<\]]{1,128})",
    re.IGNORECASE,
)
_CLOSING = re.compile(rb"</(?:[\w.-]{1,30}:)?(?:pubDate|published|issued|date|updated|modified)\s*>", re.IGNORECASE)
_TIME = re.compile(rb"\d{1,2}:\d\d(?::\d\d)?")
_NUMBER = re.compile(rb"\d+")
_LONGEST = 64


class Said(NamedTuple):
    """What an entry says of its dates; `wild` where one names no day, so that a day read of it is made up."""

    published: datetime | None = None
    updated: datetime | None = None
    wild: bool = False


def usually_dated(body: bytes, start: int) -> bool:
    """Whether the first date after `start` is written as most are; a publisher writes all of them in one way.

    Examples
    --------
    >>> usually_dated(b"<item><pubDate>Sat, 21 Nov 2026 07:00:00 +0100</pubDate>", 0)
    True
    >>> usually_dated(b"<item><dc:date>2026-11</dc:date>", 0)
    False
    """
    closing = _CLOSING.search(body, start)
    return closing is None or _USUAL.search(body, max(closing.start() - _LONGEST, start), closing.start()) is not None


def said_dates(body: bytes, starts: Sequence[int]) -> list[Said]:
    """What each entry says of its dates, the first of each kind; entries begin at `starts`, ascending.

    Examples
    --------
    >>> said_dates("<item><pubDate>2004년 05월 28일 01:31:15</pubDate>".encode(), [0])[0].published.isoformat()
    '2004-05-27T16:31:15+00:00'
    """
    return [_said(body, start, end) for start, end in zip(starts, [*starts[1:], len(body)], strict=True)]


def _said(body: bytes, start: int, end: int) -> Said:
    moments: dict[bool, datetime] = {}
    wild = False
    source = body.find(b"<source>", start, end)  # its dates are those of another feed
    source_end = body.find(b"</source>", source, end) if source >= 0 else -1
    for found in _SAID.finditer(body, start, end):
        if source < found.start() < source_end:
            continue
        moment = read_date(found[2].decode("utf-8", "replace"))
        if moment is not None:
            moments.setdefault(bool(found[1]), moment)
        elif len(_NUMBER.findall(_TIME.sub(b"", found[2]))) < 2:
            wild = True
    return Said(moments.get(True), moments.get(False), wild)
