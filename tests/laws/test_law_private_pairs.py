"""Law: readers who differ only in sensitive reading cannot be told apart: digest, export and town report are the same.

A thousand pairs are tried with `DIVERSIFY_LAWS=1000` in the environment, 30 otherwise; a control pair differs in its
reading of football, to show that what is compared is able to differ.
"""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from diversify.app import App
from diversify.app.knowing import exported
from diversify.app.moving import profile_document
from diversify.app.town import town
from diversify.config import Settings
from diversify.digest import renderers
from diversify.domain import Article, Feed, ModelCard, TopicLabel, Understanding
from diversify.store import MemoryStore

PAIRS = int(os.environ.get("DIVERSIFY_LAWS", "30"))
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CODES = ("sport", "music", "law", "space", "food", "mining")
NAMES = ("football", "opera", "courts", "rockets", "bread", "copper")
KINDS = ("open", "read", "like", "pin", "share", "less", "dismiss")
ARTICLES, FEEDS, WIDTH = 120, 12, 8


def settled(rng):
    """A store with two days of articles, every fourth sensitive, and a model that says so."""
    store = MemoryStore(clock=lambda: NOW)
    store.reader.turn("privacy", "local")
    store.feeds.add(
        [Feed(f"https://o{n}.example/feed", title=f"Outlet {n}", industries=(CODES[n % 6],)) for n in range(FEEDS)]
    )
    topics = tuple(TopicLabel(n, name) for n, name in enumerate(NAMES))
    card = ModelCard("m-1", WIDTH, topics, CODES, 1.0 - np.eye(6), articles=ARTICLES)
    store.models.save(card, b"body")
    field = np.arange(ARTICLES) % 6
    ids = store.articles.save(
        [
            Article(
                1 + at % FEEDS, f"g{at}", f"https://o{at % FEEDS}.example/{at}", f"{NAMES[field[at]]} report {at}",
                NOW - timedelta(minutes=20 * at), NOW, summary="Some words to read.", author=f"Ann {at % 7}",
                language="en", outlet=f"o{at % FEEDS}.example", words=300, content_hash=f"h{at}",
            )
            for at in range(ARTICLES)
        ]
    )  # fmt: skip
    shares = np.full((ARTICLES, 6), 0.03, dtype=np.float32)
    shares[np.arange(ARTICLES), field] = 0.8
    flat = np.full(ARTICLES, 0.8, dtype=np.float32)
    vectors = rng.standard_normal((ARTICLES, WIDTH)).astype(np.float32)
    vectors[np.arange(ARTICLES), field] += 3.0
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    hidden = np.arange(ARTICLES) % 4 == 1
    store.articles.understand(ids, "m-1", Understanding(vectors, shares, shares, flat * 0, flat, hidden))
    return App(store, settings=Settings(workers=0), clock=lambda: NOW), np.array(ids), hidden, field


def acts_on(app, numbers, rng, count):
    """Acts on some of these articles, told as (article, kind, depth) beforehand so that a pair shares them."""
    for number in rng.choice(numbers, min(count, len(numbers)), replace=False).tolist():
        app.record(int(number), str(rng.choice(KINDS)), value=float(rng.random()))


def told(app, seed):
    """Everything that can be seen of a reader: digest in every form, profile, its file, export, town."""
    slate = app.recommend(seed=seed)
    digest = app.deliver(slate)
    # Every tenth in all forms, the others in the two that cost little: all print the same slate.
    forms = renderers if seed % 10 == 0 else ("json", "markdown")
    parts = ["".join(renderers[form](digest).text for form in forms)]
    profile, document = app.profile()
    parts += [json.dumps(document), json.dumps(profile_document(app.store, profile, now=NOW))]
    parts += [json.dumps(exported(app.store)), json.dumps(town(app.store, weeks=2, now=NOW))]
    return [part.encode() for part in parts]


def reader(pair, *, also):
    """One of a pair: the same acts on plain articles; beside these, acts on sensitive ones, football, or none."""
    app, ids, hidden, field = settled(np.random.default_rng((pair, 0)))
    rng, other = np.random.default_rng((pair, 1)), np.random.default_rng((pair, 2))
    football = ids[(field == 0) & ~hidden]
    if also == "sensitive":
        acts_on(app, ids[hidden], other, 12)
    acts_on(app, ids[~hidden & (field != 0)], rng, int(rng.integers(0, 15)))
    app.recommend(seed=pair)
    if also == "sensitive":
        acts_on(app, ids[hidden], other, 12)
    if also == "football":
        for number in other.choice(football, 6, replace=False).tolist():
            app.record(int(number), "read", value=1.0)
    return told(app, pair)


def test_pairs_that_differ_in_sensitive_reading_alone_are_the_same_to_the_byte():
    for pair in range(PAIRS):
        assert reader(pair, also="sensitive") == reader(pair, also="none"), f"pair {pair}"


def test_pairs_that_differ_in_football_differ_nearly_always():
    """In the digest as people see it, not only in what is exported."""
    differ = {"digest": 0, "profile": 0, "export": 0}
    for pair in range(PAIRS):
        one, other = reader(pair, also="football"), reader(pair, also="none")
        differ["digest"] += one[0] != other[0]
        differ["profile"] += one[1] != other[1]
        differ["export"] += one[-2] != other[-2]
    assert differ["digest"] >= 0.95 * PAIRS, differ
    assert differ["profile"] == differ["export"] == PAIRS, differ


@pytest.mark.parametrize("kind", KINDS)
def test_the_store_itself_refuses_acts_on_sensitive_articles(kind, tmp_path):
    """At the door, whoever knocks: both stores, at the most permissive level."""
    from diversify.domain import Feedback
    from diversify.store import open_store

    app, _, _, _ = settled(np.random.default_rng(0))
    file = open_store(tmp_path / "s.db", clock=lambda: NOW)
    file.reader.turn("privacy", "local")
    file.feeds.add([Feed("https://o.example/feed")])
    article = replace(next(iter(app.store.articles.texts())), id=0, feed_id=1)
    ids = file.articles.save([article, replace(article, guid="other", url="https://o.example/other")])
    flat = np.ones(2, dtype=np.float32)
    rows = np.eye(2, dtype=np.float32)
    file.articles.understand(ids, "m-1", Understanding(rows, rows, rows, flat, flat, np.array([True, False])))
    for store, hidden, plain in ((file, *ids), (app.store, 1002, 1001)):
        assert store.reader.record(Feedback(kind, hidden, NOW)) is None
        assert store.reader.record(Feedback(kind, plain, NOW)) is not None
        assert [act.article_id for act in store.reader.feedback()] == [plain]
    file.close()
