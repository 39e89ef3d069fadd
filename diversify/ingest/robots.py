"""What robots.txt permits us (RFC 9309), by the reader of it that crawlers use."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from diversify.domain import Fetched

OUR_NAME: Final = "diversify"
_READ = 500 * 1024  # bytes of a file, as the RFC has it
_GONE = range(400, 500)
_VERSION = re.compile(r"(?im)^([ \t]*user-agent[ \t]*:[ \t]*[a-z_-]+)/.*$")  # a version, which the RFC has not


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us at one host; `fetchable` says of an address whether it may be asked for."""

    fetchable: Callable[[str], bool]

    def permits(self, url: str) -> bool:
        """Whether this page of the host may be asked for.

        Examples
        --------
        >>> robots = read_robots(b"User-agent: *" + bytes([10]) + b"Disallow: /private")
        >>> [robots.permits(f"https://n.example{path}") for path in ("/a", "/private/x")]
        [True, False]
        """
        return self.fetchable(url)


EVERYTHING: Final = Robots(lambda _: True)
NOTHING: Final = Robots(lambda _: False)


def robots_of(answer: Fetched) -> Robots:
    """The rules that an answer for robots.txt gives.

    Where there is none (4xx), everything is permitted; where the host is in trouble (5xx, no answer, 429), nothing.
    """
    if answer.status in _GONE and answer.status != 429:
        return EVERYTHING
    return NOTHING if answer.error_kind else read_robots(answer.body)


def read_robots(body: bytes) -> Robots:
    """The rules for us in a robots.txt; what is no rule is passed over."""
    from protego import Protego

    if len(body) > _READ:  # half a rule would be another rule
        body = body[: body.rfind(b"\n", 0, _READ) + 1]
    rules = Protego.parse(_VERSION.sub(r"\1", body.decode("utf-8-sig", "replace")))
    return Robots(lambda url: bool(rules.can_fetch(url, OUR_NAME)))
