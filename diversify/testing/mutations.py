"""Damaged documents: real ones, changed as networks, editors and attackers change them; the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

LARGEST = 64 * 1024
"""Bytes of one damaged document."""

_TOKENS = (
    b"<", b">", b"&", b'"', b"'", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?", b"?>", b"</", b"/>", b"\x00", b"\x1b",
    b"<item>", b"</item>", b"<entry>", b"</entry>", b"<title>", b"</title>", b"<channel>", b"<rss>", b"<feed>",
    b"<rdf:RDF>", b"<!DOCTYPE rss [", b'<!ENTITY a "b">', b"]>", b"&a;", b"&amp;amp;", b"&#0;", b"&#xD800;",
    b"&#x202e;", b"&#1114112;", b"&#99999999999;", b"&nbsp;", b"&lt;script&gt;", b"<script>alert(1)</script>",
    b"xml:base='//n.example/'", b"xmlns:a='u'", b"xmlns=''", b"type='xhtml'", b"type='text/plain'", b"mode='base64'",
    b"<pubDate>Mon, 99 Abc 99999 99:99:99 +9999</pubDate>", b"<updated>0000-00-00T00:00:00Z</updated>",
    b"<guid isPermaLink='true'>http://[::1</guid>", b"<link>http://[/</link>", b"<link>//</link>",
    b"<enclosure url='' length='-1'/>", b"<dc:date>1e400</dc:date>", b"<language>\xff</language>", b"\xed\xa0\x80",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xc3\x83\xc2\xa9", b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"{", b"}",
    b"[", b"]", b'"items":', b'"id":', b"null", b"1e400", b'"\\ud800"', b"\\u0000", b",", b":", b"\r", b"\n\n\n",
)  # fmt: skip
_ENCODINGS = (
    b"utf-8", b"utf-16", b"utf-16-be", b"utf-32", b"utf-7", b"iso-8859-1", b"windows-1251", b"gb18030", b"big5",
    b"shift_jis", b"euc-jp", b"iso-2022-jp", b"koi8-r", b"punycode", b"idna", b"unicode_escape", b"undefined", b"hex",
    b"no-such", b"../utf-8", b"hz", b"cp037",
)  # fmt: skip
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp037")

Damage = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def _place(body: bytes, rng: random.Random) -> int:
    return rng.randrange(len(body) + 1)


def _span(body: bytes, rng: random.Random, longest: int = 400) -> tuple[int, int]:
    start = _place(body, rng)
    return start, min(len(body), start + rng.randrange(1, longest))


def _bytes_changed(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    changed = bytearray(body)
    for _ in range(rng.randrange(1, 20)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut_out(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    start, end = _span(body, rng)
    return body[:start] + body[end:]


def _repeated(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    start, end = _span(body, rng)
    return body[:end] + body[start:end] * rng.choice((1, 1, 2, 8, 64)) + body[end:]


def _ended_early(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return body[: _place(body, rng)]


def _begun_late(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return body[rng.randrange(min(len(body), 400) + 1) :]


def _with_tokens(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    for _ in range(rng.randrange(1, 6)):
        at = _place(body, rng)
        body = body[:at] + rng.choice(_TOKENS) * rng.choice((1, 1, 1, 2, 50)) + body[at:]
    return body


def _swapped(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    start, end = _span(body, rng)
    other = _place(body, rng)
    piece, rest = body[start:end], body[:start] + body[end:]
    return rest[:other] + piece + rest[other:]


def _crossed(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    return body[: _place(body, rng)] + other[_place(other, rng) :]


def _renamed(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return body.replace(rng.choice(_TOKENS), rng.choice(_TOKENS), rng.choice((1, 3, 100)))


def _declared_otherwise(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    start = body.find(b"?>") + 2 if body.startswith(b"<?xml") else 0
    return b'<?xml version="1.0" encoding="' + rng.choice(_ENCODINGS) + b'"?>' + body[max(start, 0) :]


def _encoded_otherwise(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return body.decode("utf-8", "replace").encode(rng.choice(_WIDE), "replace")


_TAG = re.compile(rb"<[^<>]{1,200}>")
_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]{0,30})[^<>]{0,200}>[^<>]{0,400}</\1\s*>")
_NUMBER = re.compile(rb"\d+")
_REFERENCE = re.compile(rb"&[#\w]{1,12};")
_SECTION = re.compile(rb"<!\[CDATA\[|\]\]>")
_NUMBERS = (
    b"0", b"-1", b"1e309", b"-1e-400", b"99999999999999999999", b"9" * 5000, b"2147483648", b"-9223372036854775809",
    b"18446744073709551616", b"0x7fffffff", b"NaN", b"Infinity", b"\xd9\xa1\xd9\xa2", b"1" + b"0" * 400, b"00000000000",
)  # fmt: skip
_REFERENCES = (
    b"&", b"&;", b"&#;", b"&#x;", b"&#0;", b"&#xFFFFFFFFF;", b"&#x1F600", b"&amp;lt;", b"&undefined;", b"&lt;",
    b"&a" * 20, b"&#8238;", b"&#38;#60;", b"&#x26;#x3c;script&#x3e;", b"&#13;&#10;", b"&#65279;", b"%26lt%3B",
)  # fmt: skip
_SECTIONS = (
    b"",
    b"<![CDATA[",
    b"]]>",
    b"]]",
    b"<![CDATA",
    b"<![CDATA[<![CDATA[",
    b"]]>]]>",
    b"<![cdata[",
    b"]]&gt;",
    b"<![",
)


def _found(pattern: re.Pattern[bytes], body: bytes, rng: random.Random) -> re.Match[bytes] | None:
    """A match somewhere in the body: the next one from a place of chance, else the first."""
    return pattern.search(body, _place(body, rng)) or pattern.search(body)


def _replaced(pattern: re.Pattern[bytes], body: bytes, rng: random.Random, *, by: Sequence[bytes]) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 6))):
        if found := _found(pattern, body, rng):
            body = body[: found.start()] + rng.choice(by) + body[found.end() :]
    return body


def _tags_dropped(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return _replaced(_TAG, body, rng, by=(b"",))


def _tag_doubled(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    found = _found(_TAG, body, rng)
    return body[: found.end()] + found[0] * rng.choice((1, 2, 30)) + body[found.end() :] if found else body


def _element_moved(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """An element of this or another document, at a place of chance or once more at its own."""
    found = _found(_ELEMENT, rng.choice((body, rng.choice(others))), rng)
    at = _place(body, rng)
    return body[:at] + found[0] * rng.choice((1, 1, 3)) + body[at:] if found else body


def _numbers_blown_up(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return _replaced(_NUMBER, body, rng, by=_NUMBERS)


def _references_damaged(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return _replaced(_REFERENCE, body, rng, by=_REFERENCES)


def _sections_damaged(body: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:  # noqa: ARG001 - one shape for all
    return _replaced(_SECTION, body, rng, by=_SECTIONS)


_DAMAGES: tuple[Damage, ...] = (
    _bytes_changed, _bytes_changed, _cut_out, _cut_out, _repeated, _ended_early, _begun_late, _with_tokens,
    _with_tokens, _with_tokens, _swapped, _crossed, _renamed, _declared_otherwise, _encoded_otherwise,
    _tags_dropped, _tag_doubled, _element_moved, _numbers_blown_up, _references_damaged, _sections_damaged,
)  # fmt: skip


def mutated(bodies: Sequence[bytes], *, seed: int, count: int, largest: int = LARGEST) -> Iterator[bytes]:
    """Yield damaged documents, each made of one of `bodies` by one to four damages.

    Parameters
    ----------
    bodies
        Documents to begin with; at least one.
    seed
        The same seed and bodies give the same documents.
    count
        How many.
    largest
        Bytes at which a document is cut, before and after.

    Examples
    --------
    >>> first, second = (list(mutated([b"<rss><item/></rss>"], seed=1, count=3)) for _ in range(2))
    >>> first == second, len(first)
    (True, 3)
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    for _ in range(count):
        body = rng.choice(bodies)[:largest]
        for _ in range(rng.choice((1, 1, 2, 3, 4))):
            body = rng.choice(_DAMAGES)(body, rng, bodies)[:largest]
        yield body
