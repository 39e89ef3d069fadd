"""Bringing a file to the shape of today, each step whole or not at all, with a copy of what was before."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from itertools import chain
from pathlib import Path

from diversify.errors import StoreError
from diversify.store.files import make_file, sync_file, sync_folder
from diversify.store.sql.identity import APPLICATION_ID, check_identity, pragma
from diversify.store.sql.migrations import Migrations

log = logging.getLogger(__name__)


def upgrade(raw: sqlite3.Connection, path: Path, migrations: Migrations) -> None:
    """Take every step that the file has not taken; call it with foreign keys off.

    Raises
    ------
    StoreError
        Where a step fails; the file is then as it was before that step.
    """
    while pragma(raw, "user_version") < len(migrations):
        raw.execute("BEGIN IMMEDIATE")
        try:
            _step(raw, path, migrations)
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise


def backups(path: Path) -> list[Path]:
    """Copies that upgrades made beside the file."""
    return sorted(path.parent.glob(f"{_literal(path.name)}.backup-v*"))


def _step(raw: sqlite3.Connection, path: Path, migrations: Migrations) -> None:
    """Take one step inside a transaction, all of them where the file is new.

    None, where somebody else took it while we waited for the lock.
    """
    check_identity(raw, path, len(migrations))
    version = pragma(raw, "user_version")
    if version == len(migrations):
        return
    if version > 0:
        _back_up(path, version)
    target = version + 1 if version > 0 else len(migrations)
    try:
        for statement in chain.from_iterable(migrations[version:target]):
            raw.execute(statement)
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.IntegrityError as error:
        raise _failed(path, version, str(error)) from error
    if broken:
        raise _failed(path, version, f"{len(broken)} rows refer to rows that are not there")
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute(f"PRAGMA user_version = {target}")
    log.info("store upgraded path=%s version=%d", path, target)


def _back_up(path: Path, version: int) -> None:
    """Copy the file as it was last committed; the lock we hold keeps it so."""
    copy = path.with_name(f"{path.name}.backup-v{version}")
    draft = copy.with_name(f"{copy.name}.part")
    draft.unlink(missing_ok=True)
    make_file(draft)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as target:
        source.backup(target)
    sync_file(draft)
    draft.replace(copy)
    sync_folder(copy.parent)


def _failed(path: Path, version: int, reason: str) -> StoreError:
    return StoreError(
        path,
        f"the store could not be moved from format {version} to {version + 1}: {reason}",
        mend="it is as it was; keep using the version of diversify that made it, and report this",
    )


def _literal(name: str) -> str:
    """The name with the signs that `glob` would read as patterns made literal."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
