"""One connection to one file: who may open it, how it writes, what it says when it cannot.

Durability. A write is one `BEGIN IMMEDIATE` transaction, so that of two writers one waits and neither fails half way.
What the reader said or did is committed with `synchronous=FULL`: the log is on the disk before `writing` returns.
What can be fetched or computed again is committed with `NORMAL`, which a power cut may undo, in order and whole,
never a process killed. Both go through the same log, so a durable write makes everything before it durable as well.
The pragma has no effect inside a transaction and is therefore set before it.

Waiting. A reader's act is small and must not wait long: whoever waits for another writer looks every millisecond, and
who writes much writes in turns (`in_turns`). Writing the log back into the file is left to them as well, as far as may
be: a durable write does it only when the log has grown to eight times its usual limit.

Traces. `secure_delete` overwrites deleted rows in the file; `shed_traces` empties the log, which may still hold them.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from diversify.errors import StoreError, StoreLockedError
from diversify.store.files import explained, make_file, make_folder, remove_folder
from diversify.store.sql.identity import check_identity, is_blank, pragma
from diversify.store.sql.migrations import MIGRATIONS, Migrations
from diversify.store.sql.upgrade import backups, upgrade

log = logging.getLogger(__name__)

_LOG_LIMIT: Final = 4 * 2**20  # so much is written back in about the time of a turn
_PATIENCE: Final = 8
_LOOK_EVERY: Final = 0.001
_PAGES_KEPT: Final = -8 * 2**10
_MENDS: Final = {
    sqlite3.SQLITE_CANTOPEN: "choose a place you may write to",
    sqlite3.SQLITE_READONLY: "choose a place you may write to",
    sqlite3.SQLITE_PERM: "choose a place you may write to",
    sqlite3.SQLITE_FULL: "make room on the disk and try again; nothing acknowledged is lost",
    sqlite3.SQLITE_IOERR: "check the disk and try again; nothing acknowledged is lost",
    sqlite3.SQLITE_CORRUPT: "restore a copy of the file, or choose another store",
    sqlite3.SQLITE_NOTADB: "it is no diversify store: choose another path",
}


class Connection:
    """A connection that belongs to the thread that made it.

    Parameters
    ----------
    path
        The file; it and missing folders above it are created for their owner alone.
    busy_seconds
        How long to wait for another writer.
    migrations
        The shape to bring the file to.

    Raises
    ------
    StoreError
        Where the place cannot be used, or holds something else.
    StoreVersionError
        Where a newer version made the file.
    StoreLockedError
        Where another process holds it for longer than `busy_seconds`.
    """

    def __init__(self, path: Path, *, busy_seconds: float = 5.0, migrations: Migrations = MIGRATIONS) -> None:
        self.path = path
        self.models = path.with_name(f"{path.name}.models")
        self._busy_seconds = busy_seconds
        self._migrations = migrations
        self._durable = True
        self._opened = 0
        self._raw = self._open()

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._explained():
            return self._raw.execute(sql, values).fetchall()

    def stamp(self) -> tuple[int, ...]:
        """Stays the same only while nothing is written: by others since we looked last, nor by ourselves."""
        with self._explained():
            return (self._opened, pragma(self._raw, "data_version"), self._raw.total_changes)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads of the body see one state, whatever other connections write meanwhile."""
        with self._explained():
            self._raw.execute("BEGIN")
            try:
                yield
            finally:
                self._raw.execute("COMMIT")

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction, committed when the body ends and undone when it raises."""
        with self._explained():
            self._set_durable(durable=durable)
            _begin(self._raw, self._busy_seconds)
            try:
                yield self._raw
                self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise

    def shed_traces(self) -> None:
        """Leave nothing of what was deleted in the log or in copies made before an upgrade.

        Another connection that is reading at this moment keeps the log alive; it goes with the next call.
        """
        with self._explained(), explained(self.path):
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            for copy in backups(self.path):
                copy.unlink(missing_ok=True)

    def blank(self) -> None:
        """Make this a new store: every page of the old one, its log, its copies and its models are gone.

        All of it happens under one exclusive lock, and the pages go last: a blank store is proof that the rest is gone.

        Raises
        ------
        StoreLockedError
            Where any other connection is open; then nothing was removed.
        """
        with self._explained():
            _hold_alone(self._raw)
            with explained(self.path):
                remove_folder(self.models)
                for copy in backups(self.path):
                    copy.unlink(missing_ok=True)
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
                upgrade(empty, self.path, self._migrations)
                empty.backup(self._raw)
            self._raw.close()
        self._raw = self._open()
        log.info("store erased path=%s", self.path)

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        with self._explained():
            self._raw.close()

    def _open(self) -> sqlite3.Connection:
        self._opened += 1
        with explained(self.path):
            make_folder(self.path.parent)
            make_file(self.path)
        with self._explained():
            raw = sqlite3.connect(self.path, timeout=self._busy_seconds, isolation_level=None, cached_statements=256)
            try:
                self._prepare(raw)
            except BaseException:
                raw.close()
                raise
        return raw

    def _prepare(self, raw: sqlite3.Connection) -> None:
        """Bring an open file to our shape; one that is not ours is left as it was found."""
        check_identity(raw, self.path, len(self._migrations))
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute(f"PRAGMA cache_size = {_PAGES_KEPT}")
        if is_blank(raw):
            raw.execute("BEGIN IMMEDIATE")  # of two who found it blank, one waits here, and then finds it done
            raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT}")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute(_write_back(_PATIENCE * _LOG_LIMIT, raw))
        upgrade(raw, self.path, self._migrations)
        _finish_erasing(raw, self.path)
        raw.execute("PRAGMA foreign_keys = ON")
        self._durable = True

    def _set_durable(self, *, durable: bool) -> None:
        if durable != self._durable:
            self._raw.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._raw.execute(_write_back((_PATIENCE if durable else 1) * _LOG_LIMIT, self._raw))
            self._durable = durable

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            told = _told(error, self.path)
            if told is None:
                raise
            raise told from error


def _hold_alone(raw: sqlite3.Connection) -> None:
    """Hold the file alone until it is closed, its log written back and removed."""
    raw.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("PRAGMA journal_mode = TRUNCATE")  # its pages of the past vanish with the commit itself
        raw.execute("BEGIN EXCLUSIVE")
        raw.execute("COMMIT")
    except sqlite3.OperationalError:
        raw.execute("PRAGMA locking_mode = NORMAL")
        raw.execute("SELECT count(*) FROM feeds").fetchall()  # the first use after it lets the lock go
        raise


def _begin(raw: sqlite3.Connection, seconds: float) -> None:
    """Begin to write, once whoever writes now is done; the engine's own waits grow to a tenth of a second each."""
    end = time.monotonic() + seconds
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                    raise
                time.sleep(_LOOK_EVERY)
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout = {round(1e3 * seconds)}")


