"""What the reader said, and what they said before: every word can be taken back."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final, cast

from diversify.domain import Interest
from diversify.store.codec import interest_term, read_saying, saying_text
from diversify.store.moments import Clock, from_micros_or_none, now, to_micros, to_micros_or_none
from diversify.store.rules import clean_interest
from diversify.store.sql.connection import Connection
from diversify.store.sql.level import thin_slates

if TYPE_CHECKING:
    from diversify.domain import InterestKind

EARLIER_SAYINGS: Final = "SELECT name, at, value FROM dial_history WHERE name LIKE 'interest:%' ORDER BY id DESC"
"""What was said before, newest first: rows of the history of dials under `interest_term`."""

_SAID = "SELECT weight, at FROM interests WHERE kind = ? AND value = ?"
_SAY = "INSERT INTO interests (kind, value, weight, at) VALUES (?, ?, ?, ?)"
_UNSAY = "DELETE FROM interests WHERE kind = ? AND value = ?"
_NOTE = "INSERT INTO dial_history (name, at, value) VALUES (?, ?, ?)"
_LAST = "SELECT id, name, value FROM dial_history WHERE name LIKE 'interest:%' ORDER BY id DESC LIMIT 1"


class SqliteSayings:
    """The part of `protocols.ReaderRecords` about interests."""

    def __init__(self, connection: Connection, *, clock: Clock = now) -> None:
        self._connection = connection
        self._clock = clock

    def say(self, interest: Interest) -> None:
        """Store what the reader said, replacing what they said of the same thing; `say_back` undoes it."""
        said = clean_interest(interest)
        with self._connection.writing() as raw:
            before = _said(raw, said.kind, said.value)
            if before is None or before.weight != said.weight:
                self._note(raw, interest_term(said.kind, said.value), before)
            _put(raw, said)

    def unsay(self, kind: str, value: str, *, undoable: bool = False) -> bool:
        """Remove one interest, and the reasons in slates that name it; whether there was one.

        Where it is not to be undoable, nothing that was ever said of the thing is kept.
        """
        with self._connection.writing() as raw:
            before, forgotten = _said(raw, kind, value), 0
            if not undoable:
                sql = "DELETE FROM dial_history WHERE name = ?"
                forgotten = raw.execute(sql, (interest_term(kind, value),)).rowcount
            elif before is not None:
                self._note(raw, interest_term(kind, value), before)
            if before is not None:
                raw.execute(_UNSAY, (kind, value))
                thin_slates(raw, interest_term(kind, value))
        if before is not None or forgotten:
            self._connection.shed_traces()
        return before is not None

    def say_back(self) -> tuple[Interest | None, Interest | None]:
        """Undo the last saying or unsaying: (what held, what holds again); both None where there is none."""
        with self._connection.writing() as raw:
            note = raw.execute(_LAST).fetchone()
            if note is None:
                return None, None
            kind, value, before = read_saying(note[1], note[2])
            held = _said(raw, kind, value)
            raw.execute("DELETE FROM dial_history WHERE id = ?", (note[0],))
            if before is not None:
                _put(raw, before)
            else:
                raw.execute(_UNSAY, (kind, value))
                thin_slates(raw, interest_term(kind, value))
        self._connection.shed_traces()
        return held, before

    def interests(self) -> list[Interest]:
        """What the reader said, in the order of saying; what was said anew counts as said last."""
        rows = self._connection.read("SELECT kind, value, weight, at FROM interests ORDER BY id")
        return [Interest(kind, value, weight, from_micros_or_none(at)) for kind, value, weight, at in rows]

    def _note(self, raw: sqlite3.Connection, term: str, before: Interest | None) -> None:
        raw.execute(_NOTE, (term, to_micros(self._clock()), saying_text(before)))


def _said(raw: sqlite3.Connection, kind: str, value: str) -> Interest | None:
    row = raw.execute(_SAID, (kind, value)).fetchone()
    known = cast("InterestKind", kind)  # what is stored was checked when it was said
    return None if row is None else Interest(known, value, row[0], from_micros_or_none(row[1]))


def _put(raw: sqlite3.Connection, said: Interest) -> None:
    raw.execute(_UNSAY, (said.kind, said.value))
    raw.execute(_SAY, (said.kind, said.value, float(said.weight), to_micros_or_none(said.at)))
