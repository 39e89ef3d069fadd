"""The words that every output shares: cleaned text, dates, lanes, lengths, addresses.

A feed is never trusted: what it said reaches a sink through `plain` first and through the sink's own encoder after.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from urllib.parse import quote

from diversify.domain import LANES, Answer, Digest, DigestItem, Lane, PrivacyLevel

LANE_WORDS: Final[Mapping[Lane, str]] = {
    "near": "close to what you read and said",
    "common": "what many outlets carry",
    "far": "from another field, on purpose",
}
"""What each lane is for, in words."""

WHAT_ONE_CAN_DO: Final = (
    ("diversify read N", "read an item; reading to the end counts most"),
    ("diversify why N", "see how its place was computed"),
    ("diversify like N", "more of this (less N: fewer like it)"),
)
"""Closing lines: command, and what it does."""

QUESTION: Final = "The question of the week"
"""What stands before a check-in."""

ANSWERS: Final[tuple[tuple[Answer, str, str], ...]] = (
    ("yes", "Yes", "more of it from the next digest on"),
    ("no", "No", "what was learned of it counts no more"),
    ("never", "Don’t ask about this", "it is not asked again"),
)
"""Answers to a check-in: name, words, and what it does."""

_SHARPENS: Final[Mapping[PrivacyLevel, str]] = {
    "nothing": "What you say of your interests sharpens",
    "explicit": "What you like, and what you say of your interests, sharpens",
    "local": "What you read to the end or like, and what you say of your interests, sharpens",
}

SUMMARY_LENGTH: Final = 280
WORDS_A_MINUTE: Final = 230  # Brysbaert 2019: silent reading of English non-fiction averages 238 words a minute

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Line and paragraph separators are white space to Python's \s; the other controls are dropped.
_SPACE = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f"  # C0 and C1: a terminal obeys them
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides and isolates: one title would turn the next
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # byte order mark, annotations, tags: invisible text
    "\ufffe\uffff"  # no XML document can hold these, not even escaped
    "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WEB = re.compile(r"https?://[^\s/?#\\]", re.IGNORECASE)
_UNQUOTED = re.compile(r"[\s<>\"'`{}|\\^]")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s|$)|[。！？]")


def plain(text: str) -> str:
    r"""One line of text without anything that a terminal, a page or a reader's eye would obey.

    Controls, bidirectional overrides and invisible tags are gone, white space is single, and a lone surrogate is the
    replacement character, so that the result can be written as UTF-8.

    Examples
    --------
    >>> plain("Red \x1b[31malert\x07\n twice")
    'Red [31malert twice'
    """
    return harmless(text).strip()


def harmless(text: str) -> str:
    r"""As `plain`, for a piece of a longer text: a space at either end stays.

    Examples
    --------
    >>> harmless(" and  so\t")
    ' and so '
    """
    if text.isprintable() and "  " not in text:  # nearly every text: no control, no mark of format, single spaces
        return text
    return _SPACE.sub(" ", disarmed(_SPACE.sub(" ", text)))


def disarmed(text: str) -> str:
    """As `harmless`, white space left as it is: for text that is set as it was typed."""
    return _SURROGATE.sub("\ufffd", _UNSAFE.sub("", text))


def web_address(url: str) -> str:
    """The address if it is one of the web (http, https), fit for a link; else empty.

    Examples
    --------
    >>> web_address("https://example.org/a b")
    'https://example.org/a%20b'
    >>> web_address("javascript:alert(1)")
    ''
    """
    cleaned = plain(url)
    if not _WEB.match(cleaned):
        return ""
    return _UNQUOTED.sub(lambda found: quote(found.group()), cleaned)


def cut(text: str, length: int = SUMMARY_LENGTH) -> str:
    """The beginning of a text, at most `length` characters: whole sentences if they fill half, else whole words.

    Examples
    --------
    >>> cut("Tides rise. Harbours drain slowly, and nobody knows why.", 20)
    'Tides rise.'
    >>> cut("Harbours drain slowly", 16)
    'Harbours drain…'
    """
    cleaned = plain(text)
    if len(cleaned) <= length:
        return cleaned
    ends = [found.end() for found in _SENTENCE_END.finditer(cleaned[: length + 1]) if found.end() <= length]
    if ends and ends[-1] >= length / 2:
        return cleaned[: ends[-1]]
    head = cleaned[: length - 1]
    if not cleaned[length - 1].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:-–—") + "…"


def reading_minutes(words: int) -> int:
    """Minutes that so many words need, at least 1."""
    return max(1, round(words / WORDS_A_MINUTE))


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 item`, `2 items`."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


def long_date(day: str) -> str:
    """A date in words, the same in every locale.

    Examples
    --------
    >>> long_date("2025-11-21")
    'Friday, 21 November 2025'
    """
    when = date.fromisoformat(day)
    return f"{_DAYS[when.weekday()]}, {when.day} {_MONTHS[when.month - 1]} {when.year}"


def age(published: datetime, day: str) -> str:
    """How long ago, seen from the digest's day: `today`, `yesterday`, `3 days ago`, then the date."""
    days = (date.fromisoformat(day) - published.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} days ago"
    return f"{published.day} {_MONTHS[published.month - 1][:3]} {published.year}"


def mix_line(digest: Digest) -> str:
    """How many items of which lane, and how long they take, in one line.

    Where a lane holds fewer or more than the reader asked for, it says so: `2 far of 3`.
    """
    lanes = ", ".join(
        _lane_count(lane, digest) for lane in LANES if digest.asked.get(lane) or digest.delivered.get(lane)
    )
    minutes = counted(digest.reading_minutes, "minute")
    return f"{counted(len(digest.items), 'item')}: {lanes} · about {minutes}" if digest.items else "no items"


def _lane_count(lane: Lane, digest: Digest) -> str:
    asked, delivered = digest.asked.get(lane, 0), digest.delivered.get(lane, 0)
    return f"{delivered} {lane}" if asked == delivered else f"{delivered} {lane} of {asked}"


def facts(item: DigestItem, digest: Digest) -> tuple[str, ...]:
    """Source, age, length and fields of an item, each a few words; new voice where not every item is one."""
    parts = [plain(item.source) or "unknown source", age(item.published, digest.date), f"{item.minutes} min"]
    parts += [plain(name) for name in item.industry_names[:2]]
    if item.new_voice and not all(other.new_voice for other in digest.items):
        parts.append("new voice")
    return tuple(part for part in parts if part)


def remarks(digest: Digest) -> tuple[str, ...]:
    """What could not be met, said of the digest as a whole."""
    return tuple(sentence for sentence in map(plain, digest.unmet) if sentence)


def question(digest: Digest) -> str:
    """The check-in of the day while it is open; else empty."""
    asked = digest.check_in
    return plain(asked.text) if asked is not None and asked.answer is None else ""


def first_notice(privacy: PrivacyLevel, *, said: bool) -> str:
    """What a first digest says of itself: what it rests on, and what would sharpen the next.

    Parameters
    ----------
    privacy
        What may be kept; nothing is promised of acts that would leave no trace.
    said
        Whether the reader has said anything yet: a home or an interest.

    Examples
    --------
    >>> first_notice("nothing", said=False)
    'A first digest: nothing is known of you, and nothing is guessed. What you say of your interests sharpens the next.'
    """
    known = "it rests on what you said alone" if said else "nothing is known of you, and nothing is guessed"
    return f"A first digest: {known}. {_SHARPENS[privacy]} the next."