def _write_back(size: int, raw: sqlite3.Connection) -> str:
    """The pragma that has a log of that many bytes written back into the file at the next commit."""
    return f"PRAGMA wal_autocheckpoint = {size // pragma(raw, 'page_size')}"


def _finish_erasing(raw: sqlite3.Connection, path: Path) -> None:
    """Cut off pages behind the end of the database.

    The engine cuts the file only after the commit that shortened it, so an erase that was killed between the two left
    them. A store with feeds was not erased; there, another process may just have made the file longer.
    """
    longer = pragma(raw, "page_count") * pragma(raw, "page_size") < path.stat().st_size
    if longer and raw.execute("SELECT 1 FROM feeds LIMIT 1").fetchone() is None:
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _told(error: sqlite3.Error, path: Path) -> StoreError | None:
    """What happened in words; None where the fault is in our code and should look like one."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        if "closed database" in str(error):
            return StoreError(path, "the store is closed", mend="open it again")
        if "same thread" in str(error):
            return StoreError(path, "a store belongs to the thread that opened it", mend="open one in each thread")
        return None
    primary = code & 0xFF
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreLockedError(path, "another process holds the store", mend="wait until it is done, then try again")
    mend = _MENDS.get(primary)
    return None if mend is None else StoreError(path, f"the store cannot be used: {error}", mend=mend)
