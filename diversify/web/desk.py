"""Threads that each hold an application of their own, as a store belongs to the thread that opened it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from diversify.app import App
from diversify.errors import DiversifyError, UsageError

log = logging.getLogger(__name__)

THREADS: Final = 4
"""So many requests look into the store at once; it has one writer at a time anyway."""

_Answer = TypeVar("_Answer")


class Desk:
    """Does short work with an application, off the loop that answers requests.

    Parameters
    ----------
    open_app
        Opens the application anew at each call; called once in each thread, when it is first needed.
    threads
        How many of them.
    """

    def __init__(self, open_app: Callable[[], App], *, threads: int = THREADS) -> None:
        self._open_app = open_app
        self._threads = threads
        self._mine = threading.local()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="desk")

    async def ask(self, job: Callable[[App], _Answer]) -> _Answer:
        """What the job says, given an application; its errors are the caller's."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._do, job)

    def close(self) -> None:
        """Close every application in the thread that opened it."""
        # Each of so many jobs waits for the others, so each thread takes one.
        together = threading.Barrier(self._threads)
        for closed in [self._pool.submit(self._leave, together) for _ in range(self._threads)]:
            closed.result()
        self._pool.shutdown()

    def _do(self, job: Callable[[App], _Answer]) -> _Answer:
        app: App | None = getattr(self._mine, "app", None)
        if app is None:
            app = self._mine.app = self._open_app()
        return job(app)

    def _leave(self, together: threading.Barrier) -> None:
        app: App | None = getattr(self._mine, "app", None)
        if app is not None:
            app.close()
            self._mine.app = None
        together.wait()


@dataclass(frozen=True)
class Progress:
    """How far a long piece of work is: `doing` and `error` in words, `done` of `total` steps (0 where unknown).

    `blocks` says that there is nothing to show before it is done.
    """

    doing: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    told: str = ""
    running: bool = False
    blocks: bool = False


class Work:
    """One long piece of work at a time (an update, a training), in a thread with an application of its own."""

    def __init__(self, open_app: Callable[[], App]) -> None:
        self._open_app = open_app
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.progress = Progress()

    def begin(self, doing: str, job: Callable[[App, Work], str], *, blocks: bool = False) -> None:
        """Start the job; it tells its progress with `tell`, and at its end what it did.

        Raises
        ------
        UsageError
            Where other work is still going on.
        """
        with self._lock:
            if self.progress.running:
                raise UsageError(f"{self.progress.doing}: that is still going on", mend="wait until it is done")
            self.progress = Progress(doing, running=True, blocks=blocks)
            self._thread = threading.Thread(target=self._do, args=(job,), name="work", daemon=True)
            self._thread.start()

    def tell(self, doing: str, *, done: int = 0, total: int = 0) -> None:
        """Say what is being done now."""
        self.progress = replace(self.progress, doing=doing, done=done, total=total)

    def step(self) -> None:
        """One more step is done."""
        self.progress = replace(self.progress, done=self.progress.done + 1)

    def close(self, *, seconds: float = 3.0) -> None:
        """Wait a little for the work to end; what is stored is whole at every moment."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _do(self, job: Callable[[App, Work], str]) -> None:
        outcome: Future[str] = Future()
        try:
            app = self._open_app()
            try:
                outcome.set_result(job(app, self))
            finally:
                app.close()
        except DiversifyError as error:
            outcome.set_exception(error)
        finally:
            self._end(outcome)

    def _end(self, outcome: Future[str]) -> None:
        if not outcome.done():  # a fault of ours; the thread's own hook shows it where the program was started
            error: str = "something went wrong here; the terminal where `diversify serve` runs shows what"
        else:
            failure = outcome.exception()
            error = str(failure) if failure is not None else ""
        told = outcome.result() if outcome.done() and not error else ""
        self.progress = replace(self.progress, running=False, error=error, told=told)
