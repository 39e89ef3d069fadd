"""Words of new articles go into the index that searches use, a few at a time, when nothing else is to be done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from diversify.app import App
from diversify.errors import DiversifyError
from diversify.web.desk import Work

log = logging.getLogger(__name__)

EVERY: Final = 15.0
"""Seconds between two looks for new articles."""
BREATH: Final = 0.03
"""Seconds between two turns, of about ten milliseconds each: a page that is asked for meanwhile hardly feels it."""


class Indexer:
    """A thread with an application of its own; it rests while longer work goes on.

    Parameters
    ----------
    open_app
        Opens the application anew.
    work
        The longer work that goes first.
    every
        Seconds between two looks.
    """

    def __init__(self, open_app: Callable[[], App], work: Work, *, every: float = EVERY) -> None:
        self._open_app = open_app
        self._work = work
        self._every = every
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="index", daemon=True)

    def start(self) -> None:
        """Begin; the first look is after a while, as those who come want their page first."""
        self._thread.start()

    def close(self) -> None:
        """End after the present turn."""
        self._closed.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(self._every):
            try:
                self._look()
            except DiversifyError as error:  # the store is busy, or in a place that is not there: it may be later
                log.info("words not indexed reason=%s", error)

    def _look(self) -> None:
        app = self._open_app()
        try:
            while not self._work.progress.running and app.store.index_words():
                if self._closed.wait(BREATH):
                    return
        finally:
            app.close()
