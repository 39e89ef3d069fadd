"""The reader: what they said, what they did, and what may be believed of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

InterestKind = Literal["topic", "industry", "term", "feed", "author"]
FeedbackKind = Literal["open", "read", "like", "less", "pin", "share", "dismiss"]
PrivacyLevel = Literal["nothing", "explicit", "local"]

DELIBERATE: Final[frozenset[str]] = frozenset({"like", "less", "pin", "share", "dismiss"})
"""Acts a reader means as a message; `open` and `read` are only observed."""


@dataclass(frozen=True, slots=True)
class Interest:
    """What the reader said: explicit, and above anything that was merely observed.

    `value` is a topic's name, an industry's code, a word, a feed's URL or an author's name.
    `weight` in [-1, 1]; -1 mutes: nothing that carries it is shown.

    Raises
    ------
    ValueError
        Where the weight is outside [-1, 1].

    Examples
    --------
    >>> Interest("term", "lottery", -1.0).muted
    True
    """

    kind: InterestKind
    value: str
    weight: float
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not -1.0 <= self.weight <= 1.0:
            raise ValueError(f"interest weight {self.weight} is outside [-1, 1]")

    @property
    def muted(self) -> bool:
        """True where this is a mute."""
        return self.weight == -1.0


@dataclass(frozen=True, slots=True)
class Feedback:
    """One act of the reader on one article.

    `value` is the depth in [0, 1] for `read` and 1 for the others. `slate` and `position` (1-based) tell where the
    article stood when acted upon; 0 where it was reached otherwise.
    """

    kind: FeedbackKind
    article_id: int
    at: datetime
    value: float = 1.0
    slate: int = 0
    position: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Belief:
    """One learned preference: what, how much in [-1, 1], how sure in [0, 1], from how many articles."""

    kind: InterestKind
    value: str
    mean: float
    confidence: float
    articles: int


@dataclass(frozen=True, eq=False)
class Profile:
    """What may be believed of a reader at one moment: a pure function of feedback, interests, model and clock.

    Attributes
    ----------
    interests
        What was said, mutes included.
    beliefs
        What was learned, strongest first; empty with no history.
    home
        (m,) shares over industries, sums to 1, or all zero where no home is known.
    home_confidence
        In [0, 1]; 1 where the reader declared it.
    evidence_ids, evidence_vectors, evidence_weights
        (e,), (e, d), (e,): the articles behind the beliefs, their unit vectors, and the weight of each in [-1, 1].
    confidence
        In [0, 1]: n / (n + n0) over all evidence; how far what was observed may speak.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> stranger = Profile.unknown(datetime(2026, 11, 21, tzinfo=UTC), industries=32)
    >>> stranger.confidence, float(stranger.home.sum())
    (0.0, 0.0)
    """

    as_of: datetime
    interests: tuple[Interest, ...]
    beliefs: tuple[Belief, ...]
    home: NDArray[np.float64]
    home_confidence: float
    evidence_ids: NDArray[np.int64]
    evidence_vectors: NDArray[np.float32]
    evidence_weights: NDArray[np.float64]
    confidence: float

    @classmethod
    def unknown(cls, as_of: datetime, *, industries: int = 0, dimensions: int = 0) -> Profile:
        """The profile of a reader who has said and done nothing."""
        import numpy as np

        return cls(
            as_of=as_of,
            interests=(),
            beliefs=(),
            home=np.zeros(industries),
            home_confidence=0.0,
            evidence_ids=np.zeros(0, dtype=np.int64),
            evidence_vectors=np.zeros((0, dimensions), dtype=np.float32),
            evidence_weights=np.zeros(0),
            confidence=0.0,
        )


def _no_numbers() -> NDArray[np.float64]:
    import numpy as np

    return np.zeros(0)


def _no_vectors() -> NDArray[np.float32]:
    import numpy as np

    return np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Memory:
    """What was shown lately, so that a digest is not yesterday's again.

    Attributes
    ----------
    articles, stories
        Ids shown, or read outside a digest, within the memory's days: not shown again.
    feeds
        Every feed ever shown: the others are new voices.
    vectors, ages
        (s, d) float32 and (s,) days since shown, for novelty.
    far_exposure
        (m,) far places given to each industry lately, decayed by age.
    far_read
        (m,) how many of those were read, decayed alike.
    read_lately
        (m + 1,) what was read lately of each industry, whatever showed it: depths times shares, decayed by age; last,
        what was of none.
    read_clear
        In (0, 1]: how clearly of one field an article among these was, the mean sum of its squared shares.

    Examples
    --------
    >>> 7 in Memory(articles=frozenset({7})).articles
    True
    """

    articles: frozenset[int] = frozenset()
    stories: frozenset[int] = frozenset()
    feeds: frozenset[int] = frozenset()
    vectors: NDArray[np.float32] = field(default_factory=_no_vectors)
    ages: NDArray[np.float64] = field(default_factory=_no_numbers)
    far_exposure: NDArray[np.float64] = field(default_factory=_no_numbers)
    far_read: NDArray[np.float64] = field(default_factory=_no_numbers)
    read_lately: NDArray[np.float64] = field(default_factory=_no_numbers)
    read_clear: float = 1.0
