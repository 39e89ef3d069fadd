"""What widens the town at little cost: near places over fields, a far field entered where the reader is nearest."""

from dataclasses import replace

import numpy as np
import pytest

from diversify.domain import Interest, Memory, Mix, SlatePolicy
from diversify.rank import eligible, recommend, score
from diversify.rank.far import NEARLY, best_of_field, standing
from diversify.rank.score import coverage
from diversify.rank.shortlist import make_shortlist
from diversify.testing.towns import INDUSTRIES, Weather, invented_occasion, invented_pool, invented_profile

DAY = invented_occasion(seed=3)
OPEN = SlatePolicy(
    mix=Mix(0, 0, 6), reach=0.0, substance_floor=0.0, sensational_limit=1.0, per_source=99, per_outlet=99
)


def town(seed, articles=300, **weather):
    return invented_pool(DAY, rng=np.random.default_rng(seed), weather=Weather(articles=articles, **weather))


def reader(vectors=None, **said):
    """Who read articles of these vectors to their end."""
    evidence = None if vectors is None else (vectors, np.full(len(vectors), 0.25))
    return invented_profile(DAY, evidence=evidence, confidence=0.0 if vectors is None else 0.7, **said)


def shortlisted(pool, profile):
    may = eligible(pool, Memory(), policy=OPEN, occasion=DAY)
    counted = pool[may].with_scores(coverage=coverage(pool)[may])
    scored = score(counted, profile, Memory(), occasion=DAY)
    return make_shortlist(scored, profile, Memory(), policy=OPEN, occasion=DAY)


@pytest.mark.parametrize("seed", range(6))
def test_of_a_far_field_the_nearest_to_taste_that_stands_nearly_as_well_as_the_best(seed):
    pool = town(seed)
    shortlist = shortlisted(pool, reader(pool.vectors[:5]))
    for column in range(len(INDUSTRIES)):
        here = shortlist.field == column
        if here.any():
            row, stands = best_of_field(shortlist, here), standing(shortlist)
            good = [i for i in np.flatnonzero(here) if stands[i] >= NEARLY * stands[here].max()]
            assert row in good
            assert shortlist.taste[row] == max(shortlist.taste[i] for i in good)


def test_of_whom_nothing_is_known_gets_what_stands_best():
    shortlist = shortlisted(town(1), reader())
    for column in range(len(INDUSTRIES)):
        here = shortlist.field == column
        if here.any():
            assert standing(shortlist)[best_of_field(shortlist, here)] == standing(shortlist)[here].max()


def test_in_a_far_field_what_was_said_goes_before_taste():
    pool = town(2)
    field = pool.industries.argmax(axis=1)
    rows = np.flatnonzero(field == INDUSTRIES.index("law"))
    names = np.array([f"Writer {row}" for row in range(len(pool))], dtype=object)
    pool = replace(pool, authors=names, substance=np.full(len(pool), 0.9, dtype=np.float32))
    read = pool.vectors[rows[:1]]

    def chosen(*interests):
        shortlist = shortlisted(pool, reader(read, interests=interests))
        return str(shortlist.pool.authors[best_of_field(shortlist, shortlist.field == INDUSTRIES.index("law"))])

    liked = chosen()
    assert chosen(Interest("author", liked, -0.2)) != liked
    other = next(str(names[row]) for row in rows if names[row] != liked)
    assert chosen(*(Interest("author", str(names[row]), -0.2) for row in rows if names[row] != other)) == other


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
