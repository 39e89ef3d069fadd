"""The shelf of what was brought to the reader, in memory."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from diversify.domain import Delivery
from diversify.store.memory.state import State
from diversify.store.moments import in_utc


class MemoryDeliveries:
    """What was brought to the reader; see `protocols.DeliveryRecords`."""

    def __init__(self, state: State) -> None:
        self._kept = state.deliveries
        self._mark = ""

    def mark(self) -> str:
        """A random name of this store, made when first asked for, the same until everything is erased."""
        self._mark = self._mark or uuid4().hex
        return self._mark

    def begin(self, delivery: Delivery) -> Delivery | None:
        """Store that a delivery began; or return the one that is there, and change nothing."""
        there = self._kept.get((delivery.way, delivery.day))
        if there is None:
            self.settle(delivery)
        return there

    def settle(self, delivery: Delivery) -> None:
        """Write every field of a delivery, known by its way and day."""
        clean = replace(delivery, begun=in_utc(delivery.begun), at=in_utc(delivery.at))
        self._kept[delivery.way, delivery.day] = clean

    def withdraw(self, way: str, day: str) -> bool:
        """Take back that a delivery began; whether it was there."""
        return self._kept.pop((way, day), None) is not None

    def of(self, way: str) -> list[Delivery]:
        """All deliveries of a way, by day."""
        return sorted((one for one in self._kept.values() if one.way == way), key=lambda one: one.day)
