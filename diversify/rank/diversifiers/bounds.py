"""What each row can still gain at most: an earlier value of its gain, and how much that counted of what was chosen."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.basis import Basis
from diversify.rank.diversifiers.rules import Rule, leniency
from diversify.rank.diversifiers.task import Floats, Task

BLOCK: Final = 8_192
"""Rows evaluated at once, so that memory stays O(n)."""


class Bounds:
    """A bound for every row; those with nothing left have that of nothing.

    Attributes
    ----------
    worth, values
        (n,) what the rule makes gains of; values count the first `ages` rows of the basis.
    tops
        (n,) the bounds.
    ages
        (n,) how many rows of the basis each counts.
    """

    def __init__(self, task: Task, rule: Rule, basis: Basis, *, left: NDArray[np.bool_], fine: bool) -> None:
        self._rule, self._basis, self._fine = rule, basis, fine
        dtype = np.dtype(np.float64) if fine else task.vectors.dtype
        self.worth, self.values = rule.begin(dtype, leniency(task.vectors.shape[1], dtype), left)
        self.tops: Floats = rule.upper(self.worth, self.values)
        self.ages = np.zeros(len(left), dtype=np.int32)

    @property
    def most(self) -> float:
        """The highest bound."""
        return float(self.tops.max())

    def keep(self, rows: NDArray[np.int64], tops: Floats | float, values: Floats) -> None:
        """Bounds and values of some rows that were brought up to date elsewhere."""
        self.tops[rows], self.values[rows] = tops, values
        self.ages[rows] = self._basis.size

    def reached(self, edge: float) -> NDArray[np.int64]:
        """The rows whose bound is at least this, of those with something left."""
        return np.flatnonzero((self.tops >= edge) & (self.tops > self._rule.nothing))

    def stale(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of some rows that do not count the whole basis."""
        return rows[self.ages[rows] < self._basis.size]

    def highest(self, many: int) -> NDArray[np.int64]:
        """So many rows of the highest bounds, in order."""
        n = len(self.tops)
        return np.sort(np.argpartition(self.tops, n - many)[n - many :])

    def sweep(self, rows: NDArray[np.int64]) -> None:
        """Bring values and bounds of rows up to the whole basis, those of one age together."""
        ages = self.ages[rows]
        for since in np.unique(ages):
            aged = rows[ages == since]
            if 2 * len(aged) > len(self.tops):
                self._sweep_most(aged, since)
                continue
            for at in range(0, len(aged), BLOCK):
                some = aged[at : at + BLOCK]
                self.values[some], self.tops[some] = self._swept(some, since)
        self.ages[rows] = self._basis.size

    def _sweep_most(self, rows: NDArray[np.int64], since: int) -> None:
        """Look at all rows where they lie: by their numbers they would be copied first, which costs more."""
        wanted = np.zeros(len(self.tops), dtype=bool)
        wanted[rows] = True
        for at in range(0, len(wanted), BLOCK):
            some = slice(at, at + BLOCK)
            values, tops = self._swept(some, since)
            np.copyto(self.values[some], values, where=wanted[some])
            np.copyto(self.tops[some], tops, where=wanted[some])

    def _swept(self, rows: NDArray[np.int64] | slice, since: int) -> tuple[Floats, Floats]:
        """Values and bounds of rows that count `since` rows of the basis so far."""
        values = self._rule.fold(self.values[rows], self._basis.cosines(rows, since=since, fine=self._fine))
        return values, np.minimum(self.tops[rows], self._rule.upper(self.worth[rows], values))

    def sweep_all(self) -> None:
        """The first sweep: of all rows, in place, from the whole basis."""
        for at in range(0, len(self.tops), BLOCK):
            rows = slice(at, at + BLOCK)
            values = self._rule.fold(self.values[rows], self._basis.cosines(rows, since=0, fine=self._fine))
            self.values[rows] = values
            self.tops[rows] = self._rule.upper(self.worth[rows], values)
        self.ages[:] = self._basis.size

    def close(self, rows: NDArray[np.int64]) -> None:
        """These rows are out."""
        self.worth[rows] = self._rule.nothing
        self.tops[rows] = self._rule.nothing
