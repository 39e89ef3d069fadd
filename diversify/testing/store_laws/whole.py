"""Rules of the store as a whole."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import numpy as np

from diversify.domain import Delivery, Feedback, FetchState, Interest
from diversify.protocols import Store
from diversify.testing.builders import EPOCH_DAY, make_article, make_card, make_feed, make_slate, make_understanding
from diversify.testing.expect import expect, expect_error, expect_same


def erasing_leaves_an_empty_store(store: Store) -> None:
    """After `erase` nothing is kept, the level is undecided again, and the store can be used at once."""
    for _ in range(2):
        fill(store)
        store.erase()
        expect_same(store.articles.counts(), dict.fromkeys(("articles", "understood", "stories", "feeds"), 0), "counts")
        left = (
            *(store.feeds.all(), store.feeds.states(), list(store.articles.texts()), store.reader.feedback()),
            *(store.reader.interests(), store.reader.dials(), store.reader.history("privacy")),
            *(store.slates.last(), store.slates.since(EPOCH_DAY), store.models.current()),
            *store.deliveries.of("mail"),
        )
        expect(not any(left), f"everything must be gone: {left}")


def moments_are_kept_in_utc(store: Store) -> None:
    """A moment said in another zone is the same moment, and comes back in UTC; one without a zone is refused."""
    zone = timezone(timedelta(hours=5, minutes=30))
    local = EPOCH_DAY.astimezone(zone)
    (feed,) = store.feeds.add([make_feed(1, added=local)])
    (article_id,) = store.articles.save([make_article(1, feed.id, published=local, seen=local, updated=local)])
    store.feeds.save_states([FetchState(feed.id, last_try=local)])
    store.reader.record(Feedback("like", np.int64(article_id), local, position=np.int64(2)))  # type: ignore[arg-type]
    store.reader.say(Interest("term", "rain", 0.5, local))
    store.slates.save(make_slate([article_id], as_of=local))
    (article,), (act,) = store.articles.get([article_id]), store.reader.feedback()
    kept = [article.published, article.seen, article.updated, act.at, store.feeds.all()[0].added]
    kept += [store.feeds.states()[feed.id].last_try, store.reader.interests()[0].at]
    kept += [slate.as_of for slate in store.slates.since(EPOCH_DAY)]
    expect_same(kept, [EPOCH_DAY] * len(kept), "the moment must be the same")
    expect(all(moment is not None and moment.tzinfo is UTC for moment in kept), "every moment must be in UTC")
    expect(type(act.article_id) is int and type(act.position) is int, "numbers must be plain")
    naive = make_article(2, feed.id, published=EPOCH_DAY.replace(tzinfo=None))
    expect_error(ValueError, lambda: store.articles.save([naive]), "a time without a zone")
    expect_same(store.articles.counts()["articles"], 1, "what was refused must not be stored")


def a_store_says_where_it_is(store: Store) -> None:
    """`location` is a text for people, and a store may be closed twice."""
    expect(isinstance(store.location, str) and store.location, "location must be a text")
    store.close()
    store.close()


def no_change_goes_unnoticed(store: Store) -> None:
    """After a write to any shelf, and after erasing, the stamp is one that it never was."""
    seen = [store.stamp()]

    def noted(what: str) -> None:
        expect(store.stamp() not in seen, f"the stamp must change with {what}")
        seen.append(store.stamp())

    (feed,) = store.feeds.add([make_feed(1)])
    noted("a feed")
    ids = store.articles.save([make_article(1, feed.id)])
    noted("an article")
    store.articles.understand(ids, "words-1", make_understanding(1))
    noted("an understanding")
    act = store.reader.record(Feedback("like", ids[0], EPOCH_DAY))
    noted("an act")
    store.reader.take_back(act.id if act else 0)
    noted("an act taken back")
    store.reader.say(Interest("term", "rain", 0.5))
    noted("a saying")
    store.reader.turn("mix", "4/4/4")
    noted("a dial")
    store.slates.save(make_slate(ids))
    noted("a slate")
    store.deliveries.begin(Delivery("mail", "2026-03-02", "begun", EPOCH_DAY, EPOCH_DAY))
    noted("a delivery")
    store.models.save(make_card("words-1"), b"body")
    noted("a model")
    store.erase()
    noted("erasing")


def fill(store: Store) -> None:
    """Put something on every shelf."""
    (feed,) = store.feeds.add([make_feed(1)])
    ids = store.articles.save([make_article(number, feed.id, story=1) for number in range(3)])
    store.feeds.save_states([FetchState(feed.id, "etag")])
    store.articles.understand(ids, "words-1", make_understanding(3))
    store.reader.turn("privacy", "local")
    store.reader.record(Feedback("read", ids[0], EPOCH_DAY, 0.5))
    store.reader.say(Interest("term", "rain", 0.5))
    store.slates.save(make_slate(ids))
    store.deliveries.begin(Delivery("mail", "2026-03-02", "begun", EPOCH_DAY, EPOCH_DAY))
    store.models.save(make_card("words-1"), b"body")


LAWS = (
    erasing_leaves_an_empty_store,
    moments_are_kept_in_utc,
    a_store_says_where_it_is,
    no_change_goes_unnoticed,
)
