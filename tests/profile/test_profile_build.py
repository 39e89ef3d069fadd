from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from diversify.domain import Feed, Interest
from diversify.profile import Evidence, Impression, build_profile
from diversify.profile.beliefs import last_words


def belief(profile, kind, value):
    return next((b for b in profile.beliefs if (b.kind, b.value) == (kind, value)), None)


def test_no_history_believes_nothing_and_has_no_home(occasion):
    profile = build_profile([], [], evidence=Evidence.blank(dimensions=2, topics=3, industries=3), occasion=occasion)
    assert profile.beliefs == ()
    assert profile.confidence == profile.home_confidence == 0.0
    assert profile.home.tolist() == [0.0, 0.0, 0.0]
    assert profile.evidence_vectors.shape == (0, 2)


def test_readings_teach_topic_industry_feed_and_author(occasion, acts, articles):
    profile = build_profile([acts("read", n) for n in (1, 2, 3)], [], evidence=articles([0, 0, 0]), occasion=occasion)
    for kind, value in (
        ("topic", "football, cup"),
        ("industry", "sport"),
        ("feed", "https://a.example/feed"),
        ("author", "Ann Ball"),
    ):
        learned = belief(profile, kind, value)
        assert (learned.mean, learned.confidence, learned.articles) == (0.5, 0.5, 3)
    assert profile.evidence_ids.tolist() == [1, 2, 3]
    assert profile.evidence_weights.tolist() == [0.25, 0.25, 0.25]
    assert profile.confidence == 3 / 8


def test_an_author_named_by_an_address_is_not_believed_in(occasion, acts, articles):
    evidence = replace(articles([0, 0, 0]), authors=("jo.doe@mail.example", "Ann Ball", "jo.doe@mail.example"))
    profile = build_profile([acts("read", n) for n in (1, 2, 3)], [], evidence=evidence, occasion=occasion)
    assert [b.value for b in profile.beliefs if b.kind == "author"] == ["Ann Ball"]


def test_feedback_in_any_order_gives_the_same_profile(occasion, acts, articles):
    feedback = [acts("read", 1, value=0.3), acts("like", 2), acts("less", 3), acts("read", 1, value=0.7)]
    interests = [Interest("topic", "opera, stage", 0.5), Interest("industry", "music", -0.2)]
    seen = set()
    for order in permutations(feedback):
        profile = build_profile(order, interests, evidence=articles([0, 1, 2]), occasion=occasion)
        seen.add((profile.beliefs, profile.home.tobytes(), profile.evidence_weights.tobytes()))
    assert len(seen) == 1


def test_the_order_of_evidence_rows_does_not_matter(occasion, acts, articles):
    evidence = articles([0, 1, 2])
    back = slice(None, None, -1)
    known = evidence.understanding
    turned = Evidence(
        evidence.ids[back],
        replace(known, **{name: getattr(known, name)[back] for name in type(known).__dataclass_fields__}),
        evidence.feeds[back],
        evidence.authors[back],
    )
    feedback = [acts("read", 1, value=0.3), acts("like", 2), acts("less", 3)]
    one, other = (build_profile(feedback, [], evidence=e, occasion=occasion) for e in (evidence, turned))
    assert one.beliefs == other.beliefs
    assert one.evidence_weights.tobytes() == other.evidence_weights.tobytes()
    assert one.evidence_vectors.tobytes() == other.evidence_vectors.tobytes()


def test_acts_on_unknown_articles_and_after_the_day_leave_nothing(occasion, acts, articles):
    profile = build_profile([acts("like", 99), acts("like", 1, days=-1)], [], evidence=articles([0]), occasion=occasion)
    assert profile.beliefs == ()
    assert profile.confidence == 0.0


def test_a_sensitive_article_leaves_no_trace(occasion, acts, articles):
    feedback = [acts("like", 1), acts("read", 2), acts("less", 2)]
    evidence = articles([0, 1], sensitive=[False, True])
    profile = build_profile(feedback, [], evidence=evidence, occasion=occasion)
    assert profile.evidence_ids.tolist() == [1]
    assert {b.value for b in profile.beliefs} == {"football, cup", "sport", "https://a.example/feed", "Ann Ball"}


def test_an_opened_sensitive_neighbour_makes_nobody_skipped(occasion, acts, articles, today):
    shown = [Impression(1, place, place, today) for place in (1, 2, 3)]
    evidence = articles([0, 1, 2], sensitive=[True, False, True])
    profile = build_profile(
        [acts("open", 1), acts("open", 3)], [], evidence=evidence, occasion=occasion, impressions=shown
    )
    assert profile.evidence_ids.tolist() == []


