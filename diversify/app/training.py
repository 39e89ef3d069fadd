"""Learn from the reader's own articles, and read all of them anew with what was learned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from diversify.app.lending import lent, of_own, without_lent
from diversify.app.subscribing import feeds_with_labels
from diversify.app.updating import link, rename, understand
from diversify.catalogue import load_lexicon
from diversify.domain import ModelCard
from diversify.errors import ModelError
from diversify.protocols import Model, Store

TRAINING_DAYS: Final = 120
"""Older articles teach little about today's words; they stay readable and keep their stories."""
MOST_ARTICLES: Final = 100_000
"""The newest so many train a model: more cost time and change little."""


KEPT_DAYS: Final = 180
"""Articles first seen so long ago are dropped, unless they were shown or acted upon: those stay for good."""


def train(store: Store, *, now: datetime, seed: int = 0, vectors: str = "") -> ModelCard:
    """Fit a model on the store's articles, keep it, and understand every article with it.

    Parameters
    ----------
    vectors
        Folder of pretrained token vectors that the model borrows from; empty: none. They travel in the model's file.

    Raises
    ------
    ModelError
        Where the store has no article.
    FileError
        Where the vectors cannot be read; nothing is changed then.
    """
    fit = trainer(vectors)
    store.articles.drop_older(now - timedelta(days=KEPT_DAYS))
    articles = list(store.articles.texts())
    if not articles:
        raise ModelError("there is no article to learn from", mend="run `diversify update` first")
    since = now - timedelta(days=TRAINING_DAYS)
    recent = [article for article in articles if article.published >= since] or articles
    feeds = feeds_with_labels(store)
    previous = store.models.current()
    lesson = recent[-MOST_ARTICLES:]
    more, lenders = lent(lesson, feeds, now=now)
    model = fit([*lesson, *more], {**feeds, **lenders}, load_lexicon(), previous=previous, now=now, seed=seed)
    card = without_lent(of_own(model, lesson, feeds) if more else model.card, previous)
    card = replace(card, report={**card.report, "vectors": vectors or None, "lent": len(more)})
    store.models.save(card, model.to_bytes())
    follow_topics(store, previous, card)
    understand(store, model, articles)
    link(store, now=now)
    return card


def trainer(vectors: str) -> Callable[..., Model]:
    """What fits a model: on the articles alone, or borrowing from the vectors of a folder.

    Raises
    ------
    FileError
        Where the folder or a file in it is absent, cut short or of another kind.
    """
    from diversify import topics

    if not vectors:
        return topics.train
    return topics.BorrowingTrainer(topics.open_vectors(Path(vectors).expanduser()))


def follow_topics(store: Store, previous: ModelCard | None, card: ModelCard) -> None:
    """Let what was said of a topic follow it to the name it bears now; of one that is gone, the words still count."""
    names = {topic.id: topic.name for topic in card.topics}
    known = {name.casefold() for name in names.values()}
    labels = previous.topics if previous is not None else ()
    moved = {
        topic.name: names[topic.id] for topic in labels if topic.id in names and topic.name.casefold() not in known
    }
    rename(store, "topic", moved)
