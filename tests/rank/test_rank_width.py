"""What widens the town at little cost: near places over fields, common stories of fields that are not there yet."""

from dataclasses import replace

import numpy as np
import pytest

from diversify.domain import Interest, Memory, Mix, SlatePolicy
from diversify.rank import recommend
from diversify.testing.towns import Weather, invented_occasion, invented_pool, invented_profile

DAY = invented_occasion(seed=3)


def town(seed, articles=300, **weather):
    return invented_pool(DAY, rng=np.random.default_rng(seed), weather=Weather(articles=articles, **weather))


def reader(vectors=None, **said):
    """Who read articles of these vectors to their end."""
    evidence = None if vectors is None else (vectors, np.full(len(vectors), 0.25))
    return invented_profile(DAY, evidence=evidence, confidence=0.0 if vectors is None else 0.7, **said)


def test_near_places_at_the_default_dial_are_of_more_fields_than_by_relevance_alone():
    counts = {0.0: 0, SlatePolicy().diversity: 0}
    for seed in range(8):
        pool = town(seed)
        field = pool.industries.argmax(axis=1)
        profile = reader(pool.vectors[np.isin(field, [0, 1, 2])][:12])
        for dial in counts:
            policy = SlatePolicy(mix=Mix(6, 0, 0), diversity=dial, per_source=99, per_outlet=99)
            slate = recommend(pool, profile, Memory(), policy=policy, occasion=DAY)
            rows = [int(np.flatnonzero(pool.ids == item.article_id)[0]) for item in slate.items]
            counts[dial] += len(set(field[rows].tolist()))
    assert counts[SlatePolicy().diversity] > counts[0.0] + 4


@pytest.mark.parametrize(("outlets", "first"), [(5, "nearer"), (8, "wider")])
def test_common_stories_are_counted_in_doublings_and_taste_decides_within(outlets, first):
    """Five outlets are as many as four; eight are not."""
    pool = town(4, articles=40, shared=0.0)
    wider, nearer = np.arange(outlets), np.arange(outlets, outlets + 4)
    stories, names = pool.stories.copy(), np.array([f"o{row}.example" for row in range(40)], dtype=object)
    stories[wider], stories[nearer] = 1, 2
    vectors = pool.vectors.copy()
    vectors[wider], vectors[nearer] = np.eye(vectors.shape[1])[0], np.eye(vectors.shape[1])[1]
    pool = replace(pool, stories=stories, outlets=names, vectors=vectors, feeds=np.arange(1001, 1041))
    policy = SlatePolicy(mix=Mix(0, 1, 0))
    slate = recommend(pool, reader(vectors[nearer[:1]]), Memory(), policy=policy, occasion=DAY)
    row = int(np.flatnonzero(pool.ids == slate.items[0].article_id)[0])
    assert {"nearer": 2, "wider": 1}[first] == stories[row]


def test_of_common_stories_alike_what_was_asked_for_less_comes_last_however_much_of_the_field_is_there():
    """Twelve stories of three outlets each, the same but for who wrote them."""
    pool, n = town(6, articles=36, shared=0.0), 36
    alike = {name: np.repeat(getattr(pool, name)[:1], n, axis=0) for name in ("vectors", "industries", "substance")}
    names = np.array(["Ann Lee"] * 18 + ["Bo Roe"] * 18, dtype=object)
    outlets = np.array([f"o{row}.example" for row in range(n)], dtype=object)
    when = np.repeat(pool.published[:1], n)
    pool = replace(
        pool, **alike, authors=names, outlets=outlets, feeds=np.arange(1001, 1037), stories=1 + np.arange(n) // 3,
        published=when,
    )  # fmt: skip
    profile = reader(interests=(Interest("author", "Ann Lee", -0.3),))
    slate = recommend(pool, profile, Memory(), policy=SlatePolicy(mix=Mix(0, 6, 0)), occasion=DAY)
    rows = [int(np.flatnonzero(pool.ids == item.article_id)[0]) for item in slate.items]
    assert set(names[rows]) == {"Bo Roe"}
