"""Re-rankers: one function on plain arrays each, all of one signature, with one dial of one direction.

``name(vectors, scores, k, *, diversity=0.5 or budget=, exclude=, already=, caps=) -> rows``: rows best first, none
twice, min(k, n) of them, fewer where the conditions leave fewer; 0 is by score, 1 by diversity alone; ties in the
order of rows; values that are not finite are refused with their row's number.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.protocols import Diversifier
from diversify.rank.diversifiers.calibrated import calibrated
from diversify.rank.diversifiers.cover import cover
from diversify.rank.diversifiers.dpp import dpp
from diversify.rank.diversifiers.mmr import mmr
from diversify.rank.diversifiers.msd import msd
from diversify.rank.diversifiers.none import none
from diversify.rank.diversifiers.pm2 import pm2
from diversify.rank.diversifiers.random_walk import random_walk
from diversify.rank.diversifiers.ssd import ssd
from diversify.rank.diversifiers.task import Conditions
from diversify.rank.diversifiers.xquad import xquad

__all__ = [
    "Conditions",
    "by_kinds",
    "calibrated",
    "cover",
    "diversifiers",
    "dpp",
    "mmr",
    "msd",
    "none",
    "pm2",
    "random_walk",
    "ssd",
    "xquad",
]

diversifiers: Final[Mapping[str, Diversifier]] = MappingProxyType(
    {
        "cover": cover,
        "dpp": dpp,
        "mmr": mmr,
        "msd": msd,
        "none": none,
        "random_walk": random_walk,
        "ssd": ssd,
    }
)
"""Those that take vectors, by name."""

by_kinds: Final[Mapping[str, Callable[..., NDArray[np.int64]]]] = MappingProxyType(
    {"calibrated": calibrated, "pm2": pm2, "xquad": xquad}
)
"""Those that take shares (n, m) where the others take vectors, by name."""
