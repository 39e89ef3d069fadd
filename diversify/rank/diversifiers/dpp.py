"""Determinantal point process: the set that spans the most, weighted by score."""

from __future__ import annotations

from typing import Any, Final, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.falling import choose
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.residuals import Residuals, perpendicular, spread
from diversify.rank.diversifiers.rules import Rows
from diversify.rank.diversifiers.task import Conditions, Floats, Task, read

_LEAST: Final = -690.0
"""The exponential of this is still a normal number."""


@budgeted
def dpp(
    vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float = 0.5, **conditions: Unpack[Conditions]
) -> NDArray[np.int64]:
    """Choose greedily the largest determinant of the kernel ``w_i * cosine(i, j) * w_j``.

    Fast greedy maximum a posteriori inference (Chen, Zhang and Zhou 2018, NeurIPS) with weights
    ``w = exp((1 - diversity) * z)``, z the scores less their mean over their standard deviation; the gain of a row is
    ``2 (1 - diversity) z + log(squared distance to the span of the chosen)``. Where the kernel's rank is used up no
    row adds anything, and the rest follows by score. Evaluated lazily, exactly: see `falling`.

    Parameters
    ----------
    vectors
        (n, d), finite, float32 or float64, of any length. A zero row spans nothing: it comes after the rank is used up.
    scores
        (n,), finite, higher is better, on any scale.
    k
        How many; more than n gives n.
    diversity
        In [0, 1]: 0 is by score alone, 1 by the determinant alone; between them scores count as their z-scores do.
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
    >>> dpp(vectors, np.array([0.9, 0.8, 0.5]), 3).tolist()
    [0, 2, 1]
    """
    if diversity == 0.0:
        return none(vectors, scores, k, diversity=diversity, **conditions)
    task = read(vectors, scores, k, diversity=diversity, conditions=conditions)
    return choose(task, _Determinant(task), first_by_score=False)


class _Determinant:
    """Worth is the squared weight, at most 1; the value a squared distance. Products, so no logarithm is taken."""

    nothing = 0.0
    faint = 1e-25
    heads = 0.6
    spans = True
    direction = staticmethod(perpendicular)
    ends_with_rank = True

    def __init__(self, task: Task) -> None:
        self.order = task.scores
        self._most = len(task.already) + task.places
        self._logs = 2.0 * (1.0 - task.diversity) * spread(task.scores, task.largest)
        self._highest, self._doubt, self._all = 0.0, 0.0, False
        self._residuals = Residuals(task.inverse > 0)
        self.count, self.bare = self._residuals.count, self._residuals.bare

    def scale(self, free: NDArray[np.bool_]) -> None:
        self._all = bool(free.all())
        self._highest = float(np.maximum.reduce(self._logs if self._all else self._logs[free], initial=-np.inf))

    def begin(self, dtype: np.dtype[Any], error: float, free: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        worth = self._logs - self._highest
        # Far below no worth is told apart from another before it is counted anew; what is not free may lie above.
        np.maximum(worth, _LEAST, out=worth)
        if not self._all:
            np.minimum(worth, 0.0, out=worth)
        np.exp(worth, out=worth)
        if not self._all:
            worth *= free
        first = self._residuals.first(dtype, error, self._most)
        self._doubt = 2.0 * self._residuals.slack
        return worth.astype(dtype, copy=False), first

    def fold(self, values: Floats, cosines: Floats) -> Floats:
        return self._residuals.fold(values, cosines)

    def fresh(self, rows: Rows) -> NDArray[np.float64]:
        return self._residuals.fresh(rows)

    def upper(self, worth: Floats, values: Floats, out: Floats | None = None) -> Floats:
        bounds: Floats = np.multiply(worth, values, out)
        return bounds

    def floor(self, worth: float, value: float) -> float:
        least = value - self._doubt
        return worth * least if least > 0.0 else 0.0

    def gains(self, rows: Rows, values: Floats) -> NDArray[np.float64]:
        distances = self._residuals.exact(values)
        gains = np.full(len(distances), -np.inf)
        np.log(distances, gains, where=distances > 0.0)
        gains += self._logs if rows is None else self._logs[rows]
        return gains
