"""What the reader said outranks what they did, whatever that was: over the whole way from acts to places.

A history of any acts on any articles becomes a profile, and the profile scores a pool. Whether an article belongs to
what was said is judged here by plain means: the word stands in its title, the source or author is the one named, the
field or topic comes first in it.

`DIVERSIFY_LAWS=1000` in the environment tries so many histories for each law instead of 20.
"""

import os
from dataclasses import replace
from datetime import timedelta
from math import ceil

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diversify.domain import Feedback, Interest, Memory, Mix, SlatePolicy, Understanding
from diversify.profile import Evidence, Impression, build_profile
from diversify.rank import recommend, score
from diversify.rank.carrying import CLEAR_SHARE
from diversify.testing.towns import INDUSTRIES, Weather, invented_occasion, invented_pool

RUNS = int(os.environ.get("DIVERSIFY_LAWS", "20"))
KINDS = ("open", "read", "like", "less", "pin", "share", "dismiss")
DAY = invented_occasion(day=3, feeds=30)
SHOWN = replace(
    invented_pool(DAY, rng=np.random.default_rng(5), weather=Weather(articles=120)), ids=np.arange(120, dtype=np.int64)
)
KNOWN = Evidence(
    SHOWN.ids,
    Understanding(SHOWN.vectors, SHOWN.topics, SHOWN.industries, SHOWN.sensational, SHOWN.substance, SHOWN.sensitive),
    SHOWN.feeds,
    SHOWN.authors.tolist(),
)

things = st.one_of(
    st.tuples(st.just("industry"), st.sampled_from(INDUSTRIES)),
    st.tuples(st.just("topic"), st.sampled_from([f"{code} news" for code in INDUSTRIES])),
    st.tuples(st.just("term"), st.sampled_from([*INDUSTRIES, "7", "Mining REPORT", "nowhere"])),
    st.tuples(st.just("feed"), st.sampled_from([feed.url for feed in DAY.feeds.values()])),
    st.tuples(st.just("author"), st.sampled_from([f"Writer {number}" for number in range(40)])),
)
acts = st.lists(
    st.builds(
        Feedback,
        kind=st.sampled_from(KINDS),
        article_id=st.integers(0, 119),
        at=st.floats(0, 300).map(lambda days: DAY.as_of - timedelta(days=days)),
        value=st.floats(0.0, 1.0),
        position=st.integers(0, 12),
    ),
    max_size=30,
)


@st.composite
def histories(draw, thing):
    """Any acts; or everything about the thing turned down and all else read to the end, or the reverse."""
    kind = draw(st.sampled_from(["any", "against", "for"]))
    if kind == "any":
        return draw(acts)
    own = belongs(SHOWN, *thing)
    liked, turned_down = (own, ~own) if kind == "for" else (~own, own)
    read, less = draw(st.sampled_from(["read", "like", "pin"])), draw(st.sampled_from(["less", "dismiss"]))
    return [Feedback(read, int(number), DAY.as_of) for number in SHOWN.ids[liked]] + [
        Feedback(less, int(number), DAY.as_of) for number in SHOWN.ids[turned_down]
    ]


def share_of(pool, kind, value):
    shares = (pool.industries if kind == "industry" else pool.topics).astype(np.float64)
    return shares, shares[:, INDUSTRIES.index(value.split()[0])]


def belongs(pool, kind, value):
    """(n,) whether each article is of the thing."""
    if kind in ("industry", "topic"):
        shares, share = share_of(pool, kind, value)
        rest = 1.0 - shares.sum(axis=1) if kind == "industry" else np.zeros(len(pool))
        return (share >= 0.1) & (share >= shares.max(axis=1, initial=0.0)) & (share > rest)
    if kind == "term":
        return np.array([f" {value.casefold()} " in f" {title.casefold()} " for title in pool.titles], dtype=bool)
    if kind == "feed":
        return np.array([DAY.feeds[number].url == value for number in pool.feeds.tolist()], dtype=bool)
    return np.array([author == value for author in pool.authors], dtype=bool)


def free_of(pool, kind, value):
    """(n,) whether an article has nothing of the thing."""
    return share_of(pool, kind, value)[1] < 0.1 if kind in ("industry", "topic") else ~belongs(pool, kind, value)


def profile_of(history, said, declared=()):
    shown = [Impression(1, place, number, DAY.as_of) for place, number in enumerate(range(0, 119, 7), start=1)]
    return build_profile(history, said, evidence=KNOWN, occasion=DAY, declared=declared, impressions=shown)


def town(seed, articles=60):
    return invented_pool(DAY, rng=np.random.default_rng(seed), weather=Weather(articles=articles, clear=0.5))


seeds = st.integers(0, 2**20)
homes = st.one_of(st.just(()), st.sampled_from(INDUSTRIES).map(lambda code: (code,)))


@settings(max_examples=RUNS)
@given(st.data(), seeds, things, st.floats(0.1, 1.0), homes, st.booleans())
def test_a_wish_outranks_any_history(data, seed, thing, weight, declared, sensitive):
    pool = replace(town(seed), sensitive=np.full(60, sensitive))
    profile = profile_of(data.draw(histories(thing)), [Interest(*thing, weight)], declared)
    relevance = score(pool, profile, Memory(), occasion=DAY).scores["relevance"]
    wished, others = belongs(pool, *thing), free_of(pool, *thing)
    assert relevance[wished].min(initial=1.0) > relevance[others].max(initial=0.0)


