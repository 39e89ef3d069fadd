"""A parsing process: documents in on standard input, readings out on standard output, until the input ends.

Started by `ParserPool`, with two descriptors as its arguments where it is to split in two once it has loaded all it
needs: those that the other one reads from and writes to. Each job says what its document may cost; the process limits
its own memory and CPU by that, the parent watches the clock.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from typing import BinaryIO

from diversify.errors import ParseError
from diversify.ingest.drafts import Reading
from diversify.ingest.parse import FeedParser
from diversify.ingest.reading import Document, ParseLimits, beyond, failed, read_document
from diversify.ingest.wire import LARGEST_FRAME, SPENT, pack_feed, pack_reading, read_frame, unpack_job, write_frame

_COLLECT_EVERY = 64
_KIB = 1024


def _allow_memory(mebibytes: int) -> None:
    """Bound the address space, as far as the system can and its own bounds allow."""
    try:
        import resource
    except ImportError:  # not on this system; the clock still is
        return
    size = mebibytes * _KIB * _KIB
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):  # some systems know the limit and take no number for it
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def _allow_cpu(seconds: float) -> None:
    """Allow this much CPU time from now on, 0 for any; the system ends the process at its end.

    A timer, because the limit of resources counts whole seconds from the start of the process.
    """
    if hasattr(signal, "setitimer"):  # else not on this system; the clock of the parent still is
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _is_spent(mebibytes: int) -> bool:
    """Whether a document has needed half the memory that one may have: what it leaves behind is not the next one's."""
    peak = _peak_kib()
    return peak is not None and peak // _KIB > mebibytes / 2


def _peak_kib() -> int | None:
    """The most memory this process has held, None where the system does not tell.

    The system's own account of its memory comes first: `getrusage` on Linux remembers across `exec` how much whoever
    started us held then, so that under a large parent every document would seem to have spent the process.
    """
    with contextlib.suppress(OSError), open("/proc/self/status", "rb") as status:
        for line in status:
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1])
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // _KIB if sys.platform == "darwin" else peak  # bytes on macOS


def _on_our_own() -> None:
    """Take nothing over from whoever started us that would make us die for others or live for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the parent, who then ends us
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGPROF, signal.SIGTERM])
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _warm() -> None:
    """Import what every document needs, before the limits are on."""
    import lxml.etree
    import nh3

    from diversify.ingest.language import detect_language

    detect_language("The weather will be fine and warm in most of the country")
    assert lxml.etree is not None
    assert nh3 is not None


def _read(document: Document, want: str, parser: FeedParser, *, limits: ParseLimits) -> bytes:
    url = document.url
    hungry = Reading(url, error_kind="limit", error_message=beyond(f"{limits.mebibytes} MiB of memory"))
    try:
        if want == "entries":
            return pack_feed(parser.parse(document.body, url=url, content_type=document.content_type))
        return pack_reading(read_document(document, parser))
    except ParseError as error:
        # Where memory ran out in the middle, the parser may have told it as a fault of the document.
        return pack_reading(hungry if isinstance(error.__cause__, MemoryError) else failed(url, error))
    except MemoryError:
        return pack_reading(hungry)
    except Exception as error:  # noqa: BLE001 - a parser met bytes that it was not made for: a value
        words = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return pack_reading(Reading(url, error_kind="parse", error_message=f"could not be read ({words})"))


def _sendable(url: str, answer: bytes) -> bytes:
    if len(answer) <= LARGEST_FRAME:
        return answer
    words = beyond(f"{LARGEST_FRAME // (_KIB * _KIB)} MiB of memory for its texts")
    return pack_reading(Reading(url, error_kind="limit", error_message=words))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer jobs until the input ends, each with whether we can go on."""
    parser = FeedParser()
    # Documents leave few cycles: collecting by count of allocations costs a tenth of the time and finds nothing.
    gc.disable()
    done = 0
    while (said := read_frame(source)) is not None:
        if (done := done + 1) % _COLLECT_EVERY == 0:
            gc.collect()
        document, want, limits = unpack_job(said, read_frame(source) or b"")
        _allow_memory(limits.mebibytes)
        _allow_cpu(limits.seconds)
        answer = _read(document, want, parser, limits=limits)
        write_frame(sink, _sendable(document.url, answer), SPENT if _is_spent(limits.mebibytes) else b"")
        _allow_cpu(0)  # what is left is not for the next one


def main() -> None:
    """Serve on the standard streams; nothing that a library prints may reach the parent."""
    _on_our_own()
    sink: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _warm()
    gc.freeze()  # what is loaded stays; later collections need not look at it
    source, child = sys.stdin.buffer, 0
    if twin := tuple(map(int, sys.argv[1:3])):
        child = _split()
        if child == 0:
            source, sink = _as_twin(sink, *twin)
        else:
            os.close(twin[0])
            os.close(twin[1])
    serve(source, sink)
    if child > 0:
        os.waitpid(child, 0)
    os._exit(0)


def _split() -> int:
    """As `os.fork`, but -1 where the system has no room for another, or where a library has started a thread.

    A lock that such a thread holds would be held in the other process for ever.
    """
    try:
        return os.fork() if len(os.listdir("/proc/self/task")) == 1 else -1
    except OSError:
        return -1


def _as_twin(sink: BinaryIO, read_from: int, write_to: int) -> tuple[BinaryIO, BinaryIO]:
    """Own streams in place of the other's: whoever keeps the end of a pipe open hides that its owner is gone."""
    sink.close()
    os.dup2(1, 0)  # which leads nowhere
    own = os.fdopen(write_to, "wb")
    write_frame(own, str(os.getpid()).encode())
    return os.fdopen(read_from, "rb"), own
