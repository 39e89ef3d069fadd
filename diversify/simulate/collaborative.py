"""Collaborative baselines: what readers with like clicks read, without a look at what articles are about.

The recommenders that SIREN compared, with the settings of the toolbox it used (MyMediaLite). All learn each day anew
from who read which of the articles that live today, found with or without an offer. An article that nobody read yet
is known to none of them: where scores tie, as for the newborn and for readers without a click, articles are drawn.
Readers learn from those of their block (`day.BLOCK`) alone, so that blocks stay independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.offers import Offer, Policy, best

Clicks = NDArray[np.float32]
Scores = NDArray[np.float64]

NEIGHBOURS: Final = 80
FACTORS: Final = 10
PASSES: Final = 30
STEP: Final = 0.05
REGULAR: Final = 0.0025
BATCH: Final = 512
"""Triples whose gradients are added up before the next: one after the other would be true to the paper, and slow."""

_TIE: Final = 1e-9
_GRAINS: Final = 2.0**20
"""Likeness is counted in these parts, so that sums of it are exact: the same in whatever order they are taken."""


class Scorer(Protocol):
    """Gives every article a worth for every reader."""

    def __call__(self, read: Clicks, rng: np.random.Generator, /) -> Scores:
        """Scores (b, n) from who read what (b, n)."""
        ...


def clicks(offer: Offer) -> Clicks:
    """Who of these readers read which of the living articles: (b, n), 1 where they did."""
    found = np.zeros(offer.open.shape, dtype=np.float32)
    if len(offer.ids) == 0 or len(offer.readers) == 0:
        return found
    oldest = int(offer.ids[0])
    for seen in offer.past:
        alive = seen.read & (seen.article >= oldest)
        found[seen.reader[alive] - offer.readers[0], seen.article[alive] - oldest] = 1.0
    return found


def most_read(read: Clicks, _rng: np.random.Generator) -> Scores:
    """How many read each article, the same for all."""
    return np.broadcast_to(read.sum(axis=0, dtype=np.float64), read.shape)


def item_neighbours(read: Clicks, _rng: np.random.Generator) -> Scores:
    """Sum of an article's likeness to those of its `NEIGHBOURS` nearest ones that were read.

    Likeness is the cosine of who read them (Deshpande and Karypis 2004, ACM TOIS 22, item-based top-N).
    """
    return np.asarray(read.astype(np.float64) @ _nearest(_cosines(read.T)).T) / _GRAINS


def reader_neighbours(read: Clicks, _rng: np.random.Generator) -> Scores:
    """Sum of likeness to those of the `NEIGHBOURS` nearest readers who read the article; cosine of what they read."""
    return np.asarray(_nearest(_cosines(read)) @ read.astype(np.float64)) / _GRAINS


def factors(read: Clicks, rng: np.random.Generator) -> Scores:
    """Matrix factorisation that ranks what was read above what was not (BPR: Rendle et al. 2009, UAI).

    Ten factors and a bias, thirty passes over the clicks, step .05, no more regularised than the toolbox does; a
    triple is a reader with a click, one of their clicks, and an article that they did not read.
    """
    b, n = read.shape
    scores = np.zeros((b, n))
    who, what = np.nonzero(read)
    known = read.any(axis=0)
    # Nothing to rank: nobody read anything, or all read all that is known.
    if len(who) == 0 or read[:, known].all():
        return scores
    reader, article, bias = rng.normal(0.0, 0.1, (b, FACTORS)), rng.normal(0.0, 0.1, (n, FACTORS)), np.zeros(n)
    others = np.flatnonzero(known)
    for start in range(0, PASSES * len(who), BATCH):
        draw = rng.integers(len(who), size=min(BATCH, PASSES * len(who) - start))
        u, i, j = who[draw], what[draw], others[rng.integers(len(others), size=len(draw))]
        unread = read[u, j] == 0
        _climb(reader, article, bias, triples=(u[unread], i[unread], j[unread]))
    scores[:, known] = (np.einsum("bf,nf->bn", reader, article) + bias)[:, known]
    scores[:, ~known] = scores.min() - 1.0
    return scores


def _climb(reader: Scores, article: Scores, bias: Scores, *, triples: tuple[NDArray[np.int64], ...]) -> None:
    """One step up the gradient of these triples: a reader, what they read, what they did not."""
    u, i, j = triples
    way = article[i] - article[j]
    pull = 1.0 / (1.0 + np.exp(bias[i] - bias[j] + (reader[u] * way).sum(axis=1)))
    drawn = pull[:, None] * reader[u]
    kept = (REGULAR * reader[u], REGULAR * article[i], REGULAR / 10 * article[j])
    changes = (pull[:, None] * way - kept[0], drawn - kept[1], -drawn - kept[2])
    for table, rows, change in zip((reader, article, article), (u, i, j), changes, strict=True):
        cells = (rows[:, None] * FACTORS + np.arange(FACTORS)).ravel()
        summed = np.bincount(cells, change.ravel(), minlength=table.size).reshape(table.shape)
        np.add(table, STEP * summed, out=table)
    bias += STEP * (np.bincount(i, pull, minlength=len(bias)) - np.bincount(j, pull, minlength=len(bias)))


@dataclass(frozen=True)
class _Collaborative:
    score: Scorer

    def __call__(self, offer: Offer, rng: np.random.Generator) -> NDArray[np.int64]:
        known = clicks(offer)
        scores = self.score(known, rng) + _TIE * rng.random(known.shape)
        nothing = ~known.any(axis=1)
        scores[nothing] = rng.random((int(nothing.sum()), known.shape[1]))
        return best(scores, offer)


def by_clicks(score: Scorer) -> Policy:
    """Policy that offers each reader the open articles of the highest score; any to who read nothing that lives.

    Parameters
    ----------
    score
        `item_neighbours`, `reader_neighbours`, `factors`, `most_read`, or any function like them.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop
    >>> few = ReaderSettings(number=30)
    >>> near, any_ = (loop(by_clicks(how), readers=few, days=6).summary()["distance_shown"]
    ...               for how in (item_neighbours, most_read))
    >>> bool(near < any_)
    True
    """
    return _Collaborative(score)


def _cosines(rows: Clicks) -> Scores:
    """Cosines (r, r) between the rows of a binary matrix, in whole parts of 2^-20; 0 with itself, and for no clicks."""
    shared = (rows @ rows.T).astype(np.float64)  # sums of ones: exact
    size = np.sqrt(np.maximum(np.diagonal(shared), 1.0))
    found = np.rint(_GRAINS * shared / size[:, None] / size[None, :])
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def _nearest(likeness: Scores) -> Scores:
    """The matrix with all but each row's `NEIGHBOURS` largest entries set to 0; more where some tie for the last."""
    if likeness.shape[1] <= NEIGHBOURS:
        return likeness
    bound = np.partition(likeness, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS]
    return np.where(likeness >= bound[:, None], likeness, 0.0)
