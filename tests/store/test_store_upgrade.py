"""Each step of an upgrade is whole or not at all, and what was before is kept beside it."""

import sqlite3
import stat

import pytest

from diversify.domain import Feed
from diversify.errors import StoreError, StoreVersionError
from diversify.store import SqliteStore
from diversify.store.sql.connection import Connection
from diversify.store.sql.identity import APPLICATION_ID
from diversify.store.sql.migrations import MIGRATIONS
from diversify.testing import make_feed

NOW = len(MIGRATIONS)
LATER = (
    *MIGRATIONS,
    ("ALTER TABLE feeds ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'", "CREATE TABLE moods (x ANY) STRICT"),
)


@pytest.fixture
def filled(path):
    with SqliteStore(path) as store:
        store.feeds.add([make_feed(1)])
    return path


def backups(path):
    return sorted(file.name for file in path.parent.iterdir() if ".backup" in file.name)


def test_a_new_store_has_our_mark_and_version_and_no_backup(path):
    connection = Connection(path)
    assert connection.read("PRAGMA application_id") == [(APPLICATION_ID,)]
    assert connection.read("PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert connection.read("PRAGMA journal_mode") == [("wal",)]
    assert connection.read("PRAGMA foreign_keys") == [(1,)]
    assert connection.read("PRAGMA secure_delete") == [(1,)]
    tables = connection.read("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert [name for name, strict in tables if not strict and not name.startswith("sqlite_")] == []
    connection.close()
    assert backups(path) == []


def test_an_upgrade_copies_what_was_before(filled):
    connection = Connection(filled, migrations=LATER)
    assert connection.read("SELECT title, mood FROM feeds") == [("Outlet 1", "calm")]
    assert connection.read("PRAGMA user_version") == [(len(LATER),)]
    connection.close()
    assert backups(filled) == [f"store.db.backup-v{NOW}"]
    copy = filled.parent / f"store.db.backup-v{NOW}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with SqliteStore(copy) as before:
        assert [feed.title for feed in before.feeds.all()] == ["Outlet 1"]
    with pytest.raises(StoreVersionError):
        SqliteStore(filled)


def test_an_upgrade_is_not_repeated(filled):
    for _ in range(2):
        Connection(filled, migrations=LATER).close()
    with_steps = (*LATER, ("DROP TABLE moods",), ("CREATE TABLE moods (y ANY) STRICT",))
    connection = Connection(filled, migrations=with_steps)
    assert connection.read("SELECT name FROM pragma_table_info('moods')") == [("y",)]
    connection.close()
    assert backups(filled) == [f"store.db.backup-v{NOW + step}" for step in range(3)]


FAILING = {
    "a statement that cannot be": ("CREATE TABLE half (x ANY) STRICT", "INSERT INTO feeds (url) VALUES (NULL)"),
    "a row that refers to nothing": (
        "CREATE TABLE half (x ANY) STRICT",
        "INSERT INTO fetch_states SELECT 77, x'', x'', '', 0, 0, 0, 0, 0, '', '', 0, '', 0",
    ),
}


@pytest.mark.parametrize("fault", FAILING)
def test_a_failing_step_changes_nothing(filled, fault):
    with pytest.raises(StoreError, match=f"could not be moved from format {NOW} to {NOW + 1}") as caught:
        Connection(filled, migrations=(*MIGRATIONS, FAILING[fault]))
    assert caught.value.mend
    with SqliteStore(filled) as store:
        assert [feed.title for feed in store.feeds.all()] == ["Outlet 1"]
        assert store._connection.read("SELECT count(*) FROM sqlite_master WHERE name = 'half'") == [(0,)]


def test_a_step_taken_by_another_meanwhile_is_not_taken_again(filled):
    """Two new versions start at once: the second finds the work done when it gets the lock."""
    first = Connection(filled, migrations=LATER)
    second = Connection(filled, migrations=LATER)
    assert second.read("SELECT mood FROM feeds") == first.read("SELECT mood FROM feeds")
    first.close()
    second.close()


def test_a_store_of_the_first_format_gains_what_came_later(path):
    first = Connection(path, migrations=MIGRATIONS[:1])
    with first.writing() as raw:
        raw.execute("INSERT INTO feeds VALUES (7, 'https://n.example/', 'N', '', '', '', '[]', '[]', 0, 1, 0, NULL)")
    first.close()
    with SqliteStore(path) as store:
        assert store.feeds.all() == [Feed("https://n.example/", title="N", paused=True, id=7)]


def test_migrations_import_nothing_and_are_plain_statements():
    for step in MIGRATIONS:
        assert all(sqlite3.complete_statement(f"{statement};") for statement in step)
