"""The far lane: fields away from home, drawn by how little they were shown, and in each the best that stands alone.

The order of relaxation, when strict candidates do not fill the lane; each step keeps what came before relaxed:

1. more than `per_outlet` of one outlet;
2. reach lowered to three quarters, a half, a quarter, nothing;
3. the floor of substance halved, then dropped;
4. articles less clearly of their field (`CLEAR_SHARE` to `HAZY_SHARE`);
5. more than `per_source` of one source;
6. the lane stays shorter.

Never relaxed: home stays out, headlines that overpromise stay out, one article per industry and per story.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import GENERAL
from diversify.rank.carrying import CLEAR_SHARE
from diversify.rank.shortlist import Pick, Seats, Shortlist
from diversify.rank.slate import Draws

HOME_SHARE: Final = 0.15
"""An industry with so much of the reader's home is home: nothing of it is ever far."""

HOME_RESIDUE: Final = 0.25
"""An article with so much of the home industries together is not certain of being elsewhere."""

HAZY_SHARE: Final = 0.2
"""The least top share with which an article may stand for a far industry, if clearer ones are missing."""

READ_COUNTS: Final = 0.5
"""A far item that was read makes up for so much of its exposure: industries that are ignored wait longer."""

TEMPERATURE: Final = 0.25
"""Of the draw: an industry shown once more than another is drawn e^4 times more seldom."""


@dataclass(frozen=True, slots=True)
class Demand:
    """How strict the lane is: factors on the reader's reach and substance floor, least top share, caps heeded."""

    reach: float = 1.0
    substance: float = 1.0
    clear: float = CLEAR_SHARE
    by_outlet: bool = True
    by_source: bool = True


def ladder() -> list[Demand]:
    """Demands from strict to loose, in the documented order."""
    steps = [Demand(), Demand(by_outlet=False)]
    for change in (
        {"reach": 0.75},
        {"reach": 0.5},
        {"reach": 0.25},
        {"reach": 0.0},
        {"substance": 0.5},
        {"substance": 0.0},
        {"clear": HAZY_SHARE},
        {"by_source": False},
    ):
        steps.append(replace(steps[-1], **change))
    return steps


def home_industries(shortlist: Shortlist) -> NDArray[np.bool_]:
    """(m,) which industries are home: a good share of it, or asked for by the reader."""
    codes, profile = shortlist.occasion.card.industries, shortlist.profile
    home = np.zeros(len(codes), dtype=bool)
    if profile.home.any():
        home |= profile.home >= HOME_SHARE
    wanted = {i.value.strip().casefold() for i in profile.interests if i.kind == "industry" and i.weight > 0}
    return np.asarray(home | np.array([code.casefold() in wanted for code in codes], dtype=bool))


