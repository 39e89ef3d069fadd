"""Maximal marginal relevance: the next best that is least like what was chosen."""

from __future__ import annotations

from typing import Any, Final, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.falling import choose
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.rules import Rows, largest_of_rows, rounded
from diversify.rank.diversifiers.task import EPS, Conditions, Floats, Task, read

_LEAST_LIKE: Final = -2.0
"""Below every cosine: the likeness to nothing chosen."""

_TAME: Final = 1e30
"""Bounds up to this are compared in float32."""


@budgeted
def mmr(
    vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float = 0.5, **conditions: Unpack[Conditions]
) -> NDArray[np.int64]:
    """Choose greedily by ``(1 - diversity) * score - diversity * (largest cosine to the chosen)``.

    Carbonell and Goldstein 1998 (SIGIR), equation 1, with cosine as the likeness; negative cosines count as they
    are. The first pick is the best score, for every `diversity`, unless something was shown already. Evaluated
    lazily, exactly: see `falling`.

    Parameters
    ----------
    vectors
        (n, d), finite, float32 or float64, of any length. A zero row has cosine 0 with all others.
    scores
        (n,), finite, higher is better; on the scale of cosines (about [0, 1]) the dial means what it says.
    k
        How many; more than n gives n.
    diversity
        In [0, 1]: 0 is by score alone; 1 looks for the least like alone, after the best score.
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
    >>> vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    >>> mmr(vectors, np.array([0.9, 0.8, 0.5]), 2, diversity=0.5).tolist()
    [0, 2]
    >>> mmr(vectors, np.array([0.9, 0.8, 0.5]), 2, diversity=0.0).tolist()
    [0, 1]
    >>> mmr(vectors, np.array([0.9, 0.8, 0.5]), 2, exclude=[0]).tolist()
    [1, 2]
    """
    if diversity == 0.0:
        return none(vectors, scores, k, diversity=diversity, **conditions)
    task = read(vectors, scores, k, diversity=diversity, conditions=conditions)
    return choose(task, _Likeness(task), first_by_score=True)


class _Likeness:
    """Worth is the weighed score, the value the largest cosine so far; bounds are gains over the dial where they can.

    So a bound is one subtraction. Scores that would grow too large by it are left as they are.
    """

    nothing = -np.inf
    faint = -np.inf
    heads = 0.0
    spans = False
    ends_with_rank = False

    def __init__(self, task: Task) -> None:
        self._dial = task.diversity
        self.order = task.scores
        self._weighed = (1.0 - task.diversity) * task.scores
        largest = (1.0 - task.diversity) * task.largest
        self._step = 1.0 if largest <= task.diversity * _TAME else task.diversity
        self._largest = largest * self._step / task.diversity
        self._error = 0.0

    def scale(self, free: NDArray[np.bool_]) -> None:
        pass

    def begin(self, dtype: np.dtype[Any], error: float, free: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        self._error = self._step * error + 3 * EPS[dtype.char] * (self._largest + self._step)
        worth = (self._weighed * (self._step / self._dial) + self._error).astype(dtype)
        worth[~free] = -np.inf
        return worth, np.full(len(worth), _LEAST_LIKE, dtype)

    def fold(self, values: Floats, cosines: Floats) -> Floats:
        return np.maximum(values, cosines if cosines.ndim == 1 else largest_of_rows(cosines, _LEAST_LIKE))

    def count(self, values: Floats, cosines: Floats) -> None:
        np.maximum(values, cosines, out=values)

    def bare(self, values: Floats) -> Floats:
        return values

    def fresh(self, rows: Rows) -> NDArray[np.float64]:
        return np.full(len(self._weighed) if rows is None else len(rows), _LEAST_LIKE)

    def upper(self, worth: Floats, values: Floats, out: Floats | None = None) -> Floats:
        bounds: Floats
        if self._step == 1.0:
            bounds = np.subtract(worth, values, out=out)
        else:
            bounds = np.multiply(values, -self._step, out=out)
            bounds += worth
        return bounds

    def floor(self, worth: float, value: float) -> float:
        return worth - self._step * value - 2.0 * self._error

    def gains(self, rows: Rows, values: Floats) -> NDArray[np.float64]:
        likeness = rounded(values)
        likeness *= -self._dial
        likeness += self._weighed if rows is None else self._weighed[rows]
        return likeness

    def direction(self, _basis: NDArray[np.float64], _size: int, /) -> bool:
        return True
