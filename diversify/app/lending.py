"""The packed sample as a prior: who has few articles lets fields of work be learned from its labelled ones as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from diversify.catalogue import load_sample
from diversify.domain import Article, Feed, ModelCard
from diversify.protocols import Model

FEW: Final = 300
"""Own articles below which the sample is lent: fewer than it has itself, and than a language needs for its own topics.
With 200, more fields are named rightly and the shares are truer (the benchmark of few articles)."""

NOTE: Final = "There are few articles yet: the fields of work were learned from the program's own sample as well."


def lent(
    articles: Sequence[Article], feeds: Mapping[int, Feed], *, now: datetime
) -> tuple[list[Article], dict[int, Feed]]:
    """Articles and feeds of the sample to train with beside `articles`; none where these are `FEW` or more.

    Only in languages of the own articles, and no outlet that is among the own feeds. Ids are below zero: nothing of
    this is ever stored.
    """
    if len(articles) >= FEW:
        return [], {}
    spoken, own = {article.language for article in articles}, {feed.url for feed in feeds.values()}
    outlets = [one for one in load_sample() if one.feed.language in spoken and one.feed.url not in own]
    lenders = {-number: replace(outlet.feed, id=-number) for number, outlet in enumerate(outlets, start=1)}
    texts = [(-number, item) for number, outlet in enumerate(outlets, start=1) for item in outlet.articles]
    more = [
        Article(
            feed, f"sample-{place}", f"{lenders[feed].site}/{place}", item.title,
            now - timedelta(hours=item.hours), now, content=item.text, language=lenders[feed].language,
            words=len(item.text.split()), id=-place,
        )
        for place, (feed, item) in enumerate(texts, start=1)
    ]  # fmt: skip
    return more, lenders


def of_own(model: Model, articles: Sequence[Article], feeds: Mapping[int, Feed]) -> ModelCard:
    """The card of a model that was lent the sample, told of the own articles: their number, and shares of topics.

    A topic that comes first in none of them has share 0.
    """
    import numpy as np

    topics = model.understand(articles, feeds).topics
    first = topics.argmax(axis=1)[topics.any(axis=1)] if topics.shape[1] else np.zeros(0, dtype=np.int64)
    shares = np.bincount(first, minlength=topics.shape[1]) / max(len(articles), 1)
    labels = tuple(
        replace(label, share=float(share)) for label, share in zip(model.card.topics, shares.tolist(), strict=True)
    )
    return replace(model.card, articles=len(articles), topics=labels, notes=(*model.card.notes, NOTE))


def without_lent(card: ModelCard, previous: ModelCard | None) -> ModelCard:
    """The card without word of topics gone that were the sample's alone: the reader never had them."""
    never = {topic.name for topic in previous.topics if not topic.share} if previous is not None else set()
    return replace(card, gone=tuple(name for name in card.gone if name not in never))
