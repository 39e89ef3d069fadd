"""The fields of human work, and how far they lie from each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GENERAL: Final = "general"
"""The legal answer "no one field": its share is 1 minus what the others got."""

NEIGHBOURS: Final = 0.35
"""Taxonomy distance of industries that name each other as neighbours."""
SIBLINGS: Final = 0.55
"""Taxonomy distance of industries of one sector."""
SECOND_NEIGHBOURS: Final = 0.75
"""Taxonomy distance of industries that share a neighbour."""


@dataclass(frozen=True, slots=True)
class Industry:
    """One field of human work.

    `parent` is the sector it belongs to, `near` the codes of its neighbours, `isic` and `iptc` the codes of the
    public taxonomies it covers, `terms` words that name it in text, `more` further such words, `hints` single words
    that are often meant otherwise and count little.
    """

    code: str
    name: str
    parent: str
    near: tuple[str, ...] = ()
    isic: tuple[str, ...] = ()
    iptc: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """All industries in one fixed order; column j of every share matrix is `industries[j]`.

    `GENERAL` is not a member: an article whose shares sum to less than one is general for the rest.
    `fuller` gives the same industries with all the words that name them, where those are kept apart: only training
    wants them.
    """

    industries: tuple[Industry, ...]
    fuller: Callable[[], Taxonomy] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes in column order."""
        return tuple(industry.code for industry in self.industries)

    @cached_property
    def names(self) -> dict[str, str]:
        """Code to name, in words a person would use."""
        return {industry.code: industry.name for industry in self.industries} | {GENERAL: "general news"}

    def index(self, code: str) -> int:
        """Column of `code`.

        Raises
        ------
        KeyError
            Where no industry has this code.
        """
        return self._columns[code]

    @cached_property
    def distance(self) -> NDArray[np.float64]:
        """(m, m) distances in [0, 1] by taxonomy alone: symmetric, zero on the diagonal.

        `NEIGHBOURS` between declared neighbours, `SIBLINGS` within a sector, `SECOND_NEIGHBOURS` where a
        neighbour is shared, else 1; the least that applies. It is no metric: two short steps may be less than the
        one way.

        Examples
        --------
        >>> Taxonomy((Industry("music", "music", "arts", ("screen",)), Industry("screen", "film", "arts"))).distance[0]
        array([0.  , 0.35])
        """
        import numpy as np

        m = len(self)
        near = np.zeros((m, m), dtype=bool)
        for row, industry in enumerate(self.industries):
            near[row, [self._columns[code] for code in industry.near if code in self._columns]] = True
        near |= near.T
        parents = np.array([industry.parent for industry in self.industries], dtype=object)
        siblings = (parents[:, None] == parents[None, :]).astype(bool)
        shared = (near.astype(int) @ near.astype(int)) > 0
        distance = np.ones((m, m))
        for which, value in ((shared, SECOND_NEIGHBOURS), (siblings, SIBLINGS), (near, NEIGHBOURS)):
            distance[which] = value
        np.fill_diagonal(distance, 0.0)
        return distance

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {code: column for column, code in enumerate(self.codes)}

    def __len__(self) -> int:
        """Number of industries, m."""
        return len(self.industries)


@dataclass(frozen=True, slots=True)
class SensitiveCategory:
    """One category that is never profiled: code, name, the words that betray it, and its public codes."""

    code: str
    name: str
    terms: tuple[str, ...]
    iptc: tuple[str, ...] = ()
