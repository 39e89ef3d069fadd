"""Each refusal says which limit was met, its value, and how to raise it for one feed; and raising it works."""

import asyncio
import gzip
import shlex
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Feed, FeedLimits
from diversify.ingest import FetchLimits, HttpFetcher, ParseLimits, ParserPool, update_feeds
from diversify.ingest.limits import LIMITS, MIB, permitting, raising

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


def visit(store, *, limits=None, parse=None, workers=0):
    fetcher = HttpFetcher(limits or FetchLimits(interval=0.0))
    with ParserPool(workers, limits=parse) as pool:
        (result,) = update_feeds(store, fetcher, pool, now=NOW, everything=True)
    return result


def subscribed(store, server, **limits):
    (feed,) = store.feeds.add([Feed(server.url("/feed"), allow_private=True, limits=FeedLimits(**limits))])
    return feed


def large(web, size):
    return web.rss(web.item(1), f"<guid>2</guid><title>Long</title><!--{'x' * size}-->")


def test_a_document_that_is_too_large(store, server, web):
    server.paths["/feed"] = web.reply(large(web, 16 * MIB))
    subscribed(store, server)
    got = visit(store)
    assert got.kind == "size"
    command = f"diversify limit {server.url('/feed')} --bytes 30M"
    assert got.message == f"is larger than 15 MiB; `{command}` raises that for this feed"


def test_a_document_that_is_permitted_to_be_large(store, server, web):
    server.paths["/feed"] = web.reply(large(web, 16 * MIB))
    subscribed(store, server, max_bytes=30 * MIB)
    assert visit(store).new == 2


def test_a_document_that_unpacks_too_well(store, server, web):
    body = gzip.compress(large(web, 4 * MIB), mtime=0)
    assert len(body) * 250 < 4 * MIB
    server.paths["/feed"] = web.reply(body, Content_Encoding="gzip")
    subscribed(store, server)
    got = visit(store)
    assert (got.kind, got.message.partition("; ")[0]) == ("size", "unpacks to more than 250 times its size")
    assert f"`diversify limit {server.url('/feed')} --bytes 15M` raises that for this feed" in got.message


def test_a_document_that_is_permitted_to_unpack_well(store, server, web):
    server.paths["/feed"] = web.reply(gzip.compress(large(web, 4 * MIB), mtime=0), Content_Encoding="gzip")
    subscribed(store, server, max_bytes=15 * MIB)
    assert visit(store).new == 2


def test_a_permission_is_no_open_door(store, server, web):
    """Also of a feed whose size was permitted, no more than that is unpacked."""
    server.paths["/feed"] = web.reply(gzip.compress(bytes(64 * MIB)), Content_Encoding="gzip")
    subscribed(store, server, max_bytes=8 * MIB)
    got = visit(store)
    assert (got.kind, got.message.partition("; ")[0]) == ("size", "is larger than 8 MiB")
    assert "--bytes 16M" in got.message


async def slowly(_, writer):
    await asyncio.sleep(1.5)
    body = b"<rss version='2.0'><channel><title>T</title><item><title>Late</title></item></channel></rss>"
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    await writer.drain()


def test_a_transfer_that_takes_too_long(store, server):
    server.paths["/feed"] = slowly
    subscribed(store, server)
    got = visit(store, limits=FetchLimits(seconds=0.5, interval=0.0))
    assert got.kind == "timeout"
    assert got.message.startswith("did not answer in full within 0.5 seconds; `diversify limit ")
    assert got.message.endswith("` raises that for this feed")


def test_a_transfer_that_may_take_long(store, server):
    server.paths["/feed"] = slowly
    subscribed(store, server, max_seconds=30.0)
    assert visit(store, limits=FetchLimits(seconds=0.5, interval=0.0)).new == 1


def stairs(server, web, steps):
    server.paths["/feed"] = web.reply(b"", "302 Found", Location="/1")
    server.paths |= {f"/{n}": web.reply(b"", "302 Found", Location=f"/{n + 1}") for n in range(1, steps)}
    server.paths[f"/{steps}"] = web.reply(web.rss(web.item(1)))


def test_a_feed_behind_too_many_redirects(store, server, web):
    stairs(server, web, 7)
    subscribed(store, server)
    got = visit(store)
    assert got.kind == "redirect"
    command = f"diversify limit {server.url('/feed')} --redirects 10"
    assert got.message == f"redirects more than 5 times; `{command}` raises that for this feed"


def test_a_feed_that_may_redirect_often(store, server, web):
    stairs(server, web, 7)
    subscribed(store, server, max_redirects=7)
    assert visit(store).new == 1


