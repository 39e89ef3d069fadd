"""What the reader said outranks what they did: no belief contradicts a word of theirs, whatever the history.

`DIVERSIFY_LAWS=1000` in the environment tries so many histories for each law instead of 100.
"""

import os
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.domain import Feedback, Industry, Interest, ModelCard, Occasion, Taxonomy, TopicLabel, Understanding
from diversify.profile import Evidence, build_profile

RUNS = int(os.environ.get("DIVERSIFY_LAWS", "100"))
NOW = datetime(2026, 3, 1, tzinfo=UTC)
N = 8
TOPICS = ("football", "opera", "climate")
CODES = ("sport", "music")
OCCASION = Occasion(
    "2026-03-01",
    NOW,
    0,
    ModelCard("toy", 2, tuple(TopicLabel(t, name) for t, name in enumerate(TOPICS)), CODES, 1.0 - np.eye(2)),
    Taxonomy((Industry("sport", "Sport", "x"), Industry("music", "Music", "x"))),
    {},
)
rng = np.random.default_rng(0)
ones = np.ones(N, dtype=np.float32)
KNOWN = Evidence(
    np.arange(N),
    Understanding(
        np.eye(N, 2, dtype=np.float32),
        rng.dirichlet(np.ones(3), N).astype(np.float32),
        rng.dirichlet(np.ones(2), N).astype(np.float32),
        ones,
        ones,
        np.zeros(N, dtype=bool),
    ),
    np.ones(N, dtype=np.int64),
    ["Ann Ball"] * N,
)

histories = st.lists(
    st.builds(
        Feedback,
        kind=st.sampled_from(("open", "read", "like", "less", "pin", "share", "dismiss")),
        article_id=st.integers(0, N - 1),
        at=st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
        value=st.floats(0.0, 1.0),
    ),
    max_size=20,
)
things = st.one_of(
    st.tuples(st.just("topic"), st.sampled_from(TOPICS)),
    st.tuples(st.just("industry"), st.sampled_from(CODES)),
    st.just(("author", "Ann Ball")),
)
weights = st.one_of(st.sampled_from((-1.0, 0.0, 1.0)), st.floats(-1.0, 1.0))
words = st.dictionaries(things, weights, max_size=4)


@settings(max_examples=RUNS)
@given(histories, words)
def test_no_belief_contradicts_what_was_said(history, said):
    interests = [Interest(kind, value, weight) for (kind, value), weight in said.items()]
    profile = build_profile(history, interests, evidence=KNOWN, occasion=OCCASION)
    for belief in profile.beliefs:
        weight = said.get((belief.kind, belief.value))
        assert weight != -1.0
        assert weight is None or belief.mean * weight >= 0.0
        assert weight != 0.0 or belief.mean == 0.0


@settings(max_examples=RUNS)
@given(histories, words)
def test_saying_something_changes_no_belief_about_anything_else(history, said):
    interests = [Interest(kind, value, weight) for (kind, value), weight in said.items()]
    spoken = build_profile(history, interests, evidence=KNOWN, occasion=OCCASION)
    silent = build_profile(history, [], evidence=KNOWN, occasion=OCCASION)
    others = [b for b in silent.beliefs if (b.kind, b.value) not in said]
    assert [b for b in spoken.beliefs if (b.kind, b.value) not in said] == others


@settings(max_examples=RUNS)
@given(histories, st.sampled_from(CODES))
def test_a_declared_home_stays_the_larger_part_of_home(history, code):
    profile = build_profile(history, [], evidence=KNOWN, occasion=OCCASION, declared=(code,))
    assert profile.home[CODES.index(code)] >= 0.5
    assert profile.home_confidence == 1.0


@settings(max_examples=RUNS)
@given(histories, st.sampled_from(CODES), st.floats(-1.0, -0.01))
def test_what_was_turned_down_in_words_is_never_home(history, code, weight):
    profile = build_profile(history, [Interest("industry", code, weight)], evidence=KNOWN, occasion=OCCASION)
    assert profile.home[CODES.index(code)] == 0.0
