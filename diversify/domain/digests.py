"""A slate dressed for people: every word that an output may print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from diversify.domain.reader import InterestKind
from diversify.domain.slates import Lane, Reason

Answer = Literal["yes", "no", "never"]
"""To a check-in: it is so, it is not, and do not ask about this."""


@dataclass(frozen=True, slots=True)
class OtherOutlet:
    """Another outlet that carries the same story, and where to compare."""

    source: str
    url: str


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One item, ready for any output.

    `industries` maps code to share, `topics` name to share, both largest first. `outlets` counts the distinct
    outlets of the story, this one included. `minutes` is the time its length needs.
    """

    position: int
    lane: Lane
    id: int
    title: str
    url: str
    source: str
    feed_url: str
    published: datetime
    language: str
    summary: str
    author: str
    minutes: int
    industries: Mapping[str, float]
    topics: Mapping[str, float]
    farness: float
    scores: Mapping[str, float]
    outlets: int
    others: tuple[OtherOutlet, ...]
    new_voice: bool
    reasons: tuple[Reason, ...]
    industry_names: tuple[str, ...] = ()


CHECK_IN: Final = "check-in"
"""The way in which questions to the reader are delivered: what these hold rests on acts, and goes when acts do."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One plain question about what is believed of a thing, asked on a day; `answer` is None while it is open."""

    day: str
    kind: InterestKind
    value: str
    text: str
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A finite digest of one day for one reader; `check_in` is the question asked on that day, if any was."""

    reader: str
    date: str
    model: str
    seed: int
    asked: Mapping[str, int]
    delivered: Mapping[str, int]
    unmet: tuple[str, ...]
    items: tuple[DigestItem, ...]
    notice: str = ""
    check_in: CheckIn | None = None

    @property
    def reading_minutes(self) -> int:
        """Minutes that all items together need."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One output: its media type, its text, a name for a file, and headers where the channel has any.

    `data` holds the bytes of an output that is no text, as a book is; `text` is empty then.
    """

    media_type: str
    text: str
    filename: str
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """That the digest of a day was brought on a way, or that bringing it was begun.

    `way` is a short word (`mail`), `day` the digest's. `state` is `begun` until the other side has acknowledged it,
    then `done`. `begun` is when it first began, `at` when its content or state last changed. `content` tells one
    content from another.
    """

    way: str
    day: str
    state: Literal["begun", "done"]
    begun: datetime
    at: datetime
    content: str = ""
