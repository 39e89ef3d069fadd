"""The score columns: each (n,) float64 in [0, 1], each with one meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates, Memory, Occasion, Profile
from diversify.geometry import unit_rows
from diversify.protocols import Scorer
from diversify.rank.grouping import numbered, numbered_names, partners
from diversify.rank.relevance import relevance
from diversify.rank.retrieve import outlet_keys, story_keys
from diversify.rank.scarcity import scarcity

DAY: Final = 86_400.0

RECENCY_HALF_LIFE_DAYS: Final = 2.0
"""News of the day before yesterday counts half."""

NOVELTY_HALF_LIFE_DAYS: Final = 7.0
"""What was shown a week ago makes its like half as stale as what was shown today."""


def recency(pool: Candidates, *, occasion: Occasion) -> NDArray[np.float64]:
    """``2^(-age / half-life)``: 1 at the occasion, 1/2 two days before."""
    age = np.maximum(occasion.as_of.timestamp() - pool.published, 0.0) / DAY
    return np.exp2(-age / RECENCY_HALF_LIFE_DAYS)


def outlets_of_story(pool: Candidates) -> NDArray[np.int64]:
    """(n,) how many distinct outlets of the pool carry each article's story, its own included."""
    return partners(numbered(story_keys(pool)), numbered_names(outlet_keys(pool)))


def coverage(pool: Candidates) -> NDArray[np.float64]:
    """``1 - 1/c`` for a story that c distinct outlets of the pool carry: 0 for one, 1/2 for two, never quite 1."""
    return 1.0 - 1.0 / np.maximum(outlets_of_story(pool), 1)


def distance_from_home(profile: Profile, *, occasion: Occasion) -> NDArray[np.float64]:
    """(m,) ``Σ_a h_a D_ab``: how far each industry b lies from the reader's home; all 0 where no home is known.

    Raises
    ------
    ValueError
        Where home and the model's distances have different numbers of industries.
    """
    card, home = occasion.card, profile.home
    m = len(card.industries)
    if not home.any():
        return np.zeros(m)
    if home.shape != (m,) or card.distance.shape != (m, m):
        raise ValueError(f"home of shape {home.shape} and distances of shape {card.distance.shape} need {m} industries")
    return np.asarray((home[:, None] * card.distance).sum(axis=0))


def farness(pool: Candidates, profile: Profile, *, occasion: Occasion) -> NDArray[np.float64]:
    """``Σ_a Σ_b h_a D_ab q_b``: how far each article lies from the reader's home industries.

    The share of an article that is no industry's ("general") is at distance 0: what is common to all is not far.
    All 0 where no home is known.

    Raises
    ------
    ValueError
        Where home, distances and shares do not fit together.
    """
    away = distance_from_home(profile, occasion=occasion)
    shares = pool.industries.astype(np.float64)
    if shares.shape[1] == 0:
        return np.zeros(len(pool))
    if shares.shape[1] != len(away):
        raise ValueError(f"industry shares of shape {shares.shape} need {len(away)} columns")
    return np.asarray(np.clip((shares * away).sum(axis=1), 0.0, 1.0))


def novelty(pool: Candidates, memory: Memory) -> NDArray[np.float64]:
    """1 less the largest cosine to anything shown lately, which fades with a half-life; 1 with an empty memory.

    Raises
    ------
    ValueError
        Where the vectors of memory and pool have different lengths.
    """
    if not len(memory.vectors) or not pool.vectors.shape[1]:
        return np.ones(len(pool))
    if memory.vectors.shape[1] != pool.vectors.shape[1]:
        raise ValueError(f"memory of shape {memory.vectors.shape} does not compare to pool {pool.vectors.shape}")
    shown = unit_rows(memory.vectors.astype(np.float64))
    shown *= np.exp2(-np.maximum(memory.ages, 0.0) / NOVELTY_HALF_LIFE_DAYS)[:, None]
    likeness = (pool.vectors.astype(np.float64) @ shown.T).max(axis=1)
    return np.asarray(np.round(1.0 - np.clip(likeness, 0.0, 1.0), 12))


def new_voice(pool: Candidates, memory: Memory) -> NDArray[np.float64]:
    """1 where the article's source was never shown to this reader, else 0."""
    return (~np.isin(pool.feeds, sorted(memory.feeds))).astype(np.float64)


def scorers(occasion: Occasion) -> Mapping[str, Scorer]:
    """Every column's function of (pool, profile, memory), by name, for this occasion.

    `substance` and `sensational` are the model's: whether there is something to read, and the probability that the
    headline overpromises.
    """
    return {
        "relevance": lambda pool, profile, _: relevance(pool, profile, occasion=occasion),
        "recency": lambda pool, *_: recency(pool, occasion=occasion),
        "coverage": lambda pool, *_: coverage(pool),
        "farness": lambda pool, profile, _: farness(pool, profile, occasion=occasion),
        "novelty": lambda pool, _, memory: novelty(pool, memory),
        "scarcity": lambda pool, _, memory: scarcity(pool, memory),
        "substance": lambda pool, *_: pool.substance.astype(np.float64),
        "sensational": lambda pool, *_: pool.sensational.astype(np.float64),
        "new_voice": lambda pool, _, memory: new_voice(pool, memory),
    }


def score(pool: Candidates, profile: Profile, memory: Memory, *, occasion: Occasion) -> Candidates:
    """The pool with every score column; those it has already stay as they are.

    Raises
    ------
    ValueError
        Where pool, profile, memory and the model's card do not fit together.
    """
    missing = {name: scorer for name, scorer in scorers(occasion).items() if name not in pool.scores}
    columns = {name: scorer(pool, profile, memory) for name, scorer in missing.items()}
    return pool.with_scores(**columns)
