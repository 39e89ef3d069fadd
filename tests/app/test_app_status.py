"""What status says of each source: rhythm, duplicates, what is due; and that it is quick where sources are many."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from diversify.app.limiting import limit, limits_told, read_limits
from diversify.app.status import is_sick, per_day, sources, status
from diversify.domain import Feed, FeedLimits, FeedTally, FetchState
from diversify.errors import UsageError
from diversify.ingest.limits import MIB
from diversify.store import MemoryStore
from diversify.testing import EPOCH_DAY, make_article, make_feed

NOW = EPOCH_DAY + timedelta(hours=3)


@pytest.fixture
def settled():
    """A wire that is first, a paper that follows it, and a source that failed."""
    store = MemoryStore()
    wire, paper, quiet = store.feeds.add([make_feed(n, title=t) for n, t in enumerate(("Wire", "Paper", "Quiet"))])
    rows = []
    for day in range(1, 9):
        told = EPOCH_DAY - timedelta(days=day)
        rows += [(wire, "wire.example", told, day), (paper, "paper.example", told + timedelta(hours=2), day)]
        rows += [(paper, "paper.example", told, 0)]
    articles = [
        make_article(n, feed.id, outlet=outlet, published=published, story=story, url=f"https://{outlet}/{n}")
        for n, (feed, outlet, published, story) in enumerate(rows)
    ]
    store.articles.save(articles)
    failed = FetchState(quiet.id, failures=3, error_message="answered 500", last_try=NOW, not_before=NOW + timedelta(1))
    good = FetchState(wire.id, last_success=NOW, last_try=NOW, not_before=NOW + timedelta(hours=2))
    store.feeds.save_states([failed, good])
    return store


def test_each_source_with_its_rhythm_and_its_duplicates(settled):
    wire, paper, quiet = sources(settled, now=NOW)
    assert (wire["articles"], wire["per_day"], wire["duplicates"], wire["duplicate_share"]) == (8, 1.0, 0, 0.0)
    assert (paper["articles"], paper["per_day"], paper["duplicates"], paper["duplicate_share"]) == (16, 2.0, 8, 0.5)
    assert (quiet["articles"], quiet["per_day"], quiet["duplicate_share"]) == (0, None, None)
    assert wire["last_success"] == NOW.isoformat(timespec="seconds")
    assert wire["next_due"] == (NOW + timedelta(hours=2)).isoformat(timespec="seconds")
    assert paper["next_due"] == NOW.isoformat(timespec="seconds")  # never tried: due now
    assert [is_sick(one) for one in (wire, paper, quiet)] == [False, False, True]
    state = status(settled, now=NOW)
    assert (state["failing"], state["retired"], len(state["sources"])) == (1, 0, 3)
    json.dumps(state)


def test_what_is_paused_or_gone_is_never_due(settled):
    wire, paper, _ = settled.feeds.all()
    settled.feeds.change(replace(wire, paused=True))
    settled.feeds.save_states([FetchState(paper.id, retired=True)])
    assert [one["next_due"] for one in sources(settled, now=NOW)][:2] == [None, None]


def test_topics_that_have_drifted_are_said(app, store, fakes, clock):
    """Six topics as often as in training, and then one alone; of few articles nothing is said."""
    few = status(store, now=clock())["model"]
    assert (few["drift"], few["drifted"]) == (None, False)
    shares = tuple(replace(topic, share=1 / 6) for topic in fakes.card().topics)
    for version, same in (("words-4", True), ("words-5", False)):
        card = replace(fakes.card(), version=version, topics=shares)
        store.models.save(card, b"body")
        made = [
            make_article(5000 + n, 1, published=clock() - timedelta(hours=n % 100), seen=clock()) for n in range(240)
        ]
        ids = store.articles.save(made)
        seen = fakes.understanding_of(240)
        one = seen.topics[np.zeros(240, dtype=int)]
        store.articles.understand(ids, version, seen if same else replace(seen, topics=one))
        model = status(store, now=clock())["model"]
        assert model["drifted"] is not same
        assert (model["drift"] < 0.1) is same


def test_days_without_articles_count_and_today_does_not():
    today = (NOW - EPOCH_DAY.replace(year=1970, month=1, day=1, hour=0, minute=0)).days
    assert per_day(FeedTally(days=((today, 50),)), now=NOW) is None
    assert per_day(FeedTally(), now=NOW) is None
    weekly = tuple((today - days, 1) for days in (28, 21, 14, 7))
    assert per_day(FeedTally(days=weekly), now=NOW) == 0.0
    assert per_day(FeedTally(days=((today - 2, 3), (today - 1, 4))), now=NOW) == 3.5


def test_limits_that_are_set_are_told_and_the_source_is_read_anew(settled):
    state = FetchState(1, etag='"e"', content_hash="h", failures=2, not_before=NOW + timedelta(1))
    settled.feeds.save_states([state])
    limit(settled, "Wire", read_limits({"bytes": "30M", "items": "5000", "cpu": None}), now=NOW)
    (feed, *_) = settled.feeds.all()
    assert feed.limits == FeedLimits(max_bytes=30 * MIB, max_items=5000)
    kept = settled.feeds.states()[1]
    assert (kept.etag, kept.content_hash, kept.failures, kept.not_before) == ("", "", 0, None)
    assert sources(settled, now=NOW)[0]["limits"] == {"max_bytes": 30 * MIB, "max_items": 5000}
    told = {one["name"]: (one["value"], one["own"]) for one in limits_told(feed)}
    assert told["bytes"] == (30 * MIB, True)
    assert told["seconds"] == (30.0, False)
    limit(settled, "1", {"max_seconds": 60.0}, now=NOW)
    assert settled.feeds.all()[0].limits == FeedLimits(max_bytes=30 * MIB, max_items=5000, max_seconds=60.0)
    limit(settled, "1", {}, anew=True, now=NOW)
    assert settled.feeds.all()[0].limits == FeedLimits()


def test_an_address_that_could_not_be_added_becomes_a_source_with_its_limits(settled):
    added = limit(settled, "https://large.example/feed", {"max_bytes": 30 * MIB}, now=NOW)
    assert settled.feeds.all()[-1] == added
    assert (added.url, added.limits.max_bytes, added.added) == ("https://large.example/feed", 30 * MIB, NOW)


@pytest.mark.parametrize("name", ["Nobody", "99", "ftp://n.example/"])
def test_what_is_no_source_and_no_address_is_refused(settled, name):
    with pytest.raises(UsageError, match="no source"):
        limit(settled, name, {"max_bytes": 30 * MIB}, now=NOW)
    with pytest.raises(UsageError, match="no source"):
        limit(settled, "https://large.example/feed", {}, anew=True, now=NOW)
    assert len(settled.feeds.all()) == 3


def test_what_no_feed_may_have_is_refused():
    with pytest.raises(UsageError, match="--bytes '1G'; give a number from 1K to 100M"):
        read_limits({"bytes": "1G"})


def test_setting_what_is_set_already_keeps_what_is_known_of_the_source(settled):
    settled.feeds.change(replace(settled.feeds.all()[0], limits=FeedLimits(max_items=5)))
    settled.feeds.save_states([FetchState(1, etag='"e"')])
    limit(settled, "1", {"max_items": 5}, now=NOW)
    assert settled.feeds.states()[1].etag == '"e"'


def test_a_source_without_a_title_keeps_its_name_in_the_list():
    store = MemoryStore()
    store.feeds.add([Feed("https://n.example/feed")])
    assert [one["url"] for one in sources(store, now=NOW)] == ["https://n.example/feed"]
