"""The rows chosen so far, and which may still be chosen under the conditions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.task import Task


class Picks:
    """Collects rows, best first; tells what each one closes.

    Attributes
    ----------
    rows
        Chosen so far.
    left
        How many places are left.
    free
        (n,) bool: what may still be chosen.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._given = [np.zeros(int(keys.max(initial=-1)) + 1, dtype=np.int64) for keys, _ in task.caps]
        self.rows: list[int] = []
        self.left = task.places
        self.free = task.free.copy()

    @property
    def done(self) -> bool:
        """Whether every place is given."""
        return not self.left

    def give(self, row: int) -> NDArray[np.int64] | None:
        """Choose a row; the other rows that its caps close with it, None where there are none."""
        self.rows.append(row)
        self.left -= 1
        self.free[row] = False
        return self._close(row) if self._given else None

    def _close(self, row: int) -> NDArray[np.int64] | None:
        closed = [
            np.flatnonzero((keys == keys[row]) & self.free)
            for (keys, cap), given in zip(self._task.caps, self._given, strict=True)
            if self._count(given, int(keys[row])) >= cap
        ]
        if not closed:
            return None
        rows: NDArray[np.int64] = np.unique(np.concatenate(closed))
        self.free[rows] = False
        return rows if len(rows) else None

    def fill(self, worth: NDArray[np.float64]) -> None:
        """Give the places that are left by worth (n,), ties by row."""
        if self.done or not self.free.any():
            return
        if self._task.caps:
            for row in np.argsort(-worth, kind="stable"):
                if self.free[row] and not self.done:
                    self.give(int(row))
            return
        open_rows = np.flatnonzero(self.free)
        order = np.argsort(-worth[open_rows], kind="stable")
        self.rows += open_rows[order][: self.left].tolist()
        self.left = max(0, self.left - len(order))

    def array(self) -> NDArray[np.int64]:
        """The rows, (at most k,) int64."""
        return np.array(self.rows, dtype=np.int64)

    @staticmethod
    def _count(given: NDArray[np.int64], key: int) -> int:
        given[key] += 1
        return int(given[key])
