"""Manners, seen from the other side: what a host gets to see of a reader, day after day and run after run."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from diversify.domain import Feed
from diversify.ingest import FetchLimits, HttpFetcher, ParserPool, update_feeds
from diversify.ingest.freshness import not_before

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime.now(UTC).replace(microsecond=0)
"""When the tests were collected; a life begins when its test does, for a server's wish is counted by the clock."""
HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"


class Life:
    """A reader over days; every update is a new run of the program over the same store."""

    def __init__(self, store):
        self.store, self.now = store, datetime.now(UTC).replace(microsecond=0)

    def update(self, *, after=timedelta(0), everything=False):
        self.now += after
        fetcher = HttpFetcher(FetchLimits(seconds=3.0, interval=0.0))
        with ParserPool(0) as pool:
            results = update_feeds(self.store, fetcher, pool, now=self.now, everything=everything)
        return {one.url.rpartition("/")[2]: one for one in results}

    def state(self, feed):
        return self.store.feeds.states()[feed.id]


@pytest.fixture
def life(store):
    return Life(store)


def subscribe(life, server, *paths, host="127.0.0.1"):
    return life.store.feeds.add(Feed(server.url(path, host=host), allow_private=True) for path in paths)


def header(head, name):
    """The very text of a header that was received."""
    return next((line.partition(": ")[2] for line in head.split("\r\n") if line.startswith(f"{name}: ")), None)


ETAGS = (
    '"plain"', 'W/"weak"', 'w/"wrong case"', "unquoted", "'single'", '"with ""quotes"" and \\backslash"', '"a, b"',
    '""', "W/", '"0-5f3c-gzip"', '"  spaces  "', '"\u00e9\u4e2d"', "*", "x" * 1000,
)  # fmt: skip


@pytest.mark.parametrize("etag", ETAGS)
def test_an_etag_goes_back_byte_for_byte(life, server, web, etag):
    subscribe(life, server, "/a")
    server.paths["/a"] = web.reply(web.rss(web.item(1)), ETag=etag, Last_Modified="Sat, 21 Nov 2026 6:00 am")
    life.update()
    server.paths["/a"] = web.reply(b"", "304 Not Modified")
    for _ in range(3):  # an answer without validators takes nothing away
        life.update(after=2 * DAY)
    assert len(server.heads("/a")) == 4
    for head in server.heads("/a")[1:]:
        assert header(head, "If-None-Match") == etag
        assert header(head, "If-Modified-Since") == "Sat, 21 Nov 2026 6:00 am"


@pytest.mark.parametrize("etag", ["x" * 1025, '"a\tb"'])
def test_an_etag_that_cannot_go_back_as_it_came_is_not_sent(life, server, web, etag):
    subscribe(life, server, "/a")
    server.paths["/a"] = web.reply(web.rss(web.item(1)), ETag=etag)
    life.update()
    assert life.update(after=2 * DAY)["a"].status == "not_modified"  # known by its body
    assert header(server.heads("/a")[1], "If-None-Match") is None


def test_a_304_may_bring_new_validators(life, server, web):
    subscribe(life, server, "/a")
    server.paths["/a"] = web.reply(web.rss(web.item(1)), ETag='"1"')
    life.update()
    server.paths["/a"] = web.reply(b"", "304 Not Modified", ETag='"2"')
    life.update(after=DAY)
    life.update(after=DAY)
    assert [header(head, "If-None-Match") for head in server.heads("/a")] == [None, '"1"', '"2"']


def test_a_failure_keeps_the_validators_of_what_was_read(life, server, web):
    (feed,) = subscribe(life, server, "/a")
    server.paths["/a"] = web.reply(web.rss(web.item(1)), ETag='"1"')
    life.update()
    server.paths["/a"] = web.reply(b"<html><body>We are moving house</body></html>", ETag='"broken"')
    life.update(after=DAY)
    assert life.state(feed).etag == '"1"'


def test_what_is_asked_and_what_is_said_of_oneself(life, server, web):
    server.paths["/a"] = web.reply(web.rss(web.item(1)), Set_Cookie="id=1")
    subscribe(life, server, "/a")
    life.update()
    life.update(after=2 * DAY)
    for head in server.heads("/a"):
        assert header(head, "User-Agent").startswith("diversify/")
        assert "(+https://" in header(head, "User-Agent")
        assert header(head, "Accept-Encoding") == "gzip"
        assert header(head, "Cookie") is header(head, "Referer") is None


