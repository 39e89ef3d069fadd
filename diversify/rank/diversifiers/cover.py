"""Coverage: the next best that stands for what no chosen one stands for."""

from __future__ import annotations

from typing import Final, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.task import Conditions, Task, read

_DECIMALS: Final = 8
"""Sums over all rows are rounded to so many decimals, so that equal ones tie."""

_AT_ONCE: Final = 64
"""How many rows are evaluated first for a pick; twice as many each time after."""

_BLOCK: Final = 4_000_000
"""How many cosines are held at once."""


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
    picks, coverage = Picks(task), _Coverage(task)
    bounds = np.full(len(task.scores), np.inf)
    while not picks.done and picks.free.any():
        row = _best(bounds, picks.free, coverage)
        picks.give(row)
        coverage.take(row)
    return picks.array()


def _best(bounds: NDArray[np.float64], free: NDArray[np.bool_], coverage: _Coverage) -> int:
    """The free row of the largest gain; only rows whose bound reaches it are looked at, more each time."""
    exact = np.full(len(bounds), -np.inf)
    todo, some = free.copy(), _AT_ONCE
    while todo.any():
        rows = np.flatnonzero(todo)
        # What rounding can hide is added to a bound, never to a gain.
        rows = rows[bounds[rows] + 4.0 * 10.0**-_DECIMALS >= exact.max()]
        if not len(rows):
            break
        if len(rows) > some and np.isfinite(bounds[rows]).all():
            rows = np.sort(rows[np.argpartition(-bounds[rows], some)[:some]])
        exact[rows] = bounds[rows] = coverage.gains(rows)
        todo[rows] = False
        some *= 2
    return int(exact.argmax())


class _Coverage:
    def __init__(self, task: Task) -> None:
        self._units = task.unit_rows(slice(None))
        self._worth = (1.0 - task.diversity) * task.scores
        self._dial = task.diversity
        self._covered = np.zeros(len(self._units))
        # Few enough cosines are kept: they fit into one block.
        self._kept = self._likeness(slice(None)) if len(self._units) ** 2 <= _BLOCK else None
        for unit in task.already:
            self._covered += np.maximum(self._units @ unit, 0.0)

    def take(self, row: int) -> None:
        self._covered += np.maximum(self._units @ self._units[row], 0.0)

    def gains(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Worth of some rows and the growth of coverage that they bring, (len(rows),)."""
        n = len(self._covered)
        before = float(np.sqrt(self._covered).sum())
        growth = np.empty(len(rows))
        width = max(1, _BLOCK // max(n, 1))
        for at in range(0, len(rows), width):
            some = rows[at : at + width]
            cosines = self._likeness(some) if self._kept is None else self._kept[some]
            cosines += self._covered
            growth[at : at + width] = np.sqrt(cosines, out=cosines).sum(axis=1) - before
        return np.asarray(self._worth[rows] + self._dial * np.round(growth, _DECIMALS))

    def _likeness(self, rows: NDArray[np.int64] | slice) -> NDArray[np.float64]:
        cosines: NDArray[np.float64] = self._units[rows] @ self._units.T
        return np.maximum(cosines, 0.0, out=cosines)
