"""One run at a time: a lock beside the store that the system takes back whatever happens to the process."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from diversify.errors import FileError, StoreLockedError

STEP: Final = 0.2


@contextmanager
def one_run(location: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of the store at a location for the body.

    Parameters
    ----------
    location
        As a store says it; one in memory needs no lock.
    wait
        Seconds to wait for another run to end.

    Raises
    ------
    StoreLockedError
        Where another run holds it longer.
    FileError
        Where the lock cannot be written.
    """
    if location == ":memory:":
        yield
        return
    path = Path(f"{location}.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(path, f"cannot be written ({reason})", mend="choose a place you may write to") from error
    try:
        _take(handle, path, wait)
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)  # the file stays: to remove it would let two hold two locks of one name


def _take(handle: int, path: Path, wait: float) -> None:
    import fcntl

    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
                words = f"another run is at work (process {holder})" if holder else "another run is at work"
                raise StoreLockedError(path, words, mend="wait for it to end, and try again") from None
            time.sleep(STEP)
        else:
            return
