"""Readers with awareness and choice, after Bountouridis et al. (2019, FAT*: SIREN), section 3.

Every parameter has the paper's value unless it is marked as an assumption. Functions take arrays of b readers and n
articles and draw from the generator given; nothing here keeps state.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.reader_settings import ReaderSettings

Matrix = NDArray[np.float64]


def populate(settings: ReaderSettings, rng: np.random.Generator) -> tuple[Matrix, Matrix]:
    """Places (r, 2), uniform in the unit disc, and willingness to be moved (r,), truncated normal."""
    radius = np.sqrt(rng.random(settings.number))
    angle = rng.uniform(0.0, 2.0 * np.pi, settings.number)
    places = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    variety = rng.normal(settings.variety, settings.variety_spread, settings.number)
    while len(outside := np.flatnonzero((variety <= 0.0) | (variety >= 1.0))):
        variety[outside] = rng.normal(settings.variety, settings.variety_spread, len(outside))
    return places, variety


def interests(places: Matrix, centres: Matrix, *, reach: float = 0.07) -> Matrix:
    """Shares (b, m) of interest in industries: proximity exp(-d² / reach) to their centres, summing to 1."""
    exponent = -squared_distances(places, centres) / reach
    closeness = np.exp(exponent - exponent.max(axis=1, keepdims=True))
    shares: Matrix = closeness / closeness.sum(axis=1, keepdims=True)
    return shares


def squared_distances(left: Matrix, right: Matrix) -> Matrix:
    """Squared Euclidean distances (b, n) between points of the plane."""
    return (left[:, None, 0] - right[None, :, 0]) ** 2 + (left[:, None, 1] - right[None, :, 1]) ** 2


def awareness(squared: Matrix, prominence: Matrix, settings: ReaderSettings) -> Matrix:
    """Probability of being aware: W = L · (-td · ln(1 - z)) + (1 - L) · exp(-d² / th), cut at 1; (b, n).

    All of it times `outside`, which is 1 for the paper's reader.
    """
    nearby = np.exp(-squared / settings.proximity_decay)
    everywhere = front_page(prominence, settings) + settings.outside * (1.0 - settings.balance) * nearby
    return np.asarray(np.minimum(1.0, everywhere))


def front_page(prominence: Matrix, settings: ReaderSettings) -> Matrix:
    """The part of awareness that is the same for all readers: L · (-td · ln(1 - z)), times `outside`; (n,)."""
    shown: Matrix = -settings.prominence_decay * np.log1p(-prominence)
    return settings.outside * settings.balance * shown


def utility(squared: Matrix, recommended: NDArray[np.int64], settings: ReaderSettings) -> Matrix:
    """V = -k · ln d, plus delta · beta^rank where recommended at that rank (from 0); (b, n).

    `recommended` is (b, k) columns in order of rank, -1 where a place is empty.
    """
    value: Matrix = -0.5 * settings.preference * np.log(np.maximum(squared, 1e-18))
    rows, ranks = np.nonzero(recommended >= 0)
    value[rows, recommended[rows, ranks]] += settings.boost * settings.boost_decay**ranks
    return value


def session_lengths(
    number: int, settings: ReaderSettings, rng: np.random.Generator, *, activity: Matrix | None = None
) -> NDArray[np.int64]:
    """How many articles each reader reads today: the integer part of N(session, spread), never negative.

    `activity` (number,) is each reader's own factor.
    """
    drawn = rng.normal(settings.session, settings.session_spread, number)
    if activity is not None:
        drawn *= activity
    return np.maximum(0, np.trunc(drawn)).astype(np.int64)


def choose(value: Matrix, aware: NDArray[np.bool_], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Columns (b, s) of the most useful articles a reader is aware of, best first, -1 beyond the session's length."""
    longest = min(int(lengths.max(initial=0)), value.shape[1])
    if longest == 0:
        return np.full((len(value), 0), -1, dtype=np.int64)
    known = np.where(aware, value, -np.inf)
    top = np.sort(np.argpartition(-known, longest - 1, axis=1)[:, :longest], axis=1)
    worth = np.take_along_axis(known, top, axis=1)
    order = np.argsort(-worth, axis=1, kind="stable")
    chosen = np.take_along_axis(top, order, axis=1)
    missing = np.isneginf(np.take_along_axis(worth, order, axis=1))
    missing |= np.arange(longest)[None, :] >= lengths[:, None]
    return np.where(missing, -1, chosen).astype(np.int64)


def mean_depth(
    squared: Matrix,
    settings: ReaderSettings,
    *,
    quality: Matrix | float = 0.5,
    overpromise: Matrix | float = 0.0,
    sated: Matrix | float = 0.0,
) -> Matrix:
    """How far an article at that squared distance is read in the mean; any shape.

    least + (1 - least) · exp(-d² / reach), less the shares `letdown` · overpromise and `surfeit` · sated, and its odds
    times exp(`merit` · (2 · quality - 1)): an article of middling quality with an honest headline, in a field of which
    nothing was read lately, has the first alone.
    """
    least = settings.depth_least
    near = least + (1.0 - least) * np.exp(-squared / settings.depth_reach)
    mean = near * (1.0 - settings.letdown * overpromise) * (1.0 - settings.surfeit * sated)
    mean = np.clip(mean, 1e-6, 1.0 - 1e-6)
    if settings.merit:
        odds = mean / (1.0 - mean) * np.exp(settings.merit * (2.0 * np.asarray(quality) - 1.0))
        mean = np.clip(odds / (1.0 + odds), 1e-6, 1.0 - 1e-6)
    return np.asarray(mean)


def depths(
    squared: Matrix,
    settings: ReaderSettings,
    rng: np.random.Generator,
    *,
    quality: Matrix | float = 0.5,
    overpromise: Matrix | float = 0.0,
    sated: Matrix | float = 0.0,
) -> Matrix:
    """How far each article is read, in [0, 1]: Beta distributed about `mean_depth`; any shape."""
    mean = mean_depth(squared, settings, quality=quality, overpromise=overpromise, sated=sated)
    drawn: Matrix = rng.beta(mean * settings.depth_weight, (1.0 - mean) * settings.depth_weight)
    return drawn


def drifted(
    places: Matrix, variety: Matrix, read: Matrix, *, settings: ReaderSettings, rng: np.random.Generator
) -> Matrix:
    """Where readers are after reading, one article after the other.

    With probability exp(-d² / v) a reader moves the fraction `drift` of the way to the article.

    Parameters
    ----------
    places, variety
        (b, 2) and (b,).
    read
        (b, s, 2) places of the articles in the order of reading, NaN where none.
    """
    moved = places.copy()
    if settings.drift == 0.0:
        return moved
    draws = rng.random((read.shape[1], len(moved)))
    for step in range(read.shape[1]):
        way = read[:, step] - moved
        squared = way[:, 0] ** 2 + way[:, 1] ** 2
        moves = draws[step] < np.exp(-squared / variety)  # a comparison with NaN is false: no article, no move
        moved[moves] += settings.drift * way[moves]
    return moved
