"""Feedback + interests + what is understood of the articles + a moment → `Profile`; rebuilt, never edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Belief, Feedback, Interest, Occasion, Profile, Understanding
from diversify.profile.beliefs import last_words, learn, learn_labels, name_beliefs, yield_to_said
from diversify.profile.constants import ABOUT, MOST_PER_ARTICLE, PROFILE_HALF_SURE
from diversify.profile.feedback import Impression, weigh_articles, weigh_skipped
from diversify.profile.home import find_home
from diversify.profile.identifiers import is_identifier


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of e articles that feedback may name; row i of every column is the same article.

    Attributes
    ----------
    ids
        (e,) int64 article ids, none twice.
    understanding
        e rows of what the model understands; its `sensitive` rows leave no trace in a profile.
    feeds
        (e,) int64 feed ids.
    authors
        e names; empty where none is known.
    """

    ids: NDArray[np.int64]
    understanding: Understanding
    feeds: NDArray[np.int64]
    authors: Sequence[str]

    def __post_init__(self) -> None:
        e = len(self.ids)
        for name in ("understanding", "feeds", "authors"):
            rows = len(getattr(self, name))
            if rows != e:
                raise ValueError(f"evidence column {name!r} has {rows} rows, ids has {e}")
        if len(set(self.ids.tolist())) != e:
            raise ValueError("evidence names an article twice")

    @classmethod
    def blank(cls, *, dimensions: int = 0, topics: int = 0, industries: int = 0) -> Evidence:
        """No articles at all: the evidence of a reader without history."""
        known = Understanding(
            vectors=np.zeros((0, dimensions), dtype=np.float32),
            topics=np.zeros((0, topics), dtype=np.float32),
            industries=np.zeros((0, industries), dtype=np.float32),
            sensational=np.zeros(0, dtype=np.float32),
            substance=np.zeros(0, dtype=np.float32),
            sensitive=np.zeros(0, dtype=bool),
        )
        return cls(np.zeros(0, dtype=np.int64), known, np.zeros(0, dtype=np.int64), ())


def build_profile(
    feedback: Iterable[Feedback],
    interests: Iterable[Interest],
    *,
    evidence: Evidence,
    occasion: Occasion,
    declared: Sequence[str] = (),
    impressions: Iterable[Impression] = (),
) -> Profile:
    """Derive what may be believed of the reader; pure, and the same bytes for the same input in any order.

    Acts on sensitive articles are dropped before anything is counted, so are acts on articles that are no longer
    known and acts after `occasion.as_of`.

    Parameters
    ----------
    feedback
        What the reader did.
    interests
        What the reader said; of several words on one thing the last counts. It outranks what was learned of the
        same thing: a muted thing keeps no belief, and a mean that contradicts the sign of what was said becomes 0.
    evidence
        The articles that feedback and impressions name.
    occasion
        The moment, and the names of topics, industries and feeds.
    declared
        Codes of industries the reader named as their work.
    impressions
        Places of past slates. Where given, items passed over between opened ones are weak evidence against.

    Raises
    ------
    ValueError
        Where evidence and model disagree in shape, or the depth of a reading is outside [0, 1].

    Examples
    --------
    >>> from diversify.testing.towns import invented_occasion
    >>> today = invented_occasion(seed=1)
    >>> evidence = Evidence.blank(dimensions=8, topics=len(today.card.topics), industries=len(today.card.industries))
    >>> reader = build_profile([], [Interest("term", "harbour", 0.5)], evidence=evidence, occasion=today)
    >>> reader.confidence, [interest.value for interest in reader.interests]
    (0.0, ['harbour'])
    """
    _check(evidence, occasion)
    said = last_words(interests)
    rows, weights = _weigh(feedback, impressions, evidence=evidence, as_of=occasion.as_of)
    topics, industries = (
        _about(shares[rows]) for shares in (evidence.understanding.topics, evidence.understanding.industries)
    )
    home, home_confidence = find_home(occasion.card.industries, said, declared, shares=industries, weights=weights)
    beliefs = _topic_beliefs(topics, weights, occasion)
    beliefs += name_beliefs("industry", occasion.card.industries, learn(industries, weights))
    beliefs += _source_beliefs(evidence, rows, weights=weights, occasion=occasion)
    amount = float(np.abs(weights).sum())
    return Profile(
        as_of=occasion.as_of,
        interests=said,
        beliefs=tuple(sorted(yield_to_said(beliefs, said), key=_strongest_first)),
        home=home,
        home_confidence=home_confidence,
        evidence_ids=evidence.ids[rows],
        evidence_vectors=evidence.understanding.vectors[rows],
        evidence_weights=weights / MOST_PER_ARTICLE,
        confidence=amount / (amount + PROFILE_HALF_SURE),
    )


def _check(evidence: Evidence, occasion: Occasion) -> None:
    known, card = evidence.understanding, occasion.card
    for name, width, expected in (
        ("topics", known.topics.shape[1], len(card.topics)),
        ("industries", known.industries.shape[1], len(card.industries)),
    ):
        if width != expected:
            raise ValueError(f"evidence has {width} {name}, model {card.version!r} has {expected}")


def _weigh(
    feedback: Iterable[Feedback], impressions: Iterable[Impression], *, evidence: Evidence, as_of: datetime
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rows of the evidence that says something, by ascending article id, and its weights in full readings."""
    plain = np.flatnonzero(~evidence.understanding.sensitive)
    row_of = {int(evidence.ids[row]): int(row) for row in plain}
    acts = [act for act in feedback if act.article_id in row_of]
    shown = [item for item in impressions if item.article_id in row_of]
    weights = weigh_skipped(shown, acts, as_of) | weigh_articles(acts, as_of)
    ids = sorted(weights)
    rows = np.array([row_of[article] for article in ids], dtype=np.int64)
    return rows, np.array([weights[article] for article in ids], dtype=np.float64)


def _about(shares: NDArray[np.float32]) -> NDArray[np.float64]:
    """Shares without the model's noise: an article is not about what it barely touches."""
    exact = shares.astype(np.float64)
    # Compared in the given precision, so that a share written as 0.1 is at least 0.1.
    return np.where(shares >= shares.dtype.type(ABOUT), exact, 0.0)


def _topic_beliefs(topics: NDArray[np.float64], weights: NDArray[np.float64], occasion: Occasion) -> list[Belief]:
    """Beliefs by topic name; topics that bear one name are one thing to the reader."""
    labels = [label.name for label in occasion.card.topics]
    names = sorted(set(labels))
    merged = np.zeros((len(topics), len(names)))
    for column, label in enumerate(labels):
        merged[:, names.index(label)] += topics[:, column]
    return name_beliefs("topic", names, learn(merged, weights))


def _source_beliefs(
    evidence: Evidence, rows: NDArray[np.int64], *, weights: NDArray[np.float64], occasion: Occasion
) -> list[Belief]:
    """Beliefs of feeds, by address, and of authors; a feed that is gone has no address and no belief."""
    feeds = [occasion.feeds.get(int(feed)) for feed in evidence.feeds[rows]]
    addresses = ["" if feed is None else feed.url for feed in feeds]
    authors = [evidence.authors[row].strip() for row in rows]
    # Some feeds name an address for mail in place of an author.
    authors = ["" if is_identifier(author) else author for author in authors]
    by_feed = name_beliefs("feed", *learn_labels(addresses, weights))
    return by_feed + name_beliefs("author", *learn_labels(authors, weights))


def _strongest_first(belief: Belief) -> tuple[float, str, str]:
    return -abs(belief.mean) * belief.confidence, belief.kind, belief.value