def test_skipped_items_count_only_when_impressions_are_given(occasion, acts, articles, today):
    feedback = [acts("open", 1), acts("open", 3)]
    shown = [Impression(1, place, place, today) for place in (1, 2, 3)]
    evidence = articles([0, 1, 2])
    without = build_profile(feedback, [], evidence=evidence, occasion=occasion)
    given = build_profile(feedback, [], evidence=evidence, occasion=occasion, impressions=shown)
    assert without.evidence_ids.tolist() == [1, 3]
    assert given.evidence_ids.tolist() == [1, 2, 3]
    assert belief(given, "topic", "climate, emissions").mean < 0.0


def test_a_muted_thing_keeps_no_belief(occasion, acts, articles):
    profile = build_profile(
        [acts("like", 1)],
        [Interest("topic", "Football, cup", -1.0), Interest("industry", "sport", -1.0)],
        evidence=articles([0]),
        occasion=occasion,
        declared=("sport",),
    )
    assert belief(profile, "topic", "football, cup") is None
    assert belief(profile, "industry", "sport") is None
    assert profile.home.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("weight", "act", "sign"), [(0.5, "like", 1), (0.5, "less", 0), (-0.5, "like", 0), (0.0, "like", 0)]
)
def test_a_learned_mean_never_contradicts_what_was_said(occasion, acts, articles, weight, act, sign):
    said = [Interest("topic", "football, cup", weight)]
    profile = build_profile([acts(act, 1)], said, evidence=articles([0]), occasion=occasion)
    learned = belief(profile, "topic", "football, cup")
    assert np.sign(learned.mean) == sign
    assert learned.articles == 1


def test_of_several_words_on_one_thing_the_last_counts(today):
    earlier = Interest("term", "Opera", 1.0, today.replace(year=2025))
    later = Interest("term", "opera", -0.5, today)
    undated = Interest("term", "OPERA", 0.3)
    assert last_words([later, earlier, undated]) == (later,)
    assert last_words([undated, earlier]) == (earlier,)


def test_topics_of_one_name_are_one_thing(occasion, acts, articles):
    card = occasion.card
    twins = replace(
        occasion, card=replace(card, topics=(card.topics[0], replace(card.topics[0], id=9), card.topics[2]))
    )
    profile = build_profile([acts("read", 1), acts("read", 2)], [], evidence=articles([0, 1]), occasion=twins)
    assert belief(profile, "topic", "football, cup").articles == 2


def test_a_feed_that_is_gone_has_no_belief(occasion, acts, articles):
    gone = replace(occasion, feeds={2: Feed("https://b.example/feed")})
    profile = build_profile([acts("read", 1)], [], evidence=articles([0]), occasion=gone)
    assert not [b for b in profile.beliefs if b.kind == "feed"]


def test_shares_below_a_tenth_are_noise(occasion, acts, articles):
    evidence = articles([0])
    evidence.understanding.topics[:] = [[0.85, 0.1, 0.05]]
    profile = build_profile([acts("read", 1)], [], evidence=evidence, occasion=occasion)
    assert {b.value for b in profile.beliefs if b.kind == "topic"} == {"football, cup", "climate, emissions"}


def test_evidence_and_model_must_agree(occasion, articles):
    short = replace(occasion, card=replace(occasion.card, topics=occasion.card.topics[:2]))
    with pytest.raises(ValueError, match="evidence has 3 topics, model 'toy-1' has 2"):
        build_profile([], [], evidence=articles([0]), occasion=short)


def test_evidence_must_be_rectangular_and_unique(articles):
    evidence = articles([0, 1])
    with pytest.raises(ValueError, match="'authors' has 1 rows, ids has 2"):
        replace(evidence, authors=["x"])
    with pytest.raises(ValueError, match="an article twice"):
        replace(evidence, ids=np.array([1, 1]))


def test_beliefs_are_strongest_first(occasion, acts, articles):
    profile = build_profile(
        [acts("read", 1, value=0.2), acts("less", 2), acts("read", 3)],
        [],
        evidence=articles([0, 1, 2]),
        occasion=occasion,
    )
    strength = [abs(b.mean) * b.confidence for b in profile.beliefs]
    assert strength == sorted(strength, reverse=True)
    assert profile.beliefs[0].mean < 0
