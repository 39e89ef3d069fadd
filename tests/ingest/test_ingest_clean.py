import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.ingest import clean
from diversify.ingest.clean import (
    FIELD_LIMIT,
    TITLE_LIMIT,
    plain,
    sanitise,
    teaser,
    text_of,
    title_of,
    without_tricks,
    words_of,
)
from diversify.ingest.urls import canonical_url, outlet_of, same_site

BASE = "https://news.example/feed/"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>1</script>'>x</a>",
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<style>@import 'http://evil.example'</style>",
        '<p style="background:url(http://evil.example)" id="x" class="y">t</p>',
        '<img width="1" height="1" alt="><script>alert(1)</script>" src=x>',
        "<form action=http://evil.example><input name=q></form>",
        "<base href=http://evil.example><meta http-equiv=refresh content=0>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_nothing_that_acts_survives(attack):
    got = sanitise(attack, BASE).lower()
    tags = re.findall(r"<[^>]*>", got)
    assert not any(
        re.search(r"script|onerror|onload|style|iframe|svg|math|form|javascript|base|meta|id=|class=", t) for t in tags
    )


def test_links_are_absolute_and_pixels_and_tracking_go():
    got = sanitise(
        '<a href="../a?x=1&amp;utm_source=rss#f">a</a><img src="/i.png" width="600"><img src=/p width=1 height=1>', BASE
    )
    assert 'href="https://news.example/a?x=1"' in got
    assert 'src="https://news.example/i.png"' in got
    assert "/p" not in got.replace("/p>", "")


def test_a_field_is_cut_before_it_is_sanitised():
    assert len(sanitise("<div>" * 100_000 + "x", BASE)) < 3 * FIELD_LIMIT


@given(st.text(alphabet=st.characters(), max_size=300))
def test_sanitised_html_is_stable_and_without_tricks(markup):
    once = sanitise(markup, BASE)
    assert "<script" not in once.lower()
    assert without_tricks(once) == once
    assert sanitise(once, BASE) == once


@given(st.text(max_size=400))
def test_plain_text_is_one_clean_line(text):
    got = plain(text)
    assert got == plain(got)
    assert not set(got) & set("\x00\x1b\x07\u202e\u2066\n\t\ud800")


@given(st.text(max_size=3000))
def test_titles_fit(text):
    assert len(title_of(text).encode()) <= TITLE_LIMIT


@given(st.text(max_size=500), st.integers(2, 100))
def test_a_teaser_is_short(text, limit):
    assert len(teaser(text, limit)) <= limit


def test_text_and_titles_read_as_people_read_them():
    assert text_of("<p>One</p><style>p{}</style><p>two&nbsp;&amp; three</p><!-- no -->") == "One two & three"
    assert title_of("Fish &amp;amp; chips <em>now</em>") == "Fish & chips now"
    assert title_of("if a < b and b > c") == "if a < b and b > c"
    assert title_of("x\x1b]0;evil\x07\u202eabc") == "x]0;evilabc"


@pytest.mark.parametrize(
    "trap", ["<" * 60_000, "<a " * 20_000, "<!--" * 15_000, "<script>" * 8_000, "&" * 60_000, "<img " * 12_000]
)
def test_markup_made_to_be_slow_is_read_all_the_same(trap):
    text_of(trap)
    sanitise(trap, BASE)
    words_of(trap)
    title_of(trap)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("HTTP://WWW.Example.COM:80/A?b=1&utm_medium=x&fbclid=2&c=3#d", "http://www.example.com/A?b=1&c=3"),
        ("https://example.com", "https://example.com/"),
        ("https://user:pw@example.com/a", "https://example.com/a"),
        ("https://example.com:8443/a?", "https://example.com:8443/a"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("?p=3", "https://news.example/feed/?p=3"),
        ("https://example.com/a b\u202e", "https://example.com/a%20b%E2%80%AE"),
        ("mailto:a@b.example", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
        ("http://exa mple/", ""),
        ("http://\xa0example.org/item/2", ""),
        ("", ""),
    ],
)
def test_canonical_addresses(given_url, expected):
    assert canonical_url(given_url, BASE) == expected


@given(st.text(max_size=100), st.sampled_from(["", BASE]))
def test_canonical_addresses_stay_as_they_are(url, base):
    once = canonical_url(url, base)
    assert once == "" or once.startswith(("http://", "https://"))
    assert canonical_url(once) == once


def test_outlets_are_registrable_domains():
    assert outlet_of("https://feeds.bbci.co.uk/news") == "bbci.co.uk"
    assert outlet_of("", "http://127.0.0.1:80/x") == "127.0.0.1"
    assert outlet_of("https://someone.github.io/x") == "someone.github.io"
    assert outlet_of("nonsense") == ""
    assert same_site("https://a.example.com/", "http://b.example.com/x")
    assert not same_site("https://a.github.io/", "https://b.github.io/")


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<", ">", "<>", "< ", "<b", "<!-- x -->", "<!", "<?x?>", "<é>", "two words", "<img", "<IMG",
         "<iMg ", "<img-x>", "<imgs>", "<img/>", ' width="1"', " height=0", ' width="10"', "<img src=p width=1>",
         "&lt;", "\n", "a"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


TINY = re.compile(r"\b(?:width|height)\s*[=:]\s*[\"']?\s*[01](?:px)?(?![\w.%])", re.IGNORECASE)


@given(MARKUP)
def test_images_are_looked_at_twice_only_where_it_counts(markup):
    slow = clean._PIXEL.sub(lambda match: "" if TINY.search(match[0]) else match[0], markup)
    assert clean._without_pixels(markup) == slow


@given(st.text(st.one_of(st.characters(), st.sampled_from("\n\t\r\xa0\x0b\x0c\x7f\x1b\u202e\u200b ab")), max_size=30))
def test_tricks_go_and_all_else_stays(text):
    meant = clean._TRICKS.sub("", text.translate(clean._SIGNS))
    assert without_tricks(text) == meant
    assert without_tricks(text * 9) == meant * 9


def test_tricks_written_as_references_do_not_survive_the_sanitiser():
    got = sanitise("<p title='&#x202e;'>a&#x202e;b&#27;c&#x200b;d &#8212; e</p>", BASE)
    assert got == "<p>abcd — e</p>"
    assert sanitise("a&#x202e;b&nbsp;&gt;", BASE) == "ab&nbsp;&gt;" == sanitise("ab&nbsp;&gt;", BASE)
