"""What a number means, and what an act is worth keeping."""

import pytest

from diversify.app import depth_of, find_place
from diversify.domain import FIRST_ARTICLE_ID, Interest
from diversify.errors import PlaceError, UsageError
from diversify.store import MemoryStore
from diversify.testing import make_article


def test_a_number_is_a_place_of_the_last_digest_or_an_articles_id(app):
    slate = app.recommend()
    third = find_place(app.store, 3)
    assert (third.article.id, third.position, third.slate) == (slate.items[2].article_id, 3, slate)
    assert third.item == slate.items[2]
    by_id = find_place(app.store, third.article.id)
    assert (by_id.position, by_id.slate) == (3, slate)


def test_an_article_that_was_not_shown_has_no_place(app):
    shown = {item.article_id for item in app.recommend().items}
    other = next(article.id for article in app.store.articles.texts() if article.id not in shown)
    place = find_place(app.store, other)
    assert (place.slate, place.position, place.item) == (None, 0, None)


def test_places_that_do_not_exist_are_refused_with_what_there_is(app):
    with pytest.raises(PlaceError, match="place 1: there is no digest yet; run `diversify digest` first"):
        find_place(app.store, 1)
    app.recommend()
    with pytest.raises(PlaceError, match=r"place 13: .* 12; give one of these"):
        find_place(app.store, 13)
    with pytest.raises(PlaceError, match=f"article {FIRST_ARTICLE_ID + 10**6} is not in the store"):
        find_place(app.store, FIRST_ARTICLE_ID + 10**6)


def test_an_act_carries_where_the_article_stood(app, clock):
    slate = app.recommend()
    place, act = app.record(2, "read", value=0.25)
    assert (act.kind, act.value, act.slate, act.position, act.at) == ("read", 0.25, slate.id, 2, clock())
    assert act.article_id == place.article.id == slate.items[1].article_id


def test_an_act_that_may_not_be_kept_is_none_and_leaves_nothing(app, fakes, clock):
    app.recommend()
    app.store.reader.turn("privacy", "explicit")
    assert app.record(1, "open")[1] is None
    assert app.record(1, "like")[1] is not None
    (hidden,) = fakes.write(app.store, [900], now=clock(), sensitive=[0])
    for kind in ("open", "read", "like", "pin", "share", "less", "dismiss"):
        assert app.record(hidden, kind)[1] is None
    assert [act.kind for act in app.store.reader.feedback()] == ["like"]


def test_depth_is_time_read_against_the_time_that_the_length_needs():
    article = make_article(1, 1, words=460)
    assert depth_of(article, 60) == pytest.approx(0.5)
    assert depth_of(article, 120) == depth_of(article, 9999) == 1.0
    assert depth_of(article, 0) == depth_of(article, -5) == 0.0
    assert depth_of(make_article(1, 1, words=0), 1) < 0.1, "a headline is not read to its end by looking at it"


def test_a_memory_store_without_digests_knows_no_places():
    with pytest.raises(PlaceError):
        find_place(MemoryStore(), 7)


@pytest.mark.parametrize("value", ["depression", "Bankruptcy", "islam", "abortion", "HIV"])
def test_a_sensitive_subject_is_refused_in_one_line_and_nothing_is_kept(app, value):
    for weight in (1.0, 0.1, -0.5):
        with pytest.raises(UsageError, match="names a sensitive subject, and these are never profiled") as refusal:
            app.say(Interest("term", value, weight))
        assert "\n" not in str(refusal.value)
    assert app.store.reader.interests() == []
    assert app.store.reader.history("interests") == []


def test_a_sensitive_subject_can_be_muted_and_a_field_of_work_named(app):
    said = [
        Interest("term", "depression", -1.0),
        Interest("industry", "health", 1.0),
        Interest("term", "football", 0.5),
    ]
    for interest in said:
        app.say(interest)
    assert app.store.reader.interests() == said


def test_what_an_older_version_kept_of_a_sensitive_subject_is_not_profiled(app):
    app.store.reader.say(Interest("term", "depression", 0.5))
    app.store.reader.say(Interest("term", "rain", 0.5))
    assert [interest.value for interest in app.profile()[0].interests] == ["rain"]
