"""Law: the far share is a promise. Ignoring far items changes which industries are tried next, never whether.

`DIVERSIFY_LAWS=1000` in the environment tries so many behaviours instead of 100.
"""

import os
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.domain import Feedback, Interest, Memory, Mix, SlatePolicy, Understanding
from diversify.rank import recommend, remember
from diversify.rank.pacing import paced
from diversify.testing.towns import (
    INDUSTRIES,
    Weather,
    invented_occasion,
    invented_pool,
    invented_profile,
)

RUNS = int(os.environ.get("DIVERSIFY_LAWS", "100"))
HOWS = ["ignores", "far alone", "never far", "random", "turns far down"]
homes = st.sampled_from(["", "sport", "finance", "music"])


KINDS = ("open", "read", "like", "less", "pin", "share", "dismiss")


def understanding_of(pool):
    return Understanding(pool.vectors, pool.topics, pool.industries, pool.sensational, pool.substance, pool.sensitive)


def behave(slate, how, rng, day):
    """One reader's acts on a slate: ignore everything, read far alone, anything but far, or at random."""
    for item in slate.items:
        takes = {
            "ignores": False,
            "far alone": item.lane == "far",
            "never far": item.lane != "far",
            "random": rng.random() < 0.4,
            "turns far down": item.lane == "far",
        }[how]
        if takes:
            kinds = {"random": KINDS, "turns far down": ("less", "dismiss")}.get(how, ("read",))
            yield Feedback(str(rng.choice(kinds)), item.article_id, day.as_of, slate=slate.id, position=item.position)


def live(days, *, home, how, seed, policy):
    """Days of slates and acts; yields each day's occasion, pool and slate."""
    rng = np.random.default_rng(seed)
    slates, acts, pools, feeds = [], [], [], set()
    for number in range(days):
        day = invented_occasion(day=number, seed=seed)
        pool = invented_pool(day, rng=rng)
        seen = {row: p for p in pools for row in p.ids.tolist()}
        ids = sorted({item.article_id for slate in slates for item in slate.items})
        rows = [seen[i][seen[i].ids == i] for i in ids]
        merged = _merge([understanding_of(row) for row in rows]) if rows else understanding_of(pool[:0])
        memory = remember(slates, articles={}, understood=(ids, merged), feedback=acts, feeds_shown=feeds, occasion=day)
        profile = invented_profile(day, home=home)
        slate = replace(recommend(pool, profile, memory, policy=policy, occasion=day), id=number + 1)
        yield day, pool, memory, slate
        slates.append(slate)
        pools.append(pool)
        acts.extend(behave(slate, how, rng, day))
        feeds |= {int(pool.feeds[pool.ids == item.article_id][0]) for item in slate.items}


