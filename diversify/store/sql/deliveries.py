"""The shelf of what was brought to the reader."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from diversify.domain import Delivery
from diversify.store.moments import from_micros, to_micros
from diversify.store.sql.connection import Connection

_BEGIN = "INSERT INTO deliveries (way, day, state, begun, at, content) VALUES (?, ?, ?, ?, ?, ?)"
_SETTLE = f"""{_BEGIN}
    ON CONFLICT (way, day) DO UPDATE SET state = excluded.state, begun = excluded.begun, at = excluded.at,
        content = excluded.content"""
_OF = "SELECT way, day, state, begun, at, content FROM deliveries WHERE way = ? ORDER BY day"
_ONE = "SELECT way, day, state, begun, at, content FROM deliveries WHERE way = ? AND day = ?"


class SqliteDeliveries:
    """What was brought to the reader; see `protocols.DeliveryRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self) -> str:
        """A random name of this store, made when first asked for, the same until everything is erased."""
        found = self._connection.read("SELECT value FROM mark")
        if not found:
            with self._connection.writing() as raw:
                # Of two who found none, the first to write names the store for both.
                raw.execute("INSERT INTO mark (only, value) VALUES (1, ?) ON CONFLICT DO NOTHING", (uuid4().hex,))
            found = self._connection.read("SELECT value FROM mark")
        return str(found[0][0])

    def begin(self, delivery: Delivery) -> Delivery | None:
        """Store durably that a delivery began; or return the one that is there, and change nothing."""
        with self._connection.writing() as raw:
            row = raw.execute(_ONE, (delivery.way, delivery.day)).fetchone()
            if row is None:
                raw.execute(_BEGIN, _row(delivery))
        return None if row is None else _read(row)

    def settle(self, delivery: Delivery) -> None:
        """Write every field of a delivery, known by its way and day."""
        with self._connection.writing() as raw:
            raw.execute(_SETTLE, _row(delivery))

    def withdraw(self, way: str, day: str) -> bool:
        """Take back that a delivery began; whether it was there."""
        with self._connection.writing() as raw:
            gone = raw.execute("DELETE FROM deliveries WHERE way = ? AND day = ?", (way, day)).rowcount > 0
        if gone:
            self._connection.shed_traces()
        return gone

    def of(self, way: str) -> list[Delivery]:
        """All deliveries of a way, by day."""
        return [_read(row) for row in self._connection.read(_OF, (way,))]


def _row(one: Delivery) -> tuple[Any, ...]:
    return (one.way, one.day, one.state, to_micros(one.begun), to_micros(one.at), one.content)


def _read(row: tuple[Any, ...]) -> Delivery:
    way, day, state, begun, at, content = row
    return Delivery(way, day, state, from_micros(begun), from_micros(at), content)
