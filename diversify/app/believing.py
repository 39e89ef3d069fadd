"""What may be believed of the reader at a moment, and the evidence it is made of, gathered from the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from diversify.app.acting import profiled, sensitive_words
from diversify.app.days import end_of
from diversify.app.dials import Dials
from diversify.catalogue import load_taxonomy
from diversify.domain import Article, Feedback, ModelCard, Occasion, Profile, Understanding
from diversify.errors import ModelError
from diversify.protocols import Store

if TYPE_CHECKING:
    from diversify.profile import Evidence, Impression

UNTRAINED = "untrained"
"""Version of the card of a store that has no model: no topics, no vectors, the catalogue's industries."""


@dataclass(frozen=True, eq=False)
class Grounds:
    """All that a profile is a function of, beside what was said: acts, places shown, the articles they name."""

    acts: list[Feedback]
    shown: list[Impression]
    evidence: Evidence


def occasion_of(store: Store, day: str, *, seed: int = 0, articles: Iterable[Article] | None = None) -> Occasion:
    """The moment and the words of a day, with all sources or only those of some articles.

    Raises
    ------
    ModelError
        Where no model is trained.
    """
    card = store.models.current()
    if card is None:
        raise ModelError("nothing is learned yet", mend="run `diversify train` first")
    listed = store.feeds.all() if articles is None else store.feeds.get(sorted({one.feed_id for one in articles}))
    feeds = {feed.id: feed for feed in listed}
    return Occasion(day=day, as_of=end_of(day), seed=seed, card=card, taxonomy=load_taxonomy(), feeds=feeds)


def occasion_for_words(store: Store, day: str, *, articles: Iterable[Article] | None = None) -> Occasion:
    """The same, also where no model is trained: what was said can be told all the same."""
    if store.models.current() is not None:
        return occasion_of(store, day, articles=articles)
    taxonomy = load_taxonomy()
    card = ModelCard(UNTRAINED, dimensions=0, topics=(), industries=taxonomy.codes, distance=taxonomy.distance)
    feeds = {feed.id: feed for feed in store.feeds.all()}
    return Occasion(day=day, as_of=end_of(day), seed=0, card=card, taxonomy=taxonomy, feeds=feeds)


def with_sources(store: Store, occasion: Occasion, grounds: Grounds) -> Occasion:
    """The same occasion with the sources that can be believed in: those of the evidence; all, where one is wished."""
    if any(interest.kind == "feed" for interest in store.reader.interests()):
        listed = store.feeds.all()
    else:
        listed = store.feeds.get(sorted(set(grounds.evidence.feeds.tolist())))
    return replace(occasion, feeds={feed.id: feed for feed in listed})


def profile_at(store: Store, occasion: Occasion, feedback: Sequence[Feedback] | None = None) -> Profile:
    """What may be believed of the reader at that moment, rebuilt from the evidence."""
    return profile_of(store, grounds_at(store, occasion, feedback), occasion)


def profile_of(store: Store, grounds: Grounds, occasion: Occasion) -> Profile:
    """The profile that these grounds and what the reader said make."""
    from diversify.profile import build_profile

    return build_profile(
        grounds.acts,
        profiled(store.reader.interests()),  # an older version may have kept what names a sensitive subject
        evidence=grounds.evidence,
        occasion=occasion,
        declared=Dials.read(store.reader.dials()).home,
        impressions=grounds.shown,
    )


def grounds_at(store: Store, occasion: Occasion, feedback: Sequence[Feedback] | None = None) -> Grounds:
    """Gather the evidence up to a moment; bounded, however long the reader has been here."""
    import numpy as np

    from diversify.profile import Evidence, recent

    card = occasion.card
    if card.version == UNTRAINED:
        return Grounds([], [], Evidence.blank(industries=len(card.industries)))
    acts = recent(store.reader.feedback(until=occasion.as_of) if feedback is None else feedback, occasion.as_of)
    shown = impressions_at(store, occasion, acts)
    articles = articles_by_id(store, {act.article_id for act in acts} | {item.article_id for item in shown})
    ids, understanding = store.articles.understood(sorted(articles), card.version)
    evidence = Evidence(
        ids=np.array(ids, dtype=np.int64),
        understanding=without_sensitive_topics(understanding, card),
        feeds=np.array([articles[number].feed_id for number in ids], dtype=np.int64),
        authors=tuple(articles[number].author for number in ids),
    )
    return Grounds(acts, shown, evidence)


def without_sensitive_topics(known: Understanding, card: ModelCard) -> Understanding:
    """No share in a topic whose name speaks of a category that is never profiled: no belief may bear that name."""
    import numpy as np

    hidden = np.array(sensitive_words(topic.name for topic in card.topics), dtype=bool)
    if not hidden.any() or not len(known):
        return known
    return replace(known, topics=np.where(hidden, np.float32(0.0), known.topics))


def impressions_at(store: Store, occasion: Occasion, acts: Sequence[Feedback]) -> list[Impression]:
    """Places of late slates on which something was opened, where the level keeps openings; else none.

    Under the other levels nobody knows what was opened, and nothing may be concluded from what was not.
    """
    from diversify.profile import Impression
    from diversify.profile.constants import SKIPPED_DAYS

    if Dials.read(store.reader.dials()).privacy != "local":
        return []
    opened = {act.slate for act in acts} - {0}
    if not opened:
        return []
    slates = store.slates.since(occasion.as_of - timedelta(days=SKIPPED_DAYS))
    # A slate is dated at the end of its day; what stands on it was seen by then at the latest.
    return [
        Impression(slate.id, item.position, item.article_id, slate.as_of)
        for slate in slates
        if slate.id in opened and slate.as_of <= occasion.as_of
        for item in slate.items
    ]


def articles_by_id(store: Store, ids: Iterable[int]) -> dict[int, Article]:
    """Those of the articles that still exist."""
    return {article.id: article for article in store.articles.get(sorted(set(ids)))}