def when(minutes):
    return (START + timedelta(minutes=minutes)).strftime(HTTP_DATE)


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({"Cache_Control": "max-age=10800"}, 3),
        ({"Cache_Control": 'public, MAX-AGE="10800", stale-if-error=9'}, 3),
        ({"Expires": when(180)}, 3),
        ({"Cache_Control": "max-age=10800", "Expires": when(600)}, 3),
        ({"Cache_Control": "max-age=14400", "Age": "3600"}, 3),
        ({"Cache_Control": "max-age=99999999"}, 24),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 24),
        ({"Cache_Control": "max-age=60"}, 1),
        ({"Cache_Control": "max-age=-5"}, 1),
        ({"Cache_Control": "no-cache, max-age=10800"}, 1),
        ({"Expires": "-1"}, 1),
        ({"Expires": when(-600)}, 1),
        ({"Cache_Control": "max-age=²", "Age": "²", "Expires": "soon"}, 1),
    ],
)
def test_a_feed_is_not_asked_before_its_server_wishes(life, server, web, headers, hours):
    server.paths["/a"] = web.reply(web.rss("<guid>1</guid><title>Undated</title>"), **headers)
    subscribe(life, server, "/a")
    life.update()
    assert life.update(after=timedelta(hours=hours) - timedelta(minutes=20)) == {}
    assert life.update(after=timedelta(minutes=21)) != {}
    assert len(server.heads("/a")) == 2


@pytest.mark.parametrize("value", ["²", "-60", "1e3", "", "Thu, 99 Foo 2026", "0", "9" * 400, "soon, perhaps"])
def test_an_absurd_wish_is_none_or_clamped(value):
    got = not_before({"Retry-After": value, "Cache-Control": "max-age=" + value, "Age": value}, status=429, now=START)
    assert got is None or START < got <= START + timedelta(days=7)


SILENT = [
    ("429 Too Many Requests", "14400"), ("503 Service Unavailable", "14400"),
    ("429 Too Many Requests", when(240)), ("503 Service Unavailable", when(240)),
]  # fmt: skip


@pytest.mark.parametrize(("status", "wish"), SILENT, ids=map(str, range(len(SILENT))))
def test_a_host_that_asks_for_silence_gets_it_from_all_its_feeds_in_all_runs(life, server, web, status, wish):
    paths = [f"/{n}" for n in range(9)]
    feeds = subscribe(life, server, *paths)
    server.paths |= dict.fromkeys(paths, web.reply(b"", status, Retry_After=wish))
    first = life.update()
    assert len(first) == 9
    asked = len(server.seen)
    assert asked <= 2  # what was under way when the first answer came
    held = [feed for feed in feeds if life.state(feed).failures == 0]
    assert len(held) == 9 - asked
    assert all("its host answered" in life.state(feed).error_message for feed in held)
    (late,) = subscribe(life, server, "/subscribed-meanwhile")
    assert life.update(after=3 * HOUR) == {}
    assert late.id not in life.store.feeds.states()
    assert len(server.seen) == asked
    server.paths |= dict.fromkeys([*paths, "/subscribed-meanwhile"], web.reply(web.rss(web.item(1))))
    again = life.update(after=HOUR + timedelta(minutes=1))
    assert {one.status for one in again.values()} == {"ok"}
    assert len(again) == 10
    assert all(life.state(feed).failures == 0 for feed in feeds)


def test_the_silence_of_one_host_is_no_other_hosts(life, server, web):
    server.paths |= {"/a": web.reply(b"", "429 Slow down", Retry_After="9999"), "/b": web.reply(web.rss(web.item(1)))}
    subscribe(life, server, "/a")
    subscribe(life, server, "/b", host="localhost")
    assert life.update()["b"].status == "ok"
    assert set(life.update(after=2 * HOUR)) == {"b"}


def test_a_503_without_a_time_is_the_trouble_of_one_address(life, server, web):
    server.paths |= {"/a": web.reply(b"", "503 Oops")} | {f"/{n}": web.reply(web.rss(web.item(n))) for n in range(6)}
    subscribe(life, server, "/a", *(f"/{n}" for n in range(6)))
    results = life.update()
    assert [name for name, one in results.items() if one.status == "failed"] == ["a"]


def test_a_429_without_a_time_closes_the_host_for_a_while_and_blames_nobody_else(life, server, web):
    paths = [f"/{n}" for n in range(8)]
    feeds = subscribe(life, server, *paths)
    server.paths |= dict.fromkeys(paths, web.reply(b"", "429 Slow down"))
    life.update()
    assert len(server.seen) <= 2
    assert sum(life.state(feed).failures for feed in feeds) == len(server.seen)
    server.paths |= dict.fromkeys(paths, web.reply(web.rss(web.item(1))))
    assert life.update(after=timedelta(minutes=5)) == {}
    again = life.update(after=timedelta(minutes=7))
    assert len(again) == 8 - sum(life.state(feed).failures for feed in feeds)
    assert {one.status for one in again.values()} == {"ok"}


def test_another_hosts_wish_is_not_held_against_ours(life, server, web):
    """A feed that redirects to a host that is busy; its neighbours live elsewhere."""
    server.paths |= {
        "/a": web.reply(b"", "302 Found", Location=server.url("/busy", host="localhost")),
        "/busy": web.reply(b"", "429 Slow down", Retry_After="14400"),
        "/b": web.reply(web.rss(web.item(1))),
    }
    subscribe(life, server, "/a", "/b")
    subscribe(life, server, "/elsewhere", host="localhost")
    life.update()
    assert "b" in life.update(after=2 * HOUR)


