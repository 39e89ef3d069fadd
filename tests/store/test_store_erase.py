"""After an erase no word is left in any file; while anybody else is there, nothing is touched."""

from dataclasses import fields, replace

import pytest

from diversify.domain import Delivery, Feedback, FetchState, Interest, Reason
from diversify.errors import StoreLockedError
from diversify.store import SqliteStore
from diversify.store.sql.connection import Connection
from diversify.store.sql.migrations import MIGRATIONS
from diversify.testing import (
    EPOCH_DAY,
    make_article,
    make_card,
    make_feed,
    make_slate,
    make_understanding,
)

CANARY = "kanarienvogel"


def planted(record, *, but=()):
    """The record with the canary in every text of it."""
    texts = {item.name: getattr(record, item.name) for item in fields(record) if item.name not in but}
    said = {name: f"{value} {CANARY}" for name, value in texts.items() if isinstance(value, str)}
    said |= {name: (*value, CANARY) for name, value in texts.items() if isinstance(value, tuple)}
    return replace(record, **said)


def fill(store):
    """The canary in every column of text, and in the bytes of a vector and a model."""
    (feed,) = store.feeds.add([replace(planted(make_feed(1), but=("extra",)), extra=((CANARY, CANARY),))])
    store.feeds.save_states([planted(FetchState(feed.id))])
    said = [planted(make_article(number, feed.id)) for number in range(300)]
    ids = store.articles.save([replace(one, content=f"<p>{CANARY * 300}</p>") for one in said])
    understanding = make_understanding(1, widths=(4, 3, 3))
    vectors = understanding.vectors.copy()
    vectors.view("u1")[0, :13] = list(CANARY.encode())
    store.articles.understand(ids[:1], f"model-{CANARY}", replace(understanding, vectors=vectors))
    store.reader.turn("privacy", "local")
    store.reader.turn("motto", CANARY)
    store.reader.turn("motto", f"{CANARY} again")
    store.reader.turn(CANARY, "other")
    store.reader.record(Feedback("like", ids[0], EPOCH_DAY))
    store.reader.say(Interest("term", CANARY, 1.0))
    slate = make_slate(ids[:1], model=CANARY, unmet=(CANARY,))
    item = replace(slate.items[0], industry=CANARY, reasons=(Reason(CANARY, CANARY, {CANARY: 1.0}),))
    store.slates.save(replace(slate, items=(item,)))
    card = make_card(f"model-{CANARY}", widths=(4, 3, 3), notes=(CANARY,))
    store.models.save(card, CANARY.encode() * 1000)
    store.models.save(replace(card, version=f"{CANARY}-2"), CANARY.encode() * 1000)
    store.deliveries.begin(Delivery(CANARY, CANARY, CANARY, EPOCH_DAY, EPOCH_DAY, CANARY))
    store.deliveries.mark()
    return feed, ids


def files_with(folder, word=CANARY):
    return sorted(
        file.name
        for file in folder.rglob("*")
        if word in file.name or (file.is_file() and word.encode() in file.read_bytes())
    )


