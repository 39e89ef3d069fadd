"""Markup, bases, languages and names that feeds write in unusual places."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.errors import ParseError
from diversify.ingest import FeedParser
from diversify.ingest.clean import sanitise, title_of
from diversify.ingest.people import person_name
from diversify.ingest.quick import NotReadHereError, read_quick

ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://n.example/a/"><title>N</title>%b</feed>'


def parse(body, url="https://f.example/feed"):
    return FeedParser().parse(body, url=url)


def test_markup_inside_texts_is_read_quickly_and_whole():
    feed = parse(
        ATOM % b'<entry><id>1</id><title type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">Deep <x:b>sea</x:b>'
        b" &amp; &lt;i&gt;</x:div></title><summary type='xhtml'><div>One <p>two</p></div></summary></entry>"
    )
    assert feed.parser == "expat"
    assert feed.entries[0].title.startswith("Deep sea &")
    assert "<p>two</p>" in feed.entries[0].summary


def test_a_text_that_is_never_closed_is_left_to_the_thorough_reader():
    with pytest.raises(NotReadHereError):
        read_quick(b"<rss><item><title>One<link>u</link></title></item><item><title>Two</title></item></rss>")
    assert read_quick(b"<rss><description/><item><title/><description /></item></rss>").entries[0].title == ""


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (b"<description>a &lt; b &amp;amp; <b>c</b><br/>d</description>", "a < b &amp; <b>c</b><br>d"),
        (b"<description><![CDATA[<p>One]]><i>two</i></description>", "<p>One<i>two</i>"),
        (b"<description><h:p xmlns:h='http://www.w3.org/1999/xhtml'>&lt;b></h:p></description>", "<p>&lt;b&gt;</p>"),
        (b"<description><p title='&quot;&lt;' xml:lang='fr' x:y='z' xmlns:x='urn:x'>e</p></description>", None),
    ],
)  # fmt: skip
def test_elements_in_a_text_are_written_as_html(text, summary):
    found = read_quick(b"<rss><channel><item>" + text + b"</item></channel></rss>").entries[0].summary
    assert found == (summary or '<p title="&quot;&lt;" lang="fr">e</p>')


def test_bases_hold_where_they_are_said():
    feed = parse(
        ATOM % b'<entry><id>1</id><title>A</title><link href="x"/></entry>'
        b'<entry xml:base="../b/"><id>2</id><title>B</title><link href="y"/>'
        b'<content type="html" xml:base="http://c.example/">&lt;a href="z">Z&lt;/a></content></entry>'
    )
    assert [entry.link for entry in feed.entries] == ["http://n.example/a/x", "http://n.example/b/y"]
    assert 'href="http://c.example/z"' in feed.entries[1].content


def test_languages_of_entries():
    body = b'<entry><title xml:lang="fr">A</title></entry><entry xml:lang="de"><span xml:lang="it"/></entry>'
    assert [entry.language for entry in read_quick(ATOM % body).entries] == ["fr", "de"]


def test_a_channel_of_cdf_is_a_feed_and_its_comments_are_no_trap():
    assert parse(b'<!-- x --><CHANNEL HREF="http://n.example/"><TITLE>T</TITLE></CHANNEL>').title == "T"
    with pytest.raises(ParseError):
        parse(b"<!-- a -->\n" * 3_000 + b"<nothing/>")


def test_references_to_c1_controls_stand_for_windows_1252():
    assert parse(b"<rss><channel><title>don&#146;t &#X41; &#x97;</title></channel></rss>").title == "don’t A —"


def test_frames_that_are_never_closed_take_no_text_with_them():
    assert sanitise('safe<iframe src="http://e.example/"> <b>text</b>') == "safe <b>text</b>"
    assert sanitise("<scr<object>ipt>alert(1)</scr</object>ipt>") in ("", "ipt&gt;alert(1)")
    assert title_of("safe<script>x()</script> <applet code=x></applet>title<!-- no -->") == "safe title"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("me@n.example (Jo Doe)", "Jo Doe"),
        ("Jo Doe (me@n.example)", "Jo Doe"),
        ("Jo Doe <mailto:me@n.example>", "Jo Doe"),
        ("me@n.example", "me@n.example"),
        ("@jo and others", "@jo and others"),
    ],
)
def test_names_of_people(text, name):
    assert person_name(text) == name


@pytest.mark.parametrize(
    "entry",
    [
        b"<entry><content type='application/octet-stream'>UmFpbg==</content></entry>",
        b"<entry><title mode='base64'>RGVlcCBzZWE=</title></entry>",
        b"<entry><entry/></entry>",
        b"<entry><fullitem>Rain</fullitem></entry>",
        b"<entry>" + b"<a>" * 300 + b"</a>" * 300 + b"</entry>",
    ],
)
def test_what_only_the_thorough_reader_understands_is_refused(entry):
    with pytest.raises(ValueError, match=r"base64|another|unusual|deep"):
        read_quick(ATOM % entry)


def test_no_document_type_is_read():
    with pytest.raises(NotReadHereError):
        read_quick(b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>')


def test_vocabularies_are_told_by_their_addresses_else_by_usual_prefixes():
    entry = b"<item><p:title>x</p:title><c:creator>Jo</c:creator><title>T</title><m:title>M</m:title></item>"
    body = b"<rss xmlns:p='http://p.example/' xmlns:c='http://purl.org/dc/elements/1.1/' %b>" % (
        b"xmlns:m='http://search.yahoo.com/mrss/'"
    )
    found = read_quick(body + entry + b"</rss>").entries[0]
    assert (found.title, found.author) == ("T", "Jo")
    bare = b"<rss><item><dc:creator>Jo</dc:creator><media:title>M</media:title></item></rss>"
    found = read_quick(bare, spaces=False).entries[0]
    assert (found.title, found.author) == ("M", "Jo")
    assert parse(bare).entries[0].author == "Jo"  # an undeclared prefix is ill-formed, and mended


def test_of_several_alternates_the_page_is_the_link():
    links = b"<link href='gemini://n.example/'/><link type='audio/mpeg' href='b'/><link type='text/html' href='c'/>"
    entry = b"<entry><id>1</id>" + links + b"<link rel='enclosure' href='d'/></entry>"
    found = parse(ATOM % entry).entries[0]
    assert (found.link, found.enclosure) == ("http://n.example/a/c", "http://n.example/a/d")


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20).map(str.strip)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_what_was_written_is_read(rows):
    """A document made by another writer of XML holds for us what was put in."""
    root = ET.Element("rss")
    channel = ET.SubElement(root, "channel")
    for title, text in rows:
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "title").text = title
        ET.SubElement(item, "description").text = text
    found = read_quick(ET.tostring(root, encoding="utf-8"))
    assert [(entry.title, entry.summary) for entry in found.entries] == rows
