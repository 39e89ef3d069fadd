"""The product's idea as a policy over many readers at once: near, common and far places.

The rules and constants are those of `diversify.rank`; what is left out is what the plane does not have (stories,
sources, outlets, words), and what would make it slow: near places are the closest and not spread over fields, common
ones the most prominent, whatever their field. So `product` is wider.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Lane, Mix, SlatePolicy
from diversify.rank.far import HOME_SHARE, READ_COUNTS, TEMPERATURE
from diversify.rank.pacing import STEPS
from diversify.rank.shortlist import Pick
from diversify.rank.slate import interleave
from diversify.simulate.offers import LANE_NAMES, Choice, Offer, Policy, best
from diversify.simulate.policies import closeness

Matrix = NDArray[np.float64]

RELAXED = (1.0, 0.75, 0.5, 0.25, 0.0)
"""Factors on reach, tried in turn until the far lane can be filled: rather less far than fewer."""

OVERPROMISES = 0.5
"""From here on a headline has no place in the far lane."""


def lanes(
    *,
    near: int = 6,
    common: int = 3,
    far: int = 3,
    reach: float = 0.5,
    target_reach: float = 0.0,
    target_far: int = 0,
) -> Policy:
    """Policy with the product's three lanes, over all readers at once.

    Near places go to what is closest to what was read, weighted by depth; common ones to what is most prominent; far
    ones to industries away from the reader's own, drawn by how little they were given lately, one article each, the
    most prominent. Home is what was read; where it is unknown, exposure alone decides. The far lane is filled first
    and never given up; the propensity of each draw is logged.

    Parameters
    ----------
    near, common, far
        Places of each lane, scaled to the size of the offer.
    reach
        Least farness of a far industry from home, in [0, 1]; half the diameter of the disc is 0.5.
    target_reach, target_far
        Where pacing leads as far articles get read; at or below reach and far there is no pacing.

    Raises
    ------
    ValueError
        Where a dial is impossible.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop
    >>> run = loop(lanes(), readers=ReaderSettings(number=4), days=2)
    >>> first = run.sheet.lane[(run.sheet.reader == 0) & (run.sheet.day == 1) & (run.sheet.position > 0)]
    >>> "".join(LANE_NAMES[lane][0] for lane in first)
    'nfcnnfcnnfcn'
    """
    mix = Mix(near, common, far)
    SlatePolicy(mix=mix, reach=reach, target_reach=target_reach, target_far=target_far)
    return _Lanes(mix, reach, max(target_reach, reach), max(target_far, far))


@dataclass(frozen=True)
class _Lanes:
    mix: Mix
    reach: float
    target_reach: float
    target_far: int

    def __call__(self, offer: Offer, rng: np.random.Generator) -> Choice:
        mix = self.mix.scaled(offer.size)
        places, reach = self._paced(offer, mix)
        left = offer.open.copy()
        far, propensity = _far_places(offer, left, places, reach=reach, rng=rng)
        common = _taken(np.broadcast_to(offer.prominence, left.shape), offer, left, size=mix.common)
        near = _taken(closeness(offer, rng), offer, left, size=mix.near)
        return _seated(near, common, far, propensity=propensity, places=places, mix=mix)

    def _paced(self, offer: Offer, mix: Mix) -> tuple[NDArray[np.int64], Matrix]:
        """Far places (b,) and reach (b,) of each reader: some way toward the targets, by far articles read lately."""
        read = offer.far_read.sum(axis=1)
        way = read / (read + STEPS)
        target = max(round(self.target_far * offer.size / self.mix.size), mix.far)
        earned = ((target - mix.far) * way + 1e-9).astype(np.int64)
        places = mix.far + np.minimum(earned, max(mix.near - 1, 0))
        return places, np.minimum(self.reach + (self.target_reach - self.reach) * way, 1.0)


def _taken(scores: NDArray[np.floating], offer: Offer, left: NDArray[np.bool_], *, size: int) -> NDArray[np.int64]:
    """The best (b, size) of what is left, which is less after."""
    rows = best(scores, replace(offer, open=left, size=size))
    reader, place = np.nonzero(rows >= 0)
    left[reader, rows[reader, place]] = False
    return rows


def far_industries(offer: Offer, left: NDArray[np.bool_], reach: Matrix, *, places: NDArray[np.int64]) -> Matrix:
    """Which industries (b, m) the far lane may draw from: away from home, with something to show, far enough.

    Reach gives way in the order of `RELAXED` until there are as many as places; home never does.
    """
    total = offer.reading.sum(axis=1, keepdims=True)
    home = np.divide(offer.reading, total, out=np.zeros_like(offer.reading), where=total > 0)
    farness = (home[:, :, None] * offer.distance[None]).sum(axis=1)
    kinds = np.eye(len(offer.distance), dtype=np.float32)[offer.industry]
    some = (left.astype(np.float32) @ kinds) > 0.5  # sums of small whole numbers are exact in any order
    away = some & (home < HOME_SHARE)
    may = np.zeros(away.shape, dtype=bool)
    for factor in RELAXED:
        short = may.sum(axis=1) < places
        may[short] = (away & ((farness >= factor * reach[:, None]) | (total == 0)))[short]
    return may.astype(np.float64)


def _far_places(
    offer: Offer, left: NDArray[np.bool_], places: NDArray[np.int64], *, reach: Matrix, rng: np.random.Generator
) -> tuple[NDArray[np.int64], Matrix]:
    """Far rows (b, most places) and the probability with which each one's industry was drawn."""
    honest = left & (offer.overpromise < OVERPROMISES)
    may = far_industries(offer, honest, reach, places=places)
    due = offer.far_exposure - READ_COUNTS * offer.far_read
    weight = may * np.exp(-(due - due.min(axis=1, keepdims=True)) / TEMPERATURE)
    readers = np.arange(len(places))
    rows = np.full((len(places), int(places.max(initial=0))), -1, dtype=np.int64)
    propensity = np.ones(rows.shape)
    for place in range(rows.shape[1]):
        # Where what is due differs so much that all weights vanish, those allowed are alike.
        known = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, may)
        total = known.sum(axis=1)
        chance = known / np.maximum(total, 1e-300)[:, None]
        luck = rng.random(len(places))[:, None]
        drawn = np.minimum((chance.cumsum(axis=1) <= luck).sum(axis=1), chance.shape[1] - 1)
        drawn = np.where(chance[readers, drawn] > 0, drawn, chance.argmax(axis=1))
        given = (total > 0) & (place < places)
        here = honest & (offer.industry[None, :] == drawn[:, None])
        row = np.where(here, offer.prominence, -1.0).argmax(axis=1)
        rows[given, place] = row[given]
        propensity[given, place] = chance[readers, drawn][given]
        left[readers[given], row[given]] = False
        weight[readers, drawn] = 0.0
        may[readers, drawn] = 0.0
    return rows, propensity


