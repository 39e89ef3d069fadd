"""The two diversity metrics of the SIREN paper, day by day: long-tail novelty and unexpectedness.

Both are averages over readers of what each was shown (Vargas and Castells 2011, RecSys). Two dials make them aware of
rank and of relevance: a place counts `discount` times as much as the one before it, and an article that was shown and
not read counts `unread` times as much as one that was. By default all that was shown counts alike, so that they tell
what a policy offers; with `SIREN`, as in that simulator's own code, they tell what readers took of it.
"""

from __future__ import annotations

from typing import Final, TypedDict

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.runs import Run
from diversify.simulate.sheets import Sheet


class Awareness(TypedDict):
    """Dials of rank and relevance."""

    unread: float
    discount: float


SIREN: Final[Awareness] = {"unread": 0.01, "discount": 0.9}


def long_tail(run: Run, *, unread: float = 1.0, discount: float = 1.0) -> NDArray[np.float64]:
    """Expected popularity complement of what was shown, each day: mean of 1 - readers who ever read it / all readers.

    EPC. Popularity is that of the whole run: news is shown on its first day, when nobody can have read it.

    Parameters
    ----------
    unread, discount
        In [0, 1]; see the module.

    Returns
    -------
    ndarray
        (days,) in [0, 1]; NaN on days on which nothing was shown.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop, policies
    >>> few = ReaderSettings(number=30)
    >>> popular, chance = (long_tail(loop(policies[name], readers=few, days=9))[-1] for name in ("popular", "random"))
    >>> bool(popular < chance)
    True
    """
    sheet = run.sheet
    reads = np.bincount(sheet.article[sheet.read], minlength=len(run.born))
    found = np.full(run.days, np.nan)
    for day in range(run.days):
        today = slice(*np.searchsorted(sheet.day, [day, day + 1]))
        rows = np.flatnonzero(sheet.position[today] > 0) + today.start
        if len(rows):
            value = 1.0 - reads[sheet.article[rows]] / len(run.start)
            found[day] = _per_reader(value, sheet, rows, unread=unread, discount=discount)
    return found


def unexpectedness(run: Run, *, unread: float = 1.0, discount: float = 1.0) -> NDArray[np.float64]:
    """Expected profile distance of what was shown, each day: how far it lies from what the reader had read before.

    EPD, with the root of the mean squared distance to all articles read up to the day before; readers without any
    are left out.

    Parameters
    ----------
    unread, discount
        In [0, 1]; see the module.

    Returns
    -------
    ndarray
        (days,) not negative; NaN on days on which nothing was shown to anyone with a history.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop, policies
    >>> few = ReaderSettings(number=30)
    >>> near, any_ = (unexpectedness(loop(policies[n], readers=few, days=4))[-1] for n in ("relevance_only", "random"))
    >>> bool(near < any_)
    True
    """
    sheet, r = run.sheet, len(run.start)
    count, total, squares = np.zeros(r), np.zeros((r, 2)), np.zeros(r)
    found = np.full(run.days, np.nan)
    for day in range(run.days):
        today = slice(*np.searchsorted(sheet.day, [day, day + 1]))
        reader, place = sheet.reader[today], run.born.places[sheet.article[today]]
        told = np.flatnonzero((sheet.position[today] > 0) & (count[reader] > 0))
        if len(told):
            who, there = reader[told], place[told]
            mean = total[who] / count[who, None]
            spread = squares[who] / count[who] - (mean**2).sum(axis=1)
            value = np.sqrt(((there - mean) ** 2).sum(axis=1) + np.maximum(spread, 0.0))
            found[day] = _per_reader(value, sheet, told + today.start, unread=unread, discount=discount)
        read = sheet.read[today]
        count += np.bincount(reader[read], minlength=r)
        for axis in range(2):
            total[:, axis] += np.bincount(reader[read], place[read, axis], minlength=r)
        squares += np.bincount(reader[read], (place[read] ** 2).sum(axis=1), minlength=r)
    return found


def _per_reader(
    value: NDArray[np.float64], sheet: Sheet, rows: NDArray[np.int64], *, unread: float, discount: float
) -> float:
    """Mean over the readers in these rows of each one's mean, by rank; what was not read counts less."""
    rank = discount ** (sheet.position[rows].astype(np.float64) - 1.0)
    counted = rank * np.where(sheet.read[rows], 1.0, unread) * value
    sums, ranks = (np.bincount(sheet.reader[rows], weights) for weights in (counted, rank))
    here = ranks > 0
    return float((sums[here] / ranks[here]).mean())
