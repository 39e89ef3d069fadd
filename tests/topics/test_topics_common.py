"""What the articles of a corpus have in common: few directions, and how much of each tells little of one reader."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from diversify.geometry import unit_rows
from diversify.topics.vectors import COMMON, FEW, RIDGE, common_directions


def rows(seed, n=400, d=24, *, loud=6.0):
    """Unit rows with one direction that varies more than the others, and zero rows."""
    rng = np.random.default_rng(seed)
    spread = np.r_[loud, np.ones(d - 1)]
    vectors = unit_rows(rng.standard_normal((n, d)) * spread).astype(np.float32)
    vectors[::50] = 0
    return vectors


@given(st.integers(0, 1000), st.floats(1.0, 30.0))
def test_they_are_shrunk_as_a_ridge_regression_shrinks(seed, loud):
    vectors = rows(seed, loud=loud)
    common = common_directions(vectors)
    assert common.shape == (COMMON, 24)
    told = vectors[np.abs(vectors).sum(axis=1) > 0].astype(np.float64)
    second = told.T @ told / len(told)
    mean = np.trace(second) / 24
    np.testing.assert_allclose(common @ common.T, np.diag((common**2).sum(axis=1)), atol=1e-4)
    for direction in common:
        lost = direction @ direction
        assert 0 <= lost < 1
        varies = direction @ second @ direction / lost
        assert abs((1 - lost) ** 2 - RIDGE * mean / (varies + RIDGE * mean)) < 1e-3
    assert (np.diff((common**2).sum(axis=1)) <= 1e-4).all()


def test_few_articles_have_nothing_in_common():
    assert common_directions(rows(1, FEW)).shape == (0, 24)  # some know nothing of their words
    assert common_directions(rows(1, 0)).shape == (0, 24)
    assert common_directions(np.zeros((500, 24), dtype=np.float32)).shape == (0, 24)


def test_a_space_with_fewer_directions_has_all_of_them():
    assert common_directions(rows(2, d=3)).shape == (3, 3)
