"""The directions that the chosen rows have taken up, and cosines to them in either precision."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.rules import Rule
from diversify.rank.diversifiers.task import Floats, Task


class Basis:
    """Rows in float64, and as the vectors have them; what was shown already comes first.

    Attributes
    ----------
    size
        How many rows it has.
    """

    def __init__(self, task: Task, rule: Rule) -> None:
        n, d = task.vectors.shape
        self._task, self._rule = task, rule
        self._rows = np.empty((min(task.places, n) + len(task.already), d))
        self._low = np.empty(self._rows.shape, task.vectors.dtype)
        self.size = 0
        for unit in task.already:
            self._add(unit)

    def add(self, row: int) -> bool:
        """Count a chosen row; whether it adds a direction."""
        return self._add(self._task.unit_row(row))

    def _add(self, unit: NDArray[np.float64]) -> bool:
        self._rows[self.size] = unit
        if not self._rule.direction(self._rows, self.size):
            return False
        self._low[self.size] = self._rows[self.size]
        self.size += 1
        return True

    def last(self, *, fine: bool) -> Floats:
        """The newest row, (d,)."""
        row: Floats = (self._rows if fine else self._low)[self.size - 1]
        return row

    def exact(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Cosines of some of the vectors to all rows, (len(rows), size) float64."""
        if not self.size:
            return np.empty((len(rows), 0))
        return np.asarray(self._task.unit_rows(rows) @ self._rows[: self.size].T)

    def cosines(self, rows: Any, *, since: int, fine: bool) -> Floats:
        """Cosines of some of the vectors (numbers or a slice) to the rows from `since` on."""
        if fine:
            exact: Floats = self._task.unit_rows(rows) @ self._rows[since : self.size].T
            return exact
        cosines: Floats = self._task.vectors[rows] @ self._low[since : self.size].T
        if not self._task.unit:
            cosines *= self._task.inverse[rows, None]
        return cosines
