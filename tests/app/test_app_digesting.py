"""The digest of a day: what it is a function of, and what is shown again and what is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from diversify.app.believing import articles_by_id
from diversify.app.digesting import Asked, gather, shown_already
from diversify.domain import Interest
from diversify.errors import ModelError, PlaceError, UsageError
from diversify.store import MemoryStore


def shown(slate):
    return {item.article_id for item in slate.items}


def stories_of(store, slate):
    return {article.story for article in store.articles.get(sorted(shown(slate)))} - {0}


def test_the_same_day_seed_and_dials_give_the_same_slate_whatever_the_clock_says(app, clock):
    first = app.recommend()
    clock.now += timedelta(hours=2)
    assert app.recommend() == first
    assert len(app.store.slates.since(first.as_of)) == 1


def test_another_seed_is_another_slate_of_the_same_day(app):
    assert len({str(app.recommend(seed=seed).items) for seed in range(4)}) > 1


def test_what_was_shown_on_any_digest_of_a_day_is_not_shown_on_the_next(app, clock, fakes):
    """Made in the morning and, after an update, again in the evening: both were shown."""
    morning = app.recommend()
    read = [app.record(item.position, "read", value=1.0)[0].article.id for item in morning.items[:3]]
    fakes.write(app.store, range(200, 240), now=clock() + timedelta(hours=1))
    clock.now += timedelta(hours=2)
    evening = app.recommend(seed=1)
    assert shown(morning) - shown(evening), "else nothing is tried here"
    clock.now += timedelta(days=1)
    fakes.write(app.store, range(300, 340), now=clock())
    tomorrow = app.recommend()
    assert not shown(tomorrow) & (shown(morning) | shown(evening) | set(read))


def test_what_was_shown_stays_away_for_a_fortnight_and_no_longer(app, clock):
    """The window is as long: what could come back is too old by then, so only memory is looked at."""
    slate = app.recommend()
    for days, remembered in ((1, True), (14, True), (15, False)):
        day = (clock() + timedelta(days=days)).date().isoformat()
        memory = gather(app.store, Asked(day, 0, app.dials.policy())).memory
        assert (shown(slate) <= memory.articles) == remembered, days


def test_an_article_read_by_its_number_without_being_shown_counts_as_met(app, clock):
    slate = app.recommend(size=4)
    number = next(a.id for a in app.store.articles.texts() if a.id not in shown(slate))
    place, kept = app.record(number, "read", value=1.0)
    assert (kept.slate, kept.position, place.item) == (0, 0, None)
    clock.now += timedelta(days=1)
    assert number in gather(app.store, Asked(clock().date().isoformat(), 0, app.dials.policy())).memory.articles
    assert number not in shown(app.recommend(size=40))


def test_acts_on_todays_digest_do_not_change_who_may_be_in_it(app):
    first = app.recommend()
    app.record(1, "share")
    app.record(2, "dismiss")
    memory = gather(app.store, Asked(first.day, 0, app.dials.policy())).memory
    assert not memory.articles & shown(first)


def test_a_digest_shown_again_is_the_one_that_places_mean(app, clock, fakes):
    """Yesterday's asked for once more: `read 1` is then its first item, not today's."""
    fakes.write(app.store, range(500, 560), now=clock() - timedelta(days=1))
    yesterday = app.recommend("yesterday")
    today = app.recommend()
    assert app.record(1, "open")[0].article.id == today.items[0].article_id
    assert app.recommend("yesterday", again=True) == yesterday
    place, act = app.record(1, "open")
    assert place.article.id == yesterday.items[0].article_id
    assert act.slate == yesterday.id


def test_again_means_the_same_seed_and_dials(app):
    first = app.recommend()
    asked = Asked(first.day, 0, app.dials.policy())
    assert shown_already(app.store, asked) == first
    assert shown_already(app.store, replace(asked, seed=1)) is None
    assert shown_already(app.store, replace(asked, policy=replace(asked.policy, reach=0.9))) is None
    assert shown_already(app.store, replace(asked, day="2026-01-01")) is None


def test_again_after_another_training_shows_the_digest_as_it_was_made(app, fakes):
    first = app.recommend()
    app.store.models.save(replace(fakes.card(), version="words-2"), b"other")
    ids = [article.id for article in app.store.articles.texts()]
    app.store.articles.understand(ids, "words-2", fakes.understanding_of(len(ids), first=3))
    again = app.recommend(again=True)
    assert again == first
    digest = app.deliver(again)
    assert [item.id for item in digest.items] == [item.article_id for item in first.items]
    assert digest.model == "words-1"


def test_under_nothing_a_second_digest_of_a_day_is_the_first_one(app, clock, fakes):
    """Else the second would forget the day before, and repeat it."""
    app.store.reader.turn("privacy", "nothing")
    before = app.recommend()
    clock.now += timedelta(days=1)
    fakes.write(app.store, range(300, 360), now=clock())
    first = app.recommend()
    assert app.recommend() == first
    assert not shown(first) & shown(before)
    assert not shown(app.recommend(seed=5)) & shown(before)


def test_a_feed_removed_after_it_was_shown_leaves_its_place_empty_and_says_so(app):
    slate = app.recommend()
    (article,) = app.store.articles.get([slate.items[0].article_id])
    app.store.feeds.remove(article.feed_id)
    digest = app.deliver(slate)
    assert 1 not in [item.position for item in digest.items]
    assert any("no longer in the store" in sentence for sentence in digest.unmet)
    with pytest.raises(PlaceError, match=str(article.id)):
        app.record(1, "like")
    app.record(digest.items[0].position, "like")
    assert articles_by_id(app.store, [article.id]) == {}


def test_a_feed_removed_between_ranking_and_telling_is_still_named(app):
    """The slate's own words are kept from the moment it was made."""
    slate = app.recommend()
    digest = app.deliver(slate)
    assert all(item.source.startswith("Outlet") for item in digest.items)


