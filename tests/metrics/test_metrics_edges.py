"""What is undefined is NaN, what is wrong is refused with shape, row and expectation; nothing is a silent 0."""

import re

import numpy as np
import pytest

from diversify import metrics

VECTORS = np.eye(3)
SUBTOPICS = np.eye(3, dtype=int)
EMPTY = np.zeros((0, 4), dtype=int)
PADDED = [[-1, -1]]


def test_slates_without_enough_articles_are_nan():
    for metric in (metrics.intra_list_diversity, metrics.expected_intra_list_diversity):
        assert np.isnan(metric([[0, -1], [-1, -1]], VECTORS)).all()
    assert np.isnan(metrics.intra_list_diversity([[0, -1]], VECTORS, of="minimum")).all()
    assert np.isnan(metrics.calibration(PADDED, [[0]], VECTORS)).all()
    assert np.isnan(metrics.calibration([[0]], PADDED, VECTORS)).all()
    assert np.isnan(metrics.unexpectedness(PADDED, [[0]], VECTORS)).all()
    assert np.isnan(metrics.self_information(PADDED, [0.5])).all()
    assert np.isnan(metrics.effective_number(PADDED, VECTORS)).all()
    assert np.isnan(metrics.fragmentation([[0, 1], [-1, -1]], [1, 2, 3])).all()
    assert np.isnan(metrics.representation(PADDED, [0, 1], VECTORS)).all()


def test_readers_who_had_nothing_relevant_are_nan():
    assert np.isnan(metrics.ndcg([[0, 0]], [[0, 0]])).all()
    assert np.isnan(metrics.auc([[0.1, 0.2]], [[1, 1]])).all()
    assert np.isnan(metrics.auc([[0.1, 0.2]], [[0, 0]])).all()
    nothing = {"relevant": [0]}
    assert np.isnan(metrics.reciprocal_rank([[0, 0]], **nothing)).all()
    assert np.isnan(metrics.hit_rate([[0, 0]], **nothing)).all()
    assert metrics.hit_rate([[0, 0]], relevant=[2]).tolist() == [0.0]
    assert np.isnan(metrics.reciprocal_rank([[0, 0]], convention="mean")).all()


def test_no_subtopics_at_all_is_nan_and_an_empty_slate_covers_nothing():
    none = np.zeros((3, 2), dtype=int)
    for metric in (metrics.alpha_ndcg, metrics.err_ia, metrics.s_recall, metrics.nrbp):
        assert np.isnan(metric([[0, 1]], none)).all()
        assert metric(PADDED, SUBTOPICS).tolist() == [0.0]


def test_exposure_without_anything():
    assert np.isnan(metrics.gini([0, 0]))
    assert np.isnan(metrics.gini([]))
    assert np.isnan(metrics.gini([3.0], unbiased=True))
    assert np.isnan(metrics.coverage(EMPTY, 0))
    assert metrics.exposure(EMPTY, [0, 1]).tolist() == [0.0, 0.0]


def test_no_slates_give_no_numbers():
    for metric in (metrics.intra_list_diversity, metrics.expected_intra_list_diversity, metrics.s_recall):
        assert metric(EMPTY, SUBTOPICS).shape == (0,)
    for metric in (metrics.alpha_ndcg, metrics.err_ia, metrics.nrbp):
        assert metric(EMPTY, SUBTOPICS).shape == (0,)
    assert metrics.calibration(EMPTY, EMPTY, VECTORS).shape == (0,)
    assert metrics.fragmentation(EMPTY, [1, 2, 3]).shape == (0,)
    assert metrics.ndcg(np.zeros((0, 3)), np.zeros((0, 3))).shape == (0,)


def test_all_places_padding_over_no_articles():
    assert np.isnan(metrics.intra_list_diversity(PADDED, np.zeros((0, 2)))).all()
    assert np.isnan(metrics.unexpectedness(PADDED, PADDED, np.zeros((0, 2)))).all()


