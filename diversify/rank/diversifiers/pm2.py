"""Proportions: places go to kinds as seats go to parties."""

from __future__ import annotations

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.shares import choose_by_kinds, read_shares
from diversify.rank.diversifiers.task import Conditions


@budgeted
def pm2(
    shares: ArrayLike,
    scores: ArrayLike,
    k: int,
    *,
    diversity: float = 0.5,
    target: ArrayLike | None = None,
    emphasis: float = 0.5,
    **conditions: Unpack[Conditions],
) -> NDArray[np.int64]:
    """Give each place to the kind that is owed most, and to the row that serves it and other kinds.

    PM-2 (Dang and Croft 2012, SIGIR): a kind is owed ``target_c / (2 seats_c + 1)`` (Sainte-Lague); a row is worth
    ``emphasis`` times what the most owed kind gets from it and ``1 - emphasis`` times what all others get; its seat is
    split by its shares. The paper lets relevance speak through the shares alone; here scores are mixed in as in
    `xquad`, ``(1 - diversity) * score + diversity * worth``, so that the dial means the same everywhere.

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
    emphasis
        In [0, 1], the paper's lambda.
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
    >>> pm2(shares, np.array([0.9, 0.8, 0.5]), 2, diversity=0.9).tolist()
    [0, 2]
    """
    if not 0.0 <= emphasis <= 1.0:
        raise ValueError(f"emphasis {emphasis} is outside [0, 1]")
    shared = read_shares(shares, scores, k, diversity=diversity, target=target, conditions=conditions)
    return choose_by_kinds(shared, _Seats(shared.target, emphasis))


class _Seats:
    def __init__(self, target: NDArray[np.float64], emphasis: float) -> None:
        self._target, self._emphasis = target, emphasis
        self._seats = np.zeros(len(target))

    def gains(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        if not len(self._target):
            return np.zeros(len(shares))
        owed = self._target / (2.0 * self._seats + 1.0)
        first = int(np.round(owed, 12).argmax())
        weights = (1.0 - self._emphasis) * owed
        weights[first] = self._emphasis * owed[first]
        return np.asarray(shares @ weights)

    def take(self, shares: NDArray[np.float64]) -> None:
        self._seats += shares
