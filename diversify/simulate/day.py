"""One day of one block of readers: what they are offered, notice, choose, read, say, and become."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diversify.simulate import lively
from diversify.simulate import readers as reading
from diversify.simulate.crowd import LIFE, NOISE, NOTICE, POLICY, READING, Crowd, Settings
from diversify.simulate.noticing import Horizon, Scene, gumbel, lots, notice, picked, worth
from diversify.simulate.offers import Choice, Offer, Policy, checked
from diversify.simulate.sheets import Reading, Sheet
from diversify.simulate.world import Articles

BLOCK = 256
"""Readers computed together, in strips where matrices are large. Random streams belong to (seed, day, block), so a
change of it changes the numbers."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Morning:
    """What a day is for all readers.

    Attributes
    ----------
    number
        Counted from 0.
    articles, archive
        Those that live, and all that were ever born, by id.
    horizon
        Who can see them from where.
    policy
        Who recommends.
    """

    number: int
    articles: Articles
    archive: Articles
    horizon: Horizon
    policy: Policy
    settings: Settings

    @cached_property
    def keys(self) -> tuple[np.uint64, np.uint64]:
        """To which what readers notice, and what they like by chance, belong."""
        return self.settings.key(NOTICE, self.number), self.settings.key(NOISE, self.number)


@dataclass(frozen=True, eq=False)
class Moment:
    """b readers with the day's offer before them.

    Attributes
    ----------
    morning
        The day.
    rows
        Which readers of the crowd.
    looked
        (b, k) columns of what they looked at in the offer, -1 elsewhere.
    squared, felt
        (b, k) squared distances of the offer, true and as felt; 0 at empty places.
    rng, life
        Streams of reading, and of what the paper's reader does not do.
    """

    crowd: Crowd
    morning: Morning
    rows: slice
    offer: Offer
    choice: Choice
    looked: NDArray[np.int64]
    squared: Matrix
    felt: Matrix
    rng: np.random.Generator
    life: np.random.Generator


def live(crowd: Crowd, morning: Morning, block: int) -> Sheet:
    """Let one day pass for the block of readers that begins with this one, who are changed by it."""
    day, articles, settings = morning.number, morning.articles, morning.settings
    rows = slice(block, min(block + BLOCK, len(crowd.places)))
    offer = crowd.offer(articles, rows, archive=morning.archive, day=day, settings=settings)
    choice = checked(morning.policy(offer, settings.stream(POLICY, day, block)), offer)
    choice = replace(choice, rows=np.where(crowd.left[rows, None] < 0, choice.rows, -1))
    life = settings.stream(LIFE, day, block)
    chance = lively.examination(offer.size, settings.readers)
    looked = np.where(life.random(choice.rows.shape) < chance, choice.rows, -1)
    squared = _squares(crowd.places[rows], articles, choice.rows)
    felt = lively.felt(squared, crowd.tolerance[rows, None], settings.readers)
    rng = settings.stream(READING, day, block)
    moment = Moment(crowd, morning, rows, offer, choice, looked, squared, felt, rng, life)
    done = _read(moment, _chosen(moment))
    _move(moment, done)
    crowd.remember(rows, articles, choice=choice, done=done)
    crowd.tire(rows, lively.doses(squared, looked >= 0, settings.readers), settings=settings.readers)
    _leave(moment, done)
    sheet = Sheet.of(offer, choice, done)
    crowd.past.setdefault(block, []).append(sheet.seen(day))
    return sheet


def _squares(places: Matrix, articles: Articles, columns: NDArray[np.int64]) -> Matrix:
    """Squared distances (b, k) of readers to the articles in these columns; 0 where there is none."""
    way = places[:, None, :] - articles.places[columns]
    return np.where(columns >= 0, way[:, :, 0] ** 2 + way[:, :, 1] ** 2, 0.0)


def _chosen(now: Moment) -> NDArray[np.int64]:
    """What is read: of what readers are aware, what they saw in the offer included, less what they know already."""
    crowd, articles, settings = now.crowd, now.morning.articles, now.morning.settings.readers
    for_notice, for_noise = now.morning.keys
    offer, rows = now.offer, now.rows
    draws = -(-offer.open.size // 4)
    luck = now.rng.bit_generator.random_raw(draws).view(np.uint16)[: offer.open.size].reshape(offer.open.shape)
    scene = Scene(offer.readers, crowd.places[rows], articles.ids, articles.places, now.looked, crowd.read[rows])
    cells = notice(scene, now.morning.horizon, settings, luck=luck, key=for_notice)
    value = worth(cells, now.looked, now.felt, settings=settings)
    if settings.lure:
        value += settings.lure * articles.overpromise[cells.article]
    if settings.noise:
        value += settings.noise * gumbel(lots(for_noise, offer.readers[cells.reader], articles.ids[cells.article]))
    lengths = reading.session_lengths(len(luck), settings, now.rng, activity=crowd.activity[now.rows])
    return picked(cells, value, np.where(crowd.left[now.rows] < 0, lengths, 0))


def _read(now: Moment, chosen: NDArray[np.int64]) -> Reading:
    """How far the chosen are read, and what is said of them and of what was passed over."""
    settings, articles, real = now.morning.settings.readers, now.morning.articles, chosen >= 0
    true = _squares(now.crowd.places[now.rows], articles, chosen)
    same = (now.looked[:, :, None] == chosen[:, None, :]) & real[:, None, :]
    felt = np.where(same.any(axis=1), np.where(same, now.felt[:, :, None], 0.0).sum(axis=1), true)
    quality, overpromise = articles.quality[chosen], articles.overpromise[chosen]
    sated = now.crowd.sated(now.rows, articles.industry[chosen]) if settings.surfeit else 0.0
    depth = reading.depths(felt, settings, now.rng, quality=quality, overpromise=overpromise, sated=sated)
    said = lively.acts_on_read(depth, settings, luck=now.life.random(chosen.shape))
    passed = lively.acts_on_unread(now.squared, settings, luck=now.life.random(now.looked.shape))
    return Reading(
        chosen=chosen,
        depth=np.where(real, depth, 0.0),
        distance=np.sqrt(true),
        act=np.where(real, said, 0).astype(np.int8),
        offered_distance=np.sqrt(now.squared),
        offered_act=np.where((now.looked >= 0) & ~same.any(axis=2), passed, 0).astype(np.int8),
    )


def _move(now: Moment, done: Reading) -> None:
    """Readers drift toward what they read."""
    crowd, rows = now.crowd, now.rows
    read = np.where((done.chosen >= 0)[:, :, None], now.morning.articles.places[done.chosen], np.nan)
    crowd.places[rows] = reading.drifted(
        crowd.places[rows], crowd.variety[rows], read, settings=now.morning.settings.readers, rng=now.rng
    )


def _leave(now: Moment, done: Reading) -> None:
    """Some readers leave: of fatigue, or because nothing that they were offered was worth reading."""
    crowd, rows, offered = now.crowd, now.rows, now.choice.rows
    taken = (offered[:, :, None] == done.chosen[:, None, :]).any(axis=2) & (offered >= 0)
    bored = (offered >= 0).any(axis=1) & ~taken.any(axis=1)
    luck = now.life.random(len(offered))
    gone = lively.leaves(crowd.fatigue[rows], bored, now.morning.settings.readers, luck=luck) & (crowd.left[rows] < 0)
    crowd.left[rows] = np.where(gone, now.offer.day, crowd.left[rows])
