"""Words are found by one law in every store, with an index of words, without it, and while it is behind."""

import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.store import MemoryStore, SqliteStore
from diversify.store.sql import searching
from diversify.store.sql.connection import Connection
from diversify.store.sql.migrations import MIGRATIONS
from diversify.store.words import fold
from diversify.testing import EPOCH_DAY, make_article, make_feed

SAID = [
    ("Tides rise", "", "", "<p>The harbour’s <b>new</b> crane</p>"),
    ("Zürich’s Été", "Ann Étienne", "covid-19 and the EU", "a &amp; b"),
    ("東京の港", "", "港へ行く", ""),
    ("Seehafen Europa", "", "Covid; 19 ships", '<a href="https://x.example/hidden">seen</a>'),
    ("ΟΔΟΣ и Йод", "", "straße 100%", "tide_water"),
]
ASKED = [
    ["tide"], ["TIDES"], ["rise", "tid"], ["ide"], ["harbour"], ["new", "crane"], ["zurich"], ["Zürich"], ["ete"],
    ["été"], ["etienne"], ["eu"], ["eur"], ["covid-19"], ["covid", "19"], ["hafen"], ["see"], ["東京"], ["港"],
    ["hidden"], ["href"], ["amp"], ["οδος"], ["йод"], ["иод"], ["STRASSE"], ["100%"], ["%"], ["_"], ["!"], [],
    ["京東"], ["water"], ["a"], ["b"], ['"'], ["title:tide"], ["tide*"], ["NOT", "tide"], ["19"],
]  # fmt: skip


def filled(store, said=SAID):
    (feed,) = store.feeds.add([make_feed(1)])
    store.articles.save([
        make_article(n, feed.id, title=title, author=author, summary=summary, content=content,
                     published=EPOCH_DAY + timedelta(hours=n % 3))
        for n, (title, author, summary, content) in enumerate(said)
    ])  # fmt: skip
    return feed


def waiting(store):
    return store._connection.read("SELECT count(*) FROM unindexed")[0][0]


def indexed(store):
    while store.index_words():
        pass
    return store


def answers(store, asked, limit=50):
    return [store.search(words, texts=texts, limit=limit) for words in asked for texts in (False, True)]


@pytest.fixture
def unindexed(monkeypatch):
    monkeypatch.setattr(searching, "_IS_KNOWN", "SELECT 1 WHERE 0")


def test_both_stores_find_the_same(store):
    memory = MemoryStore()
    filled(memory)
    filled(store)
    assert answers(store, ASKED) == answers(memory, ASKED)  # as few wait
    assert waiting(indexed(store)) == 0
    assert answers(store, ASKED) == answers(memory, ASKED)
    assert store.search(["tide"]) == [1001]
    assert store.search(["tide"], texts=True) == [1005, 1001]
    assert store.search(["covid-19"], texts=True) == [1002, 1004]
    assert store.search(["hidden"], texts=True) == store.search(["hafen"], texts=True) == []


WORDS = st.text(st.sampled_from("aAbB1 éÉß-_%'\"<>&;東かがγи\u0301\u00a0İ"), max_size=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=6), st.lists(WORDS, min_size=1, max_size=2))
def test_any_words_are_found_alike(said, words):
    memory = MemoryStore()
    filled(memory, said)
    with TemporaryDirectory() as folder, SqliteStore(Path(folder) / "store.db") as store:
        filled(store, said)
        assert answers(indexed(store), [words]) == answers(memory, [words])


