"""One visit to one feed: hop by hop, each hop checked, the whole of it under one deadline."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from diversify.domain import Fetched, FetchRequest
from diversify.ingest.addresses import address_class, may_connect
from diversify.ingest.failures import failure_of, forbidden_words, status_words
from diversify.ingest.freshness import not_before
from diversify.ingest.inflate import BoundedBody, CutShortError, TooBigError
from diversify.ingest.limits import raising
from diversify.ingest.politeness import Gates, HostGate, interleaved
from diversify.ingest.resolve import ForbiddenAddressError, GuardedResolver
from diversify.version import __version__

if TYPE_CHECKING:
    from diversify.ingest.fetch import FetchLimits

log = logging.getLogger(__name__)

USER_AGENT = f"diversify/{__version__} (+https://pypi.org/project/diversify-news/)"
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_HOLD = timedelta(minutes=10)  # where a host asks for silence and names no time
_LONGEST_VALIDATOR = 1024


class Visitor:
    """Visits feeds within one event loop; holds the connections, the host gates and the permissions of one run.

    No visit begins while `few` is clear: then more answers wait to be read than should lie in memory.
    """

    def __init__(self, limits: FetchLimits, requests: Sequence[FetchRequest], few: asyncio.Event) -> None:
        self._limits, self._requests, self._few = limits, requests, few
        self._private = frozenset(_host(request.url) for request in requests if request.allow_private) - {""}
        self._gates = Gates(connections=limits.per_host, interval=limits.interval, everywhere=limits.everywhere)

    async def __aenter__(self) -> Self:
        # Apart, because connections and addresses of permitted hosts are kept for later and must serve nobody else.
        self._sessions = {private: self._session(private=private) for private in {False, bool(self._private)}}
        self._open = AsyncExitStack()  # a caller who leaves early cancels; then too each is closed
        for session in self._sessions.values():
            self._open.push_async_callback(session.close)
        return self

    def _session(self, *, private: bool) -> aiohttp.ClientSession:
        """A session that reaches private hosts that the reader permitted, or none."""
        permitted = self._private.__contains__ if private else _nobody
        connector = aiohttp.TCPConnector(
            limit=self._limits.everywhere,
            resolver=GuardedResolver(permitted, threads=4 * self._limits.everywhere),
            ttl_dns_cache=300,
            socket_factory=partial(_socket, private=private),
        )
        return aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"},
            max_field_size=32_768,
            max_headers=256,
        )

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def visit_all(self, deliver: Callable[[Fetched], None]) -> None:
        """Visit every feed and hand over each answer as it comes."""

        async def one(request: FetchRequest) -> None:
            deliver(await self.visit(request))

        async with asyncio.TaskGroup() as group:
            for request in interleaved(self._requests):
                group.create_task(one(request))

    async def visit(self, request: FetchRequest) -> Fetched:
        """Visit one feed; never raises for what a server does."""
        try:
            return await self._follow(request)
        except Exception as error:  # noqa: BLE001 - a library met a server we did not foresee: a value, and a log line
            log.warning("fetch failed url=%s error=%r", request.url, error)
            kind, words = failure_of(error, url=request.url, hop=request.url, seconds=self._seconds(request))
            return Fetched(request.url, error_kind=kind, error_message=words)

    def _seconds(self, request: FetchRequest) -> float:
        return request.limits.max_seconds or self._limits.seconds

    async def _follow(self, request: FetchRequest) -> Fetched:
        url, moved, left = request.url, "", self._seconds(request)
        still_permanent = True
        loop = asyncio.get_running_loop()
        hops = self._limits.hops if request.limits.max_redirects is None else request.limits.max_redirects
        for _ in range(hops + 1):
            if refusal := self._refusal(request, url):
                return Fetched(request.url, url, error_kind=refusal[0], error_message=refusal[1])
            gate = self._gates.of(url)
            async with gate.turn(), self._gates.everywhere:
                await self._few.wait()
                if gate.closed_until is None:
                    await gate.pause()
                if gate.closed_until is not None:
                    return _held(request, url, gate)
                start = loop.time()
                answer, target = await self._exchange(request, url, gate, seconds=max(left, 0.001))
                left -= loop.time() - start
            if not target:
                return replace(answer, moved_to=moved) if answer.status in (200, 304) else answer
            still_permanent = still_permanent and answer.status in _PERMANENT
            url = target
            moved = url if still_permanent else moved
        return Fetched(
            request.url,
            url,
            error_kind="redirect",
            error_message=f"redirects more than {hops} times; {raising('redirects', request.url, hops)}",
        )

    def _refusal(self, request: FetchRequest, url: str) -> tuple[str, str] | None:
        """Why this address is not asked at all."""
        try:
            parsed = URL(url)
            host = parsed.raw_host or ""
        except ValueError:
            return "scheme", "is not a web address"
        if parsed.scheme not in ("http", "https"):
            return "scheme", f"has the scheme {parsed.scheme[:20] or 'of nothing'}; only http and https are fetched"
        if not host:
            return "scheme", "is not a web address"
        numeric = ":" in host or host.replace(".", "").isdigit()  # such hosts are not looked up, so judged here
        if numeric and not may_connect(host, allow_private=request.allow_private and host in self._private):
            return "address", forbidden_words(request.url, url, reserved=address_class(host) == "never")
        return None

    async def _exchange(
        self, request: FetchRequest, url: str, gate: HostGate, *, seconds: float
    ) -> tuple[Fetched, str]:
        """One request and its answer; with it the target where the answer is a redirect."""
        empty = Fetched(request.url, url)
        session = self._sessions[request.allow_private]
        try:
            async with (
                asyncio.timeout(seconds),
                session.get(_as_url(url), headers=_conditions(request), allow_redirects=False) as response,
            ):
                now = datetime.now(UTC)
                answer = replace(
                    empty,
                    status=response.status,
                    content_type=response.headers.get("Content-Type", "")[:200],
                    not_before=not_before(response.headers, status=response.status, now=now),
                )
                if response.status in _REDIRECTS:
                    return _redirect(answer, response.headers)
                if response.status == 304 and (request.etag or request.last_modified):
                    return _with_validators(answer, response.headers), ""
                if response.status != 200:
                    return _refused(answer, gate, now), ""
                body = await self._body(request, response)
                return _with_validators(replace(answer, body=body), response.headers), ""
        except (TimeoutError, aiohttp.ClientError, OSError, CutShortError, TooBigError, ValueError) as error:
            kind, words = failure_of(error, url=request.url, hop=url, seconds=self._seconds(request))
            return replace(empty, error_kind=kind, error_message=words), ""

    async def _body(self, request: FetchRequest, response: aiohttp.ClientResponse) -> bytes:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise CutShortError(f"is compressed with {encoding[:20]!r}, which was not asked for")
        permitted = request.limits.max_bytes
        limit, ratio = (self._limits.size, 250) if permitted is None else (permitted, None)
        body = BoundedBody(limit=limit, compressed=encoding.endswith("gzip"), ratio=ratio)
        async for chunk in response.content.iter_any():
            body.feed(chunk)
        return body.finish()


def _nobody(_: str) -> bool:
    return False


def _socket(info: Any, *, private: bool) -> socket.socket:
    """Open a socket; the last look at the address that is really connected to."""
    family, kind, proto, _, address = info
    if not may_connect(str(address[0]), allow_private=private):
        kind_of = address_class(str(address[0]))
        raise ForbiddenAddressError(f"{kind_of} address", reserved=kind_of == "never")
    made = socket.socket(family=family, type=kind, proto=proto)
    made.setblocking(False)
    return made


def _host(url: str) -> str:
    try:
        return URL(url).raw_host or ""
    except ValueError:
        return ""


def _as_url(url: str) -> URL:
    """Address as given where it is plain; quoted where it is not."""
    return URL(url, encoded=True) if url.isascii() and url.isprintable() and " " not in url else URL(url)


def _conditions(request: FetchRequest) -> dict[str, str]:
    headers = {}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


def _validator(headers: Mapping[str, str], name: str) -> str:
    """A validator to send back as it came; empty where that could not be done byte for byte."""
    value = headers.get(name, "")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return ""
    return value if len(value) <= _LONGEST_VALIDATOR and value.isprintable() else ""


def _with_validators(answer: Fetched, headers: CIMultiDictProxy[str]) -> Fetched:
    return replace(answer, etag=_validator(headers, "ETag"), last_modified=_validator(headers, "Last-Modified"))


def _redirect(answer: Fetched, headers: CIMultiDictProxy[str]) -> tuple[Fetched, str]:
    target = headers.get("Location", "").encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    try:
        return (answer, urljoin(answer.final_url, target)) if target else (_to_nowhere(answer), "")
    except ValueError:
        return replace(answer, error_kind="scheme", error_message="redirects to what is not a web address"), ""


def _to_nowhere(answer: Fetched) -> Fetched:
    return replace(answer, error_kind="redirect", error_message="redirects to nowhere")


def _refused(answer: Fetched, gate: HostGate, now: datetime) -> Fetched:
    """A 429, or a 503 that names a time, speaks for the host; a bare 503 may be the trouble of this one address."""
    said, words = answer.not_before, status_words(answer.status)
    if answer.status == 429 or (answer.status == 503 and said):
        until = max(said or now, now + _HOLD)
        gate.closed_until, gate.closed_by = until, answer.status
        kind = "busy" if said else "http"
        return replace(answer, not_before=until, error_kind=kind, error_message=words)
    return replace(answer, error_kind="http", error_message=words)


def _held(request: FetchRequest, url: str, gate: HostGate) -> Fetched:
    return Fetched(
        request.url,
        url,
        status=gate.closed_by,
        not_before=gate.closed_until,
        error_kind="held",
        error_message=f"was not asked: its host {status_words(gate.closed_by)} to another feed",
    )
