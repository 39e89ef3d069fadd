"""What is acknowledged is on the disk, and writers do not hurt each other."""

import threading
from contextlib import contextmanager

import pytest

from diversify.domain import FIRST_ARTICLE_ID, Feedback, FetchState, Interest
from diversify.errors import UsageError
from diversify.store import SqliteStore
from diversify.testing import EPOCH_DAY, make_article, make_card, make_feed, make_slate, make_understanding


@contextmanager
def commits_of(store):
    """The `synchronous` level at each commit; 2 is FULL."""
    levels, raw = [], store._connection._raw

    def watch(statement):
        if statement == "COMMIT":
            levels.append(store._connection._durable)

    raw.set_trace_callback(watch)
    yield levels
    raw.set_trace_callback(None)
    assert raw.execute("PRAGMA synchronous").fetchone() == ((2 if store._connection._durable else 1),)


@pytest.fixture
def filled(store):
    (feed,) = store.feeds.add([make_feed(1)])
    store.articles.save([make_article(number, feed.id) for number in range(3)])
    return store


DURABLE = {
    "an act": lambda store: store.reader.record(Feedback("like", FIRST_ARTICLE_ID, EPOCH_DAY)),
    "an interest": lambda store: store.reader.say(Interest("term", "rain", 1.0)),
    "a dial": lambda store: store.reader.turn("mix", "6/3/3"),
    "a slate": lambda store: store.slates.save(make_slate([1])),
    "a feed": lambda store: store.feeds.add([make_feed(2)]),
    "a model": lambda store: store.models.save(make_card("m"), b"body"),
    "forgetting": lambda store: store.reader.forget([1]),
}
FETCHABLE = {
    "articles": lambda store: store.articles.save([make_article(7, 1)]),
    "understanding": lambda store: store.articles.understand([1], "m", make_understanding(1)),
    "stories": lambda store: store.articles.save_stories({1: 2}),
    "states": lambda store: store.feeds.save_states([FetchState(1)]),
}


@pytest.mark.parametrize("what", DURABLE)
def test_what_the_reader_said_or_did_is_synced(filled, what):
    FETCHABLE["articles"](filled)
    with commits_of(filled) as levels:
        DURABLE[what](filled)
    assert levels
    assert all(levels)


@pytest.mark.parametrize("what", FETCHABLE)
def test_what_can_be_fetched_again_is_not(filled, what):
    with commits_of(filled) as levels:
        FETCHABLE[what](filled)
    assert levels
    assert not any(levels)


def test_a_refused_write_leaves_the_store_usable(filled):
    with pytest.raises(UsageError):
        filled.articles.save([make_article(8, 1), make_article(9, 77)])
    assert filled.articles.counts()["articles"] == 3
    assert filled.reader.record(Feedback("like", FIRST_ARTICLE_ID, EPOCH_DAY)).id == 1


def test_writers_wait_for_each_other(path, start_child):
    with SqliteStore(path) as store:
        (feed,) = store.feeds.add([make_feed(1)])
        store.articles.save([make_article(number, feed.id) for number in range(3)])
    script = """
        import sys
        from datetime import timedelta
        from diversify.domain import FIRST_ARTICLE_ID, Feedback
        from diversify.store import open_store
        from diversify.testing import EPOCH_DAY
        with open_store(sys.argv[1], busy_seconds=60) as store:
            for step in range(60):
                assert store.reader.record(Feedback("like", FIRST_ARTICLE_ID, EPOCH_DAY + timedelta(seconds=step)))
    """
    children = [start_child(script, path) for _ in range(3)]
    for child in children:
        assert child.communicate(timeout=120)[1] == ""
    with SqliteStore(path) as store:
        acts = store.reader.feedback()
    assert len({act.id for act in acts}) == len(acts) == 180


def test_a_reader_sees_one_state_while_another_writes(path, store):
    (feed,) = store.feeds.add([make_feed(1)])
    ids = store.articles.save([make_article(number, feed.id) for number in range(1200)])
    with SqliteStore(path) as other:
        seen = []
        for article in store.articles.texts():
            if not seen:
                other.articles.save([make_article(n, feed.id, title="new", content_hash="n") for n in range(1200)])
            seen.append(article.id)
    assert seen == ids


def test_an_act_goes_between_what_an_update_writes_and_needs_not_wait_for_its_end(path):
    """Thousands of articles are written in turns; acts meanwhile are acknowledged, and none is lost."""
    with SqliteStore(path) as store:
        (feed,) = store.feeds.add([make_feed(1)])
        (liked,) = store.articles.save([make_article(0, feed.id)])
        many = [make_article(number, feed.id) for number in range(1, 3_000)]

        def update():
            with SqliteStore(path) as other:
                ids = other.articles.save(many)
                other.articles.understand(ids, "words-1", make_understanding(len(ids)))
                other.articles.save_stories(dict.fromkeys(ids, 1))

        writer = threading.Thread(target=update)
        writer.start()
        found = []
        while writer.is_alive():
            store.reader.record(Feedback("share", liked, EPOCH_DAY))
            found.append(tuple(store.articles.counts()[name] for name in ("articles", "understood")))
        writer.join()
        between = {counts for counts in found if 1 < counts[0] < 3_000 or 0 < counts[1] < 2_999}
        assert between, "some act was acknowledged while the update was half done"
        assert len(store.reader.feedback()) == len(found)
        assert store.articles.counts() == {"articles": 3_000, "understood": 2_999, "stories": 1, "feeds": 1}
