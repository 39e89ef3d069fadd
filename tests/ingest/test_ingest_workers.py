import subprocess
import sys
import time

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
    with ParserPool(2, limits=ParseLimits(seconds=1.0)) as pool:
        bad = Document("https://bad.example/", slow_feed())
        begun = time.monotonic()
        got = {reading.url: reading for reading in pool.read([bad, *documents(web, 10)])}
        assert time.monotonic() - begun < 20
    assert got["https://bad.example/"].error_kind == "limit"
    assert sum(bool(reading.drafts) for reading in got.values()) == 10


def test_a_worker_that_dies_is_replaced(pool, web):
    list(pool.read(documents(web, 2)))
    for hired in pool._workers:
        if hired._child is not None:
            hired._child.kill()
    readings = list(pool.read(documents(web, 6)))
    assert len(readings) == 6
    assert sum(bool(reading.drafts) for reading in readings) >= 4


@pytest.mark.skipif(sys.platform != "linux", reason="workers split in two on Linux alone")
@pytest.mark.parametrize("kind", ["_Process", "_Twin"])
def test_one_of_a_pair_may_die_at_any_time(web, kind):
    with ParserPool(2, limits=ParseLimits(seconds=5.0)) as pool:
        list(pool.read(documents(web, 8)))
        pair = {type(hired._child).__name__: hired._child for hired in pool._workers}
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
        assert {type(hired._child).__name__ for hired in pool._workers} == {"_Process"}


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
from diversify.ingest import Document, ParserPool
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
