"""How much of each row lies outside the span of the chosen ones: what determinants and volumes are made of."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.task import DECIMALS, Floats

SPANNED: Final = 1e-9
"""A squared distance (of a unit to the span of the chosen) below this is rounding: the row adds nothing new."""


class Residuals:
    """The value of a row: its squared distance to the span of the chosen, which only falls."""

    def __init__(self, present: NDArray[np.bool_]) -> None:
        self._present = present
        self._slack = 0.0

    def first(self, dtype: np.dtype[Any], error: float, most: int) -> Floats:
        """(n,) 1 for a row that is not zero, and what `most` cosines wrong by `error` can add."""
        # Cauchy: the sum of |cosine| over an orthonormal basis is at most the root of its size.
        self._slack = 2.0 * error * math.sqrt(most) + most * error * error + 8 * float(np.finfo(dtype).eps)
        return (self._present + self._slack).astype(dtype)

    def least(self, value: float) -> float:
        """The smallest squared distance that a lenient value can stand for."""
        return max(value - 2.0 * self._slack, 0.0)

    def fold(self, values: Floats, cosines: Floats) -> Floats:
        """Values after cosines to new rows of an orthonormal basis."""
        return values - (cosines * cosines if cosines.ndim == 1 else np.vecdot(cosines, cosines))

    def exact(self, rows: NDArray[np.int64], cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        """Squared distances (c,), 0 where a row is spanned."""
        distances = np.round(self._present[rows] - np.vecdot(cosines, cosines), DECIMALS)
        return np.where(distances > SPANNED, distances, 0.0)


def perpendicular(unit: NDArray[np.float64], basis: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The part of a unit outside an orthonormal basis, scaled to length one; None where there is none.

    Gram and Schmidt, again where much was taken away ("twice is enough", Kahan).
    """
    rest = unit
    for _ in range(2):
        before = float(rest @ rest)
        rest = rest - (basis @ rest) @ basis
        after = float(rest @ rest)
        if after <= SPANNED:
            return None
        if after > 0.5 * before:
            break
    return np.asarray(rest / math.sqrt(after))
