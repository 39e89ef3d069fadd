"""Coverage: the next best that stands for what no chosen one stands for."""

from __future__ import annotations

from typing import Final, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.falling import alike
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.rules import rounded
from diversify.rank.diversifiers.task import EPS, Conditions, Floats, Task, read

_DECIMALS: Final = 8
"""Sums over all rows are rounded to so many decimals, so that equal ones tie."""

_UNLIKE: Final = 1e-9
"""Cosines up to this are none: the root of what rounding leaves of a right angle would be far from zero."""

_AT_ONCE: Final = 128
"""How many kinds of rows are evaluated first for a pick; twice as many each time after."""

_BLOCK: Final = 4_000_000
"""How many cosines are held at once."""

_CACHE: Final = 32_768
"""How many are worked on at once."""


@budgeted
def cover(
    vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float = 0.5, **conditions: Unpack[Conditions]
) -> NDArray[np.int64]:
    """Choose greedily by ``(1 - diversity) * score + diversity * (growth of coverage)``.

    Coverage is ``sum_j sqrt(sum over the chosen i of max(0, cosine(j, i)))`` over all candidates j: facility location
    with a concave power (Lin and Bilmes 2011, ACL, section 4), which rewards standing for many and repeating little.
    Growth only falls as rows are chosen, so after the first pick it is evaluated lazily (Minoux 1978), exactly, in
    blocks; beyond 2,000 rows there is no n x n matrix. It is a sum over n rows: the more candidates, the less a score
    weighs.

    Where no score is negative the sum of scores and coverage is monotone and submodular, so that these picks reach at
    least 1 - 1/e of the best that any k rows could (Nemhauser, Wolsey and Fisher 1978, Mathematical Programming 14).

    Parameters
    ----------
    vectors
        (n, d), finite, float32 or float64, of any length. A zero row covers nothing.
    scores
        (n,), finite, higher is better.
    k
        How many; more than n gives n.
    diversity
        In [0, 1]: 0 is by score alone, 1 by coverage alone.
    **conditions
        `exclude`, `already`, `caps` and `budget`, see `Conditions`.

    Returns
    -------
    ndarray
        (min(k, n),) int64 rows, best first, none twice, fewer where the conditions leave fewer; equal gains in the
        order of rows.

    Raises
    ------
    ValueError
        Where shapes disagree, a value is not finite (the row is named), `k` < 0, `diversity` is outside [0, 1], or
        a condition does not fit.

    Examples
    --------
    >>> vectors = np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [0.0, 1.0]])
    >>> cover(vectors, np.array([0.9, 0.8, 0.5, 0.4]), 2).tolist()
    [1, 2]
    """
    if diversity == 0.0:
        return none(vectors, scores, k, diversity=diversity, **conditions)
    task = read(vectors, scores, k, diversity=diversity, conditions=conditions)
    picks = Picks(task)
    coverage = (_Few if len(task.scores) <= _AT_ONCE else _Coverage)(task)
    while not picks.done and picks.free.any():
        row = coverage.best(picks.free)
        picks.give(row)
        coverage.take(row)
    return picks.array()


class _Few:
    """All rows are looked at for every pick, where they are few the shortest way; in float32, doubts in float64."""

    def __init__(self, task: Task) -> None:
        units = task.unit_rows(slice(None))
        n = len(units)
        self._cosines = _likeness(units @ units.T)
        self._low = self._cosines.astype(np.float32)
        self._after, self._ones = np.empty_like(self._low), np.ones(n, np.float32)
        self._covered = np.zeros(n)
        self._worth = (1.0 - task.diversity) * task.scores
        self._dial = task.diversity
        # Nothing under a root or in a sum is negative, so errors stay small parts of what they are of.
        self._error = 2.0 * (n + 8) * EPS["f"]
        self._alike = alike(task.vectors)
        for unit in task.already:
            self._covered += _likeness(units @ unit)

    def take(self, row: int) -> None:
        self._covered += self._cosines[row]

    def best(self, free: NDArray[np.bool_]) -> int:
        """The free row of the largest gain."""
        if self._alike:
            return self._by_worth(free)
        np.add(self._low, self._covered.astype(np.float32), self._after)
        np.sqrt(self._after, self._after)
        reached = self._after.dot(self._ones)
        gains = reached * self._dial + self._worth
        gains[~free] = -np.inf
        best = int(gains.argmax())
        doubt = self._error * (self._dial * reached.item(reached.argmax()) + abs(self._worth.item(best)))
        near = (gains >= gains.item(best) - doubt).nonzero()[0]
        return best if len(near) == 1 else self._among(near)

    def _by_worth(self, free: NDArray[np.bool_]) -> int:
        """The same where all rows cover the same: one growth is that of all."""
        gains = self._dial * self._growth(slice(0, 1)) + self._worth
        gains[~free] = -np.inf
        return int(gains.argmax())

    def _among(self, near: NDArray[np.int64]) -> int:
        """The best of some rows, exactly."""
        return int(near[(self._dial * self._growth(near) + self._worth[near]).argmax()])

    def _growth(self, rows: NDArray[np.int64] | slice) -> NDArray[np.float64]:
        """By how much rows would add to what is covered, in float64, rounded."""
        growth = np.sqrt(self._cosines[rows] + self._covered).sum(axis=1)
        growth -= np.sqrt(self._covered).sum()
        return rounded(growth, _DECIMALS)


