"""Serve the site on this machine: one address, one program, until it is stopped."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Final

from diversify.app import App
from diversify.errors import UsageError
from diversify.web.guard import Gate
from diversify.web.site import build

PORT: Final = 8017
SWITCH: Final = 0.0005
"""Seconds after which a thread that computes lets another go on, a tenth of the usual: an answer passes through three
threads, and beside an update each of them would wait the usual time."""
LOOPBACK: Final = "127.0.0.1"


def serve(
    open_app: Callable[[], App],
    *,
    host: str = LOOPBACK,
    port: int = PORT,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until stopped.

    Parameters
    ----------
    open_app
        Opens the application anew at each call, for the thread that calls.
    host
        Where to listen; anything but loopback is reached by other machines.
    port
        0 takes any that is free.
    say
        Takes the address to open, when it is ready.

    Raises
    ------
    UsageError
        Where the port is taken or the address is none of this machine.
    """
    import uvicorn

    sys.setswitchinterval(SWITCH)
    with listening(host, port) as listener:
        taken = int(listener.getsockname()[1])
        gate = make_gate(host, taken)
        site = build(open_app, gate, private=is_loopback(host))
        config = uvicorn.Config(
            site, lifespan="on", log_level="warning", access_log=False, server_header=False, proxy_headers=False,
            ws="none", timeout_graceful_shutdown=3, h11_max_incomplete_event_size=64 * 1024,
        )  # fmt: skip
        say(address_of(gate, host, taken))
        uvicorn.Server(config).run(sockets=[listener])


def make_gate(host: str, port: int) -> Gate:
    """A gate with a new token and a new key, for the names by which this address is reached.

    Examples
    --------
    >>> sorted(make_gate("127.0.0.1", 8017).hosts)
    ['127.0.0.1:8017', '[::1]:8017', 'localhost:8017']
    """
    names = ("127.0.0.1", "localhost", "[::1]") if is_loopback(host) else (_bracketed(host),)
    hosts = {f"{name}:{port}" for name in names} | ({*names} if port == 80 else set())
    return Gate(frozenset(hosts), secrets.token_urlsafe(24), secrets.token_urlsafe(32), f"diversify-{port}")


def address_of(gate: Gate, host: str, port: int) -> str:
    """The address to open, with the token in it."""
    return f"http://{_bracketed(host)}:{port}/?token={gate.token}"


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("192.168.1.4")
    (True, True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens there; closed at the end."""
    if not 0 <= port < 65536:
        raise UsageError(f"port {port}", mend="give a number from 1 to 65535, or 0 for any that is free")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise UsageError(f"host {host!r} is no address of this machine", mend="leave --host out") from error
    # With the protocol named, asyncio sends at once what is written; else answers wait 40 ms for an acknowledgement.
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(128)
        except OSError as error:
            raise _told(error, host, port) from error
        yield listener
    finally:
        listener.close()


def _told(error: OSError, host: str, port: int) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(
            f"port {port} is taken by another program", mend="is `serve` running already? else name another --port"
        )
    if error.errno == errno.EACCES:
        return UsageError(f"port {port} may not be used by you", mend="take one above 1023 with --port")
    return UsageError(f"{host}:{port} cannot be used ({error.strerror})", mend="leave --host out, or name another")
