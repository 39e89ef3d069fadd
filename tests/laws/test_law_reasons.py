"""Law: every reason is computed from the score. Take its cause away, and the terms move by what was said.

`DIVERSIFY_LAWS=1000` in the environment tries so many readers for each law instead of 40.
"""

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.domain import Belief, Interest, Memory, Reason, SlatePolicy
from diversify.geometry import unit_rows
from diversify.rank import counterfactual, explain, recommend, relevance_terms, score
from diversify.rank.relevance import squash
from diversify.testing.towns import (
    DIMENSIONS,
    INDUSTRIES,
    Weather,
    invented_occasion,
    invented_pool,
    invented_profile,
)

RUNS = int(os.environ.get("DIVERSIFY_LAWS", "40"))
URGING = ("!", "don't miss", "must", "hurry", "now or", "because we know", "dear", "for you only")

weights = st.floats(-0.95, 1.0).filter(lambda w: abs(w) > 0.05)
interests = st.lists(
    st.one_of(
        st.builds(Interest, st.just("industry"), st.sampled_from(INDUSTRIES), weights),
        st.builds(Interest, st.just("topic"), st.sampled_from([f"{code} news" for code in INDUSTRIES]), weights),
        st.builds(Interest, st.just("term"), st.sampled_from(["report", "report 7", "Sport", "nothing"]), weights),
        st.builds(Interest, st.just("author"), st.sampled_from(["Writer 1", "writer 7"]), weights),
        st.builds(Interest, st.just("feed"), st.just("https://outlet3.example/feed"), weights),
    ),
    max_size=4,
    unique_by=lambda interest: (interest.kind, interest.value),
)


@st.composite
def readers(draw):
    """A day, its pool, and a reader with any mix of home, wishes, beliefs, evidence and memory."""
    seed = draw(st.integers(0, 2**20))
    rng = np.random.default_rng(seed)
    day = invented_occasion(seed=seed)
    pool = invented_pool(day, rng=rng, weather=Weather(articles=90, shared=0.3))
    e = draw(st.sampled_from([0, 1, 40]))
    beliefs = tuple(
        Belief(kind, value, float(rng.uniform(-1, 1)), float(rng.random()), int(rng.integers(1, 9)))
        for kind, value in (
            *(("industry", code) for code in INDUSTRIES[:4]),
            *(("topic", f"{code} news") for code in INDUSTRIES[2:7]),
            ("feed", "https://outlet5.example/feed"),
            ("author", "Writer 9"),
            ("term", "report"),
        )
    )
    profile = invented_profile(
        day,
        home=draw(st.sampled_from(["", "sport", "music"])),
        interests=tuple(draw(interests)),
        beliefs=beliefs if e else (),
        evidence=(unit_rows(rng.standard_normal((e, DIMENSIONS))).astype(np.float32), rng.uniform(-1, 1, e)),
        confidence=e / (e + 5),
    )
    memory = Memory(
        feeds=frozenset(range(draw(st.sampled_from([1, 25])))),
        vectors=pool.vectors[:5],
        ages=np.arange(5.0),
        far_exposure=rng.random(len(INDUSTRIES)).round(),
        far_read=np.zeros(len(INDUSTRIES)),
    )
    return day, pool, profile, memory


@settings(max_examples=RUNS, deadline=None)
@given(readers())
def test_without_its_cause_every_term_moves_by_what_was_said(reader):
    day, pool, profile, memory = reader
    slate = recommend(pool, profile, memory, policy=SlatePolicy(), occasion=day)
    for item in slate.items:
        assert 1 <= len(item.reasons) <= 3
        for reason in item.reasons:
            assert reason.terms
            changes = counterfactual(pool, profile, memory, occasion=day, article_id=item.article_id, reason=reason)
            for name, said in reason.terms.items():
                assert changes[name].before == pytest.approx(said, abs=1e-9)
                assert changes[name].moved == pytest.approx(said, abs=1e-9)
            assert changes["relevance"].before == pytest.approx(item.scores["relevance"], abs=1e-9)


