"""What is on the disk after acts on sensitive articles: read from the SQLite file itself, past every door."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import numpy as np
import pytest

from diversify.domain import DELIBERATE, Feed, Feedback, Understanding
from diversify.profile import keeps
from diversify.store import open_store

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
KINDS = ("open", "read", "like", "less", "pin", "share", "dismiss")
LEVELS = ("nothing", "explicit", "local")


@pytest.fixture
def knocking(tmp_path, make_articles):
    """A store of two understood articles, one of them sensitive, and a way to read its file without it."""
    path = tmp_path / "s.db"
    store = open_store(path, clock=lambda: NOW)
    hidden, plain = make_articles(store)
    flat, rows = np.ones(2, dtype=np.float32), np.eye(2, dtype=np.float32)
    store.articles.understand(
        [hidden, plain], "m-1", Understanding(rows, rows, rows, flat, flat, np.array([True, False]))
    )
    yield store, hidden, plain, lambda: rows_of(path)
    store.close()


@pytest.fixture
def make_articles():
    from dataclasses import replace

    from diversify.domain import Article

    def make(store):
        store.feeds.add([Feed("https://o.example/feed")])
        (feed,) = store.feeds.all()
        one = Article(feed.id, "a", "https://o.example/a", "Living with cancer", NOW, NOW)
        return store.articles.save(
            [one, replace(one, guid="b", url="https://o.example/b", title="Derby ends in a draw")]
        )

    return make


def rows_of(path):
    """Every row of every table of the file and of its log, by table; full-text shadows included."""
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"'))) for name in names}


@pytest.mark.parametrize("level", LEVELS)
def test_acts_on_a_sensitive_article_change_no_row_at_any_level(knocking, level):
    store, hidden, _, rows = knocking
    store.reader.turn("privacy", level)
    before = rows()
    for kind in KINDS:
        assert store.reader.record(Feedback(kind, hidden, NOW, value=1.0)) is None
    assert rows() == before


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
def test_acts_on_another_are_on_the_disk_only_where_the_level_keeps_them(knocking, level, kind):
    """The control, and the levels: what is refused was never written, not written and hidden."""
    store, _, plain, rows = knocking
    store.reader.turn("privacy", level)
    before = rows()
    store.reader.record(Feedback(kind, plain, NOW, value=1.0))
    assert (rows() != before) == keeps(level, kind)
    assert keeps("explicit", kind) == (kind in DELIBERATE)


@pytest.mark.parametrize("level", ["nothing", "explicit"])
def test_a_lower_level_takes_from_the_disk_what_it_does_not_keep(knocking, level):
    store, _, plain, rows = knocking
    store.reader.turn("privacy", level)
    clean = rows()
    store.reader.turn("privacy", "local")
    store.reader.record(Feedback("read", plain, NOW, value=1.0))
    kept = {name for name, found in rows().items() if found != clean[name]}
    store.reader.turn("privacy", level)
    acts = {name for name in kept if "feedback" in name or "act" in name}
    assert acts, kept
    for name in acts:
        assert rows()[name] == clean[name]
