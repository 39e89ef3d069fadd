"""The two diversity metrics of the SIREN paper, day by day: long-tail novelty and unexpectedness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.runs import Run


def long_tail(run: Run) -> NDArray[np.float64]:
    """Expected popularity complement of what was shown, each day: mean of 1 - readers who ever read it / all readers.

    EPC (Vargas and Castells 2011, RecSys), without discount of ranks. Popularity is that of the whole run: news is
    shown on its first day, when nobody can have read it.

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
        shown = sheet.article[today][sheet.position[today] > 0]
        if len(shown):
            found[day] = 1.0 - reads[shown].mean() / len(run.start)
    return found


def unexpectedness(run: Run) -> NDArray[np.float64]:
    """Expected profile distance of what was shown, each day: how far it lies from what the reader had read before.

    EPD (Vargas and Castells 2011, RecSys), without discount of ranks, with the root of the mean squared distance to
    all articles read up to the day before; readers without any are left out.

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
        told = (sheet.position[today] > 0) & (count[reader] > 0)
        if told.any():
            who, there = reader[told], place[told]
            mean = total[who] / count[who, None]
            spread = squares[who] / count[who] - (mean**2).sum(axis=1)
            found[day] = np.sqrt(((there - mean) ** 2).sum(axis=1) + np.maximum(spread, 0.0)).mean()
        read = sheet.read[today]
        count += np.bincount(reader[read], minlength=r)
        for axis in range(2):
            total[:, axis] += np.bincount(reader[read], place[read, axis], minlength=r)
        squares += np.bincount(reader[read], (place[read] ** 2).sum(axis=1), minlength=r)
    return found
