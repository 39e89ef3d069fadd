"""Sanitised HTML cut to a length, still well nested."""

from __future__ import annotations

import re

STORED_LIMIT = 64 * 1024
"""Bytes of the body of an article that are stored."""

_TAG = re.compile(rb"<(/?)([a-z][a-z0-9]{0,20})(?:[^<>\"]|\"[^\"]*\")*>")
_VOID = frozenset((b"br", b"hr", b"img", b"wbr", b"col"))
_REFERENCE = re.compile(rb"&[#\w]{0,12}\Z")


def within(markup: str, limit: int = STORED_LIMIT) -> str:
    """HTML of at most `limit` bytes of UTF-8: cut between signs or tags, and what is open there is closed.

    Linear in its input. What is short, as nearly all is, costs no more than a look at its length.

    Parameters
    ----------
    markup
        As `sanitise` leaves it: well nested, every element but the void ones closed.
    limit
        Bytes, those of the closing tags included.

    Examples
    --------
    >>> within("<p>Rain and <b>wind &amp; sun</b></p>", 29)
    '<p>Rain and <b>wind </b></p>'
    """
    if len(markup) * 4 <= limit:
        return markup
    body = markup.encode("utf-8", "ignore")
    if len(body) <= limit:
        return markup
    end, still_open = _cut(body, limit)
    kept = _REFERENCE.sub(b"", body[:end]).decode("utf-8", "ignore")
    return kept + "".join(f"</{name.decode()}>" for name in reversed(still_open))


def _cut(body: bytes, limit: int) -> tuple[int, list[bytes]]:
    """Where to cut so that there is room for the closing tags, and the names of the elements that are open there."""
    still_open: list[bytes] = []
    closing = 0  # bytes that closing them takes
    for tag in _TAG.finditer(body):
        name = tag[2]
        if tag.start() + closing > limit:
            break
        change = 0 if name in _VOID else len(name) + 3
        if tag[1]:
            if still_open and still_open[-1] == name:
                still_open.pop()
                closing -= change
        elif tag.end() + closing + change > limit:
            return tag.start(), still_open
        elif change:
            still_open.append(name)
            closing += change
    return limit - closing, still_open
