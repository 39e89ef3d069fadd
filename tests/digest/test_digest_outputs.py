"""What each output does that the others do not: width, colour, markup, policy of the page, keys of the document."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.cells import cell_len

from diversify.digest import document, render_html, render_json, render_markdown, render_text
from diversify.digest.html import style_hash

ESCAPES = "\x1b[31mred\x1b[0m \x9b2J \x07bell \x1b]8;;https://evil.example\x1b\\link"


def test_text_keeps_to_its_width_except_for_addresses(digest, with_words):
    long_words = with_words("wide 漢字漢字漢字 " * 12 + "x" * 200)
    for width in (32, 80, 120):
        for each in (digest, long_words):
            lines = render_text(each, width=width).text.splitlines()
            assert all(cell_len(line) <= width for line in lines if "https://" not in line)


def test_an_address_is_never_broken(digest):
    url = "https://outlet1.example/" + "a" * 150
    shown = render_text(replace(digest, items=(replace(digest.items[0], url=url),)), width=40)
    assert f"    {url}\n" in shown.text


def test_escape_sequences_appear_only_with_colour_and_only_ours(digest, with_words, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in render_text(digest).text
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = render_text(with_words(ESCAPES), colour=True).text
    assert "\x1b[" in coloured
    without_style = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", without_style)
    assert without_style == render_text(with_words(ESCAPES)).text


def test_text_says_lanes_in_words_and_what_one_can_do(digest):
    text = render_text(digest).text
    assert " 1  near · Eight rowers cross the bay\n" in text
    assert " 2  far · Cranes learn to wait\n" in text
    assert "The One · yesterday · 3 min · Sport · Health\n" in text
    assert "3 items: 1 near, 1 common, 1 far of 2 · about 7 minutes\n" in text
    assert digest.unmet[0] in text
    for command in ("diversify read N", "diversify why N", "diversify like N"):
        assert command in text


def test_text_has_no_trailing_spaces(digest):
    assert not re.search(r"[ \t]+$", render_text(digest).text, re.MULTILINE)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, *names):
        return [attributes for tag, attributes in self.tags if tag in names]


def test_the_pages_policy_allows_its_own_style_and_nothing_else(digest):
    text = render_html(digest).text
    style = text.split("<style>")[1].split("</style>")[0]
    policy = next(m["content"] for m in Page(text).all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src '{style_hash(style)}'" in policy
    assert "unsafe" not in policy


def test_the_page_loads_nothing_and_runs_nothing(digest, with_words):
    for each in (digest, with_words('"><script src=//e.example></script><img src=x onerror=alert(1)>')):
        text = render_html(each).text
        page = Page(text)
        assert not page.all("script", "img", "link", "iframe", "object", "embed", "form", "base", "svg", "video")
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert not re.search(r"url\(|@import|@font-face", text)
        for link in page.all("a"):
            assert link["href"].startswith(("https://", "#"))
            assert link["href"].startswith("#") or link["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "\x01javascript:alert(1)", ""])
def test_other_addresses_are_no_links_in_the_page(digest, url):
    item = replace(digest.items[0], url=url, others=())
    hrefs = [link["href"] for link in Page(render_html(replace(digest, items=(item,))).text).all("a")]
    assert all(href.startswith("#") for href in hrefs)


def test_the_page_has_landmarks_one_first_heading_and_languages(digest):
    page = Page(
        render_html(replace(digest, items=(replace(digest.items[0], language="pt-BR"), *digest.items[1:]))).text
    )
    names = [tag for tag, _ in page.tags]
    assert [names.count(name) for name in ("h1", "header", "nav", "main", "footer")] == [1] * 5
    assert names.count("h2") == names.count("article") == 3
    assert page.all("html") == [{"lang": "en"}]
    assert [heading["lang"] for heading in page.all("h2")] == ["pt-BR", "en", "en"]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")} <= set(ids)


def test_a_made_up_language_is_left_out(digest, with_words):
    assert 'lang=""' not in render_html(with_words("x")).text
    assert "lang=" not in render_html(with_words('en" onclick="x')).text.split("<main")[1]


def test_the_document_has_the_promised_keys_in_the_promised_order(digest):
    read = json.loads(render_json(digest).text)
    head = ["reader", "date", "model", "seed", "mix", "unmet", "reading_minutes", "items", "check_in"]
    keys = [
        *("position", "lane", "id", "title", "url", "source", "feed_url", "published", "language", "industries"),
        *("topics", "farness", "scores", "story", "new_voice", "reasons"),
    ]
    assert list(read) == head
    assert all(list(item) == keys for item in read["items"])
    assert list(read["mix"]) == ["asked", "delivered"]
    assert list(read["mix"]["asked"]) == list(read["mix"]["delivered"]) == ["near", "common", "far"]
    first = read["items"][0]
    assert list(first["story"]) == ["outlets", "others"]
    assert list(first["topics"][0]) == ["name", "share"]
    assert list(first["reasons"][0]) == ["kind", "text", "terms"]
    assert first["published"] == "2025-11-20T12:00:00Z"


def test_the_documents_numbers_have_six_digits_and_are_json(digest):
    odd = replace(digest.items[0], farness=float("nan"), scores={"a": 1 / 3, "b": float("inf"), "c": -1e-9})
    item = document(replace(digest, items=(odd,)))["items"][0]
    assert item["farness"] is None
    assert item["scores"] == {"a": 0.333333, "b": None, "c": 0.0}
    assert str(item["scores"]["c"]) == "0.0"
    assert render_json(digest).text.endswith("}\n")


def test_the_document_writes_letters_as_letters(digest, with_words):
    assert "日本語 ñ" in render_json(with_words("日本語 ñ")).text


def markdown_tokens(text):
    from markdown_it import MarkdownIt

    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text):
        yield token
        yield from token.children or ()


HOSTILE_MARKDOWN = [
    "[free](http://evil.example)",
    "![x](http://evil.example/p.png)",
    "<img src=x onerror=alert(1)>",
    "# heading",
    "- list",
    "1. list",
    "1) list",
    "> quote",
    "```code```",
    "`code`",
    "**bold** _em_ ~~gone~~",
    "| a | b |",
    "&lt;b&gt; &amp;",
    "http://evil.example",
    "www.evil.example",
    "a\\",
    "\\[x](y)",
    "]()(",
    "===",
    "---",
    "+ list",
    "a@evil.example",
    "[x]: http://evil.example",
    ": definition",
]


def only_words(digest):
    """The same digest with honest addresses."""
    item = digest.items[0]
    others = (replace(item.others[0], url="https://fine.example/2"),)
    return replace(digest, items=(replace(item, url="https://fine.example/1", others=others),))


@pytest.mark.parametrize("words", HOSTILE_MARKDOWN)
def test_no_title_adds_markup_to_markdown(with_words, words):
    def markup(text):
        tokens = markdown_tokens(render_markdown(only_words(with_words(text))).text)
        return [(token.type, token.attrs) for token in tokens if not token.type.startswith("text")]

    assert markup(words) == markup("honest")


def rendered_markdown(text):
    return "".join(t.content for t in markdown_tokens(text) if t.type in {"text", "text_special", "code_inline"})


@pytest.mark.parametrize("words", HOSTILE_MARKDOWN)
def test_markdown_shows_every_title_as_it_is(with_words, words):
    assert words in rendered_markdown(render_markdown(with_words(words)).text)


@pytest.mark.parametrize("render", [render_text, render_html, render_markdown])
def test_a_notice_stands_before_the_items_and_what_is_unmet_after(digest, render):
    text = render(replace(digest, notice="All of this is invented")).text
    body = text.partition("</head>")[2] or text
    notice, first, unmet = (
        body.index(words) for words in ("All of this is invented", "Eight rowers cross", "One far place stays empty")
    )
    assert notice < first < unmet


@pytest.mark.parametrize("render", [render_text, render_html, render_markdown])
def test_an_empty_digest_names_no_place_to_read(digest, render):
    text = render(replace(digest, items=(), delivered={}, unmet=("Nothing was published.",))).text
    assert "no items" in text
    assert "Nothing was published." in text
    assert "diversify read N" not in text
    assert text.count("─" * 80) <= 1
