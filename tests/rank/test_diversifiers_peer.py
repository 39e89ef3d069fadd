"""Where pyversity's picks are right, ours are the same: cases of the kind that its own tests use."""

import numpy as np
import pytest

from diversify.rank.diversifiers import cover, dpp, msd

pyversity = pytest.importorskip("pyversity", reason="a development dependency")


def cases():
    for seed in range(40):
        rng = np.random.default_rng(seed)
        n, d = int(rng.integers(20, 200)), int(rng.choice([16, 32, 64]))
        vectors = rng.standard_normal((n, d)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        yield (
            vectors,
            rng.random(n).astype(np.float32),
            int(rng.integers(1, min(n, d))),
            float(rng.choice([0.3, 0.5, 0.8])),
        )


@pytest.mark.parametrize("ours", [dpp, msd], ids=lambda choose: choose.__name__)
def test_the_picks_are_the_same(ours):
    theirs = getattr(pyversity, ours.__name__)
    for vectors, scores, k, diversity in cases():
        expected = theirs(vectors, scores, k, diversity=diversity).indices.tolist()
        assert ours(vectors, scores, k, diversity=diversity).tolist() == expected


def test_coverage_is_that_of_the_peer():
    for vectors, scores, k, diversity in cases():
        expected = pyversity.cover(vectors, scores, min(k, 10), diversity=diversity).indices.tolist()
        assert cover(vectors, scores, min(k, 10), diversity=diversity).tolist() == expected
