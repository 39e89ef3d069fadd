"""How much of each row lies outside the span of the chosen ones: what determinants and volumes are made of."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.rules import Rows, rounded
from diversify.rank.diversifiers.task import Floats

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

    @staticmethod
    def count(values: Floats, cosines: Floats) -> None:
        """The same in place, for one new row."""
        np.multiply(cosines, cosines, cosines)
        np.subtract(values, cosines, values)

    def fresh(self, rows: Rows) -> NDArray[np.float64]:
        """1 for a row that is not zero."""
        present = self._present if rows is None else self._present[rows]
        return present.astype(np.float64)

    def exact(self, values: Floats) -> NDArray[np.float64]:
        """Squared distances (c,), 0 where a row is spanned."""
        distances = rounded(values)
        distances *= distances > SPANNED
        return distances


def perpendicular(unit: NDArray[np.float64], basis: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The part of a unit (or zero) outside an orthonormal basis, scaled to length one; None where there is none.

    Gram and Schmidt, again where much was taken away ("twice is enough", Kahan).
    """
    if not len(basis):
        return unit if unit.any() else None
    rest, before = unit, 1.0
    for _ in range(2):
        rest = rest - basis.dot(rest).dot(basis)
        after = float(rest.dot(rest))
        if after <= SPANNED:
            return None
        if after > 0.5 * before:
            break
        before = after
    rest /= math.sqrt(after)
    return rest


def spread(scores: NDArray[np.float64], largest: float) -> NDArray[np.float64]:
    """Scores less their mean over their standard deviation; zeros where they are all the same."""
    n = len(scores)
    if largest <= 0.0:
        return np.zeros(n)
    tame = scores / largest
    tame -= np.add.reduce(tame) / n
    deviation = math.sqrt(np.add.reduce(tame * tame) / n)
    if deviation <= 0.0:
        return np.zeros(n)
    tame /= deviation
    return tame
