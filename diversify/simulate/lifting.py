"""From places on the plane to unit vectors, as ranking knows articles."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.readers import squared_distances

DIMENSIONS: Final = 128
"""Of the vectors; the cosine of two is then right within about 0.1."""


def lifted(places: NDArray[np.float64], *, reach: float = 0.3, dimensions: int = DIMENSIONS) -> NDArray[np.float32]:
    """Unit vectors (n, d) whose cosine falls with the distance of places, about exp(-distance² / `reach`).

    Random Fourier features (Rahimi and Recht 2007), cosine and sine of each frequency, so that every length is 1.
    The frequencies are the same for every call.

    Examples
    --------
    >>> near, far = lifted(np.array([[0.0, 0.0], [0.1, 0.0]])), lifted(np.array([[0.0, 0.0], [2.0, 0.0]]))
    >>> bool(near[0] @ near[1] > 0.9), bool(abs(far[0] @ far[1]) < 0.3)
    (True, True)
    """
    half = dimensions // 2
    frequencies = np.random.default_rng(half).standard_normal((2, half)) * np.sqrt(2.0 / reach)
    angles = places[:, :1] * frequencies[0] + places[:, 1:] * frequencies[1]
    return np.asarray(np.hstack([np.cos(angles), np.sin(angles)]) / np.sqrt(half), dtype=np.float32)


def likeness(profile: NDArray[np.float64], places: NDArray[np.float64], *, reach: float = 0.3) -> NDArray[np.float64]:
    """Relevance (b, n) in [0, 1]: exp(-d² / `reach`) between what was read and each article."""
    return np.asarray(np.exp(-squared_distances(profile, places) / reach))