def test_padding_changes_nothing():
    short, long = [[2, 0]], [[2, 0, -1, -1]]
    for metric in (metrics.intra_list_diversity, metrics.expected_intra_list_diversity):
        assert metric(short, VECTORS) == metric(long, VECTORS)
    for metric in (metrics.s_recall, metrics.nrbp):
        assert metric(short, SUBTOPICS) == metric(long, SUBTOPICS)
    assert metrics.alpha_ndcg(short, SUBTOPICS, k=2) == metrics.alpha_ndcg(long, SUBTOPICS, k=2)
    assert metrics.ndcg([[1, 0]], [[1, 1]]) == metrics.ndcg([[1, 0, np.nan]], [[1, 1]])


def test_a_cut_beyond_the_slate_counts_the_places_it_lacks():
    assert metrics.alpha_ndcg([[0]], SUBTOPICS, k=3)[0] < 1.0
    assert metrics.alpha_ndcg([[0]], SUBTOPICS, k=1)[0] == 1.0
    assert metrics.err_ia([[0]], SUBTOPICS, k=3)[0] < metrics.err_ia([[0]], SUBTOPICS, k=1)[0]


def test_a_pool_bounds_the_ideal():
    assert metrics.alpha_ndcg([[0, 1]], SUBTOPICS, pool=[0, 1])[0] == pytest.approx(1.0)
    assert np.isnan(metrics.alpha_ndcg([[0]], SUBTOPICS, pool=[])).all()


def test_a_slate_like_the_pool_represents_it():
    pool = [0, 1, 2]
    assert metrics.representation([pool], pool, VECTORS, discount="none")[0] == pytest.approx(0.0, abs=1e-12)
    assert metrics.representation([[0, 0], [1, 1]], [[0, -1], [2, 2]], VECTORS).round(9).tolist() == [0.0, 1.0]
    heard = metrics.alternative_voices([[0, 1]], pool, [1.0, 0.0, 0.5], discount="none")
    assert heard[0] == pytest.approx(0.0, abs=1e-12)
    assert metrics.activation([[0]], [1], [0.05, 0.95, 1.0])[0] == pytest.approx(1.0)
    assert metrics.activation([[1]], [2], [0.05, 0.95, 1.0], measure="kl", root=True)[0] == pytest.approx(0.0)


def test_readers_who_see_the_same_are_not_fragmented():
    assert metrics.fragmentation([[0, 1], [2, 1]], [5, 6, 5])[0] == pytest.approx(0.0, abs=1e-12)
    assert metrics.fragmentation([[0], [1], [0]], [5, 6, 5], pairs=[[0, 1], [0, 2]]).round(9).tolist() == [1.0, 0.0]


