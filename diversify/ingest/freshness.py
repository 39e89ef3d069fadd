"""When a server wishes to be asked again: Cache-Control, Expires (RFC 9111) and Retry-After (RFC 9110) as one date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from diversify.ingest.dates import read_date

LONGEST_CACHE = timedelta(days=1)
"""A feed is news: a longer cache time is not believed."""
LONGEST_RETRY = timedelta(days=7)

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_NO_CACHE = re.compile(r"\bno-(?:cache|store)\b", re.IGNORECASE)


def _retry_after(value: str, now: datetime) -> datetime | None:
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return now + min(timedelta(seconds=int(value[:9])), LONGEST_RETRY)
    when = read_date(value)
    return min(when, now + LONGEST_RETRY) if when else None


def _cached_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    control = headers.get("Cache-Control", "")
    if _NO_CACHE.search(control):
        return None
    if found := _MAX_AGE.search(control):
        age = headers.get("Age", "").strip()
        left = int(found[1]) - (int(age[:9]) if age.isascii() and age.isdecimal() else 0)
        return now + min(timedelta(seconds=max(left, 0)), LONGEST_CACHE)
    when = read_date(headers.get("Expires", ""))
    return min(when, now + LONGEST_CACHE) if when else None


def not_before(headers: Mapping[str, str], *, status: int, now: datetime) -> datetime | None:
    """Before which the address is not to be asked again; None where the server has no wish or the date has passed.

    Examples
    --------
    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 21, tzinfo=UTC)
    >>> not_before({"Cache-Control": "public, max-age=600"}, status=200, now=now)
    datetime.datetime(2026, 11, 21, 0, 10, tzinfo=datetime.timezone.utc)
    >>> not_before({"Retry-After": "60"}, status=429, now=now).minute
    1
    """
    wish = _retry_after(headers["Retry-After"], now) if "Retry-After" in headers else None
    if wish is None and status in (200, 301, 304, 308, 404, 410):
        wish = _cached_until(headers, now)
    return wish if wish is not None and wish > now else None
