"""Servers that want to hurt: every attack ends in one value, within the limits, and others get their turn."""

import gc
import itertools
import socket
import threading

import pytest
from hostile_servers import FEED, Host, answer, redirect, silent
from hostile_transfers import transfers

from diversify.domain import FetchRequest
from diversify.ingest import FetchLimits, HttpFetcher, inflate, resolve, visit
from diversify.ingest.addresses import address_class, may_connect
from diversify.ingest.inflate import BoundedBody, TooBigError

QUICK = FetchLimits(seconds=6.0, size=4 << 20, interval=0.0, per_host=8)
PATIENT = FetchLimits(seconds=60.0, size=4 << 20, interval=0.0, per_host=8)
"""For servers that answer: a busy machine is slow and not wrong."""


def fetched(*requests, limits=PATIENT):
    answers = {got.url: got for got in HttpFetcher(limits).fetch(requests)}
    assert len(answers) == len({request.url for request in requests})
    return [answers[request.url] for request in requests]


def test_every_transfer_attack_is_a_value_and_good_feeds_arrive_beside_it(host):
    attacks = transfers()
    host.paths |= {f"/{name}": reply for name, (reply, _) in attacks.items()}
    host.paths |= {"/spiral" + "?x" * n: redirect("/spiral" + "?x" * (n + 1)) for n in range(9)}
    good = [FetchRequest(host.url(f"/good-{n}"), allow_private=True) for n in range(10)]
    bad = [FetchRequest(host.url(f"/{name}"), allow_private=True) for name in attacks]
    answers = fetched(*bad, *good, limits=QUICK)
    outcomes = {name: got.error_kind for name, got in zip(attacks, answers, strict=False)}
    # Where the machine is busy, the deadline may come before the limit that the attack is after.
    wrong = {name: kind for name, kind in outcomes.items() if kind not in {*attacks[name][1], "timeout"}}
    assert not wrong
    assert all(len(got.body) <= QUICK.size and bool(got.error_message) == bool(got.error_kind) for got in answers)
    assert [got.body for got in answers[len(attacks) :]] == [FEED] * 10


def test_what_is_packed_is_bounded_on_the_way_in_too():
    nothing = b"\x1f\x8b\x08\x00\0\0\0\0\0\xff" + b"\x00\x00\x00\xff\xff" * 100
    for piece in (nothing, b"x" * 510):
        body = BoundedBody(limit=1000, compressed=True)
        body.feed(piece)
        with pytest.raises(TooBigError, match="larger"):
            body.feed(piece[10:] + b"\x00")
    with pytest.raises(TooBigError, match="69 parts"):
        BoundedBody(limit=1 << 20, compressed=True).feed(inflate.zlib.compress(b"", wbits=31) * 1100)


def many(count, network):
    return [f"127.{network}.{n // 250}.{n % 250 + 1}" for n in range(count)]


@pytest.fixture
def crowd():
    """Two hundred slow hosts and fifty good ones, each at an address of its own."""
    slow, good = many(200, 41), many(50, 42)
    try:
        with socket.socket() as probe:
            probe.bind((slow[0], 0))
    except OSError:
        pytest.skip("this system has one loopback address only")
    bad, fine = Host(slow), Host(good)
    bad.default = silent
    yield [bad.url(host=one) for one in slow], [fine.url(host=one) for one in good]
    bad.close()
    fine.close()


def test_fifty_good_feeds_arrive_beside_two_hundred_slow_hosts(crowd):
    slow, good = crowd
    requests = [FetchRequest(url, allow_private=True) for url in (*slow, *good)]
    answers = fetched(*requests, limits=FetchLimits(seconds=2.0))
    assert {got.error_kind for got in answers[:200]} == {"timeout"}
    assert [got.body for got in answers[200:]] == [FEED] * 50


def test_fifty_good_feeds_arrive_beside_two_hundred_hosts_whose_name_servers_are_silent(host, monkeypatch):
    leave = threading.Event()

    def look_up(name, port, **_):
        if name.startswith("slow"):
            leave.wait(3.0)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(resolve.socket, "getaddrinfo", look_up)
    names = [f"slow-{n}.example" for n in range(200)] + [f"good-{n}.example" for n in range(50)]
    requests = [FetchRequest(host.url(host=name), allow_private=True) for name in names]
    answers = fetched(*requests, limits=FetchLimits(seconds=2.0))
    leave.set()
    assert {got.error_kind for got in answers[:200]} <= {"timeout", "dns"}
    assert [got.body for got in answers[200:]] == [FEED] * 50


SPELLINGS = (
    "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0x7F.0x00.0x00.0X01", "0177.0.0.1", "0", "0.0.0.0", "localhost",
    "LOCALHOST.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::a9fe:a9fe]",
    "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "224.2.3.4", "239.255.255.254",
    "255.255.255.255", "240.0.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "[fe80::1]",
    "[fe80::215:5dff:fe15:102]", "[fd00:dead:beef::50]", "[fec0::1]", "[ff02::1]", "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b::a00:1]", "[64:ff9b:1::a00:1]", "[2002:a9fe:a9fe::]", "[2002:a00:1::]",
    "[2001:0:4136:e378:8000:63bf:f5ff:fffe]", "[2001:db8::1]", "[100::1]", "[5f00::1]", "①②⑦.0.0.1", "127。0。0。1",
    "１２７.0.0.1",
)  # fmt: skip


