"""Encodings: every one that feeds are written in, however it is said, and what counts where two say otherwise."""

import codecs
import re
from pathlib import Path

import pytest

from diversify.ingest import FeedParser
from diversify.ingest.document import as_utf8

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds" / "conformance" / "feedparser"
URL = "http://n.example/feed"
WORDS = {
    "Größe – «déjà vu»": "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp1252 mac-roman gb18030",
    "Größe": "iso-8859-1 iso-8859-15 latin-1 us-ascii",
    "Zażółć gęślą jaźń": "cp1250 iso-8859-2",
    "Съешь ещё этих булок": "cp1251 koi8-r iso-8859-5 cp866 utf-16 utf-32-be",
    "Ξεσκεπάζω την ψυχοφθόρα": "cp1253 iso-8859-7",
    "Pijamalı hasta yağız şoföre": "cp1254 iso-8859-9",
    "דג סקרן שט בים": "cp1255 iso-8859-8",
    "نص حكيم له سر": "cp1256 iso-8859-6",
    "Įlinkdama fechtuotojo": "cp1257 iso-8859-13",
    "中文新闻标题": "gb2312 gbk gb18030 utf-16-le",
    "中文新聞標題": "big5 big5hkscs gbk gb18030",
    "日本語の記事": "shift_jis cp932 euc-jp iso-2022-jp utf-16-be",
    "한국어 기사": "euc-kr cp949 utf-32-le",
    "ข่าวภาษาไทย": "tis-620 cp874",
    "Tiếng Việt": "utf-8 utf-16",
}
WRITTEN = [(words, codec) for words, row in WORDS.items() for codec in row.split() if codec != "us-ascii"]


def document(words, declared=""):
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    return f"{declaration}<rss><channel><title>T</title><item><title>{words}</title></item></channel></rss>"


def title(body, content_type=""):
    return FeedParser().parse(body, url=URL, content_type=content_type).entries[0].title


@pytest.mark.parametrize(("words", "codec"), WRITTEN)
def test_what_is_declared_is_read(words, codec):
    assert title(document(words, codec).encode(codec)) == words


@pytest.mark.parametrize(("words", "codec"), WRITTEN)
def test_what_the_server_says_is_read_where_nothing_is_declared(words, codec):
    assert title(document(words).encode(codec), f"application/rss+xml; charset={codec}") == words


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE), ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", ["", "iso-8859-1", "utf-8", "utf-16", "koi8-r", "nonsense"])
def test_a_byte_order_mark_is_believed_before_all_else(codec, mark, declared):
    words = "日本語 – Größe"
    assert title(mark + document(words, declared).encode(codec), "text/xml; charset=big5") == words


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16", "iso-8859-1"])
def test_wide_forms_are_known_without_a_mark(codec, declared):
    assert title(document("日本語", declared).encode(codec), "text/xml; charset=utf-8") == "日本語"


def test_a_declaration_is_believed_before_the_server():
    assert title(document("Привет", "cp1251").encode("cp1251"), "text/xml; charset=iso-8859-1") == "Привет"
    assert title(document("Привет", "koi8-r").encode("koi8-r"), "text/xml; charset=utf-8") == "Привет"


def test_where_a_declaration_lies_the_server_is_believed():
    assert title(document("Привет", "utf-8").encode("cp1251"), "text/xml; charset=windows-1251") == "Привет"
    assert title(document("中文新聞", "utf-8").encode("big5"), "text/xml; charset=big5") == "中文新聞"


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "windows-1252", "us-ascii", "windows-1251", "koi8-r", "iso-8859-15"]
)
@pytest.mark.parametrize("words", ["Größe – Привет", "日本語", "déjà vu", "Ěščř"])
def test_utf_8_that_is_declared_to_be_something_else_is_utf_8(words, declared):
    assert title(document(words, declared).encode()) == words
    assert title(document(words).encode(), f"text/xml; charset={declared}") == words


@pytest.mark.parametrize("declared", ["utf-8", "", "us-ascii"])
def test_windows_1252_that_is_declared_to_be_utf_8_is_read(declared):
    assert title(document("déjà “vu”", declared).encode("cp1252")) == "déjà “vu”"


@pytest.mark.parametrize("codec", ["bogus", "rot13", "hex", "punycode", "utf-7", "idna", "undefined", "x" * 30])
def test_what_is_no_encoding_is_passed_over(codec):
    assert title(document("déjà vu", codec).encode(), f"text/xml; charset={codec}") == "déjà vu"


# Documents that say nothing of their encoding: feedparser guesses it from what signs are how frequent, where it has
# chardet; we do not.
_UNSAID = ("big5", "eucjp", "euckr", "gb2312", "koi8r", "shiftjis", "tis620", "windows1255")
GUESSED = {f"chardet/{name}.xml" for name in _UNSAID}
SAID = re.compile(r"encoding == '([\w.-]+)'")
SENT = re.compile(r"^Header:\s*Content-type:\s*(.*?)\s*$", re.MULTILINE | re.IGNORECASE)


@pytest.mark.skipif(not CASES.exists(), reason="feedparser's test documents are not beside the checkout")
def test_documents_of_feedparser_are_decoded_as_it_expects():
    tried, other = 0, []
    for path in sorted(path for folder in ("encoding", "illformed") for path in (CASES / folder).rglob("*.xml")):
        body = path.read_bytes()
        text = body.replace(b"\0", b"").decode("latin-1")
        expected, sent = SAID.search(text[:2000]), SENT.search(text[:2000])
        if expected:
            tried += 1
            meant = body.decode({"us-ascii": "latin-1"}.get(expected[1], expected[1])).lstrip("\ufeff")
            meant = re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", meant)
            if as_utf8(body, sent[1] if sent else "").decode() != meant:
                other.append(f"{path.parent.name}/{path.name}")
    print(f"{tried - len(other)} of {tried} documents are decoded as expected")  # noqa: T201 - seen with -rP
    assert tried >= 40
    assert set(other) == GUESSED