def _merge(parts):
    names = ("vectors", "topics", "industries", "sensational", "substance", "sensitive")
    return Understanding(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@settings(max_examples=RUNS, deadline=None)
@given(homes, st.sampled_from(HOWS), st.integers(0, 2**20))
def test_the_far_quota_is_kept_whatever_the_reader_does(home, how, seed):
    policy = SlatePolicy(pacing=how == "far alone", target_far=6)
    for _, _, _, slate in live(4, home=home, how=how, seed=seed, policy=policy):
        delivered, far = slate.delivered(), [item for item in slate.items if item.lane == "far"]
        assert delivered["far"] >= 3
        assert delivered["far"] == 3 or policy.pacing
        assert sum(delivered.values()) == 12
        assert len({item.industry for item in far}) == len(far)


def test_propensities_are_the_probabilities_of_the_draw():
    """Over many seeds: each far place's industry comes as often as was logged, within four standard errors.

    Given what was drawn before it, the logged probabilities of a place sum over the seeds to the expected number of
    times each industry is drawn there.
    """
    m, draws = len(INDUSTRIES), 6 * RUNS
    rng = np.random.default_rng(5)
    memory = Memory(far_exposure=rng.uniform(0, 0.6, m), far_read=np.zeros(m))
    pool = invented_pool(invented_occasion(), rng=np.random.default_rng(2), weather=Weather(articles=80))
    profile = invented_profile(invented_occasion(), interests=(Interest("industry", "law", -0.5),))
    policy = SlatePolicy(mix=Mix(0, 0, 2))
    firsts, seconds = Counter(), Counter()
    logged, given_first = {}, {}
    for seed in range(draws):
        day = invented_occasion(seed=seed)
        one, two = recommend(pool, profile, memory, policy=policy, occasion=day).items
        firsts[one.industry] += 1
        seconds[one.industry, two.industry] += 1
        assert logged.setdefault(one.industry, one.propensity) == one.propensity
        assert given_first.setdefault((one.industry, two.industry), two.propensity) == two.propensity
    assert len(firsts) >= 7
    for code, p in logged.items():
        assert abs(firsts[code] - draws * p) <= 4 * np.sqrt(draws * p * (1 - p)), code
    for (first, code), p in given_first.items():
        n = firsts[first]
        assert abs(seconds[first, code] - n * p) <= 4 * np.sqrt(n * p * (1 - p)) + 1, (first, code)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["sport", "finance", "music"]),
    st.sampled_from(["space", "law", "food"]),
    st.integers(0, 2**20),
    st.floats(0, 1),
    st.floats(0.2, 0.9),
)
def test_nothing_far_is_from_home_even_where_the_reach_is_relaxed(home, wished, seed, reach, clear):
    day = invented_occasion(seed=seed)
    pool = invented_pool(day, rng=np.random.default_rng(seed), weather=Weather(articles=60, clear=clear))
    profile = invented_profile(day, home=home, interests=(Interest("industry", wished, 0.5),))
    policy = SlatePolicy(mix=Mix(2, 2, 8), reach=reach)
    slate = recommend(pool, profile, Memory(), policy=policy, occasion=day)
    for item in slate.items:
        if item.lane == "far":
            row = int(np.flatnonzero(pool.ids == item.article_id)[0])
            assert item.industry not in (home, wished)
            assert INDUSTRIES[int(pool.industries[row].argmax())] == item.industry
            assert not {home, wished} & set(day.feeds[int(pool.feeds[row])].industries)
    nearer = [i for i in slate.items if i.lane == "far" and i.scores["farness"] < reach]
    assert bool(nearer) == any("nearer than your reach" in sentence for sentence in slate.unmet)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**20))
def test_far_items_never_overpromise_and_keep_to_one_an_industry(seed):
    day = invented_occasion(seed=seed)
    pool = invented_pool(day, rng=np.random.default_rng(seed), weather=Weather(articles=80))
    policy = SlatePolicy(mix=Mix(1, 1, 10), sensational_limit=0.15)
    slate = recommend(pool, invented_profile(day, home="sport"), Memory(), policy=policy, occasion=day)
    far = [item for item in slate.items if item.lane == "far"]
    assert all(item.scores["sensational"] < 0.15 for item in far)
    assert len({item.industry for item in far}) == len(far)
    missing = policy.mix.far - len(far)
    assert bool(missing) == any("far place" in sentence for sentence in slate.unmet)


def test_ignored_industries_wait_while_others_take_their_turn():
    policy = SlatePolicy()
    drawn = [
        {item.industry for item in slate.items if item.lane == "far"}
        for _, _, _, slate in live(3, home="sport", how="ignores", seed=11, policy=policy)
    ]
    assert len(set.union(*drawn)) >= 7


