"""The whole way, at its edges: poor pools, caps, new voices, places, sentences about what was not met."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Candidates, Interest, Memory, Mix, SlatePolicy
from diversify.rank import recommend
from diversify.rank.shortlist import Pick
from diversify.rank.slate import interleave, seeded
from diversify.testing.towns import INDUSTRIES, Weather, invented_occasion, invented_pool, invented_profile

DAY = invented_occasion(seed=2)


def make(pool, *, home="sport", memory=None, occasion=DAY, **policy):
    return recommend(
        pool, invented_profile(occasion, home=home), memory or Memory(), policy=SlatePolicy(**policy), occasion=occasion
    )


def town(articles=200, **weather):
    return invented_pool(DAY, rng=np.random.default_rng(8), weather=Weather(articles=articles, **weather))


def ids(slate):
    return [item.article_id for item in slate.items]


def test_an_empty_pool_gives_an_empty_slate_that_says_so():
    slate = make(Candidates.blank(0))
    assert slate.items == ()
    assert slate.unmet == ("Nothing to show: no article of these days is in the store.",)


def test_a_pool_with_nothing_new_says_so():
    pool = town(5)
    slate = make(pool, memory=Memory(articles=frozenset(pool.ids.tolist())))
    assert slate.items == ()
    assert slate.unmet == ("Nothing to show: of 5 articles, none is new and in your languages.",)


def test_one_article_gets_one_place():
    slate = make(town(1))
    assert len(slate.items) == 1
    assert slate.items[0].reasons


def test_one_story_gets_one_place():
    pool = town(30)
    slate = make(replace(pool, stories=np.full(30, 7)))
    assert len(slate.items) == 1
    assert len(slate.items[0].others) == len(set(pool.outlets)) - 1


def test_one_source_fills_the_slate_and_the_cap_is_said_to_be_passed():
    pool = town(60)
    only = replace(pool, feeds=np.full(60, 12), outlets=np.full(60, "outlet12.example", dtype=object))
    slate = make(only)
    assert len(slate.items) == 12
    assert any("12 items come from Outlet 12, more than 2" in sentence for sentence in slate.unmet)
    assert any("12 items come from outlet12.example, more than 4" in sentence for sentence in slate.unmet)


def test_many_sources_of_one_outlet_pass_only_the_outlets_cap():
    pool = town(200)
    slate = make(replace(pool, outlets=np.full(200, "big.example", dtype=object)))
    assert slate.delivered() == {"near": 6, "common": 3, "far": 3}
    assert [s for s in slate.unmet if "come from" in s] == [
        "12 items come from big.example, more than 4: other outlets had nothing left."
    ]


def test_articles_of_which_nothing_is_known_are_still_ranked():
    pool = town(60)
    blind = replace(
        pool, vectors=np.zeros_like(pool.vectors), topics=pool.topics * 0, industries=np.zeros_like(pool.industries)
    )
    slate = make(blind)
    assert slate.delivered() == {"near": 6, "common": 3, "far": 0}
    assert "3 of 3 far places stay empty: no other article is clearly of a field away from home." in slate.unmet


def test_a_pool_that_no_model_has_read_is_still_ranked():
    pool = town(60)
    bare = replace(pool, vectors=pool.vectors[:, :0], topics=pool.topics[:, :0], industries=pool.industries[:, :0])
    assert make(bare).delivered() == {"near": 6, "common": 3, "far": 0}


def test_hazy_fields_fill_the_far_lane_as_the_last_resort_and_it_is_said():
    pool = town(200)
    shares = np.zeros_like(pool.industries)
    shares[np.arange(200), pool.industries.argmax(axis=1)] = 0.25
    slate = make(replace(pool, industries=shares))
    assert slate.delivered()["far"] == 3
    assert "3 far items less certain of the field than we like." in slate.unmet
    assert any("nearer than your reach" in sentence for sentence in slate.unmet)


def test_a_hazy_article_from_home_is_not_far_even_as_the_last_resort():
    pool = town(60)
    shares = np.zeros_like(pool.industries)
    shares[:, INDUSTRIES.index("sport")] = 0.22
    abroad = [number for number, feed in DAY.feeds.items() if feed.industries == ("general",)]
    pool = replace(pool, industries=shares, feeds=np.resize(abroad, 60), stories=np.arange(1, 61))
    assert make(pool).delivered()["far"] == 0


def test_a_wish_that_an_article_hardly_carries_is_no_reason():
    pool = town(3, shared=0.0)
    shares = np.zeros_like(pool.industries)
    shares[:, INDUSTRIES.index("sport")] = 0.24, 0.36, 0.8
    profile = invented_profile(DAY, interests=(Interest("industry", "sport", 1.0),))
    pool = replace(pool, industries=shares)
    slate = recommend(pool, profile, Memory(), policy=SlatePolicy(mix=Mix(3, 0, 0)), occasion=DAY)
    given_ = {item.article_id: [reason.kind for reason in item.reasons] for item in slate.items}
    assert ["interest" in given_[int(number)] for number in pool.ids] == [False, True, True]


def test_without_shared_stories_the_common_lane_is_filled_and_it_is_said():
    slate = make(town(200, shared=0.0))
    assert slate.delivered() == {"near": 6, "common": 3, "far": 3}
    assert "3 of 3 common items are carried by one outlet only." in slate.unmet


def test_the_common_lane_takes_the_most_widely_carried():
    pool = town(200, shared=0.5)
    slate = make(pool, mix=Mix(2, 4, 0))
    carried = [item.scores["coverage"] for item in slate.items if item.lane == "common"]
    rest = [item.scores["coverage"] for item in slate.items if item.lane == "near"]
    assert min(carried) >= max(rest)


def test_one_new_voice_is_let_in_where_there_is_one():
    pool = town(200)
    known = frozenset(DAY.feeds) - {7}
    dull = replace(pool, substance=np.where(pool.feeds == 7, 0.05, 0.9).astype(np.float32))
    for mix in (Mix(4, 2, 1), Mix(0, 2, 1)):
        slate = make(dull, memory=Memory(feeds=known), mix=mix)
        assert sum(item.new_voice for item in slate.items) == 1
        assert slate.delivered() == mix.as_dict()


def test_coverage_counts_outlets_shown_before_but_not_muted_ones():
    pool = town(6)
    pool = replace(pool, stories=np.full(6, 7), feeds=np.arange(1, 7), outlets=np.array(list("abcdef"), dtype=object))
    slate = make(pool, memory=Memory(articles=frozenset(pool.ids[:2].tolist())))
    assert slate.items[0].scores["coverage"] == pytest.approx(5 / 6)


def test_others_are_the_newest_of_each_other_outlet():
    pool = town(5)
    end = DAY.as_of.timestamp()
    pool = replace(
        pool,
        stories=np.full(5, 7),
        outlets=np.array(["a", "b", "b", "c", "a"], dtype=object),
        published=end - np.array([0.0, 50, 40, 30, 10]),
        substance=np.array([1, 0.1, 0.1, 0.1, 0.1], dtype=np.float32),
        sensational=np.zeros(5, dtype=np.float32),
    )
    slate = make(pool, home="", mix=Mix(1, 0, 0))
    assert ids(slate) == [int(pool.ids[0])]
    assert slate.items[0].others == (int(pool.ids[3]), int(pool.ids[2]))


def test_another_seed_or_day_draws_other_industries():
    pool = town(300)
    drawn = {
        tuple(item.industry for item in make(pool, occasion=replace(DAY, seed=seed)).items if item.lane == "far")
        for seed in range(8)
    }
    assert len(drawn) > 3


def test_dial_at_one_spreads_the_near_lane():
    pool = town(300)
    spread = []
    for diversity in (0.0, 1.0):
        slate = make(pool, diversity=diversity, mix=Mix(8, 0, 1))
        rows = [int(np.flatnonzero(pool.ids == i.article_id)[0]) for i in slate.items if i.lane == "near"]
        cosines = pool.vectors[rows] @ pool.vectors[rows].T
        spread.append(cosines[np.triu_indices(len(rows), 1)].mean())
    assert spread[1] < spread[0]


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_places_are_near_first_and_far_spread(near, common, far):
    picks = [Pick(row, lane) for lane, c in (("near", near), ("common", common), ("far", far)) for row in range(c)]
    order = interleave(picks)
    assert sorted(map(repr, order)) == sorted(map(repr, picks))
    lanes = [pick.lane for pick in order]
    for lane in ("near", "common", "far"):
        assert [p.row for p in order if p.lane == lane] == sorted(p.row for p in order if p.lane == lane)
    if near:
        assert lanes[0] == "near"
    others = near + common
    if far and others > (1 if near else 0):
        assert lanes[-far:] != ["far"] * far
    if 1 < far <= others // 2:
        places = np.flatnonzero([lane == "far" for lane in lanes])
        assert np.diff(places).min() > 1


def test_a_seed_and_a_day_make_one_generator():
    assert seeded(1, "2026-01-01").random() == seeded(1, "2026-01-01").random()
    assert len({seeded(seed, day).random() for seed in (1, 11) for day in ("2026-01-01", "1 2026-01-01")}) == 4


def test_every_industry_is_a_home_no_far_item_is_found():
    pool = town(100)
    profile = replace(invented_profile(DAY), home=np.full(len(INDUSTRIES), 0.1))
    slate = recommend(pool, profile, Memory(), policy=SlatePolicy(), occasion=DAY)
    assert slate.delivered()["far"] == 3  # a home spread evenly over ten fields has none that is mainly home


def test_who_only_named_a_home_gets_a_near_lane_from_home():
    pool = town(300)
    slate = make(pool)
    near = [item for item in slate.items if item.lane == "near"]
    assert sum(any(reason.text == "From your own field: sport." for reason in item.reasons) for item in near) >= 4


def test_where_no_story_has_two_outlets_sections_and_talk_decide():
    pool = town(120, shared=0.0)
    topics = np.eye(len(INDUSTRIES), dtype=np.float32)[np.where(np.arange(120) < 80, 0, 1 + np.arange(120) % 9)]
    alike = {"outlets": np.full(120, "big.example", dtype=object), "substance": np.ones(120, dtype=np.float32)}
    told_twice = np.where(np.isin(np.arange(120), (90, 91)), 777, pool.stories)
    feeds = np.where(np.arange(120) == 90, 1, np.where(np.arange(120) == 91, 2, pool.feeds))
    pool = replace(
        pool,
        topics=topics,
        stories=told_twice,
        feeds=feeds,
        published=np.full(120, pool.published.max()),
        sensational=np.zeros(120, dtype=np.float32),
        industries=np.zeros_like(pool.industries),
        **alike,
    )
    slate = make(pool, mix=Mix(0, 3, 0), per_outlet=12)
    rows = [int(np.flatnonzero(pool.ids == item.article_id)[0]) for item in slate.items]
    assert rows[0] in (90, 91)
    assert all(row < 80 for row in rows[1:])
