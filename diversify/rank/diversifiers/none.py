"""No diversity: by score alone."""

from __future__ import annotations

from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.rank.diversifiers.budget import budgeted
from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.task import Conditions, read


@budgeted
def none(
    vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float = 0.5, **conditions: Unpack[Conditions]
) -> NDArray[np.int64]:
    """Choose by score, highest first; the yardstick for the others.

    Parameters
    ----------
    vectors
        (n, d); checked like everywhere, otherwise unused.
    scores
        (n,), finite, higher is better.
    k
        How many; more than n gives n.
    diversity
        Checked like everywhere, otherwise unused.
    **conditions
        `exclude`, `already`, `caps` and `budget`, see `Conditions`.

    Returns
    -------
    ndarray
        (min(k, n),) int64 rows, best first; equal scores in the order of rows.

    Raises
    ------
    ValueError
        Where shapes disagree, a value is not finite (the row is named), or a condition does not fit.

    Examples
    --------
    >>> none(np.eye(3), np.array([0.2, 0.9, 0.2]), 3).tolist()
    [1, 0, 2]
    """
    task = read(vectors, scores, k, diversity=diversity, conditions=conditions)
    picks = Picks(task)
    picks.fill(task.scores)
    return picks.array()
