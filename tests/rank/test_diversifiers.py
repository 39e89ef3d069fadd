"""Diversifiers against naive oracles, and the edges of their contract."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.domain import Candidates
from diversify.rank import rerank
from diversify.rank.diversifiers import diversifiers, mmr, none


def naive_cosine(a, b):
    """Correctly rounded sums; rounded like the contract says, so that equal angles tie."""
    lengths = math.sqrt(math.fsum(x * x for x in a)) * math.sqrt(math.fsum(x * x for x in b))
    return round(math.fsum(x * y for x, y in zip(a, b, strict=True)) / lengths, 12) if lengths else 0.0


def naive_mmr(vectors, scores, k, diversity):
    vectors = [[float(x) for x in row] for row in vectors]
    scores = [float(score) for score in scores]
    chosen = []
    while len(chosen) < min(k, len(scores)):
        best, best_gain = -1, -math.inf
        for row in range(len(scores)):
            if row in chosen:
                continue
            gain = scores[row]
            if chosen:
                likeness = max(naive_cosine(vectors[row], vectors[other]) for other in chosen)
                gain = (1.0 - diversity) * scores[row] - diversity * likeness
            if gain > best_gain:
                best, best_gain = row, gain
        chosen.append(best)
    return chosen


@st.composite
def cases(draw):
    """Few directions and few scores, so that ties, duplicates, zero rows and opposite rows are common."""
    n, d = draw(st.integers(0, 14)), draw(st.integers(1, 4))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    kind = draw(st.sampled_from(["grid", "smooth", "copies"]))
    vectors = rng.integers(-1, 2, (n, d)).astype(dtype) if kind != "smooth" else rng.standard_normal((n, d))
    if kind == "copies" and n:
        vectors = vectors[rng.integers(0, n, n)]
    scores = rng.integers(0, 5, n) / 4 if draw(st.booleans()) else rng.standard_normal(n)
    diversity = draw(st.sampled_from([0.0, 0.25, 0.3, 0.5, 0.9, 1.0]))
    return vectors.astype(dtype), scores.astype(dtype), draw(st.integers(0, n + 2)), diversity


@settings(max_examples=300, deadline=None)
@given(cases())
def test_mmr_equals_the_naive_oracle(case):
    vectors, scores, k, diversity = case
    assert mmr(vectors, scores, k, diversity=diversity).tolist() == naive_mmr(vectors, scores, k, diversity)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_every_diversifier_keeps_the_contract(case):
    vectors, scores, k, diversity = case
    by_score = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
    for name, choose in diversifiers.items():
        rows = choose(vectors, scores, k, diversity=diversity)
        assert rows.dtype == np.int64
        assert len(rows) == len(set(rows.tolist())) == min(k, len(scores))
        assert choose(vectors, scores, k, diversity=0.0).tolist() == by_score[:k]
        assert rows.tolist() == choose(vectors.copy(), scores.copy(), k, diversity=diversity).tolist()
        if len(rows) and name in {"mmr", "msd", "none", "ssd"}:  # the others weigh even the first
            assert rows[0] == by_score[0]


def test_none_is_by_score_whatever_the_dial():
    assert none(np.eye(4), np.array([0.1, 0.4, 0.4, 0.2]), 9, diversity=1.0).tolist() == [1, 2, 3, 0]


def test_negative_cosines_count_as_they_are():
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    assert mmr(vectors, np.array([1.0, 0.5, 0.5]), 3).tolist() == [0, 2, 1]


def test_a_duplicate_comes_after_everything_unlike_it():
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    assert mmr(vectors, np.array([1.0, 0.9, 0.0]), 3, diversity=0.9).tolist() == [0, 2, 1]


def test_length_of_vectors_does_not_matter():
    rng = np.random.default_rng(3)
    vectors, scores = rng.standard_normal((30, 5)), rng.random(30)
    longer = vectors * rng.uniform(0.1, 50, (30, 1))
    assert mmr(vectors, scores, 30).tolist() == mmr(longer, scores, 30).tolist()


def test_scores_of_any_size_are_ordered_exactly():
    scores = np.array([1e-300, 2e-300, 1e300, 3e-300, -1e308])
    assert mmr(np.zeros((5, 2)), scores, 5, diversity=0.5).tolist() == [2, 3, 1, 0, 4]
    assert mmr(np.zeros((5, 0)), scores, 5, diversity=0.5).tolist() == [2, 3, 1, 0, 4]


@pytest.mark.parametrize("name", sorted(diversifiers))
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_refused_by_row(name, bad):
    scores, vectors = np.array([1.0, bad, 0.0]), np.eye(3)
    with pytest.raises(ValueError, match=r"scores .* row 1 "):
        diversifiers[name](vectors, scores, 2)
    vectors[2, 1] = bad
    with pytest.raises(ValueError, match=r"vectors .* row 2 "):
        diversifiers[name](vectors, np.ones(3), 2)


@pytest.mark.parametrize("name", sorted(diversifiers))
@pytest.mark.parametrize(
    ("vectors", "scores", "k", "diversity", "message"),
    [
        (np.eye(3), np.ones(2), 1, 0.5, r"\(3, 3\).*\(2,\)"),
        (np.ones(3), np.ones(3), 1, 0.5, r"\(3,\)"),
        (np.eye(3), np.ones(3), -1, 0.5, "k -1"),
        (np.eye(3), np.ones(3), 1, 1.5, r"diversity 1\.5"),
        (np.eye(3), np.ones(3), 1, np.nan, "diversity nan"),
    ],
)
def test_wrong_arguments_are_refused(name, vectors, scores, k, diversity, message):
    with pytest.raises(ValueError, match=message):
        diversifiers[name](vectors, scores, k, diversity=diversity)


def test_rerank_takes_candidates_and_names():
    pool = Candidates.blank(4, dimensions=2).with_scores(relevance=np.array([0.1, 0.9, 0.5, 0.9]))
    assert rerank(pool, 3, name="none").ids.tolist() == [2, 4, 3]
    with pytest.raises(ValueError, match=r"'mrm'.*mmr, msd, none, pm2"):
        rerank(pool, 3, name="mrm")
    with pytest.raises(ValueError, match=r"'recency'.*relevance"):
        rerank(pool, 3, by="recency")
    with pytest.raises(ValueError, match=r"diversity 0\.5 and budget 0\.1"):
        rerank(pool, 3, diversity=0.5, budget=0.1)
    assert rerank(pool, 3, budget=0.0).ids.tolist() == [2, 4, 3]
