"""What is remembered: shown, read elsewhere, far places; and not today's own digest."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from diversify.domain import Article, Feedback, Slate, SlateItem, SlatePolicy, Understanding
from diversify.rank import remember
from diversify.testing.towns import INDUSTRIES, invented_occasion

TODAY = invented_occasion(day=10)


def slate(days_ago, *items, number):
    day = invented_occasion(day=10 - days_ago)
    return Slate(tuple(items), SlatePolicy(), "invented-1", 0, day.as_of, day.day, id=number)


def item(article, industry=""):
    return SlateItem(article, 1, "far" if industry else "near", {}, industry=industry)


def article(number, story=0):
    return Article(1, str(number), "", "t", TODAY.as_of, TODAY.as_of, story=story, id=number)


def act(kind, number, days_ago=1.0, *, depth=1.0, of=0):
    return Feedback(kind, number, TODAY.as_of - timedelta(days=days_ago), depth, slate=of)


def understood(*ids):
    n = len(ids)
    vectors = np.arange(2 * n, dtype=np.float32).reshape(n, 2)
    shares = np.zeros((n, 0), dtype=np.float32)
    return list(ids), Understanding(vectors, shares, shares, np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool))


def memory(slates=(), acts=(), *, stories=None, known=(), feeds=()):
    articles = {number: article(number, story) for number, story in (stories or {}).items()}
    return remember(
        slates, articles=articles, understood=understood(*known), feedback=acts, feeds_shown=feeds, occasion=TODAY
    )


def test_nothing_happened_yet():
    nothing = memory()
    assert not nothing.articles
    assert nothing.vectors.shape == (0, 2)
    assert nothing.far_exposure.tolist() == [0.0] * len(INDUSTRIES)


def test_what_was_shown_counts_with_its_story_its_vector_and_its_age():
    got = memory([slate(3, item(5), item(6), number=1)], stories={5: 50, 6: 0}, known=(6, 9, 5), feeds={4})
    assert got.articles == {5, 6}
    assert got.stories == {50}
    assert got.feeds == {4}
    assert got.ages.tolist() == [3.0, 3.0]
    assert got.vectors.tolist() == [[0.0, 1.0], [4.0, 5.0]]


def test_the_last_showing_counts_for_the_age():
    assert memory([slate(5, item(5), number=1), slate(2, item(5), number=2)], known=(5,)).ages.tolist() == [2.0]


def test_todays_own_slate_and_what_was_done_with_it_is_left_out():
    slates = [slate(1, item(5), number=1), slate(0, item(6, "mining"), number=2)]
    acts = [act("read", 6, 0.1, of=2), act("read", 6, 0.1), act("like", 5, 0.2, of=1)]
    assert memory(slates, acts).articles == {5}
    assert memory(slates[:1], acts[:1]).articles == {5}
    assert not memory(slates, acts).far_exposure.any()


def test_what_was_read_outside_a_digest_counts_as_shown():
    assert memory((), [act("read", 8)], stories={8: 3}).stories == {3}


def test_acts_after_the_occasion_have_not_happened_yet():
    assert not memory((), [act("read", 8, -0.5)]).articles


def test_far_places_decay_by_half_in_a_week_and_reading_needs_depth():
    slates = [slate(7, item(1, "mining"), item(2, "space"), item(3), number=1), slate(0.0 + 1, number=2)]
    acts = [act("read", 1, 6, depth=0.9, of=1), act("open", 2, 6, of=1), act("read", 2, 6, depth=0.1, of=1)]
    got = memory(slates, acts)
    mining, space = INDUSTRIES.index("mining"), INDUSTRIES.index("space")
    assert got.far_exposure[[mining, space]].tolist() == pytest.approx([0.5, 0.5])
    assert got.far_exposure.sum() == pytest.approx(1.0)
    assert got.far_read[[mining, space]].tolist() == pytest.approx([0.5, 0.0])


def test_industries_that_are_no_more_are_passed_over():
    old = replace(slate(1, item(1, "alchemy"), number=1))
    assert not memory([old]).far_exposure.any()


def reads(acts, slates=(), *, sensitive=()):
    """What was read lately, of articles 1, 2, ... each wholly of the industry of that number, sport being 1."""
    m = len(INDUSTRIES)
    known = Understanding(
        np.zeros((m, 2), dtype=np.float32), np.zeros((m, 0), dtype=np.float32), np.eye(m, dtype=np.float32),
        np.zeros(m), np.zeros(m), np.array([number in sensitive for number in range(1, m + 1)]),
    )  # fmt: skip
    articles = {number: article(number) for number in range(1, m + 1)}
    got = remember(
        slates, articles=articles, understood=(list(articles), known), feedback=acts, feeds_shown=(), occasion=TODAY
    )
    return got.read_lately.round(6).tolist()[:3]


def test_what_was_read_lately_counts_by_depth_the_last_time_and_half_after_a_week():
    acts = [act("read", 1, 7, depth=0.8), act("read", 2, 7, depth=0.2), act("read", 2, 0, depth=0.6), act("open", 3)]
    assert reads(acts) == reads(acts[::-1]) == [0.4, 0.6, 0.0]


def test_nothing_sensitive_and_nothing_of_todays_own_slate_was_read_lately():
    slates = [slate(1, item(1), number=1), slate(0, item(2), number=2)]
    acts = [act("read", 1, 0, of=1), act("read", 2, 0, of=2), act("read", 3, 0)]
    assert reads(acts, slates) == [1.0, 0.0, 1.0]
    assert reads(acts, slates, sensitive=(3,)) == [1.0, 0.0, 0.0]


def test_where_no_reading_is_known_the_near_places_stand_for_it():
    slates = [slate(7, item(1), item(3, "mining"), number=1), slate(0, item(2), number=2)]
    assert reads(()) == [0.0, 0.0, 0.0]
    assert reads((), slates) == [0.15, 0.0, 0.0]
    assert reads([act("like", 2, 1)], slates) == [0.15, 0.0, 0.0]
    assert reads([act("read", 2, 7)], slates) == [0.0, 0.5, 0.0]
