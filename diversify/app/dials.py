"""The reader's dials: their names, their ranges, the words for them, and the policy they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any, Final

from diversify.domain import Mix, PrivacyLevel, SlatePolicy
from diversify.errors import UsageError

REACH_WORDS: Final[Mapping[str, float]] = {
    "next-door": 0.3,
    "other-town": 0.5,
    "far-country": 0.7,
    "another-world": 0.9,
}
PRIVACY_DIAL: Final = "privacy"
PRIVACY_LEVELS: Final[tuple[PrivacyLevel, ...]] = ("nothing", "explicit", "local")
MOST_ITEMS: Final = 200
"""A digest is finite: more places than this are refused."""


@dataclass(frozen=True)
class Dials:
    """What the reader has set, defaults filled in.

    `home` are the industries they declared as their work; `languages` what they read (empty: all). With `pacing`,
    reach and far places step up toward `target_reach` and `target_far` as far items get read.
    """

    mix: Mix = field(default_factory=Mix)
    reach: float = 0.5
    diversity: float = 0.2
    pacing: bool = False
    languages: tuple[str, ...] = ()
    privacy: PrivacyLevel = "explicit"
    home: tuple[str, ...] = ()
    target_reach: float = 0.0
    target_far: int = 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Dials:
        """Dials from the store's JSON values; a name that no dial has is left alone (a newer version's)."""
        known: dict[str, Any] = {}
        for name, value in stored.items():
            if name == "mix":
                known[name] = read_mix(value)
            elif name in ("languages", "home"):
                known[name] = tuple(value)
            elif name in ("reach", "diversity", "pacing", "privacy", "target_reach", "target_far"):
                known[name] = value
        return cls(**known)

    def policy(self, *, mix: str | None = None, size: int | None = None) -> SlatePolicy:
        """The policy of a slate, with another mix or size for once."""
        wanted = read_mix(mix) if mix is not None else self.mix
        if size is not None:
            wanted = wanted.scaled(read_size(size))
        return replace(
            SlatePolicy(), mix=wanted, reach=self.reach, diversity=self.diversity, pacing=self.pacing,
            languages=self.languages, target_reach=self.target_reach, target_far=self.target_far,
        )  # fmt: skip

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of all dials."""
        return tuple(item.name for item in fields(cls))


def read_mix(text: str) -> Mix:
    """A mix from words like 6/3/3.

    Raises
    ------
    UsageError
        Where it is not three whole numbers, or too large or empty.

    Examples
    --------
    >>> read_mix("8/2/2").far
    2
    """
    parts = str(text).split("/")
    if len(parts) != 3 or not all(part.strip().isdecimal() and len(part.strip()) <= 4 for part in parts):
        raise UsageError(f"mix {text!r}", mend="write near/common/far places, as in 6/3/3")
    near, common, far = (int(part) for part in parts)
    read_size(near + common + far)
    return Mix(near, common, far)


def read_size(size: int) -> int:
    """A size that a digest can have.

    Raises
    ------
    UsageError
        Where it is below 1 or above `MOST_ITEMS`.
    """
    if not 1 <= size <= MOST_ITEMS:
        raise UsageError(f"a digest of {size} items", mend=f"ask for 1 to {MOST_ITEMS}")
    return size


def read_places(text: str) -> int:
    """A number of places, from 0 to `MOST_ITEMS`.

    Examples
    --------
    >>> read_places("6")
    6
    """
    if not text.isdecimal() or len(text) > 4 or int(text) > MOST_ITEMS:
        raise UsageError(f"places {text!r}", mend=f"give a whole number from 0 to {MOST_ITEMS}, or off")
    return int(text)


def read_reach(text: str) -> float:
    """A reach from a number in [0, 1] or one of the words of `REACH_WORDS`.

    Examples
    --------
    >>> read_reach("far-country")
    0.7
    """
    word = text.strip().lower()
    if word in REACH_WORDS:
        return REACH_WORDS[word]
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise UsageError(f"reach {text!r}", mend=f"give a number from 0 to 1 or one of {', '.join(REACH_WORDS)}")
    return value


def read_privacy(text: str) -> PrivacyLevel:
    """A privacy level by its name."""
    for level in PRIVACY_LEVELS:
        if text == level:
            return level
    raise UsageError(f"privacy level {text!r}", mend=f"choose one of {', '.join(PRIVACY_LEVELS)}")


def read_language(text: str) -> str:
    """An ISO 639-1 code, lower case.

    Examples
    --------
    >>> read_language("EN")
    'en'
    """
    code = text.strip().lower()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise UsageError(f"language {text!r}", mend="give two-letter codes, as in: en de fr")
    return code


def read_industry(text: str, codes: Sequence[str]) -> str:
    """An industry's code, the nearest known one named where there is none of that name."""
    code = text.strip().lower()
    if code in codes:
        return code
    near = get_close_matches(code, codes, n=1)
    raise UsageError(
        f"no industry {text!r}", mend=f"did you mean {near[0]!r}?" if near else f"known: {', '.join(codes)}"
    )