def _likeness(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cosines, in place, as they count."""
    cosines *= cosines > _UNLIKE
    return cosines


def _distinct(rows: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The first row of each kind of equal rows (u,), the kind of every row (n,), and how many are of each (u,)."""
    n, d = rows.shape
    if not n or not d:
        return np.arange(min(n, 1)), np.zeros(n, dtype=np.int64), np.full(min(n, 1), n)
    whole = rows.view(np.dtype((np.void, rows.itemsize * d))).ravel()
    _, first, kind, count = np.unique(whole, return_index=True, return_inverse=True, return_counts=True)
    return first, kind, count


class _Coverage:
    """What is covered of each kind of row, and how much each would add; equal rows are counted once, weighed."""

    def __init__(self, task: Task) -> None:
        first, self._kind, count = _distinct(task.vectors)
        self._units = task.unit_rows(first)
        self._count = count.astype(np.float64)
        self._worth = (1.0 - task.diversity) * task.scores
        self._dial = task.diversity
        u = len(self._units)
        self._covered = np.zeros(u)
        self._growth = np.full(u, np.inf)
        # Few enough cosines are kept: they fit into one block.
        self._kept = self._cosines(slice(None)) if u * u <= _BLOCK else None
        for unit in task.already:
            self._covered += _likeness(self._units @ unit)

    def take(self, row: int) -> None:
        kind = self._kind[row]
        self._covered += _likeness(self._units @ self._units[kind]) if self._kept is None else self._kept[kind]

    def best(self, free: NDArray[np.bool_]) -> int:
        """The free row of the largest gain; only kinds whose bound reaches it are looked at, more each time."""
        u, some = len(self._units), _AT_ONCE
        fresh = np.zeros(u, dtype=bool)
        while u > some:
            gains = self._gains(free)
            known = fresh[self._kind]
            most = float(gains.max(where=known, initial=-np.inf))
            # What rounding can hide is added to a bound, never to a gain.
            rows = np.flatnonzero((gains + self._dial * 4.0 * 10.0**-_DECIMALS >= most) & free & ~known)
            if not len(rows):
                return int(np.where(known, gains, -np.inf).argmax())
            if len(rows) > some:
                rows = rows[np.argpartition(-gains[rows], some)[:some]]
            todo = np.zeros(u, dtype=bool)
            todo[self._kind[rows]] = True
            self._look(np.flatnonzero(todo))
            fresh |= todo
            some *= 2
        self._look(np.flatnonzero(~fresh))
        return int(self._gains(free).argmax())

    def _gains(self, free: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Bounds of the gains of all rows, exact where their kind was just looked at."""
        gains = self._growth[self._kind]
        gains *= self._dial
        gains += self._worth
        gains[~free] = -np.inf
        return gains

    def _look(self, kinds: NDArray[np.int64]) -> None:
        """Bring the growth of coverage that some kinds of rows bring up to date."""
        u = len(self._units)
        before = float(np.sqrt(self._covered).dot(self._count))
        growth = np.empty(len(kinds))
        width = max(1, (_BLOCK if self._kept is None else _CACHE) // u)
        for at in range(0, len(kinds), width):
            some: NDArray[np.int64] | slice = kinds[at : at + width]
            if len(kinds) == u:
                some = slice(at, at + width)
            cosines = self._cosines(some) if self._kept is None else self._kept[some]
            cosines = cosines + self._covered
            growth[at : at + width] = np.sqrt(cosines, out=cosines).dot(self._count)
        growth -= before
        self._growth[kinds] = rounded(growth, _DECIMALS)

    def _cosines(self, kinds: NDArray[np.int64] | slice) -> NDArray[np.float64]:
        return _likeness(self._units[kinds] @ self._units.T)