def away_from_home(shortlist: Shortlist, home: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) which articles are certain not to be from home, by their own text, their source and their story.

    The industry with the largest share is not home, the home industries together have less than `HOME_RESIDUE`, and
    neither the article's source nor that of another article of its story is labelled with a home industry.
    """
    pool, card = shortlist.pool, shortlist.occasion.card
    codes = {code for code, here in zip(card.industries, home, strict=True) if here}
    labelled = [number for number, feed in shortlist.occasion.feeds.items() if codes & set(feed.industries)]
    from_home = np.isin(pool.feeds, labelled)
    told_at_home = np.isin(shortlist.story, shortlist.story[from_home])
    residue = pool.industries[:, home].sum(axis=1)
    return np.asarray(~home[shortlist.field] & (residue < HOME_RESIDUE) & ~told_at_home)


def fill_far(shortlist: Shortlist, seats: Seats, places: int, *, rng: Draws) -> None:
    """Give up to `places` far places, each to another industry.

    An industry is drawn among those that have a candidate under the strictest demand that anyone meets, with
    probability softmax(-deficit / `TEMPERATURE`); deficit = exposure lately less `READ_COUNTS` times what was read
    of it; industries of which the reader asked for less are drawn the more seldom. The probability is kept with
    the pick (given the industries drawn before it), so that off-policy estimates stay valid.
    """
    if not len(shortlist) or not shortlist.pool.industries.shape[1]:
        return
    field = shortlist.field
    away = away_from_home(shortlist, home_industries(shortlist))
    steps = ladder()
    while places > len(seats.of("far")):
        drawn = {pick.industry for pick in seats.of("far")}
        codes = np.array(shortlist.occasion.card.industries, dtype=object)
        fresh = away & ~np.isin(codes[field], sorted(drawn))
        while steps and not (meets := fresh & _meets(shortlist, seats, steps[0])).any():
            steps.pop(0)
        if not steps:
            return
        industry, propensity = _draw(shortlist, np.flatnonzero(np.bincount(field[meets])), rng)
        here = meets & (field == industry)
        # Not the one nearest to their taste: what is taken for another field and pleases is mostly of their own.
        best = int(np.argmax(np.where(here, standing(shortlist), -np.inf)))
        seats.give(Pick(best, "far", str(codes[industry]), propensity))


def standing(shortlist: Shortlist) -> NDArray[np.float64]:
    """(n,) in [0, 1]: merit, coverage and how clearly the article is of its field; not relevance."""
    alone = 0.6 * shortlist.merit + 0.2 * shortlist.pool.scores["coverage"] + 0.2 * shortlist.clear
    return np.asarray(alone * shortlist.welcome)


def _meets(shortlist: Shortlist, seats: Seats, demand: Demand) -> NDArray[np.bool_]:
    """(n,) which rows meet a demand and have room under its caps."""
    pool, policy = shortlist.pool, shortlist.policy
    meets = seats.room(by_outlet=demand.by_outlet, by_source=demand.by_source) > 0
    meets &= pool.scores["sensational"] < policy.sensational_limit
    meets &= pool.scores["substance"] >= policy.substance_floor * demand.substance
    meets &= shortlist.clear >= demand.clear
    if shortlist.profile.home.any():
        meets &= pool.scores["farness"] >= policy.reach * demand.reach
    return np.asarray(meets)


def _draw(shortlist: Shortlist, industries: NDArray[np.int64], rng: Draws) -> tuple[int, float]:
    """One of the industries, and the probability with which it was drawn."""
    exposure = exposure_deficit(shortlist)[industries]
    weights = np.exp(-(exposure - exposure.min()) / TEMPERATURE) * _welcome(shortlist)[industries]
    if not weights.any():
        weights = np.ones(len(industries))
    probabilities = weights / weights.sum()
    place = min(int(np.searchsorted(probabilities.cumsum(), rng.random(), side="right")), len(industries) - 1)
    return int(industries[place]), float(probabilities[place])


def exposure_deficit(shortlist: Shortlist) -> NDArray[np.float64]:
    """(m,) far places lately, less `READ_COUNTS` times those read; low means due."""
    m, memory = len(shortlist.occasion.card.industries), shortlist.memory
    exposure, read = (column if len(column) == m else np.zeros(m) for column in (memory.far_exposure, memory.far_read))
    return np.asarray(exposure - READ_COUNTS * read)


def _welcome(shortlist: Shortlist) -> NDArray[np.float64]:
    """(m,) in [0, 1]: 1, less as far as the reader asked for less of an industry."""
    column = {code.casefold(): j for j, code in enumerate(shortlist.occasion.card.industries)}
    welcome = np.ones(len(column))
    for interest in shortlist.profile.interests:
        key = interest.value.strip().casefold()
        if interest.kind == "industry" and key in column and interest.weight < 0:
            welcome[column[key]] = 1.0 + interest.weight
    return welcome


def general_share(shortlist: Shortlist) -> NDArray[np.float64]:
    """(n,) in [0, 1]: how far each article is no one field's, by its text or by the label of its source."""
    labelled = [number for number, feed in shortlist.occasion.feeds.items() if GENERAL in feed.industries]
    rest = 1.0 - shortlist.pool.industries.sum(axis=1, dtype=np.float64)
    return np.asarray(np.maximum(np.clip(rest, 0.0, 1.0), np.isin(shortlist.pool.feeds, labelled)))