@given(st.text(max_size=20))
def test_folding_is_stable_and_knows_no_case(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_the_newest_come_first_up_to_the_limit(store):
    filled(store, [(f"tide {n}", "", "", "") for n in range(500)])
    everything = indexed(store).search(["tide"], limit=1000)
    assert len(everything) == 500
    found = {article.id: article.published for article in store.articles.get(everything)}
    assert everything == sorted(everything, key=lambda n: (found[n], n), reverse=True)
    assert store.search(["tide"], limit=7) == everything[:7]
    assert store.search(["tide"], limit=0) == []


def test_what_has_changed_is_found_as_it_is(store):
    feed = filled(store)
    indexed(store).articles.save([make_article(0, feed.id, title="Ebb falls", content="nothing")])
    indexed(store)
    assert store.search(["tide"]) == store.search(["crane"], texts=True) == []
    assert store.search(["ebb"]) == [1001]


def test_what_is_behind_is_found_too(store):
    feed = filled(store)
    indexed(store)
    store.articles.save([make_article(0, feed.id, title="Ebb falls"), make_article(9, feed.id, title="Ebb again")])
    assert waiting(store) == 2
    assert store.search(["tide"]) == []
    assert len(store.search(["ebb"])) == 2
    store.articles.save([make_article(n, feed.id, title=f"Ebb {n}") for n in range(20, 20 + searching.FEW)])
    assert len(store.search(["ebb"], limit=1000)) == searching.FEW + 2  # by a walk
    assert store.index_words() == searching.AT_ONCE
    assert len(store.search(["ebb"], limit=1000)) == searching.FEW + 2  # of both
    assert len(indexed(store).search(["ebb"], limit=1000)) == searching.FEW + 2


@pytest.mark.usefixtures("unindexed")
def test_without_an_index_all_is_walked_over(store, monkeypatch):
    monkeypatch.setattr(searching, "FEW", 0)
    memory = MemoryStore()
    feed = filled(store)
    filled(memory)
    plain = [words for words in ASKED if fold(" ".join(words)).isascii() and " ".join(words).isascii()]
    accents = [["ete"], ["zurich"], ["etienne"], ["STRASSE"]]  # it knows of accents only those that were asked for
    plain = [words for words in plain if words not in accents]
    assert answers(store, plain) == answers(memory, plain)
    assert answers(store, [["été"], ["Zürich"], ["東京"], ["港"]]) == answers(
        memory, [["été"], ["Zürich"], ["東京"], ["港"]]
    )
    assert store.index_words() == 0
    store.feeds.remove(feed.id)
    assert answers(store, [["tide"]]) == [[], []]


def test_an_index_is_made_of_what_was_stored_before_there_was_one(path):
    with SqliteStore(path) as store:
        filled(store)
        store._connection._raw.execute("DROP TABLE unindexed")
        store._connection._raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")
    with SqliteStore(path) as store:
        assert waiting(store) == 5
        assert store.search(["tide"], texts=True) == [1005, 1001]
        assert indexed(store).search(["tide"], texts=True) == [1005, 1001]


@pytest.mark.parametrize("removal", ["feed", "age"])
def test_no_word_of_removed_articles_is_left(path, removal):
    secret = "verschwiegen"
    with SqliteStore(path) as store:
        first = filled(store)
        (feed,) = store.feeds.add([make_feed(2)])
        made = make_article(50, feed.id, title=secret, summary=secret, seen=EPOCH_DAY - timedelta(days=9))
        store.articles.save([made, replace(made, guid="other")])
        indexed(store)
        assert secret.encode() in words_in(store)
        if removal == "feed":
            store.feeds.remove(feed.id)
        else:
            assert store.articles.drop_older(EPOCH_DAY - timedelta(days=8)) == 2
        assert secret.encode() not in words_in(store)
        store.articles.save([make_article(60, first.id, title="Tide again")])
        indexed(store)
        assert store._connection.read("INSERT INTO words (words) VALUES ('integrity-check')") == []
        assert len(store.search(["tide"])) == 2
        store._connection.shed_traces()
    assert secret.encode() not in path.read_bytes()


def words_in(store):
    return b"".join(block for (block,) in store._connection.read("SELECT block FROM words_data"))


def test_two_may_take_in_at_once(path):
    with SqliteStore(path) as store, SqliteStore(path) as other:
        feed = filled(store)
        other.articles.save([make_article(n, feed.id, title=f"Ebb {n}") for n in range(100, 150)])
        store.articles.save([make_article(n, feed.id, title=f"Ebb {n}") for n in range(200, 250)])
        while store.index_words() + other.index_words():
            pass
        assert len(other.search(["ebb"], limit=200)) == len(store.search(["ebb"], limit=200)) == 100
        assert Connection(path).read("PRAGMA integrity_check") == [("ok",)]
