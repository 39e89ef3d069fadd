"""Slates and readings judged against what only the simulator knows: where each reader really was that morning."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.geometry import hill_number
from diversify.simulate.readers import squared_distances
from diversify.simulate.runs import WEEK, Run

TASTE: Final = 0.3
"""An article at squared distance d² from its reader is worth exp(-d² / `TASTE`): the reach with which depth of reading
falls by default."""


def slate_ndcg(run: Run, *, size: int = 12) -> NDArray[np.float64]:
    """NDCG of every slate against the reader's true taste on its morning.

    The gain of an article is exp(-d² / `TASTE`), d the distance from where the reader was before the day began; the
    ideal slate holds the best `size` of all articles that lived that day and were never shown to the reader nor read
    by them before. Discount 1 / log2(1 + place); an empty place gains nothing. What policies believe of readers plays
    no part, nor does quality, which no policy sees.

    Returns
    -------
    ndarray
        (days, r) in [0, 1]; NaN where nothing was offered.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop, policies
    >>> few = ReaderSettings(number=20)
    >>> near, any_ = (loop(policies[name], readers=few, days=4) for name in ("relevance_only", "random"))
    >>> bool(slate_ndcg(near)[1:].mean() > slate_ndcg(any_)[1:].mean() + 0.3)
    True
    """
    sheet, r, births = run.sheet, len(run.start), run.world.births
    discount = 1.0 / np.log2(np.arange(2, size + 2))
    known = np.zeros((r, len(run.born)), dtype=bool)
    found = np.full((run.days, r), np.nan)
    for day in range(run.days):
        today = slice(*np.searchsorted(sheet.day, [day, day + 1]))
        reader, article, place = sheet.reader[today], sheet.article[today], sheet.position[today]
        living = slice(max(0, day + 1 - run.world.life) * births, (day + 1) * births)
        here = run.places[day - 1] if day else run.start
        gains = np.exp(-squared_distances(here, run.born.places[living]) / TASTE)
        best = -np.sort(-np.where(known[:, living], 0.0, gains), axis=1)[:, :size]
        ideal = best @ discount[: best.shape[1]]
        shown = place > 0
        gained = gains[reader[shown], article[shown] - living.start] * discount[place[shown] - 1]
        total = np.bincount(reader[shown], gained, minlength=r)
        offered = np.bincount(reader[shown], minlength=r) > 0
        found[day, offered] = total[offered] / ideal[offered]
        known[reader, article] = True
    return found


def industries_met(run: Run, *, depth: float) -> NDArray[np.int64]:
    """Number of industries of which each reader read at least one article to that depth; (r,).

    Examples
    --------
    >>> from diversify.simulate import digest_readers, loop, policies
    >>> run = loop(policies["random"], readers=digest_readers(5), days=9)
    >>> bool((industries_met(run, depth=0.3) >= industries_met(run, depth=0.8)).all())
    True
    """
    sheet, r, m = run.sheet, len(run.start), run.world.industries
    counted = sheet.read & (sheet.depth >= depth)
    table = np.zeros((r, m), dtype=bool)
    table[sheet.reader[counted], sheet.industry[counted]] = True
    return np.asarray(table.sum(axis=1))


def town_by_week(run: Run) -> NDArray[np.float64]:
    """Effective number of industries that each reader read in a week, averaged over whole weeks; (r,).

    exp of the entropy of depths, as in `Run.town_width`; weeks in which a reader read nothing are left out, and NaN
    is for who read nothing in any.

    Raises
    ------
    ValueError
        Where the run is shorter than a week.

    Examples
    --------
    >>> from diversify.simulate import digest_readers, loop, policies
    >>> run = loop(policies["random"], readers=digest_readers(5), days=7)
    >>> bool((town_by_week(run) == run.town_width()).all())
    True
    """
    weeks, r, m = run.days // WEEK, len(run.start), run.world.industries
    if not weeks:
        raise ValueError(f"a run of {run.days} days has no whole week")
    sheet = run.sheet
    counted = np.flatnonzero(sheet.read & (sheet.day < weeks * WEEK))
    reader_week = sheet.reader[counted].astype(np.int64) * weeks + sheet.day[counted] // WEEK
    cells = reader_week * m + sheet.industry[counted]
    amount = np.bincount(cells, sheet.depth[counted], minlength=r * weeks * m).reshape(r * weeks, m)
    width, some = np.zeros(r * weeks), amount.sum(axis=1) > 0
    width[some] = hill_number(amount[some])
    number = some.reshape(r, weeks).sum(axis=1)
    total = width.reshape(r, weeks).sum(axis=1)
    return np.asarray(np.divide(total, number, out=np.full(r, np.nan), where=number > 0))
