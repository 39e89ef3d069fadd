"""Well-formed feeds in one pass of expat, the parser of XML that comes with Python.

It builds no tree: a text is collected only where its element has a role (see `vocabulary`). It refuses what is not
well-formed, and every document type, so that no entity can be declared; what it refuses, others read.
"""

from __future__ import annotations

import html
from typing import NoReturn
from xml.parsers import expat

from diversify.ingest import vocabulary as of
from diversify.ingest.assembling import LANGUAGES, Parts, assembled, entry_of
from diversify.ingest.raw import RawEntry, RawFeed

DEEPEST = 256
"""Elements within one another, beyond which a document is refused."""

_BUFFER = 1 << 18  # bytes of text that come in one piece
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_ENCODED_TYPES = frozenset(("application/octet-stream",))
_XHTML_TYPES = frozenset(("xhtml", "application/xhtml+xml"))
_HTML_TYPES = frozenset(("html", "text/html"))
_PLAIN_TYPES = frozenset(("text", "text/plain"))
_MISPLACED = frozenset(("item", "entry", "guid", "pubdate"))
_KNOWN_NAMES = 1_000  # names of elements that are remembered; no honest document has more


class NotReadHereError(ValueError):
    """The document is well-formed, but no feed, or one that only the thorough reader understands."""


def read_quick(body: bytes, *, spaces: bool = True) -> RawFeed:
    """Read a well-formed document in UTF-8.

    Parameters
    ----------
    body
        The document.
    spaces
        Whether its vocabularies are told by their addresses; else by the prefixes that are usual for them, which
        reads documents that do not declare what they use.

    Raises
    ------
    NotReadHereError
        Where it is no feed, or holds what is not understood here.
    xml.parsers.expat.ExpatError
        Where it is not well-formed.

    Examples
    --------
    >>> read_quick(b"<rss><channel><title>T</title><item><title>A</title></item></channel></rss>").entries[0].title
    'A'
    """
    return _Pass(spaces=spaces).read(body)


def _refuse(*_: object) -> NoReturn:
    raise NotReadHereError("has a document type")


