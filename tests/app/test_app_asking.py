"""The question of the week, the whole way: asked with a digest, answered, undone, forgotten, erased, exported."""

import json
from datetime import timedelta

import pytest

from diversify.app.asking import answer, check_in_of, latest, take_back
from diversify.app.correcting import undo
from diversify.app.knowing import exported
from diversify.digest import renderers
from diversify.domain import CHECK_IN, Interest, TopicLabel
from diversify.errors import UsageError


@pytest.fixture
def reading(app):
    """Five articles on sport finished, and one left; enough to ask, and not enough to be sure."""
    sport = [article.id for article in app.store.articles.texts() if article.title.endswith("sport")]
    for number in sport[:5]:
        app.record(number, "read", value=1.0)
    app.record(sport[5], "read", value=0.2)
    return app


def question(app):
    app.deliver(app.recommend())
    return check_in_of(app.store, app.store.slates.last().day)


def said(app):
    return {(i.kind, i.value): i.weight for i in app.store.reader.interests()}


def test_a_digest_asks_one_question_a_week_and_shows_it_on_its_day(reading, clock, fakes):
    first = app_digest(reading)
    assert first.check_in.text.startswith("In the last 8 weeks you finished 5 of the 6 articles ")
    assert first.check_in == app_digest(reading).check_in  # made again, it is the same question
    clock.now += timedelta(days=1)
    fakes.write(reading.store, range(100, 160), now=clock())
    assert app_digest(reading).check_in is None
    assert latest(reading.store, now=clock()).day == first.date
    clock.now += timedelta(days=6)
    fakes.write(reading.store, range(200, 260), now=clock())
    later = app_digest(reading).check_in
    assert later is not None
    assert (later.kind, later.value) != (first.check_in.kind, first.check_in.value)


def app_digest(app):
    return app.deliver(app.recommend())


def test_yes_wishes_for_it_and_every_way_of_undoing_opens_the_question_again(reading, clock):
    asked = question(reading)
    before = reading.profile()[0]
    assert answer(reading.store, asked.day, "yes", now=clock()).answer == "yes"
    assert said(reading) == {(asked.kind, asked.value): 0.5}
    assert question(reading).answer == "yes"
    assert undo(reading.store).startswith("taken back")
    assert said(reading) == {}
    assert question(reading).answer is None
    answer(reading.store, asked.day, "yes", now=clock())
    take_back(reading.store, asked.day, now=clock())
    assert (said(reading), question(reading).answer) == ({}, None)
    assert reading.profile()[0].beliefs == before.beliefs


def test_no_takes_what_was_learned_out_of_play(reading, clock):
    asked = question(reading)
    learned = {(b.kind, b.value): b.mean for b in reading.profile()[0].beliefs}
    assert learned[asked.kind, asked.value] > 0
    answer(reading.store, asked.day, "no", now=clock())
    assert {(b.kind, b.value): b.mean for b in reading.profile()[0].beliefs}[asked.kind, asked.value] == 0.0
    undo(reading.store)
    assert {(b.kind, b.value): b.mean for b in reading.profile()[0].beliefs} == learned


def test_never_changes_no_belief_is_never_asked_again_and_can_be_undone(reading, clock, fakes):
    asked = question(reading)
    before = reading.profile()[0]
    answer(reading.store, asked.day, "yes", now=clock())
    answer(reading.store, asked.day, "never", now=clock())  # the reader thinks better of it
    assert said(reading) == {}
    assert reading.profile()[0].beliefs == before.beliefs
    clock.now += timedelta(days=7)
    assert undo(reading.store).endswith("may be asked about again")
    assert check_in_of(reading.store, asked.day).answer is None


def test_what_the_reader_said_otherwise_settles_a_question(reading, clock):
    asked = question(reading)
    reading.say(Interest(asked.kind, asked.value, -0.3, at=clock()))
    assert question(reading) is None
    with pytest.raises(UsageError, match="no question of"):
        answer(reading.store, asked.day, "yes", now=clock())


