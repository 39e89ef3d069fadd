"""Exact greedy choice that looks at every row for every pick: the shortest way where rows are few.

Gains are kept in the precision of the vectors, lenient by what rounding can do, and rows that rounding could confuse
are compared in float64; very few rows, and those that are often confused, are kept in float64. So the picks are those
of a plain float64 greedy, ties and all.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.rules import Rule, leniency
from diversify.rank.diversifiers.task import Floats, Task

DOUBT: Final = 300
"""To look at any rows exactly costs as much as to do so with this many more."""


class Whole:
    """Gains of all rows, brought up to date with each pick."""

    def __init__(self, task: Task, rule: Rule, free: NDArray[np.bool_]) -> None:
        self._task, self._rule, self._free = task, rule, free
        n, d = task.vectors.shape
        self._spent = np.zeros(n, dtype=bool)
        self._basis = np.empty((min(task.places, n, d) + len(task.already) if rule.spans else 0, d))
        self._size = 0
        self._rows: list[int] = []
        self._doubts = 0
        self._start(fine=task.wild or task.exact)
        if rule.spans:
            for unit in task.already:
                self._span(unit)

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
            self._span(self._x[row] if self._fine else self._task.direction(row))
        elif self._inverse is None:
            self._fold(self._x[row])
        else:
            self._fold(self._x[row] * self._inverse[row])

    def best(self) -> int | None:
        """The free row of the largest gain, the first of those that tie; None where no gain is left."""
        rule = self._rule
        if rule.ends_with_rank and self._size >= self._x.shape[1]:
            return None
        while True:
            worth, values = self._worth, self._values
            tops = rule.upper(worth, values, self._gains)
            place = int(tops.argmax())
            top = tops.item(place)
            if top <= rule.faint:
                if self._renew():
                    continue
                if top <= rule.nothing:
                    return None
            floor = rule.floor(worth.item(place), values.item(place))
            tops[place] = rule.nothing
            if tops.item(tops.argmax()) < floor and floor > rule.nothing:
                return place
            tops[place] = top
            found = self._among(np.flatnonzero((tops >= floor) & (tops > rule.nothing)))
            if found is not None:
                return found

    def _among(self, near: NDArray[np.int64]) -> int | None:
        """The best of some rows, exactly; those with nothing left are closed, None where that was all of them."""
        if self._fine:
            values: Floats = self._rule.bare(self._values[near])
        else:
            values = self._rule.fresh(near)
            if self._rows or len(self._task.already):
                self._doubts += len(near) + DOUBT
                if self._doubts > len(self._free):
                    self._start(fine=True)
                    return None
                values = self._rule.fold(values, self._task.unit_rows(near) @ self._directions().T)
        gains = self._rule.gains(near, values)
        best = int(gains.argmax())
        if gains[best] == -np.inf:
            self._worth[near] = self._rule.nothing
            self._spent[near] = True
            return None
        return int(near[best])

    def _renew(self) -> bool:
        """Count worth anew among what is left, in float64; whether that can tell more than was known."""
        if self._begun == self._size and self._fine:
            return False
        self._start(fine=True)
        return True

    def _start(self, *, fine: bool) -> None:
        """Gains from what was chosen so far, in float64 or in the precision of the vectors."""
        task, rule = self._task, self._rule
        self._fine, self._begun = fine, self._size
        self._x: Floats = task.unit_rows(slice(None)) if fine else task.vectors
        self._inverse = None if fine or task.unit else task.inverse
        n, d = self._x.shape
        dtype = self._x.dtype
        self._gains, self._cosines = np.empty(n, dtype), np.empty(n, dtype)
        left = self._free & ~self._spent
        rule.scale(left)
        self._worth, self._values = rule.begin(dtype, leniency(d, dtype), left)
        if self._size or self._rows or len(task.already):
            for direction in self._directions():
                self._fold(direction.astype(dtype, copy=False))

    def _directions(self) -> NDArray[np.float64]:
        """All that the chosen rows have taken up, (t, d) float64."""
        if self._rule.spans:
            return self._basis[: self._size]
        if not self._rows:
            return self._task.already
        chosen = self._task.unit_rows(np.array(self._rows, dtype=np.int64))
        return np.concatenate((self._task.already, chosen)) if len(self._task.already) else chosen

    def _span(self, unit: NDArray[np.float64]) -> None:
        basis, size = self._basis, self._size
        if size == len(basis):
            return
        direction = self._rule.direction(unit, basis[:size], basis[size])
        if direction is not None:
            self._size += 1
            self._fold(direction if self._fine else direction.astype(self._x.dtype))

    def _fold(self, direction: Floats) -> None:
        cosines = self._x.dot(direction, self._cosines)
        if self._inverse is not None:
            cosines *= self._inverse
        self._rule.count(self._values, cosines)
