"""Exact greedy choice that looks at every row for every pick: the shortest way where rows are few.

Gains are kept in the precision of the vectors, lenient by what rounding can do; where rounding could confuse rows they
are compared in float64, and where that happens often all goes on in float64. So the picks are those of a plain float64
greedy, ties and all.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.rules import Rule, leniency
from diversify.rank.diversifiers.task import Floats, Task


class Whole:
    """Gains of all rows, brought up to date with each pick."""

    def __init__(self, task: Task, rule: Rule, free: NDArray[np.bool_]) -> None:
        self._task, self._rule, self._free = task, rule, free
        n, d = task.vectors.shape
        self._basis = np.empty((min(task.places, n, d) + len(task.already) if rule.spans else 0, d))
        self._size = 0
        self._rows: list[int] = []
        self._effort = 0
        self._closed = np.empty(0, dtype=bool)
        self._x: Floats = task.vectors
        self._inverse = None if task.unit else task.inverse
        self._fine = task.wild
        if self._fine:
            self._refine()
        else:
            self._coarse()

    def take(self, row: int, picks: Picks) -> None:
        """Give a row its place, and let all gains know."""
        closed = picks.give(row)
        self._rows.append(row)
        if not picks.left:
            return
        self._worth[row] = self._rule.nothing
        if closed is not None:
            self._worth[closed] = self._rule.nothing
        if self._rule.spans:
            self._span(self._exact_unit(row))
        elif self._fine or self._inverse is None:
            self._fold(self._x[row])
        else:
            self._fold(self._x[row] * self._inverse[row])

    def best(self) -> int | None:
        """The free row of the largest gain, the first of those that tie; None where no gain is left."""
        rule = self._rule
        if rule.ends_with_rank and self._size >= self._x.shape[1]:
            return None
        while not self._fine:
            tops = rule.upper(self._worth, self._values, self._gains)
            place = int(tops.argmax())
            top = tops[place]
            if top <= rule.faint:
                self._refine()
                break
            floor = rule.floor(float(self._worth[place]), float(self._values[place]))
            tops[place] = -np.inf
            if tops[tops.argmax()] < floor and floor > rule.nothing:
                return place
            tops[place] = top
            found = self._among(np.flatnonzero((tops >= floor) & (tops > rule.nothing)))
            if found is not None:
                return found
        return self._best_fine()

    def _best_fine(self) -> int | None:
        gains = self._rule.gains(None, self._values)
        gains[~self._free] = -np.inf
        if self._task.vectors.shape[0] == 0:
            return None
        best = int(gains.argmax())
        return None if gains[best] == -np.inf else best

    def _among(self, near: NDArray[np.int64]) -> int | None:
        """The best of some rows, exactly; those with nothing left are closed, None where that was all of them."""
        values: Floats = self._rule.fresh(near)
        if self._rows or len(self._task.already):
            self._effort += len(near)
            if self._effort > len(self._free):
                self._refine()
                return None
            values = self._rule.fold(values, self._task.unit_rows(near) @ self._directions().T)
        gains = self._rule.gains(near, values)
        best = int(gains.argmax())
        if gains[best] == -np.inf:
            self._worth[near] = self._rule.nothing
            return None
        return int(near[best])

    def _coarse(self) -> None:
        """Begin in the precision of the vectors."""
        n, d = self._x.shape
        dtype = self._dtype = self._x.dtype
        self._gains = np.empty(n, dtype)
        self._cosines = np.empty(n, dtype)
        self._worth, self._values = self._rule.begin(dtype, leniency(d, dtype), self._free)
        for unit in self._task.already:
            if self._rule.spans:
                self._span(unit)
            else:
                self._fold(unit)

    def _refine(self) -> None:
        """Go on in float64."""
        directions = self._directions()
        self._fine, self._inverse = True, None
        self._x = self._task.unit_rows(slice(None))
        self._dtype = self._x.dtype
        self._cosines = np.empty(len(self._x))
        self._worth = np.empty(len(self._x))
        self._values = self._rule.fresh(None)
        if self._rule.spans and not self._size:
            for unit in self._task.already:
                self._span(unit)
        else:
            for direction in directions:
                self._fold(direction)

    def _directions(self) -> NDArray[np.float64]:
        """All that the chosen rows have taken up, (t, d) float64."""
        if self._rule.spans:
            return self._basis[: self._size]
        chosen = self._task.unit_rows(np.array(self._rows, dtype=np.int64))
        return np.concatenate((self._task.already, chosen)) if len(self._task.already) else chosen

    def _exact_unit(self, row: int) -> NDArray[np.float64]:
        if self._fine or self._inverse is None:
            # Directions do not depend on the last digits of a length.
            unit: NDArray[np.float64] = self._x[row].astype(np.float64, copy=False)
            return unit
        return self._task.unit_row(row)

    def _span(self, unit: NDArray[np.float64]) -> None:
        direction = self._rule.direction(unit, self._basis[: self._size])
        if direction is None:
            return
        self._basis[self._size] = direction
        self._size += 1
        self._fold(direction)

    def _fold(self, direction: Floats) -> None:
        cosines = np.dot(self._x, direction.astype(self._dtype, copy=False), self._cosines)
        if self._inverse is not None:
            cosines *= self._inverse
        self._rule.count(self._values, cosines)
