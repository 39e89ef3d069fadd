"""A slate of three lanes over invented articles, and a digest with hostile words in every field."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from diversify.domain import (
    Article,
    Digest,
    Feed,
    Industry,
    Mix,
    ModelCard,
    Occasion,
    Reason,
    Slate,
    SlateItem,
    SlatePolicy,
    Taxonomy,
    TopicLabel,
    Understanding,
)

NOON = datetime(2025, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def occasion() -> Occasion:
    taxonomy = Taxonomy(tuple(Industry(code, code.title(), "work") for code in ("sport", "maritime", "health")))
    card = ModelCard(
        version="test-1",
        dimensions=2,
        topics=tuple(
            TopicLabel(t, name) for t, name in enumerate(("rowing races", "harbour cranes", "sleep", "tides"))
        ),
        industries=taxonomy.codes,
        distance=1 - np.eye(3),
    )
    feeds = {
        1: Feed("https://one.example/feed", title="The One", id=1),
        2: Feed("https://two.example/feed", title="Two Times", id=2),
    }
    return Occasion("2025-11-21", NOON, 7, card, taxonomy, feeds)


@pytest.fixture
def articles() -> dict[int, Article]:
    def article(number: int, feed: int, title: str, **more: object) -> Article:
        known = {"summary": f"What {title} means.", "words": 690, "language": "en", "outlet": f"outlet{number}.example"}
        return Article(
            id=number,
            feed_id=feed,
            guid=str(number),
            url=f"https://outlet{number}.example/{number}",
            title=title,
            published=NOON - timedelta(days=number),
            seen=NOON,
            **{**known, **more},
        )

    return {
        1: article(1, 1, "Eight rowers cross the bay"),
        2: article(2, 2, "Cranes learn to wait", words=40),
        3: article(3, 2, "Why night shifts age the heart"),
        4: article(4, 1, "Rowers reach the shore", outlet="outlet1.example"),
        5: article(5, 2, "A bay is crossed"),
    }


@pytest.fixture
def slate() -> Slate:
    def item(number: int, position: int, lane: str, **more: object) -> SlateItem:
        scores = {"relevance": 0.5, "farness": 0.123456789}
        reasons = (Reason("interest", f"Because of reason {number} — “quoted” & more.", {"relevance": 0.5}),)
        return SlateItem(number, position, lane, scores, reasons, **more)

    return Slate(
        items=(
            item(1, 1, "near", others=(4, 5)),
            item(2, 2, "far", new_voice=True, industry="maritime"),
            item(3, 3, "common"),
        ),
        policy=SlatePolicy(mix=Mix(1, 1, 2)),
        model="test-1",
        seed=7,
        as_of=NOON,
        day="2025-11-21",
        unmet=("One far place stays empty: no other field had an article.",),
    )


@pytest.fixture
def understood() -> tuple[list[int], Understanding]:
    n = 2
    return [2, 1], Understanding(
        vectors=np.zeros((n, 2), dtype=np.float32),
        topics=np.array([[0.1, 0.5, 0.2, 0.2], [1, 0, 0, 0]], dtype=np.float32),
        industries=np.array([[0.2, 0.7, 0.04], [0.9, 0.0, 0.1]], dtype=np.float32),
        sensational=np.zeros(n, dtype=np.float32),
        substance=np.ones(n, dtype=np.float32),
        sensitive=np.zeros(n, dtype=bool),
    )


@pytest.fixture
def digest(slate, articles, understood, occasion) -> Digest:
    from diversify.digest import compose

    return compose(slate, articles=articles, understood=understood, occasion=occasion)


@pytest.fixture
def with_words(digest) -> Callable[[str], Digest]:
    """A digest that holds the same words in every field that a feed can write."""

    def fill(words: str) -> Digest:
        item = digest.items[0]
        hostile = replace(
            item,
            title=words,
            source=words,
            summary=words,
            author=words,
            url=words,
            feed_url=words,
            language=words,
            topics={words: 1.0},
            industry_names=(words,),
            others=(replace(item.others[0], source=words, url=words),),
            reasons=(Reason("interest", words),),
        )
        return replace(digest, items=(hostile,), unmet=(words,), notice=words, reader=words)

    return fill
