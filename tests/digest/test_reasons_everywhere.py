"""The same reasons, character for character and in the same order, in every output that there is."""

import email
import html
import io
import json
import re
import zipfile
from dataclasses import replace
from email import policy
from xml.etree import ElementTree as ET

import pytest

from diversify.digest import (
    render_atom,
    render_html,
    render_json,
    render_json_feed,
    render_mail,
    render_markdown,
    render_text,
    renderers,
)
from diversify.digest.atom import atom_feed
from diversify.digest.entries import Face, issue
from diversify.digest.epub import render_epub
from diversify.digest.json_feed import json_feed
from diversify.domain import Reason

WORDS = [
    "You asked for more about “ships & ports” – 3 * 4 [sic].",
    "6 outlets carry this story; <b>none</b> of them is yours.",
    "Because you read `Tides_and_piers` to its end (https://a.example/?x=1&y=2).",
    'A "world" away from home, which is mostly # 1) sport: 漢字, עברית, é.',
    "a",
]


@pytest.fixture
def reasoned(digest):
    """Every item with other reasons; the last with as many as there are."""
    items = digest.items
    given = [WORDS[:1], WORDS[1:3], WORDS]
    made = [
        replace(item, reasons=tuple(Reason("any", text) for text in texts))
        for item, texts in zip(items, given, strict=True)
    ]
    return replace(digest, items=tuple(made))


def wanted(digest):
    return [reason.text for item in digest.items for reason in item.reasons]


def of_text(text):
    """Reasons of a terminal's lines: those behind `Why:`, one to a line where the line is wide enough."""
    found, on = [], False
    for line in text.replace("\r\n", "\n").splitlines():
        start = line.startswith("    Why: ")
        on = start or (on and line.startswith("         "))
        if on:
            found.append(line[9:])
    return found


def of_markup(pattern):
    return lambda text: [html.unescape(found) for found in re.findall(pattern, text)]


def part(kind):
    return lambda text: email.message_from_string(text, policy=policy.default).get_body((kind,)).get_content()


def of_markdown(text):
    from markdown_it import MarkdownIt

    lists = re.findall(r"<li><em>Why:</em> (.*?)</li>", MarkdownIt().render(text))
    return [html.unescape(found) for found in lists]


def of_atom(text):
    bodies = [entry.findtext("{*}content") for entry in ET.fromstring(text.encode()).findall("{*}entry")]
    return [found for body in bodies for found in of_entry(body)]


of_entry = of_markup(r"<p><em>(.*?)</em></p>")


def of_book(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = sorted(
            (one for one in book.namelist() if name in one), key=lambda one: int("0" + re.sub(r"\D", "", one))
        )
        chapters = [ET.fromstring(book.read(one)) for one in names]
    return [found.text for chapter in chapters for found in chapter.iterfind(".//*[@class='reason']")]


def outputs(digest):
    """Name of an output to the reasons read back from it."""
    mail = render_mail(digest).text
    items = Face(entries="items")
    json_items = json.loads(json_feed([issue(digest)], items))["items"]
    (json_whole,) = json.loads(render_json_feed(digest).text)["items"]
    book = render_epub(digest).data
    return {
        "text": of_text(render_text(digest, width=200).text),
        "html": of_markup(r'<span class="reason">(.*?)</span>')(render_html(digest).text),
        "markdown": of_markdown(render_markdown(digest).text),
        "json": [one["text"] for item in json.loads(render_json(digest).text)["items"] for one in item["reasons"]],
        "mail, html": of_markup(r"font-size:15px[^>]*>(.*?)</p>")(part("html")(mail)),
        "atom, digest": of_atom(render_atom(digest).text),
        "atom, items": of_atom(atom_feed([issue(digest)], items)),
        "json feed, html": of_entry(json_whole["content_html"]),
        "json feed, ours": json_whole["_diversify"]["reasons"],
        "json feed, items": [one for item in json_items for one in item["_diversify"]["reasons"]],
        "json feed, items' html": [one for item in json_items for one in of_entry(item["content_html"])],
        "book, digest": of_book(book, "digest.xhtml"),
        "book, chapters": of_book(book, "item-"),
    }


def test_every_output_has_the_same_reasons(reasoned):
    found = outputs(reasoned)
    assert found == dict.fromkeys(found, wanted(reasoned))


def test_in_narrow_text_and_in_mail_only_lines_are_broken(reasoned):
    for text in (render_text(reasoned, width=72).text, part("plain")(render_mail(reasoned).text)):
        assert " ".join(of_text(text)) == " ".join(wanted(reasoned))


def test_no_output_is_left_out(reasoned):
    """Whoever adds an output adds it above."""
    assert set(renderers) == {"text", "html", "markdown", "json", "eml", "atom", "jsonfeed"}
    assert len(outputs(reasoned)) == 13
