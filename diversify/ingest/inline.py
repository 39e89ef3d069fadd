"""Markup that stands bare in a text, as XHTML does in Atom, written as escaped HTML, which every reader takes whole."""

from __future__ import annotations

import re

_FEED = re.compile(rb"<(?:[\w.-]{1,30}:)?feed[\s>]", re.IGNORECASE)
_KIND = re.compile(rb"\s(?:type|mode)\s{0,9}=\s{0,9}(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}')")
_PREFIX = re.compile(rb"(</?)[A-Za-z][\w.-]{0,30}:(?=[A-Za-z])")
_TEXTS_OF_ATOM = (b"title", b"summary")
_TEXTS_OF_RSS = (b"title", b"description")
# What no text of an entry holds; where one seems to, it is not closed.
_OUTSIDE = (b"</item", b"</entry", b"<item", b"<entry", b"<link>", b"<![CDATA[", b"<guid", b"<pubDate", b"base64")


def is_atom(body: bytes) -> bool:
    """Whether a document begins as Atom does."""
    return _FEED.search(body, 0, 4096) is not None


def with_inline_escaped(body: bytes) -> bytes | None:
    """The document with the elements inside of titles and summaries escaped; None where their end cannot be told.

    Examples
    --------
    >>> with_inline_escaped(b"<rss><item><title>Deep <b>sea</b></title></item></rss>")
    b'<rss><item><title type="html">Deep &lt;b&gt;sea&lt;/b&gt;</title></item></rss>'
    """
    for name in _TEXTS_OF_ATOM if is_atom(body) else _TEXTS_OF_RSS:
        plainer = _escaped(body, name)
        if plainer is None:
            return None
        body = plainer
    return body


def _escaped(body: bytes, name: bytes) -> bytes | None:
    opening, closing = b"<" + name, b"</" + name
    pieces: list[bytes] = []
    done, at = 0, body.find(opening)
    while at >= 0:
        end = body.find(b">", at)
        after = body.find(b"<", end)
        if end < 0 or after < 0:
            break
        if body[after + 1 : after + 2].isalpha() and body[end - 1 : end] != b"/":
            close = body.find(closing, after)
            inner = body[end + 1 : close]
            if close < 0 or opening in inner or any(mark in inner for mark in _OUTSIDE):
                return None
            attributes = _KIND.sub(b"", body[at + len(opening) : end])
            inner = _PREFIX.sub(rb"\1", inner).replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
            pieces += (body[done:at], opening, attributes, b' type="html">', inner)
            done = after = close
        at = body.find(opening, after)
    return b"".join((*pieces, body[done:])) if pieces else body