def test_who_fails_is_asked_less_and_less(life, server, web):
    server.paths["/a"] = web.reply(b"", "500 Oops")
    (feed,) = subscribe(life, server, "/a")
    waits = []
    for _ in range(9):
        life.update()
        waits.append(life.state(feed).not_before - life.now)
        life.now = life.state(feed).not_before
    assert all(HOUR * 2 ** min(n, 6) <= wait * 1.001 for n, wait in enumerate(waits[:6]))
    assert waits[-1] <= 2.5 * DAY
    assert len(server.seen) == 9
    assert life.state(feed).failures == 9


def test_at_most_once_an_hour_across_runs(life, server, web):
    server.paths["/a"] = web.reply(web.rss(web.item(1)), Cache_Control="max-age=0")
    subscribe(life, server, "/a")
    for _ in range(24):  # every five minutes for two hours
        life.update(after=timedelta(minutes=5))
    assert len(server.seen) == 2
    life.update(everything=True)  # the reader's own wish counts more, and is conditional all the same
    assert len(server.seen) == 3


def test_who_asks_every_morning_is_answered_every_morning(life, server, web):
    """Also where the server's copy is good for a day, and the clock of the morning is some seconds early."""
    server.paths["/a"] = web.reply(web.rss(web.item(1)), Cache_Control="max-age=86400")
    subscribe(life, server, "/a")
    for _ in range(5):
        assert len(life.update(after=DAY - timedelta(seconds=40))) == 1


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect"])
def test_a_move_to_another_site_is_believed_after_days_of_the_same_answer(life, server, web, status):
    (feed,) = life.store.feeds.add([Feed(server.url("/a"), allow_private=True)])
    life.store.feeds.add([Feed(server.url("/own", host="localhost"), allow_private=True)])
    server.paths |= {"/a": web.reply(b"", status, Location=server.url("/b", host="localhost"))}
    server.paths |= {"/b": web.reply(web.rss(web.item(1))), "/own": web.reply(web.rss(web.item(2)))}
    for _ in range(6):  # its permission to be at a private address is for the host it was given for: never
        life.update(after=DAY)
    assert life.store.feeds.rows[feed.id].url == feed.url
    assert len(server.heads("/b")) == 6


def test_a_move_within_the_site_is_believed_at_once(life, server, web):
    server.paths |= {"/a": web.reply(b"", "301 Moved", Location="/b"), "/b": web.reply(web.rss(web.item(1)), ETag="e")}
    (feed,) = subscribe(life, server, "/a")
    life.update()
    life.update(after=DAY)
    assert life.store.feeds.rows[feed.id].url == server.url("/b")
    assert len(server.heads("/a")) == 1
    assert header(server.heads("/b")[1], "If-None-Match") == "e"


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_a_passing_redirect_moves_nothing(life, server, web, status):
    server.paths |= {"/a": web.reply(b"", status, Location="/b"), "/b": web.reply(web.rss(web.item(1)))}
    (feed,) = subscribe(life, server, "/a")
    for _ in range(6):
        life.update(after=DAY)
    assert life.store.feeds.rows[feed.id].url == feed.url
    assert len(server.heads("/a")) == 6


def test_what_is_gone_is_told_once_and_left_alone(life, server, web):
    server.paths["/a"] = web.reply(b"", "410 Gone")
    (feed,) = subscribe(life, server, "/a")
    (told,) = life.update().values()
    assert (told.status, told.kind) == ("failed", "gone")
    assert f"`diversify resume {server.url('/a')}` asks it once more" in told.message
    for _ in range(3):
        assert life.update(after=DAY, everything=True) == {}
    assert len(server.seen) == 1
    assert life.state(feed).retired
    assert "gone for good" in life.state(feed).error_message


def test_hosts_take_turns_and_none_sees_more_than_two_or_two_at_a_moment(server, web):
    starts = []

    async def answer(head, writer):
        starts.append((header(head.decode(), "Host").partition(":")[0], time.monotonic()))
        await asyncio.sleep(0.02)
        writer.write(web.reply(b"<rss/>"))

    hosts = ("127.0.0.1", "localhost")
    server.paths |= {f"/{n}": answer for n in range(8)}
    wanted = [Feed(server.url(f"/{n}", host=host), allow_private=True) for host in hosts for n in range(8)]
    requests = [_request(feed) for feed in wanted]
    # Few connections over all: the pause of a host is kept also by those that had to wait for one of them.
    limits = FetchLimits(seconds=5.0, interval=0.05, everywhere=2)
    assert len(list(HttpFetcher(limits).fetch(requests))) == 16
    order = [host for host, _ in starts]
    assert all(set(order[n : n + 4]) == set(hosts) for n in range(0, 12, 4))
    for host in hosts:
        moments = [moment for name, moment in starts if name == host]
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert sum(gaps) >= 7 * 0.05 * 0.9
        assert sorted(gaps)[1] >= 0.02  # one may be short where the other side was slow to see
    assert server.most_at_once <= 2


def _request(feed):
    from diversify.domain import FetchRequest

    return FetchRequest(feed.url, allow_private=feed.allow_private)
