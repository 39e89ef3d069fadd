"""What a diversifier is asked, checked once; every refusal names the row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.geometry import unit_rows

Floats = NDArray[np.floating[Any]]

_TAME: Final = (1e-20, 1e20)
"""Squared lengths between these are exact enough without scaling, in float32 too."""

TINY: Final = 1 << 14
"""A matrix of so few numbers is copied as float64 units: that costs less than to settle doubts."""

EPS: Final = {char: float(np.finfo(char).eps) for char in "fd"}
"""What rounding does to 1, by the character of the dtype."""

DECIMALS: Final = 12
"""Cosines, and squared distances to what was chosen, are rounded to so many decimals: equal ones tie whatever order
their products were summed in, so that the picks are the same on every machine and duplicates tie by row."""


class Conditions(TypedDict, total=False):
    """What else a choice has to heed; every diversifier takes these as keywords.

    Attributes
    ----------
    exclude
        Rows that may not be chosen: their numbers, or a mask (n,) of bool.
    already
        (m, d) vectors of what was shown before; they count as chosen.
    caps
        Pairs of keys (n,) and a number: of the rows that share a key at most so many are chosen, e.g.
        ``[(sources, 2), (stories, 1)]``.
    budget
        In [0, 1], instead of `diversity`: the picks keep at least ``1 - budget`` of the sum of scores that `none`
        reaches under the same conditions. The dial is the largest that bisection finds among the multiples of 1/64.
    """

    exclude: ArrayLike
    already: ArrayLike
    caps: Sequence[tuple[ArrayLike, int]]
    budget: float | None


@dataclass(frozen=True, eq=False, slots=True)
class Task:
    """A checked question.

    Attributes
    ----------
    vectors
        (n, d) float32 or float64, C-contiguous, as given, not scaled; where there are few, float64 units.
    inverse
        (n,) one over the length of each row, of the dtype of `vectors`; 0 for a zero row.
    unit
        Whether `inverse` is 1 throughout, as far as that dtype can tell.
    scores
        (n,) float64.
    largest
        Of their absolute values.
    places
        How many to choose, at most n.
    free
        (n,) bool, False where excluded.
    already
        (m, d) float64 unit rows.
    caps
        Keys (n,) as small integers, and how many of each may be chosen.
    """

    vectors: Floats
    inverse: Floats
    unit: bool
    scores: NDArray[np.float64]
    largest: float
    places: int
    diversity: float
    free: NDArray[np.bool_]
    already: NDArray[np.float64]
    caps: tuple[tuple[NDArray[np.int64], int], ...]

    @property
    def wild(self) -> bool:
        """Whether scores are too large to be compared in float32."""
        return self.largest > 1e30

    @property
    def exact(self) -> bool:
        """Whether the vectors are exact units already."""
        return self.vectors.size <= TINY

    def unit_row(self, row: int) -> NDArray[np.float64]:
        """One row as an exact unit, (d,) float64."""
        some: NDArray[np.float64] = self.vectors[row].astype(np.float64)
        if self.exact:
            return some
        square = float(some.dot(some))
        if square > 0.0:
            some /= math.sqrt(square)
        return some

    def unit_rows(self, rows: NDArray[np.int64] | slice) -> NDArray[np.float64]:
        """Some rows as exact units, (len(rows), d) float64."""
        some: NDArray[np.float64] = self.vectors[rows].astype(np.float64, copy=not self.exact)
        if self.exact:
            return some
        lengths = np.sqrt(np.einsum("ij,ij->i", some, some))
        lengths[lengths == 0.0] = 1.0
        np.divide(1.0, lengths, lengths)
        some *= lengths[:, None]
        return some


def read(vectors: ArrayLike, scores: ArrayLike, k: int, *, diversity: float, conditions: Conditions) -> Task:
    """Check the arguments that every diversifier takes.

    Raises
    ------
    ValueError
        Where shapes disagree, a value is NaN or infinite (the row is named), `k` is negative, `diversity` lies
        outside [0, 1], or a condition does not fit.
    """
    rows: NDArray[Any] = np.asarray(vectors)
    if rows.dtype.char not in "fd":
        rows = rows.astype(np.float64)
    values = np.asarray(scores, dtype=np.float64)
    if rows.ndim != 2 or values.shape != rows.shape[:1]:
        raise ValueError(f"vectors of shape {rows.shape} and scores of shape {values.shape} must be (n, d) and (n,)")
    if k < 0:
        raise ValueError(f"k {k} must be at least 0")
    if not 0.0 <= diversity <= 1.0:
        raise ValueError(f"diversity {diversity} is outside [0, 1]")
    least, most = _ends(values)
    if not (math.isfinite(least) and math.isfinite(most)):
        bad = int(np.flatnonzero(~np.isfinite(values))[0])
        raise ValueError(f"scores must be finite, but row {bad} of shape {values.shape} holds {values[bad]}")
    if rows.size <= TINY:
        rows = rows.astype(np.float64)
    rows, inverse, unit = _lengths(np.ascontiguousarray(rows))
    if rows.size <= TINY and not unit:
        rows *= inverse[:, None]
        unit = True
    n, d = rows.shape
    for name in conditions:
        if name not in {"exclude", "already", "caps"}:
            raise TypeError(f"unknown condition {name!r}; there are exclude, already, caps and budget")
    return Task(
        vectors=rows,
        inverse=inverse,
        unit=unit,
        scores=values,
        largest=max(most, -least),
        places=min(k, n),
        diversity=float(diversity),
        free=_free(conditions.get("exclude"), n),
        already=_already(conditions.get("already"), d),
        caps=tuple(_cap(keys, cap, n) for keys, cap in conditions.get("caps", ())),
    )


def _ends(values: Floats) -> tuple[float, float]:
    """The least and the largest; zeros where there are none."""
    # The bare reductions take half the time of the methods, which counts where rows are few.
    return (float(np.minimum.reduce(values)), float(np.maximum.reduce(values))) if len(values) else (0.0, 0.0)


def _lengths(rows: Floats) -> tuple[Floats, Floats, bool]:
    """The rows, one over their lengths, and whether all these are 1; rows of wild lengths come back as units."""
    squares = np.einsum("ij,ij->i", rows, rows)
    if len(squares):
        least, most = _ends(squares)
        if _TAME[0] < least and most < _TAME[1]:
            if max(most - 1.0, 1.0 - least) <= 4 * EPS[rows.dtype.char]:
                return rows, np.ones(len(squares), squares.dtype), True
            np.sqrt(squares, out=squares)
            return rows, np.divide(1.0, squares, out=squares), False
    # NaN and infinite values come here too, and are refused by row.
    units = unit_rows(rows)
    return units, np.any(units != 0.0, axis=1).astype(units.dtype), False


def _free(exclude: ArrayLike | None, n: int) -> NDArray[np.bool_]:
    free = np.ones(n, dtype=bool)
    if exclude is None:
        return free
    rows = np.asarray(exclude)
    if rows.dtype == bool:
        if rows.shape != (n,):
            raise ValueError(f"exclude is a mask of shape {rows.shape}, but there are {n} rows")
        return ~rows
    rows = rows.astype(np.int64) if rows.size == 0 else rows
    if rows.ndim != 1 or not np.issubdtype(rows.dtype, np.integer):
        raise ValueError(f"exclude of shape {rows.shape} and dtype {rows.dtype} must be row numbers (m,) or a mask")
    outside = rows[(rows < 0) | (rows >= n)]
    if len(outside):
        raise ValueError(f"exclude names row {outside[0]}, but there are {n} rows")
    free[rows] = False
    return free


def _already(already: ArrayLike | None, d: int) -> NDArray[np.float64]:
    if already is None:
        return np.empty((0, d))
    rows = np.asarray(already, dtype=np.float64)
    if rows.size == 0:
        return np.empty((0, d))
    if rows.ndim != 2 or rows.shape[1] != d:
        raise ValueError(f"already of shape {rows.shape} must be (m, {d}), like the vectors")
    return np.asarray(unit_rows(rows))


def _cap(keys: ArrayLike, cap: int, n: int) -> tuple[NDArray[np.int64], int]:
    names = np.asarray(keys)
    if names.shape != (n,):
        raise ValueError(f"keys of a cap have shape {names.shape}, but there are {n} rows")
    if cap < 1:
        raise ValueError(f"a cap of {cap} lets nothing through; it must be at least 1")
    return np.unique(names, return_inverse=True)[1].astype(np.int64), int(cap)
