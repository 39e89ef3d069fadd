import json
from dataclasses import replace

import numpy as np

from diversify.domain import Belief, Interest
from diversify.profile import Evidence, build_profile, describe, describe_home
from diversify.profile.describe import TOO_LITTLE


def statement(statements, kind, value):
    (found,) = [s for s in statements if (s["kind"], s["value"]) == (kind, value)]
    return found


def test_an_empty_profile_says_nothing_and_no_home(occasion):
    profile = build_profile([], [], evidence=Evidence.blank(dimensions=2, topics=3, industries=3), occasion=occasion)
    assert describe(profile, occasion) == []
    home = describe_home(profile, occasion)
    assert home == {"industries": {}, "confidence": 0.0, "text": "No home is known yet: too little was said or read."}


def test_little_evidence_is_not_put_into_words(occasion, acts, articles):
    profile = build_profile([acts("open", 1)], [], evidence=articles([0]), occasion=occasion)
    assert {s["text"] for s in describe(profile, occasion)} == {TOO_LITTLE}


def test_much_evidence_is_counted_and_named(occasion, acts, articles):
    profile = build_profile([acts("read", n) for n in range(1, 11)], [], evidence=articles([0] * 10), occasion=occasion)
    statements = describe(profile, occasion)
    assert statement(statements, "industry", "sport")["text"] == (
        "Articles from the field of the sport trade were read with interest (10 articles; sure)."
    )
    assert "from The Ball" in statement(statements, "feed", "https://a.example/feed")["text"]
    assert statement(statements, "topic", "football, cup")["articles"] == 10
    assert statement(statements, "author", "Ann Ball")["said"] is None


def test_what_was_turned_down_and_what_is_mixed(occasion, acts, articles):
    profile = build_profile(
        [acts("less", 1), acts("like", 2), acts("less", 3)], [], evidence=articles([0, 1, 1]), occasion=occasion
    )
    statements = describe(profile, occasion)
    football = statement(statements, "topic", "football, cup")["text"]
    assert "were turned down or passed over (1 article; a first impression)" in football
    assert "liked and turned down alike" in statement(statements, "topic", "climate, emissions")["text"]


def test_articles_that_say_otherwise_are_not_counted_as_saying_so(occasion, acts, articles):
    """One liked and two read a little against: it was liked, in one article."""
    feedback = [acts("like", 1), acts("dismiss", 2), acts("dismiss", 3)]
    profile = build_profile(feedback, [], evidence=articles([0, 0, 0]), occasion=occasion)
    told = statement(describe(profile, occasion), "feed", "https://a.example/feed")
    assert told["articles"] == 1
    assert "read with interest (1 article; a first impression)" in told["text"]


def test_a_word_of_hardly_any_weight_is_a_leaning_that_was_kept(occasion, acts, articles):
    said = [Interest("author", "Bo", 0.0006), Interest("author", "Ann", -0.0006)]
    profile = build_profile([], said, evidence=articles([0]), occasion=occasion)
    assert [s["text"] for s in describe(profile, occasion)] == [
        "A slight leaning away from articles by Ann is kept.",
        "A slight leaning to articles by Bo is kept.",
    ]


def test_what_was_said_comes_first_and_stands_beside_what_was_learned(occasion, acts, articles):
    interests = [
        Interest("topic", "football, cup", 0.5),
        Interest("topic", "climate, emissions", 0.5),
        Interest("term", "chess", -1.0),
        Interest("industry", "music", 0.0),
        Interest("author", "Bo", -0.25),
    ]
    feedback = [acts("less", 1), acts("like", 2)]
    profile = build_profile(feedback, interests, evidence=articles([0, 1]), occasion=occasion)
    statements = describe(profile, occasion)
    assert [s["said"] for s in statements[:5]] == [-1.0, 0.5, 0.5, -0.25, 0.0]
    assert statement(statements, "term", "chess")["text"].startswith("You muted articles with the words “chess”")
    assert statement(statements, "term", "chess")["learned"] is None
    assert "what you said holds" in statement(statements, "topic", "football, cup")["text"]
    assert "What you did agrees" in statement(statements, "topic", "climate, emissions")["text"]
    assert "leave articles from the field of the music trade" in statement(statements, "industry", "music")["text"]
    assert statement(statements, "author", "Bo")["text"] == "You asked for less by Bo (weight -0.25)."


def test_an_interest_in_another_case_meets_its_belief(occasion, acts, articles):
    profile = build_profile(
        [acts("like", 1)], [Interest("topic", "FOOTBALL, cup", 1.0)], evidence=articles([0]), occasion=occasion
    )
    (found,) = [s for s in describe(profile, occasion) if s["kind"] == "topic"]
    assert found["said"] == 1.0
    assert found["learned"] > 0


def test_statements_are_json(occasion, acts, articles):
    profile = build_profile(
        [acts("like", 1), acts("read", 2)], [Interest("feed", "x", 1.0)], evidence=articles([0, 2]), occasion=occasion
    )
    statements = describe(profile, occasion)
    assert json.loads(json.dumps(statements)) == statements
    assert {tuple(s) for s in statements} == {("kind", "value", "said", "learned", "confidence", "articles", "text")}
    assert json.loads(json.dumps(describe_home(profile, occasion)))


def test_a_home_is_said_or_perhaps(occasion):
    profile = build_profile(
        [], [], evidence=Evidence.blank(topics=3, industries=3), occasion=occasion, declared=["music"]
    )
    assert describe_home(profile, occasion)["text"] == "At home in the music trade: you said so."
    beside = replace(profile, home=np.array([0.3, 0.0, 0.7]))
    assert describe_home(beside, occasion, ["music"])["text"] == (
        "At home in the music trade: you said so. Read as well: the sport trade."
    )
    read = replace(profile, home=np.array([0.6, 0.3, 0.1]), home_confidence=0.6)
    assert describe_home(read, occasion)["text"] == (
        "Perhaps at home in the sport trade, the environment trade and the music trade: "
        "fairly sure, from what was read."
    )
    assert list(describe_home(read, occasion)["industries"]) == ["sport", "environment", "music"]
    vague = replace(profile, home=np.array([0.6, 0.3, 0.1]), home_confidence=0.1)
    assert describe_home(vague, occasion)["text"].startswith("No home is known")


def test_a_feed_without_title_is_named_by_its_address(occasion):
    profile = build_profile([], [], evidence=Evidence.blank(topics=3, industries=3), occasion=occasion)
    known = replace(profile, beliefs=(Belief("feed", "https://gone.example/", 0.6, 0.8, 4),))
    assert "from https://gone.example/" in describe(known, occasion)[0]["text"]
