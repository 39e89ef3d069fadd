"""The three lanes, filled in the order of their promises: far, then common, then near; and what could not be met."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from diversify.geometry import unit_rows
from diversify.rank.diversifiers import mmr
from diversify.rank.far import fill_far, general_share
from diversify.rank.shortlist import CAPS, Pick, Seats, Shortlist
from diversify.rank.slate import Draws

OF_FIELD = 0.5
"""Part of what two articles have in common that is their fields; the rest is their text. Much of one field is what a
near lane falls into first, and the best article of a neighbouring field costs little relevance. On labelled news this
and a dial of .2 give as much relevance as text alone and a dial of .3, and as wide a town or a wider one."""

OVER_DAYS = 4.25
"""How fast the dial of diversity lets taste wait in fields of which much was read lately; .85 of it at a dial of .2. On
labelled news this stays on the line of relevance against width that re-ranking gives; where weeks are lived through it
goes beyond every re-ranking of single slates (`docs/policies.md`)."""

IN_SLATE = 0.3
"""Weight that likeness within a slate keeps beside the dial, where the days do their part of the spreading."""

STANDS_OUT = 0.3
"""Among stories carried about as widely, what a field costs that the slate has already, and taste is worth."""

LEFT_TO_TASTE = 0.15
"""Among what was wished so much is left to what was learned: of equal wishes, what one reads goes first."""


def fill(shortlist: Shortlist, *, rng: Draws) -> Seats:
    """Give every place of the policy's mix that can be given.

    One article per story throughout; at most `per_source` and `per_outlet` as long as there are others; at least one
    new voice where there is one.
    """
    seats, mix = Seats(shortlist), shortlist.policy.mix
    if len(shortlist):
        fill_far(shortlist, seats, mix.far, rng=rng)
        fill_common(shortlist, seats, mix.common)
        fill_near(shortlist, seats, mix.near)
        _let_in_a_new_voice(shortlist, seats)
    return seats


def fill_common(shortlist: Shortlist, seats: Seats, places: int) -> None:
    """Give the most widely carried stories their places.

    By number of outlets, then of sources, both in doublings (one, two or three, four to seven) and less where the
    reader asked for less: whether four or five carry a story says nothing. Among those carried about as widely: what
    much of the pool writes about and what is of no one field, by merit; of a field that the slate has not; and near to
    the reader's taste. So where few stories have several outlets, those follow that people may talk about all the same.
    """
    welcome = shortlist.welcome
    talk = 0.4 * shortlist.merit + 0.35 * talked_about(shortlist) + 0.25 * general_share(shortlist)
    outlets, sources = (_doublings(column * welcome) for column in (shortlist.outlets, shortlist.sources))
    for caps in CAPS:
        while len(seats.of("common")) < places:
            there = _of_fields_there(shortlist, seats)
            # Never below 0: of two alike, the one that the reader asked for less of would else come first.
            worth = talk + STANDS_OUT * (1.0 + shortlist.taste + there.max(initial=0.0) - there)
            order = np.lexsort((-worth * welcome, -sources, -outlets))
            open_to = order[seats.room(**caps)[order] > 0]
            if not len(open_to):
                break
            seats.give(Pick(int(open_to[0]), "common"))


def _doublings(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often a count doubles from one, whole; below one it halves."""
    return np.floor(np.log2(np.maximum(counts, 1e-9)) + 1e-9)


def _of_fields_there(shortlist: Shortlist, seats: Seats) -> NDArray[np.float64]:
    """(n,) how much of each article is of fields that the slate has: shares times the shares there, summed."""
    shares = shortlist.pool.industries
    there = shares[seats.rows].sum(axis=0, dtype=np.float64)
    return np.asarray(shares @ there)


def talked_about(shortlist: Shortlist) -> NDArray[np.float64]:
    """(n,) in [0, 1]: how much of the pool is about each article's topics, the most talked-about at 1."""
    if not shortlist.pool.topics.shape[1]:
        return np.zeros(len(shortlist))
    topics = shortlist.pool.topics.astype(np.float64)
    mass = (topics * topics.mean(axis=0)).sum(axis=1)
    return np.asarray(mass / max(float(mass.max()), 1e-12))


def fill_near(shortlist: Shortlist, seats: Seats, places: int) -> None:
    """Give the near places: what was wished first, then by relevance, and last what the reader asked for less of.

    A wish of weight w has so large a part of the places to itself, as far as there are articles that belong to it;
    its others compete for the rest by relevance. So what was said goes before what was done, and a small wish does not
    take the whole lane. Within each part relevance is re-ranked for diversity with the policy's dial, and the caps
    give way only where no part has anything left.
    """
    promised = ceil(places * float(shortlist.wish.max(initial=0.0)) - 1e-9)
    appeal, unwelcome = near_appeal(shortlist), shortlist.unwelcome
    parts = (
        (promised, np.where(shortlist.wish > 0.0, _appeal_of_wishes(shortlist), -np.inf)),
        (places, np.where(~unwelcome, appeal, -np.inf)),
        (places, np.where(unwelcome, appeal, -np.inf)),
    )
    for caps in CAPS:
        for upto, worth in parts:
            _seat(shortlist, seats, worth, upto=upto, caps=caps)


