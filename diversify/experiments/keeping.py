"""The folder of a run: finished cells, kept as they come, so that a run that was ended goes on where it stopped."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from diversify.errors import FileError, SettingsError
from diversify.experiments.plan import Cell, Plan

if TYPE_CHECKING:
    import pandas as pd

PLAN: Final = "plan.json"
CELLS: Final = "cells.jsonl"
RESULTS: Final = "results.parquet"
ROOM: Final = 4_096
"""Bytes that a cell may need on the disk: its line, and its row of the results."""
Row = dict[str, Any]


class Folder:
    """Where the cells of one plan are kept; use it in a `with`, which holds it for this process alone.

    Every finished cell is one line, durable before `keep` returns. A line that was cut short is no cell and is cut
    off; of a cell that is there twice the later line counts.

    Parameters
    ----------
    path
        Made where it is absent.
    plan
        The plan; a folder of another one is refused.
    """

    def __init__(self, path: str | Path, plan: Plan) -> None:
        self.path = Path(path)
        self._plan = plan
        self._file: FileIO | None = None

    def __enter__(self) -> Self:
        """Take hold of the folder.

        Raises
        ------
        SettingsError
            Where it holds another plan, or another process works in it.
        FileError
            Where it cannot be written, the disk has no room for all cells, or the results could not be written in
            the end: all of this is known before any work.
        """
        if find_spec("pyarrow") is None:
            mend = "install it: pip install 'diversify-news[lab]'"
            raise FileError(self.path / RESULTS, "Parquet is written with pyarrow, which is not installed", mend=mend)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._check_room()
            # Unbuffered: what a full disk refused is not tried again by closing the file.
            self._file = FileIO(self.path / CELLS, "a+")
        except OSError as error:
            raise _unwritable(self.path, error) from error
        with ExitStack() as refused:
            refused.callback(self.close)
            self._hold()
            self._check_plan()
            refused.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def finished(self) -> dict[Cell, Row]:
        """Rows of the cells that were finished without an error; what was cut short is removed from the file."""
        assert self._file is not None
        self._file.seek(0)
        whole = self._file.readall()
        kept = whole[: whole.rfind(b"\n") + 1]
        if len(kept) < len(whole):
            self._file.truncate(len(kept))
        rows = {_cell(row): row for row in map(_row, kept.splitlines()) if row}
        wanted = set(self._plan.cells())
        return {cell: row for cell, row in rows.items() if cell in wanted and not row["error"]}

    def keep(self, row: Row) -> None:
        """Write a row; it is durable when this returns.

        Raises
        ------
        FileError
            Where it cannot be written, as on a full disk; what was kept before is kept.
        """
        assert self._file is not None
        line = json.dumps({key: None if _is_nan(value) else value for key, value in row.items()}) + "\n"
        left = memoryview(line.encode())
        try:
            while left:
                left = left[self._file.write(left) :]  # a disk that is nearly full takes a part
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unwritable(self.path / CELLS, error) from error

    def publish(self, frame: pd.DataFrame) -> Path:
        """Write the frame as Parquet, whole or not at all.

        Raises
        ------
        FileError
            Where it cannot be written.
        """
        target = self.path / RESULTS
        part = target.with_suffix(".part")
        try:
            frame.to_parquet(part, index=False)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise _unwritable(target, error) from error
        return target

    def _check_room(self) -> None:
        """Refuse a disk that could not hold every cell."""
        free, needed = shutil.disk_usage(self.path).free, ROOM * sum(1 for _ in self._plan.cells())
        if free < needed:
            problem = f"{free // 1024:,} KiB are free where the plan's cells may need {needed // 1024:,}"
            raise FileError(self.path, problem, mend="make room, or name a folder on another disk with --out")

    def _hold(self) -> None:
        """Refuse a second process; where the system has no such lock, trust the reader."""
        try:
            import fcntl
        except ImportError:
            return
        assert self._file is not None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SettingsError(
                f"{self.path}: another process works in it", mend="wait, or name another folder"
            ) from error

    def _check_plan(self) -> None:
        """The folder's plan is this one, or there is none yet."""
        path, said = self.path / PLAN, described(self._plan)
        try:
            if not path.exists():
                part = path.with_suffix(".part")
                part.write_text(said, "utf-8")
                part.replace(path)
                return
            same = path.read_text("utf-8") == said
        except OSError as error:
            raise _unwritable(path, error) from error
        if not same:
            raise SettingsError(f"{self.path}: holds the cells of another plan", mend="name another folder")


def described(plan: Plan) -> str:
    """A plan as JSON: all that its numbers depend on, its seeds excepted, of which more may be asked for later."""
    from dataclasses import asdict

    said = asdict(plan)
    said.pop("seeds")
    return json.dumps(said, indent=1, sort_keys=True, default=str)


def read_results(path: str | Path) -> tuple[pd.DataFrame, Mapping[str, Any]]:
    """The frame of a finished run, and its plan.

    Raises
    ------
    FileError
        Where the folder holds none, or a damaged one.
    """
    import pandas as pd

    where = Path(path)
    try:
        plan: Mapping[str, Any] = json.loads((where / PLAN).read_text("utf-8"))
        return pd.read_parquet(where / RESULTS), plan
    except OSError as error:
        mend = "finish the run first: `diversify experiment run PLAN --out FOLDER`"
        raise FileError(where, "holds no finished run", mend=mend) from error
    except ValueError as error:  # JSON's and Parquet's alike
        mend = "run the same again: finished cells are kept"
        raise FileError(where, f"holds a damaged run ({str(error)[:80]})", mend=mend) from error


def _row(line: bytes) -> Row:
    """The row of a line; empty where the disk has lost the line, so that its cell is run again."""
    try:
        row: Row = json.loads(line)
    except ValueError:
        return {}
    return {key: math.nan if value is None else value for key, value in row.items()}


def _cell(row: Row) -> Cell:
    return Cell(row["world"], row["readers"], row["policy"], row["seed"])


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _unwritable(path: Path, error: OSError) -> FileError:
    reason = (error.strerror or str(error)).lower()
    return FileError(path, reason, mend="mend that and run the same again: finished cells are kept")
