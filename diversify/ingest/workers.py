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
from diversify.ingest.children import Child, Nest, ParseLimits
from diversify.ingest.drafts import Reading
from diversify.ingest.parse import FeedParser
from diversify.ingest.reading import Document, read_document
from diversify.ingest.wire import WireError, pack_job, read_frame, unpack_feed, unpack_reading, write_frame

log = logging.getLogger(__name__)

_Answers = queue.SimpleQueue[tuple[Document, bytes | Reading]]


@dataclass(frozen=True, slots=True)
class _Job:
    """A document, what is wanted of it (`drafts` or `entries`), and where the answer goes."""

    document: Document
    want: str
    answers: _Answers


class _Worker:
    """One child process, restarted when it dies; used by one thread."""

    def __init__(self, nest: Nest, limits: ParseLimits) -> None:
        self._nest, self._limits = nest, limits
        self._child: Child | None = None
        self.busy_since: float | None = None
        self.overdue = False

    def ask(self, document: Document, want: str) -> bytes:
        """Send a document, wait for the answer.

        Raises
        ------
        WireError
            Where the child died, was killed, or answered nonsense.
        """
        self.overdue = False
        try:
            child = self._alive()
            self.busy_since = time.monotonic()
            write_frame(child.stdin, pack_job(document, want), document.body)
            answer = read_frame(child.stdout)
        except OSError as error:
            answer, reason = None, str(error)
        else:
            reason = "died"
        finally:
            self.busy_since = None
        if answer is None:
            self.stop()
            raise WireError(reason)
        return answer

    def _alive(self) -> Child:
        """The child, a new one where there is none or it has died."""
        if self._child is not None and self._child.alive():
            return self._child
        self.stop()
        self._child = self._nest.take()
        return self._child

    def check(self) -> None:
        """Kill the child where its document has had its time; called by the pool's watch."""
        since, child = self.busy_since, self._child
        if since is not None and child is not None and time.monotonic() - since > self._limits.seconds + 1:
            self.overdue = True
            child.kill()

    def abandon(self) -> None:
        """Kill the child where it is at work: nobody waits for its answer."""
        child = self._child
        if self.busy_since is not None and child is not None:
            child.kill()

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
        What one document may cost.

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
        self._nest = Nest(self.limits, twins=self.size > 1)
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
            self._submit(_Job(document, "drafts", answers), waiting)
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
        self._submit(_Job(Document(url, body, content_type), "entries", answers), 0)
        _, answer = answers.get()
        if isinstance(answer, bytes):
            try:
                return unpack_feed(answer)
            except WireError:
                answer = _unpacked(url, answer)
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
        worker = _Worker(self._nest, self.limits)
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
            job.answers.put((job.document, self._asked(worker, job.document, job.want)))
        worker.stop()

    def _asked(self, worker: _Worker, document: Document, want: str) -> bytes | Reading:
        try:
            return worker.ask(document, want)
        except WireError as error:
            log.info("worker lost url=%s overdue=%s reason=%s", document.url, worker.overdue, error)
            limit = "time" if worker.overdue else "time or memory"
            words = f"was given up: reading it takes more {limit} than one feed may have"
            return Reading(document.url, error_kind="limit", error_message=words)


def _reading(answered: tuple[Document, bytes | Reading]) -> Reading:
    document, answer = answered
    return answer if isinstance(answer, Reading) else _unpacked(document.url, answer)


def _unpacked(url: str, answer: bytes) -> Reading:
    try:
        return unpack_reading(answer)
    except WireError as error:
        return Reading(url, error_kind="parse", error_message=f"could not be read ({error})")
