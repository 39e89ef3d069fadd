"""The log of a run: one row an article that was shown or read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.offers import Choice, Offer, Seen


@dataclass(frozen=True, eq=False)
class Reading:
    """What b readers did on one day: s articles in the order of reading, and acts on the k offered ones left unread.

    Attributes
    ----------
    chosen
        (b, s) columns of articles, -1 where none.
    depth, distance
        (b, s) float64.
    act
        (b, s) int8 numbers of `lively.ACTS`.
    offered_distance, offered_act
        (b, k) of the places offered; acts on what was not read.
    """

    chosen: NDArray[np.int64]
    depth: NDArray[np.float64]
    distance: NDArray[np.float64]
    act: NDArray[np.int8]
    offered_distance: NDArray[np.float64]
    offered_act: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Sheet:
    """Columns of what was shown or read; one row an article, a reader and a day.

    Attributes
    ----------
    day, reader, article, industry
        Whole numbers; `industry` is the one the article was born in.
    position
        1-based place in the offer; 0 where the reader found it without.
    read
        bool.
    depth
        float64 in [0, 1]; 0 where not read.
    distance
        float32 between reader and article when it was shown.
    act
        Number of `ACTS`, what the reader said of it; 0 nothing.
    lane
        Number of `LANE_NAMES`; 0 where the policy has none.
    propensity
        float32: probability with which a drawn place was drawn, 1 where nothing was drawn; NaN where nothing was
        offered.
    """

    day: NDArray[np.int16]
    reader: NDArray[np.int32]
    article: NDArray[np.int32]
    industry: NDArray[np.int16]
    position: NDArray[np.int16]
    read: NDArray[np.bool_]
    depth: NDArray[np.float64]
    distance: NDArray[np.float32]
    act: NDArray[np.int8]
    lane: NDArray[np.int8]
    propensity: NDArray[np.float32]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.day)

    @classmethod
    def of(cls, offer: Offer, choice: Choice, reading: Reading) -> Sheet:
        """The rows of one day and block: all that was offered in order of place, then what was found without."""
        same = (choice.rows[:, :, None] == reading.chosen[:, None, :]) & (reading.chosen >= 0)[:, None, :]
        found = (reading.chosen >= 0) & ~same.any(axis=1)
        kept = np.concatenate([choice.rows >= 0, found], axis=1)
        none = np.zeros(found.shape, dtype=np.int8)
        place = np.broadcast_to(np.arange(1, offer.size + 1, dtype=np.int16), choice.rows.shape)

        def joined(offered: NDArray[Any], alone: NDArray[Any]) -> NDArray[Any]:
            return np.asarray(np.concatenate([offered, alone], axis=1)[kept])

        def lifted(values: NDArray[Any]) -> NDArray[Any]:
            """What belongs to reading, at the places offered; 0 where not read."""
            return np.asarray(np.where(same, values[:, None, :], 0).sum(axis=2, dtype=values.dtype))

        columns = joined(choice.rows, reading.chosen)
        rows = np.broadcast_to(np.arange(len(kept))[:, None], kept.shape)[kept]
        return cls(
            day=np.full(len(rows), offer.day, dtype=np.int16),
            reader=offer.readers[rows].astype(np.int32),
            article=offer.ids[columns].astype(np.int32),
            industry=offer.industry[columns].astype(np.int16),
            position=joined(place, none).astype(np.int16),
            read=joined(same.any(axis=2), found),
            depth=joined(lifted(reading.depth), reading.depth),
            distance=joined(reading.offered_distance, reading.distance).astype(np.float32),
            act=joined(reading.offered_act + lifted(reading.act), reading.act),
            lane=joined(choice.lane, none),
            propensity=joined(choice.propensity, np.full(found.shape, np.nan)).astype(np.float32),
        )

    def seen(self, day: int) -> Seen:
        """What a digest could have logged of it: no true distances."""
        logged = (item.name for item in fields(Seen) if item.name != "day")
        return Seen(day, *(getattr(self, name) for name in logged))


class Ledger:
    """Sheets to be joined, kept by column so that joining holds little more than the result."""

    def __init__(self) -> None:
        self._columns: dict[str, list[NDArray[Any]]] = {item.name: [] for item in fields(Sheet)}

    def add(self, sheets: Iterable[Sheet]) -> None:
        """Write these down, in order."""
        for sheet in sheets:
            for name, column in self._columns.items():
                column.append(getattr(sheet, name))

    def closed(self) -> Sheet:
        """All rows, in order; the ledger is empty after."""
        return Sheet(**{name: np.concatenate(self._columns.pop(name)) for name in list(self._columns)})
