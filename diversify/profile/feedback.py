"""Acts of the reader → one number per article: kind's worth × depth × decay by age × correction for position.

How several acts on one article combine: of all opens and reads the strongest counts once (reading again is not a
second article); each kind of deliberate act counts once, by its latest; a like or pin takes back an earlier less or
dismiss and the other way round; what is left is added, and the sum is clipped.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from diversify.domain import Feedback
from diversify.profile import constants as of

_OBSERVED: Final = frozenset({"open", "read"})
_DELIBERATE_WORTH: Final[Mapping[str, float]] = {
    "like": of.LIKE,
    "pin": of.PIN,
    "less": of.LESS,
    "dismiss": of.DISMISS,
}
_SECONDS_PER_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Impression:
    """One item that was shown: in which slate, at which place (1-based), which article, when."""

    slate: int
    position: int
    article_id: int
    at: datetime


def decay(age_days: float) -> float:
    """How much an act of that age still counts, in (0, 1]: half after each half-life.

    Examples
    --------
    >>> decay(0.0), decay(90.0)
    (1.0, 0.5)
    """
    return float(2.0 ** (-max(age_days, 0.0) / of.HALF_LIFE_DAYS))


def position_correction(position: int) -> float:
    """How much more an observed act says because it was made further down: clipped inverse propensity, in [1, 2].

    Places are 1-based; 0 means that the article was reached otherwise, and corrects nothing.

    Examples
    --------
    >>> position_correction(1), position_correction(16), position_correction(1000)
    (1.0, 2.0, 2.0)
    """
    return float(min(max(position, 1) ** of.POSITION_EXPONENT, of.POSITION_CORRECTION_CAP))


def reading_worth(depth: float) -> float:
    """Worth of an article read to that depth in [0, 1]: from a bare open to a full reading.

    Examples
    --------
    >>> reading_worth(0.0), reading_worth(1.0)
    (0.04, 1.0)
    """
    return of.OPEN + (of.FULL_READING - of.OPEN) * depth


def weigh(acts: Sequence[Feedback], as_of: datetime) -> float:
    """Evidence of all acts on one article, in full readings, clipped to ±`MOST_PER_ARTICLE`.

    Parameters
    ----------
    acts
        Acts on the same article; later ones than `as_of` are ignored, their order does not matter.
    as_of
        The moment for which ages are counted.

    Raises
    ------
    ValueError
        Where the depth of a reading is no number in [0, 1].
    """
    acts = [act for act in acts if act.at <= as_of]
    depth = max((_depth(act) for act in acts), default=0.0)
    total = max((_observed(act, as_of) for act in acts if act.kind in _OBSERVED), default=0.0)
    for kind, at in _deliberate(acts).items():
        worth = _share_worth(depth) if kind == "share" else _DELIBERATE_WORTH[kind]
        total += worth * decay(_age(at, as_of))
    return float(min(max(total, -of.MOST_PER_ARTICLE), of.MOST_PER_ARTICLE))


def weigh_articles(feedback: Iterable[Feedback], as_of: datetime) -> dict[int, float]:
    """Article id to its evidence, ids ascending; articles whose evidence is exactly zero are left out."""
    acts: dict[int, list[Feedback]] = defaultdict(list)
    for act in feedback:
        acts[act.article_id].append(act)
    weights = {article: weigh(acts[article], as_of) for article in sorted(acts)}
    return {article: weight for article, weight in weights.items() if weight != 0.0}


def weigh_skipped(shown: Iterable[Impression], feedback: Iterable[Feedback], as_of: datetime) -> dict[int, float]:
    """Weak evidence against items that were passed over: unopened, both their neighbours in the slate opened.

    At the first or last place the one neighbour decides. An article acted upon anywhere is never called skipped, and
    one skipped in several slates counts once, by the latest.

    Parameters
    ----------
    shown
        Places of slates that the reader saw.
    feedback
        All acts; those after `as_of` are ignored.
    as_of
        The moment for which ages are counted.
    """
    acted = {act.article_id for act in feedback if act.at <= as_of}
    slates: dict[int, dict[int, Impression]] = defaultdict(dict)
    for item in shown:
        if item.at <= as_of:
            slates[item.slate][item.position] = item
    latest: dict[int, datetime] = {}
    for places in slates.values():
        for item in _passed_over(places, acted):
            latest[item.article_id] = max(item.at, latest.get(item.article_id, item.at))
    return {article: of.SKIPPED * decay(_age(latest[article], as_of)) for article in sorted(latest)}


def recent(feedback: Iterable[Feedback], as_of: datetime) -> list[Feedback]:
    """Leave out acts too old to count, and those on all but the articles acted upon last.

    None is after `as_of` or older than `REMEMBERED_DAYS`, and they are on `MOST_ARTICLES` articles at most: the cost of
    a profile is bounded however long its reader has been here.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> acts = [Feedback("like", number, now - timedelta(days=400 * number)) for number in range(3)]
    >>> [act.article_id for act in recent(acts, now)]
    [0, 1]
    """
    acts = [act for act in feedback if act.at <= as_of and _age(act.at, as_of) <= of.REMEMBERED_DAYS]
    latest: dict[int, datetime] = {}
    for act in acts:
        latest[act.article_id] = max(act.at, latest.get(act.article_id, act.at))
    kept = set(sorted(latest, key=lambda number: (latest[number], number))[-of.MOST_ARTICLES :])
    return [act for act in acts if act.article_id in kept]


def _passed_over(places: Mapping[int, Impression], acted: set[int]) -> list[Impression]:
    """Unopened items of one slate all of whose neighbours were opened."""
    skipped = []
    for position, item in places.items():
        neighbours = [places[near].article_id for near in (position - 1, position + 1) if near in places]
        if item.article_id not in acted and neighbours and all(near in acted for near in neighbours):
            skipped.append(item)
    return skipped


def _age(at: datetime, as_of: datetime) -> float:
    return (as_of - at).total_seconds() / _SECONDS_PER_DAY


def _depth(act: Feedback) -> float:
    """Depth of one act: what was read; every other act tells nothing of depth."""
    if act.kind != "read":
        return 0.0
    if not (math.isfinite(act.value) and 0.0 <= act.value <= 1.0):
        raise ValueError(f"reading of article {act.article_id} has depth {act.value}, expected a number in [0, 1]")
    return act.value


def _observed(act: Feedback, as_of: datetime) -> float:
    return reading_worth(_depth(act)) * decay(_age(act.at, as_of)) * position_correction(act.position)


def _share_worth(depth: float) -> float:
    return of.SHARE_UNREAD + (of.SHARE_READ - of.SHARE_UNREAD) * depth


def _deliberate(acts: Iterable[Feedback]) -> dict[str, datetime]:
    """Kind of deliberate act to its latest time, without what a later act of the other sign took back."""
    latest: dict[str, datetime] = {}
    for act in acts:
        if act.kind not in _OBSERVED:
            latest[act.kind] = max(act.at, latest.get(act.kind, act.at))
    for_it = [latest[kind] for kind in ("like", "pin") if kind in latest]
    against = [latest[kind] for kind in ("less", "dismiss") if kind in latest]
    if for_it and against and max(for_it) != max(against):
        taken_back = ("less", "dismiss") if max(for_it) > max(against) else ("like", "pin")
        latest = {kind: at for kind, at in latest.items() if kind not in taken_back}
    return {kind: latest[kind] for kind in sorted(latest)}
