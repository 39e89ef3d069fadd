import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from diversify.domain import Entry, ParsedFeed
from diversify.errors import ParseError
from diversify.ingest import Document, FeedParser, ParseLimits, ParserPool, Reading
from diversify.ingest import worker as worker_module
from diversify.ingest.drafts import drafts_of
from diversify.ingest.reading import read_document
from diversify.ingest.wire import WireError, pack_feed, pack_reading, unpack_feed, unpack_reading


def documents(web, count):
    return [Document(f"https://n{n}.example/feed", web.rss(web.item(n), web.item(n + 1))) for n in range(count)]


def children(pool, web):
    """The child of every worker; on a busy machine one worker may read all that is there for two."""
    end = time.monotonic() + 60
    while any(hired._child is None for hired in pool._workers) and time.monotonic() < end:
        list(pool.read(documents(web, 6)))
    return [hired._child for hired in pool._workers]


@pytest.fixture(scope="module")
def pool():
    with ParserPool(2, limits=ParseLimits(seconds=2.0, mebibytes=1024)) as made:
        yield made


def test_workers_read_as_this_process_does(pool, web):
    sent = documents(web, 20)
    here = {document.url: read_document(document, FeedParser()) for document in sent}
    assert {reading.url: reading for reading in pool.read(sent)} == here
    feed = pool.parse(sent[0].body, url=sent[0].url)
    assert feed == FeedParser().parse(sent[0].body, url=sent[0].url)


def test_a_document_that_is_no_feed_is_a_value_or_a_parse_error(pool):
    (reading,) = pool.read([Document("https://n.example/", b"<html><body>x</body></html>")])
    assert reading.error_kind == "html"
    with pytest.raises(ParseError) as caught:
        pool.parse(b"nonsense", url="https://n.example/")
    assert caught.value.kind == "not_a_feed"


def slow_feed():
    """Takes long to read: nothing in it is well-formed, and the thorough reader is quadratic in unclosed tags."""
    return b"<rss><channel>" + b"<item><title>" * 60_000 + b"</x>" * 60_000


def test_a_document_that_takes_too_long_is_given_up_and_the_others_arrive(web):
    with ParserPool(2, limits=ParseLimits(seconds=1.0, patience=30)) as pool:
        bad = Document("https://bad.example/", slow_feed())
        begun = time.monotonic()
        got = {reading.url: reading for reading in pool.read([bad, *documents(web, 10)])}
        assert time.monotonic() - begun < 60
    assert got["https://bad.example/"].error_kind == "limit"
    assert "1 seconds of processor time, which is the limit" in got["https://bad.example/"].error_message
    assert sum(bool(reading.drafts) for reading in got.values()) == 10


def test_a_document_may_have_limits_of_its_own(web):
    """Each refusal names the limit that was met and its value; what is not refused is not touched by another's."""
    slow, good = slow_feed(), documents(web, 4)
    few, little, late = ParseLimits(0.5, patience=60), ParseLimits(mebibytes=150), ParseLimits(8.0, patience=0.1)
    wide = web.rss(*(web.item(n) for n in range(2_000)), "<title>%s</title>" % ("x" * 40_000_000))
    bad = [
        Document("https://cpu.example/", slow, limits=few),
        Document("https://memory.example/", wide.encode() if isinstance(wide, str) else wide, limits=little),
        Document("https://clock.example/", slow, limits=late),
    ]
    with ParserPool(1) as pool:
        got = {one.url: one for one in pool.read([good[0], bad[0], good[1], bad[1], good[2], bad[2], good[3]])}
    assert {got[one.url].error_kind for one in bad} == {"limit"}
    said = [got[one.url].error_message.partition("more than ")[2] for one in bad]
    assert said[0] == "0.5 seconds of processor time, which is the limit"
    assert said[1].startswith("150 MiB of memory, which is the limit")
    assert said[2] == "0.8 seconds by the clock, which is the limit"
    assert all(len(got[one.url].drafts) == 2 for one in good)