def test_a_document_of_too_many_entries(store, server, web):
    server.paths["/feed"] = web.reply(web.rss(*(web.item(n) for n in range(2_500))), ETag='"v"')
    feed = subscribed(store, server)
    got = visit(store)
    assert (got.status, got.new) == ("ok", 2_000)
    command = f"diversify limit {server.url('/feed')} --items 2500"
    words = f"has 2,500 entries, of which the 2,000 newest are kept; `{command}` raises that for this feed"
    assert got.message == words
    server.paths["/feed"] = web.reply(b"", "304 Not Modified")
    visit(store)
    state = store.feeds.states()[feed.id]
    assert (state.error_kind, state.error_message, state.failures) == ("items", words, 0)


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize(("most", "kept"), [(2_500, 2_500), (10, 10)])
def test_as_many_entries_as_the_reader_wants(store, server, web, workers, most, kept):
    server.paths["/feed"] = web.reply(web.rss(*(web.item(n) for n in range(2_500))))
    subscribed(store, server, max_items=most)
    got = visit(store, workers=workers)
    assert got.new == kept
    assert bool(got.message) == (most < 2_500)


def test_a_document_that_takes_too_much_processor_time(store, server, web):
    server.paths["/feed"] = web.reply(web.rss(*(web.item(n, "word &amp; " * 400) for n in range(2_000))))
    subscribed(store, server)
    got = visit(store, parse=ParseLimits(seconds=0.05, patience=600), workers=1)
    assert got.kind == "limit"
    assert "more than 0.05 seconds of processor time" in got.message
    assert f"; `diversify limit {server.url('/feed')} --cpu 20` raises that for this feed" in got.message


def test_a_document_that_may_take_time(store, server, web):
    server.paths["/feed"] = web.reply(web.rss(*(web.item(n, "word &amp; " * 400) for n in range(2_000))))
    subscribed(store, server, parse_cpu_seconds=60.0)
    assert visit(store, parse=ParseLimits(seconds=0.05), workers=1).new == 2_000


def test_a_document_that_takes_too_much_memory(store, server, web):
    server.paths["/feed"] = web.reply(large(web, 40 * MIB))
    feed = subscribed(store, server, max_bytes=50 * MIB, parse_memory=128 * MIB)
    got = visit(store, workers=1)
    assert got.kind == "limit"
    assert "128 MiB of memory" in got.message
    assert f"; `diversify limit {server.url('/feed')} --memory 256M` raises that for this feed" in got.message
    store.feeds.change_all([replace(feed, limits=replace(feed.limits, parse_memory=None, parse_cpu_seconds=60.0))])
    assert visit(store, workers=1).new == 2


def test_a_private_address(store, server):
    store.feeds.add([Feed(server.url("/feed"))])
    got = visit(store)
    assert got.kind == "address"
    command = f"`diversify add {server.url('/feed')} --allow-private` permits that, if it is your own server"
    assert got.message == f"is at a private address, where no feeds are fetched; {command}"


@pytest.mark.parametrize("host", ["169.254.169.254", "224.0.0.1", "[fe80::1]"])
def test_an_address_that_nobody_can_permit(store, host):
    store.feeds.add([Feed(f"http://{host}/feed", allow_private=True)])
    got = visit(store)
    assert got.kind == "address"
    assert "nothing permits that" in got.message
    assert "--allow-private" not in got.message


def test_a_feed_that_leads_into_the_house(store, server, web):
    server.paths["/feed"] = web.reply(b"", "302 Found", Location="http://10.0.0.1/admin")
    subscribed(store, server)
    got = visit(store)
    assert got.kind == "address"
    assert "redirects to a private address" in got.message
    assert "`" not in got.message  # no command that a hostile feed would like to see typed


@pytest.mark.parametrize("name", LIMITS)
def test_at_the_most_nothing_more_is_proposed(name):
    assert raising(name, "https://n.example/", LIMITS[name].most) == "no feed may have more than that"
    assert LIMITS[name].typed(LIMITS[name].most) in permitting(name, "https://n.example/", 10**18)


def test_every_limit_of_a_feed_has_an_option():
    assert {limit.field for limit in LIMITS.values()} == {one.name for one in fields(FeedLimits)}


@given(st.sampled_from(sorted(LIMITS)), st.floats(0, 1))
def test_what_is_proposed_can_be_typed(name, part):
    limit = LIMITS[name]
    value = int(limit.least + part * (limit.most - limit.least))
    assert limit.read(limit.typed(value)) == value


@pytest.mark.parametrize("text", ["", "-1", "x", "1e9", "0", "nan", "999G", "1" * 50, "5 M M", "²"])
@pytest.mark.parametrize("name", LIMITS)
def test_what_is_no_limit_is_refused(name, text):
    with pytest.raises(ValueError, match="give a number from"):
        LIMITS[name].read(text)


@given(st.text(min_size=1))
def test_an_address_is_quoted_for_the_shell(tail):
    """A hostile feed may choose where it moves to, and so what the reader is asked to type."""
    url = f"https://n.example/{tail}"
    command = permitting("bytes", url, MIB).removeprefix("`").removesuffix("` raises that for this feed")
    assert shlex.split(command) == ["diversify", "limit", url, "--bytes", "1M"]


def test_a_limit_that_was_met_waits_as_any_failure(store, server, web):
    server.paths["/feed"] = web.reply(large(web, 16 * MIB))
    feed = subscribed(store, server)
    visit(store)
    state = store.feeds.states()[feed.id]
    assert (state.failures, state.etag) == (1, "")
    assert state.not_before >= NOW + timedelta(hours=1)
