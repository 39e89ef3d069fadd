"""Re-rankers: one function on plain arrays each, all of one signature, with one dial of one direction.

``name(vectors, scores, k, *, diversity=0.5, exclude=, already=, caps=) -> rows``: rows best first, none twice,
min(k, n) of them, fewer where the conditions leave fewer; 0 is by score, 1 by diversity alone; ties in the order of
rows; values that are not finite are refused with their row's number.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from diversify.protocols import Diversifier
from diversify.rank.diversifiers.dpp import dpp
from diversify.rank.diversifiers.mmr import mmr
from diversify.rank.diversifiers.msd import msd
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.ssd import ssd
from diversify.rank.diversifiers.task import Conditions

__all__ = ["Conditions", "diversifiers", "dpp", "mmr", "msd", "none", "ssd"]

diversifiers: Final[Mapping[str, Diversifier]] = MappingProxyType(
    {"dpp": dpp, "mmr": mmr, "msd": msd, "none": none, "ssd": ssd}
)
"""All of them by name."""
