"""A slate: which articles, in which places, under which policy, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from diversify.domain.feeds import Feed
from diversify.domain.industries import Taxonomy
from diversify.domain.models import ModelCard

Lane = Literal["near", "common", "far"]
LANES: Final[tuple[Lane, ...]] = ("near", "common", "far")


@dataclass(frozen=True, slots=True)
class Mix:
    """How many places each lane gets.

    Examples
    --------
    >>> Mix(6, 3, 3).scaled(8)
    Mix(near=4, common=2, far=2)
    """

    near: int = 6
    common: int = 3
    far: int = 3

    def __post_init__(self) -> None:
        if min(self.near, self.common, self.far) < 0 or self.size == 0:
            raise ValueError(f"mix {self} must have no negative lane and at least one place")

    def __str__(self) -> str:
        """As the reader writes it: near/common/far."""
        return f"{self.near}/{self.common}/{self.far}"

    @property
    def size(self) -> int:
        """Places in all."""
        return self.near + self.common + self.far

    def as_dict(self) -> dict[str, int]:
        """Lane to number of places."""
        return {"near": self.near, "common": self.common, "far": self.far}

    def scaled(self, size: int) -> Mix:
        """The same shares over `size` places, by largest remainder; the far lane wins ties, being a promise."""
        exact = {lane: count * size / self.size for lane, count in self.as_dict().items()}
        places = {lane: int(share) for lane, share in exact.items()}
        order = sorted(exact, key=lambda lane: (places[lane] - exact[lane], ("far", "near", "common").index(lane)))
        for lane in order[: size - sum(places.values())]:
            places[lane] += 1
        return Mix(**places)


@dataclass(frozen=True, slots=True)
class SlatePolicy:
    """The reader's dials, and the caps of the house.

    Attributes
    ----------
    mix
        Places of each lane; their sum is the slate's size.
    diversity
        In [0, 1]; 0 orders the near lane by relevance alone, 1 by diversity alone. Between, near items are unlike each
        other, and what was learned waits in fields of which much was read in the last days.
    reach
        In [0, 1]: least farness of a far item, from next door to another world.
    pacing
        Whether `reach` and the far share step up as far items get read.
    target_reach, target_far
        Where pacing leads: the reach, and the number of far places. Below the reader's own reach and mix, nowhere.
    languages
        Codes the reader reads; empty means all.
    per_source, per_outlet
        Most items of one feed, and of one publisher, as long as there are others.
    memory_days
        How long what was shown is not shown again.
    window_days
        How old a candidate may be.
    sensational_limit
        Far items have headlines less likely than this to overpromise.
    substance_floor
        Far items have at least this substance.

    Raises
    ------
    ValueError
        Where a dial is outside its range.

    Examples
    --------
    >>> SlatePolicy(mix=Mix(2, 1, 3), reach=0.7).mix.size
    6
    """

    mix: Mix = field(default_factory=Mix)
    diversity: float = 0.2
    reach: float = 0.5
    pacing: bool = False
    languages: tuple[str, ...] = ()
    per_source: int = 2
    per_outlet: int = 4
    memory_days: int = 14
    window_days: int = 14
    sensational_limit: float = 0.5
    substance_floor: float = 0.2
    target_reach: float = 0.0
    target_far: int = 0

    def __post_init__(self) -> None:
        for name in ("diversity", "reach", "sensational_limit", "substance_floor", "target_reach"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} {getattr(self, name)} is outside [0, 1]")
        for name in ("per_source", "per_outlet", "memory_days", "window_days"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} {getattr(self, name)} must be at least 1")
        if self.target_far < 0:
            raise ValueError(f"target_far {self.target_far} must not be negative")


@dataclass(frozen=True, eq=False)
class Occasion:
    """The moment for which a slate is made, and the words to speak of it.

    Attributes
    ----------
    day
        The reader's date, ISO 8601.
    as_of
        The end of that day; recency, decay and memory are counted from it, so that a digest made twice is the same.
    seed
        Random draws derive from (seed, day).
    card
        Names of topics, codes and distances of industries.
    taxonomy
        Names of industries.
    feeds
        Feed id to feed, for the names of sources.

    Examples
    --------
    >>> import numpy as np
    >>> from datetime import UTC, datetime
    >>> card = ModelCard("words-0-none", dimensions=0, topics=(), industries=(), distance=np.zeros((0, 0)))
    >>> midnight = datetime(2026, 11, 22, tzinfo=UTC)
    >>> Occasion("2026-11-21", midnight, seed=0, card=card, taxonomy=Taxonomy(()), feeds={}).day
    '2026-11-21'
    """

    day: str
    as_of: datetime
    seed: int
    card: ModelCard
    taxonomy: Taxonomy
    feeds: Mapping[int, Feed]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is here: a kind, one sentence, and the terms of the score it was computed from."""

    kind: str
    text: str
    terms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SlateItem:
    """One place of a slate.

    `position` is 1-based. `scores` holds every score column's value for this article. `industry` is the field a far
    item was drawn for (empty in the other lanes) and `propensity` the probability with which that field was drawn,
    so that off-policy estimates stay valid. `others` are ids of articles of the same story from other outlets.
    """

    article_id: int
    position: int
    lane: Lane
    scores: Mapping[str, float]
    reasons: tuple[Reason, ...] = ()
    industry: str = ""
    propensity: float = 1.0
    new_voice: bool = False
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slate:
    """A finished ranking.

    Attributes
    ----------
    unmet
        What could not be met and how it was relaxed, in plain words.
    as_of
        The moment for which it was made; recency, decay and memory are counted from it.
    day
        The reader's date, ISO 8601.
    seed
        What the random draws were derived from, together with the day.
    id
        Row number in the store; 0 until stored.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> midnight = datetime(2026, 11, 22, tzinfo=UTC)
    >>> Slate((), SlatePolicy(), model="words-0-none", seed=0, as_of=midnight, day="2026-11-21").delivered()
    {'near': 0, 'common': 0, 'far': 0}
    """

    items: tuple[SlateItem, ...]
    policy: SlatePolicy
    model: str
    seed: int
    as_of: datetime
    day: str
    unmet: tuple[str, ...] = ()
    id: int = 0

    def delivered(self) -> dict[str, int]:
        """Lane to number of places filled."""
        return {lane: sum(item.lane == lane for item in self.items) for lane in LANES}
