"""Maximal sum of distances: the next best that is far from all of the chosen together."""

from __future__ import annotations

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.task import DECIMALS, Conditions, Floats, Task, read


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
        `exclude`, `already` and `caps`, see `Conditions`.

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
    total = task.already.sum(axis=0)
    if not len(task.already) and not picks.done and picks.free.any():
        total = total + _take(int(np.where(picks.free, task.scores, -np.inf).argmax()), task, picks)
    worth = (1.0 - diversity) * task.scores
    dtype = task.vectors.dtype if np.abs(worth).max(initial=0.0) < 1e30 else np.dtype(np.float64)
    low = worth.astype(dtype)
    low[~picks.free] = -np.inf
    while not picks.done and picks.free.any():
        # The number chosen is the same for all rows, so only the cosines' part of the distances tells them apart.
        gains = task.vectors @ (total * -diversity).astype(task.vectors.dtype)
        if not task.unit:
            gains = gains * task.inverse
        gains = gains + low
        row = _settle(gains, task, worth=worth, total=total)
        closed = picks.free.copy()
        total = total + _take(row, task, picks)
        low[closed & ~picks.free] = -np.inf
    return picks.array()


def _settle(gains: Floats, task: Task, *, worth: NDArray[np.float64], total: NDArray[np.float64]) -> int:
    """The row of the largest gain; where rounding could have mistaken it, after a look in float64."""
    best = int(gains.argmax())
    eps = float(np.finfo(gains.dtype).eps)
    reach = task.diversity * float(np.sqrt(total @ total))
    error = (len(total) + 8) * eps * reach + 3 * eps * float(np.abs(worth).max()) + 10.0**-DECIMALS
    near = np.flatnonzero(gains >= gains[best] - 2 * error)
    if len(near) == 1:
        return best
    sums = np.round(task.unit_rows(near) @ total, DECIMALS)
    return int(near[(worth[near] - task.diversity * sums).argmax()])


def _take(row: int, task: Task, picks: Picks) -> NDArray[np.float64]:
    picks.give(row)
    unit: NDArray[np.float64] = task.unit_rows(np.array([row]))[0]
    return unit
