"""Article bodies in a book: valid whatever stood there, nothing loaded, no word lost."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.digest.words import plain
from diversify.digest.xhtml import book_address, xhtml

INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "q", "s", "samp", "small", "strong", "sub", "sup", "u"}
INLINE |= {"var", "mark", "br"}
FLOW = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr"}
MAY_HOLD = {
    "body": FLOW, "li": FLOW, "blockquote": FLOW, "td": FLOW, "th": FLOW,
    "ul": {"li"}, "ol": {"li"}, "table": {"tr"}, "tr": {"td", "th"},
    "p": INLINE, "pre": set(), "hr": set(), "br": set(), **{f"h{n}": set() for n in range(2, 7)},
    **dict.fromkeys(INLINE - {"br"}, INLINE),
}  # fmt: skip
TEXTLESS = {"body", "ul", "ol", "table", "tr", "li", "blockquote", "td", "th", "hr", "br"}


def check(markup):
    """Every element where it may stand, text where text may, and no attribute but the address of a link."""
    tree = ET.fromstring(f"<body>{xhtml(markup)}</body>")

    def walk(element, *, linked):
        assert not (linked and element.tag == "a"), "a link in a link"
        assert set(element.attrib) == ({"href"} if element.tag == "a" else set())
        if element.tag in TEXTLESS:
            assert not (element.text or "").strip()
            assert not any((child.tail or "").strip() for child in element)
        for child in element:
            assert child.tag in MAY_HOLD[element.tag], f"{child.tag} in {element.tag}"
            walk(child, linked=linked or element.tag == "a")

    walk(tree, linked=False)
    return tree


CASES = [
    ("", ""),
    ("   \n ", ""),
    ("plain & <b>bold</b>", "<p>plain &amp; <b>bold</b></p>"),
    ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
    ("<em><p>a</p></em>", "<p>a</p>"),
    ("a<br>b", "<p>a<br />b</p>"),
    ("<a href='https://a.example/x y'>in <a href='https://b.example'>two</a></a>",
     '<p><a href="https://a.example/x%20y">in </a><a href="https://b.example">two</a></p>'),
    ("<a href='javascript:x'>no link</a>", "<p>no link</p>"),
    ("<ul>loose<li>one<ul><li>two</ul></ul>",
     "<ul><li><p>loose</p></li><li><p>one</p><ul><li><p>two</p></li></ul></li></ul>"),
    ("<ol></ol><ul> <li> </ul>", ""),
    ("<h1>A <em>head</em></h1><h6>small</h6>", "<h2>A head</h2><h6>small</h6>"),
    ("<pre> a\n  b </pre>", "<pre> a\n  b</pre>"),
    ("<table><caption>c<tr><td>1<td>2<tr><th>3</table>",
     "<table><tr><td><p>1</p></td><td><p>2</p></td></tr><tr><th><p>3</p></th></tr></table>"),
    ("<table><tr><td><table><tr><td>in</table></table>",
     "<table><tr><td><table><tr><td><p>in</p></td></tr></table></td></tr></table>"),
    ("<dl><dt>word<dd>meaning</dl>", "<p>word</p><blockquote><p>meaning</p></blockquote>"),
    ("<figure><img src='https://e.example/p.png' alt='Two  cranes'><figcaption>At dawn</figcaption></figure>",
     "<p><em>[Two cranes]</em></p><p>At dawn</p>"),
    ("<img src=x><svg><text>no</text></svg><script>no</script><iframe>no</iframe><!-- no -->", ""),
    ("<b>a<!-- no -->b</b>", "<p><b>ab</b></p>"),
    ("<blockquote>said<p>so</blockquote>", "<blockquote><p>said</p><p>so</p></blockquote>"),
    ("<p>one \x0b\x1b[31m two \u202e three \ufffe</p>", "<p>one [31m two three </p>"),
    ("<unknown>words</unknown>", "<p>words</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "wanted"), CASES)
def test_a_body_becomes_what_a_book_may_hold(markup, wanted):
    made = xhtml(markup)
    assert re.sub("> <", "><", made) == wanted
    check(markup)


WORDS = "a b em p div ul ol li table tr td th dl dt dd pre h1 h3 blockquote br hr img span figure script svg"
TAGS = st.sampled_from(WORDS.split(" "))
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"), TAGS.map(lambda tag: f"</{tag}>"), st.text(st.characters(), max_size=6),
    st.sampled_from(["<a href='https://a.example/%zz?é'>", "&amp;", "&#0;", "&#xFFFE;", "<!--", "-->", "<![CDATA["]),
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_markup_becomes_valid_xhtml(markup):
    check(markup)


@given(st.lists(st.sampled_from(["p", "div", "b", "li", "td", "blockquote", "h2", "span"]), max_size=12))
def test_no_word_is_lost_and_none_is_doubled(tags):
    markup = "".join(f"<{tag}>word{number} " for number, tag in enumerate(tags))
    words = " ".join(ET.fromstring(f"<body>{xhtml(markup)}</body>").itertext()).split()
    assert sorted(words) == sorted(f"word{number}" for number in range(len(tags)))


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "ul><li", "table><tr><td"])
def test_a_body_nested_without_end_is_read_all_the_same(tag):
    tree = check(f"<{tag}>" * 3000 + "the words")
    assert "the words" in plain("".join(tree.itertext()))


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://a.example/x?y=1&z=é#ü", "https://a.example/x?y=1&z=%C3%A9#%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("HTTPS://A.example:8080/%41%zz", "https://a.example:8080/%41%25zz"),
        ("https://a.example/[x]|y", "https://a.example/%5Bx%5D%7Cy"),
        ("https://user:secret@a.example/", "https://a.example/"),
        ("https://a..example/", ""),
        ("https://a.example:99999/", ""),
        ("https://[::1/", ""),
        ("https://-/", "https://-/"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_address_in_a_book_is_one_by_the_rules_or_none(url, wanted):
    assert book_address(url) == wanted
