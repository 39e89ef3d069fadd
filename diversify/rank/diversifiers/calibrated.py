"""Calibration: the slate's kinds in the proportions aimed at."""

from __future__ import annotations

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.shares import choose_by_kinds, read_shares
from diversify.rank.diversifiers.task import Conditions


@budgeted
def calibrated(
    shares: ArrayLike,
    scores: ArrayLike,
    k: int,
    *,
    diversity: float = 0.5,
    target: ArrayLike | None = None,
    leaven: float = 0.01,
    **conditions: Unpack[Conditions],
) -> NDArray[np.int64]:
    """Choose greedily for ``(1 - diversity) * sum of scores - diversity * KL(target, slate)``.

    Calibrated recommendations (Steck 2018, RecSys, equations 6 and 7): the slate's distribution is the mean of its
    shares with a little of the target mixed in, so that the divergence (in nats) is finite.

    Parameters
    ----------
    shares
        (n, m), not negative, each row summing to one: how much of a row belongs to each of m kinds.
    scores
        (n,), finite, higher is better; on the scale of [0, 1] the dial means what it says.
    k
        How many; more than n gives n.
    diversity
        In [0, 1]: 0 is by score alone, 1 by the kinds alone.
    target
        (m,), the proportions aimed at, summing to one; even where not given.
    leaven
        In (0, 1), the paper's alpha: how much of the target is mixed in.
    **conditions
        `exclude`, `already` (shares, too), `caps` and `budget`, see `Conditions`.

    Returns
    -------
    ndarray
        (min(k, n),) int64 rows, best first, none twice, fewer where the conditions leave fewer; equal gains in the
        order of rows.

    Raises
    ------
    ValueError
        Where shapes disagree, a value is not finite, shares are negative or do not sum to one (the row is named),
        `k` < 0, `diversity` is outside [0, 1], or a condition does not fit.

    Examples
    --------
    >>> shares = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    >>> calibrated(shares, np.array([0.9, 0.8, 0.5]), 2, diversity=0.9).tolist()
    [0, 2]
    """
    if not 0.0 < leaven < 1.0:
        raise ValueError(f"leaven {leaven} is outside (0, 1)")
    shared = read_shares(shares, scores, k, diversity=diversity, target=target, conditions=conditions)
    return choose_by_kinds(shared, _Divergence(shared.target, leaven))


class _Divergence:
    def __init__(self, target: NDArray[np.float64], leaven: float) -> None:
        self._target, self._leaven = target, leaven
        self._wanted = target > 0.0
        self._sum = np.zeros(len(target))
        self._taken = 0

    def gains(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        target = self._target[self._wanted]
        mean = (self._sum + shares)[:, self._wanted] / (self._taken + 1)
        mixed = (1.0 - self._leaven) * mean + self._leaven * target
        return np.asarray(np.log(mixed / target) @ target)

    def take(self, shares: NDArray[np.float64]) -> None:
        self._sum += shares
        self._taken += 1
