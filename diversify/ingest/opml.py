"""OPML 1.0 and 2.0 (http://opml.org/spec2.opml), in and out; what is not well-formed is read as far as it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import quoteattr

from diversify.domain import Feed
from diversify.errors import FileError
from diversify.ingest.clean import plain
from diversify.ingest.document import tame
from diversify.ingest.opml_outline import address, attributes, known, read_outline, write_outline
from diversify.ingest.opml_repair import repaired

__all__ = ["address", "read_opml", "write_opml"]

_DEEPEST = 64
_MOST_FEEDS = 100_000


def read_opml(body: bytes, name: str = "OPML file") -> list[Feed]:
    """Read the feeds of an OPML file; nested folders become `Feed.folder`, outermost first.

    An outline with an `xmlUrl` is a feed, whatever its type says. A feed listed twice is one feed: the first place
    wins, what it lacks is taken from the others. Raw ampersands and unclosed tags are tolerated. Attributes that mean
    nothing to us are kept in `Feed.extra`. `allow_private` is what the file asks for; only the reader can permit it.

    Parameters
    ----------
    body
        The bytes of the file.
    name
        What to call the file in an error.

    Raises
    ------
    FileError
        Where there is no feed in it.

    Examples
    --------
    >>> feed, = read_opml(b'<opml><body><outline text="Sea"><outline xmlUrl="http://n.example/?b&c"/></outline></body>')
    >>> feed.url, feed.folder
    ('http://n.example/?b&c', ('Sea',))
    """
    found: dict[str, Feed] = {}
    for feed in _feeds(_root(body, name)):
        known = found.get(feed.url)
        found[feed.url] = feed if known is None else _merged(known, feed)
        if len(found) >= _MOST_FEEDS:
            break
    if not found:
        raise FileError(
            name,
            "holds no feeds",
            mend="give an OPML file: <outline> elements with an xmlUrl, as feed readers export them",
        )
    return list(found.values())


def _root(body: bytes, name: str) -> Any:
    tamed = tame(body)
    root, whole = _parsed(tamed)
    if not whole and b"outline" in tamed:
        mended, _ = _parsed(repaired(tamed))
        if _count(mended) >= _count(root):
            root = mended
    if root is None:
        raise FileError(name, "is not an OPML file", mend="export your subscriptions as OPML and give that file")
    return root


def _parsed(body: bytes) -> tuple[Any, bool]:
    """The tree as far as it can be read, and whether the document was well-formed."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser) if body else None
    except etree.XMLSyntaxError:
        return None, False
    return root, root is not None and not parser.error_log


def _count(root: Any) -> int:
    return 0 if root is None else sum(1 for _ in _feeds(root))


def _feeds(root: Any) -> Iterator[Feed]:
    """Walk the outlines without recursion: nesting costs nothing but depth."""
    stack: list[tuple[Any, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folder = stack.pop()
        values = attributes(element) if str(element.tag).lower().endswith("outline") else {}
        if values and (feed := read_outline(values, folder)):
            yield feed
        inner = (folder + _folder_name(element, known(values)))[:_DEEPEST]
        stack += [(child, inner) for child in reversed(element) if isinstance(child.tag, str)]


def _folder_name(element: Any, values: dict[str, str]) -> tuple[str, ...]:
    """The step that an outline adds to the path of those within it; a feed adds none."""
    text = plain(values.get("text") or values.get("title") or "")[:200]
    return (text,) if text and not values.get("xmlurl") and len(element) else ()


def _merged(first: Feed, other: Feed) -> Feed:
    return replace(
        first,
        title=first.title or other.title,
        site=first.site or other.site,
        language=first.language or other.language,
        folder=first.folder or other.folder,
        extra=first.extra or other.extra,
    )


def write_opml(feeds: Sequence[Feed], title: str) -> str:
    """Write feeds as OPML 2.0, folders nested, in a stable order: as given, each folder where its first feed stood.

    What the reader chose for a feed, and attributes that came with it, are written too and read back by `read_opml`.

    Examples
    --------
    >>> read_opml(write_opml([Feed("http://n.example/a", title="A", folder=("Sea",))], "Mine").encode())[0].folder
    ('Sea',)
    """
    prefixes: dict[str, str] = {}
    outlines = _outlines(list(feeds), prefixes, 0)
    spaces = "".join(f" xmlns:{prefix}={quoteattr(space)}" for space, prefix in prefixes.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<opml version="2.0"{spaces}>', "  <head>"]
    lines += [f"    <title>{_text(title)}</title>", "  </head>", "  <body>"]
    return "\n".join([*lines, *outlines, "  </body>", "</opml>", ""])


def _text(text: str) -> str:
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _outlines(feeds: Sequence[Feed], prefixes: dict[str, str], depth: int) -> list[str]:
    indent = "  " * (depth + 2)
    folders: dict[str, list[Feed]] = {}
    lines: list[str] = []
    for feed in feeds:
        if len(feed.folder) > depth:
            folders.setdefault(feed.folder[depth], []).append(feed)
    done: set[str] = set()
    for feed in feeds:
        if len(feed.folder) <= depth:
            lines.append(f"{indent}<outline {write_outline(feed, prefixes)}/>")
        elif (name := feed.folder[depth]) not in done:
            done.add(name)
            inner = _outlines(folders[name], prefixes, depth + 1)
            lines += [f"{indent}<outline text={quoteattr(plain(name))}>", *inner, f"{indent}</outline>"]
    return lines