def test_no_question_is_asked_for_another_day_or_under_the_level_nothing(reading, clock):
    yesterday = (clock() - timedelta(days=1)).date().isoformat()
    reading.recommend(yesterday)
    assert reading.store.deliveries.of(CHECK_IN) == []
    reading.store.reader.turn("privacy", "nothing")
    question(reading)
    assert reading.store.deliveries.of(CHECK_IN) == []


def test_no_question_without_evidence(app):
    question(app)
    assert app.store.deliveries.of(CHECK_IN) == []


def test_a_lower_level_erases_what_it_rested_on(reading):
    asked = question(reading)
    reading.store.reader.turn("privacy", "explicit")
    assert check_in_of(reading.store, asked.day) is None
    (kept,) = reading.store.deliveries.of(CHECK_IN)
    assert json.loads(kept.content) == {}
    assert question(reading) is None  # and nothing new is asked in that week


def test_it_is_exported_and_forgotten_with_its_thing(reading, clock):
    asked = question(reading)
    (row,) = [one for one in exported(reading.store)["deliveries"] if one["way"] == CHECK_IN]
    assert json.loads(row["content"])["text"] == asked.text
    answer(reading.store, asked.day, "never", now=clock())
    assert "forgotten" in reading.forget(asked.value)
    assert reading.store.deliveries.of(CHECK_IN) == []


def test_every_output_that_can_be_answered_shows_it_and_an_answer_hides_it(reading, clock):
    reading.recommend()
    digest = app_digest(reading)
    words = " ".join(digest.check_in.text.split()[:8])
    for form in ("text", "html", "markdown", "json", "eml"):
        shown = " ".join(renderers[form](digest).text.replace("=\n", "").split())
        assert words in shown.replace("&nbsp;", " "), form
        assert "checkin never" in shown or form == "json", form
    answer(reading.store, digest.check_in.day, "no", now=clock())
    digest = app_digest(reading)
    for form in ("text", "html", "markdown", "eml"):
        assert words not in " ".join(renderers[form](digest).text.replace("=\n", "").split()), form
    assert json.loads(renderers["json"](digest).text)["check_in"]["answer"] == "no"


def test_feeds_hold_no_question_as_they_are_read_and_not_answered(reading):
    from diversify.app.publishing import published

    digest = app_digest(reading)
    for form in ("atom", "jsonfeed"):
        assert "neighbourhood now" not in published(reading, form).data.decode()
    assert digest.check_in is not None


def test_answers_of_a_day_without_a_question_are_refused(app, clock):
    for day in ("2026-03-01", "x" * 5000, ""):
        with pytest.raises(UsageError, match="no question of"):
            answer(app.store, day, "yes", now=clock())
        with pytest.raises(UsageError, match="no question of"):
            take_back(app.store, day, now=clock())


def test_a_topic_with_a_sensitive_name_and_a_declared_field_are_never_asked_about(reading, clock, fakes):
    """Of six topics and six fields only one was read: with its name sensitive and its field declared, nothing is."""
    asked_of = {(belief.kind, belief.value) for belief in reading.profile()[0].beliefs if belief.mean > 0.3}
    assert {("topic", "topic 0"), ("industry", "sport")} <= asked_of
    reading.store.reader.turn("home", ["sport"])
    names = ("depression, suicide", *(f"topic {n}" for n in range(1, 6)))
    reading.store.models.save(fakes.card(topics=tuple(TopicLabel(n, name) for n, name in enumerate(names))), b"body")
    assert question(reading) is None
    reading.store.reader.turn("home", None)
    assert question(reading).value == "sport"


def test_two_who_make_the_digest_at_once_are_asked_one_question(reading):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        days = [slate.day for slate in pool.map(lambda _: reading.recommend(), range(4))]
    assert len(reading.store.deliveries.of(CHECK_IN)) == 1
    assert check_in_of(reading.store, days[0]) is not None
