"""What a slate could not meet, and how it was relaxed, in plain words; read off the picks themselves."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from diversify.domain import Candidates, Lane
from diversify.rank.carrying import CLEAR_SHARE
from diversify.rank.shortlist import Pick, Seats, Shortlist

_NOTHING_LEFT: Final[dict[Lane, str]] = {
    "far": "no other article is clearly of a field away from home",
    "common": "nothing else is new and not muted",
    "near": "nothing else is new and not muted",
}


def shortfalls(shortlist: Shortlist, seats: Seats) -> tuple[str, ...]:
    """Sentences about this slate, one for each thing not met."""
    if not len(shortlist):
        return ()
    far, common = seats.of("far"), seats.of("common")
    return tuple(
        sentence
        for sentence in (
            *_empty_places(shortlist, seats),
            *_near_by(shortlist, far),
            _thin(shortlist, far),
            _hazy(shortlist, far),
            _one_outlet(shortlist, common),
            *_crowded(shortlist, seats),
        )
        if sentence
    )


def nothing_eligible(pool: Candidates, silenced: int) -> tuple[str, ...]:
    """The sentence for a slate without items."""
    if not len(pool):
        return ("Nothing to show: no article of these days is in the store.",)
    of_these = f", {silenced} of them muted" if silenced else ""
    return (f"Nothing to show: of {_count(len(pool), 'article')}{of_these}, none is new and in your languages.",)


def _empty_places(shortlist: Shortlist, seats: Seats) -> list[str]:
    asked = shortlist.policy.mix
    sentences = []
    for lane, places in (("far", asked.far), ("common", asked.common), ("near", asked.near)):
        empty = places - len(seats.of(lane))  # type: ignore[arg-type]
        if empty:
            stay = "stays" if empty == 1 else "stay"
            why = _NOTHING_LEFT[lane]  # type: ignore[index]
            sentences.append(f"{empty} of {places} {lane} places {stay} empty: {why}.")
    return sentences


def _near_by(shortlist: Shortlist, far: list[Pick]) -> list[str]:
    """Far items nearer than the reach; nothing to say where no home is known."""
    if not far or not shortlist.profile.home.any():
        return []
    reach = shortlist.policy.reach
    farness = shortlist.pool.scores["farness"][[pick.row for pick in far]]
    nearer = int((farness < reach).sum())
    if not nearer:
        return []
    are = "lies" if nearer == 1 else "lie"
    return [f"{_count(nearer, 'far item')} {are} nearer than your reach of {reach:.2f}; nearest: {farness.min():.2f}."]


def _thin(shortlist: Shortlist, far: list[Pick]) -> str:
    floor = shortlist.policy.substance_floor
    thin = sum(bool(shortlist.pool.scores["substance"][pick.row] < floor) for pick in far)
    return f"{_count(thin, 'far item')} with little to read: nothing fuller was there." if thin else ""


def _hazy(shortlist: Shortlist, far: list[Pick]) -> str:
    hazy = sum(bool(shortlist.pool.industries[pick.row].max() < CLEAR_SHARE) for pick in far)
    return f"{_count(hazy, 'far item')} less certain of the field than we like." if hazy else ""


def _one_outlet(shortlist: Shortlist, common: list[Pick]) -> str:
    alone = sum(bool(shortlist.outlets[pick.row] < 2) for pick in common)
    are = "is" if alone == 1 else "are"
    return f"{alone} of {_count(len(common), 'common item')} {are} carried by one outlet only." if alone else ""


def _crowded(shortlist: Shortlist, seats: Seats) -> list[str]:
    """One sentence for each source and outlet with more items than its cap."""
    policy, pool, rows = shortlist.policy, shortlist.pool, seats.rows
    sentences = []
    for what, keys, cap in (
        ("source", shortlist.source, policy.per_source),
        ("outlet", shortlist.outlet, policy.per_outlet),
    ):
        for key, number in sorted(Counter(keys[rows].tolist()).items()):
            if number > cap:
                row = int(rows[np.flatnonzero(keys[rows] == key)[0]])
                feed = shortlist.occasion.feeds.get(int(pool.feeds[row]))
                title = (feed.title or feed.url) if feed else "one source"
                name = title if what == "source" else pool.outlets[row] or title
                sentences.append(f"{number} items come from {name}, more than {cap}: other {what}s had nothing left.")
    return sentences


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
