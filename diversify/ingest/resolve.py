"""Names to addresses, with forbidden addresses taken out: what is left is what the connection goes to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from diversify.ingest.addresses import address_class, may_connect


class ForbiddenAddressError(OSError):
    """The host lives at a private or reserved address, and nobody permitted it.

    Attributes
    ----------
    reserved
        True where nobody can permit it: no feed can be there.
    """

    def __init__(self, message: str, *, reserved: bool) -> None:
        super().__init__(message)
        self.reserved = reserved


class GuardedResolver(AbstractResolver):
    """Resolves through the system and keeps the permitted addresses alone.

    The connection is made to the very addresses returned here, so a name that changes its mind between a check and
    the connection gains nothing. Spellings such as `127.1` or `0x7f000001` are names to the system and pass here too.

    Parameters
    ----------
    permitted
        Whether a host may be at a private address.
    threads
        Look-ups at a time. The system's blocks its thread until it answers or gives up, which can be long after the
        deadline of the transfer: with few threads, hosts whose name servers are silent would hold up all others.
    """

    def __init__(self, permitted: Callable[[str], bool], *, threads: int = 8) -> None:
        self._permitted = permitted
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="diversify-names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Addresses of a host that may be connected to."""
        look_up: partial[list[Any]] = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM, family=family)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        private = self._permitted(host)
        rows = [
            ResolveResult(
                hostname=host, host=str(address[0]), port=port, family=kind, proto=proto, flags=socket.AI_NUMERICHOST
            )
            for kind, _, proto, _, address in found
            if kind in (socket.AF_INET, socket.AF_INET6) and may_connect(str(address[0]), allow_private=private)
        ]
        if found and not rows:
            reserved = all(address_class(str(row[4][0])) == "never" for row in found)
            raise ForbiddenAddressError(f"{host} is at a private or reserved address", reserved=reserved)
        return rows

    async def close(self) -> None:
        """Give up what is still looked up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
