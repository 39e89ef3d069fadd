"""Choosing by shares: how much of each row belongs to each of m kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.rules import rounded
from diversify.rank.diversifiers.task import Conditions, Task, read

_NEAR_ONE: Final = 1e-4
"""How far from one the sum of a row's shares may be; they are divided by it."""

_BLOCK: Final = 8_192
"""Rows evaluated at once, so that memory stays O(n)."""


@dataclass(frozen=True, eq=False, slots=True)
class Shared:
    """A checked question about shares.

    Attributes
    ----------
    task
        Scores, places and conditions.
    shares, already
        (n, m) and (t, m) float64, each row summing to one.
    target
        (m,) float64, summing to one.
    """

    task: Task
    shares: NDArray[np.float64]
    already: NDArray[np.float64]
    target: NDArray[np.float64]


class Kinds(Protocol):
    """What more of each kind is worth after what was chosen."""

    def gains(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """What rows of shares (c, m) would add, (c,)."""
        ...

    def take(self, shares: NDArray[np.float64]) -> None:
        """Count a chosen row (m,)."""
        ...


def read_shares(
    shares: ArrayLike,
    scores: ArrayLike,
    k: int,
    *,
    diversity: float,
    target: ArrayLike | None,
    conditions: Conditions,
) -> Shared:
    """Check the arguments of a diversifier that counts kinds.

    Raises
    ------
    ValueError
        As `read` does; also where shares are negative or a row of them does not sum to one (the row is named), or
        the target does not fit.
    """
    others = conditions.copy()
    already = np.asarray(others.pop("already", ()), dtype=np.float64)
    task = read(shares, scores, k, diversity=diversity, conditions=others)
    m = task.vectors.shape[1]
    known = _proper(np.asarray(shares, dtype=np.float64), "shares")
    already = already.reshape(0, m) if already.size == 0 else already
    if already.ndim != 2 or already.shape[1] != m:
        raise ValueError(f"already of shape {already.shape} must be (t, {m}), like the shares")
    if target is None:
        wanted = np.full(m, 1.0 / max(m, 1))
    else:
        wanted = np.asarray(target, dtype=np.float64)
        if wanted.shape != (m,):
            raise ValueError(f"target of shape {wanted.shape} must be ({m},), one for each kind")
        wanted = _proper(wanted[None], "target")[0]
    return Shared(task, known, _proper(already, "already"), wanted)


def choose_by_kinds(shared: Shared, kinds: Kinds) -> NDArray[np.int64]:
    """Choose greedily by ``(1 - diversity) * score + diversity * gain``; gains are rounded, equal ones tie by row."""
    task = shared.task
    for row in shared.already:
        kinds.take(row)
    picks = Picks(task)
    worth = (1.0 - task.diversity) * task.scores
    while not picks.done and picks.free.any():
        gains = np.empty(len(worth))
        for at in range(0, len(worth), _BLOCK):
            gains[at : at + _BLOCK] = kinds.gains(shared.shares[at : at + _BLOCK])
        gains = rounded(gains)
        gains *= task.diversity
        gains += worth
        gains[~picks.free] = -np.inf
        row = int(gains.argmax())
        picks.give(row)
        kinds.take(shared.shares[row])
    return picks.array()


def _proper(rows: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """Rows divided by their sums, which must be near one."""
    if not np.isfinite(rows).all():
        bad = int(np.flatnonzero(~np.isfinite(rows).all(axis=1))[0])
        raise ValueError(f"{name} must be finite, but row {bad} of shape {rows.shape} is {rows[bad].tolist()[:8]}")
    if rows.size and rows.min() < 0.0:
        bad = int(np.flatnonzero((rows < 0.0).any(axis=1))[0])
        raise ValueError(f"{name} must not be negative, but row {bad} of shape {rows.shape} holds {rows[bad].min()}")
    sums = rows.sum(axis=1)
    off = np.flatnonzero(np.abs(sums - 1.0) > _NEAR_ONE)
    if len(off):
        raise ValueError(f"{name} must sum to one, but row {off[0]} of shape {rows.shape} sums to {sums[off[0]]:.6g}")
    return np.asarray(rows / sums[:, None])