def test_what_a_large_document_leaves_behind_is_not_the_next_ones(web):
    large = Document("https://large.example/", web.rss(*(web.item(n) for n in range(40_000))))
    roomy, tight = ParseLimits(mebibytes=1024), ParseLimits(mebibytes=100)
    with ParserPool(1, limits=roomy) as pool:
        list(pool.read([large]))
        first = pool._workers[0]._child
        list(pool.read([Document(one.url, one.body, limits=tight) for one in documents(web, 1)]))
        assert pool._workers[0]._child is None
        assert len(list(pool.read(documents(web, 3)))) == 3
        assert pool._workers[0]._child is not first


LARGE_PARENT = """
import sys
ballast = b"n" * (400 << 20)  # more than half of what a document may need
from diversify.ingest import Document, ParserPool
body = b"<rss><channel><item><title>t</title><guid>g</guid></item></channel></rss>"
with ParserPool(1) as pool:
    list(pool.read([Document("http://n.example/0", body)]))
    first = pool._workers[0]._child
    list(pool.read([Document("http://n.example/1", body)]))
    sys.exit(first is None or pool._workers[0]._child is not first)
"""


def test_a_large_parent_costs_no_worker():
    root = str(worker_module.__file__).partition("/diversify/")[0]
    subprocess.run([sys.executable, "-c", LARGE_PARENT], env={"PYTHONPATH": root}, check=True)


def test_a_worker_that_cannot_be_started_is_a_value(web, monkeypatch):
    def full(*_, **__):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with ParserPool(2) as pool:
        monkeypatch.setattr("subprocess.Popen", full)
        readings = list(pool.read(documents(web, 5)))
        assert {one.error_kind for one in readings} == {"parse"}
        assert "no process" in readings[0].error_message
        monkeypatch.undo()
        assert sum(bool(reading.drafts) for reading in pool.read(documents(web, 5))) == 5


def test_a_fault_of_our_own_is_raised_and_leaves_no_worker_with_half_an_answer(web, monkeypatch):
    with ParserPool(1) as pool:
        list(pool.read(documents(web, 1)))
        monkeypatch.setattr("diversify.ingest.workers.read_frame", lambda _: {}["gone"])
        with pytest.raises(KeyError):
            list(pool.read(documents(web, 1)))
        monkeypatch.undo()
        assert sum(bool(reading.drafts) for reading in pool.read(documents(web, 5))) == 5


def test_a_worker_that_dies_is_replaced(pool, web):
    list(pool.read(documents(web, 2)))
    for child in children(pool, web):
        child.kill()
        while child.alive():
            time.sleep(0.01)
    readings = list(pool.read(documents(web, 6)))
    assert len(readings) == 6
    assert all(bool(reading.drafts) for reading in readings)


def test_a_worker_that_died_before_it_had_the_document_did_not_die_of_it(pool, web, monkeypatch):
    list(pool.read(documents(web, 6)))
    for child in children(pool, web):
        monkeypatch.setattr(type(child), "alive", lambda _: True)  # as if it died just after it was asked
        child.kill()
    large = [Document(f"https://l{n}.example/", one.body + b" " * 200_000) for n, one in enumerate(documents(web, 6))]
    assert all(bool(reading.drafts) for reading in pool.read(large))


@pytest.mark.skipif(sys.platform != "linux", reason="workers split in two on Linux alone")
@pytest.mark.parametrize("kind", ["_Process", "_Twin"])
def test_one_of_a_pair_may_die_at_any_time(web, kind):
    with ParserPool(2, limits=ParseLimits(seconds=5.0)) as pool:
        list(pool.read(documents(web, 8)))
        pair = {type(child).__name__: child for child in children(pool, web)}
        assert set(pair) == {"_Process", "_Twin"}
        large = Document("https://large.example/", web.rss(*(web.item(n) for n in range(5_000))))
        begun = time.monotonic()
        readings = pool.read([large, large, large, *documents(web, 9)])
        pair[kind].kill()
        got = list(readings)
        assert time.monotonic() - begun < 30
        assert len(got) == 12
        assert sum(bool(reading.drafts) for reading in got) >= 11
        while pair[kind].alive():
            time.sleep(0.01)


