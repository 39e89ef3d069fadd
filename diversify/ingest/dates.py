"""Dates as feeds write them, and the span that we believe."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from diversify.ingest.odd_dates import read_odd_date

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: f"{number:02}" for number, name in enumerate(_NAMES, start=1)}
_ZONES = {
    **dict.fromkeys(("GMT", "UTC", "UT", "Z"), "+00:00"),
    **{f"{name}ST": f"-{hours:02}:00" for name, hours in (("E", 5), ("C", 6), ("M", 7), ("P", 8))},
    **{f"{name}DT": f"-{hours:02}:00" for name, hours in (("E", 4), ("C", 5), ("M", 6), ("P", 7))},
}

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Nothing on the web is older; an earlier date is a fault of the feed."""


def read_date(text: str) -> datetime | None:
    """Read a date in any form that feeds are known to use; one without a zone is taken as UTC.

    ISO 8601 and RFC 5322 come first; see `read_odd_date` for the others.

    Examples
    --------
    >>> read_date("2026-11-21T06:00:00Z") == read_date("Sat, 21 Nov 2026 07:00:00 +0100")
    True
    >>> read_date("yesterday") is None
    True
    """
    text = text.strip()[:64]
    if not text:
        return None
    try:
        return utc(datetime.fromisoformat(text if text[0] <= "9" else _rfc_as_iso(text)))
    except (ValueError, OverflowError):
        pass
    try:
        return _rfc_date(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return read_odd_date(text)


def _rfc_as_iso(text: str) -> str:
    """The usual form of a date of RFC 5322 in that of ISO 8601; any other text as it is."""
    parts = text.split()
    if len(parts) != 6 or len(parts[3]) != 4 or parts[2] not in _MONTHS or len(parts[4]) not in (5, 8):
        return text
    _, day, month, year, clock, zone = parts
    if len(zone) != 5 or zone[0] not in "+-":
        zone = _ZONES.get(zone, "?")
    return f"{year}-{_MONTHS[month]}-{day:0>2}T{clock}{zone}"


def _rfc_date(text: str) -> datetime | None:
    """Read a date of RFC 5322; one of other parts, which the library overlooks, is left to those who know them."""
    moment = parsedate_to_datetime(text)
    if moment.tzinfo is None and (text[-1:].isalpha() or "+" in text or "-" in text):
        return utc(moment) if text.endswith(" -0000") else read_odd_date(text)
    return utc(moment)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; without a zone it is taken as UTC."""
    zone = moment.tzinfo
    if zone is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if zone is None else moment.astimezone(UTC)


def clamped(moment: datetime | None, seen: datetime) -> datetime:
    """The moment, where it lies between 1990 and `seen`; else `seen`.

    Examples
    --------
    >>> now = datetime(2026, 11, 21, tzinfo=UTC)
    >>> clamped(datetime(2030, 1, 1, tzinfo=UTC), now) == now == clamped(None, now)
    True
    """
    return moment if moment is not None and EARLIEST <= moment <= seen else seen
