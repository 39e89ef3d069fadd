"""The privacy level in force, and erasing what it does not keep; inside a transaction of the caller."""

from __future__ import annotations

import json
import sqlite3

from diversify.domain import CHECK_IN, PrivacyLevel
from diversify.store.codec import slate_digest, without_question, without_traces
from diversify.store.rules import PRIVACY_DIAL, kept_kinds, privacy_level
from diversify.store.sql.statements import listed

_NEWEST = "SELECT id FROM slates ORDER BY shown DESC LIMIT 1"
_DAY_BEFORE = """SELECT id FROM slates WHERE day < (SELECT day FROM slates ORDER BY shown DESC LIMIT 1)
    ORDER BY day DESC, shown DESC LIMIT 1"""

_QUESTIONS = "SELECT day, content FROM deliveries WHERE way = ? AND begun >= ?"
_SLATES = "SELECT id, day, as_of, content FROM slates ORDER BY shown DESC"
_ANY = -(2**62)


def stored_level(raw: sqlite3.Connection) -> PrivacyLevel:
    """The privacy level in force."""
    row = raw.execute("SELECT value FROM dials WHERE name = ?", (PRIVACY_DIAL,)).fetchone()
    return privacy_level(None if row is None else json.loads(row[0]))


def erase_beyond(raw: sqlite3.Connection, level: PrivacyLevel) -> None:
    """Erase what a level does not keep, and what slates say of how they were made."""
    kinds = kept_kinds(level) or ("",)  # an empty list is no SQL in every engine
    raw.execute(listed("DELETE FROM feedback WHERE kind NOT IN :kinds", "kinds", len(kinds)), kinds)
    if level == "nothing":
        keep_last_slates(raw)
        raw.execute("DELETE FROM deliveries WHERE way = ?", (CHECK_IN,))
    thin_slates(raw)


def keep_last_slates(raw: sqlite3.Connection) -> int:
    """Erase every slate but the one shown last and the last of the day before it; how many."""
    kept = [row[0] for sql in (_NEWEST, _DAY_BEFORE) for row in raw.execute(sql)] or [0]
    return raw.execute(listed("DELETE FROM slates WHERE id NOT IN :ids", "ids", len(kept)), kept).rowcount


def thin_slates(raw: sqlite3.Connection, term: str | None = None, *, made_after: tuple[int, int] = (0, _ANY)) -> None:
    """Take `without_traces` of every slate; where two of a day become equal, the one shown later stays.

    With `made_after`, only of slates with a later id, for that moment or a later one. Without a term, what questions
    to the reader rest on goes as well.
    """
    if term is None:
        _thin_questions(raw, asked_after=made_after[1])
    seen: set[tuple[str, str]] = set()
    for number, day, as_of, content in raw.execute(_SLATES).fetchall():
        thin = without_traces(content, term) if number > made_after[0] and as_of >= made_after[1] else content
        digest = slate_digest(thin)
        if (day, digest) in seen:
            raw.execute("DELETE FROM slates WHERE id = ?", (number,))
        elif thin != content:
            raw.execute("DELETE FROM slates WHERE day = ? AND digest = ? AND id <> ?", (day, digest, number))
            raw.execute("UPDATE slates SET content = ?, digest = ? WHERE id = ?", (thin, digest, number))
        seen.add((day, digest))


def _thin_questions(raw: sqlite3.Connection, *, asked_after: int) -> None:
    for day, content in raw.execute(_QUESTIONS, (CHECK_IN, asked_after)).fetchall():
        thin = (without_question(content), CHECK_IN, day)
        raw.execute("UPDATE deliveries SET content = ? WHERE way = ? AND day = ?", thin)
