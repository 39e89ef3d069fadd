from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Entry, Feed, Fetched, FetchState, ParsedFeed
from diversify.ingest import decide
from diversify.ingest.drafts import drafts_of, identities
from diversify.ingest.schedule import (
    BELIEVED_AFTER,
    LONGEST_BACK_OFF,
    LONGEST_REST,
    SHORTEST_REST,
    after_failure,
    after_redirect,
    after_success,
    back_off,
    is_due,
    pace,
)

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
FEED = Feed("https://feeds.news.example/rss", site="https://www.news.example/", id=7)


def entry(n, **fields):
    given_fields = {
        "guid": f"g{n}",
        "link": f"https://news.example/{n}",
        "title": f"Title {n}",
        "summary": "<p>Words</p>",
    }
    return Entry(**{**given_fields, **fields})


def decided(entries, known=None, now=NOW):
    return decide(FEED, drafts_of(ParsedFeed(entries=tuple(entries), language="en")), known or {}, now=now)


def kept(decision, known=None):
    rows = dict(known or {})
    for article in (*decision.new, *decision.changed):
        number = rows[article.guid][0] if article.guid in rows else len(rows) + 1
        rows[article.guid] = (number, article.content_hash)
    return rows


def test_new_then_same_then_edited():
    first = decided([entry(1), entry(2)])
    assert [article.guid for article in first.new] == ["g1", "g2"]
    known = kept(first)
    assert decided([entry(1), entry(2)], known) == decided([], known)
    edited = decided([entry(1, summary="<p>Other words</p>"), entry(2)], known)
    assert [article.guid for article in edited.changed] == ["g1"]
    assert not edited.new


def test_an_article_is_whole():
    article = decided([entry(1, published=NOW - timedelta(hours=1), author="Jo", summary="<p>One two</p>")]).new[0]
    assert (article.feed_id, article.outlet, article.words, article.summary) == (7, "news.example", 4, "One two")
    assert (article.published, article.seen, article.content) == (NOW - timedelta(hours=1), NOW, "<p>One two</p>")


@pytest.mark.parametrize("moment", [NOW + timedelta(days=1), datetime(1970, 1, 1, tzinfo=UTC), None])
def test_dates_are_clamped(moment):
    assert decided([entry(1, published=moment)]).new[0].published == NOW


def test_rotating_guids_flood_nobody():
    known = kept(decided([entry(n) for n in range(30)]))
    rotated = [entry(n, guid=f"fresh-{n}") for n in range(30)]
    assert decided(rotated, known) == decided([], known)
    edited = decided([replace(rotated[0], summary="New text")], known)
    assert [article.guid for article in edited.changed] == ["g0"]


def test_two_articles_of_one_name_stay_two():
    known = kept(decided([entry(1)]))
    both = decided([entry(1), entry(1, guid="other")], known)
    assert [article.guid for article in both.new] == ["other"]
    home = {"link": "https://news.example/", "title": "Daily thread"}
    known = kept(decided([entry(1, **home)]))
    assert [article.guid for article in decided([entry(2, **home)], known).new] == ["g2"]


def test_identity_is_guid_else_link_else_title_and_date():
    rows = [
        Entry(guid="g", link="l", title="t"),
        Entry(link="https://n.example/l", title="t"),
        Entry(title="t", published=NOW),
        Entry(guid="home", link="https://n.example/1"),
        Entry(guid="home", link="https://n.example/2"),
    ]
    assert identities(rows) == [
        "g", "https://n.example/l", f"t@{NOW.isoformat()}", "home#https://n.example/1", "home#https://n.example/2",
    ]  # fmt: skip


def test_an_entry_without_title_or_text_is_none():
    assert decided([Entry(guid="x", link="https://n.example/x")]).new == ()


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab")), max_size=12))
def test_deciding_twice_changes_nothing(rows):
    entries = [entry(n, summary=text) for n, text in rows]
    known = kept(decided(entries))
    again = decided(entries, known)
    assert (again.new, again.changed) == ((), ())


def test_what_is_due():
    state = FetchState(7, not_before=NOW + timedelta(hours=1))
    assert is_due(FEED, None, now=NOW)
    assert not is_due(FEED, state, now=NOW)
    assert is_due(FEED, state, now=NOW, everything=True)
    assert is_due(FEED, state, now=NOW + timedelta(hours=1))
    assert not is_due(replace(FEED, paused=True), None, now=NOW, everything=True)
    assert not is_due(FEED, replace(state, retired=True), now=NOW, everything=True)


@given(st.integers(1, 10_000), st.integers(1, 200))
def test_backing_off_grows_and_ends(feed_id, failures):
    wait = back_off(feed_id, failures, NOW)
    assert timedelta(hours=1) <= wait <= LONGEST_BACK_OFF * 1.25
    assert wait == back_off(feed_id, failures, NOW)


