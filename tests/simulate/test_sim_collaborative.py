"""Collaborative baselines: neighbours by a naive count, factors that rank, ties drawn, blocks of their own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.simulate import ReaderSettings, WorldSettings, by_clicks, loop, policies
from diversify.simulate.collaborative import (
    NEIGHBOURS,
    clicks,
    factors,
    item_neighbours,
    most_read,
    reader_neighbours,
)

RNG = np.random.default_rng(0)


def cosine(left, right):
    both = np.sqrt(left.sum() * right.sum())
    return (left * right).sum() / both if both else 0.0


def naive(read, articles):
    """Sum of likeness, neighbour by neighbour; matrices small enough that everybody is a neighbour."""
    b, n = read.shape
    found = np.zeros((b, n))
    for reader in range(b):
        for article in range(n):
            if articles:
                near = [cosine(read[:, article], read[:, j]) for j in range(n) if j != article and read[reader, j]]
            else:
                near = [cosine(read[reader], read[v]) for v in range(b) if v != reader and read[v, article]]
            found[reader, article] = sum(near)
    return found


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.integers(1, 9))
def test_neighbours_are_those_of_a_naive_count(seed, b, n):
    read = (np.random.default_rng(seed).random((b, n)) < 0.4).astype(np.float32)
    assert item_neighbours(read, RNG) == pytest.approx(naive(read, True), abs=1e-4)
    assert reader_neighbours(read, RNG) == pytest.approx(naive(read, False), abs=1e-4)


def test_only_the_nearest_neighbours_count():
    """A reader of everything is unlike those who read two articles, and beyond their eighty nearest."""
    read = np.zeros((NEIGHBOURS + 2, 40), dtype=np.float32)
    read[:-1, :2] = 1.0
    read[-1] = 1.0
    scores = reader_neighbours(read, RNG)
    assert (scores[0, 2:] == 0.0).all()
    assert scores[0, 0] == pytest.approx(NEIGHBOURS, rel=1e-5)


def test_what_most_read_is_the_same_for_all():
    read = np.array([[1, 0, 1], [1, 0, 0]], dtype=np.float32)
    assert most_read(read, RNG).tolist() == [[2, 0, 1], [2, 0, 1]]


def test_factors_learn_who_reads_what():
    """Two kinds of readers, two kinds of articles: what is not read yet of one's own kind comes before the other."""
    rng = np.random.default_rng(3)
    kind = np.arange(40) % 2
    own = kind[:, None] == (np.arange(30) % 2)[None, :]
    read = (own & (rng.random(own.shape) < 0.6)).astype(np.float32)
    scores = factors(read, rng)
    for reader in range(40):
        mine, others = scores[reader, own[reader] & (read[reader] == 0)], scores[reader, ~own[reader]]
        assert np.mean(mine[:, None] > others[None, :]) > 0.9


@pytest.mark.parametrize("read", [np.zeros((3, 4)), np.ones((3, 4)), np.zeros((2, 0))])
def test_without_anything_to_rank_factors_are_alike(read):
    assert (factors(read.astype(np.float32), RNG) == 0).all()


def test_what_nobody_read_comes_last():
    read = np.zeros((20, 6), dtype=np.float32)
    read[::2, 0], read[1::2, 1] = 1.0, 1.0
    scores = factors(read, np.random.default_rng(1))
    assert (scores[:, 2:] < scores[:, :2].min()).all()


def test_clicks_are_those_on_living_articles_found_or_offered():
    seen = []

    def watching(offer, rng):
        seen.append((offer.ids, clicks(offer)))
        return policies["random"](offer, rng)

    run = loop(watching, readers=ReaderSettings(number=12), world=WorldSettings(births=10, fade=0.4), days=6)
    sheet = run.sheet
    for day, (ids, found) in enumerate(seen):
        before = sheet.read & (sheet.day < day) & np.isin(sheet.article, ids)
        expected = np.zeros_like(found)
        expected[sheet.reader[before], sheet.article[before] - ids[0]] = 1.0
        assert (found == expected).all()
    assert seen[-1][1].sum() > 0


@pytest.mark.parametrize("score", [item_neighbours, reader_neighbours, factors, most_read])
def test_on_the_first_day_articles_are_drawn_or_none_is_favoured(score):
    run = loop(by_clicks(score), readers=ReaderSettings(number=200), world=WorldSettings(births=40), days=1)
    shown = run.sheet.article[run.sheet.position > 0]
    counts = np.bincount(shown, minlength=40)
    assert counts.sum() == 2400
    assert 30 < counts.min() <= counts.max() < 90, "60 each, by chance"


def test_blocks_learn_apart_whatever_the_number_of_threads():
    readers, world = ReaderSettings(number=300), WorldSettings(births=15)
    one, two = (loop(policies["item_knn"], readers=readers, world=world, days=4, workers=workers) for workers in (1, 2))
    assert one.to_frame().equals(two.to_frame())
