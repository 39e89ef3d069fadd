"""A parsing process: documents in on standard input, readings out on standard output, until the input ends.

Started by `ParserPool`, with the seconds and mebibytes that one document may cost as its arguments, and two descriptors
where it is to split in two once it has loaded all it needs: those that the other one reads from and writes to. It
limits its own memory and CPU; the parent watches the clock.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from typing import BinaryIO

from diversify.errors import ParseError
from diversify.ingest.drafts import Reading
from diversify.ingest.parse import FeedParser
from diversify.ingest.reading import Document, failed, read_document
from diversify.ingest.wire import pack_feed, pack_reading, read_frame, write_frame

_COLLECT_EVERY = 64


def _limit_memory(mebibytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system; the clock still is
        return
    size = mebibytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_cpu(seconds: float) -> None:
    """Allow this much CPU time from now on; the system ends the process at its end.

    A timer, because the limit of resources counts whole seconds from the start of the process.
    """
    if hasattr(signal, "setitimer"):  # else not on this system; the clock of the parent still is
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _warm() -> None:
    """Import what every document needs, before the limits are on."""
    import fastfeedparser
    import lxml.etree
    import nh3

    from diversify.ingest.language import detect_language

    detect_language("The weather will be fine and warm in most of the country")
    assert fastfeedparser is not None
    assert lxml.etree is not None
    assert nh3 is not None


def _answer(head: dict[str, str], body: bytes, parser: FeedParser) -> bytes:
    url = head["url"]
    document = Document(url, body, head["content_type"], head["base"])
    try:
        if head["want"] == "entries":
            return pack_feed(parser.parse(body, url=url, content_type=document.content_type))
        return pack_reading(read_document(document, parser))
    except ParseError as error:
        return pack_reading(failed(url, error))
    except MemoryError:
        return pack_reading(Reading(url, error_kind="limit", error_message="needs more memory than one feed may have"))
    except Exception as error:  # noqa: BLE001 - a parser met bytes that it was not made for: a value
        words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return pack_reading(Reading(url, error_kind="parse", error_message=f"could not be read ({words})"))


def serve(source: BinaryIO, sink: BinaryIO, seconds: float) -> None:
    """Answer jobs until the input ends."""
    parser = FeedParser()
    # Documents leave few cycles: collecting by count of allocations costs a tenth of the time and finds nothing.
    gc.disable()
    done = 0
    while (head := read_frame(source)) is not None:
        if (done := done + 1) % _COLLECT_EVERY == 0:
            gc.collect()
        body = read_frame(source) or b""
        _allow_cpu(seconds)
        write_frame(sink, _answer(json.loads(head), body, parser))


def main() -> None:
    """Serve on the standard streams; nothing that a library prints may reach the parent."""
    seconds, mebibytes = float(sys.argv[1]), int(sys.argv[2])
    sink: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _warm()
    _limit_memory(mebibytes)
    gc.freeze()  # what is loaded stays; later collections need not look at it
    source, child = sys.stdin.buffer, 0
    if twin := tuple(map(int, sys.argv[3:5])):
        child = _split()
        if child == 0:
            source, sink = _as_twin(sink, *twin)
        else:
            os.close(twin[0])
            os.close(twin[1])
    serve(source, sink, seconds)
    if child > 0:
        os.waitpid(child, 0)
    os._exit(0)


def _split() -> int:
    """As `os.fork`, but -1 where the system has no room for another."""
    try:
        return os.fork()
    except OSError:
        return -1


def _as_twin(sink: BinaryIO, read_from: int, write_to: int) -> tuple[BinaryIO, BinaryIO]:
    """Own streams in place of the other's: whoever keeps the end of a pipe open hides that its owner is gone."""
    sink.close()
    os.dup2(1, 0)  # which leads nowhere
    own = os.fdopen(write_to, "wb")
    write_frame(own, str(os.getpid()).encode())
    return os.fdopen(read_from, "rb"), own