@settings(max_examples=RUNS)
@given(st.data(), seeds, things, st.floats(-0.99, -0.1), homes)
def test_no_history_makes_up_for_what_was_turned_down_in_words(data, seed, thing, weight, declared):
    pool = town(seed)
    profile = profile_of(data.draw(histories(thing)), [Interest(*thing, weight)], declared)
    relevance = score(pool, profile, Memory(), occasion=DAY).scores["relevance"]
    unwelcome, others = belongs(pool, *thing), free_of(pool, *thing)
    assert relevance[unwelcome].max(initial=0.0) < relevance[others].min(initial=1.0)


@settings(max_examples=RUNS)
@given(st.data(), seeds, things)
def test_what_was_muted_has_no_place_whatever_was_read(data, seed, thing):
    pool = town(seed, 120)
    profile = profile_of(data.draw(histories(thing)), [Interest(*thing, -1.0)])
    slate = recommend(pool, profile, Memory(), policy=SlatePolicy(), occasion=DAY)
    named = [number for item in slate.items for number in (item.article_id, *item.others)]
    assert not belongs(pool, *thing)[np.isin(pool.ids, named)].any()
    assert thing not in {(belief.kind, belief.value) for belief in profile.beliefs}


@settings(max_examples=RUNS)
@given(st.data(), seeds, things, st.floats(0.1, 1.0), st.floats(0.0, 0.5))
def test_what_was_wished_has_the_first_near_places_that_its_weight_gives_it(data, seed, thing, weight, dial):
    """A wish of weight w has ⌈w · places⌉ of them, as far as articles belong to it."""
    pool = apart(town(seed, 120))
    profile = profile_of(data.draw(histories(thing)), [Interest(*thing, weight)])
    policy = SlatePolicy(mix=Mix(6, 1, 1), diversity=dial, per_source=120, per_outlet=120)
    everybody = Memory(feeds=frozenset(DAY.feeds))
    slate = recommend(pool, profile, everybody, policy=policy, occasion=DAY)
    own = belongs(pool, *thing)
    if thing[0] in ("industry", "topic"):  # and what is clearly of it beside something else
        own |= share_of(pool, *thing)[1] >= (CLEAR_SHARE if thing[0] == "industry" else CLEAR_SHARE / 2)
    wished = dict(zip(pool.ids.tolist(), own.tolist(), strict=True))
    near = [wished[item.article_id] for item in slate.items if item.lane == "near"]
    elsewhere = sum(wished[item.article_id] for item in slate.items if item.lane != "near")
    promised = min(ceil(6 * weight - 1e-9), sum(wished.values()) - elsewhere)
    assert near[:promised] == [True] * promised


@settings(max_examples=RUNS)
@given(st.data(), seeds, things, st.floats(-0.99, -0.1), st.floats(0.0, 0.5))
def test_what_was_turned_down_gets_a_near_place_only_where_nothing_else_is_left(data, seed, thing, weight, dial):
    pool = apart(town(seed, 40))
    profile = profile_of(data.draw(histories(thing)), [Interest(*thing, weight)])
    policy = SlatePolicy(mix=Mix(6, 1, 1), diversity=dial, per_source=40, per_outlet=40)
    slate = recommend(pool, profile, Memory(), policy=policy, occasion=DAY)
    unwelcome = dict(zip(pool.ids.tolist(), belongs(pool, *thing).tolist(), strict=True))
    near = [unwelcome[item.article_id] for item in slate.items if item.lane == "near"]
    shown = {item.article_id for item in slate.items}
    left = [number for number in pool.ids[free_of(pool, *thing)].tolist() if number not in shown]
    assert not any(near) or not left


def apart(pool):
    """Every article tells a story of its own."""
    return replace(pool, stories=np.arange(1, len(pool) + 1))


@settings(max_examples=RUNS)
@given(seeds, st.sampled_from(INDUSTRIES), st.sampled_from(INDUSTRIES), st.floats(0.2, 0.9))
def test_of_two_wishes_the_stronger_goes_first(seed, first, second, weight):
    assume(first != second)
    pool = town(seed)
    said = [Interest("industry", first, weight), Interest("industry", second, weight / 4)]
    relevance = score(pool, profile_of([], said), Memory(), occasion=DAY).scores["relevance"]
    shares = pool.industries
    clear = [shares[:, INDUSTRIES.index(code)] >= 0.7 for code in (first, second)]
    assert relevance[clear[0]].min(initial=1.0) > relevance[clear[1] & ~clear[0]].max(initial=0.0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_acts_of_one_kind_do_not_outrank_one_word(kind):
    pool, thing = town(9), ("industry", "maritime")
    own = belongs(SHOWN, *thing)
    history = [
        Feedback(kind, int(number), DAY.as_of - timedelta(hours=hour))
        for hour in range(10)
        for number in SHOWN.ids[~own]
    ]
    assert len(history) >= 1000
    relevance = score(pool, profile_of(history, [Interest(*thing, 1.0)]), Memory(), occasion=DAY).scores["relevance"]
    assert relevance[belongs(pool, *thing)].min() > relevance[free_of(pool, *thing)].max()
