import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.errors import ParseError
from diversify.ingest import FeedParser
from diversify.ingest.parse import NEWEST

URL = "https://news.example/feed.xml"


def parse(body, content_type="", url=URL):
    return FeedParser().parse(body, url=url, content_type=content_type)


def rss(inner, prolog=b""):
    return prolog + b"<rss version='2.0'><channel><title>T</title>" + inner + b"</channel></rss>"


def test_atom_with_everything():
    feed = parse(
        b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>News</title><link href="/"/>
        <entry><title type="html">A &amp;amp; B</title><link href="/a?utm_source=x"/><id>tag:1</id>
        <published>2026-11-20T10:00:00+01:00</published><updated>2026-11-20T12:00:00Z</updated>
        <author><name>Jo</name></author><category term="sea"/><summary>S</summary>
        <content type="html">&lt;p onclick="x"&gt;Long&lt;/p&gt;</content></entry></feed>"""
    )
    entry = feed.entries[0]
    assert (feed.title, feed.site, feed.language) == ("News", "https://news.example/", "en")
    assert (entry.title, entry.link, entry.guid, entry.author) == ("A & B", "https://news.example/a", "tag:1", "Jo")
    assert entry.published == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert (entry.categories, entry.summary, entry.content) == (("sea",), "S", "<p>Long</p>")


def test_xhtml_titles_are_not_lost():
    feed = parse(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>1</id>'
        b'<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Deep <b>sea</b></div></title></entry></feed>'
    )
    assert feed.entries[0].title == "Deep sea"


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed(version):
    item = {"id": 7, "url": "/x", "title": "T", "content_text": "a < b", "date_published": "2026-11-20T10:00:00Z"}
    item |= {"authors": [{"name": "Ann"}], "tags": ["sea", 3]}
    document = {"version": version, "title": "J", "home_page_url": "https://j.example/", "language": "fr"}
    body = json.dumps(document | {"items": [item, "junk"]}).encode()
    feed = parse(b"\xef\xbb\xbf" + body)
    entry = feed.entries[0]
    assert (feed.parser, feed.language, len(feed.entries)) == ("jsonfeed", "fr", 1)
    assert (entry.guid, entry.link, entry.author, entry.content) == ("7", "https://j.example/x", "Ann", "a &lt; b")
    assert entry.categories == ("sea", "3")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("iso-8859-1", "iso-8859-1"),
        ("cp1252", "iso-8859-1"),
        ("koi8-r", "koi8-r"),
    ],
)
def test_encodings(encoding, declared):
    word = {"koi8-r": "Новости", "iso-8859-1": "Café"}.get(encoding, "Café – naïve")
    inner = f"<title>{word}</title><item><title>{word}</title></item>"
    text = f'<?xml version="1.0" encoding="{declared}"?><rss><channel>{inner}</channel></rss>'
    feed = parse(text.encode(encoding))
    assert feed.title == feed.entries[0].title == word


def test_a_charset_of_the_server_counts_where_the_document_names_none():
    body = "<rss><channel><title>Новости</title></channel></rss>".encode("windows-1251")
    assert parse(body, "text/xml; charset=windows-1251").title == "Новости"


def test_stray_bytes_in_utf8_are_windows_1252():
    body = (
        '<?xml version="1.0" encoding="utf-8"?><rss><channel><title>é '.encode() + b"\x93x\x94</title></channel></rss>"
    )
    assert parse(body).title == "é “x”"


def test_no_declared_entity_is_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("canary")
    dtd = f'<?xml version="1.0"?><!-- <rss> --><!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY f SYSTEM "file://{secret}">]>'
    feed = parse(rss(b"<item><title>x&a;y&f;z</title><link>http://n.example/1</link></item>", dtd.encode()))
    title = feed.entries[0].title
    assert "boom" not in title
    assert "canary" not in title
    assert title.startswith("x")
    assert title.endswith("z")


def test_billions_of_laughs_stay_few():
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = rss(
        b"<item><title>&l11;</title><guid>1</guid></item>", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{lines}]>'.encode()
    )
    assert len(parse(body).entries[0].title) < 100


def test_a_long_declaration_is_no_trap():
    body = b"<?xml version='1.0' " + b"a" * 60_000 + b"?><rss><channel><title>T</title></channel></rss>"
    assert parse(body).title == "T"


def test_ill_formed_documents_are_read_as_a_browser_would():
    feed = parse(
        rss(
            b"<item><title>Fish & chips &nbsp;&mdash; now</title><link>http://n.example/?a=1&b=2</link><br></item>"
            b"<item><title>Second<link>http://n.example/2</link></item>"
        )
    )
    assert feed.entries[0].title == "Fish & chips — now"
    assert feed.entries[0].link == "http://n.example/?a=1&b=2"
    assert len(feed.entries) == 2


def test_the_newest_two_thousand_are_kept_in_order():
    items = b"".join(
        b"<item><guid>g%d</guid><title>t</title><pubDate>%s</pubDate></item>"
        % (n, datetime(2020, 1, 1 + n % 28, n % 24, tzinfo=UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").encode())
        for n in range(NEWEST + 300)
    )
    feed = parse(rss(items))
    assert len(feed.entries) == NEWEST
    numbers = [int(entry.guid[1:]) for entry in feed.entries]
    assert numbers == sorted(numbers)


def test_a_number_as_guid_is_no_date():
    assert parse(rss(b"<item><title>t</title><guid>20110101</guid></item>")).entries[0].published is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!DOCTYPE html><html><body>Hi</body></html>", "html"),
        (b"{}", "not_a_feed"),
        (b'{"items": 3}', "not_a_feed"),
        (b"{" * 5000, "parse"),
        (b"hello", "not_a_feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_feed"),
        (b"\x00\x01\x02\xff" * 50, "not_a_feed"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body, kind):
    with pytest.raises(ParseError) as caught:
        parse(body)
    assert caught.value.kind == kind
    assert URL in str(caught.value)


@pytest.mark.parametrize(
    "body", [b"/etc/passwd", b"http://127.0.0.1:9/", b"file:///etc/passwd", b"https://example.com/feed"]
)
def test_a_body_that_is_a_path_or_address_is_not_opened(body):
    with pytest.raises(ParseError):
        parse(body)


def test_an_empty_feed_is_a_feed():
    assert parse(rss(b"")).entries == ()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_a_parse_error(body):
    with suppress(ParseError):
        assert parse(body).parser


_PIECES = st.sampled_from(
    [b"<rss>", b"<channel>", b"</channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<![CDATA[",
     b"]]>", b"<pubDate>", b"99999999999", b"&#x0;", b"&#xD800;", b"&amp;", b"<guid>", b"<entry>", b"\xff\xfe", b"x",
     b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<content type='xhtml'>", b"\x00", b"<!--", b"-->",
     b"<!DOCTYPE a [", b"http://["]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25).map(b"".join))
def test_any_shards_of_feeds_are_a_feed_or_a_parse_error(body):
    try:
        feed = parse(body)
    except ParseError:
        return
    for entry in feed.entries:
        for text in (entry.title, entry.guid, entry.link, entry.summary):
            text.encode("utf-8")
            assert "\x00" not in text


def test_text_encoded_twice_is_read_as_it_was_meant():
    twice = "Müller geht früh – Café".encode().decode("cp1252")
    once = "Ã ist ein Buchstabe"
    feed = parse(rss(f"<item><title>{twice}</title></item><item><title>{once}</title></item>".encode()))
    assert [entry.title for entry in feed.entries] == ["Müller geht früh – Café", once]


def test_films_have_the_description_and_picture_of_their_media():
    group = (
        "<media:group><media:title>F</media:title><media:thumbnail width='4' url='https://p.example/a.jpg?a=1&amp;b=2'/>"
        "<media:description>%s</media:description></media:group>"
    )
    said = ("Rain &amp;lt;b&amp;gt; &amp; wind", "<![CDATA[Rain <b>and</b> wind]]>", "")
    films = "".join(f"<entry><title>F</title><id>{text}</id>{group % text}</entry>" for text in said)
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'>{films}</feed>"
    feed = FeedParser().parse(body.encode(), url="https://f.example/")
    assert feed.parser == "expat"
    assert [entry.summary for entry in feed.entries] == ["Rain &lt;b&gt; &amp; wind", "Rain <b>and</b> wind", ""]
    assert {entry.thumbnail for entry in feed.entries} == {"https://p.example/a.jpg?a=1&b=2"}


@pytest.mark.parametrize(
    "root",
    [
        "<html><body><rss version='2.0'><channel>%s</channel></rss></body></html>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/>%s</rdf:RDF>",
        "<rss version='2.0' xmlns='http://backend.userland.com/rss2'><channel>%s</channel></rss>",
    ],
)
def test_feeds_in_a_page_or_in_an_old_vocabulary_are_read_quickly(root):
    item = "<item><title>Rain</title><link>http://n.example/a</link><description>It rains.</description></item>"
    feed = FeedParser().parse((root % item).encode(), url="https://n.example/")
    assert [(entry.title, entry.link) for entry in feed.entries] == [("Rain", "http://n.example/a")]
    assert feed.parser == "expat"


@pytest.mark.parametrize(
    "start", [b"<!DOCTYPE html><html>", b"\xef\xbb\xbf \n<HTML lang=en>", b"<!-- x -->" * 900 + b"<html>"]
)
def test_a_large_page_is_told_from_its_first_bytes(start, monkeypatch):
    monkeypatch.setattr("diversify.ingest.parse.tame", None)  # not even looked at whole
    with pytest.raises(ParseError) as refused:
        FeedParser().parse(start + b"<p>hi & bye</p>" * 10_000, url="https://n.example/")
    assert refused.value.kind == "html"


def test_a_large_page_with_a_feed_in_it_is_read():
    item = b"<item><title>Rain</title><description>%s</description></item>" % (b"x" * 100_000)
    feed = FeedParser().parse(b"<html><rss><channel>" + item + b"</channel></rss></html>", url="https://n.example/")
    assert feed.entries[0].title == "Rain"