def columns_with(store, word=CANARY):
    tables = [name for (name,) in store._connection.read("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = set()
    for table in tables:
        for _, column, kind, *_ in store._connection.read(f"PRAGMA table_info({table})"):
            sql = f"SELECT count(*) FROM {table} WHERE instr(CAST({column} AS BLOB), CAST(? AS BLOB)) > 0"
            if kind in {"TEXT", "BLOB"} and store._connection.read(sql, (word,))[0][0]:
                found.add(f"{table}.{column}")
    return found


# Columns that can hold nothing but our own words or digests.
OURS = {
    *("feeds.limits", "mark.value"),
    *("articles.content_hash", "fetch_states.content_hash", "models.sha256", "slates.digest", "slates.day"),
    *("feedback.kind", "interests.kind", "slate_items.lane", "understandings.topics", "understandings.industries"),
}


def test_the_canary_is_in_every_column_of_text(store):
    fill(store)
    tables = [name for (name,) in store._connection.read("SELECT name FROM sqlite_master WHERE type = 'table'")]
    every = {
        f"{table}.{column}"
        for table in tables
        if not table.startswith("sqlite_")
        for _, column, kind, *_ in store._connection.read(f"PRAGMA table_info({table})")
        if kind in {"TEXT", "BLOB"}
    }
    assert every - columns_with(store) - OURS == set()


@pytest.mark.parametrize("reopened", [False, True])
def test_no_word_is_left_in_any_file(path, reopened):
    store = SqliteStore(path)
    feed, ids = fill(store)
    if reopened:
        store.close()
        store = SqliteStore(path)
    store.reader.forget(ids)
    store.articles.save([make_article(1, feed.id)])
    (path.parent / "store.db.backup-v1").write_text(CANARY)
    (path.parent / "store.db.backup-v2.part").write_text(CANARY)
    (path.parent / "store.db.models" / ".half.part").write_text(CANARY)
    (path.parent / "store.db.models" / "orphan.bin").write_text(CANARY)
    assert len(files_with(path.parent)) > 4
    store.erase()
    assert files_with(path.parent) == []
    assert store.feeds.all() == []
    assert store._connection.read("PRAGMA integrity_check") == [("ok",)]
    assert store._connection.read("PRAGMA journal_mode") == [("wal",)]
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["store.db"]
    with SqliteStore(path) as again:
        assert again.articles.counts()["articles"] == 0
        fill(again)


def test_pages_behind_the_end_are_cut_off(path):
    """So an erase killed between the commit and the cut is finished by whoever opens the store next."""
    SqliteStore(path).close()
    with path.open("ab") as file:
        file.write(CANARY.encode() * 4096)
    with SqliteStore(path) as store:
        assert files_with(path.parent) == []
        fill(store)
    size = path.stat().st_size
    with SqliteStore(path) as store:
        assert store.articles.counts()["articles"] == 300
    assert path.stat().st_size == size


def test_other_files_of_the_folder_stay(path, store):
    (path.parent / "diary.txt").write_text("mine")
    (path.parent / "store.db2").write_text("mine")
    fill(store)
    store.erase()
    assert (path.parent / "diary.txt").read_text() == (path.parent / "store.db2").read_text() == "mine"


def test_an_open_store_is_not_erased(path, store):
    fill(store)
    (path.parent / "store.db.backup-v1").write_text(CANARY)
    before = files_with(path.parent)
    with SqliteStore(path) as other:
        with pytest.raises(StoreLockedError) as caught:
            store.erase()
        assert caught.value.mend
        assert files_with(path.parent) == before
        assert other.articles.counts()["articles"] == store.articles.counts()["articles"] == 300
        other.reader.say(Interest("term", "still writing", 1.0))
        store.reader.say(Interest("term", "still writing too", 1.0))
        assert len(other.reader.interests()) == 3
        assert other.models.load(f"{CANARY}-2") == CANARY.encode() * 1000
    store.erase()
    assert files_with(path.parent) == []


def test_a_store_open_in_another_process_is_not_erased(path, store, start_child):
    fill(store)
    child = start_child(
        """
        import sys
        from diversify.store import open_store
        with open_store(sys.argv[1]) as store:
            print(len(store.feeds.all()), flush=True)
            sys.stdin.readline()
            print(store.articles.counts()["articles"], flush=True)
        """,
        path,
    )
    assert child.stdout.readline() == "1\n"
    with pytest.raises(StoreLockedError):
        store.erase()
    child.stdin.write("go\n")
    child.stdin.flush()
    assert child.stdout.readline() == "300\n"
    child.communicate(timeout=60)
    store.erase()
    assert files_with(path.parent) == []


def test_unsaid_and_removed_words_leave_no_trace(path, store):
    feed, _ = fill(store)
    store.reader.say(Interest("term", "geheimnis", 1.0))
    assert files_with(path.parent, "geheimnis")
    store.reader.unsay("term", "geheimnis")
    assert files_with(path.parent, "geheimnis") == []
    (secret,) = store.feeds.add([make_feed(2, title="verschwiegen")])
    store.articles.save([make_article(number, secret.id, content="verschwiegen " * 900) for number in range(50)])
    store.feeds.remove(secret.id)
    assert files_with(path.parent, "verschwiegen") == []
    assert store.feeds.all() == [feed]


def test_copies_made_before_an_upgrade_do_not_outlive_forgetting(path):
    with SqliteStore(path) as store:
        _, ids = fill(store)
    newer = Connection(path, migrations=(*MIGRATIONS, ("CREATE TABLE later (x INTEGER) STRICT",)))
    newer.close()
    assert [file.name for file in path.parent.glob("*.backup-*")] == [f"store.db.backup-v{len(MIGRATIONS)}"]
    raw = Connection(path, migrations=(*MIGRATIONS, ("CREATE TABLE later (x INTEGER) STRICT",)))
    raw.shed_traces()
    raw.close()
    assert list(path.parent.glob("*.backup-*")) == []
    assert ids
