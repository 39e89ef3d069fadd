"""What a policy is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

LANE_NAMES: Final = ("", "near", "common", "far")
"""Lanes by the number that stands for them in choices and sheets; 0 is of no lane."""


_CACHED: Final = 1 << 17
"""Cells of a matrix that are worked on together: half a megabyte in single precision."""

_SAMPLED: Final = 128
"""Columns looked at first when the best of many are sought."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What a digest could have logged of one past day of b readers: c rows, one an article shown or read.

    Attributes
    ----------
    day
        Counted from 0.
    reader, article, position
        (c,) numbers; `position` is the 1-based place in the offer, 0 where the reader found it without.
    read
        (c,) bool.
    depth
        (c,) in [0, 1].
    act, lane
        (c,) numbers of `lively.ACTS` and `LANE_NAMES`.
    """

    day: int
    reader: NDArray[np.int32]
    article: NDArray[np.int32]
    position: NDArray[np.int16]
    read: NDArray[np.bool_]
    depth: NDArray[np.float64]
    act: NDArray[np.int8]
    lane: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Offer:
    """All that a policy may know when it chooses for b readers among n articles; never where a reader really is.

    Attributes
    ----------
    day
        Counted from 0.
    ids, age, industry
        (n,) int64.
    places
        (n, 2) float64, the articles' vectors.
    prominence
        (n,) float64 in [0, 1).
    overpromise
        (n,) float64 in [0, 1]: of the headline, as a perfect detector sees it (assumption).
    distance
        (m, m) float64 in [0, 1] between industries.
    readers
        (b,) int64 numbers of the readers.
    profile
        (b, 2) float64: mean place of what each reader read, weighted by depth; zero where nothing was read.
    evidence
        (b,) float64: sum of depths read.
    reading
        (b, m) float64: sum of depths read in each industry.
    far_exposure, far_read
        (b, m) float64: far places lately given to each industry, and those of them that were read; half after a week.
    open
        (b, n) bool: not yet shown to this reader, and not yet read; nothing is open to a reader who has left.
    size
        Places to fill, k.
    past
        What was logged of these readers on the days before, oldest first.
    archive_places, archive_industry
        (N, 2) and (N,): place and industry of every article born so far, dead ones too, by id.
    """

    day: int
    ids: NDArray[np.int64]
    age: NDArray[np.int64]
    industry: NDArray[np.int64]
    places: NDArray[np.float64]
    prominence: NDArray[np.float64]
    overpromise: NDArray[np.float64]
    distance: NDArray[np.float64]
    readers: NDArray[np.int64]
    profile: NDArray[np.float64]
    evidence: NDArray[np.float64]
    reading: NDArray[np.float64]
    far_exposure: NDArray[np.float64]
    far_read: NDArray[np.float64]
    open: NDArray[np.bool_]
    size: int
    past: Sequence[Seen]
    archive_places: NDArray[np.float64]
    archive_industry: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Choice:
    """Rows with what was thought of them.

    Attributes
    ----------
    rows
        (b, k) int64 rows into the offer's articles, in order of place, none twice for a reader, -1 for an empty place.
    lane
        (b, k) int8 numbers of `LANE_NAMES`.
    propensity
        (b, k) float64: the probability with which a drawn place was drawn (a far place: its industry), else 1.
    """

    rows: NDArray[np.int64]
    lane: NDArray[np.int8]
    propensity: NDArray[np.float64]

    @classmethod
    def plain(cls, rows: NDArray[np.int64]) -> Choice:
        """Rows of no lane, none of them drawn."""
        return cls(rows, np.zeros(rows.shape, dtype=np.int8), np.ones(rows.shape))


class Policy(Protocol):
    """Chooses for b readers: a `Choice`, or its rows (b, k) alone."""

    def __call__(self, offer: Offer, rng: np.random.Generator) -> NDArray[np.int64] | Choice:
        """Choose for every reader of the offer."""
        ...


def strips(b: int, n: int) -> list[slice]:
    """Rows of a (b, n) matrix in slices small enough for a processor's cache."""
    step = max(_CACHED // max(n, 1), 1)
    return [slice(start, min(start + step, b)) for start in range(0, b, step)]


def best(scores: NDArray[np.floating], offer: Offer) -> NDArray[np.int64]:
    """Rows (b, k) of the highest scores among the open articles, best first; ties by row."""
    b, n = scores.shape
    rows, size = np.full((b, offer.size), -1, dtype=np.int64), min(offer.size, n)
    for strip in strips(b, n):
        lost = np.where(offer.open[strip], -scores[strip], np.inf).astype(scores.dtype, copy=False)
        few = n < 2 * _SAMPLED or size > n // 8
        rows[strip, :size] = _least(lost, size) if few else _least_of_many(lost, size)
    return rows


def _least_of_many(lost: NDArray[np.floating], size: int) -> NDArray[np.int64]:
    """What `_least` gives, looked for only below a bound that a sample of the columns suggests."""
    b, n = lost.shape
    every = n // _SAMPLED
    # The fourth part more than is needed of a sample's least bounds the least of all, nearly always.
    rank = -(-5 * size // (4 * every)) + 2
    bound = np.partition(lost[:, ::every], rank, axis=1)[:, rank]
    reader, column = np.divmod(np.flatnonzero(lost <= bound[:, None]), n)
    counts = np.bincount(reader, minlength=b)
    enough = (counts >= size) & np.isfinite(bound)
    sure, rest = np.flatnonzero(enough), np.flatnonzero(~enough)
    place = np.arange(len(reader)) - (np.cumsum(counts) - counts)[reader]
    narrow = np.full((b, int(counts[sure].max(initial=size))), np.inf, dtype=lost.dtype)
    columns = np.zeros(narrow.shape, dtype=np.int64)
    inside = place < narrow.shape[1]
    narrow[reader[inside], place[inside]] = lost[reader[inside], column[inside]]
    columns[reader[inside], place[inside]] = column[inside]
    rows = np.empty((b, size), dtype=np.int64)
    rows[sure] = np.take_along_axis(columns[sure], _least(narrow[sure], size), axis=1)
    if len(rest):
        rows[rest] = _least(lost[rest], size)
    return rows


def _least(lost: NDArray[np.floating], size: int) -> NDArray[np.int64]:
    """Columns (b, size) of the least values, least first, ties by column; -1 where they are infinite."""
    if size == 0:
        return np.zeros((len(lost), 0), dtype=np.int64)
    top = np.sort(np.argpartition(lost, size - 1, axis=1)[:, :size], axis=1)
    loss = np.take_along_axis(lost, top, axis=1)
    order = np.argsort(loss, axis=1, kind="stable")
    chosen = np.take_along_axis(top, order, axis=1)
    return np.where(np.isposinf(np.take_along_axis(loss, order, axis=1)), -1, chosen)


def checked(given: NDArray[np.int64] | Choice, offer: Offer) -> Choice:
    """The policy's choice, refused where it is no choice among the offer's articles.

    Raises
    ------
    ValueError
        Where rows have another shape or type, lie outside the articles or repeat one for a reader.
    """
    choice = given if isinstance(given, Choice) else Choice.plain(np.asarray(given))
    rows, expected = choice.rows, (len(offer.readers), offer.size)
    if rows.shape != expected or rows.dtype.kind != "i":
        raise ValueError(f"a policy returned {rows.dtype} {rows.shape}, expected integers {expected}")
    if rows.size and (rows.min() < -1 or rows.max() >= len(offer.ids)):
        raise ValueError(f"a policy returned a row outside -1 to {len(offer.ids) - 1}")
    if choice.lane.shape != expected or choice.propensity.shape != expected:
        raise ValueError(f"a policy returned lanes and propensities of other shapes than its rows {expected}")
    ordered = np.sort(rows, axis=1)
    twice = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)
    if twice.any():
        reader = int(offer.readers[np.nonzero(twice)[0][0]])
        raise ValueError(f"a policy offered an article twice to reader {reader} on day {offer.day}")
    return choice
