"""Article bodies as XHTML that is valid by construction: a small set of elements, each only where it may stand.

A page forgives what a book does not: paragraphs in paragraphs, text between list items, links in links. So nothing is
repaired here; the tree is read, and another one is built of what a book needs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from diversify.digest.reading import paragraphs
from diversify.digest.words import disarmed, harmless, plain, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_INLINE: Final = {
    **{
        name: name for name in ("a", "abbr", "b", "cite", "code", "em", "i", "kbd", "q", "s", "samp", "small", "strong")
    },
    **{name: name for name in ("sub", "sup", "u", "var", "mark")},
    "del": "s",
    "strike": "s",
    "tt": "code",
    "ins": "u",
}
_HEADINGS: Final = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
_DROPPED: Final = frozenset(
    {
        *("script", "style", "template", "iframe", "object", "embed", "video", "audio", "source", "svg", "math"),
        *("form", "input", "button", "select", "textarea", "noscript", "head", "title", "meta", "link", "canvas"),
    }
)
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", *_HEADINGS),
    }
)
_BROKEN_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST: Final = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.?")
_ODD_SPACE: Final = re.compile(r"[^\S \t\n]")
_DEEPEST: Final = 40
"""Elements nested deeper than this are read as text: no article needs them, and some try programs with them."""


def xhtml(markup: str) -> str:
    """Flow content of an HTML fragment as XHTML: nothing is loaded from elsewhere, images are their words.

    Examples
    --------
    >>> xhtml("a<p>b <em>c</em><ul>d<li>e</ul><img src=x alt='Two cranes'>")
    '<p>a</p><p>b <em>c</em></p><ul><li><p>d</p></li><li><p>e</p></li></ul><p><em>[Two cranes]</em></p>'
    """
    from lxml import html

    body = Element("body")
    if markup.strip():
        parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
        document = html.document_fromstring(f"<html><body>{disarmed(markup)}".encode(), parser=parser)
        if document.body is not None and not any(fault.level_name == "FATAL" for fault in parser.error_log):
            _Flow(body).read(document.body, 0)
        else:  # nested beyond what the parser bears: then the words alone
            for paragraph in paragraphs(markup):
                SubElement(body, "p").text = paragraph
    return "".join(tostring(child, encoding="unicode") for child in body)


def book_address(url: str) -> str:
    """The address as RFC 3986 writes it, empty where it is none of the web that a book may link to.

    Examples
    --------
    >>> book_address("https://a.example/ü?q=50%")
    'https://a.example/%C3%BC?q=50%25'
    """
    address = web_address(url)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return ""
    if not _HOST.fullmatch(host):
        return ""
    rest = (("", parts.path), ("?", parts.query), ("#", parts.fragment))
    tail = "".join(sign + _escaped(text) for sign, text in rest if text)
    return f"{parts.scheme.lower()}://{host}{port}{tail}"


def _escaped(text: str) -> str:
    return quote(_BROKEN_ESCAPE.sub("%25", text), safe="%/:@!$&'()*+,;=?~-._")


class _Flow:
    """Writes blocks into one parent; text that stands between them gets paragraphs of its own."""

    def __init__(self, parent: Element) -> None:
        self.parent = parent
        self.line: Element | None = None

    def read(self, node: HtmlElement, depth: int) -> None:
        """All that is in a node, the node itself left out."""
        self._say(node.text)
        for child in node:
            self.read_one(child, depth + 1)
            self._say(child.tail)
        self._end_line()

    def read_one(self, node: HtmlElement, depth: int) -> None:
        """One element, the text behind it left out."""
        name = node.tag if isinstance(node.tag, str) else ""  # a comment's is a function
        if not name or name in _DROPPED:
            return
        if depth > _DEEPEST:
            self._say(node.text_content())
        elif name in _BLOCKS:
            self._end_line()
            self._block(name, node, depth)
            self._end_line()
        elif any(isinstance(inner.tag, str) and inner.tag in _BLOCKS for inner in node.iterdescendants()):
            self.read(node, depth)
        else:
            _inline(self._open_line(), node, depth)

    def _block(self, name: str, node: HtmlElement, depth: int) -> None:
        if name in ("ul", "ol"):
            self._keep(_list(name, node, depth))
        elif name == "table":
            self._keep(_table(node, depth))
        elif name in ("blockquote", "dd"):
            quoted = Element("blockquote")
            _Flow(quoted).read(node, depth)
            self._keep(quoted)
        elif name == "pre":
            pre = Element("pre")
            pre.text = _ODD_SPACE.sub(" ", disarmed(node.text_content())).rstrip()
            self._keep(pre)
        elif name in _HEADINGS:
            heading = Element(_HEADINGS[name])
            heading.text = plain(node.text_content())
            self._keep(heading)
        elif name == "hr":
            SubElement(self.parent, "hr")
        else:
            self.read(node, depth)

    def _keep(self, element: Element) -> None:
        """An element that says something."""
        if "".join(element.itertext()).strip():
            self.parent.append(element)

    def _say(self, text: str | None) -> None:
        if text and (self.line is not None or text.strip()):
            _append(self._open_line(), harmless(text))

    def _end_line(self) -> None:
        if self.line is not None and not "".join(self.line.itertext()).strip():
            self.parent.remove(self.line)
        self.line = None

    def _open_line(self) -> Element:
        if self.line is None:
            self.line = SubElement(self.parent, "p")
        return self.line


def _list(name: str, node: HtmlElement, depth: int) -> Element:
    """A list in which every child is an item, whatever stood there."""
    made = Element(name)
    for part in _parts(node):
        item = Element("li")
        if isinstance(part, str):
            SubElement(item, "p").text = harmless(part).strip()
        elif part.tag == "li":
            _Flow(item).read(part, depth)
        else:
            _Flow(item).read_one(part, depth + 1)
        if "".join(item.itertext()).strip():
            made.append(item)
    return made


def _table(node: HtmlElement, depth: int) -> Element:
    """Rows of cells, without spans and captions."""
    made = Element("table")
    for row in node.iter("tr"):
        if next(row.iterancestors("table"), None) is not node:
            continue
        line = Element("tr")
        for cell in row:
            if cell.tag in ("td", "th"):
                _Flow(SubElement(line, cell.tag)).read(cell, depth)
        if "".join(line.itertext()).strip():
            made.append(line)
    return made


def _parts(node: HtmlElement) -> Iterator[HtmlElement | str]:
    """Texts and elements of a node in their order, comments left out."""
    if node.text and node.text.strip():
        yield node.text
    for child in node:
        if isinstance(child.tag, str):
            yield child
        if child.tail and child.tail.strip():
            yield child.tail


def _inline(target: Element, node: HtmlElement, depth: int, *, linked: bool = False) -> None:
    """An element of a line with what is in it; one that no book knows leaves its text."""
    name = node.tag if isinstance(node.tag, str) else ""
    if not name or name in _DROPPED:
        return
    if name == "br":
        SubElement(target, "br")
        return
    if name == "img":
        if words := plain(node.get("alt") or ""):
            SubElement(target, "em").text = f"[{words}]"
        return
    if depth > _DEEPEST:
        _append(target, harmless(node.text_content()))
        return
    address = book_address(node.get("href") or "") if name == "a" and not linked else ""
    made = target
    if name in _INLINE and (name != "a" or address):
        made = SubElement(target, _INLINE[name], {"href": address} if address else {})
    if node.text:
        _append(made, harmless(node.text))
    for child in node:
        _inline(made, child, depth + 1, linked=linked or bool(address))
        if child.tail:
            _append(made, harmless(child.tail))


def _append(element: Element, text: str) -> None:
    """More text at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
