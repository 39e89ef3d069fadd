"""Explicit diversification: the next best that serves kinds not yet served."""

from __future__ import annotations

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.shares import choose_by_kinds, read_shares
from diversify.rank.diversifiers.task import Conditions


@budgeted
def xquad(
    shares: ArrayLike,
    scores: ArrayLike,
    k: int,
    *,
    diversity: float = 0.5,
    target: ArrayLike | None = None,
    smooth: bool = False,
    **conditions: Unpack[Conditions],
) -> NDArray[np.int64]:
    """Choose greedily by ``(1 - diversity) * score + diversity * sum_c target_c share_c unserved_c``.

    xQuAD (Santos, Macdonald and Ounis 2010, WWW, equation 5), with shares as the chance that a row serves a kind:
    ``unserved_c`` is the product of ``1 - share_c`` over the chosen. Smooth (Abdollahpouri, Burke and Mobasher 2019,
    FLAIRS, equation 5): one less the mean share of the chosen, so that a kind is never served for good.

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
        (m,), how much each kind is wanted, summing to one; even where not given.
    smooth
        Which of the two.
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
    >>> xquad(shares, np.array([0.9, 0.8, 0.5]), 2).tolist()
    [0, 2]
    """
    shared = read_shares(shares, scores, k, diversity=diversity, target=target, conditions=conditions)
    return choose_by_kinds(shared, _Smooth(shared.target) if smooth else _Plain(shared.target))


class _Plain:
    def __init__(self, target: NDArray[np.float64]) -> None:
        self._open = target.copy()

    def gains(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(shares @ self._open)

    def take(self, shares: NDArray[np.float64]) -> None:
        self._open *= 1.0 - shares


class _Smooth:
    def __init__(self, target: NDArray[np.float64]) -> None:
        self._target = target
        self._served = np.zeros(len(target))
        self._taken = 0

    def gains(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(shares @ (self._target * (1.0 - self._served / max(self._taken, 1))))

    def take(self, shares: NDArray[np.float64]) -> None:
        self._served += shares
        self._taken += 1
