"""Who may ask: an exact Host, a key that was handed out at the start, and writes from our own pages alone.

A page on loopback is reached by every site that the reader's browser shows. A name that is made to point here (DNS
rebinding) is refused by its Host; a form or script of another site by its missing cookie (`SameSite=Strict`), and
again by `Origin` and `Sec-Fetch-Site`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs

OPEN_TO_ALL: Final = ("/static/", "/manifest.webmanifest", "/favicon.ico")
"""Paths that say nothing of the reader: a style sheet, a script, an icon."""

KEYED: Final = ("/out/", "/mail/stop/")
"""Paths that hold a secret of the store, for feed readers and mail programs; who answers them checks it."""

ARRIVED: Final = "arrived"
"""Stands in the query after the exchange, so that a browser which keeps no cookies is told so."""

MOST_BYTES: Final = 64 * 1024
"""Of a form; a list of sources has its own limit."""


@dataclass(frozen=True)
class Gate:
    """What lets a request in.

    Attributes
    ----------
    hosts
        Exact values of the Host header, port included.
    token
        Stands in the address that is printed at the start.
    key
        Value of the cookie that the token is exchanged for.
    cookie
        Its name; the port is in it, as cookies know no ports.
    """

    hosts: frozenset[str]
    token: str
    key: str
    cookie: str


@dataclass(frozen=True)
class Verdict:
    """What is to be done with a request: let in (200), hand out the key (303), or refuse it with these words."""

    status: int
    title: str = ""
    words: str = ""


LET_IN: Final = Verdict(200)
HAND_OUT: Final = Verdict(303)


def judge(gate: Gate, method: str, path: str, *, query: str, headers: Mapping[str, str]) -> Verdict:
    """Judge one request by its method, path, query and headers (names in lower case).

    Examples
    --------
    >>> gate = Gate(frozenset({"127.0.0.1:8017"}), "token", "key", "diversify-8017")
    >>> own = {"host": "127.0.0.1:8017", "cookie": "diversify-8017=key"}
    >>> judge(gate, "GET", "/", query="", headers=own).status
    200
    >>> judge(gate, "GET", "/", query="", headers=own | {"host": "evil.example:8017"}).status
    421
    >>> judge(gate, "POST", "/undo", query="", headers=own | {"origin": "http://evil.example"}).status
    403
    """
    if headers.get("host") not in gate.hosts:
        return Verdict(421, "Not here", "This address is not one of this page; open the one that `serve` printed.")
    if method not in ("GET", "HEAD", "POST"):
        return Verdict(405, "Not so", f"This page takes no {method[:20]}.")
    if path.startswith(KEYED) or (method != "POST" and path.startswith(OPEN_TO_ALL)):
        return LET_IN
    if method == "GET" and path == "/" and _same(gate.token, parse_qs(query).get("token", [""])[0]):
        return HAND_OUT
    if not _same(gate.key, _cookie(headers.get("cookie", ""), gate.cookie)):
        return _no_key(query)
    return LET_IN if method != "POST" else judge_write(headers)


def judge_write(headers: Mapping[str, str]) -> Verdict:
    """Whether a write comes from a page of ours.

    `Origin`, where it tells one, must be exactly ours, and `Sec-Fetch-Site` must be `same-origin`. A browser that was
    told to send no referrer says `Origin: null` of its own forms too: then `Sec-Fetch-Site`, which no page can set,
    must speak for it. What says neither is refused.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    own = f"http://{headers.get('host')}"
    told = origin not in (None, "null")
    if (told and origin != own) or (site is not None and site != "same-origin") or (not told and site is None):
        return Verdict(
            403, "Refused", "That came from another page, and nothing was changed. Do it on a page of diversify."
        )
    return LET_IN


def _no_key(query: str) -> Verdict:
    if ARRIVED in parse_qs(query, keep_blank_values=True):
        return Verdict(
            403, "No cookies",
            "Your browser keeps no cookie of this page, so it cannot show that it is yours. "
            "Allow cookies for this address, then open once more what `diversify serve` printed.",
        )  # fmt: skip
    return Verdict(
        403, "This page is private",
        "Open the address that `diversify serve` printed where you started it; it ends in token=… "
        "and holds until the program is stopped.",
    )  # fmt: skip


def _same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))


def _cookie(header: str, name: str) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""
