"""Markup, bases, languages and names that feeds write in unusual places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.errors import ParseError
from diversify.ingest import FeedParser
from diversify.ingest.clean import sanitise, title_of
from diversify.ingest.inline import with_inline_escaped
from diversify.ingest.people import person_name
from diversify.ingest.rarities import is_rare
from diversify.ingest.scopes import scopes_of

ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://n.example/a/"><title>N</title>%b</feed>'


def parse(body, url="https://f.example/feed"):
    return FeedParser().parse(body, url=url)


def test_markup_inside_texts_is_read_quickly_and_whole():
    feed = parse(
        ATOM % b'<entry><id>1</id><title type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">Deep <x:b>sea</x:b>'
        b" &amp; &lt;i&gt;</x:div></title><summary type='xhtml'><div>One <p>two</p></div></summary></entry>"
    )
    assert feed.parser == "fastfeedparser"
    assert feed.entries[0].title.startswith("Deep sea &")
    assert "<p>two</p>" in feed.entries[0].summary


def test_a_text_that_is_never_closed_is_left_to_the_thorough_reader():
    assert (
        with_inline_escaped(b"<rss><item><title>One<link>u</link></item><item><title>Two</title></item></rss>") is None
    )
    assert with_inline_escaped(b"<rss><description/><item><title/><description /></item></rss>") is not None


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
    found = scopes_of(body, [0, body.rindex(b"<entry")])
    assert {row: scope.language for row, scope in found.items()} == {0: "fr", 1: "de"}


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


def test_base64_and_strange_vocabularies_are_rare():
    assert is_rare(b"<feed><entry><content type='application/octet-stream'>UmFpbg==</content></entry></feed>")
    assert is_rare(b"<rss xmlns:p='http://p.example/'><item><p:title>x</p:title></item></rss>")
    assert not is_rare(
        b"<rss xmlns:media='http://search.yahoo.com/mrss/'><item><media:title>x</media:title></item></rss>"
    )


PIECES = st.sampled_from(
    [b"<title>", b"</title>", b"<title/>", b"a", b"<b>", b"</b>", b"&lt;", b"<item>", b"</item>", b"<"]
)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_escaping_is_stable(body):
    once = with_inline_escaped(body)
    assert once is None or with_inline_escaped(once) in (once, None)