def test_a_pair_is_not_needed(web, monkeypatch):
    monkeypatch.delattr("os.pidfd_open", raising=False)
    with ParserPool(2) as pool:
        assert sum(bool(reading.drafts) for reading in pool.read(documents(web, 8))) == 8
        assert {type(child).__name__ for child in children(pool, web)} == {"_Process"}


def test_a_twin_that_nobody_needed_goes_with_the_pool(web):
    with ParserPool(2) as pool:
        begun = time.monotonic()
        pool.parse(web.rss(web.item(1)), url="https://n.example/")
    assert time.monotonic() - begun < 20


def test_leaving_early_leaves_nothing_for_the_next(pool, web):
    early = pool.read(documents(web, 9))
    next(early)
    early.close()
    later = [Document("https://other.example/", web.rss(web.item(1)))]
    assert [reading.url for reading in pool.read(later)] == ["https://other.example/"]


def test_a_closed_pool_says_so(web):
    pool = ParserPool(1)
    pool.close()
    with pytest.raises(ValueError, match="closed"):
        list(pool.read(documents(web, 1)))
    with pytest.raises(ValueError, match="workers"):
        ParserPool(-1)


SCRIPT = """
from diversify.ingest import Document, ParseLimits, ParserPool
with ParserPool(2) as pool:
    body = b"<rss><channel><item><title>t</title><guid>g</guid></item></channel></rss>"
    got = list(pool.read([Document("http://n.example/%d" % n, body) for n in range(4)]))
print("said", len(got), sum(len(one.drafts) for one in got))
"""


@pytest.mark.parametrize("how", ["-c", "file"])
def test_scripts_without_a_guard_work(tmp_path, how):
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    command = [sys.executable, "-c", SCRIPT] if how == "-c" else [sys.executable, str(path)]
    root = str(worker_module.__file__).partition("/diversify/")[0]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=tmp_path, env={"PYTHONPATH": root}, check=True
    )
    assert done.stdout == "said 4 4\n"
    assert done.stderr == ""


def test_what_goes_over_the_wire_comes_back(web):
    feed = FeedParser().parse(web.rss(web.item(1), web.item(2), title="Ä\U0001f600"), url="https://n.example/")
    assert unpack_feed(pack_feed(feed)) == feed
    reading = Reading("u", title="T", drafts=drafts_of(feed), warning="w")
    assert unpack_reading(pack_reading(reading)) == reading
    assert unpack_feed(pack_feed(ParsedFeed(entries=(Entry(),)))) == ParsedFeed(entries=(Entry(),))


@pytest.mark.parametrize("cut", [0, 3, 4, 20, -1, -40])
def test_nonsense_on_the_wire_is_an_error_of_its_own(web, cut):
    body = pack_feed(FeedParser().parse(web.rss(web.item(1)), url="https://n.example/"))
    for damaged in (body[:cut], b"\xff" * 50, body.replace(b'"rows"', b'"rots"'), body.replace(b"\0t", b"t", 1)[:cut]):
        try:
            unpack_feed(damaged)
        except WireError:
            continue


ORPHANS = """
import os, signal, sys, threading, time
from diversify.ingest import Document, ParseLimits, ParserPool
pool = ParserPool(2, limits=ParseLimits(1.0, patience=30))
body = b"<rss><channel><item><title>t</title><guid>g</guid></item></channel></rss>"
list(pool.read([Document("http://n.example/%d" % n, body) for n in range(8)]))
busy = b"<rss><channel>" + b"<item><title>" * 60_000 + b"</x>" * 60_000
threading.Thread(target=lambda: list(pool.read([Document("http://n.example/", busy)])), daemon=True).start()
time.sleep(0.3)
print(*(number for task in os.listdir("/proc/self/task")
        for number in open("/proc/self/task/%s/children" % task).read().split()), flush=True)
if sys.argv[1] == "exit":
    sys.exit()
os.kill(os.getpid(), int(sys.argv[1]))
"""


