"""Re-rank candidates by the name of a diversifier."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates
from diversify.rank.diversifiers import by_kinds, diversifiers


def diversifier(name: str) -> Callable[..., NDArray[np.int64]]:
    """Find a diversifier by its name, of vectors or of shares.

    Raises
    ------
    ValueError
        Where there is none of that name; the known ones are listed.

    Examples
    --------
    >>> diversifier("none").__name__
    'none'
    """
    known = {**diversifiers, **by_kinds}
    if name not in known:
        raise ValueError(f"no diversifier is called {name!r}; there are {', '.join(sorted(known))}")
    return known[name]


def rerank(
    candidates: Candidates,
    k: int,
    *,
    name: str = "mmr",
    diversity: float | None = None,
    budget: float | None = None,
    by: str = "relevance",
) -> Candidates:
    """The best k candidates, best first, by one score column against likeness.

    Parameters
    ----------
    candidates
        n articles with vectors and the score column `by`.
    k
        How many; more than n gives n.
    name
        One of `diversifiers`, which look at the vectors, or of `by_kinds`, which look at the industries.
    diversity
        In [0, 1]; 0 orders by the score alone; .5 where neither is given.
    budget
        In [0, 1], instead: the share of the sum of scores that may be given up.
    by
        Name of the score column.

    Returns
    -------
    Candidates
        min(k, n) rows in their new order.

    Raises
    ------
    ValueError
        For an unknown name or column, or arguments that the diversifier refuses.

    Examples
    --------
    >>> pool = Candidates.blank(3).with_scores(relevance=np.array([0.1, 0.9, 0.5]))
    >>> rerank(pool, 2).ids.tolist()
    [2, 3]
    """
    chosen = diversifier(name)
    if by not in candidates.scores:
        raise ValueError(f"no score is called {by!r}; there are {', '.join(sorted(candidates.scores)) or 'none'}")
    given = {"diversity": diversity, "budget": budget}
    told = {word: value for word, value in given.items() if value is not None}
    rows = chosen(candidates.industries if name in by_kinds else candidates.vectors, candidates.scores[by], k, **told)
    return candidates[rows]
