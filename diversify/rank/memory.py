"""What was shown and read before, as the ranking needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article, Feedback, Memory, Occasion, Slate, Understanding
from diversify.rank.scarcity import UNKNOWN_DEPTH, lately

DAY: Final = 86_400.0

EXPOSURE_HALF_LIFE_DAYS: Final = 7.0
"""A far place given a week ago counts half when the next industries are drawn."""

READ_DEPTH: Final = 0.3
"""From this depth on an article counts as read; a mere open does not."""


def remember(
    slates: Sequence[Slate],
    *,
    articles: Mapping[int, Article],
    understood: tuple[list[int], Understanding],
    feedback: Iterable[Feedback],
    feeds_shown: Collection[int],
    occasion: Occasion,
) -> Memory:
    """Gather what was shown on the days before, and what was read outside a digest.

    Parameters
    ----------
    slates
        All slates of the days that are remembered, several of one day too. Those of the occasion's own day and later
        ones are left out, so that a digest made twice on one day is the same.
    articles
        Id to article, for what was shown, told elsewhere (`others`) and acted upon; those missing have been removed.
    understood
        Ids, and row by row what the model understands of them.
    feedback
        Acts; those after `occasion.as_of` are left out. An article acted upon counts as shown, unless the act was on
        a slate that is not among those remembered: today's own, or one older than memory.
    feeds_shown
        Ids of all feeds shown on days before this one.
    occasion
        The moment from which ages are counted, and the codes of industries.
    """
    before = [slate for slate in slates if slate.day < occasion.day]
    today = {item.article_id for slate in slates if slate.day >= occasion.day for item in slate.items}
    acts = [act for act in feedback if act.at <= occasion.as_of]
    ages = _ages(before, acts, occasion, but=today)
    ids, understanding = understood
    rows = [row for row, number in enumerate(ids) if number in ages]
    exposure, read = _far(before, _read(acts), occasion)
    amount, clear = _read_lately(acts, understood, occasion, slates=before)
    return Memory(
        articles=frozenset(ages),
        stories=_stories(before, ages, articles),
        feeds=frozenset(feeds_shown),
        vectors=understanding.vectors[rows],
        ages=np.array([ages[ids[row]] for row in rows], dtype=np.float64),
        far_exposure=exposure,
        far_read=read,
        read_lately=amount,
        read_clear=clear,
    )


def _stories(slates: Iterable[Slate], ages: Mapping[int, float], articles: Mapping[int, Article]) -> frozenset[int]:
    """Stories of what was shown or acted upon; where its source was removed, known by who told it elsewhere."""
    told = {number for slate in slates for item in slate.items for number in (item.article_id, *item.others)}
    return frozenset(articles[number].story for number in told | ages.keys() if number in articles) - {0}


def _ages(slates: Iterable[Slate], acts: Iterable[Feedback], occasion: Occasion, *, but: set[int]) -> dict[int, float]:
    """Article id to days since it was last shown, or acted upon outside a slate."""
    moments: dict[int, datetime] = {}
    known = {slate.id for slate in slates} | {0}
    shown = [(item.article_id, slate.as_of) for slate in slates for item in slate.items]
    acted = [(act.article_id, act.at) for act in acts if act.slate in known and act.article_id not in but]
    for number, moment in [*shown, *acted]:
        moments[number] = max(moment, moments.get(number, moment))
    return {number: (occasion.as_of - moment).total_seconds() / DAY for number, moment in moments.items()}


def _read_lately(
    acts: Iterable[Feedback],
    understood: tuple[list[int], Understanding],
    occasion: Occasion,
    *,
    slates: Sequence[Slate],
) -> tuple[NDArray[np.float64], float]:
    """What was read of each industry; where no reading is known, what the near places were given to. See `lately`.

    Of an article the last reading counts, and nothing that is sensitive; what was done with today's own slate is not
    yet lately, as for what was shown.
    """
    ids, known = understood
    m = len(occasion.card.industries)
    row_of = {number: row for row, number in enumerate(ids) if not known.sensitive[row]}
    if not row_of or known.industries.shape[1] != m:
        return np.zeros(m + 1), 1.0
    remembered = {slate.id for slate in slates} | {0}
    found = {
        act.article_id: (act.value, act.at)
        for act in sorted(acts, key=lambda act: act.at)
        if act.kind == "read" and act.article_id in row_of and act.slate in remembered
    } or {
        item.article_id: (UNKNOWN_DEPTH, slate.as_of)
        for slate in sorted(slates, key=lambda slate: slate.as_of)
        for item in slate.items
        if item.lane == "near" and item.article_id in row_of
    }
    depths, moments = zip(*found.values(), strict=True) if found else ((), ())
    ages = np.array([(occasion.as_of - moment).total_seconds() / DAY for moment in moments])
    return lately(known.industries[[row_of[number] for number in found]], np.array(depths), ages)


def _read(acts: Iterable[Feedback]) -> set[int]:
    """Articles that were really read, or answered with a deliberate yes."""
    return {
        act.article_id
        for act in acts
        if act.kind in ("like", "pin") or (act.kind == "read" and act.value >= READ_DEPTH)
    }


def _far(
    slates: Iterable[Slate], read: set[int], occasion: Occasion
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(m,) far places of each industry and (m,) those of them that were read, both decayed by the slate's age."""
    column = {code: j for j, code in enumerate(occasion.card.industries)}
    exposure, taken = np.zeros(len(column)), np.zeros(len(column))
    for slate in slates:
        age = (occasion.as_of - slate.as_of).total_seconds() / DAY
        weight = float(np.exp2(-max(age, 0.0) / EXPOSURE_HALF_LIFE_DAYS))
        for item in slate.items:
            if item.lane == "far" and item.industry in column:
                exposure[column[item.industry]] += weight
                taken[column[item.industry]] += weight * (item.article_id in read)
    return exposure, taken