def test_paused_feeds_are_not_candidates_and_their_voice_comes_back(app):
    for feed in app.store.feeds.all()[:11]:
        app.store.feeds.change(replace(feed, paused=True))
    slate = app.recommend()
    assert {a.feed_id for a in app.store.articles.get(sorted(shown(slate)))} == {12}
    assert len(slate.items) == 5
    assert slate.unmet


@pytest.mark.parametrize("kind", ["industry", "topic", "term", "feed", "author"])
def test_a_mute_of_any_kind_silences_every_lane(app, kind):
    (article,) = app.store.articles.get([app.recommend(size=1).items[0].article_id])
    feed = {f.id: f for f in app.store.feeds.all()}[article.feed_id]
    industry = feed.industries[0]
    topic = f"topic {('sport', 'music', 'law', 'space', 'food', 'mining').index(industry)}"
    value = {"industry": industry, "topic": topic, "term": industry, "feed": feed.url, "author": article.author}[kind]
    app.say(Interest(kind, value, -1.0))
    slate = app.recommend(size=40)
    assert slate.items
    assert article.id not in shown(slate)
    for other in app.store.articles.get(sorted(shown(slate))):
        if kind == "author":
            assert other.author != article.author
        elif kind == "term":
            assert value not in other.title
        elif kind == "feed":
            assert other.feed_id != feed.id


def test_a_mute_of_a_topic_that_is_gone_still_silences_its_words(app):
    app.say(Interest("topic", "Music, old sonatas", -1.0))
    slate = app.recommend(size=60)
    titles = [article.title for article in app.store.articles.get(sorted(shown(slate)))]
    assert titles
    assert not any("music" in title for title in titles)
    (statement,) = app.profile()[1]["statements"]
    assert "no such topic now" in statement["text"]


def test_languages_limit_the_candidates_and_the_unknown_always_pass(app, fakes, clock):
    ids = [article.id for article in app.store.articles.texts()]
    articles = app.store.articles.get(ids)
    app.store.articles.save(
        [replace(a, language=("de", "", "en")[n % 3], content_hash=a.content_hash) for n, a in enumerate(articles)]
    )
    app.store.reader.turn("languages", ["de"])
    slate = app.recommend(size=40)
    assert {article.language for article in app.store.articles.get(sorted(shown(slate)))} == {"de", ""}
    app.store.reader.turn("languages", ["ja"])
    empty = app.recommend()
    assert {article.language for article in app.store.articles.get(sorted(shown(empty)))} <= {""}


def test_nothing_at_all_to_show_is_said_and_rendered(fakes, clock):
    from diversify.app import App

    store = MemoryStore()
    store.models.save(fakes.card(), b"body")
    app = App(store, clock=clock)
    slate = app.recommend()
    assert slate.items == ()
    assert len(slate.unmet) == 1
    assert slate.unmet[0].startswith("Nothing to show: ")
    assert app.deliver(slate).items == ()


def test_far_days_are_empty_and_leave_no_mark_on_today(app):
    before = gather(app.store, Asked("2026-03-02", 0, app.dials.policy())).memory
    with pytest.raises(UsageError, match="ahead"):
        app.recommend("2031-01-01")
    assert app.recommend("1999-01-01").items == ()
    after = gather(app.store, Asked("2026-03-02", 0, app.dials.policy())).memory
    assert (before.articles, before.feeds) == (after.articles, after.feeds)


def test_articles_dated_in_the_future_wait_for_their_day(app, fakes, clock):
    late = fakes.write(app.store, [900], now=clock() + timedelta(days=2))
    assert late[0] not in shown(app.recommend(size=60))


def test_without_a_model_and_without_articles_the_reader_is_told_what_to_do(clock):
    from diversify.app import App

    app = App(MemoryStore(), clock=clock)
    with pytest.raises(ModelError, match="diversify update"):
        app.recommend()
    assert "before `diversify train`" in app.profile()[1]["notes"][0]


def test_exposure_is_counted_over_the_weeks_and_rotates(app, clock, fakes):
    """Which industries stand in the far lane, day after day, to a reader at home in one of six."""
    app.store.reader.turn("home", ["sport"])
    tried = []
    for day in range(10):
        clock.now += timedelta(days=1)
        fakes.write(app.store, range(1000 + 100 * day, 1060 + 100 * day), now=clock())
        tried.append(sorted(item.industry for item in app.recommend().items if item.lane == "far"))
    assert all(len(set(day)) == 3 and "sport" not in day for day in tried)
    counts = {code: sum(code in day for day in tried) for code in fakes.CODES[1:]}
    assert min(counts.values()) >= 4, counts
    assert max(counts.values()) <= 8, counts