class _Pass:
    """The way through one document: where we are, and what has been said so far."""

    def __init__(self, *, spaces: bool) -> None:
        self._parser = expat.ParserCreate("utf-8", " " if spaces else None)
        self._spaces = spaces
        self._home = ""
        self._roles: dict[str, int] = {}
        self._depth = self._root_depth = self._channel_depth = self._text_depth = 0
        self._child_depth = 0  # where the children of an entry stand, while we are in one
        self._slot = 0  # role of the text that is being collected
        self._type = ""
        self._in_markup = self._is_xhtml = self._named = False
        self._pieces: list[str] = []
        self._collect = self._pieces.append
        self._feed = self._parts = Parts()  # of the feed, and of what we are in
        self._entries: list[RawEntry] = []
        self._strange = False

    def read(self, body: bytes) -> RawFeed:
        parser = self._parser
        parser.buffer_text = parser.ordered_attributes = True
        parser.buffer_size = min(max(len(body), 1), _BUFFER)
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            parser.Parse(body, True)
        finally:  # the parser and this would hold one another
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        if not self._root_depth:
            raise NotReadHereError("is no feed")
        return assembled(self._feed, self._entries, strange=self._strange)

    def _learn(self, name: str) -> int:
        """The role of elements of a name that was not met before."""
        if self._spaces:
            space, _, local = name.rpartition(" ")
        else:
            prefix, _, local = name.rpartition(":")
            space = of.space_of(prefix)
        if not self._root_depth and local.lower() in ("rss", "feed"):
            self._home = space
        role = of.role_of(space, local, self._home)
        if len(self._roles) < _KNOWN_NAMES:
            self._roles[name] = role
        return role

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth = depth = self._depth + 1
        if self._slot:
            self._start_markup(name, attributes)
            return
        role = self._roles.get(name)
        if role is None:
            role = self._learn(name)
        if not role:
            if depth > DEEPEST:
                raise NotReadHereError("is nested too deep")
        elif depth == self._child_depth:
            if (attributes and role not in of.BARE) or role > of.TEXTS:
                self._start_inside(role, attributes)
            else:  # most are so
                self._slot, self._text_depth = role, depth
                self._parser.CharacterDataHandler = self._collect
        elif not self._child_depth:
            self._start_outside(role, attributes)
        elif role in of.ANYWHERE or role == of.ENTRY:
            self._start_inside(role, attributes)

    def _start_outside(self, role: int, attributes: list[str]) -> None:
        depth = self._depth
        if role == of.ENTRY and self._root_depth:
            self._child_depth = depth + 1
            self._parts = Parts()
            if attributes:
                self._parts.open(attributes, self._feed.base)
        elif role in (of.ROOT, of.CHANNEL):
            if role == of.CHANNEL and not self._root_depth:
                raise NotReadHereError("is a channel of its own")
            self._root_depth = self._root_depth or depth
            self._channel_depth = depth
            if attributes:
                self._feed.open(attributes, self._feed.base)
        elif depth == self._channel_depth + 1 and self._root_depth:
            if role == of.LINK and "href" in attributes:
                self._feed.add_link(attributes)
            elif role in (of.TITLE, of.OTHER_TITLE, of.LINK, of.LANGUAGE):
                self._start_text(role, attributes)

    def _start_inside(self, role: int, attributes: list[str]) -> None:
        """Begin a child of an entry, or what may stand deeper in it."""
        parts = self._parts
        if role > of.TEXTS:
            if role == of.BODY:
                self._start_text(of.ENCODED, ["type", "xhtml"])
            elif role == of.ENTRY:
                raise NotReadHereError("has an entry within another")
            elif role == of.STRANGE:
                self._strange = True
            else:
                parts.add_attributes(role, attributes)
        elif role == of.LINK and "href" in attributes:
            parts.add_link(attributes, self._feed.base)
        elif role == of.CATEGORY and ("term" in attributes or "label" in attributes) and parts.add_term(attributes):
            return
        else:
            if attributes and role in of.MARKUP:
                parts.scope(role, attributes, self._feed.base)
            self._start_text(role, attributes)

    def _start_text(self, role: int, attributes: list[str]) -> None:
        self._slot, self._text_depth = role, self._depth
        if attributes and role in of.MARKUP:
            said = dict(zip(attributes[::2], attributes[1::2], strict=True))
            self._type = said.get("type", "").lower()
            if said.get("mode") == "base64" or self._type in _ENCODED_TYPES:
                raise NotReadHereError("has a text in base64")
            if said.get("mode") == "xml" and self._type not in _PLAIN_TYPES:
                self._type = "xhtml"
        self._parser.CharacterDataHandler = self._collect

    def _end(self, name: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if self._slot:
            if depth == self._text_depth:
                self._parser.CharacterDataHandler = None
                if self._pieces:
                    self._end_text()
                self._slot = 0
                self._type = ""
                self._in_markup = self._named = False
            else:
                self._end_markup(name)
        elif depth == self._child_depth - 1:
            self._child_depth = 0
            self._entries.append(entry_of(self._parts))  # at once, so that little is held
            self._parts = self._feed
        elif depth == self._channel_depth:
            self._channel_depth = -1  # what follows is of pictures and forms

    def _end_text(self) -> None:
        pieces, role, parts = self._pieces, self._slot, self._parts
        text = (pieces[0] if len(pieces) == 1 else "".join(pieces)).strip()
        pieces.clear()
        if role == of.CATEGORY:
            if text:
                parts.categories.append(text)
        elif text and not parts.texts[role]:
            if role == of.CONTENT and self._type in _PLAIN_TYPES:
                text = html.escape(text, quote=False)
            parts.texts[role] = text

    def _start_markup(self, name: str, attributes: list[str]) -> None:
        """Begin an element within a text."""
        space, _, local = name.rpartition(" ") if self._spaces else ("", "", name.rpartition(":")[2])
        if self._depth > DEEPEST:
            raise NotReadHereError("is nested too deep")
        if self._slot not in of.MARKUP:
            if self._slot == of.AUTHOR and local.lower() == "name" and not self._named:
                self._named = True
                self._pieces.clear()
                self._parser.CharacterDataHandler = self._collect
            else:
                self._parser.CharacterDataHandler = None
            return
        if space != of.XHTML and (local.lower() in _MISPLACED or (local == "link" and not attributes)):
            raise NotReadHereError("has a text that is not closed")
        if not self._in_markup:
            self._in_markup = True
            self._is_xhtml = self._type in _XHTML_TYPES or (space == of.XHTML and self._type not in _HTML_TYPES)
            before = self._pieces.copy()
            self._pieces.clear()
            for piece in before:
                self._add_to_markup(piece)
            self._parser.CharacterDataHandler = self._add_to_markup
        self._pieces.append(f"<{local}{_attributes(attributes)}>")

    def _end_markup(self, name: str) -> None:
        if self._slot in of.MARKUP:
            local = name.rpartition(" " if self._spaces else ":")[2]
            if local not in _VOID:
                self._pieces.append(f"</{local}>")
        else:
            self._parser.CharacterDataHandler = None if self._named else self._collect

    def _add_to_markup(self, text: str) -> None:
        """Add a piece of text beside elements as HTML; where it is not known to be plain it may be HTML already."""
        self._pieces.append(text if "<" in text and not self._is_xhtml else html.escape(text, quote=False))


def _attributes(pairs: list[str]) -> str:
    """The attributes of an element within a text, but for those of other vocabularies."""
    if not pairs:
        return ""
    said = [("lang" if name in LANGUAGES else name, value) for name, value in zip(pairs[::2], pairs[1::2], strict=True)]
    own = [(name, value) for name, value in said if " " not in name and ":" not in name and name != "xmlns"]
    return "".join([f' {name}="{html.escape(value)}"' for name, value in own])