def test_nobody_comes_back_together():
    """The same feed at two readers, who failed at other moments, and a hundred feeds of one reader."""
    assert back_off(1, 3, NOW) != back_off(1, 3, NOW + timedelta(seconds=1))
    waits = {back_off(number, 1, NOW) for number in range(100)}
    assert len(waits) > 95
    assert max(waits) - min(waits) > timedelta(minutes=12)


def test_states_follow_visits():
    failed = after_failure(FetchState(7, etag="e"), kind="http", message="m", now=NOW, wish=NOW + timedelta(days=3))
    assert (failed.failures, failed.error_kind, failed.etag, failed.last_success) == (1, "http", "e", None)
    assert failed.not_before == NOW + timedelta(days=3)
    good = after_success(failed, Fetched("u", etag="n"), now=NOW, digest="d", changed=True)
    assert (good.failures, good.error_kind, good.etag, good.content_hash, good.last_change) == (0, "", "n", "d", NOW)
    same = after_success(good, Fetched("u", status=304), now=NOW + timedelta(hours=1))
    assert (same.etag, same.content_hash, same.last_change) == ("n", "d", NOW)


def test_no_feed_is_asked_twice_within_an_hour_but_on_demand():
    state = after_success(FetchState(7), Fetched("u", etag="e"), now=NOW, digest="d", changed=True)
    soon = NOW + timedelta(minutes=59)
    assert not is_due(FEED, state, now=soon)
    assert not is_due(FEED, replace(state, not_before=None), now=soon)  # whatever else the store says
    assert is_due(FEED, state, now=soon, everything=True)
    assert is_due(FEED, state, now=NOW + timedelta(hours=1))


def rested(state, now):
    return after_success(state, Fetched("u", status=304), now=now)


def test_a_feed_that_does_not_change_rests_longer_each_time_and_at_most_until_tomorrow():
    state = after_success(FetchState(7), Fetched("u"), now=NOW, digest="d", changed=True)
    rests = []
    for _ in range(20):
        now = state.not_before
        state = rested(state, now)
        rests.append(state.not_before - now)
    assert rests == sorted(rests)
    assert rests[0] == timedelta(hours=1.25)
    assert rests[-1] == LONGEST_REST < timedelta(days=1)


def test_asking_on_demand_does_not_lengthen_the_rest():
    state = after_success(FetchState(7), Fetched("u"), now=NOW, digest="d", pace=timedelta(hours=4))
    again = rested(rested(state, NOW + timedelta(minutes=1)), NOW + timedelta(minutes=2))
    assert again.not_before == NOW + timedelta(hours=4, minutes=2)


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(st.lists(st.none() | MOMENTS, max_size=40))
def test_the_rhythm_of_a_feed_is_that_of_its_articles_within_bounds(published):
    rhythm = pace(published, now=NOW)
    state = after_success(FetchState(7), Fetched("u"), now=NOW, digest="d", pace=rhythm)
    assert SHORTEST_REST <= state.not_before - NOW <= LONGEST_REST
    assert rhythm is None or rhythm >= timedelta(0)
    assert (rhythm is None) == (sum(one is not None and one <= NOW for one in published) < 2)


def test_the_wish_of_the_server_counts_where_it_is_longer():
    wish = Fetched("u", not_before=NOW + timedelta(hours=23))
    assert after_success(FetchState(7), wish, now=NOW, digest="d").not_before == wish.not_before
    brief = Fetched("u", not_before=NOW + timedelta(minutes=1))
    assert after_success(FetchState(7), brief, now=NOW, digest="d").not_before == NOW + SHORTEST_REST


def test_a_move_within_the_site_is_believed_at_once_and_elsewhere_after_days():
    near = Fetched(FEED.url, moved_to="https://www.news.example/feed")
    assert after_redirect(FEED, FetchState(7), near, now=NOW)[0].url == near.moved_to
    far = Fetched(FEED.url, moved_to="https://elsewhere.example/feed")
    feed, state = after_redirect(FEED, FetchState(7), far, now=NOW)
    assert (feed.url, state.moved_to, state.moved_since) == (FEED.url, far.moved_to, NOW)
    assert after_redirect(FEED, state, far, now=NOW + BELIEVED_AFTER / 2)[0].url == FEED.url
    feed, state = after_redirect(FEED, state, far, now=NOW + BELIEVED_AFTER)
    assert (feed.url, state.moved_to, state.moved_since) == (far.moved_to, "", None)
    _, forgotten = after_redirect(FEED, FetchState(7, moved_to="x", moved_since=NOW), Fetched(FEED.url), now=NOW)
    assert forgotten.moved_to == ""