def family(number):
    """A process and all that came of it (Linux)."""
    try:
        tasks = list(Path(f"/proc/{number}/task").iterdir())
        below = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return [number, *(found for one in below for found in family(one))]


def runs(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", ["exit", str(int(signal.SIGTERM)), str(int(signal.SIGKILL)), str(int(signal.SIGINT))])
def test_no_worker_outlives_its_parent(how):
    root = str(worker_module.__file__).partition("/diversify/")[0]
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS, how],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": root},
    ) as parent:
        first = [int(one) for one in parent.stdout.readline().split()]
        everyone = {found for one in first for found in family(one)}
        assert parent.wait(60) is not None
    assert first
    end = time.monotonic() + 60  # one at work ends with its document, or with its CPU time
    while any(map(runs, everyone)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(runs, everyone))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_closed_pool_leaves_no_process_and_no_open_file(web):
    with ParserPool(2) as pool:
        list(pool.read(documents(web, 8)))
    before = set(os.listdir("/proc/self/fd")), set(family(os.getpid()))
    for _ in range(3):
        with ParserPool(2) as pool:
            list(pool.read(documents(web, 8)))
            assert len(family(os.getpid())) >= len(before[1]) + 2
        with ParserPool(2) as pool:
            pool.parse(documents(web, 1)[0].body, url="https://n.example/")
    gc.collect()
    assert (set(os.listdir("/proc/self/fd")), set(family(os.getpid()))) == before


ADOPTED = """
import ctypes, os, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whose parent dies becomes ours, as in a container
from diversify.ingest import Document, ParseLimits, ParserPool
body = b"<rss><channel><item><title>t</title><guid>g</guid></item></channel></rss>"
with ParserPool(2) as pool:
    while True:  # on a busy machine one worker may read all that is there for two
        list(pool.read([Document("http://n.example/%d" % n, body) for n in range(8)]))
        pair = {type(one._child).__name__: one._child for one in pool._workers}
        if "NoneType" not in pair:
            break
    pair["_Process"].kill()
    pair["_Process"]._process.wait()
    list(pool.read([Document("http://n.example/%d" % n, body) for n in range(8)]))
try:
    print("left", os.waitpid(-1, os.WNOHANG))
except ChildProcessError:
    print("none left")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers split in two on Linux alone")
def test_a_twin_that_became_ours_is_no_zombie():
    root = str(worker_module.__file__).partition("/diversify/")[0]
    done = subprocess.run(
        [sys.executable, "-c", ADOPTED], capture_output=True, text=True, env={"PYTHONPATH": root}, check=True
    )
    assert (done.stdout, done.stderr) == ("none left\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="workers split in two on Linux alone")
def test_a_program_with_two_threads_does_not_split():
    stay = threading.Event()
    other = threading.Thread(target=stay.wait)
    other.start()
    try:
        assert worker_module._split() == -1
    finally:
        stay.set()
        other.join()


def test_a_worker_takes_no_harm_from_how_its_parent_was_started(tmp_path):
    """Signals that were ignored or held back, warnings that are errors, hundreds of open files."""
    hostile = """
import os, resource, signal
signal.signal(signal.SIGPROF, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF, signal.SIGTERM])
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
held = [os.open(os.devnull, os.O_RDONLY) for _ in range(min(most, 1500) - 100)]
from diversify.ingest import Document, ParseLimits, ParserPool
"""
    script = hostile + SCRIPT.partition("\n")[2].partition("\n")[2].replace(
        "ParserPool(2)", "ParserPool(2, limits=ParseLimits(1.0, patience=30))"
    )
    script += """
slow = b"<rss><channel>" + b"<item><title>" * 60_000 + b"</x>" * 60_000
with ParserPool(1, limits=ParseLimits(1.0, patience=30)) as pool:
    print(next(pool.read([Document("http://n.example/", slow)])).error_message)
"""
    root = str(worker_module.__file__).partition("/diversify/")[0]
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, cwd=tmp_path, check=True,
        env={"PYTHONPATH": root, "PYTHONWARNINGS": "error"},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.startswith("said 4 4\n")
    assert "1 seconds of processor time" in done.stdout
