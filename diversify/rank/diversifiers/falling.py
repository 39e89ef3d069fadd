"""Exact greedy choice for gains that only fall, without looking at every row for every pick.

A gain that can only fall is bounded by any earlier value of itself (the lazy evaluation of Minoux 1978). So a small
*hot* set of the best rows is kept up to date, in the precision of the vectors; all others keep the last bound they
were given, and are looked at again only when that bound reaches the best of the hot ones. Rows that rounding could
confuse with the best are compared in float64, so the picks are those of a plain float64 greedy, ties and all.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.basis import Basis
from diversify.rank.diversifiers.bounds import BLOCK, Bounds
from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.rules import Rule
from diversify.rank.diversifiers.task import Floats, Task
from diversify.rank.diversifiers.whole import Whole

WHOLE: Final = 8_000
"""With so few rows all are evaluated: choosing among them would cost more."""

MANY: Final = 8
"""Fewer rows for each place are all evaluated, too."""

FEW: Final = 256
"""With so few rows not even a look whether they are all the same is worth its time."""

LEAST_HOT: Final = 1_024
WIDE: Final = 0.4
"""Of the rows, so large a part is cheaper to look at in order than by their numbers."""

OFTEN: Final = 4
"""Twice within so many picks is too often."""

PATIENCE: Final = 4
"""For so many picks all rows are kept up to date then; each time for twice as many."""

FEW_LEFT: Final = 16
"""For so few picks it is not worth looking for the best rows anew."""

FULL: Final = 8
"""A refill fills at least one part of so many of the room, so that the next one is not at once."""


def choose(task: Task, rule: Rule, *, first_by_score: bool) -> NDArray[np.int64]:
    """Choose greedily by the rule's gain; what no gain is left for is filled up by score.

    `first_by_score`: where nothing was shown before, the best score is first whatever the rule says.
    """
    picks = Picks(task)
    many = len(task.scores) > max(WHOLE, 2 * LEAST_HOT, MANY * task.places)
    frontier = (Frontier if many else Whole)(task, rule, picks.free)
    if first_by_score and not len(task.already) and not picks.done and picks.free.any():
        frontier.take(best_score(task, picks.free), picks)
    if len(task.scores) > FEW and not picks.done and alike(task.vectors):
        _choose_alike(task, rule, picks, first_by_score=first_by_score)
    while not picks.done and (row := frontier.best()) is not None:
        frontier.take(row, picks)
    picks.fill(rule.order)
    return picks.array()


def _choose_alike(task: Task, rule: Rule, picks: Picks, *, first_by_score: bool) -> None:
    """Where all rows are the same no choice changes another's gain, or the first leaves nothing for the others."""
    if first_by_score:
        picks.fill(task.scores if task.diversity < 1.0 else np.zeros(len(task.scores)))
    elif not len(task.already):
        gains = rule.gains(None, rule.fresh(None))
        gains[~picks.free] = -np.inf
        if gains.max() > -np.inf:
            picks.give(int(gains.argmax()))
        picks.fill(task.scores)


def best_score(task: Task, free: NDArray[np.bool_]) -> int:
    """The free row of the best score, the first of those that tie."""
    best = int(task.scores.argmax())
    return best if free[best] else int(np.where(free, task.scores, -np.inf).argmax())


def alike(vectors: Floats) -> bool:
    """Whether all rows are the same."""
    if not len(vectors):
        return True
    first, last = vectors[0], vectors[-1]
    return (not first.size or first[0] == last[0]) and bool((first == last).all()) and bool((vectors == first).all())


