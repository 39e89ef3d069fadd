"""A random walk that ends in what was chosen: the next best is where it would be most."""

from __future__ import annotations

from typing import Final, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.task import Conditions, Task, read

_DECIMALS: Final = 8
"""Visits, as parts of the most, are rounded to so many decimals, so that equal ones tie."""

_ASTRAY: Final = 1e-3
"""The chance that a step by cosine goes anywhere instead: opposite rows have no weight between them, and a walk among
rows that lead to no chosen one would never end."""


@budgeted
def random_walk(
    vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float = 0.5, **conditions: Unpack[Conditions]
) -> NDArray[np.int64]:
    """Choose the row that a random walk visits most before it meets one that was chosen.

    GRASSHOPPER (Zhu, Goldberg, Van Gael and Andrzejewski 2007, NAACL). From a row the walk goes on to any row by
    weights ``(1 + cosine) / 2`` (one step in a thousand goes anywhere), or, with the chance ``1 - diversity``, to a
    row by its score above the least one. The first pick is the most likely place of a walk that never ends; chosen
    rows end it. The weights have rank d + 1, so the expected visits follow exactly from a system of d + 2 equations
    (Woodbury) that each pick changes by rank one: a pick costs O(n d + d^3), and there is no n x n matrix.

    Parameters
    ----------
    vectors
        (n, d), finite, float32 or float64, of any length. A zero row is at right angles to all.
    scores
        (n,), finite, higher is better, on any scale.
    k
        How many; more than n gives n.
    diversity
        In [0, 1]: 0 is by score alone, 1 by the walk alone.
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
    >>> vectors = np.array([[1.0, 0.0], [1.0, 0.1], [-1.0, 0.1]])
    >>> random_walk(vectors, np.array([0.9, 0.8, 0.7]), 2, diversity=0.9).tolist()
    [0, 2]
    """
    if diversity == 0.0:
        return none(vectors, scores, k, diversity=diversity, **conditions)
    task = read(vectors, scores, k, diversity=diversity, conditions=conditions)
    picks, walk = Picks(task), _Walk(task)
    while not picks.done and picks.free.any():
        visits = walk.visits()
        visits[walk.ended] = 0.0
        visits /= max(float(visits.max()), np.finfo(np.float64).tiny)
        visits = np.round(visits, _DECIMALS)
        visits[~picks.free] = -np.inf
        row = int(visits.argmax())
        picks.give(row)
        walk.end(row)
    return picks.array()


class _Walk:
    """Transitions are ``left @ right.T``, both (n, d + 2); `_inner` is ``right.T @ left`` over rows not yet chosen."""

    def __init__(self, task: Task) -> None:
        units = task.unit_rows(slice(None))
        n = len(units)
        factors = np.column_stack((np.ones(n), units)) * np.sqrt(0.5)
        shown = np.column_stack((np.ones(len(task.already)), task.already)) * np.sqrt(0.5)
        degrees = factors @ (factors.sum(axis=0) + shown.sum(axis=0))
        restart = task.scores / max(task.largest, np.finfo(np.float64).tiny)
        restart = restart - restart.min(initial=np.inf)
        restart = restart / restart.sum() if restart.any() else np.full(n, 1.0 / max(n, 1))
        self._right = np.column_stack((restart, factors))
        near = (1.0 - _ASTRAY) * factors / np.maximum(degrees, np.finfo(np.float64).tiny)[:, None]
        near[:, 0] += _ASTRAY / (np.sqrt(0.5) * max(n, 1))
        self._left = np.column_stack((np.full(n, 1.0 - task.diversity), task.diversity * near))
        self._inner = self._right.T @ self._left
        self._starts = self._left.sum(axis=0)
        self.ended = np.zeros(n, dtype=bool)
        self._ends = len(task.already) > 0

    def visits(self) -> NDArray[np.float64]:
        """Expected visits of each row, (n,), or where nothing ends the walk the chance to be there."""
        size = len(self._inner)
        if self._ends:
            inside = np.linalg.solve(np.eye(size) - self._inner.T, self._starts)
            return np.asarray(1.0 + self._right @ inside)
        # The chance p = right y is its own successor: y is fixed by the inner matrix, and p sums to one.
        system = np.vstack((np.eye(size) - self._inner.T, self._right.sum(axis=0)))
        fixed = np.linalg.lstsq(system, np.append(np.zeros(size), 1.0), rcond=None)[0]
        return np.asarray(self._right @ fixed)

    def end(self, row: int) -> None:
        """The walk ends at this row from now on."""
        self._inner -= np.outer(self._right[row], self._left[row])
        self._starts -= self._left[row]
        self._ends = self.ended[row] = True
