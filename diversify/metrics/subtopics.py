"""Novelty and diversity by subtopics, as TREC's ndeval computes them: what is covered, and how soon.

`subtopics` is an (n, t) matrix of 0 and 1: article i is relevant to subtopic j. Subtopics that no article has do not
exist. A reader who has read about a subtopic wants more of it with probability 1 - `redundancy`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.metrics.layout import as_rows, as_slates, chunks, rank_weights, ratio, refuse


def s_recall(slates: ArrayLike, subtopics: ArrayLike, *, k: int | None = None) -> NDArray[np.float64]:
    """Share of the existing subtopics that a slate covers (Zhai, Cohen and Lafferty 2003).

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    subtopics
        (n, t) of 0 and 1.
    k
        Places that count.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN where no subtopic exists. An empty slate covers 0.

    Examples
    --------
    >>> s_recall([[0, 1], [0, 0]], [[1, 0], [0, 1]]).tolist()
    [1.0, 0.5]
    """
    about = _subtopics(subtopics)
    rows = as_slates(slates, len(about), k=k)
    covered = np.zeros(len(rows))
    for part in chunks(rows, rows.shape[1] * max(1, about.shape[1])):
        covered[part] = _placed(rows[part], about).any(axis=1).sum(axis=1)
    return ratio(covered, np.array(float(about.shape[1])))


def alpha_ndcg(
    slates: ArrayLike,
    subtopics: ArrayLike,
    *,
    k: int | None = None,
    pool: ArrayLike | None = None,
    redundancy: float = 0.5,
    ties: Literal["last", "first"] = "last",
) -> NDArray[np.float64]:
    """α-nDCG (Clarke et al. 2008, SIGIR): gain of new subtopics, discounted by rank, over that of an ideal slate.

    The ideal is built greedily from the pool, as in ndeval (the exact one is NP-hard). Where several articles gain as
    much, the choice can change what can be gained later, so that it is a part of the definition.

    Parameters
    ----------
    slates
        (s, k) rows of articles, -1 pads.
    subtopics
        (n, t) of 0 and 1.
    k
        Places that count, of slate and ideal; by default as many as the matrix has. A shorter slate lacks the rest.
    pool
        (p,) rows of what could have been shown; all n by default.
    redundancy
        The α of the paper, in [0, 1): how much a subtopic loses each time it returns.
    ties
        Which of equal articles of the pool the ideal takes: the ``last`` (ndeval's choice, where the pool is in the
        order of document names) or the ``first``.

    Returns
    -------
    ndarray
        (s,), usually in [0, 1] (a slate may beat a greedy ideal); NaN where the pool has no subtopic.

    Examples
    --------
    >>> alpha_ndcg([[0, 1], [0, 2]], [[1, 0], [1, 0], [0, 1]]).round(6).tolist()
    [0.806574, 1.0]
    """
    about = _subtopics(subtopics)
    rows = as_slates(slates, len(about), k=k)
    shown = np.arange(len(about)) if pool is None else _offered(pool, len(about))
    if ties not in {"last", "first"}:
        raise ValueError(f"ties {ties!r} is unknown; known are last, first")
    shown = shown[::-1] if ties == "last" else shown
    width = rows.shape[1] if k is None else k
    weights = rank_weights(max(width, rows.shape[1]), "log2")
    ideal = _greedy_gains(about[shown], width, _tired(redundancy)) @ weights[:width]
    return ratio(_gains(rows, about, _tired(redundancy)) @ weights[: rows.shape[1]], np.array(ideal))


def err_ia(
    slates: ArrayLike, subtopics: ArrayLike, *, k: int | None = None, redundancy: float = 0.5, normalised: bool = True
) -> NDArray[np.float64]:
    """ERR-IA (Chapelle et al. 2011): intent-aware expected reciprocal rank, in ndeval's form.

    Parameters
    ----------
    slates, subtopics, k, redundancy
        As in `alpha_ndcg`.
    normalised
        Whether to divide by the gain of a slate all of whose articles had all subtopics, as ndeval does (its value
        at place 1 is not normalised, ours is); else by the number of subtopics alone.

    Returns
    -------
    ndarray
        (s,) in [0, 1] where normalised; NaN where no subtopic exists or the slates have no place.

    Examples
    --------
    >>> err_ia([[0, 1]], [[1, 0], [0, 1]]).tolist()
    [0.6]
    """
    about = _subtopics(subtopics)
    rows = as_slates(slates, len(about), k=k)
    width = rows.shape[1] if k is None else k
    keep = _tired(redundancy)
    gained = _gains(rows, about, keep) @ rank_weights(rows.shape[1], "harmonic")
    full = (rank_weights(width, "harmonic") * keep ** np.arange(width)).sum() if normalised else 1.0
    return ratio(gained, np.array(full * about.shape[1]))


def nrbp(
    slates: ArrayLike, subtopics: ArrayLike, *, redundancy: float = 0.5, persistence: float = 0.5
) -> NDArray[np.float64]:
    """NRBP (Clarke, Kolla and Vechtomova 2009): novelty- and rank-biased precision over the whole slate.

    ``(1 - (1 - α) β) / T · Σ_r β^(r-1) Σ_t J(r, t) (1 - α)^C(r, t)``, T the subtopics that exist, J whether the article
    at rank r has subtopic t, C how many before it had.

    Parameters
    ----------
    slates, subtopics, redundancy
        As in `alpha_ndcg`.
    persistence
        The β of the paper, in [0, 1): probability that the reader looks at the next place.

    Returns
    -------
    ndarray
        (s,) in [0, 1]; NaN where no subtopic exists.

    Examples
    --------
    >>> nrbp([[0, 1]], [[1, 0], [0, 1]]).tolist()
    [0.5625]
    """
    about = _subtopics(subtopics)
    rows = as_slates(slates, len(about))
    if not 0.0 <= persistence < 1.0:
        raise ValueError(f"persistence {persistence} is outside [0, 1)")
    keep = _tired(redundancy)
    gained = _gains(rows, about, keep) @ (persistence ** np.arange(rows.shape[1]))
    return ratio((1.0 - keep * persistence) * gained, np.array(float(about.shape[1])))


def _subtopics(subtopics: ArrayLike) -> NDArray[np.bool_]:
    """(n, t) bool, without subtopics that nothing has."""
    given = np.asarray(subtopics)
    about = given if given.ndim == 2 and given.dtype == np.bool_ else as_rows(given, "subtopics", ndim=2)
    refuse((about != 0) & (about != 1), "subtopics must be 0 or 1", about)
    return np.asarray(about[:, about.any(axis=0)], dtype=bool)


def _offered(pool: ArrayLike, n: int) -> NDArray[np.int64]:
    """(p,) rows of what could have been shown, checked."""
    given = np.asarray(pool)
    whole = np.issubdtype(given.dtype, np.integer) or given.size == 0
    if given.ndim != 1 or not whole or (given < 0).any() or (given >= n).any():
        raise ValueError(f"pool of shape {given.shape} must be rows of {n} articles")
    return given.astype(np.int64)


def _tired(redundancy: float) -> float:
    if not 0.0 <= redundancy < 1.0:
        raise ValueError(f"redundancy {redundancy} is outside [0, 1)")
    return 1.0 - redundancy


def _placed(rows: NDArray[np.int64], about: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(s, k, t) subtopics of each place; none where there is no article."""
    if not len(about):
        return np.zeros((*rows.shape, about.shape[1]), dtype=bool)
    return about[np.maximum(rows, 0)] & (rows >= 0)[:, :, None]


def _gains(rows: NDArray[np.int64], about: NDArray[np.bool_], keep: float) -> NDArray[np.float64]:
    """(s, k) gain of each place: its subtopics, each by `keep` to the number of times it was seen before."""
    gains = np.zeros(rows.shape)
    worth = keep ** np.arange(rows.shape[1] + 1)
    for part in chunks(rows, rows.shape[1] * max(1, about.shape[1])):
        placed = _placed(rows[part], about)
        seen: NDArray[np.int64] = np.cumsum(placed, axis=1) - placed
        gains[part] = np.where(placed, worth[seen], 0.0).sum(axis=2)
    return gains


def _greedy_gains(about: NDArray[np.bool_], width: int, keep: float) -> NDArray[np.float64]:
    """(width,) gains of a greedily built slate, the first of equals taken; 0 once the pool is used up."""
    gains = np.zeros(width)
    worth = np.ones(about.shape[1])
    left = np.ones(len(about), dtype=bool)
    for place in range(min(width, len(about))):
        offers = np.where(left, about @ worth, -1.0)
        best = int(np.argmax(offers))
        gains[place] = offers[best]
        left[best] = False
        worth = np.where(about[best], worth * keep, worth)
    return gains