def _exact(rule: Rule, basis: Basis, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    return rule.gains(rows, rule.fold(rule.fresh(rows), basis.exact(rows)))


class Frontier:
    """Bounds of all rows, and the hot ones kept up to date."""

    def __init__(self, task: Task, rule: Rule, free: NDArray[np.bool_]) -> None:
        self._task, self._rule, self._free = task, rule, free
        self._room = min(max(LEAST_HOT, 4 * task.places), len(free) // 2)
        self._basis = Basis(task, rule)
        self._fine = task.wild
        self._effort = 0
        self._spent = np.zeros(len(free), dtype=bool)
        self._begun = -1
        self._hot = np.empty(0, dtype=np.int64)
        self._x, self._values, self._worth = task.vectors, task.inverse, task.inverse
        self._inverse: Floats | None = None
        self._ready = False
        self._rest = self._last = self._drop = 0.0
        self._wide, self._patience, self._swept = 0, PATIENCE, 0

    def take(self, row: int, picks: Picks) -> None:
        """Give a row its place, and let all gains know."""
        closed = picks.give(row)
        added = self._basis.add(row)
        if not self._ready:
            return
        self._close(np.array([row]) if closed is None else np.append(closed, row))
        if added and not picks.done:
            cosines = self._x @ self._basis.last(fine=self._fine)
            if self._inverse is not None:
                cosines *= self._inverse
            self._rule.count(self._values, cosines)
        if self._wide:
            self._wide -= 1
            if not self._wide:
                self._narrow()

    def best(self) -> int | None:
        """The free row of the largest gain, the first of those that tie; None where no gain is left."""
        if self._rule.ends_with_rank and self._basis.size >= self._task.vectors.shape[1]:
            return None
        if not self._ready:
            self._start()
        while True:
            tops = self._rule.upper(self._worth, self._values)
            place = int(tops.argmax())
            top = float(tops[place])
            if max(top, self._rest) <= self._rule.faint and self._begun < self._basis.size:
                self._start()
                continue
            if max(top, self._rest) <= self._rule.nothing:
                return None
            floor = self._rule.floor(float(self._worth[place]), float(self._values[place]))
            if floor <= self._rule.nothing < top and not self._fine:
                # What is left is within rounding of nothing, and so it will stay.
                self._refine()
                continue
            if self._rest >= floor and self._rest > self._rule.nothing:
                self._refill(tops, floor)
                continue
            near = np.flatnonzero(tops >= floor)
            if len(near) == 1 and floor > self._rule.nothing:
                return int(self._hot[near[0]])
            found = self._among(near[tops[near] > self._rule.nothing])
            if found is not None:
                return found

    def _among(self, near: NDArray[np.int64]) -> int | None:
        """The best of hot places, exactly; those with nothing left are closed, None where that was all of them."""
        rows = self._hot[near]
        if self._fine:
            gains = self._rule.gains(rows, self._rule.bare(self._values[near]))
        else:
            gains = np.concatenate(
                [_exact(self._rule, self._basis, rows[at : at + BLOCK]) for at in range(0, len(rows), BLOCK)]
            )
            self._effort += len(rows) * self._basis.size
        best = int(gains.argmax())
        if gains[best] == -np.inf:
            self._spent[rows] = True
            self._close(rows)
            return None
        if not self._fine and self._effort > 2 * len(self._free) + LEAST_HOT:
            self._refine()
        return int(rows[best])

    # --- keeping the hot rows ---------------------------------------------------------------------------------

    def _start(self) -> None:
        self._ready, self._begun = True, self._basis.size
        left = self._free & ~self._spent
        self._rule.scale(left)
        self._all = Bounds(self._task, self._rule, self._basis, left=left, fine=self._fine)
        if self._basis.size:
            self._all.sweep_all()
        self._load_highest()

    def _load(self, hot: NDArray[np.int64]) -> None:
        """Make these rows hot; their values must count the whole basis."""
        self._hot = hot
        self._wide *= len(hot) == len(self._free)
        some: NDArray[np.int64] | slice = hot if len(hot) < len(self._free) else slice(None)
        self._worth, self._values = self._all.worth[some], self._all.values[some]
        if self._fine:
            self._x, self._inverse = self._task.unit_rows(some), None
        else:
            self._x = self._task.vectors[some]
            self._inverse = None if self._task.unit else self._task.inverse[some]
        self._all.tops[hot] = self._rule.nothing
        self._rest = self._all.most

    def _load_highest(self) -> None:
        """Make the rows of the highest bounds hot; a refill will reach as far below the best as these do."""
        self._swept = self._basis.size
        self._last = self._all.most
        if np.count_nonzero(self._all.tops >= self._last) > self._room:
            self._widen(self._patience)
            return
        self._load(self._all.highest(self._room))
        self._drop = self._last - self._rest if self._rest > self._rule.nothing else 0.0

    def _refill(self, tops: Floats, floor: float) -> None:
        """Look again at the rows outside whose bound reaches the best, and keep the best of all hot."""
        # As far below as the best has fallen since the last time: so a refill lasts about as long as the one before.
        self._drop = max(self._drop / 2, self._last - floor)
        self._last = floor
        self._all.keep(self._hot, tops, self._values)
        seen, many = 0, WIDE * len(self._free)
        while True:
            stale = self._all.stale(self._all.reached(floor - self._drop))
            seen += len(stale)
            if seen > many and self._basis.size - self._swept <= OFTEN:
                self._widen(self._patience)
                self._patience *= 2
                return
            self._all.sweep(stale)
            rows = self._all.reached(floor - self._drop)
            if len(rows) >= self._room // FULL or self._drop == math.inf:
                break
            self._drop = 4.0 * self._drop or math.inf
        if seen > many:
            self._swept = self._basis.size
        if len(rows) > self._room:
            bounds = self._all.tops[rows]
            cut = np.partition(bounds, len(rows) - self._room)[len(rows) - self._room]
            rows = rows[bounds >= min(cut, floor)]
        if len(rows) > many:
            self._widen(1)
        else:
            self._load(rows)

    def _widen(self, picks: int) -> None:
        """Keep all rows up to date for some picks: bounds hold so little back that looking them up costs more."""
        left = self._task.places + len(self._task.already) - self._basis.size
        if left <= FEW_LEFT:
            picks = left + 1
        everything = np.arange(len(self._free))
        self._all.sweep(self._all.stale(everything))
        self._wide = picks
        self._load(everything)

    def _narrow(self) -> None:
        """Back to few hot rows."""
        self._all.keep(self._hot, self._rule.upper(self._worth, self._values), self._values)
        self._load_highest()

    def _refine(self) -> None:
        """Go on in float64: rounding makes too many rows look alike."""
        self._fine = True
        coarse, hot = self._all, self._hot
        self._all = Bounds(self._task, self._rule, self._basis, left=self._free & ~self._spent, fine=True)
        values = self._rule.fold(self._all.values[hot], self._basis.cosines(hot, since=0, fine=True))
        # The bounds of the coarser kind hold still.
        self._all.tops = coarse.tops.astype(np.float64)
        self._all.keep(hot, self._rule.nothing, values)
        self._load(hot)

    def _close(self, rows: NDArray[np.int64]) -> None:
        """These rows are out."""
        self._all.close(rows)
        places = np.searchsorted(self._hot, rows)
        inside = places < len(self._hot)
        places, rows = places[inside], rows[inside]
        self._worth[places[self._hot[places] == rows]] = self._rule.nothing