@lru_cache(maxsize=256)
def _pattern(near: int, common: int, far: int) -> tuple[tuple[Lane, int], ...]:
    """Lane and number within it of each place, as the product interleaves them."""
    counts: tuple[tuple[Lane, int], ...] = (("near", near), ("common", common), ("far", far))
    picks = [Pick(number, lane) for lane, count in counts for number in range(count)]
    return tuple((pick.lane, pick.row) for pick in interleave(picks))


def _seated(
    near: NDArray[np.int64],
    common: NDArray[np.int64],
    far: NDArray[np.int64],
    *,
    propensity: Matrix,
    places: NDArray[np.int64],
    mix: Mix,
) -> Choice:
    """All lanes interleaved; a reader with more far places has as many fewer near ones."""
    size = mix.size
    rows, lane = np.full((len(far), size), -1, dtype=np.int64), np.zeros((len(far), size), dtype=np.int8)
    chance = np.ones((len(far), size))
    of = {"near": near, "common": common, "far": far}
    for count in np.unique(places):
        mine = np.flatnonzero(places == count)
        for place, (name, number) in enumerate(_pattern(mix.near - int(count) + mix.far, mix.common, int(count))):
            rows[mine, place] = of[name][mine, number]
            lane[mine, place] = LANE_NAMES.index(name)
            if name == "far":
                chance[mine, place] = propensity[mine, number]
    return Choice(rows, lane, chance)
