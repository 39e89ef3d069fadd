"""Deterministic nouns: the same number always makes the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np

from diversify.domain import (
    LANES,
    Article,
    Feed,
    ModelCard,
    Reason,
    Slate,
    SlateItem,
    SlatePolicy,
    TopicLabel,
    Understanding,
)

EPOCH_DAY: Final = datetime(2026, 3, 2, 8, 30, 15, 123457, tzinfo=UTC)
"""The moment from which the builders count: a Monday morning, with odd microseconds."""


def make_feed(number: int, **fields: Any) -> Feed:
    """Feed `number`, with any field said otherwise.

    Examples
    --------
    >>> make_feed(3, language="de").url
    'https://outlet-3.example/feed'
    """
    known: dict[str, Any] = {
        "url": f"https://outlet-{number}.example/feed",
        "title": f"Outlet {number}",
        "site": f"https://outlet-{number}.example/",
        "language": "en",
        "country": "GB",
        "industries": ("sport", "health"),
        "folder": ("News", f"Folder {number}"),
        "added": EPOCH_DAY + timedelta(minutes=number),
    }
    return Feed(**known | fields)


def make_article(number: int, feed_id: int, **fields: Any) -> Article:
    """Article `number` of a feed, published `number` hours before `EPOCH_DAY`, with any field said otherwise.

    Examples
    --------
    >>> make_article(5, 1, title="Rain").title
    'Rain'
    """
    known: dict[str, Any] = {
        "guid": f"guid-{number}",
        "url": f"https://outlet-{feed_id}.example/{number}",
        "title": f"Title {number} – with a sign beyond ASCII",
        "published": EPOCH_DAY - timedelta(hours=number),
        "seen": EPOCH_DAY,
        "author": f"Author {number % 3}",
        "summary": f"Summary of {number}.",
        "content": f"<p>Content of {number}.</p>",
        "updated": EPOCH_DAY if number % 2 else None,
        "language": "en",
        "outlet": f"outlet-{feed_id}.example",
        "categories": (f"category {number}", "news"),
        "words": 100 + number,
        "content_hash": f"hash-{number}",
    }
    return Article(feed_id=feed_id, **known | fields)


def make_understanding(
    count: int, *, widths: tuple[int, int, int] = (5, 4, 3), sensitive: Sequence[int] = (), seed: int = 0
) -> Understanding:
    """An understanding of `count` articles.

    Parameters
    ----------
    count
        n, the number of rows.
    widths
        Numbers of dimensions, topics and industries.
    sensitive
        Rows that belong to a sensitive category.
    seed
        Of the random numbers.

    Examples
    --------
    >>> make_understanding(2).vectors.shape
    (2, 5)
    """
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, widths[0]))
    topics, industries = rng.random((count, widths[1])), rng.random((count, widths[2]))
    hidden = np.zeros(count, dtype=bool)
    hidden[list(sensitive)] = True
    return Understanding(
        vectors=(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
        topics=(topics / topics.sum(axis=1, keepdims=True)).astype(np.float32),
        industries=(industries / (industries.sum(axis=1, keepdims=True) + 0.5)).astype(np.float32),
        sensational=rng.random(count).astype(np.float32),
        substance=rng.random(count).astype(np.float32),
        sensitive=hidden,
    )


def make_card(version: str, *, widths: tuple[int, int, int] = (5, 4, 3), **fields: Any) -> ModelCard:
    """The card of a model, with any field said otherwise; `widths` as in `make_understanding`.

    Examples
    --------
    >>> make_card("words-1").dimensions
    5
    """
    dimensions, topics, industries = widths
    places = np.arange(industries) / 7.0
    known: dict[str, Any] = {
        "dimensions": dimensions,
        "topics": tuple(
            TopicLabel(one, f"topic {one}", (f"term {one}", "wörd"), 1 / (one + 3)) for one in range(topics)
        ),
        "industries": tuple(f"industry-{one}" for one in range(industries)),
        "distance": np.abs(places[:, None] - places[None, :]),
        "common": np.eye(1, dimensions) / 3.0,
        "articles": 1234,
        "languages": ("en", "de"),
        "trained_at": EPOCH_DAY,
        "gone": ("an old topic",),
        "notes": ("too few articles in German",),
        "report": {"seconds": 0.1 + 0.2, "sizes": {"words": 10}},
    }
    return ModelCard(version, **known | fields)


def make_slate(article_ids: Sequence[int], **fields: Any) -> Slate:
    """A slate of these articles in this order, with any field said otherwise.

    Examples
    --------
    >>> make_slate([7, 8]).delivered()
    {'near': 1, 'common': 1, 'far': 0}
    """
    items = tuple(_make_item(place, article_id) for place, article_id in enumerate(article_ids, start=1))
    known: dict[str, Any] = {
        "items": items,
        "policy": SlatePolicy(diversity=1 / 3, languages=("en", "de")),
        "model": "words-1",
        "seed": 7,
        "as_of": EPOCH_DAY,
        "day": EPOCH_DAY.date().isoformat(),
        "unmet": ("two far places stay empty",),
    }
    return Slate(**known | fields)


def _make_item(place: int, article_id: int) -> SlateItem:
    lane = LANES[(place - 1) % 3]
    return SlateItem(
        article_id=article_id,
        position=place,
        lane=lane,
        scores={"relevance": 1 / (place + 2), "farness": 0.1 * place},
        reasons=(Reason("industry", f"Because of {place}.", {"farness": 0.1 + 0.2 * place}),),
        industry="sport" if lane == "far" else "",
        propensity=1 / 3 if lane == "far" else 1.0,
        new_voice=place % 2 == 0,
        others=(article_id + 100,),
    )
