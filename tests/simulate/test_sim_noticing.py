"""The quick way to what readers notice and choose gives what the formulas give, cell by cell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.simulate import ReaderSettings, WorldSettings, best, loop, policies
from diversify.simulate.noticing import Horizon, Scene, gumbel, lots, notice, picked, worth
from diversify.simulate.offers import Offer
from diversify.simulate.readers import awareness, choose, squared_distances, utility

KEY = np.uint64(99)


@st.composite
def situations(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    b, n, k = draw(st.integers(1, 9)), draw(st.integers(1, 60)), draw(st.integers(1, 5))
    offered = np.array([rng.permutation(n)[:k] if n >= k else np.arange(k) % n for _ in range(b)])
    offered[:, min(k, n) :] = -1
    offered[rng.random(offered.shape) < 0.3] = -1
    scene = Scene(
        numbers=np.arange(b) + 7,
        readers=rng.normal(0, 0.5, (b, 2)),
        ids=np.arange(n) * 3,
        articles=rng.normal(0, 0.5, (n, 2)),
        offered=offered,
        known=rng.random((b, n)) < 0.2,
    )
    readers = ReaderSettings(
        balance=draw(st.sampled_from([0.0, 0.3, 0.6, 1.0])),
        proximity_decay=draw(st.sampled_from([0.001, 0.07, 2.0])),
        prominence_decay=draw(st.sampled_from([0.0, 0.5, 20.0])),
        outside=draw(st.sampled_from([0.0, 0.1, 1.0, 3.0])),
    )
    prominence = rng.uniform(0, 0.99, n)
    return scene, readers, prominence, rng.integers(0, 65536, (b, n), dtype=np.uint16), rng


def quick(scene, readers, prominence, luck):
    numbers = Scene(np.arange(len(scene.readers)), scene.readers, scene.ids, scene.articles, scene.offered, scene.known)
    horizon = Horizon.seen_from(scene.readers, scene.articles, prominence, settings=readers)
    return numbers, notice(numbers, horizon, readers, luck=luck.copy(), key=KEY)


def slow(scene, readers, prominence, luck):
    b, n = luck.shape
    numbers, columns = np.divmod(np.arange(b * n), n)
    fine = lots(KEY, numbers, scene.ids[columns]).reshape(b, n)
    squared = squared_distances(scene.readers, scene.articles)
    aware = (luck + fine) / 65536.0 < awareness(squared, prominence, readers)
    rows, places = np.nonzero(scene.offered >= 0)
    aware[rows, scene.offered[rows, places]] = True
    return squared, aware & ~scene.known


@settings(max_examples=120, deadline=None)
@given(situations())
def test_the_quick_way_notices_what_the_formula_notices(situation):
    scene, readers, prominence, luck, _ = situation
    _, cells = quick(scene, readers, prominence, luck)
    squared, aware = slow(scene, readers, prominence, luck)
    found = np.zeros_like(aware)
    found[cells.reader, cells.article] = True
    assert (found == aware).all()
    assert cells.squared == pytest.approx(squared[aware], abs=1e-12)


@settings(max_examples=120, deadline=None)
@given(situations())
def test_the_quick_way_chooses_what_the_formula_chooses(situation):
    scene, readers, prominence, luck, rng = situation
    _, cells = quick(scene, readers, prominence, luck)
    squared, aware = slow(scene, readers, prominence, luck)
    b, n = aware.shape
    felt = np.take_along_axis(squared, np.maximum(scene.offered, 0), axis=1)
    numbers, columns = np.divmod(np.arange(b * n), n)
    noise = gumbel(lots(KEY, numbers, columns)).reshape(b, n)
    lengths = rng.integers(0, 9, b)
    sparse = worth(cells, scene.offered, felt, settings=readers) + noise[cells.reader, cells.article]
    fast = picked(cells, sparse, lengths)
    full = choose(utility(squared, scene.offered, readers) + noise, aware, lengths)
    width = max(fast.shape[1], full.shape[1])
    padded = [np.pad(each, ((0, 0), (0, width - each.shape[1])), constant_values=-1) for each in (fast, full)]
    assert (padded[0] == padded[1]).all()


def test_noise_is_gumbels():
    noise = gumbel(lots(KEY, np.repeat(np.arange(200), 500), np.tile(np.arange(500), 200)))
    assert noise.mean() == pytest.approx(np.euler_gamma, abs=0.02)
    assert noise.std() == pytest.approx(np.pi / np.sqrt(6), abs=0.02)
    assert abs(np.corrcoef(noise[:-1], noise[1:])[0, 1]) < 0.02


def blank_offer(open_to, size):
    b, n = open_to.shape
    nothing = np.zeros(n)
    return Offer(
        day=0,
        ids=np.arange(n),
        age=np.zeros(n, dtype=int),
        industry=np.zeros(n, dtype=int),
        places=np.zeros((n, 2)),
        prominence=nothing,
        overpromise=nothing,
        distance=np.zeros((1, 1)),
        readers=np.arange(b),
        profile=np.zeros((b, 2)),
        evidence=np.zeros(b),
        reading=np.zeros((b, 1)),
        far_exposure=np.zeros((b, 1)),
        far_read=np.zeros((b, 1)),
        open=open_to,
        size=size,
        past=(),
        archive_places=np.zeros((n, 2)),
        archive_industry=np.zeros(n, dtype=int),
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 30, 127, 128, 300, 900]), st.integers(1, 20))
def test_the_best_of_many_are_those_of_a_full_sort(seed, n, size):
    rng = np.random.default_rng(seed)
    scores = rng.permutation(5 * n).reshape(5, n).astype(np.float32)
    open_to = rng.random((5, n)) < rng.choice([0.0, 0.02, 0.5, 1.0])
    found = best(scores, blank_offer(open_to, size))
    for row in range(5):
        order = [column for column in np.argsort(-scores[row]).tolist() if open_to[row, column]][:size]
        assert found[row].tolist() == order + [-1] * (size - len(order))


@pytest.mark.parametrize("name", ["relevance_only", "random"])
def test_a_run_is_the_same_over_any_number_of_threads(name):
    readers, world = ReaderSettings(number=530), WorldSettings(births=30)
    runs = [loop(policies[name], readers=readers, world=world, days=4, workers=workers) for workers in (1, 2, 3)]
    for other in runs[1:]:
        assert runs[0].to_frame().equals(other.to_frame())
        assert (runs[0].places == other.places).all()


def test_no_workers_are_refused():
    with pytest.raises(ValueError, match="workers 0"):
        loop(policies["random"], workers=0)
