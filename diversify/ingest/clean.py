"""Nothing from a feed is trusted: HTML to safe HTML, HTML to plain text, text to text without tricks."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from diversify.ingest.urls import TRACKING, canonical_url

if TYPE_CHECKING:
    import nh3

FIELD_LIMIT = 64 * 1024
"""Characters of one HTML field that are read; sanitising is quadratic in nesting, so the cut comes first."""
GROWTH = 5
"""How many times longer than `FIELD_LIMIT` sanitised HTML may be, which is what escaping every sign of it makes."""
TITLE_LIMIT = 1024
"""Bytes of a title that are kept."""

# C0 and C1 controls, surrogates, bidi overrides and isolates, invisible separators, soft hyphen, tags, non-characters.
# U+200C and U+200D stay: Persian and emoji need them.
_TRICKS = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Controls of C1 stand for the signs that windows-1252 has at their numbers, as in HTML (HTML Standard, 13.2.5.80).
_C1 = re.compile("[\x80-\x9f]")
_SIGNS = {number: sign for number in range(0x80, 0xA0) if (sign := bytes((number,)).decode("cp1252", "ignore"))}
_LONG = 64  # characters from which on it pays to look at a text as bytes
_ASCII_TRICKS = bytes(range(9)) + b"\x0b" + bytes(range(0x0E, 0x20)) + b"\x7f"
_TAG = re.compile(r"<(?:!--.*?(?:-->|$)|[/!?a-zA-Z][^<>]*(?:>|$))", re.DOTALL)
_DROPPED = re.compile(
    r"<(script|style|svg|math|noscript|template|iframe|object|head|title|textarea)\b[^<>]*>.*?(?:</\1\s*>|$)",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENTS = (
    "a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body br button canvas "
    "caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em embed fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input "
    "ins kbd label legend li link main map mark marquee math menu meta nav noscript object ol optgroup option "
    "output p param picture pre progress q rp rt ruby s samp script section select small source span strike "
    "strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul "
    "var video wbr"
)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>|<!--[^<>]*-->", re.IGNORECASE)
_FRAME = re.compile(r"</?(?:iframe|object)\b[^<>]*>", re.IGNORECASE)
_KNOWN_TAG = re.compile(rf"</?(?:{_ELEMENTS.replace(' ', '|')})(?:\s[^<>]*|/)?>", re.IGNORECASE)
_PIXEL = re.compile(r"<[iI][mM][gG]\b[^<>]{0,4096}>")
_ODD_IMAGES = ("<I", "<iM", "<imG")
# Frames, and images that begin otherwise than in small letters: one look for all of them.
_SELDOM = re.compile(r"<(?:iframe|object|I|iM|imG)")
_WORD = re.compile(r"\w")
_SIZE = re.compile(r"\s{0,16}(?:htdiw|thgieh)\b", re.IGNORECASE)  # backwards, as it stands before a number
_SMALL = re.compile(r"[=:]\s*[\"']?\s*[01](?:[pP][xX])?(?![\w.%])")  # in any that is tiny
# A reference but to a sign that texts are full of: it may stand for one of the tricks.
_ODD_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#0?(?:3[2-9]|160|821[1-9]|822\d|8230));|[ &])"
)
_TRACKED = re.compile(rf"[?&;](?:{TRACKING.pattern})=", re.IGNORECASE)
_QUERY = re.compile(r"\?[^\"'<>\s]{0,4096}")  # where alone a parameter can stand; found much faster than its name
_TARGET = r"(\"[^\"<>]{1,4096}\"|'[^'<>]{1,4096}')"
_ANY_LINK = re.compile(rf"(\bhref\s*=\s*){_TARGET}", re.IGNORECASE)
_LINK = re.compile(rf"(href(?<!\whref)\s*=\s*){_TARGET}")  # nearly all are written so, and it is found much faster
_ODD_LINK = re.compile(r"H[rR][eE][fF]|h(?:R[eE]|rE)[fF]|hreF")

_ALLOWED = (
    "a abbr acronym article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details "
    "dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q rp rt "
    "ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul "
    "var wbr"
)
_TAGS = frozenset(_ALLOWED.split())
_ATTRIBUTES = {
    "a": {"href", "hreflang", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "bdo": {"dir"},
    "*": {"lang", "dir"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_LONGEST_BASE = 2048
_GONE = {"script", "style", "svg", "math", "noscript", "template", "iframe", "object", "textarea", "title", "select"}


def without_tricks(text: str) -> str:
    r"""Text without NUL, control, surrogate, bidi-override and invisible characters; those of C1 are read as meant.

    Examples
    --------
    >>> without_tricks("a\x1b[31mb\u202ec"), without_tricks("don\x92t")
    ('a[31mbc', 'don’t')
    """
    if text.isascii() and len(text) > _LONG:  # several times as fast as the expression
        kept = text.encode().translate(None, _ASCII_TRICKS)
        return text if len(kept) == len(text) else kept.decode()
    if text.isprintable():
        return text
    spaced = text.replace("\n", " ").replace("\xa0", " ").replace("\t", " ").replace("\r", " ")
    if spaced.isprintable():
        return text
    return _TRICKS.sub("", text.translate(_SIGNS) if _C1.search(text) else text)


def plain(text: str) -> str:
    r"""One line of plain text: tricks removed, white space collapsed.

    Examples
    --------
    >>> plain("  two\n lines\x00 ")
    'two lines'
    """
    if text.isprintable() and "  " not in text:  # the one white space that is printable
        return text.strip()
    return " ".join(without_tricks(text).split())


def text_of(markup: str, limit: int = FIELD_LIMIT) -> str:
    """Plain text of HTML on one line: tags become spaces, scripts and styles vanish, entities are resolved.

    Linear in its input: at most `limit` characters are looked at.

    Examples
    --------
    >>> text_of("<p>Rain &amp; wind</p><script>x()</script><p>Sun</p>")
    'Rain & wind Sun'
    """
    markup = markup[:limit]
    if "<" in markup:
        if _DROPPED.search(markup):
            markup = _DROPPED.sub(" ", markup)
        markup = _TAG.sub(" ", markup)
    if "&" in markup:
        markup = html.unescape(markup)
    return plain(markup)


def words_of(markup: str) -> int:
    """How many words sanitised HTML holds; inline elements part no words, so it may be short by a few.

    Examples
    --------
    >>> words_of("<p>Rain and <b>wind</b></p> <p>Sun</p>"), words_of("")
    (4, 0)
    """
    text = _TAG.sub("", markup) if "<" in markup else markup
    if "  " in text or "\t" in text:
        return len(text.split())
    text = text.strip()
    return text.count(" ") + text.count("\n") + 1 if text else 0


def title_of(markup: str) -> str:
    """Plain text of a title, at most 1 KiB: known HTML elements are markup, all else in angle brackets is text.

    Examples
    --------
    >>> title_of("<b>Vector&lt;int&gt;</b> in C++ &amp; Vector<T>")
    'Vector<int> in C++ & Vector<T>'
    """
    if "&" not in markup and "<" not in markup and "  " not in markup and len(markup) < 256 and markup.isprintable():
        return markup.strip()
    markup = markup[: 4 * TITLE_LIMIT]
    if "<" in markup:
        markup = _HIDDEN.sub("", markup)
        gap = " " if "> <" in markup or "\n" in markup else ""
        markup = _KNOWN_TAG.sub(gap, markup)
        markup = _KNOWN_TAG.sub(gap, markup) if "<" in markup else markup  # one with another in an attribute
    if "&" in markup:
        markup = html.unescape(markup)
        if "&" in markup and ";" in markup:  # escaped twice, as many feeds do
            markup = html.unescape(markup)
    return cut_bytes(plain(markup), TITLE_LIMIT)


def cut_bytes(text: str, limit: int) -> str:
    """Text cut to at most `limit` bytes of UTF-8, never inside a character."""
    if len(text) * 4 <= limit or len(text.encode()) <= limit:
        return text
    return text.encode()[:limit].decode("utf-8", "ignore").rstrip()


def teaser(text: str, limit: int = 300) -> str:
    """Text cut at a word, with an ellipsis where something was cut.

    Examples
    --------
    >>> teaser("one two three", 9)
    'one two…'
    """
    if len(text) <= limit:
        return text
    head = text[:limit].rsplit(" ", 1)[0] if " " in text[:limit] else text[: limit - 1]
    return head.rstrip(" ,;:.-–—") + "…"


@lru_cache(maxsize=256)
def _cleaner(base: str) -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def _untracked(base: str) -> Callable[[re.Match[str]], str]:
    def link(match: re.Match[str]) -> str:
        address = html.unescape(match[2][1:-1])
        if not _TRACKED.search(address):
            return match[0]
        address = canonical_url(address, base)
        return f'{match[1]}"{html.escape(address)}"' if address else match[0]

    return link


def _without_pixel(match: re.Match[str]) -> str:
    return "" if _is_pixel(match[0]) else match[0]


def _is_pixel(tag: str) -> bool:
    for small in _SMALL.finditer(tag):
        at = small.start()
        if _SIZE.match(tag[max(at - 32, 0) : at][::-1]):
            return True
    return False


def _without_pixels(markup: str) -> str:
    """The markup without images of one pixel."""
    if any(begun in markup for begun in _ODD_IMAGES):
        return _PIXEL.sub(_without_pixel, markup)
    return _without_usual_pixels(markup)


def _without_usual_pixels(markup: str) -> str:
    """The same for images written in small letters; plain searches are several times as fast as the expression."""
    pieces: list[str] = []
    done, at = 0, markup.find("<img")
    while at >= 0:
        close = markup.find(">", at)
        if close < 0:
            break
        attributes = markup[at + 4 : close]
        if len(attributes) <= 4096 and "<" not in attributes and not _WORD.match(attributes) and _is_pixel(attributes):
            pieces.append(markup[done:at])
            done = close + 1
        at = markup.find("<img", at + 4)
    return "".join((*pieces, markup[done:])) if pieces else markup


def sanitise(markup: str, base: str = "") -> str:
    """Safe HTML: allowed elements and attributes alone, links absolute, no tracking pixels, no tracking parameters.

    Removals that work on the raw text happen before the sanitiser, so whatever they leave is sanitised too. Signs that
    came in as references are removed after it, where no bracket or quotation mark of a text is bare. HTML that grows
    beyond `GROWTH` in all this, by thousands of short links, is kept as its text alone.

    Parameters
    ----------
    markup
        HTML from a feed; only the first 64 Ki characters are read.
    base
        Address against which relative links are resolved; without one they are dropped.

    Examples
    --------
    >>> markup = '<p onclick="x()">Hi <a href="/a?utm_source=x">there</a><img src=p.gif width=1 height=1></p>'
    >>> sanitise(markup, "https://n.example/")
    '<p>Hi <a href="https://n.example/a" rel="noopener noreferrer nofollow">there</a></p>'
    """
    markup = without_tricks(markup[:FIELD_LIMIT]).strip()
    if "<" not in markup:
        if "&" not in markup and ">" not in markup:
            return markup
        return _escaped(html.unescape(markup))
    if _SELDOM.search(markup):
        if "<iframe" in markup or "<object" in markup:  # one that is never closed would take all text with it
            markup = _FRAME.sub("", markup)
        markup = _without_pixels(markup)
    else:
        markup = _without_usual_pixels(markup)
    if "?" in markup and _TRACKED.search(" ".join(_QUERY.findall(markup))):
        markup = (_ANY_LINK if _ODD_LINK.search(markup) else _LINK).sub(_untracked(base), markup)
    base = base if base.startswith(("http://", "https://")) and len(base) <= _LONGEST_BASE else ""
    safe = _cleaner(base).clean(markup)
    if "&" in markup and _ODD_REFERENCE.search(markup):  # it may have stood for one
        safe = without_tricks(safe)
    return safe if len(safe) <= GROWTH * FIELD_LIMIT else _escaped(text_of(markup))


def _escaped(text: str) -> str:
    """Plain text as HTML, in the form that the sanitiser gives it."""
    return html.escape(without_tricks(text), quote=False).replace("\xa0", "&nbsp;")
