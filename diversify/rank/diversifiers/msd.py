"""Maximal sum of distances: the next best that is far from all of the chosen together."""

from __future__ import annotations

import math
from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.falling import best_score
from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.rules import rounded
from diversify.rank.diversifiers.task import DECIMALS, EPS, Conditions, Task, read


@budgeted
def msd(
    vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float = 0.5, **conditions: Unpack[Conditions]
) -> NDArray[np.int64]:
    """Choose greedily by ``(1 - diversity) * score + diversity * sum of (1 - cosine) to the chosen``.

    Maximum dispersion with relevance (Gollapudi and Sharma 2009, WWW, max-sum). The sum is not divided by the number
    chosen, so distance weighs more the longer the slate. The first pick is the best score, unless something was shown
    already. One running vector stands for all that was chosen, so a pick costs one product with the matrix.

    Parameters
    ----------
    vectors
        (n, d), finite, float32 or float64, of any length. A zero row has cosine 0 with all others.
    scores
        (n,), finite, higher is better; on the scale of cosines (about [0, 1]) the dial means what it says.
    k
        How many; more than n gives n.
    diversity
        In [0, 1]: 0 is by score alone; 1 by the distances alone, after the best score.
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
    >>> vectors = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    >>> msd(vectors, np.array([1.0, 0.5, 0.5]), 3).tolist()
    [0, 2, 1]
    """
    task = read(vectors, scores, k, diversity=diversity, conditions=conditions)
    picks = Picks(task)
    sums = _Sums(task)
    if not len(task.already) and not picks.done and picks.free.any():
        sums.take(best_score(task, picks.free), picks)
    while not picks.done and (row := sums.best()) is not None:
        sums.take(row, picks)
    return picks.array()


class _Sums:
    """One running vector for all that was chosen, and the gains it gives."""

    def __init__(self, task: Task) -> None:
        n, d = task.vectors.shape
        self._task = task
        self._worth = (1.0 - task.diversity) * task.scores
        self._total = task.already.sum(axis=0)
        self._x, self._inverse = task.vectors, None if task.unit else task.inverse
        if task.wild:
            self._x, self._inverse = task.unit_rows(slice(None)), None
        self._low = self._worth.astype(self._x.dtype)
        self._low[~task.free] = -np.inf
        self._gains = np.empty(n, self._x.dtype)
        eps = EPS[self._x.dtype.char]
        self._error = (d + 12) * eps * task.diversity
        self._least = 3 * eps * (1.0 - task.diversity) * task.largest + 10.0**-DECIMALS

    def take(self, row: int, picks: Picks) -> None:
        closed = picks.give(row)
        self._low[row] = -np.inf
        if closed is not None:
            self._low[closed] = -np.inf
        self._total += self._task.unit_row(row)

    def best(self) -> int | None:
        """The free row of the largest gain, the first of those that tie; None where none is free."""
        # The number chosen is the same for all rows, so only the cosines' part of the distances tells them apart.
        weighed = self._total * -self._task.diversity
        gains = np.dot(self._x, weighed.astype(self._x.dtype, copy=False), out=self._gains)
        if self._inverse is not None:
            gains *= self._inverse
        gains += self._low
        best = int(gains.argmax())
        top = gains[best]
        if top == -np.inf:
            return None
        floor = float(top) - 2.0 * (self._error * math.sqrt(self._total.dot(self._total)) + self._least)
        gains[best] = -np.inf
        if gains[gains.argmax()] < floor:
            return best
        gains[best] = top
        return self._among(np.flatnonzero(gains >= floor))

    def _among(self, near: NDArray[np.int64]) -> int:
        """The best of some rows, exactly."""
        sums = rounded(self._task.unit_rows(near) @ self._total)
        sums *= -self._task.diversity
        sums += self._worth[near]
        return int(near[sums.argmax()])
