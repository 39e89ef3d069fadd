"""What readers notice and choose, computed only where it can matter.

The formulas are those of `readers`; these functions give what they give, cell by cell, and are tested against them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.offers import strips
from diversify.simulate.reader_settings import ReaderSettings
from diversify.simulate.readers import choose, front_page

Matrix = NDArray[np.float64]

SQUARE: Final = 0.08
"""Side of a square of the horizon: narrow against sqrt(th) = .26, wide enough that many readers share one."""

_FAR_CORNER: Final = 1 << 20
"""More squares than anybody is away from the middle."""

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, eq=False)
class Scene:
    """b readers before n articles.

    Attributes
    ----------
    numbers, readers
        (b,) int64 and (b, 2) places.
    ids, articles
        (n,) int64 and (n, 2) places.
    offered
        (b, k) columns of articles that readers looked at in the offer, -1 where none.
    known
        (b, n) what is not read again.
    """

    numbers: NDArray[np.int64]
    readers: Matrix
    ids: NDArray[np.int64]
    articles: Matrix
    offered: NDArray[np.int64]
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cells:
    """c pairs of a reader and an article they are aware of, reader by reader, articles ascending.

    Attributes
    ----------
    reader, article
        (c,) int64 rows and columns of the scene.
    squared
        (c,) squared distances.
    shape
        (b, n) of the scene.
    """

    reader: NDArray[np.int64]
    article: NDArray[np.int64]
    squared: Matrix
    shape: tuple[int, int]

    def of(self, columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where the cells of these (b, k) columns stand; False where there is no such cell."""
        keys = self.reader * self.shape[1] + self.article
        wanted = np.arange(self.shape[0])[:, None] * self.shape[1] + columns
        at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        found = (columns >= 0) & (keys[at] == wanted) if len(keys) else np.zeros(columns.shape, dtype=bool)
        return at, found


