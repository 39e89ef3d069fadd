"""Rules of the shelf of sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from diversify.domain import FeedLimits, FeedTally, FetchState
from diversify.errors import UsageError
from diversify.protocols import Store
from diversify.testing.builders import EPOCH_DAY, make_article, make_feed, make_slate, make_understanding
from diversify.testing.expect import expect, expect_error, expect_same

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def feeds_are_added_once(store: Store) -> None:
    """A feed is known by its URL; what is there already stays as it is, and the answer keeps the order asked."""
    one, two = store.feeds.add([make_feed(1), make_feed(2, window=True, paused=True, allow_private=True)])
    expect(0 < one.id < two.id, "ids must be positive and grow")
    expect_same(one, replace(make_feed(1), id=one.id), "a feed must come back as it was given")
    again = store.feeds.add(
        iter([make_feed(3), make_feed(2, title="another"), make_feed(3, title="another"), make_feed(4)])
    )
    expect_same([feed.title for feed in again], ["Outlet 3", "Outlet 2", "Outlet 3", "Outlet 4"], "first come stays")
    wanted = ["Outlet 1", "Outlet 2", "Outlet 3", "Outlet 4"]
    expect_same([feed.title for feed in store.feeds.all()], wanted, "all() is in the order of adding")
    ids = [feed.id for feed in again]
    expect_same(store.feeds.get([ids[3], 987654, ids[0]]), [again[3], again[0]], "those that exist, in the order asked")
    expect_same(store.feeds.add([]), [], "no feed must be added for none")


def wishes_are_kept(store: Store) -> None:
    """Foreign attributes, the wish for full text and limits come back as given; what is no limit is refused."""
    extra = (("{urn:other}rating", "5 \N{BLACK STAR}"), ("color", ""), ("Color", "red"))
    limits = FeedLimits(
        max_bytes=1 << 24, max_seconds=0.1 + 0.2, max_items=9, parse_cpu_seconds=2, parse_memory=1 << 30
    )
    wish, plain = store.feeds.add([make_feed(1, extra=extra, full_text=True, limits=limits), make_feed(2)])
    expect_same(
        store.feeds.all(), [make_feed(1, id=wish.id, extra=extra, full_text=True, limits=limits), plain], "kept"
    )
    expect_same((plain.extra, plain.full_text, plain.limits), ((), False, FeedLimits()), "nothing wished")
    store.feeds.change(replace(wish, extra=(("a", "1"), ("a", "2")), limits=FeedLimits(max_items=1)))
    store.feeds.change_all([replace(plain, full_text=True, limits=FeedLimits(max_seconds=60.5))])
    kept = [(feed.extra, feed.full_text, feed.limits) for feed in store.feeds.all()]
    wanted = [((("a", "2"),), True, FeedLimits(max_items=1)), ((), True, FeedLimits(max_seconds=60.5))]
    expect_same(kept, wanted, "wishes must change, and the last value of an attribute count")
    for limit in (0, -1, float("nan"), float("inf")):
        refused = replace(wish, limits=FeedLimits(max_seconds=limit))
        expect_error(ValueError, partial(store.feeds.change, refused), f"a limit of {limit}")


def feeds_change_by_id(store: Store) -> None:
    """Every field of a feed can be written, its URL included; an unknown id or a taken URL is refused."""
    one, two = store.feeds.add([make_feed(1), make_feed(2)])
    changed = make_feed(9, id=one.id, paused=True, industries=(), folder=(), added=None, language="")
    store.feeds.change(changed)
    expect_same(store.feeds.all(), [changed, two], "the change must be seen, and nothing else")
    expect_error(UsageError, lambda: store.feeds.change(replace(one, id=two.id + 5)), "an unknown id")
    expect_error(UsageError, lambda: store.feeds.change(replace(one, url=two.url)), "a URL of another feed")
    expect_same(store.feeds.all(), [changed, two], "what was refused must change nothing")


def feeds_change_together(store: Store) -> None:
    """Several feeds are written at once; who is gone is passed over, and who wants a taken URL keeps its own."""
    one, two, three = store.feeds.add([make_feed(1), make_feed(2), make_feed(3)])
    store.feeds.remove(three.id)
    moved = replace(one, url="https://moved.example/feed", title="moved", language="pt")
    late = replace(two, url=moved.url, title="late")
    store.feeds.change_all(iter([moved, late, replace(three, title="gone")]))
    expect_same(store.feeds.all(), [moved, replace(late, url=two.url)], "the first to have a URL keeps it")
    store.feeds.change_all([replace(moved, url=one.url), replace(late, url="https://new.example/")])
    expect_same([feed.url for feed in store.feeds.all()], [one.url, "https://new.example/"], "URLs may come back")
    store.feeds.change_all([])


def feeds_are_removed_with_their_articles(store: Store) -> None:
    """Articles go with their feed; acts and slates stay, ids are not given to others."""
    one, two = store.feeds.add([make_feed(1), make_feed(2)])
    gone, stays = store.articles.save([make_article(1, one.id), make_article(2, two.id)])
    store.articles.understand([gone, stays], "m", make_understanding(2))
    store.feeds.save_states([FetchState(one.id), FetchState(two.id)])
    slate = store.slates.save(make_slate([gone, stays]))
    store.feeds.remove(one.id)
    expect_same(store.feeds.all(), [two], "one feed must be gone")
    expect_same([article.id for article in store.articles.get([gone, stays])], [stays], "its article must be gone")
    expect_same(store.articles.understood([gone, stays], "m")[0], [stays], "what was understood must be gone")
    expect_same(set(store.feeds.states()), {two.id}, "its state must be gone")
    expect_same(store.slates.last(), slate, "a slate must outlive a feed")
    expect_same(store.slates.feeds_shown("9999-12-31"), frozenset({one.id, two.id}), "a feed shown stays shown")
    (new,) = store.feeds.add([make_feed(3)])
    (newer,) = store.articles.save([make_article(3, new.id)])
    expect(new.id not in {one.id, two.id} and newer not in {gone, stays}, "ids must never be given twice")
    expect_error(UsageError, lambda: store.feeds.remove(one.id), "removing what is not there")


def states_are_kept_byte_for_byte(store: Store) -> None:
    """A state comes back as given, the newer replaces the older, and a feed that is gone is passed over."""
    (feed,) = store.feeds.add([make_feed(1)])
    expect_same(store.feeds.states(), {}, "an untried feed must have no state")
    state = _full_state(feed.id)
    store.feeds.save_states([FetchState(feed.id, "older"), state])
    expect_same(store.feeds.states(), {feed.id: state}, "the last state must be there, every field of it")
    store.feeds.save_states([FetchState(feed.id + 7), FetchState(feed.id)])
    expect_same(store.feeds.states(), {feed.id: FetchState(feed.id)}, "the state of no feed must be passed over")


def who_needs_a_look_comes_first(store: Store) -> None:
    """Those that failed or are gone come first, in the order of adding as all others; states can be had of a few."""
    expect_same(store.feeds.by_health(), [], "nobody is there yet")
    one, two, three, four = (feed.id for feed in store.feeds.add(make_feed(number) for number in range(1, 5)))
    well, failing, gone = FetchState(one), FetchState(three, failures=1), FetchState(four, retired=True)
    store.feeds.save_states([gone, well, failing])
    wanted = [(three, True), (four, True), (one, False), (two, False)]
    expect_same(store.feeds.by_health(), wanted, "an untried feed is well until it is tried")
    expect_same(store.feeds.states([four, one, two, 987654]), {one: well, four: gone}, "those of them that were tried")
    expect_same(store.feeds.states([]), {}, "of none")


def feeds_are_tallied(store: Store) -> None:
    """Articles, those that another source had first, and how many were published on each day from a moment on.

    The first of a story is its earliest article; of two at one moment, that of the outlet whose name comes first.
    """
    one, two, three, _ = store.feeds.add([make_feed(number) for number in range(1, 5)])
    expect_same(store.feeds.tallies(since=EPOCH_DAY), {}, "who brought nothing has no tally")
    hour, day = timedelta(hours=1), timedelta(days=1)
    noon = EPOCH_DAY.replace(hour=12, minute=0, second=0, microsecond=0)
    row = (noon - EPOCH).days
    said = [
        (one, "a.example", noon - 3 * day, 5, "x"),
        (one, "a.example", noon, 5, "y"),
        (two, "b.example", noon - 3 * day + hour, 5, "z"),  # told after a.example
        (two, "b.example", noon, 6, "u"),
        (three, "a.example", noon, 6, "v"),  # at one moment with b.example, whose name comes later
        (three, "a.example", noon - 99 * day, 0, "y"),  # the address of an article of the first feed
        (three, "a.example", noon - 4 * day, 0, "w"),
        (three, "a.example", noon, 0, "w"),  # its own address again is no other source's
        (three, "c.example", noon - day, 0, "t"),  # in no story
    ]
    articles = [
        make_article(n, feed.id, outlet=outlet, published=published, story=story, url=f"https://n.example/{url}")
        for n, (feed, outlet, published, story, url) in enumerate(said)
    ]
    store.articles.save(articles)
    tallies = store.feeds.tallies(since=noon - 3 * day)
    expect_same(tallies[one.id], FeedTally(2, 0, ((row - 3, 1), (row, 1))), "who is first duplicates nobody")
    expect_same(tallies[two.id], FeedTally(2, 2, ((row - 3, 1), (row, 1))), "what another outlet told first")
    expect_same(tallies[three.id], FeedTally(5, 1, ((row - 1, 1), (row, 2))), "what another feed had first")
    expect_same(len(tallies), 3, "a feed without articles has no tally")
    old = store.feeds.tallies(since=noon + day)[three.id]
    expect_same(old, FeedTally(5, 1), "shares are of all articles, whatever their age")


def _full_state(feed_id: int) -> FetchState:
    """A state with something else in every field; the etag holds a byte that is no UTF-8."""
    moments = [EPOCH_DAY + timedelta(microseconds=step) for step in range(5)]
    return FetchState(
        feed_id,
        etag='W/"\udce9 "',
        last_modified=" Mon, 02 ",
        content_hash="hash",
        not_before=moments[0],
        last_try=moments[1],
        last_success=moments[2],
        last_change=moments[3],
        failures=3,
        error_kind="dns",
        error_message="no such host",
        retired=True,
        moved_to="https://elsewhere.example/",
        moved_since=moments[4],
    )


LAWS = (
    feeds_are_added_once,
    wishes_are_kept,
    feeds_are_tallied,
    feeds_change_by_id,
    feeds_change_together,
    feeds_are_removed_with_their_articles,
    states_are_kept_byte_for_byte,
    who_needs_a_look_comes_first,
)
