"""Starting and ending the processes that parse.

Plain subprocesses, not `multiprocessing`: nothing of the caller's program is imported again or forked, so it works
from scripts, notebooks, `python -c` and tests alike. Loading the parsers takes longer than reading twenty documents;
where the system lets a process be held for certain (Linux), the first worker therefore splits in two when it has loaded
them: a clean program of one thread, which may be forked.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from diversify.ingest.wire import WireError, read_frame

log = logging.getLogger(__name__)

# Collecting cycles while modules are loaded is a fifth of the price of a worker.
_START = "import gc; gc.disable(); from diversify.ingest.worker import main; main()"
_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])
_PATIENCE = 1.0  # seconds that a worker has to end by itself


class Child(Protocol):
    """A worker process: its pipes, and its life."""

    stdin: BinaryIO
    stdout: BinaryIO

    def alive(self) -> bool:
        """Whether it still runs."""
        ...

    def kill(self) -> None:
        """End it at once; it may have ended already."""
        ...

    def end(self) -> None:
        """Let it end, or kill it; close the pipes."""
        ...


class _Process:
    """A worker that this process started."""

    def __init__(self, twin: tuple[int, ...] = ()) -> None:
        path = os.pathsep.join(filter(None, (_PACKAGE_ROOT, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(
            # Nothing is imported from where we are; no warning of a library becomes an error that ends a worker.
            [sys.executable, "-P", "-Wignore", "-c", _START, *map(str, twin)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=twin,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        )
        self.stdin = cast("BinaryIO", self._process.stdin)
        self.stdout = cast("BinaryIO", self._process.stdout)

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        _close(self.stdin)  # which tells it to end
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        _close(self.stdout)


class _Twin:
    """A worker that another worker split off, held by a descriptor that can name no other process."""

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self.stdin, self.stdout = stdin, stdout
        self._held = -1

    def born(self) -> bool:
        """Wait for its first word, which is its number; whether it is there."""
        try:
            said = read_frame(self.stdout)
            if said and sys.platform == "linux":
                self._held = os.pidfd_open(int(said))
        except (OSError, ValueError, WireError) as error:
            log.info("twin lost reason=%s", error)
        # Where it still holds its end of the pipe, its number was its own when it was asked for.
        return self._held >= 0 and not _told(self.stdout.fileno(), 0.0)

    def alive(self) -> bool:
        return self._held >= 0 and not _told(self._held, 0.0)

    def kill(self) -> None:
        if sys.platform == "linux" and self._held >= 0:
            try:
                signal.pidfd_send_signal(self._held, signal.SIGKILL)
            except ProcessLookupError:
                log.debug("twin gone already")

    def end(self) -> None:
        _close(self.stdin)
        if self._held >= 0:
            if not _told(self._held, _PATIENCE):
                self.kill()
                _told(self._held, _PATIENCE)
            held, self._held = self._held, -1
            _reap(held)
            os.close(held)
        _close(self.stdout)


def _told(descriptor: int, seconds: float) -> bool:
    """Whether there is news of a process, or of a pipe, within this time; any number of files may be open."""
    watch = select.poll()
    watch.register(descriptor, select.POLLIN)
    return bool(watch.poll(seconds * 1000))


def _reap(held: int) -> None:
    """Forget a process whose parent died before it, where the system has made it ours: in a container we may be first.

    Any other is its own parent's to forget.
    """
    if sys.platform == "linux":
        try:
            os.waitid(os.P_PIDFD, held, os.WEXITED | os.WNOHANG)
        except OSError as error:
            log.debug("twin not ours error=%s", error)


def _close(pipe: BinaryIO) -> None:
    try:
        pipe.close()
    except OSError as error:
        log.debug("worker pipe error=%s", error)


class Nest:
    """Where workers come from: the first with a twin, where two are wanted and the system allows it."""

    def __init__(self, *, twins: bool) -> None:
        self._lock = threading.Lock()
        self._twins = twins and sys.platform == "linux" and hasattr(os, "pidfd_open")
        self._spare: _Twin | None = None

    def take(self) -> Child:
        """Start a worker, or hand over the twin of the first.

        Raises
        ------
        OSError
            Where the system has no room for another.
        """
        with self._lock:
            spare, self._spare = self._spare, None
            if spare is None:
                return self._start()
        if spare.born():
            return spare
        spare.end()
        return _Process()

    def _start(self) -> Child:
        if not self._twins:
            return _Process()
        self._twins = False
        source, to_twin = os.pipe()
        from_twin, sink = os.pipe()
        self._spare = _Twin(os.fdopen(to_twin, "wb"), os.fdopen(from_twin, "rb"))
        try:
            return _Process((source, sink))
        finally:
            os.close(source)
            os.close(sink)

    def close(self) -> None:
        """Let a twin go that nobody took."""
        with self._lock:
            spare, self._spare, self._twins = self._spare, None, False
        if spare is not None:
            spare.end()
