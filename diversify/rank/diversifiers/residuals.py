"""How much of each row lies outside the span of the chosen ones: what determinants and volumes are made of."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.rules import Rows, rounded, squares_of_rows
from diversify.rank.diversifiers.task import EPS, Floats

SPANNED: Final = 1e-9
"""A squared distance (of a unit to the span of the chosen) below this is rounding: the row adds nothing new."""


class Residuals:
    """The value of a row: its squared distance to the span of the chosen, which only falls.

    Attributes
    ----------
    slack
        How much values are lenient by.
    """

    def __init__(self, present: NDArray[np.bool_]) -> None:
        self._present = present
        self.slack = 0.0

    def first(self, dtype: np.dtype[Any], error: float, most: int) -> Floats:
        """(n,) 1 for a row that is not zero, and what `most` cosines wrong by `error` can add."""
        # Cauchy: the sum of |cosine| over an orthonormal basis is at most the root of its size.
        self.slack = 2.0 * error * math.sqrt(most) + most * error * error + 8 * EPS[dtype.char]
        return np.add(self._present, self.slack, dtype=dtype)

    def least(self, value: float) -> float:
        """The smallest squared distance that a lenient value can stand for."""
        return max(value - 2.0 * self.slack, 0.0)

    def fold(self, values: Floats, cosines: Floats) -> Floats:
        """Values after cosines to new rows of an orthonormal basis."""
        return values - (cosines * cosines if cosines.ndim == 1 else squares_of_rows(cosines))

    @staticmethod
    def count(values: Floats, cosines: Floats) -> None:
        """The same in place, for one new row."""
        np.multiply(cosines, cosines, cosines)
        np.subtract(values, cosines, values)

    def bare(self, values: Floats) -> Floats:
        """Values without what was added to be lenient."""
        return values - self.slack

    def fresh(self, rows: Rows) -> NDArray[np.float64]:
        """1 for a row that is not zero."""
        present = self._present if rows is None else self._present[rows]
        return present.astype(np.float64)

    def exact(self, values: Floats) -> NDArray[np.float64]:
        """Squared distances (c,), 0 where a row is spanned."""
        distances = rounded(values)
        distances *= distances > SPANNED
        return distances


def perpendicular(basis: NDArray[np.float64], size: int) -> bool:
    """Make row `size` of a basis, a unit (or zero), orthonormal to those before, in place; whether it adds anything.

    Gram and Schmidt, again where much was taken away ("twice is enough", Kahan).
    """
    rows, last = basis[: size + 1], basis[size]
    # The last row's own cosine is overwritten, so that one product takes the parts of the others from it.
    parts = rows.dot(last)
    parts[size] = -1.0
    rest = parts.dot(rows)
    square = float(rest.dot(rest))
    if square <= 0.5:
        if square <= SPANNED:
            return False
        rest -= rows[:size].dot(rest).dot(rows[:size])
        square = float(rest.dot(rest))
        if square <= SPANNED:
            return False
    np.multiply(rest, -1.0 / math.sqrt(square), last)
    return True


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
