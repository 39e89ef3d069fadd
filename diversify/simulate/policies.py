"""Policies that look at one thing: who is offered what. Each is a callable from an `Offer` to rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from diversify.simulate.offers import Offer, best, strips


def nothing(offer: Offer, rng: np.random.Generator) -> NDArray[np.int64]:  # noqa: ARG001 - a policy's arguments
    """No recommendations: readers find what is near and what is prominent by themselves (the paper's control)."""
    return np.full((len(offer.readers), offer.size), -1, dtype=np.int64)


def random(offer: Offer, rng: np.random.Generator) -> NDArray[np.int64]:
    """Any articles."""
    return best(rng.random(offer.open.shape, dtype=np.float32), offer)


def popular(offer: Offer, rng: np.random.Generator) -> NDArray[np.int64]:  # noqa: ARG001 - a policy's arguments
    """The most prominent articles, the same for all who have not seen them."""
    return best(np.broadcast_to(offer.prominence.astype(np.float32), offer.open.shape), offer)


def recent(offer: Offer, rng: np.random.Generator) -> NDArray[np.int64]:
    """The newest articles, in any order within a day."""
    return best(rng.random(offer.open.shape, dtype=np.float32) - offer.age.astype(np.float32), offer)


def relevance_only(offer: Offer, rng: np.random.Generator) -> NDArray[np.int64]:
    """The articles closest to what was read; random ones for a reader of whom nothing is known."""
    return best(closeness(offer, rng), offer)


def closeness(offer: Offer, rng: np.random.Generator) -> NDArray[np.float32]:
    """How close each article is to what was read (b, n); drawn where nothing is known.

    p · a - |a|² / 2, which orders articles as -|p - a|² does.
    """
    profile, places = offer.profile.astype(np.float32), offer.places.astype(np.float32)
    scores: NDArray[np.float32] = np.empty(offer.open.shape, dtype=np.float32)
    half = np.float32(0.5) * (places**2).sum(axis=1)
    for rows in strips(len(scores), len(places)):
        np.multiply(profile[rows, :1], places[None, :, 0], out=scores[rows])
        scores[rows] += profile[rows, 1:] * places[None, :, 1]
        scores[rows] -= half
    unknown = offer.evidence <= 0.0
    scores[unknown] = rng.random((int(unknown.sum()), scores.shape[1]), dtype=np.float32)
    return np.asarray(scores)
