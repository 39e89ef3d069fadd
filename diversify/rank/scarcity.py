"""How little was read lately of an article's fields: what a reading of it would add to the width of the town."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates, Memory

LATELY_HALF_LIFE_DAYS: Final = 7.0
"""What was read a week ago counts half."""

UNKNOWN_DEPTH: Final = 0.3
"""How far a near place counts as read where no reading is known: as little as counts as read at all."""

EVEN: Final = 3.0
"""Readings that are assumed to be spread evenly over all fields beside the real ones: one article tells little."""


def scarcity(pool: Candidates, memory: Memory) -> NDArray[np.float64]:
    """(n,) in [0, 1]: 1 where nothing was read lately of an article's fields, or nothing at all, or of one field only.

    With p_j the share of industry j in what was read lately (smoothed by `EVEN`) and q_j an article's share in it,

        1 - (1 - Σ_j p_j² / c) (1 - Σ_j q_j ln p_j / ln(least possible p))

    The width of the town is exp of the entropy of p (Hill 1973), whose derivative by what is read of j grows with
    -ln p_j: times how far it may be read this is what an article can add. The first factor is how much less of a field
    two readings share (Simpson 1949) than each does with itself (c, the mean of its squared shares): who reads of many
    gets them in turn; who reads of one keeps it, also where that one is not clearly of any industry.

    Raises
    ------
    ValueError
        Where memory and shares are of different industries.

    Examples
    --------
    >>> from dataclasses import replace
    >>> pool = replace(Candidates.blank(3, industries=3), industries=np.eye(3, dtype=np.float32))
    >>> scarcity(pool, Memory(read_lately=np.array([9.0, 3.0, 0.0, 0.0]))).round(2).tolist()
    [0.56, 0.73, 1.0]
    >>> scarcity(pool, Memory()).tolist()
    [1.0, 1.0, 1.0]
    """
    m = pool.industries.shape[1]
    if not memory.read_lately.any() or not m:
        return np.ones(len(pool))
    if memory.read_lately.shape != (m + 1,):
        raise ValueError(f"what was read lately, of shape {memory.read_lately.shape}, needs {m + 1} numbers")
    even = EVEN / (m + 1)
    read = float(memory.read_lately.sum())
    total = read + EVEN
    part = (memory.read_lately + even) / total
    much = 1.0 - np.log(part) / np.log(even / total)
    alone = (read * memory.read_clear + EVEN) / total
    breadth = max(1.0 - float((part**2).sum()) / alone, 0.0)
    waits = breadth * (with_rest(pool.industries) @ much)
    # Twelve decimals: whatever order a machine sums in, the column is the same bytes.
    return np.asarray(np.round(np.clip(1.0 - waits, 0.0, 1.0), 12))


def lately(
    shares: NDArray[np.floating], depths: NDArray[np.float64], ages: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """How much was read of each industry, and last of none (m + 1,): depth times share, half for every week of age.

    Beside it how clearly of one field these articles were: the mean sum of squared shares, 1 for none.

    Parameters
    ----------
    shares
        (r, m) industry shares of the articles read.
    depths, ages
        (r,) in [0, 1], and days since.

    Examples
    --------
    >>> amount, clear = lately(np.array([[1.0, 0.0], [0.0, 0.5]]), np.array([1.0, 0.5]), np.array([7.0, 0.0]))
    >>> amount.tolist(), clear
    ([0.5, 0.25, 0.25], 0.75)
    """
    worth, whole = depths * np.exp2(-np.maximum(ages, 0.0) / LATELY_HALF_LIFE_DAYS), with_rest(shares)
    total = float(worth.sum())
    clear = float(worth @ (whole**2).sum(axis=1)) / total if total > 0.0 else 1.0
    return np.asarray(worth @ whole), clear


def with_rest(shares: NDArray[np.floating]) -> NDArray[np.float64]:
    """Industry shares (n, m) with one column more: what is of no industry, so that rows sum to 1.

    Examples
    --------
    >>> with_rest(np.array([[0.5, 0.25]])).tolist()
    [[0.5, 0.25, 0.25]]
    """
    exact = shares.astype(np.float64)
    return np.hstack([exact, np.maximum(1.0 - exact.sum(axis=1, keepdims=True), 0.0)])
