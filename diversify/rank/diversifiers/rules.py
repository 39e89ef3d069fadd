"""What a greedy choice needs to know of a gain."""

from __future__ import annotations

from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.task import DECIMALS, EPS, Floats

_SHORT: Final = 24
"""Rows of up to so many columns are short."""

Rows = NDArray[np.int64] | None
"""Numbers of rows, None for all."""


class Rule(Protocol):
    """A gain that falls as rows are chosen: a function of a fixed worth and of one value that moves one way.

    Attributes
    ----------
    nothing
        The bound of a row that cannot be chosen.
    faint
        Bounds of at most this are too near to `nothing` to be told apart; worth is then counted anew among what is
        left.
    ends_with_rank
        Whether no gain is left anywhere once the basis has as many rows as there are dimensions.
    heads
        Where all but a few hundred bounds are at first below this part of the best one, those few are looked at alone;
        0 for never.
    spans
        Whether the basis is of orthogonal directions, else it is of the chosen units themselves.
    order
        (n,), by which rows follow where no gain is left.
    """

    nothing: float
    faint: float
    ends_with_rank: bool
    heads: float
    spans: bool
    order: NDArray[np.float64]

    def scale(self, free: NDArray[np.bool_]) -> None:
        """Choose a scale in which the gains of the free rows can be told apart."""
        ...

    def begin(self, dtype: np.dtype[Any], error: float, free: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Worth and first value of all rows, (n,) of that dtype, lenient by what an `error` of cosines can do."""
        ...

    def fold(self, values: Floats, cosines: Floats) -> Floats:
        """Values (c,) after cosines (c,) or (c, t) to new rows of the basis."""
        ...

    def count(self, values: Floats, cosines: Floats) -> None:
        """The same for cosines (c,), in place; the cosines may be overwritten."""
        ...

    def upper(self, worth: Floats, values: Floats, out: Floats | None = None) -> Floats:
        """Bounds of the gains, (c,); none is below the true gain."""
        ...

    def floor(self, worth: float, value: float) -> float:
        """What a row of such worth and value gains at least."""
        ...

    def bare(self, values: Floats) -> Floats:
        """Values (c,) of float64 without what was added to be lenient: exact but for the last digits."""
        ...

    def fresh(self, rows: Rows) -> NDArray[np.float64]:
        """First values (c,), exact."""
        ...

    def gains(self, rows: Rows, values: Floats) -> NDArray[np.float64]:
        """Gains (c,) from exact values, ordered as the bounds are; -inf where nothing is left."""
        ...

    def direction(self, basis: NDArray[np.float64], size: int, /) -> bool:
        """Make a chosen unit, row `size` of the basis, what it adds to those before; whether it adds anything."""
        ...


def leniency(d: int, dtype: np.dtype[Any]) -> float:
    """How far a cosine of d products can be off in that precision, and rounded."""
    return (d + 12) * EPS[dtype.char] / 2 + 10.0**-DECIMALS


def rounded(values: Floats, decimals: int = DECIMALS) -> NDArray[np.float64]:
    """A rounded copy; as `numpy.round` does it, at a third of the cost for few."""
    scale = 10.0**decimals
    some = np.multiply(values, scale, dtype=np.float64)
    np.rint(some, out=some)
    some /= scale
    return some


def largest_of_rows(matrix: Floats, least: float) -> Floats:
    """The largest of each row, (c,), or `least`; column by column where rows are many and short: far cheaper there."""
    rows, columns = matrix.shape
    if columns > _SHORT or rows < 16 * columns:
        most: Floats = matrix.max(axis=1, initial=least)
        return most
    most = np.full(rows, least, matrix.dtype)
    for column in matrix.T:
        np.maximum(most, column, out=most)
    return most


def squares_of_rows(matrix: Floats) -> Floats:
    """The sum of squares of each row, (c,); as a product where rows are many and short: far cheaper there."""
    rows, columns = matrix.shape
    if columns > _SHORT or rows < 16 * columns:
        return np.asarray(np.einsum("ij,ij->i", matrix, matrix))
    return np.asarray(np.square(matrix) @ np.ones(columns, matrix.dtype))
