"""Rules of the shelf of what was brought to the reader."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta, timezone

from diversify.domain import Delivery, Feedback, Interest
from diversify.protocols import Store
from diversify.testing.builders import EPOCH_DAY, make_article, make_feed
from diversify.testing.expect import expect, expect_error, expect_same

_MAIL = Delivery("mail", "2026-03-02", "begun", EPOCH_DAY, EPOCH_DAY, "a")


def a_delivery_begins_once(store: Store) -> None:
    """The first to begin a day's delivery gets None; whoever asks again gets the one that is there, unchanged."""
    expect_same(store.deliveries.begin(_MAIL), None, "nothing was begun before")
    later = replace(_MAIL, at=EPOCH_DAY + timedelta(hours=1), content="b")
    expect_same(store.deliveries.begin(later), _MAIL, "what is there must be returned")
    expect_same(store.deliveries.of("mail"), [_MAIL], "and must stay as it was")
    expect_same(store.deliveries.begin(replace(later, way="atom")), None, "another way is another delivery")
    expect_same(store.deliveries.begin(replace(later, day="2026-03-01")), None, "another day is another delivery")
    expect_same([one.day for one in store.deliveries.of("mail")], ["2026-03-01", "2026-03-02"], "a way's, by day")
    expect_same(store.deliveries.of("letter"), [], "of a way that nothing went")


def a_delivery_is_settled_or_withdrawn(store: Store) -> None:
    """Settling writes every field; withdrawn it can begin again; a moment without a zone is refused."""
    zone = timezone(timedelta(hours=-3))
    done = replace(_MAIL, state="done", at=EPOCH_DAY + timedelta(minutes=1, microseconds=3), content="c")
    store.deliveries.begin(_MAIL)
    store.deliveries.settle(replace(done, at=done.at.astimezone(zone)))
    expect_same(store.deliveries.of("mail"), [done], "what was settled must come back, moments in UTC")
    expect_same(store.deliveries.begin(_MAIL), done, "what is done is there")
    expect(store.deliveries.withdraw("mail", "2026-03-02"), "withdrawing must find it")
    expect(not store.deliveries.withdraw("mail", "2026-03-02"), "and find it once")
    expect_same(store.deliveries.begin(_MAIL), None, "what was withdrawn can begin again")
    naive = replace(_MAIL, day="2026-03-05", at=EPOCH_DAY.replace(tzinfo=None))
    expect_error(ValueError, lambda: store.deliveries.begin(naive), "a time without a zone")
    expect_same(len(store.deliveries.of("mail")), 1, "what was refused must not be stored")


def a_store_has_one_mark(store: Store) -> None:
    """The mark is random, stays, and is another once everything is erased."""
    mark = store.deliveries.mark()
    expect(re.fullmatch("[0-9a-f]{32,}", mark), f"a mark is hexadecimal digits, got {mark!r}")
    expect_same(store.deliveries.mark(), mark, "it must stay")
    store.erase()
    expect(store.deliveries.mark() != mark, "after erasing, nothing may name the old store")


def what_a_question_rests_on_goes_with_the_acts(store: Store) -> None:
    """Forgetting, or a lower level, leaves of a question the day alone; and of a refused one what not to ask about."""
    _ask(store)
    number = store.articles.get(_articles(store))[0].id
    store.reader.turn("privacy", "local")
    store.reader.record(Feedback("like", number, EPOCH_DAY))
    store.reader.record(Feedback("read", number, EPOCH_DAY + timedelta(hours=1)))
    store.reader.say(Interest("topic", "tides", 0.5))
    store.reader.unsay("topic", "tides", undoable=True)
    expect_same(_contents(store), [_OPEN, _REFUSED], "what is said takes nothing from a question")
    store.reader.forget([number])
    expect_same(_contents(store), [{}, _REFUSED_THING], "what it rests on is forgotten with the acts")
    _ask(store)
    store.reader.turn("privacy", "explicit")
    expect_same(_contents(store), [{}, _REFUSED_THING], "or with the level that kept them")
    store.reader.turn("privacy", "nothing")
    expect_same(_contents(store), [], "the level nothing keeps no question")


def an_undone_act_takes_only_later_questions_along(store: Store) -> None:
    """A question asked before an act does not rest on it."""
    number = _articles(store)[0]
    early = store.reader.record(Feedback("like", number, EPOCH_DAY - timedelta(days=1)))
    late = store.reader.record(Feedback("like", number, EPOCH_DAY + timedelta(days=1)))
    if early is None or late is None:
        raise AssertionError("the level explicit must keep likes")
    _ask(store)
    store.reader.take_back(late.id)
    expect_same(_contents(store), [_OPEN, _REFUSED], "asked before the act")
    store.reader.take_back(early.id)
    expect_same(_contents(store), [{}, _REFUSED_THING], "asked after it")


_OPEN = {"kind": "topic", "value": "tides", "text": "You finished three. Is it so?", "answer": None}
_REFUSED_THING = {"kind": "topic", "value": "salt", "answer": "never"}
_REFUSED = _REFUSED_THING | {"text": "You finished four. Is it so?"}


def _ask(store: Store) -> None:
    for day, content in (("2026-03-02", _OPEN), ("2026-03-09", _REFUSED)):
        store.deliveries.settle(Delivery("check-in", day, "begun", EPOCH_DAY, EPOCH_DAY, json.dumps(content)))


def _contents(store: Store) -> list[dict[str, str]]:
    return [json.loads(one.content) for one in store.deliveries.of("check-in")]


def _articles(store: Store) -> list[int]:
    feed = store.feeds.add([make_feed(1)])[0]
    return store.articles.save([make_article(1, feed.id)])


LAWS = (
    a_delivery_begins_once,
    a_delivery_is_settled_or_withdrawn,
    a_store_has_one_mark,
    what_a_question_rests_on_goes_with_the_acts,
    an_undone_act_takes_only_later_questions_along,
)
