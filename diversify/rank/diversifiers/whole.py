"""Exact greedy choice that looks at every row for every pick: the shortest way where rows are few.

Gains are kept in the precision of the vectors, lenient by what rounding can do, and rows that rounding could confuse
are compared in float64; very few rows, and those that are often confused, are kept in float64. So the picks are those
of a plain float64 greedy, ties and all.

Where some hundreds of rows are not that few, only a *head* of those that could gain the most is kept up to date: a
gain only falls, so the head has the best row for as long as its best gains more than any other row could at first.
When it does not, all rows are looked at from there on.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.rules import Rule, leniency
from diversify.rank.diversifiers.task import Floats, Task

DOUBT: Final = 60
"""To look at any rows exactly costs as much as to do so with this many more."""

AT_ONCE: Final = 32
"""So many directions, so that memory stays O(n)."""

HEAD: Final = 256
"""So many rows, or eight for each place, are a head."""

SHORT: Final = 3
"""Where they are less than one in so many of all rows."""


class Whole:
    """Gains of all rows, or of a head of them, brought up to date with each pick."""

    def __init__(self, task: Task, rule: Rule, free: NDArray[np.bool_]) -> None:
        self._task, self._rule, self._free = task, rule, free
        n, d = task.vectors.shape
        self._spent = np.zeros(n, dtype=bool)
        self._basis = np.empty((min(task.places, n, d) + len(task.already) if rule.spans else 0, d))
        self._size, self._full = 0, d if rule.ends_with_rank else n + 1
        self._rows: list[int] = []
        self._doubts = 0
        self._head: NDArray[np.int64] | None = None
        self._rest = rule.nothing
        many = max(HEAD, 8 * task.places)
        self._many = many if rule.heads and SHORT * many < n and not task.caps else 0
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
        place = row if self._head is None else int(self._head.searchsorted(row))
        self._worth[place] = self._rule.nothing
        if closed is not None:
            self._worth[closed] = self._rule.nothing
        if self._rule.spans:
            self._span(self._x[place] if self._fine or self._task.unit else self._task.unit_row(row))
        elif self._inverse is None:
            self._fold(self._x[place])
        else:
            self._fold(self._x[place] * self._inverse[place])

    def best(self) -> int | None:
        """The free row of the largest gain, the first of those that tie; None where no gain is left."""
        rule = self._rule
        if self._size >= self._full:
            return None
        if self._many:
            self._narrow()
        while True:
            worth, values = self._worth, self._values
            tops = rule.upper(worth, values, self._gains)
            place = int(tops.argmax())
            top, floor = tops.item(place), rule.floor(worth.item(place), values.item(place))
            blurred = floor <= rule.nothing < top and not self._fine
            if blurred or (self._head is not None and (floor <= self._rest or top <= rule.faint)):
                # What is left is within rounding of nothing, and so it will stay; or the head no longer reaches.
                self._start(fine=self._fine or blurred)
                continue
            if top <= rule.faint:
                if self._renew():
                    continue
                if top <= rule.nothing:
                    return None
            tops[place] = rule.nothing
            if tops.item(tops.argmax()) < floor and floor > rule.nothing:
                return place if self._head is None else self._head.item(place)
            tops[place] = top
            near = tops >= floor if floor > rule.nothing else tops > rule.nothing
            found = self._among(near.nonzero()[0])
            if found is not None:
                return found

    def _among(self, near: NDArray[np.int64]) -> int | None:
        """The best of some places, exactly; those with nothing left are closed, None where that was all of them."""
        rows = near if self._head is None else self._head[near]
        if self._fine:
            values: Floats = self._rule.bare(self._values[near])
        else:
            values = self._rule.fresh(rows)
            if self._rows or len(self._task.already):
                self._doubts += len(rows) + DOUBT
                if self._doubts > len(self._free):
                    self._start(fine=True)
                    return None
                values = self._rule.fold(values, self._task.unit_rows(rows) @ self._directions().T)
        gains = self._rule.gains(rows, values)
        best = int(gains.argmax())
        if gains[best] == -np.inf:
            self._worth[near] = self._rule.nothing
            self._spent[rows] = True
            return None
        return int(rows[best])

    def _renew(self) -> bool:
        """Count worth anew among what is left, in float64; whether that can tell more than was known."""
        if self._begun == self._size and self._fine:
            return False
        self._start(fine=True)
        return True

    def _start(self, *, fine: bool) -> None:
        """Gains of all rows from what was chosen so far, in float64 or in the precision of the vectors."""
        task, rule = self._task, self._rule
        self._head = None
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
            # Some at once: to read all rows again for each direction would cost more than the products.
            directions = self._directions().astype(dtype, copy=False)
            for at in range(0, len(directions), AT_ONCE):
                cosines = self._x @ directions[at : at + AT_ONCE].T
                if self._inverse is not None:
                    cosines *= self._inverse[:, None]
                self._values = rule.fold(self._values, cosines)

    def _narrow(self) -> None:
        """Go on with the rows of the highest gains alone, if they stand out."""
        worth, values = self._worth, self._values
        tops = self._rule.upper(worth, values, self._gains)
        edge, self._many = len(tops) - self._many, 0
        order = tops.argpartition(edge - 1)
        self._rest = tops.item(order[edge - 1])
        if self._rest > self._rule.heads * tops.item(tops.argmax()):
            return
        self._head = head = order[edge:]
        head.sort()
        self._x, self._worth, self._values = self._x.take(head, 0), worth.take(head), values.take(head)
        if self._inverse is not None:
            self._inverse = self._inverse.take(head)
        self._gains, self._cosines = self._gains[: len(head)], self._cosines[: len(head)]

    def _directions(self) -> NDArray[np.float64]:
        """All that the chosen rows have taken up, (t, d) float64."""
        if self._rule.spans:
            return self._basis[: self._size]
        if not self._rows:
            return self._task.already
        chosen = self._task.unit_rows(np.array(self._rows, dtype=np.int64))
        return np.concatenate((self._task.already, chosen)) if len(self._task.already) else chosen

    def _span(self, unit: Floats) -> None:
        basis, size = self._basis, self._size
        if size == len(basis):
            return
        basis[size] = unit
        if self._rule.direction(basis, size):
            self._size += 1
            self._fold(basis[size] if self._fine else basis[size].astype(self._x.dtype))

    def _fold(self, direction: Floats) -> None:
        cosines = self._x.dot(direction, self._cosines)
        if self._inverse is not None:
            cosines *= self._inverse
        self._rule.count(self._values, cosines)
