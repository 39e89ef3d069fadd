"""Parsing in processes that can be killed."""

from __future__ import annotations

import logging
import queue
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from diversify.domain import ParsedFeed
from diversify.errors import ParseError
from diversify.ingest.children import Child, Nest
from diversify.ingest.drafts import Reading
from diversify.ingest.parse import FeedParser
from diversify.ingest.reading import Document, ParseLimits, beyond, read_document
from diversify.ingest.wire import SPENT, WireError, pack_job, read_frame, unpack_feed, unpack_reading, write_frame

log = logging.getLogger(__name__)

_Answers = queue.SimpleQueue[tuple[Document, bytes | Reading | Exception]]


@dataclass(frozen=True, slots=True)
class _Job:
    """A document, what is wanted of it (`drafts` or `entries`), what it may cost, and where the answer goes."""

    document: Document
    want: str
    limits: ParseLimits
    answers: _Answers


class _LostError(Exception):
    """No answer came; `kind` and words as a reading has them."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


class _Worker:
    """One child process, restarted when it dies; used by one thread, watched by another."""

    def __init__(self, nest: Nest) -> None:
        self._nest = nest
        self._child: Child | None = None
        self._lock = threading.Lock()  # a child is never killed for a document that is done
        self._begun = 0.0
        self._due: float | None = None  # when its document has had its time; None where it is not at work
        self._overdue = False

    def ask(self, job: _Job) -> bytes:
        """Send a document, wait for the answer.

        Raises
        ------
        _LostError
            Where the child died, was killed, or answered nonsense, or where there is none to be had.
        """
        child = self._sent(job) or self._sent(job)  # one that was dead before it had it all did not die of it
        answer: bytes | None = None
        state: bytes | None = None
        try:
            if child is not None:
                answer, state = read_frame(child.stdout), read_frame(child.stdout)
        except (OSError, WireError) as error:
            log.info("worker lost url=%s reason=%s", job.document.url, error)
        taken = time.monotonic() - self._begun
        self._at_work(None)
        if child is not None and state == SPENT:
            child.kill()
        if state != b"":
            self.stop()
        if answer is None:
            raise self._loss(job.limits, taken)
        return answer

    def _sent(self, job: _Job) -> Child | None:
        """The child that has the document; None where it ended before it had."""
        child = self._alive()
        self._at_work(job.limits.clock)
        try:
            write_frame(child.stdin, pack_job(job.document, job.want, job.limits), job.document.body)
        except OSError as error:
            log.info("worker dead url=%s reason=%s", job.document.url, error)
            self._at_work(None)
            self.stop()
            return None
        return child

    def _at_work(self, seconds: float | None) -> None:
        with self._lock:
            if seconds is None:
                self._due = None
            else:
                self._begun, self._overdue = time.monotonic(), False
                self._due = self._begun + seconds

    def _loss(self, limits: ParseLimits, seconds: float) -> _LostError:
        """What ended it: the clock by us, the CPU limit by the system, or what happened before either could."""
        if self._overdue:
            return _LostError("limit", beyond(f"{limits.clock:g} seconds by the clock"))
        if seconds >= limits.seconds:
            return _LostError("limit", beyond(f"{limits.seconds:g} seconds of processor time"))
        return _LostError("limit", f"{beyond(f'{limits.mebibytes} MiB of memory')}, or it breaks the parser")

    def _alive(self) -> Child:
        """The child, a new one where there is none or it has died."""
        if self._child is not None and self._child.alive():
            return self._child
        self.stop()
        try:
            self._child = self._nest.take()
        except OSError as error:
            raise _LostError(
                "parse", f"could not be read: no process to read it in could be started ({error})"
            ) from error
        return self._child

    def check(self) -> None:
        """Kill the child where its document has had its time; called by the pool's watch."""
        with self._lock:
            if self._due is not None and self._child is not None and time.monotonic() > self._due:
                self._overdue = True
                self._child.kill()

    def abandon(self) -> None:
        """Kill the child where it is at work: nobody waits for its answer."""
        with self._lock:
            if self._due is not None and self._child is not None:
                self._child.kill()

    def stop(self) -> None:
        """End the child and close its pipes."""
        child, self._child = self._child, None
        if child is not None:
            child.end()


