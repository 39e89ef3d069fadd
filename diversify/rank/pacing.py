"""Pacing: a reader who reads far items is taken further, and more often, and never less far than they asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from diversify.domain import Memory, Mix, SlatePolicy

STEPS: Final = 6.0
"""So many far items read lately take reach and share half of the way to the reader's own targets."""


def paced(policy: SlatePolicy, memory: Memory) -> SlatePolicy:
    """The dials of this occasion: the reader's own, or with pacing some way toward the reader's targets.

    With r the far items read lately (decayed by age), both go the part r / (r + `STEPS`) of the way. A target below
    the reader's own dial changes nothing: what they asked for is the floor. Places that the far lane gains are near
    ones, and near keeps one that it had. Ignoring far items leads back to the floor and never below.

    Parameters
    ----------
    policy
        `reach` and `mix` are the floor and, without `pacing`, the answer; `target_reach` and `target_far` are where
        the reader wants to be taken.
    memory
        `far_read` counts the far items read, decayed by age.

    Examples
    --------
    >>> import numpy as np
    >>> read = Memory(far_read=np.array([4.0, 2.0]))
    >>> walked = paced(SlatePolicy(reach=0.5, pacing=True, target_reach=0.75, target_far=7), read)
    >>> walked.reach, walked.mix
    (0.625, Mix(near=4, common=3, far=5))
    >>> paced(SlatePolicy(reach=0.5), read).reach
    0.5
    """
    read = float(memory.far_read.sum())
    if not policy.pacing or read <= 0.0:
        return policy
    way = read / (read + STEPS)
    reach = policy.reach + max(policy.target_reach - policy.reach, 0.0) * way
    return replace(policy, reach=min(reach, 1.0), mix=_paced_mix(policy, way))


def _paced_mix(policy: SlatePolicy, way: float) -> Mix:
    """Whole places: the far lane has gained one only when the whole of it was earned."""
    mix = policy.mix
    earned = int(max(policy.target_far - mix.far, 0) * way + 1e-9)
    moved = min(earned, max(mix.near - 1, 0))
    return Mix(mix.near - moved, mix.common, mix.far + moved)
