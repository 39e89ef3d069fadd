"""What `xml:base` and `xml:lang` say of each entry, for a reader that does not look (XML Base; XML 1.0, 2.12)."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urljoin

_SAID = re.compile(
    rb"xml:base\s{0,9}=\s{0,9}(?:\"([^\"<>]{0,2048})\"|'([^'<>]{0,2048})')"
    rb"|xml:lang\s{0,9}=\s{0,9}[\"']\s{0,9}([A-Za-z-]{2,20})\s{0,9}[\"']"
)
_SPOKEN = re.compile(rb"<dc:language>\s{0,99}([A-Za-z-]{2,20})\s{0,99}<")
_NAME = re.compile(rb"<(?:[\w.-]{1,30}:)?([A-Za-z]\w{0,30})")
_ROOT = re.compile(rb"<(?:[\w.-]{1,30}:)?(?:feed|rss|RDF)\b[^<>]{0,4096}>", re.IGNORECASE)
_CATEGORY = re.compile(rb"<itunes:category\s[^<>]{0,200}?text\s{0,9}=\s{0,9}(?:\"([^\"<>]{1,200})\"|'([^'<>]{1,200})')")
_ENTRIES = frozenset((b"item", b"entry"))
_LINKS = frozenset((b"link",))
_TITLES = frozenset((b"title",))
_TEXTS = frozenset((b"content", b"summary", b"description", b"encoded"))


class Scope(NamedTuple):
    """What holds within one entry: base of its links, base of links in its texts, language; each empty if unsaid."""

    base: str = ""
    text_base: str = ""
    language: str = ""


def root_base(body: bytes) -> str:
    """`xml:base` of the outermost element; empty where it has none.

    Examples
    --------
    >>> root_base(b'<feed xml:base="http://n.example/a/">')
    'http://n.example/a/'
    """
    root = _ROOT.search(body, 0, 16384)
    said = _SAID.finditer(body, *root.span()) if root and b"xml:base" in root[0] else ()
    return next((base for base in map(_base_of, said) if base), "")


def _base_of(said: re.Match[bytes]) -> str:
    return html.unescape((said[1] or said[2] or b"").decode("utf-8", "replace")).strip()


def _within(outer: str, inner: str) -> str:
    try:
        return urljoin(outer, inner) if inner else outer
    except ValueError:
        return outer


def scopes_of(body: bytes, starts: Sequence[int]) -> dict[int, Scope]:
    """The scopes of those entries that say something, by their number in the document.

    Parameters
    ----------
    body
        The document.
    starts
        Where its entries begin, ascending.

    Examples
    --------
    >>> scopes_of(b'<feed><entry xml:base="http://n.example/a/"><title xml:lang="fr">T</title></entry></feed>', [6])
    {0: Scope(base='http://n.example/a/', text_base='http://n.example/a/', language='fr')}
    """
    outer = root_base(body)
    scopes: dict[int, Scope] = {}
    for said in _SAID.finditer(body, starts[0]) if starts else ():
        opening = body.rfind(b"<", 0, said.start())
        name = _NAME.match(body, opening)
        if name:
            row = bisect_right(starts, opening) - 1
            scope = scopes.get(row) or Scope(outer, outer)
            scopes[row] = _with(scope, name[1].lower(), base=_base_of(said), language=(said[3] or b"").decode())
    for spoken in _SPOKEN.finditer(body, starts[0]) if starts else ():
        row = bisect_right(starts, spoken.start()) - 1
        scopes[row] = (scopes.get(row) or Scope(outer, outer))._replace(language=spoken[1].decode())
    return scopes


def _with(scope: Scope, name: bytes, *, base: str, language: str) -> Scope:
    """The scope after what one start tag says; elements that are no text of the entry itself say nothing for it."""
    if base and name in _ENTRIES | _LINKS:
        base = _within(scope.base, base)
        scope = scope._replace(base=base, text_base=base)
    elif base and name in _TEXTS:
        scope = scope._replace(text_base=_within(scope.base, base))
    if language and (name in _ENTRIES | _TITLES or (name in _TEXTS and not scope.language)):
        scope = scope._replace(language=language)
    return scope


def podcast_categories(body: bytes, starts: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The categories of podcast directories that entries have, by their number in the document.

    Examples
    --------
    >>> podcast_categories(b'<item><itunes:category text="Arts &amp; Crafts"/></item>', [0])
    {0: ('Arts & Crafts',)}
    """
    found: dict[int, tuple[str, ...]] = {}
    for said in _CATEGORY.finditer(body, starts[0]) if starts else ():
        row = bisect_right(starts, said.start()) - 1
        name = html.unescape((said[1] or said[2]).decode("utf-8", "replace")).strip()
        found[row] = (*found.get(row, ()), name)
    return found
