"""The shelf of the reader: what they said and did. The privacy level is enforced here, at the door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from diversify.domain import Feedback
from diversify.store.codec import SAYINGS, saying_told
from diversify.store.moments import from_micros, to_micros
from diversify.store.rules import (
    PRIVACY_DIAL,
    clean_feedback,
    dial_text,
    is_lower,
    kept_kinds,
    unknown_article,
)
from diversify.store.sql.level import erase_beyond, stored_level, thin_slates
from diversify.store.sql.sayings import EARLIER_SAYINGS, SqliteSayings
from diversify.store.sql.statements import batches, listed

_RECORD = """INSERT INTO feedback (kind, article_id, at, value, slate, position) VALUES (?, ?, ?, ?, ?, ?)
    RETURNING id"""
_FEEDBACK = """SELECT id, kind, article_id, at, value, slate, position FROM feedback
    WHERE at <= ? ORDER BY at, id"""
_ACTS_ON = "SELECT id, kind, article_id, at, value, slate, position FROM feedback WHERE article_id IN :ids"
_TAKE_BACK = "DELETE FROM feedback WHERE id = ? RETURNING id, kind, article_id, at, value, slate, position"
_SENSITIVE = """SELECT coalesce(u.sensitive, 0) FROM articles AS a LEFT JOIN understandings AS u ON u.article_id = a.id
    WHERE a.id = ?"""
_TURN = "INSERT INTO dials (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_FAR_AHEAD = 2**62


class SqliteReader(SqliteSayings):
    """What the reader said and did; see `protocols.ReaderRecords`."""

    def record(self, feedback: Feedback) -> Feedback | None:
        """Store one act durably and return it with its id; None where the level or the article forbids keeping it.

        Raises
        ------
        PlaceError
            Where the article is not in the store.
        """
        act = clean_feedback(feedback)
        with self._connection.writing() as raw:
            found = raw.execute(_SENSITIVE, (act.article_id,)).fetchone()
            if found is None:
                raise unknown_article(act.article_id)
            if found[0] or act.kind not in kept_kinds(stored_level(raw)):
                return None
            values = (act.kind, act.article_id, to_micros(act.at), act.value, act.slate, act.position)
            (number,) = raw.execute(_RECORD, values).fetchone()
        return replace(act, id=number)

    def feedback(self, *, until: datetime | None = None) -> list[Feedback]:
        """Acts in order of time, up to a moment, that moment included."""
        rows = self._connection.read(_FEEDBACK, (_FAR_AHEAD if until is None else to_micros(until),))
        return [_act(row) for row in rows]

    def acts_on(self, article_ids: Sequence[int]) -> list[Feedback]:
        """Acts on these articles, in order of time."""
        acts: list[Feedback] = []
        for batch in batches(sorted({int(one) for one in article_ids})):
            acts += map(_act, self._connection.read(listed(_ACTS_ON, "ids", len(batch)), batch))
        return sorted(acts, key=lambda act: (act.at, act.id))

    def take_back(self, feedback_id: int) -> Feedback | None:
        """Erase one act, as if it had never been done, and return it; None where it is not there."""
        with self._connection.writing() as raw:
            row = raw.execute(_TAKE_BACK, (feedback_id,)).fetchone()
            if row is not None:
                thin_slates(raw, made_after=(row[5], row[3]))
        if row is None:
            return None
        self._connection.shed_traces()
        return _act(row)

    def forget(self, article_ids: Sequence[int]) -> int:
        """Erase all feedback on these articles, and what slates say of how they were made; how many acts."""
        erased = 0
        with self._connection.writing() as raw:
            for batch in batches(article_ids):
                sql = listed("DELETE FROM feedback WHERE article_id IN :ids", "ids", len(batch))
                erased += raw.execute(sql, [int(one) for one in batch]).rowcount
            if erased:
                thin_slates(raw)
        if erased:
            self._connection.shed_traces()
        return erased

    def dials(self) -> dict[str, Any]:
        """The reader's settings as stored: name to JSON value."""
        rows = self._connection.read("SELECT name, value FROM dials ORDER BY name")
        return {name: json.loads(value) for name, value in rows}

    def turn(self, name: str, value: Any) -> None:
        """Set one dial (None removes it), keeping what it was before, so that it can be undone.

        Turning it to what it is already does nothing. Lowering `privacy` erases what the new level does not keep, and
        what slates say of how they were made.

        Raises
        ------
        SettingsError
            Where the value is no JSON, or no privacy level.
        """
        text = None if value is None else dial_text(name, value)
        with self._connection.writing() as raw:
            before = (raw.execute("SELECT value FROM dials WHERE name = ?", (name,)).fetchone() or (None,))[0]
            if before == text:
                return
            note = (name, to_micros(self._clock()), before)
            raw.execute("INSERT INTO dial_history (name, at, value) VALUES (?, ?, ?)", note)
            if text is None:
                raw.execute("DELETE FROM dials WHERE name = ?", (name,))
            else:
                raw.execute(_TURN, (name, text))
            if name == PRIVACY_DIAL and is_lower(before, text):
                erase_beyond(raw, stored_level(raw))
        if name == PRIVACY_DIAL:
            self._connection.shed_traces()

    def history(self, name: str) -> list[tuple[datetime, Any]]:
        """Earlier values of a dial, newest first, each with the moment it was replaced; None where it was not set.

        Of `interests`: what was said before of each thing, its weight None where nothing was.
        """
        if name == SAYINGS:
            notes = self._connection.read(EARLIER_SAYINGS)
            return [(from_micros(at), saying_told(term, text)) for term, at, text in notes]
        rows = self._connection.read("SELECT at, value FROM dial_history WHERE name = ? ORDER BY id DESC", (name,))
        return [(from_micros(at), None if value is None else json.loads(value)) for at, value in rows]


def _act(row: tuple[Any, ...]) -> Feedback:
    number, kind, article_id, at, value, slate, position = row
    return Feedback(kind, article_id, from_micros(at), value, slate=slate, position=position, id=number)
