"""What readers are like: the paper's reader by default, a livelier one by name.

Sources: Bountouridis et al. (2019, FAT*: SIREN), section 3, for awareness, choice and drift; Joachims et al. (2017,
WSDM) for the examination of places. What neither gives is marked as an assumption: a number chosen for its order of
magnitude, to be halved and doubled by whoever draws a conclusion from it (`sensitivity`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

_SHARES: Final = (
    *("balance", "boost_decay", "drift", "letdown", "surfeit", "tolerance", "gain", "relief", "rest"),
    *("like", "share", "less", "dismiss"),
)
_ABOVE_ZERO: Final = (
    *("proximity_decay", "depth_reach", "depth_weight", "variety_spread", "familiar", "tolerance_weight"),
)
_NOT_NEGATIVE: Final = (
    *("prominence_decay", "preference", "boost", "noise", "session", "session_spread", "outside", "position_bias"),
    *("lure", "merit", "activity_spread", "weary", "bored"),
)


@dataclass(frozen=True)
class ReaderSettings:
    """What readers are like; the defaults are the paper's reader, in whom all that is livelier is switched off.

    Attributes
    ----------
    number
        How many readers, r. Paper: 200.
    balance
        L: weight of prominence against proximity in awareness. Paper: 0.6.
    proximity_decay, prominence_decay
        th and td of awareness. Paper: 0.07 and 0.5.
    preference
        k: weight of closeness in utility. Paper: 20.
    boost, boost_decay
        delta and beta: what a recommendation at a rank adds to utility. Paper: 5 and 0.9.
    noise
        Scale of the Gumbel noise of choice; 0 chooses by utility alone. Paper: 1.
    session, session_spread
        Mean and standard deviation of the number of articles read a day. Paper: 6 and 2.
    drift
        Share of the way to an article that a reader moves, when moved. Paper: 0.05; 0 never moves.
    variety, variety_spread
        Mean and standard deviation of the willingness to be moved, v. Paper: 0.1 and 0.03, truncated to (0, 1).
    depth_reach, depth_least, depth_weight
        Depth is Beta distributed with mean `depth_least` + (1 - `depth_least`) · exp(-d² / `depth_reach`) and
        `depth_weight` pseudo-observations: what lies close is read further (assumption; the paper has no depth).
    outside
        Factor on the awareness of what is not offered: 1 is the paper's reader, who knows the whole site; 0 reads
        nothing but what is offered (assumption).
    position_bias
        eta: the place p of an offer is looked at with probability p^-eta (Joachims et al. 2017, who found about 1
        for searchers; a digest is short, so less is an assumption). 0 looks everywhere, infinity at the first place.
    lure, letdown
        What a headline that wholly overpromises adds to utility, and the share of the depth it costs (assumption).
    merit
        Log-odds of depth that an article of quality 1 gains and one of quality 0 loses (assumption).
    surfeit
        Share of the depth that an article costs whose industry is all that was read lately, in proportion (assumption;
        that more of the same is enjoyed less: Kapoor et al. 2015, WSDM; Leqi et al. 2021, NeurIPS). 0: readers never
        have enough of one thing.
    activity_spread
        Readers' sessions are `session` times a log-normal factor of mean 1 and this spread of its logarithm
        (assumption; activity of news readers is known to be heavy-tailed).
    familiar
        An offered article farther than this is unfamiliar, and strange by 1 - familiar / d. Infinity: nothing is
        (assumption, as are all that follow; the shape is mere exposure, Zajonc 1968, with overdose, Berlyne 1970).
    tolerance, tolerance_weight
        T at the beginning: Beta distributed with this mean and so many pseudo-observations; infinity: all alike.
        T bounds the strangeness that a reader can bear a day, as a share of the places offered.
    gain
        T grows by gain · exposure · (1 - T), exposure being the strangeness borne.
    relief
        Tolerance shortens the unfamiliar part of an offered article's distance by the factor 1 - relief · T, in
        utility and in depth.
    rest
        Fatigue F = rest · F + overdose: the share of it that is left after a day; 0 forgets overnight.
    weary, bored
        Hazards of leaving a day: `weary` for each unit of fatigue; `bored` on days on which something was offered
        and nothing of it was read. Who has left is offered nothing and reads nothing.
    like, share
        Probabilities of the act on an article read to its end, in proportion to depth.
    less
        Probability of asking for less after an article that was opened and not read at all, in proportion.
    dismiss
        Probability of putting away an article that was looked at, not read, and infinitely far, in proportion to
        1 - exp(-d² / `depth_reach`).

    Raises
    ------
    ValueError
        Where a number is impossible.

    Examples
    --------
    >>> ReaderSettings().preference, digest_readers(number=50).number
    (20.0, 50)
    """

    number: int = 200
    balance: float = 0.6
    proximity_decay: float = 0.07
    prominence_decay: float = 0.5
    preference: float = 20.0
    boost: float = 5.0
    boost_decay: float = 0.9
    noise: float = 1.0
    session: float = 6.0
    session_spread: float = 2.0
    drift: float = 0.05
    variety: float = 0.1
    variety_spread: float = 0.03
    depth_reach: float = 0.3
    depth_least: float = 0.2
    depth_weight: float = 4.0
    outside: float = 1.0
    position_bias: float = 0.0
    lure: float = 0.0
    letdown: float = 0.0
    merit: float = 0.0
    surfeit: float = 0.0
    activity_spread: float = 0.0
    familiar: float = float("inf")
    tolerance: float = 0.0
    tolerance_weight: float = float("inf")
    gain: float = 0.0
    relief: float = 0.0
    rest: float = 0.0
    weary: float = 0.0
    bored: float = 0.0
    like: float = 0.0
    share: float = 0.0
    less: float = 0.0
    dismiss: float = 0.0

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"number {self.number} must be at least 1")
        for name in _SHARES:
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} {getattr(self, name)} is outside [0, 1]")
        for name in _ABOVE_ZERO:
            if not getattr(self, name) > 0.0:
                raise ValueError(f"{name} {getattr(self, name)} must be above 0")
        for name in _NOT_NEGATIVE:
            if not getattr(self, name) >= 0.0:
                raise ValueError(f"{name} {getattr(self, name)} must not be negative")
        for name in ("variety", "depth_least"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise ValueError(f"{name} {getattr(self, name)} is outside (0, 1)")
        if self.like + self.share + self.less > 1.0:
            raise ValueError(f"like {self.like}, share {self.share} and less {self.less} are together more than 1")


_LIVELY: Final[dict[str, Any]] = {
    "preference": 2.0,
    "outside": 0.1,
    "position_bias": 0.25,
    "lure": 1.0,
    "letdown": 0.5,
    "merit": 1.0,
    "activity_spread": 0.5,
    "familiar": 0.5,
    "tolerance": 0.15,
    "tolerance_weight": 6.0,
    "gain": 0.2,
    "relief": 0.5,
    "rest": 0.8,
    "weary": 0.02,
    "bored": 0.02,
    "like": 0.05,
    "share": 0.02,
    "less": 0.05,
    "dismiss": 0.03,
}


def digest_readers(number: int = 200, **changes: Any) -> ReaderSettings:
    """Readers of a digest, with all that is livelier switched on.

    They know little beside the digest, weigh distance less than the paper's (a list of twelve is chosen from, not a
    site), look less at later places, are deceived by headlines and held by quality, grow used to the unfamiliar, tire
    of too much of it, and leave. Every number is an assumption; see `ReaderSettings`.

    Parameters
    ----------
    number
        How many.
    **changes
        Settings to be otherwise.

    Examples
    --------
    >>> digest_readers(weary=0.0).weary, digest_readers().gain > 0
    (0.0, True)
    """
    return replace(ReaderSettings(number=number, **_LIVELY), **changes)
