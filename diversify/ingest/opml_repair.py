"""OPML with raw quotes and angle brackets inside its attributes, written anew so that it can be parsed.

Half of the broken lists on the web are broken in this way: a description pasted in unescaped.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

_NAMES = rb"text|title|description|type|xmlurl|htmlurl|language|category|version|created|url|copyright"
_NAMES += rb"|[a-z_][\w.-]{0,30}:[a-z_][\w.-]{0,60}"  # with the prefix of a namespace
_SPACE = re.compile(rb"\bxmlns:[A-Za-z_][\w.-]{0,30}\s*=\s*(?:\"[^\"<>]{1,500}\"|'[^'<>]{1,500}')")
_PART = re.compile(rb"(?=<outline\b|</outline\b|</body\b)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"\b(" + _NAMES + rb")\s*=\s*([\"'])(.*?)\2(?=\s+(?:" + _NAMES + rb")\s*=\s*[\"']|\s*/?>\s*\Z)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSED = re.compile(rb"/>\s*\Z")
_LONGEST = 64 * 1024


def repaired(body: bytes) -> bytes:
    """The outlines of a list, attributes escaped, nothing else of it.

    Examples
    --------
    >>> repaired(b'<opml><outline text="A <b>" xmlUrl="http://n.example/"/></opml>').decode()
    '<opml><outline text="A &lt;b&gt;" xmlUrl="http://n.example/"/></opml>'
    """
    parts = [_part(part) for part in _PART.split(body)[1:] if len(part) < _LONGEST]
    spaces = dict.fromkeys(_SPACE.findall(body[:_LONGEST].partition(b"<outline")[0]))
    return b" ".join((b"<opml", *spaces)) + b">" + b"".join(parts) + b"</opml>"


def _part(part: bytes) -> bytes:
    head = part[:9].lower()
    if head.startswith(b"</outline"):
        return b"</outline>"
    if not head.startswith(b"<outline"):
        return b""
    part = part[: part.lower().rfind(b"</opml")] if b"</opml" in part.lower() else part
    values = [
        f"{name.decode()}={quoteattr(_plain(value.decode('utf-8', 'replace')))}".encode()
        for name, _, value in _ATTRIBUTE.findall(part)
    ]
    end = b"/>" if _CLOSED.search(part) else b">"
    return b"<outline " + b" ".join(dict.fromkeys(values)) + end


def _plain(value: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        value = value.replace(entity, sign)
    return value
