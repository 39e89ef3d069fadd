"""Finding the text of a page in a process that can be killed: pages in, sanitised text out.

A page is as hostile as a feed, and the library that looks for its text makes a tree of it: it runs in a child of ours
with limits of memory and CPU, and with a clock that the parent keeps.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

from diversify.ingest.clean import FIELD_LIMIT, cut_bytes, sanitise
from diversify.ingest.document import as_utf8
from diversify.ingest.wire import WireError, read_frame, write_frame

SECONDS: Final = 10.0
"""CPU for one page; by the clock it may take three times as long."""
MEBIBYTES: Final = 512
_PAGE: Final = 4 * 1024 * 1024  # bytes of a page that are read
_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])
_START = "from diversify.ingest.extraction import main; main()"


class Extractor:
    """A child that finds the text of pages, started when first asked, again where it died; close it in the end."""

    def __init__(self, *, seconds: float = SECONDS, mebibytes: int = MEBIBYTES) -> None:
        self._seconds, self._mebibytes = seconds, mebibytes
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def text_of(self, page: bytes, *, url: str, content_type: str = "") -> str | None:
        """The text of a page as sanitised HTML of at most 64 KiB: empty where none was found, None past a limit."""
        child = self._child or self._start()
        watch = threading.Timer(3 * self._seconds, child.kill)
        watch.start()
        try:
            head = json.dumps({"url": url, "content_type": content_type}).encode()
            write_frame(cast("BinaryIO", child.stdin), head, page[:_PAGE])
            answer = read_frame(cast("BinaryIO", child.stdout))
        except (OSError, WireError):
            answer = None
        finally:
            watch.cancel()
        if answer is None:
            self.close()
            return None
        return cut_bytes(answer.decode("utf-8", "replace"), FIELD_LIMIT)

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    cast("BinaryIO", pipe).close()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, (_PACKAGE_ROOT, os.environ.get("PYTHONPATH", ""))))
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, str(self._seconds), str(self._mebibytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        )
        return self._child


def extract(page: bytes, *, url: str, content_type: str = "") -> str:
    """The main text of a page as sanitised HTML, empty where there is none; what the child does."""
    import trafilatura

    text = as_utf8(page, content_type) if "charset" in content_type.lower() else page
    try:
        found = trafilatura.extract(
            text, url=url, output_format="html", include_comments=False, include_formatting=True, include_links=True,
            with_metadata=False,
        )  # fmt: skip
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a page that the library was not made for has no text; faults of ours are not caught
        return ""
    return _whole(sanitise(cut_bytes(found or "", FIELD_LIMIT), url))


def _whole(markup: str) -> str:
    """At most 64 KiB of sanitised HTML: what grew beyond it by being made safe is cut, and closed again."""
    while len(markup.encode()) > FIELD_LIMIT:
        markup = sanitise(cut_bytes(markup, FIELD_LIMIT - 1024 - len(markup) // 64))
    return markup.strip()


def _bounded(mebibytes: int) -> None:
    """Take no more memory than this, and nothing over from whoever started us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the parent, who then ends us
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system; the parent's clock is
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer pages on the standard streams until the input ends; nothing that a library prints may reach the parent."""
    seconds, mebibytes = float(sys.argv[1]), int(sys.argv[2])
    sink: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    import trafilatura

    assert trafilatura is not None
    _bounded(mebibytes)
    source = sys.stdin.buffer
    while (said := read_frame(source)) is not None:
        head, page = json.loads(said), read_frame(source) or b""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, seconds)  # which ends us where it runs out
        try:
            text = extract(page, url=head["url"], content_type=head["content_type"])
        except MemoryError:
            os._exit(1)  # which says that a limit was met
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)
        write_frame(sink, text.encode("utf-8", "replace"))
    os._exit(0)
