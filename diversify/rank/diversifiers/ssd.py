"""Spectral volume: the next best that lies farthest outside the span of what was chosen."""

from __future__ import annotations

import math
from typing import Any, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.falling import choose
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.residuals import Residuals, perpendicular, spread
from diversify.rank.diversifiers.rules import Rows
from diversify.rank.diversifiers.task import EPS, Conditions, Floats, Task, read


@budgeted
def ssd(
    vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float = 0.5, **conditions: Unpack[Conditions]
) -> NDArray[np.int64]:
    """Choose greedily by ``(1 - diversity) * z + diversity * (distance to the span of the chosen)``.

    Sliding spectrum decomposition (Huang et al. 2021, KDD, equation 12) with the whole slate as its window: z are the
    scores less their mean over their standard deviation, distances are of unit rows. The first pick is the best
    score, unless something was shown already. Evaluated lazily, exactly: see `falling`.

    Parameters
    ----------
    vectors
        (n, d), finite, float32 or float64, of any length. A zero row lies in every span.
    scores
        (n,), finite, higher is better, on any scale.
    k
        How many; more than n gives n.
    diversity
        In [0, 1]: 0 is by score alone; 1 by the distance alone, after the best score.
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
    >>> vectors = np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0]])
    >>> ssd(vectors, np.array([0.9, 0.8, 0.5]), 3, diversity=0.9).tolist()
    [0, 2, 1]
    """
    if diversity == 0.0:
        return none(vectors, scores, k, diversity=diversity, **conditions)
    task = read(vectors, scores, k, diversity=diversity, conditions=conditions)
    return choose(task, _Volume(task), first_by_score=True)


class _Volume:
    """Worth is the weighed z-score, the value a squared distance."""

    nothing = -np.inf
    faint = -np.inf
    heads = 0.0
    spans = True
    direction = staticmethod(perpendicular)
    ends_with_rank = True

    def __init__(self, task: Task) -> None:
        self._most = len(task.already) + task.places
        self._dial = task.diversity
        self._worth = self.order = (1.0 - task.diversity) * spread(task.scores, task.largest)
        self._residuals = Residuals(task.inverse > 0)
        self.count, self.bare = self._residuals.count, self._residuals.bare
        self._error = 0.0

    def scale(self, free: NDArray[np.bool_]) -> None:
        pass

    def begin(self, dtype: np.dtype[Any], error: float, free: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        largest = float(np.abs(self._worth).max(initial=0.0))
        self._error = 3 * EPS[dtype.char] * (largest + 2 * self._dial)
        worth = (self._worth + self._error).astype(dtype)
        worth[~free] = -np.inf
        return worth, self._residuals.first(dtype, error, self._most)

    def fold(self, values: Floats, cosines: Floats) -> Floats:
        return self._residuals.fold(values, cosines)

    def fresh(self, rows: Rows) -> NDArray[np.float64]:
        return self._residuals.fresh(rows)

    def upper(self, worth: Floats, values: Floats, out: Floats | None = None) -> Floats:
        bounds: Floats = np.maximum(values, 0.0, out=out)
        np.sqrt(bounds, out=bounds)
        bounds *= self._dial
        bounds += worth
        return bounds

    def floor(self, worth: float, value: float) -> float:
        return worth - 2.0 * self._error + self._dial * math.sqrt(self._residuals.least(value))

    def gains(self, rows: Rows, values: Floats) -> NDArray[np.float64]:
        distances = self._residuals.exact(values)
        np.sqrt(distances, out=distances)
        distances *= self._dial
        distances += self._worth if rows is None else self._worth[rows]
        return distances
