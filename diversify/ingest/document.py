"""The bytes of a feed made harmless and plain before any parser sees them.

No entity declared by the document is kept, so none can be expanded; nothing outside the document is ever named.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5

_DECLARATION = re.compile(rb"\A\s*<\?xml\b[^>]{0,65536}\?>\s*", re.IGNORECASE)
_UTF8_DECLARATION = re.compile(
    rb"<\?xml version=(?:\"1\.0\"|'1\.0') encoding=(?:\"utf-8\"|'utf-8')\s?\?>", re.IGNORECASE
)
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']\s*([A-Za-z][\w.:-]{0,39})\s*[\"']", re.IGNORECASE)
_LATE_DECLARATION = re.compile(rb"<\?xml\s[^<>]{0,256}\?>")
_PROLOG = re.compile(rb"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE\b[^\[<>]{0,2048}(?:>|\[)", re.IGNORECASE)
_SUBSET_END = re.compile(rb"\]\s{0,64}>")
_LOOSE = re.compile(  # an entity that XML does not know, or a bare ampersand
    rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?"
)
# References to signs that no XML may hold: controls, surrogates, what lies beyond Unicode; each can end a parser's
# reading.
_ILLEGAL = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|55(?:29[6-9]|[3-9]\d\d)|56\d{3}|57(?:[0-2]\d\d|3[0-3]\d|34[0-3])"
    rb"|1114(?:1(?:1[2-9]|[2-9]\d)|[2-9]\d\d)|111[5-9]\d{3}|11[2-9]\d{4}|1[2-9]\d{5}|[2-9]\d{6}|\d{8,30})"
    rb"|[xX]0*(?:[0-8BbCcEeFf]|1[0-9A-Fa-f]|[Dd][89A-Fa-f][0-9A-Fa-f]{2}|[Ff]{3}[EeFf]"
    rb"|1[1-9A-Fa-f][0-9A-Fa-f]{4}|[2-9A-Fa-f][0-9A-Fa-f]{5}|[0-9A-Fa-f]{7,30}));"
)
# Codecs that are no encodings of documents (Python Library Reference, codecs, Python-specific): they raise, stand for
# other signs, or take the square of the time.
_NO_DOCUMENT = frozenset(
    ("idna", "mbcs", "oem", "palmos", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7")
)
_ONE_BYTE = ("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859", "koi8", "mac")
_DECLARED = b'<?xml version="1.0" encoding="utf-8"?>\n'
_CONTROLS = bytes(range(0x09)) + b"\x0b\x0c" + bytes(range(0x0E, 0x20))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = {
    b"<\x00?\x00": "utf-16-le",
    b"\x00<\x00?": "utf-16-be",
    b"<\x00\x00\x00": "utf-32-le",
    b"\x00\x00\x00<": "utf-32-be",
}
# Any reference or bare ampersand but the very commonest, none of which has to be touched.
_ODD_REFERENCE = re.compile(
    rb"&(?!amp;|lt;|gt;|quot;|apos;|#(?:3[2-9]|[4-9]\d|1(?:[01]\d|2[0-7]|[6-9]\d)|[2-9]\d\d|[1-9]\d{3}|[1-4]\d{4});|#x(?:[2-7A-Fa-f][0-9A-Fa-f]|20[0-9A-Fa-f]{2});)"
)
# A lead byte and a following byte of UTF-8, both taken for signs of windows-1252 and encoded.
_TWICE = re.compile(
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xe2(?:\x80[\x93-\xba]|\x82\xac|\x84\xa2)|\xc5[\x92-\xbe]|\xc6\x92|\xcb[\x86\x9c])"
)
_TWICE_SPELLED = re.compile(rb"&#(?:19[4-9]|2[0-3]\d|24[0-4]);&#(?:1[2-9]\d|3\d\d|7\d\d|8\d{3});")
# A word in capitals whose last one has a mark, and a sign after it, as in Portuguese or Swedish: as likely meant so.
_CAPITALS = re.compile(
    "[A-Z](?!\xc2\xa0)[\xc0-\xde](?:\xa0|[\xab\xbb\u2018-\u201e\u2026\u2013\u2014\u2122\xae](?![^\\W\\d_]))"
)
# A reference to a sign by its number, but for the numbers of the commonest.
_ODD_NUMBER = re.compile(rb"&#(?!(?:3[2-9]|160|82\d\d);)")
_OUTSET = 131_072  # bytes in which a habit shows that a publisher has throughout
_ENTRY = re.compile(rb"<[ieIE](?:[tT][eE][mM]|[nN][tT][rR][yY])[\s>/]")  # which is faster than to ignore case
_PREFIXED_ENTRY = re.compile(rb"<[A-Za-z][\w.-]{0,30}:(?:item|entry)[\s>/]", re.IGNORECASE)


def count_entries(body: bytes) -> int:
    """How often the bytes open an item or entry, with a prefix where none has none; who returns fewer has lost some.

    Examples
    --------
    >>> count_entries(b"<rss><item><title/></item><item/></rss>")
    2
    """
    return len(_ENTRY.findall(body)) or len(_PREFIXED_ENTRY.findall(body))


_HTML_ROOT = re.compile(rb"\s*(?:<!doctype\s+html\b|<html\b)", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|channel|\w{1,30}:(?:feed|rss|RDF))\b", re.IGNORECASE)
_HEAD = 4096  # bytes in which a feed begins that somebody put into a page


def is_page(body: bytes) -> bool:
    """Whether a document is a web page in which no feed begins soon: a look at its first bytes, whatever its size.

    Examples
    --------
    >>> is_page(b"<!-- hi --><!DOCTYPE html><p>"), is_page(b"<html><body><feed xmlns='x'>"), is_page(b"<rss>")
    (True, False, False)
    """
    start = _content_start(body)
    if not _HTML_ROOT.match(body, start):
        return False
    return _FEED_ROOT.search(body, start, start + _HEAD) is None


def _content_start(body: bytes) -> int:
    """Where the first element or document type begins."""
    marked = len(codecs.BOM_UTF8) if body.startswith(codecs.BOM_UTF8) else 0
    prolog = _PROLOG.match(body, marked)
    return prolog.end() if prolog else marked


def _wide_encoding(body: bytes) -> str:
    """Name of the UTF-16 or UTF-32 form that a body without a byte order mark is in, else empty."""
    return _WIDE.get(body[:4], "")


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """Return the document in UTF-8, without byte order mark and XML declaration.

    The byte order mark decides, then the declaration, then the charset of the media type, then UTF-8 if it is
    that, else windows-1252, as browsers do. What is UTF-8 beyond ASCII is no encoding of one byte a sign, whatever is
    said, and where it is said to be UTF-8 and is not, the media type is asked.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :] if name == "utf-8" else body.decode(name, "replace").encode("utf-8", "ignore")
            return _undeclared(text)
    if wide := _wide_encoding(body):
        return _undeclared(body.decode(wide, "replace").encode("utf-8", "ignore"))
    named = _ENCODING.search(body[:1024]) if body[:1024].lstrip()[:5].lower() == b"<?xml" else None
    sent = _charset(content_type)
    name = named[1].decode("ascii") if named else sent
    return _undeclared(_decoded(body, name, instead=sent if named else ""))


