"""The law of scorers: a number in [0, 1] for each candidate, whatever is unknown, whatever the order of the pool."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates, Memory, Profile
from diversify.protocols import Scorer
from diversify.testing.builders import EPOCH_DAY
from diversify.testing.expect import expect, same

_NEAR = 1e-9


def make_candidates(n: int = 30, *, dimensions: int = 8, industries: int = 4, seed: int = 0) -> Candidates:
    """Candidates of every kind: some without a vector, without industries, of one story, of one source, old and new.

    Examples
    --------
    >>> pool = make_candidates(12)
    >>> len(pool), pool.vectors.shape, bool(pool.vectors[0].any())
    (12, (12, 8), False)
    """
    rng = np.random.default_rng(seed)
    blank = Candidates.blank(n, dimensions=dimensions, industries=industries)
    vectors = rng.normal(size=(n, dimensions)).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    vectors[::6] = 0.0
    shares = rng.dirichlet(np.ones(industries), n).astype(np.float32) * np.float32(0.999)
    shares[::5] = 0.0
    return replace(
        blank,
        vectors=vectors,
        industries=shares,
        feeds=rng.integers(1, 6, n),
        stories=rng.integers(1, n // 2 + 2, n),
        outlets=np.array([f"outlet{i % 4}.example" for i in range(n)], dtype=object),
        languages=np.array(["en"] * n, dtype=object),
        titles=np.array([f"Title {i}" for i in range(n)], dtype=object),
        published=np.asarray(EPOCH_DAY.timestamp() - rng.integers(0, 20 * 86_400, n), dtype=np.float64),
        words=rng.integers(0, 2_000, n),
        sensational=rng.random(n).astype(np.float32),
        substance=rng.random(n).astype(np.float32),
        sensitive=rng.random(n) < 0.1,
    )


def check_scorer(
    scorer: Scorer,
    *,
    pool: Candidates | None = None,
    profile: Profile | None = None,
    memory: Memory | None = None,
) -> None:
    """Raise where a scorer breaks the law of its socket, `diversify.protocols.Scorer`.

    Parameters
    ----------
    scorer
        What to check: a function of (candidates, profile, memory) to a column, (n,) float64 in [0, 1].
    pool
        At least two candidates to score; those of `make_candidates` by default. Give your own where yours needs other
        vectors, industries or topics.
    profile
        A reader to score for; one of whom nothing is known is always tried too.
    memory
        What was shown to that reader; no memory is always tried too.

    Raises
    ------
    AssertionError
        With the rule that is broken.

    Examples
    --------
    >>> check_scorer(lambda pool, profile, memory: pool.substance.astype(float))
    >>> check_scorer(lambda pool, profile, memory: pool.substance)
    Traceback (most recent call last):
    AssertionError: a scorer must answer float64, got float32
    """
    candidates = make_candidates() if pool is None else pool
    expect(len(candidates) >= 2, f"a law needs at least 2 candidates, got {len(candidates)}")
    stranger = Profile.unknown(
        EPOCH_DAY, industries=candidates.industries.shape[1], dimensions=candidates.vectors.shape[1]
    )
    for reader, shown in ((profile or stranger, memory or Memory()), (stranger, Memory())):
        _check_for(scorer, candidates, reader, memory=shown)


def _check_for(scorer: Scorer, pool: Candidates, profile: Profile, *, memory: Memory) -> None:
    """Every rule, for one reader."""
    before = copy.deepcopy((pool, profile, memory))
    scores = _scored(scorer, pool, profile, memory=memory)
    words = "a scorer must leave candidates, profile and memory as they are"
    expect(same((pool, profile, memory), before), words)
    again = _scored(scorer, pool, profile, memory=memory)
    expect(scores.tolist() == again.tolist(), "a scorer must score the same twice")
    order = np.random.default_rng(1).permutation(len(pool))
    turned = _scored(scorer, pool[order], profile, memory=memory)
    apart = ~np.isclose(turned, scores[order], rtol=0, atol=_NEAR)
    at = int(order[np.argmax(apart)])
    expect(not apart.any(), f"a score must not depend on the order of candidates, but that of row {at} does")
    _scored(scorer, pool[np.array([0])], profile, memory=memory)
    _scored(scorer, pool[np.zeros(0, dtype=np.int64)], profile, memory=memory)


def _scored(scorer: Scorer, pool: Candidates, profile: Profile, *, memory: Memory) -> NDArray[np.float64]:
    """A column, its form checked."""
    try:
        scores = scorer(pool, profile, memory)
    except Exception as error:
        words = f"a scorer must score {len(pool)} candidates, but raised {type(error).__name__}: {error}"
        raise AssertionError(words) from error
    n = len(pool)
    expect(isinstance(scores, np.ndarray), f"a scorer must answer an array, got {type(scores).__name__}")
    expect(scores.shape == (n,), f"a scorer must answer one number a candidate, ({n},), got shape {scores.shape}")
    expect(scores.dtype == np.float64, f"a scorer must answer float64, got {scores.dtype}")
    bad = ~((scores >= 0) & (scores <= 1))
    at = int(np.argmax(bad)) if n else 0
    words = f"a score must lie in [0, 1], but row {at} of shape {scores.shape} holds"
    expect(not bad.any(), f"{words} {scores[at] if n else None}")
    return scores
