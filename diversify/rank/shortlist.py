"""The candidates of one occasion, scored and keyed, as the lanes need them; and the seats they fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates, Lane, Memory, Occasion, Profile, SlatePolicy
from diversify.rank.carrying import CLEARLY
from diversify.rank.grouping import numbered, numbered_names, partners
from diversify.rank.relevance import LEAST_WISH, SAID, said_terms, squash
from diversify.rank.retrieve import outlet_keys, story_keys

LEAST_SPREAD: Final = 0.1
"""Relevance differs from "nothing known" by at least so much before it counts in full: weak evidence stays weak."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A row that got a place: its lane, and for a far one the industry drawn and the probability of that draw."""

    row: int
    lane: Lane
    industry: str = ""
    propensity: float = 1.0


@dataclass(frozen=True, eq=False)
class Shortlist:
    """n eligible articles with their scores, and what decides among them.

    Attributes
    ----------
    pool
        n candidates with every score column.
    policy
        The dials of this occasion, already paced.
    spoken
        (n,) explicit part of relevance: weights times degrees, summed; below 0 the reader asked for less.
    wish
        (n,) in [0, 1]: weight of the strongest wish to which each article belongs; 0 where nothing is wished of it
        that outranks what was done, or more was turned down.
    outlets
        (n,) how many outlets carry the story, in the whole pool.
    source, outlet, story
        (n,) small integers: equal ones share a feed, an outlet, a story.
    """

    pool: Candidates
    profile: Profile
    memory: Memory
    policy: SlatePolicy
    occasion: Occasion
    spoken: NDArray[np.float64]
    wish: NDArray[np.float64]
    outlets: NDArray[np.int64]
    source: NDArray[np.int64]
    outlet: NDArray[np.int64]
    story: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of eligible articles, n."""
        return len(self.pool)

    @cached_property
    def field(self) -> NDArray[np.int64]:
        """(n,) column of the industry that each article is most about; 0 for all where there are no industries."""
        shares = self.pool.industries
        return np.asarray(shares.argmax(axis=1)) if shares.shape[1] else np.zeros(len(self), dtype=np.int64)

    @cached_property
    def clear(self) -> NDArray[np.float32]:
        """(n,) share of that industry: how clearly the article is of its field."""
        shares = self.pool.industries
        # The largest of each row, by its place: a tenth of the time that a maximum along short rows takes.
        return shares[np.arange(len(self)), self.field] if shares.shape[1] else np.zeros(len(self), dtype=np.float32)

    @cached_property
    def sources(self) -> NDArray[np.int64]:
        """(n,) how many sources carry each article's story here; sections of one outlet count each."""
        return partners(self.story, self.source)

    @cached_property
    def merit(self) -> NDArray[np.float64]:
        """(n,) in [0, 1]: how well each stands alone: fresh, substantial, new, not overpromising."""
        scores = self.pool.scores
        good = 0.4 * scores["recency"] + 0.4 * scores["substance"] + 0.2 * scores["novelty"]
        return np.asarray(good * (1.0 - 0.5 * scores["sensational"]))

    @cached_property
    def wished(self) -> NDArray[np.float64]:
        """(n,) in [-1, 1]: how far the reader asked for more of what each article carries, or for less."""
        return np.clip(self.spoken, -1.0, 1.0)

    @cached_property
    def unwelcome(self) -> NDArray[np.bool_]:
        """(n,): of which the reader asked for less, whatever else they asked for and did."""
        return np.asarray(self.spoken <= -LEAST_WISH * CLEARLY)

    @cached_property
    def taste(self) -> NDArray[np.float64]:
        """(n,) in [-1, 1]: relevance without what was said, stretched over this pool; 0 where nothing is known.

        The best of the pool is 1, or less where even the best is hardly known to be wanted; the stretching lets the
        dial mean the same for readers with little and with much history.
        """
        # The sum that relevance was squashed from, less the explicit part, squashed again.
        signed = 2.0 * self.pool.scores["relevance"] - 1.0
        x = signed / np.maximum(1.0 - np.abs(signed), 1e-9) - SAID * self.spoken
        known = squash(x) - 0.5
        return np.clip(known / max(float(known.max(initial=0.0)), LEAST_SPREAD), -1.0, 1.0)

    @cached_property
    def welcome(self) -> NDArray[np.float64]:
        """(n,) in [0, 1]: 1, less as far as the reader asked for less of what the article carries."""
        return 1.0 + np.minimum(self.wished, 0.0)


def make_shortlist(
    pool: Candidates, profile: Profile, memory: Memory, *, policy: SlatePolicy, occasion: Occasion
) -> Shortlist:
    """Key scored candidates; `coverage` tells how many outlets carry each story."""
    said = said_terms(pool, profile, occasion=occasion)
    spoken = sum(said.values(), np.zeros(len(pool))) / SAID
    return Shortlist(
        pool=pool,
        profile=profile,
        memory=memory,
        policy=policy,
        occasion=occasion,
        spoken=spoken,
        wish=np.where(spoken > 0.0, _strongest_wish(said, profile, len(pool)), 0.0),
        outlets=np.rint(1.0 / (1.0 - pool.scores["coverage"])).astype(np.int64),
        source=numbered(pool.feeds),
        outlet=numbered_names(outlet_keys(pool)),
        story=numbered(story_keys(pool)),
    )


def _strongest_wish(said: Mapping[str, NDArray[np.float64]], profile: Profile, n: int) -> NDArray[np.float64]:
    """(n,) weight of the strongest wish to which each article belongs, from `LEAST_WISH` on."""
    strongest = np.zeros(n)
    for interest in profile.interests:
        if interest.weight >= LEAST_WISH:
            term = said[f"interest:{interest.kind}:{interest.value}"]
            belongs = term >= CLEARLY * SAID * interest.weight
            strongest = np.where(belongs, np.maximum(strongest, interest.weight), strongest)
    return strongest


class Seats:
    """The places given so far; tells which rows may still have one."""

    def __init__(self, shortlist: Shortlist) -> None:
        self._shortlist = shortlist
        self.picks: list[Pick] = []

    def give(self, pick: Pick) -> None:
        """Give a row its place."""
        self.picks.append(pick)

    def take_back(self, pick: Pick) -> None:
        """Free a place again."""
        self.picks.remove(pick)

    def of(self, lane: Lane) -> list[Pick]:
        """The picks of one lane, in the order given."""
        return [pick for pick in self.picks if pick.lane == lane]

    @property
    def rows(self) -> NDArray[np.int64]:
        """Rows that have a place, in the order given."""
        return np.array([pick.row for pick in self.picks], dtype=np.int64)

    def room(self, *, by_source: bool = True, by_outlet: bool = True) -> NDArray[np.int64]:
        """(n,) how many more each row's source and outlet may get; 0 where its story has a place already."""
        s, n = self._shortlist, len(self._shortlist)
        room = np.full(n, n, dtype=np.int64)
        for keys, cap, heeded in (
            (s.source, s.policy.per_source, by_source),
            (s.outlet, s.policy.per_outlet, by_outlet),
        ):
            if heeded:
                room = np.minimum(room, cap - np.bincount(keys[self.rows], minlength=n)[keys])
        return np.where(np.isin(s.story, s.story[self.rows]), 0, np.maximum(room, 0))


CAPS: tuple[dict[str, bool], ...] = ({}, {"by_outlet": False}, {"by_outlet": False, "by_source": False})
"""In which order the caps give way when nothing else is left: first the outlet's, then the source's."""
