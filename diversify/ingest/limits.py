"""What one feed may cost, how much of it the reader may permit, and the words for both."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a feed.

    Attributes
    ----------
    field
        Its name in `FeedLimits`.
    usual
        What holds for a feed of which nothing else was said.
    least, most
        Between which the reader may set it.
    unit
        `MiB` for a number of bytes, else the word that follows the number.
    """

    field: str
    usual: float
    least: float
    most: float
    unit: str

    def words(self, value: float) -> str:
        """The value as people say it.

        Examples
        --------
        >>> LIMITS["bytes"].words(15 * MIB), LIMITS["seconds"].words(30.0), LIMITS["items"].words(2000)
        ('15 MiB', '30 seconds', '2,000 entries')
        """
        if self.unit == "MiB":
            return f"{value / MIB:g} MiB" if value >= MIB else f"{value / 1024:.4g} KiB"
        return f"{value:,.10g} {self.unit}"

    def typed(self, value: float) -> str:
        """The value as it is typed behind an option; `read` reads it back.

        Examples
        --------
        >>> LIMITS["bytes"].typed(30 * MIB), LIMITS["memory"].typed(1024 * MIB), LIMITS["cpu"].typed(20.0)
        ('30M', '1G', '20')
        """
        if self.unit == "MiB":
            for size, letter in ((1024 * MIB, "G"), (MIB, "M"), (1024, "K")):
                if value % size == 0:
                    return f"{value // size:g}{letter}"
            return f"{value:.0f}"
        return f"{value:g}"

    def read(self, text: str) -> float:
        """The value that was typed.

        Raises
        ------
        ValueError
            Where it is none, or not between `least` and `most`; the message says what would be.

        Examples
        --------
        >>> LIMITS["bytes"].read("1.5M"), LIMITS["items"].read("5000")
        (1572864, 5000)
        """
        found = _NUMBER.fullmatch(text.strip())
        span = f"from {self.typed(self.least)} to {self.typed(self.most)}"
        if found is None or (found[2] and self.unit != "MiB"):
            raise ValueError(f"give a number {span}")
        value = float(found[1]) * _SIZES[found[2].upper()]
        if not self.least <= value <= self.most:
            raise ValueError(f"give a number {span}")
        return value if self.unit.endswith("seconds") else int(value)


_NUMBER = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)([KMG]?)(?:i?B)?", re.IGNORECASE | re.ASCII)
_SIZES = {"": 1, "K": 1024, "M": MIB, "G": 1024 * MIB}

LIMITS: Final[Mapping[str, Limit]] = {
    "bytes": Limit("max_bytes", 15 * MIB, 1024, 100 * MIB, "MiB"),
    "seconds": Limit("max_seconds", 30.0, 1, 300, "seconds"),
    "redirects": Limit("max_redirects", 5, 1, 20, "times"),
    "items": Limit("max_items", 2_000, 1, 20_000, "entries"),
    "cpu": Limit("parse_cpu_seconds", 10.0, 1, 60, "seconds"),
    "memory": Limit("parse_memory", 512 * MIB, 256 * MIB, 2048 * MIB, "MiB"),
}
"""Each limit by the name that its option has."""


def permitting(name: str, url: str, value: float) -> str:
    """How to permit one feed what a limit refused it.

    Parameters
    ----------
    name
        Of the limit.
    url
        Address of the feed; it may be of hostile make, and is quoted for a shell.
    value
        What would be enough, or worth a try; no more than the limit's `most` is proposed.

    Examples
    --------
    >>> permitting("bytes", "http://n.example/feed", 30 * MIB)
    '`diversify limit http://n.example/feed --bytes 30M` raises that for this feed'
    """
    limit = LIMITS[name]
    return (
        f"`diversify limit {shlex.quote(url)} --{name} {limit.typed(min(value, limit.most))}` raises that for this feed"
    )


def raising(name: str, url: str, value: float) -> str:
    """How to raise for one feed a limit that is at `value` now: to the double, or not at all where that is the most.

    Examples
    --------
    >>> raising("cpu", "http://n.example/feed", 60)
    'no feed may have more than that'
    """
    if value >= LIMITS[name].most:
        return "no feed may have more than that"
    return permitting(name, url, max(2 * value, LIMITS[name].least))
