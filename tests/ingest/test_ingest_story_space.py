import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy import sparse

from diversify.ingest import story_space
from diversify.ingest.story_space import DIMENSIONS, place_articles


def held(rows, columns=None):
    """Sparse rows that hold the columns named."""
    width = columns or max(max(row) for row in rows) + 1
    full = np.zeros((len(rows), width), np.float32)
    for at, row in enumerate(rows):
        full[at, row] = 1
    return sparse.csr_matrix(full)


def test_articles_without_a_common_word_lie_close_when_their_words_keep_the_same_company():
    """Words 0 and 1 both stand beside 2 and 3; words 4 and 5 beside 6 and 7."""
    told = [[0, 2, 3], [1, 2, 3], [0, 2], [1, 3], [4, 6, 7], [5, 6, 7], [4, 6], [5, 7]] * 3
    places = place_articles(held([*told, [0], [1], [4]]), np.ones(8))
    assert places[-3] @ places[-2] > 0.6
    assert places[-3] @ places[-1] < 0


@given(
    npst.arrays(np.float32, st.tuples(st.integers(1, 12), st.integers(1, 12)), elements=st.sampled_from([0, 0, 0.4, 1]))
)
def test_rows_are_of_length_one_or_zero_and_always_the_same(full):
    words = sparse.csr_matrix(full)
    before = words.copy()
    weights = np.linspace(1, 3, full.shape[1])
    places = place_articles(words, weights)
    length = np.linalg.norm(places, axis=1)
    assert places.shape == (full.shape[0], min(DIMENSIONS, full.shape[1]))
    assert places.dtype == np.float32
    assert np.all((abs(length - 1) < 1e-4) | (length == 0))
    assert np.array_equal(places, place_articles(words, weights))
    assert (words != before).nnz == 0


def test_nothing_is_known_where_no_two_words_meet():
    assert not place_articles(held([[0], [1], [2]]), np.ones(3)).any()


def test_long_articles_are_read_by_their_weightiest_words(monkeypatch):
    monkeypatch.setattr(story_space, "_PAIRS", 1)
    words = held([list(range(40)), [0, 1], [38, 39]])
    pairs = story_space._together(words, np.arange(1.0, 41.0))
    assert pairs[0].sum() == 1  # beside word 1 alone: the long article is cut to its last twelve words
    assert pairs[39].sum() == pytest.approx(12)