def _plainly_utf8(body: bytes) -> bool:
    """Whether a document begins with a declaration of UTF-8 and nothing else, and is what it declares."""
    if not _UTF8_DECLARATION.match(body):
        return False
    try:
        return body.isascii() or bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


_PLAIN_NAMES = ("utf-8", "us-ascii", "iso-8859-", "windows-125")


def is_plainly_utf8(body: bytes) -> bool:
    """Whether a document may be read as UTF-8 as it is: one that is well-formed so is in no other encoding.

    That holds where it says nothing, says so, or names an encoding of one byte a sign, which no text in UTF-8 is in.
    """
    head = body[:256]
    if not head.startswith(b"<?xml"):
        return head.lstrip()[:1] == b"<"
    named = _ENCODING.search(head[: head.find(b"?>")])
    return named is None or named[1].decode("ascii").lower().startswith(_PLAIN_NAMES)


def well_formed(body: bytes) -> bytes:
    """A document that is not well-formed, made so as libxml2 does; empty where nothing is left of it."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, collect_ids=False)
    try:
        root = etree.fromstring(body, parser)
        return b"" if root is None else etree.tostring(root, encoding="utf-8")
    except (SyntaxError, ValueError):  # lxml.etree.XMLSyntaxError is one of the former
        return b""


def _charset(content_type: str) -> str:
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    return found[1] if found else ""


def _decoded(body: bytes, name: str, *, instead: str = "") -> bytes:
    try:
        codec = codecs.lookup(name or "utf-8").name
    except (LookupError, ValueError):
        codec = "utf-8"
    # A body in one of the wide forms was known by its first bytes, so one that only says so is not.
    if codec.startswith(("utf-16", "utf-32", "utf-8")) or codec in _NO_DOCUMENT or not _is_text_codec(codec):
        codec = "utf-8"
    if codec == "iso8859-1":
        codec = "cp1252"  # WHATWG: pages that say Latin-1 are written in windows-1252
    if codec in {"utf-8", "ascii"}:
        if body.isascii():
            return body
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            if instead and (other := _strictly(body, instead)):
                return other
            codec = "cp1252" if not name else codec
            return body.decode(codec, "replace").encode() if codec == "cp1252" else _repaired(body)
        return body
    if codec.startswith(_ONE_BYTE) and not body.isascii() and (same := _strictly(body, "utf-8")):
        return same
    return body.decode(codec, "replace").encode("utf-8", "ignore")


def _strictly(body: bytes, name: str) -> bytes:
    """The document in UTF-8 if it is in that encoding of documents throughout, else nothing."""
    try:
        codec = codecs.lookup(name).name
        usable = codec not in _NO_DOCUMENT and _is_text_codec(codec)
        return body.decode(codec).encode() if usable else b""
    except (LookupError, ValueError):
        return b""


def _is_text_codec(codec: str) -> bool:
    return bool(getattr(codecs.lookup(codec), "_is_text_encoding", True))


def _repaired(body: bytes) -> bytes:
    """UTF-8 that is not: single stray bytes are read as windows-1252, for that is what they mostly are."""
    return body.decode("utf-8", "stray-as-1252").encode("utf-8", "ignore")


def _stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    piece = error.object[error.start : error.start + 1]
    return piece.decode("cp1252", "replace"), error.start + 1


codecs.register_error("stray-as-1252", _stray)


def _undeclared(body: bytes) -> bytes:
    return _DECLARATION.sub(b"", body, count=1)


def without_doctype(body: bytes) -> bytes:
    """The document without its document type declaration, internal subset included.

    Examples
    --------
    >>> without_doctype(b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>')
    b'<rss/>'
    """
    prolog = _PROLOG.match(body)
    found = _DOCTYPE.match(body, prolog.end() if prolog else 0)
    if found:
        end = found.end()
        if found[0].endswith(b"["):
            closed = _SUBSET_END.search(body, end)
            end = closed.end() if closed else len(body)
        body = body[: found.start()] + body[end:]
    # One that hides elsewhere declares nothing in lower case: XML knows the upper-case keyword alone.
    return body.replace(b"<!ENTITY", b"<!entity") if b"<!ENTITY" in body else body


def encoded_twice(body: bytes) -> bool:
    """Whether UTF-8 text holds what looks like UTF-8 that was taken for Latin-1 and encoded again."""
    if _TWICE_SPELLED.search(body, 0, _OUTSET):
        return True
    return not body.isascii() and _TWICE.search(body) is not None


def decoded_once_more(text: str, *, certain: bool = False) -> str:
    """Text that was encoded twice as it was meant; any other text as it is.

    Parameters
    ----------
    text
        As the document has it.
    certain
        Whether signs that windows-1252 has beyond Latin-1 need more proof than one sequence that is UTF-8 by chance or
        not: at least two, of which one is a letter. A title is told apart from others by its very signs.

    Examples
    --------
    >>> decoded_once_more("CafÃ©"), decoded_once_more("Café"), decoded_once_more("ATE AMANHÃ…")
    ('Café', 'Café', 'ATE AMANHÃ…')
    """
    if text.isascii():
        return text
    try:
        meant = text.encode("cp1252", "controls-as-bytes").decode("utf-8")
    except UnicodeError:
        return text
    if _CAPITALS.search(text) or (certain and not _proves(text, meant)):
        return text
    return meant


def _proves(text: str, meant: str) -> bool:
    """Whether the signs of a text leave no doubt that they were encoded twice."""
    if max(text) <= "\xff":
        return True
    signs = [sign for sign in meant if sign > "\x7f"]
    return len(signs) > 1 and any(map(str.isalpha, signs))


def _as_bytes(error: UnicodeError) -> tuple[bytes, int]:
    """Signs below 256 as the bytes of their numbers: windows-1252 leaves five of them without a meaning."""
    if not isinstance(error, UnicodeEncodeError) or max(error.object[error.start : error.end]) > "\xff":
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error("controls-as-bytes", _as_bytes)


def _spelled_out(match: re.Match[bytes]) -> bytes:
    text = html5.get(match[1].decode("ascii") + ";") if match[1] else None
    return "".join(f"&#{ord(sign)};" for sign in text).encode() if text else b"&amp;" + match[0][1:]


def with_xml_entities(body: bytes) -> bytes:
    """The document with no entity but those of XML: HTML's become numbers, bare ampersands and the rest text.

    Examples
    --------
    >>> with_xml_entities(b"a&b &amp; c&nbsp;d <![CDATA[e&f]]>")
    b'a&amp;b &amp; c&#160;d <![CDATA[e&f]]>'
    """
    if not _LOOSE.search(body):
        return body
    pieces: list[bytes] = []
    at = 0
    while at < len(body):  # in a CDATA section an ampersand is itself
        start = body.find(b"<![CDATA[", at)
        start = start if start >= 0 else len(body)
        end = body.find(b"]]>", start)
        end = end if end >= 0 else len(body)
        pieces += (_LOOSE.sub(_spelled_out, body[at:start]), body[start:end])
        at = end
    return b"".join(pieces)


def _without_late_declaration(body: bytes) -> bytes:
    """The document without an XML declaration that comes after a comment: libxml2 loses references after one."""
    prolog = _PROLOG.match(body)
    end = prolog.end() if prolog else 0
    return _LATE_DECLARATION.sub(b"", body[:end]) + body[end:] if b"<?xml" in body[:end] else body


def tame(body: bytes, content_type: str = "") -> bytes:
    """Return the document as UTF-8 bytes that declare no entity, use none but those of XML, and hold no control signs.

    Parameters
    ----------
    body
        Any bytes.
    content_type
        As the server said; its charset counts where the document names none.
    """
    if _plainly_utf8(body):  # most are; each copy of a document costs as much as a look at all of it
        body = without_doctype(body)
    else:
        body = without_doctype(as_utf8(body, content_type)).lstrip()
        if not body:
            return b""
        # Without a declaration libxml2 takes the whole document for Latin-1 at the first sign that it doubts.
        body = _DECLARED + _without_late_declaration(body)
    body = body.translate(None, _CONTROLS)
    if not _ODD_REFERENCE.search(body):
        return body
    if _ODD_NUMBER.search(body):
        body = body.replace(b"&#X", b"&#x")  # XML knows the lower-case form alone
        body = _ILLEGAL.sub(b"&#65533;", body)
    return with_xml_entities(body)
