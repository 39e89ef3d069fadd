"""Baselines in closed loop: every diversifier of `rank`, and random places among relevant ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers import by_kinds
from diversify.rank.rerank import diversifier
from diversify.simulate.lifting import lifted, likeness
from diversify.simulate.offers import Choice, Offer, Policy, best
from diversify.simulate.policies import closeness

UNREAD: Final = 0.1
"""Each industry's share in what is aimed at before anything was read, in readings: nothing is ruled out."""


def diversified(name: str, *, diversity: float = 0.5, among: int = 200) -> Policy:
    """Policy that re-ranks the articles most relevant to each reader.

    Relevance is exp(-d² / 0.3) from the mean place of what was read. Those that look at vectors see `lifted` places;
    those that look at kinds see industries, and aim at the reader's own shares of reading.

    Parameters
    ----------
    name
        One of `diversify.rank.diversifiers`.
    diversity
        The dial, in [0, 1].
    among
        How many of the most relevant articles are re-ranked.

    Raises
    ------
    ValueError
        For an unknown name or an impossible dial.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop
    >>> few = ReaderSettings(number=5)
    >>> plain, diverse = (loop(diversified("mmr", diversity=d), readers=few, days=5).summary() for d in (0.0, 0.9))
    >>> plain["industries_shown"] < diverse["industries_shown"]
    True
    """
    if not 0.0 <= diversity <= 1.0:
        raise ValueError(f"diversity {diversity} is outside [0, 1]")
    if among < 1:
        raise ValueError(f"among {among} must be at least 1")
    return _Diversified(diversifier(name), name in by_kinds, diversity, among)


@dataclass(frozen=True)
class _Diversified:
    chosen: Callable[..., NDArray[np.int64]]
    kinds: bool
    diversity: float
    among: int

    def __call__(self, offer: Offer, rng: np.random.Generator) -> NDArray[np.int64]:
        relevant = best(closeness(offer, rng), replace(offer, size=min(self.among, len(offer.ids))))
        scores = likeness(offer.profile, offer.places)
        features = np.eye(len(offer.distance))[offer.industry] if self.kinds else lifted(offer.places)
        rows = np.full((len(offer.readers), offer.size), -1, dtype=np.int64)
        for reader, candidates in enumerate(relevant):
            pool = candidates[candidates >= 0]
            if len(pool):
                known = offer.evidence[reader] > 0.0
                worth = scores[reader, pool] if known else np.linspace(1.0, 0.0, len(pool))
                order = self._order(features[pool], worth, offer, reader=reader)
                rows[reader, : len(order)] = pool[order]
        return rows

    def _order(
        self, features: NDArray[np.floating], worth: NDArray[np.float64], offer: Offer, *, reader: int
    ) -> NDArray[np.int64]:
        if not self.kinds:
            return self.chosen(features, worth, offer.size, diversity=self.diversity)
        wanted = offer.reading[reader] + UNREAD
        return self.chosen(features, worth, offer.size, diversity=self.diversity, target=wanted / wanted.sum())


def epsilon_greedy(*, epsilon: float = 0.25) -> Policy:
    """Policy that gives each place, with probability `epsilon`, to any open article, else to the most relevant left.

    The propensity of a drawn place is 1 over the number of articles it was drawn from.

    Raises
    ------
    ValueError
        Where `epsilon` is outside [0, 1].

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop
    >>> run = loop(epsilon_greedy(epsilon=1.0), readers=ReaderSettings(number=3), days=1)
    >>> round(float(1 / run.sheet.propensity[run.sheet.position == 1][0])), "articles left beside twelve of a hundred"
    (88, 'articles left beside twelve of a hundred')
    """
    if not 0.0 <= epsilon <= 1.0:
        raise ValueError(f"epsilon {epsilon} is outside [0, 1]")
    return _EpsilonGreedy(epsilon)


@dataclass(frozen=True)
class _EpsilonGreedy:
    epsilon: float

    def __call__(self, offer: Offer, rng: np.random.Generator) -> Choice:
        greedy = best(closeness(offer, rng), offer)
        taken = offer.open.copy()
        reader, place = np.nonzero(greedy >= 0)
        taken[reader, greedy[reader, place]] = False
        left = taken.sum(axis=1)
        drawn = best(rng.random(offer.open.shape, dtype=np.float32), replace(offer, open=taken))
        explore = (rng.random(greedy.shape) < self.epsilon) & (drawn >= 0)
        # The n-th place that is not drawn takes the n-th most relevant.
        turn = np.cumsum(~explore, axis=1) - 1
        rows = np.where(explore, drawn, np.take_along_axis(greedy, np.maximum(turn, 0), axis=1))
        propensity = np.where(explore, 1.0 / np.maximum(left, 1)[:, None], 1.0)
        return Choice(rows, np.zeros(rows.shape, dtype=np.int8), propensity)