def _seat(shortlist: Shortlist, seats: Seats, appeal: NDArray[np.float64], *, upto: int, caps: dict[str, bool]) -> None:
    """Fill the near lane up to a number of items with rows of finite appeal, unlike each other and those there.

    Every source and outlet enters the re-ranking with as many of its best as the caps leave it, every story with
    its best article, so that nothing has to be struck from the re-ranker's answer.
    """
    dial = _dial_of_a_slate(shortlist)
    while (missing := upto - len(seats.of("near"))) > 0:
        rows = _entrants(shortlist, appeal, seats.room(**caps), caps=caps)
        if not len(rows):
            break
        there = _text_and_field(shortlist, seats.rows)
        for row in rows[mmr(_text_and_field(shortlist, rows), appeal[rows], missing, diversity=dial, already=there)]:
            seats.give(Pick(int(row), "near"))


def _dial_of_a_slate(shortlist: Shortlist) -> float:
    """The dial with likeness weighed down to `IN_SLATE`, as far as fields wait for their turn; 0 and 1 stay."""
    over_days = min(1.0, 2.0 * float((1.0 - shortlist.pool.scores["scarcity"]).max(initial=0.0)))
    alike = (1.0 - (1.0 - IN_SLATE) * over_days) * shortlist.policy.diversity
    return alike / (alike + 1.0 - shortlist.policy.diversity) if alike else 0.0


def _text_and_field(shortlist: Shortlist, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Vectors whose cosine is that of the texts and, by `OF_FIELD`, that of the industry shares."""
    parts = (shortlist.pool.vectors, 1.0 - OF_FIELD), (shortlist.pool.industries, OF_FIELD)
    return np.hstack([np.float32(sqrt(part)) * unit_rows(columns[rows]) for columns, part in parts])


def near_appeal(shortlist: Shortlist) -> NDArray[np.float64]:
    """(n,) at most 1: what was said, taste for what that leaves open, and merit beside them.

    Of what is to one's taste, that of fields little read lately goes first, as far as the dial of diversity says: a
    week is spread over fields, not each slate alone. What was said does not wait for its turn.
    """
    said, taste = shortlist.wished, shortlist.taste
    waits = min(1.0, OVER_DAYS * shortlist.policy.diversity) * (1.0 - shortlist.pool.scores["scarcity"])
    taste = np.where(taste > 0.0, taste * (1.0 - waits), taste)
    return np.asarray(0.7 * (said + (1.0 - np.abs(said)) * taste) + 0.3 * shortlist.merit)


def _appeal_of_wishes(shortlist: Shortlist) -> NDArray[np.float64]:
    """(n,) at most 1: among what was wished the stronger wish goes first, however much was read of the weaker."""
    wanted = (1.0 - LEFT_TO_TASTE) * shortlist.wished + LEFT_TO_TASTE * shortlist.taste
    return np.asarray(0.7 * wanted + 0.3 * shortlist.merit)


def _entrants(
    shortlist: Shortlist, appeal: NDArray[np.float64], room: NDArray[np.int64], *, caps: dict[str, bool]
) -> NDArray[np.int64]:
    """Rows that may enter a re-ranking together, best first, without breaking a cap whoever is chosen."""
    rows = np.argsort(-appeal, kind="stable")
    rows = rows[(room[rows] > 0) & (appeal[rows] > -np.inf)]
    rows = rows[_place_within(shortlist.story[rows]) == 0]
    for keys, heeded in ((shortlist.source, "by_source"), (shortlist.outlet, "by_outlet")):
        if caps.get(heeded, True):
            rows = rows[_place_within(keys[rows]) < room[rows]]
    return np.asarray(rows)


def _place_within(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each entry, how many earlier ones have the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(keys) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    places = np.empty(len(keys), dtype=np.int64)
    places[order] = np.arange(len(keys)) - np.repeat(starts, sizes)
    return places


def _let_in_a_new_voice(shortlist: Shortlist, seats: Seats) -> None:
    """Where no item is a new voice and one could be: it gets the last near place, or else the last common one.

    Nothing that the reader asked for less of; and as far as there is a choice, what was wished.
    """
    new = shortlist.pool.scores["new_voice"] > 0
    given = seats.of("near") or seats.of("common")
    if not given or new[seats.rows].any() or not new.any():
        return
    last = given[-1]
    seats.take_back(last)
    open_to = new & (seats.room() > 0) & ~shortlist.unwelcome
    if open_to.any():
        row = int(np.argmax(np.where(open_to, near_appeal(shortlist) + (shortlist.wish > 0.0), -np.inf)))
        seats.give(Pick(row, last.lane))
    else:
        seats.give(last)
