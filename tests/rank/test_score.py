"""Score columns against their formulas, written out plainly."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.domain import Belief, Candidates, Interest, Memory
from diversify.geometry import unit_rows
from diversify.rank import relevance_terms, score, scorers
from diversify.rank.learned import SHARES, part_of
from diversify.rank.likeness import likeness
from diversify.rank.relevance import HOMEWARD, SAID, home_terms, relevance
from diversify.testing.towns import DIMENSIONS, INDUSTRIES, Weather, invented_occasion, invented_pool, invented_profile

DAY = invented_occasion()
CARD = DAY.card
NAMES = {"relevance", "recency", "coverage", "farness", "novelty", "substance", "sensational", "new_voice", "scarcity"}


def town(seed=0, articles=60):
    return invented_pool(DAY, rng=np.random.default_rng(seed), weather=Weather(articles=articles, shared=0.4))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**20), st.sampled_from([0, 1, 60]))
def test_every_column_lies_between_0_and_1(seed, articles):
    pool = town(seed, articles)
    rng = np.random.default_rng(seed)
    evidence = (unit_rows(rng.standard_normal((9, DIMENSIONS))).astype(np.float32), rng.uniform(-1, 1, 9))
    interests = (Interest("industry", "sport", 1.0), Interest("term", "report", -0.9))
    profile = invented_profile(DAY, home="law", interests=interests, evidence=evidence, confidence=1.0)
    memory = Memory(vectors=pool.vectors[:3], ages=np.arange(3.0)[: len(pool)])
    columns = score(pool, profile, memory, occasion=DAY).scores
    assert set(columns) == NAMES == set(scorers(DAY))
    for column in columns.values():
        assert column.dtype == np.float64
        assert ((column >= 0) & (column <= 1)).all()


def test_recency_halves_in_two_days():
    pool = replace(Candidates.blank(3), published=DAY.as_of.timestamp() - np.array([0.0, 2, 4]) * 86_400)
    assert scorers(DAY)["recency"](pool, invented_profile(DAY), Memory()).tolist() == [1.0, 0.5, 0.25]


def test_coverage_counts_distinct_outlets_of_a_story():
    outlets = np.array(["a", "b", "a", "c", "", ""], dtype=object)
    pool = replace(Candidates.blank(6), stories=np.array([1, 1, 1, 0, 0, 1]), outlets=outlets)
    values = scorers(DAY)["coverage"](pool, invented_profile(DAY), Memory())
    assert values == pytest.approx([2 / 3, 2 / 3, 2 / 3, 0, 0, 2 / 3])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**20))
def test_farness_is_the_double_sum(seed):
    pool = town(seed, 10)
    rng = np.random.default_rng(seed)
    home = rng.random(len(INDUSTRIES))
    profile = replace(invented_profile(DAY), home=home / home.sum())
    column = scorers(DAY)["farness"](pool, profile, Memory())
    for row in range(len(pool)):
        plain = sum(
            profile.home[a] * DAY.card.distance[a, b] * float(pool.industries[row, b])
            for a in range(len(INDUSTRIES))
            for b in range(len(INDUSTRIES))
        )
        assert column[row] == pytest.approx(plain, abs=1e-12)


def test_farness_is_nothing_without_a_home_and_for_general_news():
    pool = town()
    assert not scorers(DAY)["farness"](pool, invented_profile(DAY), Memory()).any()
    general = replace(pool, industries=np.zeros_like(pool.industries))
    assert not scorers(DAY)["farness"](general, invented_profile(DAY, home="law"), Memory()).any()


def test_novelty_fades_with_a_half_life_of_a_week():
    vectors = np.eye(2, dtype=np.float32)
    pool = replace(Candidates.blank(2, dimensions=2), vectors=vectors)
    memory = Memory(vectors=vectors[:1], ages=np.array([7.0]))
    assert scorers(DAY)["novelty"](pool, invented_profile(DAY), memory).tolist() == [0.5, 1.0]


def test_vectors_of_another_model_are_refused_by_shape():
    pool = town()
    with pytest.raises(ValueError, match=r"\(1, 3\)"):
        score(pool, invented_profile(DAY), Memory(vectors=np.ones((1, 3), np.float32), ages=np.ones(1)), occasion=DAY)
    evidence = (np.ones((1, 3), np.float32), np.ones(1))
    with pytest.raises(ValueError, match=r"\(1, 3\)"):
        score(pool, invented_profile(DAY, evidence=evidence, confidence=1), Memory(), occasion=DAY)
    with pytest.raises(ValueError, match=r"home of shape \(2,\)"):
        score(pool, replace(invented_profile(DAY), home=np.ones(2)), Memory(), occasion=DAY)


def test_new_voices_are_sources_never_shown():
    pool = replace(Candidates.blank(3), feeds=np.array([1, 2, 1]))
    memory = Memory(feeds=frozenset({2}))
    assert scorers(DAY)["new_voice"](pool, invented_profile(DAY), memory).tolist() == [1, 0, 1]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**20), st.integers(1, 30), st.sampled_from([0, 2]), st.booleans())
def test_likeness_is_the_mean_of_a_gaussian_process(seed, e, r, one_sided):
    """Written out: the joint normal of what the evidence says and of what is asked, conditioned on the former."""
    rng = np.random.default_rng(seed)
    vectors = unit_rows(rng.standard_normal((5, 4))).astype(np.float32)
    vectors[0] = 0
    read, weights = unit_rows(rng.standard_normal((e, 4))).astype(np.float32), rng.uniform(-1, 1, e)
    weights = np.abs(weights) if one_sided else weights
    directions = np.linalg.qr(rng.standard_normal((4, r)))[0].T * rng.uniform(0, 0.9, (r, 1))
    card = replace(CARD, common=directions)
    got = likeness(vectors, invented_profile(DAY, evidence=(read, weights)), card)

    def kernel(a, b):
        a, b = (x - sum((x @ direction) * direction for direction in directions) for x in (a, b))
        cosine = a @ b / max(np.sqrt((a @ a) * (b @ b)), 1e-12)
        return 0.4 * cosine + 0.6 * max(cosine, 0.0) ** 3

    total = np.abs(weights).sum()
    doubt = 0.3 + 2.0 * (weights.sum() / total) ** 2
    vectors, read = vectors.astype(np.float64), read.astype(np.float64)
    joint = np.array([[kernel(a, b) for b in read] for a in read]) + np.diag(doubt / np.abs(weights))
    says = [np.sign(w) * min(abs(w) / 0.25, 1.0) for w in weights]
    for row in range(5):
        expected = np.array([kernel(vectors[row], x) for x in read]) @ np.linalg.inv(joint) @ says
        assert got[row] == pytest.approx(np.clip(expected * (total + doubt) / (total + 0.3), -1, 1), abs=1e-5)
    assert got[0] == 0.0


def test_what_all_articles_share_tells_little_of_a_reader():
    """Two articles alike in what all share, and in nothing else, are hardly alike; it takes the right length."""
    both = unit_rows(np.array([[1.0, 1, 0], [1, 0, 1]])).astype(np.float32)
    reader = invented_profile(DAY, evidence=(both[:1], np.array([0.25])))
    alike = [
        float(likeness(both, reader, replace(CARD, common=np.array(common)))[1])
        for common in (np.zeros((0, 3)), [[0.5, 0, 0]], [[0.99, 0, 0]])
    ]
    assert alike == sorted(alike, reverse=True)
    assert abs(alike[-1]) < 0.01 < alike[0]
    with pytest.raises(ValueError, match=r"common of shape \(1, 2\)"):
        likeness(both, reader, replace(CARD, common=np.ones((1, 2))))


def test_a_home_that_was_read_is_not_counted_beside_the_reading_and_one_that_was_declared_is():
    pool = town()
    declared = invented_profile(DAY, home="sport")
    read = replace(declared, home_confidence=0.9)
    assert "home:sport" in home_terms(pool, declared, occasion=DAY)
    assert home_terms(pool, read, occasion=DAY) == {}
    assert (relevance(pool, read, occasion=DAY) == 0.5).all()


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1))
def test_all_that_was_learned_moves_the_sum_by_one_at_most_and_less_than_a_clear_wish(confidence):
    assert sum(part_of(kind, confidence) for kind in SHARES) <= 1.0
    assert 0.5 * SAID > 2.0 + HOMEWARD  # a wish half fulfilled, against all that can be learned both ways, and home


def test_topics_speak_most_where_half_is_known_and_step_back_where_all_is():
    parts = [part_of("topic", confidence) for confidence in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert parts == pytest.approx([0.0, 0.075 * 3 / 16, 0.075 / 4, 0.075 * 3 / 16, 0.0])


def test_what_is_read_says_more_the_deeper_and_nothing_of_what_is_unlike_it():
    here = np.eye(DIMENSIONS, dtype=np.float32)
    shallow, deep, against = (
        likeness(here, invented_profile(DAY, evidence=(here[:1], np.array([weight]))), CARD)
        for weight in (0.01, 0.25, -0.25)
    )
    assert 0 < shallow[0] < 0.1 * deep[0] < deep[0] < 1
    assert against.tolist() == (-deep).tolist()
    assert not deep[1:].any()


def test_interests_add_up_and_noise_carries_nothing():
    shares = np.zeros((3, len(INDUSTRIES)), dtype=np.float32)
    shares[:, 0] = 0.05, 0.35, 0.8
    pool = replace(town(articles=3), industries=shares)
    profile = invented_profile(DAY, interests=(Interest("industry", "sport", 0.5), Interest("term", "report", 0.25)))
    terms = relevance_terms(pool, profile, occasion=DAY)
    assert terms["interest:industry:sport"] == pytest.approx([0, SAID / 4, SAID / 2])
    assert terms["interest:term:report"].tolist() == [SAID / 4] * 3


def test_a_belief_about_something_the_reader_spoke_of_is_dropped():
    pool = town()
    belief = Belief("industry", "sport", -1.0, 1.0, 50)
    spoke = Interest("industry", "Sport", 0.0)
    for interests, expected in (((), True), ((spoke,), False)):
        profile = invented_profile(DAY, beliefs=(belief,), interests=interests, confidence=1.0)
        terms = relevance_terms(pool, profile, occasion=DAY)
        assert ("learned:industry:sport" in terms) is expected


def test_nothing_is_concluded_about_sensitive_articles():
    pool = replace(town(), sensitive=np.ones(60, dtype=bool))
    belief = Belief("industry", "sport", 1.0, 1.0, 50)
    profile = invented_profile(DAY, beliefs=(belief,), evidence=(pool.vectors, np.ones(60)), confidence=1.0)
    assert (score(pool, profile, Memory(), occasion=DAY).scores["relevance"] == 0.5).all()


def test_columns_already_there_stay():
    pool = town(articles=4).with_scores(substance=np.full(4, 0.25))
    assert score(pool, invented_profile(DAY), Memory(), occasion=DAY).scores["substance"].tolist() == [0.25] * 4