def test_what_was_read_comes_round_sooner_than_what_was_ignored():
    """The draw's logged probabilities: same exposure, one industry read, one ignored."""
    day = invented_occasion(seed=1)
    m = len(INDUSTRIES)
    exposure, read = np.full(m, 5.0), np.zeros(m)
    mining, food = INDUSTRIES.index("mining"), INDUSTRIES.index("food")
    exposure[[mining, food]], read[mining] = 1.0, 1.0
    memory = Memory(far_exposure=exposure, far_read=read)
    odds = {"mining": 0, "food": 0}
    for seed in range(60):
        day = invented_occasion(seed=seed)
        pool = invented_pool(day, rng=np.random.default_rng(2))
        slate = recommend(pool, invented_profile(day), memory, policy=SlatePolicy(mix=Mix(1, 1, 1)), occasion=day)
        (item,) = [item for item in slate.items if item.lane == "far"]
        odds[item.industry] += 1
        expected = {"mining": np.exp(0.5 / 0.25), "food": 1.0}[item.industry] / (np.exp(0.5 / 0.25) + 1.0)
        assert item.propensity == pytest.approx(expected, rel=1e-3)
    assert odds["mining"] > odds["food"] > 0


def test_with_no_home_known_the_lane_is_filled_and_the_reasons_say_so():
    day = invented_occasion()
    pool = invented_pool(day, rng=np.random.default_rng(0))
    slate = recommend(pool, invented_profile(day), Memory(), policy=SlatePolicy(), occasion=day)
    far = [item for item in slate.items if item.lane == "far"]
    assert len(far) == 3
    assert all("not known yet" in item.reasons[0].text for item in far)


def test_pacing_steps_further_for_a_reader_who_reads_far_and_never_nearer_than_asked():
    day = invented_occasion(seed=4)
    pool = invented_pool(day, rng=np.random.default_rng(4), weather=Weather(articles=600))
    profile = invented_profile(day, home="sport")
    read = Memory(far_exposure=np.ones(len(INDUSTRIES)), far_read=np.ones(len(INDUSTRIES)))
    policy = SlatePolicy(mix=Mix(1, 1, 6), reach=0.5, pacing=True, target_reach=0.9)
    paced = recommend(pool, profile, read, policy=policy, occasion=day)
    still = recommend(pool, profile, read, policy=replace(policy, pacing=False), occasion=day)
    least = [min(i.scores["farness"] for i in s.items if i.lane == "far") for s in (paced, still)]
    assert least[0] > 0.65
    assert least[1] >= 0.5


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**20), st.floats(0, 60), st.floats(0, 1), st.floats(0, 1), st.integers(0, 12))
def test_pacing_lies_between_what_was_asked_and_the_readers_target(seed, read, reach, target, far):
    mix = Mix(6, 3, 3)
    policy = SlatePolicy(mix=mix, reach=reach, pacing=True, target_reach=target, target_far=far)
    less, more = (paced(policy, Memory(far_read=np.array([amount]))) for amount in (read, 2 * read))
    assert reach <= less.reach <= more.reach <= max(reach, target)
    assert 3 <= less.mix.far <= more.mix.far <= max(3, far)
    for walked in (less, more):
        assert walked.mix.size == mix.size
        assert walked.mix.common == mix.common
        assert walked.mix.near >= 1
    assert paced(policy, Memory()) == policy
    assert paced(replace(policy, pacing=False), Memory(far_read=np.array([read]))).mix == mix


def test_pacing_gives_a_reader_of_far_items_more_of_them_and_keeps_their_own_dials():
    day = invented_occasion(seed=4)
    pool = invented_pool(day, rng=np.random.default_rng(4), weather=Weather(articles=600))
    profile = invented_profile(day, home="sport")
    read = Memory(far_exposure=np.ones(len(INDUSTRIES)), far_read=np.ones(len(INDUSTRIES)))
    policy = SlatePolicy(reach=0.5, pacing=True, target_far=7)
    slate = recommend(pool, profile, read, policy=policy, occasion=day)
    assert slate.delivered() == {"near": 4, "common": 3, "far": 5}
    assert slate.policy == policy, "what the reader set stays what they set"
    ignored = replace(read, far_read=np.zeros(len(INDUSTRIES)))
    assert recommend(pool, profile, ignored, policy=policy, occasion=day).delivered()["far"] == 3
