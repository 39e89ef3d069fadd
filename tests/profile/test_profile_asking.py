"""The question of the week: from evidence, seldom, never about what was said, refused or is sensitive."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.domain import (
    CheckIn,
    Feed,
    Feedback,
    Industry,
    Interest,
    ModelCard,
    Occasion,
    Taxonomy,
    TopicLabel,
    Understanding,
)
from diversify.profile import Evidence, build_profile, choose_question, same_thing
from diversify.testing import EPOCH_DAY

NOW = EPOCH_DAY
DAY = (EPOCH_DAY - timedelta(minutes=1)).date()
N = 24
CODES = ("sport", "maritime", "health", "general")
TOPICS = ("ports, ships", "football, cup", "Ports, Ships", "opera, stage")
OCCASION = Occasion(
    DAY.isoformat(), NOW, 0,
    ModelCard("toy", 2, tuple(TopicLabel(n, name) for n, name in enumerate(TOPICS)), CODES, 1.0 - np.eye(4)),
    Taxonomy(tuple(Industry(code, f"the {code} trade", "work") for code in CODES[:3])),
    {1: Feed("https://a.example/feed", id=1)},
)  # fmt: skip


def evidence(topic=lambda n: n % 4, field=lambda n: n % 4, sensitive=()):
    """Article n is wholly about one topic and one field."""
    eye = np.eye(4, dtype=np.float32)
    hidden = np.zeros(N, dtype=bool)
    hidden[list(sensitive)] = True
    known = Understanding(
        np.eye(2, dtype=np.float32)[np.arange(N) % 2],
        eye[[topic(n) for n in range(N)]], eye[[field(n) for n in range(N)]],
        np.zeros(N, dtype=np.float32), np.ones(N, dtype=np.float32), hidden,
    )  # fmt: skip
    return Evidence(np.arange(N), known, np.ones(N, dtype=np.int64), [""] * N)


def asked(acts, known=None, *, said=(), home=(), past=(), avoid=(), occasion=OCCASION):
    known = known or evidence()
    profile = build_profile(acts, said, evidence=known, occasion=occasion, declared=home)
    return choose_question(profile, acts, known, occasion=occasion, past=past, avoid=avoid)


def read(articles, depth=1.0, days=1.0):
    return [Feedback("read", n, NOW - timedelta(days=days), depth) for n in articles]


MARITIME = [n for n in range(N) if n % 4 == 1]
"""Articles of the field `maritime`, whose topic is football: these tell fields and topics apart."""
FOUR_OF_FIVE = [*read(MARITIME[:4]), *read(MARITIME[4:5], 0.2), *read([0], 0.95)]


def test_a_field_read_lately_and_not_yet_sure_is_asked_about_with_plain_numbers():
    question = asked(FOUR_OF_FIVE, avoid=[("topic", "football, cup")])
    assert question == CheckIn(
        DAY.isoformat(), "industry", "maritime",
        "In the last 8 weeks you finished 4 of the 5 articles from the field of the maritime trade that you opened. "
        "Is this field part of your neighbourhood now?",
    )  # fmt: skip


def test_a_topic_is_named_and_its_twin_columns_are_one():
    """Two topics bear one name, apart from capitals: to the reader they are one."""
    known = evidence(topic=lambda n: 2 * (n % 2), field=lambda _: 3)
    question = asked(read(range(5)), known)
    assert question.kind == "topic"
    assert same_thing("topic", question.value) == ("topic", "ports, ships")
    assert question.text.startswith("In the last 8 weeks you finished all 5 articles about “")


def test_without_readings_what_was_liked_or_pinned_is_counted():
    acts = [
        Feedback(kind, n, NOW - timedelta(days=2)) for kind, n in zip(("like", "pin", "like"), MARITIME, strict=False)
    ]
    acts.append(Feedback("less", 2, NOW))
    question = asked(acts, avoid=[("topic", "football, cup")])
    assert question.text.startswith("In the last 8 weeks you liked or pinned 3 articles from the field of the maritime")


@pytest.mark.parametrize(
    "acts",
    [
        [],
        read(MARITIME[:2]),  # too few
        read(MARITIME, 0.3),  # none finished
        read(MARITIME[:5], days=60),  # not lately
        [Feedback("open", n, NOW) for n in range(N)],  # headlines
        [Feedback("share", n, NOW) for n in range(N)],
        [*read(MARITIME[:3]), *read([5, 9], 0.1), *[Feedback("less", n, NOW) for n in MARITIME[:3]]],  # turned down
        [Feedback("pin", n, NOW) for n in MARITIME],  # sure
    ],
    ids=["nothing", "few", "shallow", "old", "opens", "shares", "against", "sure"],
)
def test_little_old_shallow_or_plain_evidence_asks_nothing(acts):
    assert asked(acts) is None


def test_what_was_said_declared_avoided_or_borders_on_sensitive_is_not_asked_about():
    topic = [("topic", "football, cup")]
    assert asked(FOUR_OF_FIVE, avoid=topic).value == "maritime"
    for weight in (-1.0, 0.0, 0.4):
        assert asked(FOUR_OF_FIVE, avoid=topic, said=[Interest("industry", "Maritime", weight)]) is None
    assert asked(FOUR_OF_FIVE, avoid=[*topic, ("industry", "maritime")]) is None
    health = evidence(topic=lambda _: 3, field=lambda _: 2)
    assert asked(read(range(5)), health, avoid=[("topic", "opera, stage")]) is None
    general = evidence(topic=lambda _: 3, field=lambda _: 3)
    assert asked(read(range(5)), general, avoid=[("topic", "opera, stage")]) is None


@pytest.mark.parametrize(("days", "answer", "again"), [
    (1, None, False), (6, "no", False), (7, None, False), (100, "yes", False), (181, None, False), (182, "no", True),
    (182, "never", False), (2_000, "never", False), (-3, None, False),
])  # fmt: skip
def test_a_thing_is_left_in_peace_after_a_question_and_for_ever_once_refused(days, answer, again):
    past = CheckIn((DAY - timedelta(days=days)).isoformat(), "industry", "maritime", "", answer)
    found = asked(FOUR_OF_FIVE, past=[past], avoid=[("topic", "football, cup")])
    assert (found is not None) == again


@pytest.mark.parametrize(("days", "asks"), [(0, False), (6, False), (7, True), (-1, False)])
def test_seven_days_lie_between_two_questions_whatever_they_are_about(days, asks):
    past = CheckIn((DAY - timedelta(days=days)).isoformat(), "topic", "", "")
    assert (asked(FOUR_OF_FIVE, past=[past]) is not None) == asks


# Laws over any reader.

an_act = st.builds(
    Feedback,
    kind=st.sampled_from(("open", "read", "read", "like", "less", "pin", "share", "dismiss")),
    article_id=st.integers(0, N + 1),
    at=st.integers(-2, 80).map(lambda days: NOW - timedelta(days=days, hours=1)),
    value=st.sampled_from((0.0, 0.5, 0.9, 1.0)),
)


@st.composite
def some_acts(draw):
    """A reader of one field above all, who does a few other things."""
    field, days = draw(st.integers(0, 3)), draw(st.sampled_from((1, 1, 1, 30, 70)))
    kind = draw(st.sampled_from(("read", "read", "like")))
    mine = [n for n in range(N) if n % 4 == field][: draw(st.integers(2, 6))]
    acts = [Feedback(kind, n, NOW - timedelta(days=days), 1.0) for n in mine]
    return acts + draw(st.lists(an_act, max_size=6))


things = st.sampled_from([("industry", code) for code in CODES] + [("topic", name) for name in TOPICS])
some_past = st.lists(
    st.builds(
        lambda days, thing, answer: CheckIn((DAY - timedelta(days=days)).isoformat(), *thing, "", answer),
        st.integers(-5, 400), things, st.sampled_from((None, "yes", "no", "never")),
    ),
    max_size=4,
)  # fmt: skip


@given(acts=some_acts(), past=some_past, said=st.lists(things, max_size=2), avoid=st.lists(things, max_size=2))
def test_no_question_about_what_was_said_refused_avoided_or_asked_lately(acts, past, said, avoid):
    avoided = {same_thing(*thing) for thing in avoid}
    found = asked(acts, past=past, said=[Interest(*thing, 0.2) for thing in said], avoid=avoided)
    if found is None:
        return
    thing = same_thing(found.kind, found.value)
    assert thing not in avoided
    assert thing not in {same_thing(*one) for one in said}
    assert found.value not in ("health", "general")
    for one in past:
        apart = DAY - date.fromisoformat(one.day)
        assert apart >= timedelta(days=7)
        if same_thing(one.kind, one.value) == thing:
            assert one.answer != "never"
            assert apart >= timedelta(days=182)


@given(acts=some_acts(), hidden=st.sets(st.integers(0, N - 1), max_size=12), more=some_acts(), order=st.randoms())
def test_sensitive_reading_and_the_order_of_acts_change_nothing(acts, hidden, more, order):
    known = evidence(sensitive=sorted(hidden))
    plain = [act for act in acts if act.article_id not in hidden]
    mixed = [*plain, *(act for act in more if act.article_id in hidden)]
    order.shuffle(mixed)
    assert asked(plain, known) == asked(mixed, known)


def test_most_readers_of_one_field_are_asked_something():
    """So that the laws are tried on questions and not on silence."""
    tried = []

    @settings(max_examples=60, database=None)
    @given(acts=some_acts())
    def ask_all(acts):
        tried.append(asked(acts) is not None)

    ask_all()
    assert sum(tried) > len(tried) / 5


@given(acts=some_acts())
def test_the_numbers_are_those_of_a_naive_count_over_enough_articles(acts):
    found = asked(acts)
    if found is None:
        return
    labels = TOPICS if found.kind == "topic" else CODES
    mine = [n for n in range(N) if labels[n % 4].casefold() == found.value.casefold()]
    by = {n: [a for a in acts if a.article_id == n and NOW - timedelta(days=56) < a.at <= NOW] for n in mine}
    opened = sum(any(a.kind in ("open", "read") for a in by[n]) for n in mine)
    finished = sum(any(a.kind == "read" and a.value >= 0.9 for a in by[n]) for n in mine)
    kept = sum(any(a.kind in ("like", "pin") for a in by[n]) for n in mine)
    if "finished all" in found.text:
        assert f"all {opened} articles" in found.text
        assert opened == finished >= 3
    elif "finished" in found.text:
        assert f"{finished} of the {opened} articles" in found.text
        assert finished >= 3
    else:
        told = int(found.text.split("pinned ")[1].split()[0])
        assert 3 <= told <= kept
