"""Documents of a wanted size that are made to cost a reader time or memory; nothing of them is stored."""

from collections.abc import Callable

ITEM = b"<item><title>one</title><guid>g1</guid><description>d</description></item>"
_SPACES = b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def rss(inner: bytes, *, title: bytes = b"t", before: bytes = b"") -> bytes:
    head = b'<?xml version="1.0"?>\n' + before + b'<rss version="2.0" ' + _SPACES + b"><channel><title>"
    return head + title + b"</title>" + inner + b"</channel></rss>"


def item(inner: bytes) -> bytes:
    return rss(b"<item><title>x</title>" + inner + b"</item>")


def escaped(markup: bytes) -> bytes:
    return markup.replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def _filled(piece: bytes, size: int) -> bytes:
    return piece * max(1, size // len(piece))


def _in(tag: bytes, piece: bytes) -> Callable[[int], bytes]:
    return lambda size: item(b"<" + tag + b">" + _filled(piece, size - 400) + b"</" + tag + b">")


def _html(piece: bytes) -> Callable[[int], bytes]:
    """One field of HTML as long as the document."""
    piece = escaped(piece)
    return lambda size: item(b"<description>" + _filled(piece, size - 400) + b"</description>")


def _many_fields(piece: bytes) -> Callable[[int], bytes]:
    """As many entries as fit, each with a field as long as is read of one."""
    head, end = b"<item><guid>%d</guid><description><![CDATA[", _filled(piece, 65_536) + b"]]></description></item>"

    def make(size: int) -> bytes:
        count = max(1, (size - 400) // (len(head) + len(end) + 6))
        return rss(b"".join(head % n + end for n in range(count)))

    return make


def _nested(piece: bytes, closing: bytes) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        depth = (size - 500) // (len(piece) + len(closing))
        return rss(piece * depth + b"x" + closing * depth + ITEM)

    return make


def _loose(piece: bytes) -> Callable[[int], bytes]:
    """Ill-formed from the start, so that the forgiving reader has to take it."""
    return lambda size: (
        b"<rss version='2.0'><channel><title>t</title><item><title>x</title>" + _filled(piece, size - 80)
    )


def _numbered(form: bytes) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        count = (size - 500) // (len(form) + 7 * form.count(b"%"))
        return rss(b"<item " + b" ".join(form.replace(b"%", b"%d" % n) for n in range(count)) + b"/>")

    return make


def _laughs(size: int) -> bytes:
    rows = b"".join(b'<!ENTITY l%d "%s">\n' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return rss(
        _filled(ITEM, size - 2000), title=b"&l9;", before=b'<!DOCTYPE rss [\n<!ENTITY l0 "lol">\n' + rows + b"]>\n"
    )


def _quadratic(size: int) -> bytes:
    declared = b'<!DOCTYPE rss [\n<!ENTITY a "' + b"A" * (size // 2) + b'">\n]>\n'
    return rss(ITEM, title=b"&a;" * (size // 6 - 200), before=declared)


def _cyclic(size: int) -> bytes:
    declared = (
        b'<!DOCTYPE rss [\n<!ENTITY a "&b;&b;">\n<!ENTITY b "&a;&a;">\n<!ENTITY % p "%q;%q;"><!ENTITY % q "%p;">%p;]>\n'
    )
    return rss(_filled(ITEM, size - 2000), title=b"&a;", before=declared)


def _new_namespaces(size: int) -> bytes:
    """Each element within the last, each with a name of its own for a namespace."""
    depth = (size - 500) // 26
    return rss(b"".join(b'<a xmlns:p%07d="u">' % n for n in range(depth)) + b"</a>" * depth + ITEM)


def _page(head: bytes, piece: bytes) -> Callable[[int], bytes]:
    """A page of the web in place of a feed."""
    return lambda size: head + _filled(piece, size - len(head) - 10)


def _hidden_doctype(size: int) -> bytes:
    """A declaration behind so many comments that a reader may miss it."""
    return _filled(b"<!-- x -->", size - 400) + b'<!DOCTYPE rss [<!ENTITY a "boo">]>' + rss(ITEM, title=b"&a;")[22:]


def _rows(form: bytes) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        count = (size - 400) // (len(form) + 6 * form.count(b"%"))
        return rss(b"".join(form.replace(b"%", b"%d" % n) for n in range(count)))

    return make


def _xhtml(size: int) -> bytes:
    depth = (size - 300) // 7
    head = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>i</id><content type="xhtml">'
    return (
        head
        + b'<div xmlns="http://www.w3.org/1999/xhtml">'
        + b"<b>" * depth
        + b"</b>" * depth
        + b"</div></content></entry></feed>"
    )


def _relative_links(size: int) -> bytes:
    """Short relative links and a home page with a long address: every link grows a thousandfold."""
    home = b"<link>http://n.example/" + b"a" * 60_000 + b"/</link>"
    one = b"<item><description><![CDATA[" + b"<a href=x>" * 6_500 + b"]]></description></item>"
    return rss(home + _filled(one, size - 61_000))


def _json(start: bytes, piece: bytes, end: bytes) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        head = b'{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": '
        return head + start + _filled(piece, size - 200 - len(start)) + end + b"}"

    return make


def _utf16(size: int) -> bytes:
    return (
        rss(ITEM, title=b"A" * (size // 2 - 1000))
        .replace(b'"1.0"', b'"1.0" encoding="utf-16"', 1)
        .decode()
        .encode("utf-16")
    )


def _declared(encoding: bytes, piece: bytes) -> Callable[[int], bytes]:
    return lambda size: b'<?xml version="1.0" encoding="' + encoding + b'"?>' + _filled(piece, size - 60)


BLOWUPS: dict[str, Callable[[int], bytes]] = {
    # entities
    "entities: billion laughs": _laughs,
    "entities: one long, named often": _quadratic,
    "entities: declaration behind comments": _hidden_doctype,
    "entities: cyclic, of both kinds": _cyclic,
    "entities: numbers beyond Unicode": _in(b"description", b"&#99999999999999;"),
    "entities: numbers cut short": _html(b"&#"),
    "entities: many declarations": lambda size: rss(
        ITEM, before=b"<!DOCTYPE rss [\n" + _filled(b"<!ENTITY a 'b'>\n", size - 500) + b"]>\n"
    ),
    "entities: declaration never closed": lambda size: rss(
        ITEM, before=b"<!DOCTYPE rss [\n" + _filled(b"<!ENTITY \n", size - 500)
    ),
    "entities: bare ampersands": _in(b"title", b"&"),
    "entities: unknown names": _in(b"title", b"&nosuchname;"),
    "entities: HTML names": _in(b"description", b"&eacute;"),
    "entities: numbers": _in(b"description", b"&#0000233;"),
    "entities: unclosed CDATA sections": _in(b"description", b"<![CDATA[ & "),
    # nesting
    "nesting: unknown elements": _nested(b"<a>", b"</a>"),
    "nesting: items": _nested(b"<item>", b"</item>"),
    "nesting: namespaces": _nested(b'<p:a xmlns:p="u">', b"</p:a>"),
    "nesting: a new namespace each": _new_namespaces,
    "nesting: bases": _nested(b'<a xml:base="b/">', b"</a>"),
    "nesting: unclosed": _loose(b"<b>"),
    "nesting: unclosed items": _loose(b"<item><title>a &nbsp b"),
    "nesting: XHTML": _xhtml,
    # attributes and names
    "attributes: many on one element": _numbered(b'a%="1"'),
    "attributes: many namespaces": _numbered(b'xmlns:a%="u:%"'),
    "attributes: one long": lambda size: item(b'<enclosure url="http://n.example/' + b"A" * (size - 400) + b'"/>'),
    "attributes: unclosed": _loose(b"<x a="),
    "names: one long": lambda size: item(b"<" + b"a" * (size - 400) + b"/>"),
    "comments: one long": lambda size: item(b"<!--" + b"A" * (size - 400) + b"-->"),
    "comments: many unclosed": _loose(b"&nbsp<!-- "),
    "comments: before the root, the last unclosed": lambda size: _filled(b"<!-- x -->\n", size - 20) + b"<!-- y",
    "comments: before a root of no feed": lambda size: _filled(b"<!-- x -->\n", size - 20) + b"<nothing/>",
    "instructions: one long": lambda size: item(b"<?x " + b"a" * (size - 400) + b"?>"),
    "instructions: many before the root": lambda size: _filled(b"<?x?>", size - 400) + rss(ITEM)[22:],
    "declaration: attributes": lambda size: b"<?xml " + _filled(b'encoding="', size - 400) + b"\n?>" + rss(ITEM)[22:],
    # items and fields
    "items: empty": _rows(b"<item/>"),
    "items: real": _rows(b"<item><title>T%</title><guid>g%</guid><link>http://n.example/%</link><description>d</description></item>"),
    "items: one guid": _rows(b"<item><guid>a</guid><title>t</title></item>"),
    "items: categories of one": lambda size: item(_filled(b"<category>c</category>", size - 400)),
    "items: links of one": lambda size: item(_filled(b'<link href="http://n.example/"/>', size - 400)),
    "items: enclosures of one": lambda size: item(_filled(b'<enclosure url="http://n.example/"/>', size - 400)),
    "items: entities in all": _rows(b"<item><title>a&amp;b&nbsp;c</title></item>"),
    "titles: one long": lambda size: rss(ITEM, title=b"A" * (size - 400)),
    "titles: of an item": _in(b"title", b"A"),
    "titles: markup": _in(b"title", b"&lt;b&gt;x&lt;/b&gt;"),
    "titles: open brackets": _in(b"title", b"&lt;a "),
    "authors: mail without end": lambda size: item(b"<author>a@" + b"a." * (size // 2 - 200) + b"!</author>"),
    "authors: no mail": _in(b"author", b"a"),
    "dates: spaces": lambda size: item(b"<pubDate>a" + b" " * (size - 400) + b"b</pubDate>"),
    "dates: digits": _in(b"pubDate", b"1"),
    "dates: commas": _in(b"pubDate", b"a, 11 "),
    "links: parameters": lambda size: item(
        b"<link>http://n.example/?" + b"&amp;utm_a=1" * (size // 13 - 40) + b"</link>"
    ),
    "links: no scheme": _in(b"link", b"a"),
    "links: dots": lambda size: item(b"<link>../" + b"../" * (size // 3 - 200) + b"</link>"),
    "links: host": lambda size: item(b"<link>http://" + b"a." * (size // 2 - 200) + b"</link>"),
    "links: relative, long home page": _relative_links,
    "guids: one long": _in(b"guid", b"A"),
    "languages: one long": lambda size: rss(b"<language>" + b"e" * (size - 400) + b"</language>" + ITEM),
    # HTML fields and expressions
    "html: tags never closed": _html(b"<b>"),
    "html: divisions": _html(b"<div>"),
    "html: comments": _html(b"<!-- "),
    "html: brackets": _html(b"<"),
    "html: link starts": _html(b"<a "),
    "html: ends": _html(b"</"),
    "html: CDATA": _html(b"<![CDATA["),
    "html: doctypes": _html(b"<!DOCTYPE "),
    "html: scripts": _html(b"<script>"),
    "html: instructions": _html(b"<?"),
    "html: conditions": _html(b"<![if "),
    "html: foreign": _html(b"<svg><math>"),
    "html: misnested tables": _html(b"<table><td><a><form>"),
    "html: attributes": lambda size: item(b"<description>&lt;a " + _filled(b"b='' ", size - 400) + b"></description>"),
    "html: quotes": _html(b'<a b="x"y'),
    "html: pixels": _html(b"<img width=1 "),
    "html: sources": _html(b"<a href = "),
    "html: tracked links": _html(b'<a href="?utm_a=1">'),
    "html: styles": _html(b'<p style="url( '),
    "html fields: tags never closed": _many_fields(b"<b>"),
    "html fields: list items": _many_fields(b"<li><ul>"),
    "html fields: formatting": _many_fields(b"<a><b><i><u>"),
    "html fields: misnested fonts": _many_fields(b"<b><p></b>"),
    "html fields: tables": _many_fields(b"<table><td>"),
    "html fields: rubies": _many_fields(b"<ruby><rt>"),
    "html fields: ampersands": _many_fields(b"&"),
    "html fields: links": _many_fields(b"<a href=x>"),
    "html fields: comments": _many_fields(b"<!--"),
    "html fields: scripts": _many_fields(b"<script></"),
    "html fields: tracked": _many_fields(b"<a href='?utm_"),
    "text: spaces": _in(b"description", b" \n"),
    "text: one long": _in(b"description", b"A"),
    "text: controls": _in(b"description", b"\x01\x02\x1b"),
    "text: encoded twice": _in(b"description", b"\xc3\x83\xc2\xa9"),
    "text: strays": _in(b"description", b"\xe9\xff"),
    "text: newlines before the root": lambda size: b"\n" * (size - 400) + rss(ITEM),
    "page: paragraphs": _page(b"<html><body>", b"<p>hi</p>"),
    "page: well-formed": lambda size: b"<!DOCTYPE html><html>" + _filled(b"<p>hi</p>", size - 60) + b"</html>",
    "page: unclosed": _page(b"<!doctype html><title>x</title>", b"<div><span class=a b=c>&nbsp;"),
    "page: behind comments": _page(b"<!-- x -->" * 100 + b"<HTML>", b"<li>a & b<br>"),
    "page: scripts": _page(b"\xef\xbb\xbf \n<html lang=en><head>", b"<script>a<b && c('<item>')</script>"),
    "page: JSON": _page(b"<html>", b'{"items": [{"id": 1}]}'),
    "page: items in it": _page(b"<html><body>", b"<item><title>x</title></item>"),
    "text: unclosed CDATA": lambda size: b"<rss><channel><item><title><![CDATA[" + b"A" * (size - 40),
    "text: CDATA ends": _loose(b"]]>&<![CDATA["),
    "text: UTF-16": _utf16,
    "text: punycode": _declared(b"punycode", b"<rss>-zzzz"),
    "text: UTF-7": _declared(b"utf-7", b"+AGE-"),
    "text: escapes": _declared(b"unicode_escape", b"\\ud800\\N{DIGIT ONE}"),
    "text: GB18030": _declared(b"gb18030", b"<rss>\x81\x30\x81\x30"),
    "text: ISO 2022": _declared(b"iso-2022-jp-3", b"\x1b$B!!\x1b(B"),
    # JSON
    "json: nested arrays": _json(b"", b"[", b""),
    "json: nested objects": _json(b"", b'{"a":', b""),
    "json: closed arrays": _json(b"[", b"[],", b"0]"),
    "json: empty items": _json(b"[", b"{},", b"{}]"),
    "json: digits": _json(b'[{"id": ', b"7", b"}]"),
    "json: escapes": _json(b'[{"id": "', b"\\ud800", b'"}]'),
    "json: keys": _json(b"[{", b'"a":1,', b'"id":"1"}]'),
    "json: tags": _json(b'[{"id": "1", "title": "t", "tags": [', b'"a",', b'"b"]}]'),
    "json: text": _json(b'[{"id": "1", "content_text": "', b"<", b'"}]'),
    "json: authors": _json(b'[{"id": "1", "title": "t", "authors": [', b'{"name":"a"},', b'{"name":"b"}]}]'),
}  # fmt: skip
"""Name to a maker of about that many bytes."""
