"""What went wrong with a visit, as a short kind for scripts and plain words for people."""

from __future__ import annotations

import shlex
import socket
from http import HTTPStatus

import aiohttp

from diversify.ingest.inflate import CutShortError, TooBigError
from diversify.ingest.limits import LIMITS, permitting, raising
from diversify.ingest.resolve import ForbiddenAddressError


def forbidden_words(url: str, hop: str, *, reserved: bool) -> str:
    """What is said of a feed at an address that is not connected to.

    Parameters
    ----------
    url, hop
        The feed, and the address that its redirects had come to.
    reserved
        Whether it is one that nobody can permit.

    Examples
    --------
    >>> url = "http://10.0.0.1/feed"
    >>> forbidden_words(url, url, reserved=False).partition("; ")[2]
    '`diversify add http://10.0.0.1/feed --allow-private` permits that, if it is your own server'
    """
    if reserved:
        where = "is" if hop == url else "redirects to what is"
        return f"{where} at an address that no feed can have (link-local, multicast or reserved); nothing permits that"
    if hop != url:
        return "redirects to a private address, which is not followed; nothing permits that to a feed from elsewhere"
    permit = f"`diversify add {shlex.quote(url)} --allow-private` permits that, if it is your own server"
    return f"is at a private address, where no feeds are fetched; {permit}"


def status_words(status: int) -> str:
    """How people call an HTTP status.

    Examples
    --------
    >>> status_words(404), status_words(799)
    ('answered 404 Not Found', 'answered 799')
    """
    try:
        return f"answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"answered {status}"


def _cause(error: BaseException) -> BaseException:
    inner = getattr(error, "os_error", None)
    return inner if isinstance(inner, BaseException) else error


def failure_of(error: Exception, *, url: str, hop: str, seconds: float) -> tuple[str, str]:
    """Kind and words for an exception of the network.

    Parameters
    ----------
    error
        What was raised.
    url, hop
        The feed, for the words that say how a limit is raised, and the address that was asked.
    seconds
        The deadline that was in force.
    """
    cause = _cause(error)
    if isinstance(cause, ForbiddenAddressError):
        return "address", forbidden_words(url, hop, reserved=cause.reserved)
    if isinstance(error, TimeoutError):
        return "timeout", f"did not answer in full within {seconds:g} seconds; {raising('seconds', url, seconds)}"
    if isinstance(error, TooBigError):
        most = error.enough >= 2 * LIMITS["bytes"].most
        return (
            "size",
            f"{error}; {raising('bytes', url, error.enough) if most else permitting('bytes', url, error.enough)}",
        )
    if isinstance(error, CutShortError):
        return "protocol", str(error)
    return _of_the_network(error, cause)


def _of_the_network(error: Exception, cause: BaseException) -> tuple[str, str]:
    if isinstance(error, aiohttp.ClientSSLError | aiohttp.ClientConnectorCertificateError):
        return "tls", f"has no valid certificate ({_short(cause)})"
    if isinstance(error, aiohttp.ClientConnectorDNSError) or isinstance(cause, socket.gaierror):
        return "dns", "has a host name that cannot be found"
    if isinstance(error, aiohttp.InvalidURL):
        return "scheme", "is not a web address"
    if isinstance(error, aiohttp.ServerDisconnectedError | ConnectionResetError):
        return "protocol", "hung up without an answer"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "refused", f"could not be reached ({_short(cause)})"
    if isinstance(error, aiohttp.ClientError):
        return "protocol", f"gave an answer that is not proper HTTP ({_short(error)})"
    if isinstance(error, UnicodeError):
        return "dns", "has a host name that cannot be"
    return "refused" if isinstance(error, OSError) else "protocol", f"could not be read ({_short(error)})"


def _short(error: BaseException) -> str:
    words = getattr(error, "strerror", None) or getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(words).split())[:120]