class ParserPool:
    """Parsing workers with limits of memory, CPU and wall clock; a `Parser` too.

    Parameters
    ----------
    workers
        How many processes; 0 parses in this one, without limits.
    limits
        What one document may cost that does not bring limits of its own.

    Examples
    --------
    >>> with ParserPool(workers=0) as pool:
    ...     reading = next(pool.read([Document("http://n.example/", b"<html><body>Hi</body></html>")]))
    >>> reading.error_kind
    'html'
    """

    def __init__(self, workers: int = 2, *, limits: ParseLimits | None = None) -> None:
        if workers < 0:
            raise ValueError(f"workers must be 0 or more, got {workers}")
        self.limits = limits or ParseLimits()
        self.size = workers if sys.executable else 0
        self._nest = Nest(twins=self.size > 1)
        self._parser = FeedParser()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._threads: list[threading.Thread] = []
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield one reading for each document, in order of completion; failures are values.

        `documents` is drawn from as workers become free.
        """
        if not self.size:
            yield from (read_document(document, self._parser) for document in documents)
            return
        answers: _Answers = queue.SimpleQueue()
        waiting = 0
        for document in documents:
            self._submit(_Job(document, "drafts", document.limits or self.limits, answers), waiting)
            waiting += 1
            while waiting and (waiting >= 3 * self.size or not answers.empty()):
                yield _reading(answers.get())
                waiting -= 1
        for _ in range(waiting):
            yield _reading(answers.get())

    def parse(self, body: bytes, *, url: str, content_type: str = "") -> ParsedFeed:
        """Read one document in a worker; as `FeedParser.parse`.

        Raises
        ------
        ParseError
            Where it is no feed, or a limit stopped the worker (`kind` is `limit`).
        """
        if not self.size:
            return self._parser.parse(body, url=url, content_type=content_type)
        answers: _Answers = queue.SimpleQueue()
        self._submit(_Job(Document(url, body, content_type), "entries", self.limits, answers), 0)
        _, answer = answers.get()
        if isinstance(answer, bytes):
            try:
                return unpack_feed(answer)
            except WireError:
                answer = _unpacked(url, answer)
        if isinstance(answer, Exception):
            raise answer
        raise ParseError(url, answer.error_message, kind=answer.error_kind)

    def close(self) -> None:
        """End all workers."""
        self._closed.set()
        self._nest.close()
        for _ in self._threads:
            self._jobs.put(None)
        for worker in self._workers:
            worker.abandon()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        self._workers.clear()

    def _submit(self, job: _Job, waiting: int) -> None:
        if self._closed.is_set():
            raise ValueError("this pool is closed")
        if len(self._workers) < min(self.size, waiting + 1):  # the second starts when there is work for it
            self._hire()
        self._jobs.put(job)

    def _hire(self) -> None:
        worker = _Worker(self._nest)
        self._workers.append(worker)
        thread = threading.Thread(target=self._work, args=(worker,), name="diversify-parse", daemon=True)
        self._threads.append(thread)
        thread.start()
        if len(self._threads) == 1:
            threading.Thread(target=self._watch, name="diversify-watch", daemon=True).start()

    def _watch(self) -> None:
        while not self._closed.wait(0.2):
            for worker in list(self._workers):
                worker.check()

    def _work(self, worker: _Worker) -> None:
        while (job := self._jobs.get()) is not None and not self._closed.is_set():
            job.answers.put((job.document, _asked(worker, job)))
        worker.stop()


def _asked(worker: _Worker, job: _Job) -> bytes | Reading | Exception:
    try:
        return worker.ask(job)
    except _LostError as error:
        log.info("document given up url=%s reason=%s", job.document.url, error)
        return Reading(job.document.url, error_kind=error.kind, error_message=str(error))
    except Exception as error:  # noqa: BLE001 - a fault of ours: carried to the caller's thread and raised there
        worker.stop()
        return error


def _reading(answered: tuple[Document, bytes | Reading | Exception]) -> Reading:
    document, answer = answered
    if isinstance(answer, Exception):
        raise answer
    return answer if isinstance(answer, Reading) else _unpacked(document.url, answer)


def _unpacked(url: str, answer: bytes) -> Reading:
    try:
        return unpack_reading(answer)
    except WireError as error:
        return Reading(url, error_kind="parse", error_message=f"could not be read ({error})")
