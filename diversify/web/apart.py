"""Reading the sources in a process of its own, so that pages answer meanwhile as if nothing went on.

A plain subprocess: nothing of this program is forked or imported again. Its input is one line, the settings; then it
waits for the end of it, which is how it learns that nobody waits for it any more. Its output is lines of JSON: how far
it is, and at its end what it did. It is of lower rank than we are: who computes for minutes lets whoever answers a
reader go first.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final, cast

from diversify.app import App
from diversify.app.giving_way import give_way
from diversify.config import Settings
from diversify.errors import DiversifyError
from diversify.web.gathering import Teller, gather

TOLD_EVERY: Final = 0.1
"""Seconds between two lines that tell of steps."""

_START: Final = "from diversify.web.apart import main; main()"
_PACKAGE_ROOT: Final = str(Path(__file__).resolve().parents[2])


def gather_apart(app: App, work: Teller) -> str:
    """As `gather`, over the same store, in another process.

    Raises
    ------
    DiversifyError
        What ended it there, in its words.
    RuntimeError
        Where it ended without a word; the terminal has what it said last.
    """
    said = {"store": app.store.location, "settings": asdict(app.settings)}
    path = os.pathsep.join(filter(None, (_PACKAGE_ROOT, os.environ.get("PYTHONPATH", ""))))
    with subprocess.Popen(
        [sys.executable, "-P", "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8", env={**os.environ, "PYTHONPATH": path},
    ) as process:  # fmt: skip
        told, heard = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
        told.write(json.dumps(said) + "\n")
        told.flush()
        last = _follow(heard, work)
    if "error" in last:
        raise DiversifyError(last["error"])
    if "told" not in last:
        raise RuntimeError(f"the process that reads the sources ended with {process.returncode}")
    return str(last["told"])


def _follow(lines: IO[str], work: Teller) -> dict[str, Any]:
    """Pass on how far it is; its last word, empty where it said none."""
    for line in lines:
        word: dict[str, Any] = json.loads(line)
        if "doing" not in word:
            return word
        work.tell(word["doing"], done=word["done"], total=word["total"])
    return {}


class Lines:
    """Tells by lines of JSON; steps only now and then, as they are many."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._state: dict[str, Any] = {"doing": "", "done": 0, "total": 0}
        self._last = 0.0

    def tell(self, doing: str, *, done: int = 0, total: int = 0) -> None:
        """Say what is being done now."""
        self._state = {"doing": doing, "done": done, "total": total}
        self.say(self._state)

    def step(self) -> None:
        """One more step is done."""
        self._state["done"] += 1
        if time.monotonic() - self._last >= TOLD_EVERY:
            self.say(self._state)

    def say(self, word: dict[str, Any]) -> None:
        """Write one line."""
        self._last = time.monotonic()
        self._out.write(json.dumps(word) + "\n")
        self._out.flush()


def main() -> None:
    """The other process, from its first line of input to its last word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us, and our input ends with them
    give_way()
    said = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    lines = Lines(sys.stdout)
    try:
        lines.say({"told": _gathered(said, lines)})
    except DiversifyError as error:
        lines.say({"error": str(error)})


def _gathered(said: dict[str, Any], lines: Lines) -> str:
    from diversify.store import open_store

    app = App(open_store(said["store"]), settings=Settings(**said["settings"]))
    try:
        return gather(app, lines)
    finally:
        app.close()


def _end_with_input() -> None:
    """Nobody waits for us any more: what is stored is whole at every moment."""
    sys.stdin.read()
    os._exit(1)
