"""What the paper's reader does not do: look less at later places, grow used to the unfamiliar, tire, leave, act.

Functions of arrays of b readers and k places; every parameter is in `ReaderSettings`, where the neutral value of each
is the paper's reader.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.reader_settings import ReaderSettings

Matrix = NDArray[np.float64]

ACTS: Final = ("", "like", "share", "less", "dismiss")
"""Deliberate acts by the number that stands for them in a sheet; 0 is none."""


def examination(size: int, settings: ReaderSettings) -> Matrix:
    """Probability (size,) that each place of an offer is looked at: p^-eta, 1 for the first."""
    place = np.arange(1, size + 1, dtype=np.float64)
    chance: Matrix = np.where(place == 1.0, 1.0, place**-settings.position_bias)
    return chance


def activities(settings: ReaderSettings, rng: np.random.Generator) -> Matrix:
    """Each reader's factor (r,) on the length of sessions: log-normal, mean 1."""
    spread = settings.activity_spread
    return np.asarray(np.exp(spread * rng.standard_normal(settings.number) - spread**2 / 2.0))


def first_tolerance(settings: ReaderSettings, rng: np.random.Generator) -> Matrix:
    """Each reader's tolerance (r,) before the first day."""
    mean, weight = settings.tolerance, settings.tolerance_weight
    if np.isinf(weight) or mean in (0.0, 1.0):
        return np.full(settings.number, mean)
    return rng.beta(mean * weight, (1.0 - mean) * weight, settings.number)


def strangeness(squared: Matrix, settings: ReaderSettings) -> Matrix:
    """How strange an offered article is, in [0, 1): 1 - familiar / d beyond `familiar`, else 0; any shape."""
    if np.isinf(settings.familiar):
        return np.zeros_like(squared)
    distance = np.sqrt(np.maximum(squared, 1e-18))
    return np.asarray(np.maximum(0.0, 1.0 - settings.familiar / distance))


def felt(squared: Matrix, tolerance: Matrix, settings: ReaderSettings) -> Matrix:
    """Squared distance as felt: of what lies beyond `familiar`, the share `relief` · T is not felt; any shape."""
    if settings.relief == 0.0 or np.isinf(settings.familiar):
        return squared
    distance = np.sqrt(squared)
    beyond = np.maximum(0.0, distance - settings.familiar)
    return np.asarray((distance - settings.relief * tolerance * beyond) ** 2)


def doses(squared: Matrix, examined: NDArray[np.bool_], settings: ReaderSettings) -> Matrix:
    """Strangeness met today, as a share of the places offered; (b,) in [0, 1)."""
    strange = np.where(examined, strangeness(squared, settings), 0.0)
    return np.asarray(strange.sum(axis=1) / max(squared.shape[1], 1))


def acclimatised(
    tolerance: Matrix, fatigue: Matrix, dose: Matrix, *, settings: ReaderSettings
) -> tuple[Matrix, Matrix]:
    """Tolerance and fatigue after a day: what is borne raises the one, what exceeds it the other.

    Examples
    --------
    >>> after = acclimatised(
    ...     np.array([0.2]), np.array([1.0]), np.array([0.5]), settings=ReaderSettings(gain=0.5, rest=0.5)
    ... )
    >>> [column.round(2).tolist() for column in after]
    [[0.28], [0.8]]
    """
    borne = np.minimum(dose, tolerance)
    grown = tolerance + settings.gain * borne * (1.0 - tolerance)
    return grown, settings.rest * fatigue + (dose - borne)


def leaves(fatigue: Matrix, bored: NDArray[np.bool_], settings: ReaderSettings, *, luck: Matrix) -> NDArray[np.bool_]:
    """Who leaves today: with probability 1 - exp(-hazard), hazard = weary · F + bored, `luck` uniform in [0, 1)."""
    hazard = settings.weary * fatigue + settings.bored * bored
    return np.asarray(luck < -np.expm1(-hazard))


def acts_on_read(depth: Matrix, settings: ReaderSettings, *, luck: Matrix) -> NDArray[np.int8]:
    """Numbers of `ACTS` on articles read to these depths, at most one each; any shape."""
    like = settings.like * depth
    share = like + settings.share * depth
    less = share + settings.less * (1.0 - depth)
    return np.select([luck < like, luck < share, luck < less], [1, 2, 3], 0).astype(np.int8)


def acts_on_unread(squared: Matrix, settings: ReaderSettings, *, luck: Matrix) -> NDArray[np.int8]:
    """Numbers of `ACTS` on articles looked at and not read, by their distance; any shape."""
    chance = -settings.dismiss * np.expm1(-squared / settings.depth_reach)
    return np.where(luck < chance, 4, 0).astype(np.int8)