@dataclass(frozen=True, eq=False)
class Horizon:
    """How likely anybody in a square of the plane can be to notice each article, at most, for all squares lived in.

    Attributes
    ----------
    square
        (r,) int64: the square of each reader, a row of `bound`.
    bound
        (squares, n) uint16: no reader there whose luck in 65536ths is beyond it notices the article.
    page
        (n,) the part of awareness that is the same for all.
    """

    square: NDArray[np.int64]
    bound: NDArray[np.uint16]
    page: Matrix

    @classmethod
    def seen_from(cls, readers: Matrix, articles: Matrix, prominence: Matrix, *, settings: ReaderSettings) -> Horizon:
        """The horizon of readers (r, 2) before articles (n, 2): nearness is that of the square's nearest point."""
        corner = np.floor(readers / SQUARE).astype(np.int64)
        codes, square = np.unique(corner[:, 0] * _FAR_CORNER + corner[:, 1], return_inverse=True)
        across = np.floor_divide(codes + _FAR_CORNER // 2, _FAR_CORNER)
        page = front_page(prominence, settings)
        # exp(-(x² + y²) / th) is a product: each column and each row of squares is computed once.
        total = _nearness_along(across, articles[:, 0], settings)
        total *= _nearness_along(codes - across * _FAR_CORNER, articles[:, 1], settings)
        total *= np.float32(65536.0 * _nearness(settings) * (1.0 + 1e-4))
        # One more than rounding down leaves room for single precision.
        total += (65536.0 * page + 1.0).astype(np.float32)
        bound = np.minimum(total, np.float32(65535.0)).astype(np.uint16)
        return cls(square.reshape(-1), bound, page)


def _nearness_along(corner: NDArray[np.int64], places: Matrix, settings: ReaderSettings) -> NDArray[np.float32]:
    """exp(-way² / th) from each square's nearest edge to each article along one axis, (squares, n)."""
    lines, line = np.unique(corner, return_inverse=True)
    way = np.abs((lines[:, None] + 0.5) * SQUARE - places[None, :])
    way = np.maximum(way - 0.5 * SQUARE * (1.0 + 1e-6), 0.0)
    return np.asarray(np.exp(-(way**2) / settings.proximity_decay).astype(np.float32)[line.reshape(-1)])


def _nearness(settings: ReaderSettings) -> float:
    return settings.outside * (1.0 - settings.balance)


def notice(
    scene: Scene, horizon: Horizon, settings: ReaderSettings, *, luck: NDArray[np.uint16], key: np.uint64
) -> Cells:
    """The cells of which readers are aware: luck < awareness, or looked at in the offer; none of what they know.

    Luck is uniform in [0, 1): 16 bits of it are drawn for every cell, which the horizon rules out or not; the formula
    itself, and the rest of the bits, are for those that it does not.

    Parameters
    ----------
    luck
        (b, n) the first 16 bits; overwritten.
    key
        To which the other bits belong; see `lots`.
    """
    b, n = luck.shape
    who, places = np.nonzero(scene.offered >= 0)
    looked = np.sort(who * n + scene.offered[who, places])
    coarse = luck.ravel()
    coarse[looked] = 0
    square = horizon.square[scene.numbers]
    flat = np.concatenate(
        [np.flatnonzero(luck[rows] <= horizon.bound[square[rows]]) + rows.start * n for rows in strips(b, n)]
    )
    flat = flat[~scene.known.ravel()[flat]]
    reader, article = np.divmod(flat, n)
    squared = (scene.readers[reader, 0] - scene.articles[article, 0]) ** 2
    squared += (scene.readers[reader, 1] - scene.articles[article, 1]) ** 2
    chance = horizon.page[article] + _nearness(settings) * np.exp(-squared / settings.proximity_decay)
    fine = lots(key, scene.numbers[reader], scene.ids[article])
    aware = (coarse[flat] + fine) / 65536.0 < chance
    at = np.minimum(np.searchsorted(flat, looked), max(len(flat) - 1, 0))
    if len(flat):
        aware[at[flat[at] == looked]] = True
    return Cells(reader[aware], article[aware], squared[aware], (b, n))


def lots(key: np.uint64, readers: NDArray[np.int64], articles: NDArray[np.int64]) -> Matrix:
    """Uniform numbers in (0, 1) that belong to a key, a reader and an article, whoever asks, in whatever order.

    SplitMix64's finaliser (Steele, Lea and Flood 2014) of the three.

    Examples
    --------
    >>> both = lots(np.uint64(5), np.array([1, 2]), np.array([7, 7]))
    >>> bool(both[1] == lots(np.uint64(5), np.array([2]), np.array([7]))[0])
    True
    """
    bits = (readers.astype(np.uint64) << np.uint64(32)) | articles.astype(np.uint64)
    bits *= _GOLDEN
    bits += key
    bits ^= bits >> np.uint64(30)
    bits *= _FIRST
    bits ^= bits >> np.uint64(27)
    bits *= _SECOND
    bits ^= bits >> np.uint64(31)
    return np.asarray(((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53)


def gumbel(uniform: Matrix) -> Matrix:
    """Standard Gumbel noise from numbers in (0, 1)."""
    return np.asarray(-np.log(-np.log(uniform)))


def worth(cells: Cells, offered: NDArray[np.int64], felt: Matrix, *, settings: ReaderSettings) -> Matrix:
    """Utility of each cell (c,): -k · ln d, plus delta · beta^rank where offered; felt distances there.

    Parameters
    ----------
    offered
        (b, k) columns looked at, -1 where none.
    felt
        (b, k) squared distances as felt.
    """
    at, found = cells.of(offered)
    squared = cells.squared.copy()
    squared[at[found]] = felt[found]
    value: Matrix = -0.5 * settings.preference * np.log(np.maximum(squared, 1e-18))
    boost = settings.boost * settings.boost_decay ** np.arange(offered.shape[1])
    value[at[found]] += np.broadcast_to(boost, offered.shape)[found]
    return value


def picked(cells: Cells, value: Matrix, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Columns (b, s) of each reader's most useful cells, best first, -1 beyond the session's length."""
    counts = np.bincount(cells.reader, minlength=cells.shape[0])
    starts = np.cumsum(counts) - counts
    width = int(counts.max(initial=0))
    place = np.arange(len(value)) - starts[cells.reader]
    side_by_side = np.full((cells.shape[0], width), -np.inf)
    side_by_side[cells.reader, place] = value
    columns = np.full((cells.shape[0], width), -1, dtype=np.int64)
    columns[cells.reader, place] = cells.article
    chosen = choose(side_by_side, ~np.isneginf(side_by_side), lengths)
    return np.where(chosen >= 0, np.take_along_axis(columns, np.maximum(chosen, 0), axis=1), -1)