REFUSED = [
    (lambda: metrics.intra_list_diversity([0, 1], VECTORS), "slates of shape (2,)"),
    (lambda: metrics.intra_list_diversity([[0.5]], VECTORS), "type float64 must be an integer matrix"),
    (lambda: metrics.intra_list_diversity([[0, 3]], VECTORS), "rows of 3 articles, or -1, but row 0"),
    (lambda: metrics.intra_list_diversity([[0], [-2]], VECTORS), "but row 1 of shape (2, 1) holds -2"),
    (lambda: metrics.s_recall([[0, -1, 1]], SUBTOPICS), "at their end only"),
    (lambda: metrics.s_recall([[0]], SUBTOPICS, k=0), "k 0 must be at least 1"),
    (lambda: metrics.s_recall([[0]], [[2]]), "subtopics must be 0 or 1, but row 0 of shape (1, 1) holds 2"),
    (lambda: metrics.intra_list_diversity([[0]], [[np.nan]]), "vectors must be finite, but row 0"),
    (lambda: metrics.intra_list_diversity([[0]], VECTORS, distance="hamming"), "distance 'hamming' is unknown"),
    (lambda: metrics.intra_list_diversity([[0]], VECTORS, of="max"), "of 'max' is unknown"),
    (lambda: metrics.expected_intra_list_diversity([[0, 1]], VECTORS, relevance=[[1]]), "relevance of shape (1, 1)"),
    (lambda: metrics.expected_intra_list_diversity([[0]], VECTORS, discount="x"), "discount 'x' is unknown"),
    (lambda: metrics.alpha_ndcg([[0]], SUBTOPICS, redundancy=1.0), "redundancy 1.0 is outside"),
    (lambda: metrics.alpha_ndcg([[0]], SUBTOPICS, pool=[7]), "pool of shape (1,) must be rows of 3"),
    (lambda: metrics.alpha_ndcg([[0]], SUBTOPICS, ties="any"), "ties 'any' is unknown; known are last, first"),
    (lambda: metrics.alpha_ndcg([[0]], SUBTOPICS, pool=[0.5]), "pool of shape (1,) must be rows of 3"),
    (lambda: metrics.nrbp([[0]], SUBTOPICS, persistence=1.0), "persistence 1.0 is outside"),
    (lambda: metrics.ndcg([[1]], [[1], [1]]), "gains has 1 rows, ideal has 2"),
    (lambda: metrics.ndcg([[2]], [[1]]), "row 0 gains more than its ideal"),
    (lambda: metrics.ndcg([[-1]], [[1]]), "gains must not be negative"),
    (lambda: metrics.ndcg([[1]], [[1]], gain="square"), "gain 'square' is unknown"),
    (lambda: metrics.ndcg([[np.inf]], [[1]]), "gains must be finite"),
    (lambda: metrics.ndcg([[np.nan, 1]], [[1]]), "at their end only"),
    (lambda: metrics.ndcg([1], [[1]]), "gains of shape (1,) must be a matrix"),
    (lambda: metrics.hit_rate([[0.5]]), "hits must be 0 or 1, but row 0 of shape (1, 1) holds 0.5"),
    (lambda: metrics.hit_rate([[1]], relevant=[1, 2]), "relevant of shape (2,) must be (1,)"),
    (lambda: metrics.reciprocal_rank([[1]], convention="last"), "convention 'last' is unknown"),
    (lambda: metrics.auc([[1]], [[1, 0]]), "scores of shape (1, 1) and hits of shape (1, 2)"),
    (lambda: metrics.auc([[1, np.nan]], [[1, 0]]), "padded differently"),
    (lambda: metrics.gini([-1, 2]), "amounts must not be negative"),
    (lambda: metrics.exposure([[0]], [-1]), "groups must be numbers from 0 on, but row 0"),
    (lambda: metrics.calibration([[0]], [[0], [0]], VECTORS), "slates has 1 rows, history has 2"),
    (lambda: metrics.unexpectedness([[0]], [[0], [0]], VECTORS), "slates has 1 rows, history has 2"),
    (lambda: metrics.representation([[0]], [[0], [1]], VECTORS), "pool of shape (2, 1) must have 1 or 1 rows"),
    (lambda: metrics.alternative_voices([[0]], [0], [2.0]), "minority must lie in [0, 1]"),
    (lambda: metrics.activation([[0]], [0], [0.5], bins=0), "bins 0 must be at least 1"),
    (lambda: metrics.self_information([[0]], [0.0]), "popularity must lie in (0, 1], but row 0"),
    (lambda: metrics.divergence([1], [1], measure="l2"), "measure 'l2' is unknown"),
    (lambda: metrics.divergence([1], [1], measure="kl", smoothing=1.0), "smoothing 1.0 is outside"),
    (lambda: metrics.divergence([1, -1], [1, 1]), "not negative"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_wrong_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        call()


def test_kl_of_an_empty_slate_is_nan():
    assert np.isnan(metrics.divergence([[1, 1]], [[0, 0]], measure="kl")).all()
