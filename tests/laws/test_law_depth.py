"""Depth counts, not clicks: a share without reading says almost nothing, and reading on never lowers a liking.

`DIVERSIFY_LAWS=1000` in the environment tries so many histories for each law instead of 100.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diversify.domain import Feedback, Industry, ModelCard, Occasion, Taxonomy, TopicLabel, Understanding
from diversify.profile import Evidence, build_profile

RUNS = int(os.environ.get("DIVERSIFY_LAWS", "100"))
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ARTICLES = 6
KINDS = ("open", "read", "like", "less", "pin", "share", "dismiss")
OCCASION = Occasion(
    "2026-03-01",
    NOW,
    0,
    ModelCard("toy", 2, tuple(TopicLabel(t, f"topic {t}") for t in range(4)), ("sport", "music"), 1.0 - np.eye(2)),
    Taxonomy((Industry("sport", "Sport", "x"), Industry("music", "Music", "x"))),
    {},
)

shares = st.lists(st.floats(0.0, 1.0, width=32), min_size=6, max_size=6)
acts = st.builds(
    Feedback,
    kind=st.sampled_from(KINDS),
    article_id=st.integers(2, ARTICLES),
    at=st.floats(0, 400).map(lambda days: NOW - timedelta(days=days)),
    value=st.floats(0.0, 1.0),
    position=st.integers(0, 12),
)
histories = st.lists(acts, max_size=12)


def evidence(rows):
    """Articles 1 … n with these shares over four topics and two industries."""
    table = np.array(rows, dtype=np.float32)
    topics, industries = table[:, :4], table[:, 4:]
    topics = topics / np.maximum(topics.sum(axis=1, keepdims=True), 1e-6)
    industries = industries / np.maximum(industries.sum(axis=1, keepdims=True), 1.0)
    n = len(table)
    flat = np.ones(n, dtype=np.float32)
    known = Understanding(np.eye(n, 2, dtype=np.float32), topics, industries, flat, flat, np.zeros(n, dtype=bool))
    return Evidence(np.arange(1, n + 1), known, np.arange(1, n + 1), ["A"] * n)


def beliefs(profile):
    return {(b.kind, b.value): b for b in profile.beliefs}


def move(before, after):
    """How far a profile moved: the largest change of each of its parts that ranking reads."""
    one, other = beliefs(before), beliefs(after)

    def parts(found, key):
        b = found.get(key)
        return (0.0, 0.0, 0.0) if b is None else (b.mean, b.confidence, b.mean * b.confidence)

    changes = np.array([np.subtract(parts(other, key), parts(one, key)) for key in one | other] or [[0.0] * 3])
    return {
        "means": np.abs(changes[:, 0]).sum(),
        "confidences": np.abs(changes[:, 1]).sum(),
        "relevance": np.abs(changes[:, 2]).sum(),
        "home": np.abs(after.home * after.home_confidence - before.home * before.home_confidence).sum(),
        "confidence": abs(after.confidence - before.confidence),
        "evidence": abs(weight_of_first(after) - weight_of_first(before)),
    }


def weight_of_first(profile):
    found = dict(zip(profile.evidence_ids.tolist(), profile.evidence_weights.tolist(), strict=True))
    return found.get(1, 0.0)


@settings(max_examples=RUNS)
@given(st.lists(shares, min_size=ARTICLES, max_size=ARTICLES), histories, st.integers(0, 12), st.booleans())
def test_a_share_without_reading_moves_a_profile_less_than_a_tenth_of_a_full_reading(rows, history, place, opened):
    known = evidence(rows)
    before = build_profile(history, [], evidence=known, occasion=OCCASION)
    shared = [Feedback("share", 1, NOW, position=place)]
    if opened:
        shared.append(Feedback("open", 1, NOW, position=place))
    by_share = build_profile([*history, *shared], [], evidence=known, occasion=OCCASION)
    by_reading = build_profile(
        [*history, Feedback("read", 1, NOW, 1.0, position=place)], [], evidence=known, occasion=OCCASION
    )
    small, large = move(before, by_share), move(before, by_reading)
    for part in ("means", "confidences", "relevance", "home", "confidence", "evidence"):
        assert small[part] < 0.1 * large[part] or small[part] == large[part] == 0.0, part


@settings(max_examples=RUNS)
@given(st.lists(shares, min_size=ARTICLES, max_size=ARTICLES), histories)
def test_a_share_without_reading_alone_makes_no_home(rows, history):
    known = evidence(rows)
    alone = build_profile([Feedback("share", 1, NOW)], [], evidence=known, occasion=OCCASION)
    assert alone.home.sum() == 0.0
    assert alone.home_confidence == 0.0


@settings(max_examples=RUNS)
@given(
    st.lists(shares, min_size=ARTICLES, max_size=ARTICLES),
    histories,
    st.lists(acts.map(lambda act: replace(act, article_id=1)), max_size=4),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_more_depth_never_lowers_what_the_article_is_about(rows, history, also, depths):
    known = evidence(rows)
    less, more = sorted(depths)
    profiles = [
        build_profile([*history, *also, Feedback("read", 1, NOW, depth)], [], evidence=known, occasion=OCCASION)
        for depth in (less, more)
    ]
    shallow, deep = (beliefs(profile) for profile in profiles)
    about = {f"topic {t}" for t in range(4) if known.understanding.topics[0, t] >= 0.1}
    for key, belief in shallow.items():
        if key[0] == "topic" and key[1] in about and key in deep:
            assert deep[key].mean >= belief.mean - 1e-12
    assert weight_of_first(profiles[1]) >= weight_of_first(profiles[0])


@settings(max_examples=RUNS)
@given(st.lists(shares, min_size=1, max_size=1), st.floats(0.05, 1.0))
def test_reading_teaches_more_the_deeper_it_goes(rows, depth):
    known = evidence(rows)
    assume(known.understanding.topics.max() >= 0.1)
    opened = build_profile([Feedback("open", 1, NOW)], [], evidence=known, occasion=OCCASION)
    read = build_profile([Feedback("read", 1, NOW, depth)], [], evidence=known, occasion=OCCASION)
    assert read.confidence > opened.confidence
    assert read.beliefs[0].mean > opened.beliefs[0].mean
