"""Every score column of ours keeps the law of scorers, and each way of breaking it is found."""

import numpy as np
import pytest

from diversify.domain import Memory, Occasion, Profile, Taxonomy
from diversify.rank.score import scorers
from diversify.testing import EPOCH_DAY, check_scorer, make_candidates, make_card

OCCASION = Occasion(
    "2026-03-02", EPOCH_DAY, seed=0, card=make_card("words-1", widths=(8, 3, 4)), taxonomy=Taxonomy(()), feeds={}
)
RNG = np.random.default_rng(0)
READ = RNG.normal(size=(3, 8)).astype(np.float32)
READ /= np.linalg.norm(READ, axis=1, keepdims=True)
READER = Profile(
    as_of=EPOCH_DAY,
    interests=(),
    beliefs=(),
    home=np.array([0.5, 0.5, 0.0, 0.0]),
    home_confidence=1.0,
    evidence_ids=np.array([901, 902, 903]),
    evidence_vectors=READ,
    evidence_weights=np.array([1.0, 0.5, -0.5]),
    confidence=0.4,
)
MEMORY = Memory(articles=frozenset({1}), feeds=frozenset({1, 2}), vectors=READ, ages=np.array([0.0, 1.0, 5.0]))


@pytest.mark.parametrize("name", sorted(scorers(OCCASION)))
def test_our_scorers_keep_the_law(name):
    check_scorer(scorers(OCCASION)[name], profile=READER, memory=MEMORY)


def sound(pool, profile, memory):
    return pool.substance.astype(np.float64)


def writing(pool, profile, memory):
    pool.substance[:] = 0.5
    return sound(pool, profile, memory)


def by_rank(pool, profile, memory):
    return np.arange(len(pool)) / max(1, len(pool))


def not_for_strangers(pool, profile, memory):
    return sound(pool, profile, memory) / profile.confidence if profile.confidence else profile.home[:9]


def not_for_none(pool, profile, memory):
    return sound(pool, profile, memory) / sound(pool, profile, memory).max()


def drawn(pool, profile, memory):
    return RNG.random(len(pool))


BROKEN = [
    (lambda pool, *_: pool.substance.tolist(), "must answer an array, got list"),
    (lambda pool, *_: pool.substance, "must answer float64, got float32"),
    (
        lambda pool, *_: pool.substance[:1].astype(float),
        r"one number a candidate, \(30,\), got shape \(1,\)",
    ),
    (lambda pool, *_: pool.words.astype(float), r"must lie in \[0, 1\], but row 0"),
    (lambda pool, *_: np.full(len(pool), np.nan), r"must lie in \[0, 1\], but row 0"),
    (writing, "must leave candidates, profile and memory as they are"),
    (by_rank, "must not depend on the order of candidates"),
    (drawn, "must score the same twice"),
    (not_for_strangers, "one number a candidate"),
    (not_for_none, "must score 0 candidates, but raised ValueError"),
    (lambda pool, profile, memory: sound(pool, profile, memory) + memory.nothing, "raised AttributeError"),
]


@pytest.mark.parametrize(("scorer", "words"), BROKEN, ids=[words for _, words in BROKEN])
def test_each_way_of_breaking_it_is_found_in_scorers(scorer, words):
    with pytest.raises(AssertionError, match=words):
        check_scorer(scorer)


def test_a_pool_and_a_reader_of_ones_own():
    asked = []

    def watching(pool, profile, memory):
        asked.append((pool.vectors.shape[1], profile.confidence, len(memory.vectors)))
        return sound(pool, profile, memory)

    check_scorer(watching, pool=make_candidates(5, dimensions=3), profile=READER, memory=MEMORY)
    assert {one[0] for one in asked} == {3}
    assert {one[1:] for one in asked} == {(0.4, 3), (0.0, 0)}


def test_a_law_without_candidates_says_so():
    with pytest.raises(AssertionError, match="at least 2 candidates, got 1"):
        check_scorer(sound, pool=make_candidates(1))
