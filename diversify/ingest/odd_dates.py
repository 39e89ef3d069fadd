"""Dates in the many forms that no standard of feeds knows and feeds are known to use."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

_BY_HOURS = {
    0.0: "UT UTC GMT Z WET",
    1.0: "BST CET MET MEZ WEST",
    2.0: "CEST MEST MESZ EET SAST",
    3.0: "EEST MSK",
    5.5: "IST",
    8.0: "SGT HKT AWST",
    9.0: "JST KST",
    9.5: "ACST",
    10.0: "AEST",
    10.5: "ACDT",
    11.0: "AEDT",
    12.0: "NZST",
    13.0: "NZDT",
    -2.5: "NDT",
    -3.0: "ADT",
    -3.5: "NST",
    -4.0: "AST AT EDT",
    -5.0: "EST ET CDT",
    -6.0: "CST CT MDT",
    -7.0: "MST MT PDT",
    -8.0: "PST PT AKDT",
    -9.0: "AKST",
    -10.0: "HST",
}
ZONES = {name: hours for hours, names in _BY_HOURS.items() for name in names.split()}
"""Hours ahead of UTC. The single letters of RFC 822 but Z are not among them: RFC 5322, 4.3, found them unusable."""

# First letters of the names of the months, without accents: English, German, Dutch, French, Italian, Spanish,
# Portuguese, Swedish, Hungarian, Greek.
_MONTHS = (
    "jan gen ene ιαν|feb fev fevr φεβ|mar mrz maa marz marc μαρ|apr avr abr april apri απρ"
    "|may mai mei mag maj maju μαι|jun jui juin giu juni ιουν ιον|jul juil lug ιουλ ιολ|aug aou ago αυγ"
    "|sep set szep σεπ|oct okt ott out οκτ|nov νοε|dec dez des dic δεκ"
)
_NAMES = {name: number for number, row in enumerate(_MONTHS.split("|"), 1) for name in row.split()}
_KOREAN = re.compile(r"(\d{4})[년年]\s*(\d{1,2})[월月]\s*(\d{1,2})[일日]")
_HALVES = {"오전": "am", "오후": "pm"}
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d)")
_AFTER = re.compile(r"\s*([ap])\.?m\b\.?")
_OFFSET = re.compile(r"\s*(?:etc/)?(?:gmt|utc)?\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE = re.compile(r"\s*(?:etc/)?([a-z]{1,5})\b")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?!\d)")
_NAMED = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>[^\W\d_]{3,12})-(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\.?[\s-]+(?P<month>[^\W\d_]{3,12})\.?,?[\s-]+(?P<year>\d{4}|\d{2}(?![\d:]))"),
    re.compile(r"(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?P<month>[^\W\d_]{3,12})\.?,?\s+(?P<day>(?!))?(?P<year>\d{4})(?!\d)"),
)
_PIECES = re.compile(r"(\d{4}|\d{2})(?:-?(\d{3})|-?(\d{2})-?(\d{2})|-(\d{2}))?|(\d{4})")


def read_odd_date(text: str) -> datetime | None:
    """Read a date that is neither of ISO 8601 as Python reads it nor of RFC 5322; None where no day can be told.

    Understood are: pieces of W3CDTF and ordinal dates, a missing day (the first stands for it), hours 24 and one-digit
    parts, asctime, names of months in ten languages, the dates of Korean, Greek and Hungarian publishers, halves of the
    day, second 60, and names of zones. A day that does not exist is none, and none is guessed: `5/6/2026` may be two.

    Examples
    --------
    >>> read_odd_date("2004-05-25 오후 11:23:17").isoformat(), read_odd_date("2003-12").isoformat()
    ('2004-05-25T14:23:17+00:00', '2003-12-01T00:00:00+00:00')
    >>> read_odd_date("Mon, 26 January 2004 16:31:00 ET").isoformat()
    '2004-01-26T21:31:00+00:00'
    >>> read_odd_date("5/6/2026") is None
    True
    """
    folded = text.strip()[:64].casefold()
    korean = "년" in folded or any(half in folded for half in _HALVES)
    for theirs, ours in _HALVES.items():  # they stand before the hour
        folded = re.sub(rf"{theirs}\s*([\d:]+)", rf"\1 {ours}", folded)
    time = _TIME.search(folded)
    day = _day(folded[: time.start()].rstrip(" t,") if time else folded) or _day(
        folded.replace(time[0], " ") if time else ""
    )
    if day is None:
        return None
    try:
        return (datetime(*day, tzinfo=UTC) + _clock(folded, time, korean=korean)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _clock(text: str, time: re.Match[str] | None, *, korean: bool) -> timedelta:
    """What is to be added to midnight in UTC."""
    if time is None:
        return timedelta()
    hour, minute, second = (int(part or 0) for part in time.groups())
    rest = text[time.end() :]
    if half := _AFTER.match(rest):
        hour, rest = hour % 12 + 12 * (half[1] == "p"), rest[half.end() :]
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no time of day")
    since = timedelta(hours=hour, minutes=minute, seconds=second)
    return since - timedelta(hours=9 if korean else _zone(rest))


def _zone(text: str) -> float:
    """Hours ahead of UTC that a text begins with; 0 where it names none that is known."""
    if offset := _OFFSET.match(text):
        hours = int(offset[2]) + int(offset[3] or 0) / 60
        return -hours if offset[1] == "-" else hours
    named = _ZONE.match(text)
    return ZONES.get(named[1].upper(), 0.0) if named else 0.0


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day, which may not exist."""
    if found := _KOREAN.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_FIRST.search(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _YEAR_LAST.search(text):
        return _year_last(int(found[1]), int(found[3]), int(found[4]), dotted=found[2] == ".")
    for expression in _NAMED:
        for found in expression.finditer(text):
            if month := _month(found["month"]):
                return _year(found["year"]), month, int(found["day"] or 1)
    return _piece(text.strip())


def _year_last(first: int, second: int, year: int, *, dotted: bool) -> tuple[int, int, int] | None:
    """With dots the day comes first; with strokes it does in most countries and not in one, so one has to be clear."""
    if dotted or first > 12:
        return year, second, first
    return (year, first, second) if second > 12 else None


def _year(text: str) -> int:
    """Two digits are of 1990 to 2089, as feedparser takes them."""
    number = int(text)
    return number if len(text) == 4 else number + (1900 if number >= 90 else 2000)


def _month(name: str) -> int:
    """Number of a month by its name, 0 where it is none."""
    letters = "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))
    return next((_NAMES[letters[:size]] for size in (4, 3) if letters[:size] in _NAMES), 0)


def _piece(text: str) -> tuple[int, int, int] | None:
    """A day in the short forms of ISO 8601: YYYY, YYYY-MM, and year with day of the year, or without its century."""
    found = _PIECES.fullmatch(text)
    if not found or (len(text) == 2):
        return None
    year = _year(found[1])
    if found[2]:
        moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=int(found[2]) - 1)
        return (moment.year, moment.month, moment.day) if moment.year == year else None
    return year, int(found[3] or found[5] or 1), int(found[4] or 1)
