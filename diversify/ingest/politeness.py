"""How often a host may be asked: two connections, a pause between starts, and silence when it asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import zip_longest

from diversify.domain import FetchRequest
from diversify.ingest.urls import host_of


class HostGate:
    """The door to one host.

    Attributes
    ----------
    closed_until
        Set by a 429, or by a 503 that names a time: nobody else asks this host in this run.
    """

    def __init__(self, *, connections: int, interval: float) -> None:
        self._slots = asyncio.Semaphore(connections)
        self._interval = interval
        self._next = 0.0
        self.closed_until: datetime | None = None
        self.closed_by = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one of the connections, and hold it."""
        async with self._slots:
            yield

    async def pause(self) -> None:
        """Wait until the last start is long enough ago; the last thing before a start, the first of which waits not."""
        now = asyncio.get_running_loop().time()
        wait = self._next - now
        self._next = max(self._next, now) + self._interval
        if wait > 0:
            await asyncio.sleep(wait)


class Gates:
    """One gate per host, and a limit over all."""

    def __init__(self, *, connections: int, interval: float, everywhere: int) -> None:
        self._connections, self._interval = connections, interval
        self._gates: dict[str, HostGate] = {}
        self.everywhere = asyncio.Semaphore(everywhere)

    def of(self, url: str) -> HostGate:
        """The gate of the host of this address."""
        host = host_of(url)
        gate = self._gates.get(host)
        if gate is None:
            gate = self._gates[host] = HostGate(connections=self._connections, interval=self._interval)
        return gate


def interleaved(requests: Iterable[FetchRequest]) -> list[FetchRequest]:
    """The requests ordered so that hosts take turns.

    Examples
    --------
    >>> [r.url for r in interleaved(map(FetchRequest, ("http://a/1", "http://a/2", "http://b/1")))]
    ['http://a/1', 'http://b/1', 'http://a/2']
    """
    hosts: dict[str, list[FetchRequest]] = {}
    for request in requests:
        hosts.setdefault(host_of(request.url), []).append(request)
    rounds: Iterable[Sequence[FetchRequest | None]] = zip_longest(*hosts.values())
    return [request for row in rounds for request in row if request is not None]
