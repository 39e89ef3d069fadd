"""What robots.txt permits us (RFC 9309): groups by our name or `*`, the longest rule that fits, permission in a tie.

Our own, because the file is a stranger's: the standard library's reader knows no `*`, and those that make regular
expressions of the rules can be held for hours by one rule of some twenty stars. Here a rule costs what its page's
address is long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urlsplit

from diversify.domain import Fetched

OUR_NAME: Final = "diversify"
_READ = 500 * 1024  # bytes of a file, as the RFC has it
_MOST = 2_000  # rules of a group
_LONGEST = 2_048  # characters of a rule
_PRODUCT = re.compile(r"[a-z_-]+")
_GONE = range(400, 500)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us at one host: pattern and whether it permits."""

    rules: tuple[tuple[str, bool], ...] = ()

    def permits(self, url: str) -> bool:
        """Whether this page of the host may be asked for.

        Examples
        --------
        >>> robots = read_robots(b"User-agent: *" + bytes([10]) + b"Disallow: /private")
        >>> [robots.permits(f"https://n.example{path}") for path in ("/a", "/private/x")]
        [True, False]
        """
        parts = urlsplit(url)
        path = _spelled((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        best = max(((len(pattern), allow) for pattern, allow in self.rules if _fits(pattern, path)), default=(0, True))
        return best[1]


EVERYTHING: Final = Robots()
NOTHING: Final = Robots((("/", False),))


def robots_of(answer: Fetched) -> Robots:
    """The rules that an answer for robots.txt gives.

    Where there is none (4xx), everything is permitted; where the host is in trouble (5xx, no answer, 429), nothing.
    """
    if answer.status in _GONE and answer.status != 429:
        return EVERYTHING
    return NOTHING if answer.error_kind else read_robots(answer.body)


def read_robots(body: bytes) -> Robots:
    """The rules for us in a robots.txt; what is no rule is passed over."""
    ours: dict[str, list[tuple[str, bool]]] = {OUR_NAME: [], "*": []}
    met: set[str] = set()
    group: set[str] = set()
    naming = False
    for line in body[:_READ].decode("utf-8-sig", "replace").splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            group = (group if naming else set()) | {_agent(value)}
            met |= group
            naming = True
        elif name in ("allow", "disallow"):
            naming = False
            if value.startswith(("/", "*")) and len(value) <= _LONGEST:
                for agent in group & ours.keys():
                    if len(ours[agent]) < _MOST:
                        ours[agent].append((_spelled(value), name == "allow"))
    return Robots(tuple(ours[OUR_NAME if OUR_NAME in met else "*"]))


def _agent(value: str) -> str:
    found = _PRODUCT.match(value.lower())
    return "*" if value.startswith("*") else (found[0] if found else "")


def _spelled(path: str) -> str:
    """The path with every sign in the one way to write it, so that patterns and addresses can be compared."""
    return quote(unquote_to_bytes(path.replace("%2F", "%252F").replace("%2f", "%252F")), safe="/*$?&=:@!+,;~()'%")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with `*` and a final `$` fits the beginning of a path; in time linear in the path's length."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    here = len(first)
    for place, part in enumerate(others):
        if ends and place == len(others) - 1:
            return path.endswith(part) and len(path) - len(part) >= here
        found = path.find(part, here)
        if found < 0:
            return False
        here = found + len(part)
    return not ends or here == len(path)
