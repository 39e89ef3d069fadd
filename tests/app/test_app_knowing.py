"""What is kept and believed, said openly; and its removal."""

import json

import pytest

from diversify.app.believing import grounds_at, occasion_for_words, profile_of
from diversify.app.days import day_of
from diversify.app.knowing import believed, checked, exported, forget, interest_in
from diversify.app.status import status
from diversify.catalogue import load_taxonomy
from diversify.domain import FetchState, Interest
from diversify.errors import UsageError
from diversify.store import MemoryStore

TAXONOMY = load_taxonomy()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Sport", ("industry", "sport")),
        (" mining and metals ", ("industry", "mining")),
        ("TOPIC 2", ("topic", "topic 2")),
        ("outlet 3", ("feed", "https://outlet-3.example/feed")),
        ("https://outlet-3.example/feed", ("feed", "https://outlet-3.example/feed")),
        ("Offshore Wind", ("term", "offshore wind")),
    ],
)
def test_a_word_means_an_industry_a_topic_a_source_else_a_term(store, said, meant):
    assert interest_in(store, said, TAXONOMY) == meant


def test_an_empty_word_means_nothing(store):
    with pytest.raises(UsageError, match="without a value"):
        interest_in(store, "  ", TAXONOMY)


def test_values_of_a_named_kind_must_exist(store):
    assert checked(store, "industry", "SPORT", taxonomy=TAXONOMY) == Interest("industry", "sport", 0.0)
    assert checked(store, "feed", "outlet 3", taxonomy=TAXONOMY).value == "https://outlet-3.example/feed"
    assert checked(store, "topic", "Topic 1", taxonomy=TAXONOMY).value == "topic 1"
    assert checked(store, "author", " Ann Ball ", taxonomy=TAXONOMY).value == "Ann Ball"
    assert checked(store, "term", " Rain ", taxonomy=TAXONOMY).value == "rain"
    with pytest.raises(UsageError, match="did you mean 'topic 1'"):
        checked(store, "topic", "topik 1", taxonomy=TAXONOMY)
    with pytest.raises(UsageError, match="no source"):
        checked(store, "feed", "nowhere", taxonomy=TAXONOMY)
    with pytest.raises(UsageError, match="an empty term"):
        checked(store, "term", " ", taxonomy=TAXONOMY)


def acted(app, kind="like", count=12):
    """An act on each of the newest articles."""
    articles = [article.id for article in app.store.articles.texts()][:count]
    for number in articles:
        app.record(number, kind)
    return articles


def test_forgetting_an_article_takes_its_acts_alone(app):
    ids = acted(app)
    app.record(ids[0], "share")
    assert app.forget(str(ids[0])) == "forgotten: 2 acts of yours"
    assert len(app.store.reader.feedback()) == 11


def test_forgetting_a_place_takes_the_acts_on_its_article(app):
    slate = app.recommend()
    app.record(2, "like")
    assert app.forget("2") == "forgotten: 1 act of yours"
    assert app.store.reader.feedback() == []
    assert app.store.slates.last().items[0].article_id == slate.items[0].article_id


@pytest.mark.parametrize(
    ("what", "acts"), [("sport", 2), ("topic 0", 2), ("Outlet 0", 1), ("report 3", 1), ("Author 1", 4)]
)
def test_forgetting_a_thing_takes_the_word_and_the_deeds(app, what, acts):
    """An industry, a topic, a source, a word of titles (whole or not), an author."""
    acted(app)
    kind, value = interest_in(app.store, what, TAXONOMY)
    app.say(Interest(kind, value, 0.5))
    assert app.forget(what) == f"forgotten: what you said of it and {acts} act{'s' * (acts > 1)} of yours"
    assert app.store.reader.interests() == []
    assert len(app.store.reader.feedback()) == 12 - acts


def test_forgetting_everything_keeps_what_was_said(app):
    acted(app)
    app.say(Interest("term", "rain", -1.0))
    assert app.forget("everything") == "forgotten: 12 acts of yours"
    assert app.store.reader.feedback() == []
    assert len(app.store.reader.interests()) == 1


def test_forgetting_what_was_never_kept_says_so(app):
    with pytest.raises(UsageError, match="nothing is kept about 'weather'"):
        app.forget("weather")


def test_an_industry_that_the_model_does_not_know_can_be_forgotten(app):
    """The catalogue has learned of it since the model was trained."""
    acted(app)
    app.say(Interest("industry", "chemicals", 0.5))
    assert forget(app.store, "chemicals", TAXONOMY) == "forgotten: what you said of it and 0 acts of yours"


def test_an_interest_in_a_topic_that_is_gone_can_be_forgotten(app):
    app.say(Interest("topic", "Old sonatas", 0.5))
    assert "what you said of it" in app.forget("old sonatas")
    assert app.store.reader.interests() == []


def test_the_export_is_json_and_complete_even_of_an_empty_store():
    data = json.loads(json.dumps(exported(MemoryStore())))
    assert data["feedback"] == data["interests"] == data["digests"] == data["sources"] == data["articles"] == []


def test_the_export_survives_the_removal_of_a_source(app):
    app.recommend()
    _, act = app.record(1, "like")
    (article,) = app.store.articles.get([act.article_id])
    app.store.feeds.remove(article.feed_id)
    data = json.loads(json.dumps(exported(app.store)))
    assert data["feedback"][0]["article_id"] == article.id
    assert article.id not in {one["id"] for one in data["articles"]}


def test_the_profile_says_what_was_said_and_how_much_was_done(app):
    app.say(Interest("industry", "sport", 0.5))
    acted(app, "read", 6)
    profile, document = app.profile()
    assert document["acts"] == 6
    assert 0 < document["confidence"] < 1
    assert document["statements"][0]["said"] == 0.5
    assert document["privacy"] == "local"
    assert profile.confidence == pytest.approx(document["confidence"], abs=1e-6)
    json.dumps(document)


def test_status_counts_what_is_there(app, clock):
    feed = app.store.feeds.all()[0]
    app.store.feeds.save_states([FetchState(feed.id, failures=2, error_message="no answer", last_try=clock())])
    state = status(app.store, now=clock())
    assert (state["feeds"], state["articles"], state["understood"], state["failing"]) == (12, 60, 60, 1)
    assert state["sources"][0]["error"] == "no answer"
    assert state["last_update"] == clock().isoformat(timespec="seconds")
    assert state["model"]["version"] == "words-1"
    json.dumps(state)
    assert status(MemoryStore(), now=clock())["model"] is None


@pytest.mark.parametrize("wished", [False, True])
def test_the_profile_speaks_of_sources_as_if_it_had_all_before_it(app, wished):
    """Only those that can be believed in are read from the store, which may have thousands."""
    acted(app)
    if wished:
        app.say(Interest("feed", app.store.feeds.all()[-1].url, 0.5))
    profile, told = app.profile()
    occasion = occasion_for_words(app.store, day_of(None, app.clock()))
    grounds = grounds_at(app.store, occasion)
    assert profile.beliefs == profile_of(app.store, grounds, occasion).beliefs
    assert told == believed(app.store, grounds, profile, occasion=occasion)
    assert any(one["kind"] == "feed" for one in told["statements"])