def test_every_spelling_of_a_private_address_is_refused_without_permission(host):
    assert len(SPELLINGS) == 47
    answers = fetched(*(FetchRequest(host.url(f"/{n}", host=one)) for n, one in enumerate(SPELLINGS)))
    assert {one: got.error_kind for one, got in zip(SPELLINGS, answers, strict=True) if not got.error_kind} == {}
    assert {got.error_kind for got in answers} <= {"address", "dns", "scheme"}
    assert sum(got.error_kind == "address" for got in answers) >= 40  # the rest is no address to some systems
    assert not host.seen


def test_every_spelling_is_refused_as_the_target_of_a_redirect(host, elsewhere):
    for n, one in enumerate(SPELLINGS):
        elsewhere.paths[f"/{n}"] = redirect(host.url(f"/{n}", host=one.encode("idna").decode()))
    answers = fetched(*(FetchRequest(elsewhere.url(f"/{n}", host=PUBLIC)) for n in range(len(SPELLINGS))))
    assert {got.error_kind for got in answers} <= {"address", "dns", "scheme"}
    assert len(elsewhere.seen) == 47
    assert not host.seen


def test_what_the_system_says_an_address_is_never_passes():
    rows = [one.strip("[]") for one in SPELLINGS]
    found = {row[4][0] for one in rows[:46] if one.isascii() for row in _looked_up(one)}
    assert len(found) > 30
    assert not {one for one in found if may_connect(str(one), allow_private=False)}
    assert {one for one in found if may_connect(str(one), allow_private=True)} >= {"127.0.0.1", "10.0.0.1", "::1"}
    assert address_class("169.254.169.254") == address_class("::ffff:169.254.169.254") == "never"


def _looked_up(name):
    try:
        return socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM)
    except OSError:
        return []


PUBLIC = "127.77.0.1"


@pytest.fixture
def elsewhere(monkeypatch):
    """A server at a loopback address that these tests take for one of the open web."""

    def allowed(text, *, allow_private):
        return text == PUBLIC or may_connect(text, allow_private=allow_private)

    monkeypatch.setattr(visit, "may_connect", allowed)
    monkeypatch.setattr(resolve, "may_connect", allowed)
    try:
        made = Host((PUBLIC,))
    except (OSError, AssertionError):
        pytest.skip("this system has one loopback address only")
    yield made
    made.close()


def names_that_change(monkeypatch, *answers):
    """A name server that gives one answer after the other; the last for ever. The look-ups it saw."""
    asked, coming = [], itertools.chain(answers, itertools.repeat(answers[-1]))

    def look_up(name, port, **_):
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(coming)]

    monkeypatch.setattr(resolve.socket, "getaddrinfo", look_up)
    return asked


def test_a_name_that_changes_its_mind_is_refused_at_connect(host, elsewhere, monkeypatch):
    asked = names_that_change(monkeypatch, [PUBLIC], ["127.0.0.1"])
    elsewhere.port = host.port = elsewhere.port
    url = elsewhere.url("/", host="rebind.example")
    assert fetched(FetchRequest(url))[0].body == FEED
    assert fetched(FetchRequest(url))[0].error_kind == "address"
    assert asked == ["rebind.example"] * 2  # one look-up for one connection: nothing between check and use
    assert not host.seen


def test_a_name_with_a_public_and_a_private_address_reaches_the_public_one_alone(host, elsewhere, monkeypatch):
    names_that_change(monkeypatch, ["127.0.0.1", PUBLIC, "10.0.0.1"])
    (got,) = fetched(FetchRequest(elsewhere.url("/", host="both.example")))
    assert got.body == FEED
    assert [address for address, _ in elsewhere.seen] == [PUBLIC]


def test_a_socket_is_not_opened_to_a_private_address_whatever_was_looked_up(monkeypatch, host):
    monkeypatch.setattr(resolve, "may_connect", lambda *_, **__: True)  # as if the check had been fooled
    names_that_change(monkeypatch, ["127.0.0.1"])
    (got,) = fetched(FetchRequest(host.url(host="fooled.example")))
    assert got.error_kind == "address"
    assert not host.seen


def test_permission_for_one_feed_serves_no_other(host, elsewhere):
    """A public feed that redirects into the network of a reader who subscribed to a server there."""
    elsewhere.paths["/"] = redirect(host.url("/admin"))
    mine, theirs = fetched(
        FetchRequest(host.url("/mine"), allow_private=True), FetchRequest(elsewhere.url("/", host=PUBLIC))
    )
    assert mine.body == FEED
    assert theirs.error_kind == "address"
    assert [path for _, path in host.seen] == ["/mine"]


def test_both_kinds_of_connections_are_closed_whenever_a_caller_leaves(host, elsewhere):
    """An unclosed session would be a warning, and warnings are errors."""
    requests = [FetchRequest(host.url("/"), allow_private=True), FetchRequest(elsewhere.url("/", host=PUBLIC))]
    for _ in range(20):
        assert [got.body for got in fetched(*requests)] == [FEED] * 2
    gc.collect()


def test_permission_is_for_the_host_that_was_subscribed_to(host, elsewhere):
    elsewhere.paths["/"] = redirect("http://127.0.0.2:9/secret")
    (got,) = fetched(FetchRequest(elsewhere.url("/", host=PUBLIC), allow_private=True))
    assert got.error_kind == "address"


def test_an_answer_that_never_ends_is_cut_at_the_size_not_at_the_time(host):
    host.paths["/"] = answer(b"x" * (5 << 20))
    assert fetched(FetchRequest(host.url("/"), allow_private=True))[0].error_kind == "size"
