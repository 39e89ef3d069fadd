"""The rule for stores that outlive the process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from diversify.protocols import Store
from diversify.testing.builders import EPOCH_DAY
from diversify.testing.expect import expect_same
from diversify.testing.store_laws.whole import fill


def everything_outlives_the_process(store: Store, reopen: Callable[[Store], Store]) -> None:
    """What was there before closing is there after opening again.

    Raises
    ------
    AssertionError
        Where a shelf has changed.
    """
    fill(store)
    before, mark = shelves(store), store.deliveries.mark()
    with reopen(store) as again:
        after = shelves(again)
        expect_same(again.deliveries.mark(), mark, "the mark after opening again")
        for name, content in before.items():
            expect_same(after[name], content, f"{name} after opening again")


def shelves(store: Store) -> dict[str, Any]:
    """All that a store answers, by name; for comparing two stores, or one at two times."""
    articles = list(store.articles.texts())
    card = store.models.current()
    model = "" if card is None else card.version
    since, until = EPOCH_DAY - timedelta(days=3650), EPOCH_DAY + timedelta(days=3650)
    return {
        "feeds": store.feeds.all(),
        "states": store.feeds.states(),
        "articles": articles,
        "understood": store.articles.understood([article.id for article in articles], model),
        "candidates": store.articles.candidates(model, since=since, until=until),
        "counts": store.articles.counts(),
        "feedback": store.reader.feedback(),
        "interests": store.reader.interests(),
        "dials": store.reader.dials(),
        "history": store.reader.history("privacy"),
        "slates": store.slates.since(since),
        "last": store.slates.last(),
        "deliveries": store.deliveries.of("mail"),
        "card": card,
        "body": store.models.load(model) if model else b"",
    }
