"""Documents made to hurt a reader: each is read or given up, within the limits of a worker, and others are not held."""

import encodings.aliases
import html
import json
import random
import re
import resource
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hostile_blowups import BLOWUPS, rss

from diversify.domain import Feed, FeedLimits, Fetched
from diversify.ingest import Document, FeedParser, ParseLimits, ParserPool, decide, update_feeds
from diversify.ingest.clean import FIELD_LIMIT, GROWTH, sanitise
from diversify.ingest.dates import EARLIEST
from diversify.ingest.document import as_utf8
from diversify.ingest.urls import LONGEST, canonical_url
from diversify.store import open_store
from diversify.testing import check_parsed

MIB = 1 << 20
GOOD = rss(b"<item><title>Fine</title><guid>1</guid></item>")


def cost():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def allowed():
    """MiB of a worker; what starts one counts as its peak, too, and may have grown by other tests."""
    return max(512, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def read(documents, pool):
    readings = list(pool.read(documents))
    assert Counter(one.url for one in readings) == Counter(one.url for one in documents)
    for reading in readings:
        check_parsed(reading)
    return readings


def test_every_hostile_document_is_read_or_refused(shared):
    root = shared("hostile")
    files = sorted(path for path in root.rglob("*") if path.is_file())
    documents = [Document(f"http://h.example/{n}", path.read_bytes()) for n, path in enumerate(files)]
    with ParserPool(2) as pool:
        readings = read(documents, pool)
    outcomes = Counter(one.error_kind for one in readings)
    assert outcomes.keys() <= {"", "parse", "not_a_feed", "html", "empty"}  # none reaches a limit
    assert outcomes[""] >= 1200
    assert sum(len(one.drafts) for one in readings) >= 950
    assert not [one for one in readings if "could not be read" in one.error_message]


@pytest.mark.parametrize("kind", sorted({name.partition(":")[0] for name in BLOWUPS}))
def test_small_blow_ups_cost_little_and_hold_nobody_up(kind):
    """At 64 KiB each of them is done in a moment; what is more than linear shows at its full size."""
    names = [name for name in BLOWUPS if name.partition(":")[0] == kind]
    documents = [Document(f"http://{n}.example/", BLOWUPS[name](MIB // 16)) for n, name in enumerate(names)]
    before, _ = cost()
    with ParserPool(1) as pool:
        readings = read([*documents, Document("http://good.example/", GOOD)], pool)
    assert [one.title for one in readings if "good" in one.url] == ["t"]
    after, peak = cost()
    assert after - before < 10 * len(names)
    assert peak <= allowed()


@pytest.mark.slow
@pytest.mark.parametrize("name", BLOWUPS)
def test_full_blow_ups_stay_within_the_limits_of_a_worker(name):
    body = BLOWUPS[name](15 * MIB)
    assert len(body) <= 15 * MIB
    before, _ = cost()
    with ParserPool(1) as pool:
        read([Document("http://bad.example/", body)], pool)
        (good,) = read([Document("http://good.example/", GOOD)], pool)
    assert len(good.drafts) == 1
    after, peak = cost()
    assert after - before <= 10 + 4  # two workers' own start at most, besides
    assert peak <= allowed()


def test_cpu_of_one_document_is_limited_to_the_moment():
    slow = b"<rss><channel>" + b"<item><title>" * 60_000 + b"</x>" * 60_000
    with ParserPool(1) as pool:
        read([Document("http://good.example/", GOOD)], pool)
    start, _ = cost()
    with ParserPool(1, limits=ParseLimits(seconds=1.0)) as pool:
        read([Document("http://good.example/", GOOD)], pool)
    own = cost()[0] - start
    start, _ = cost()
    with ParserPool(1, limits=ParseLimits(seconds=1.0)) as pool:
        (given_up,) = read([Document("http://bad.example/", slow)], pool)
    assert given_up.error_kind == "limit"
    assert cost()[0] - start <= 1.2 + 2 * own


def test_no_encoding_that_a_document_can_name_is_an_error():
    names = {*encodings.aliases.aliases, *encodings.aliases.aliases.values(), "idna", "punycode", "undefined"}
    names |= {"unicode_escape", "raw_unicode_escape", "utf-7", "palmos", "oem", "mbcs", "no-such", "utf-8-sig"}
    rng = random.Random(7)
    for name in sorted(names):
        body = rng.randbytes(400)
        for given in (b'<?xml version="1.0" encoding="%s"?>' % name.encode() + body, body):
            as_utf8(given, f"text/xml; charset={name}").decode("utf-8")


@pytest.mark.parametrize(
    "reference", ["&#1114112;", "&#9999999;", "&#99999999999;", "&#x110000;", "&#xFFFFFF;", "&#xD800;", "&#0;", "&#27;"]
)
def test_references_beyond_unicode_cost_one_sign_not_the_feed(reference):
    body = rss(b"<item><title>a%sb</title></item>" % reference.encode())
    feed = FeedParser().parse(body, url="http://n.example/")
    assert [entry.title for entry in feed.entries] == ["a\N{REPLACEMENT CHARACTER}b"]


def test_an_address_of_no_page_is_none():
    assert canonical_url("http://n.example/" + "a" * LONGEST) == ""
    assert canonical_url("../" * 5_000_000, "http://n.example/") == ""
    assert len(canonical_url("http://n.example/" + "a" * 8000)) == 8017


def test_html_does_not_grow_beyond_bounds():
    links = "<a href=x>y</a>" * 4000
    assert len(sanitise(links, "http://n.example/" + "b" * 1900 + "/")) <= GROWTH * FIELD_LIMIT
    assert sanitise(links, "http://n.example/" + "b" * 1900 + "/").startswith("y y y")
    assert "href" not in sanitise(links, "http://n.example/" + "b" * 5000 + "/")
    assert len(sanitise("&" * FIELD_LIMIT)) == 5 * FIELD_LIMIT
    assert len(sanitise("<b>" + "&" * FIELD_LIMIT)) <= GROWTH * FIELD_LIMIT


def test_text_without_markup_is_clean_after_its_references_too():
    assert sanitise("a&#x202e;b&#27;c &gt; d") == "abc &gt; d"
    assert sanitise(sanitise("0\xa0<")) == sanitise("0\xa0<")


TORTURED_DATES = (
    "0000-00-00T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "10000-01-01T00:00:00Z",
    "-0001-01-01T00:00:00Z", "Mon, 00 Jan 0000 00:00:00 GMT", "Sun, 31 Dec 9999 23:59:59 -9999",
    "Thu, 01 Jan 1970 00:00:00 +9999", "Fri, 32 Jan 2026 00:00:00 GMT", "2026-02-29T00:00:00Z", "2026-01-01T25:61:61Z",
    "2026-06-30T23:59:60Z", "1e400", "99999999999999999999", "-62135596801", "2147483648", "NaN", " ", "٢٠٢٦-01-01",
    "2026-01-01T00:00:00+99:99", "2026-01-01T00:00:00.0000000000000000000001Z", "now", "2100-01-01T00:00:00Z",
    "1/2/3", "Wed, 02 Oct 2002 15:00:00 ZZZ", "2026-W53-7T00:00:00Z", "20260101T000000Z", "2026-001",
)  # fmt: skip


def test_no_date_lies_outside_the_span_that_is_believed(shared):
    path = shared("hostile") / "dates" / "date-strings.json"
    dates = [row["date"] for row in json.loads(path.read_text("utf-8"))] if path.exists() else []
    rows = [f"<item><guid>{n}</guid><title>t</title><pubDate>{html.escape(one)}</pubDate></item>"
            for n, one in enumerate((*dates, *TORTURED_DATES))]  # fmt: skip
    one_each = [Document(f"http://n.example/{n}", rss(row.encode())) for n, row in enumerate(rows)]
    with ParserPool(1) as pool:
        readings = read([*one_each, Document("http://n.example/all", rss("".join(rows).encode()))], pool)
    now = datetime(2026, 11, 21, tzinfo=UTC)
    articles = [
        article
        for reading in readings
        for article in decide(Feed("http://n.example/"), reading.drafts, {}, now=now).new
    ]
    assert len(articles) == 2 * len(rows)
    assert all(EARLIEST <= article.published <= now for article in articles)


INCLUSION = b'<item><title><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="%s" parse="text"/></title></item>'


def test_nothing_outside_a_document_is_read(tmp_path, host):
    """External entities, document types, inclusions and style sheets: neither the file nor the server is asked."""
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-7f3a")
    (tmp_path / "ext.dtd").write_text('<!ENTITY x "CANARY-7f3a">')
    places = [f"file://{secret}", f"{secret}", host.url("/secret"), f"file://{tmp_path}/ext.dtd", host.url("/ext.dtd")]
    bodies = []
    for place in map(str.encode, places):
        declared = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "%s">]>' % place
        bodies += [
            rss(b"<item><title>&x;</title><description>&x;</description></item>", title=b"&x;", before=declared),
            rss(b"<item><title>&x;</title></item>", title=b"&x;", before=b'<!DOCTYPE rss SYSTEM "%s">' % place),
            rss(b"<item><title>&x;</title></item>", before=b'<!DOCTYPE rss [<!ENTITY %% p SYSTEM "%s"> %%p;]>' % place),
            rss(INCLUSION.replace(b"%s", place)),
            b'<?xml-stylesheet href="%s" type="text/xsl"?>' % place + GOOD,
            place,
        ]
    with ParserPool(1) as pool:
        readings = read([Document(f"http://n.example/{n}", body) for n, body in enumerate(bodies)], pool)
    assert "CANARY" not in repr(readings)
    assert not host.seen


class Bodies:
    """A fetcher that has a document for each address."""

    def __init__(self, bodies):
        self.bodies = bodies

    def fetch(self, requests):
        for request in requests:
            yield Fetched(request.url, request.url, status=200, body=self.bodies[request.url])


def test_a_refusal_names_the_limit_its_value_and_how_it_is_raised_for_this_feed():
    """One limit each by the feed itself; fifty good feeds beside them arrive, and so do the refused with more."""
    slow = b"<rss><channel>" + b"<item><title>a</x>" * 12_000
    wide = rss(b"<item><title>x</title></item>", title=b"A" * (30 * MIB))
    bad = {
        "http://cpu.example/": (slow, FeedLimits(parse_cpu_seconds=0.3), "0.3 seconds of proc|0.9 seconds by", "--cpu"),
        "http://memory.example/": (wide, FeedLimits(parse_memory=120 * MIB), "120 MiB of memory", "--memory"),
    }
    good = {f"http://good-{n}.example/": GOOD for n in range(50)}
    store = open_store(":memory:")
    store.feeds.add([*(Feed(url) for url in good), *(Feed(url, limits=row[1]) for url, row in bad.items())])
    bodies = {**good, **{url: row[0] for url, row in bad.items()}}
    now = datetime(2026, 11, 21, tzinfo=UTC)
    with ParserPool(2) as pool:
        told = {one.url: one for one in update_feeds(store, Bodies(bodies), pool, now=now)}
        assert {told[url].status for url in good} == {"ok"}
        for url, (_, _, met, option) in bad.items():
            assert (told[url].status, told[url].kind) == ("failed", "limit")
            assert re.search(met, told[url].message)  # the clock where the machine is busy
            assert option in told[url].message
            assert url in told[url].message
        more = [replace(feed, limits=FeedLimits()) for feed in store.feeds.all() if feed.url in bad]
        store.feeds.change_all(more)
        again = update_feeds(store, Bodies(bodies), pool, now=now + timedelta(days=30), everything=True)
    assert {one.status for one in again if one.url in bad} == {"ok"}
    store.close()
