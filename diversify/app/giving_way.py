"""Long computations let others go first: a page that is open, and whatever else the machine is used for."""

from __future__ import annotations

import contextlib
import os
from typing import Final

NICE: Final = 10
"""Ranks that this process goes down, of the 19 there are; on an idle machine it is as quick as before."""


def give_way() -> None:
    """Lower the rank of this process, once, where the system knows ranks; a process cannot take it back."""
    with contextlib.suppress(AttributeError, OSError):  # not on this system, or not allowed
        if os.nice(0) < NICE:
            os.nice(NICE - os.nice(0))
