"""Learn from the reader's own articles, and read all of them anew with what was learned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from diversify.app.subscribing import feeds_with_labels
from diversify.app.updating import link, rename, understand
from diversify.catalogue import load_lexicon
from diversify.domain import ModelCard
from diversify.errors import ModelError
from diversify.protocols import Store

TRAINING_DAYS: Final = 120
"""Older articles teach little about today's words; they stay readable and keep their stories."""
MOST_ARTICLES: Final = 100_000
"""The newest so many train a model: more cost time and change little."""


KEPT_DAYS: Final = 180
"""Articles first seen so long ago are dropped, unless they were shown or acted upon: those stay for good."""


def train(store: Store, *, now: datetime, seed: int = 0) -> ModelCard:
    """Fit a model on the store's articles, keep it, and understand every article with it.

    Raises
    ------
    ModelError
        Where the store has no article.
    """
    from diversify import topics

    store.articles.drop_older(now - timedelta(days=KEPT_DAYS))
    articles = list(store.articles.texts())
    if not articles:
        raise ModelError("there is no article to learn from", mend="run `diversify update` first")
    since = now - timedelta(days=TRAINING_DAYS)
    recent = [article for article in articles if article.published >= since] or articles
    feeds = feeds_with_labels(store)
    previous = store.models.current()
    model = topics.train(recent[-MOST_ARTICLES:], feeds, load_lexicon(), previous=previous, now=now, seed=seed)
    store.models.save(model.card, model.to_bytes())
    follow_topics(store, previous, model.card)
    understand(store, model, articles)
    link(store, now=now)
    return model.card


def follow_topics(store: Store, previous: ModelCard | None, card: ModelCard) -> None:
    """Let what was said of a topic follow it to the name it bears now; of one that is gone, the words still count."""
    names = {topic.id: topic.name for topic in card.topics}
    known = {name.casefold() for name in names.values()}
    labels = previous.topics if previous is not None else ()
    moved = {
        topic.name: names[topic.id] for topic in labels if topic.id in names and topic.name.casefold() not in known
    }
    rename(store, "topic", moved)