@settings(max_examples=RUNS, deadline=None)
@given(readers())
def test_relevance_is_the_sum_of_its_named_terms(reader):
    day, pool, profile, memory = reader
    terms = relevance_terms(pool, profile, occasion=day)
    total = np.sum(list(terms.values()), axis=0)
    column = score(pool, profile, memory, occasion=day).scores["relevance"]
    np.testing.assert_allclose(column, squash(total), atol=1e-9)


@settings(max_examples=RUNS, deadline=None)
@given(readers())
def test_reasons_are_short_plain_and_the_same_whoever_asks(reader):
    day, pool, profile, memory = reader
    slate = recommend(pool, profile, memory, policy=SlatePolicy(), occasion=day)
    for item in slate.items:
        for reason in item.reasons:
            assert len(reason.text) <= 100
            assert reason.text.endswith(".")
            assert not any(word in reason.text.casefold() for word in URGING)
        again = explain(replace(item, reasons=()), pool, profile, memory=memory, occasion=day)
        assert again == item.reasons


@settings(max_examples=RUNS, deadline=None)
@given(readers())
def test_a_reason_never_claims_what_was_not_said_or_done(reader):
    day, pool, profile, memory = reader
    slate = recommend(pool, profile, memory, policy=SlatePolicy(), occasion=day)
    for item in slate.items:
        for reason in item.reasons:
            if reason.kind == "interest":
                wished = {f"interest:{i.kind}:{i.value}" for i in profile.interests if i.weight > 0}
                assert set(reason.terms) <= wished
            if reason.kind == "learned":
                assert len(profile.evidence_ids)
            if "Several" in reason.text:
                assert max(belief.articles for belief in profile.beliefs) >= 3
            if reason.kind == "no_history":
                assert not profile.interests
                assert not len(profile.evidence_ids)
            if reason.kind == "new_voice":
                assert memory.feeds
                assert int(pool.feeds[pool.ids == item.article_id][0]) not in memory.feeds


def test_little_evidence_is_said_to_be_little():
    day = invented_occasion()
    pool = invented_pool(day, rng=np.random.default_rng(0))
    sure = Belief("topic", "sport news", 0.9, 0.8, 12)
    guess = Belief("topic", "sport news", 0.9, 0.1, 1)
    texts = []
    for belief in (sure, guess):
        profile = invented_profile(day, beliefs=(belief,), confidence=0.5)  # where topics count most
        slate = recommend(pool, profile, Memory(), policy=SlatePolicy(), occasion=day)
        texts.append({r.text for i in slate.items for r in i.reasons if r.kind == "learned"})
    assert texts[0] == {"Several articles you read or liked lately were about sport news."}
    assert texts[1] == {"A first guess from little reading: sport news."}


def test_a_reader_without_history_is_told_so():
    day = invented_occasion()
    pool = invented_pool(day, rng=np.random.default_rng(0))
    slate = recommend(pool, invented_profile(day), Memory(), policy=SlatePolicy(), occasion=day)
    near = [item.reasons[0] for item in slate.items if item.lane == "near"]
    assert {reason.kind for reason in near} <= {"no_history", "coverage"}
    assert any(reason.kind == "no_history" for reason in near)


def test_a_reason_of_no_kind_and_an_article_elsewhere_are_refused():
    day = invented_occasion()
    pool = invented_pool(day, rng=np.random.default_rng(0))
    profile = invented_profile(day)
    with pytest.raises(ValueError, match="'charm'"):
        counterfactual(pool, profile, Memory(), occasion=day, article_id=int(pool.ids[0]), reason=Reason("charm", "."))
    with pytest.raises(ValueError, match="article 999999"):
        counterfactual(pool, profile, Memory(), occasion=day, article_id=999999, reason=Reason("fresh", "."))
