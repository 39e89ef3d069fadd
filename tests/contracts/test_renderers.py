"""The law of renderers: whatever the output, the same words and reasons, nothing hostile, nothing from elsewhere."""

import email
import html
import json
import re
from dataclasses import replace
from email import policy
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diversify.digest import renderers
from diversify.digest.words import plain
from diversify.domain import Reason
from diversify.testing import check_renderer, hostile, make_digest

DIGEST = make_digest()
ITEM = DIGEST.items[0]
EVERY = pytest.mark.parametrize("name", sorted(renderers))


def visible(name, text):
    """What a reader of this output sees, white space single."""
    if name == "html":
        text = html.unescape(re.sub(r"<[^>]+>", " ", text.split("<body>")[1]))
    if name == "json":
        text = " ".join(strings(json.loads(text)))
    if name == "markdown":
        from markdown_it import MarkdownIt

        text = html.unescape(re.sub(r"<[^>]+>", "", MarkdownIt().render(text)))
    if name == "eml":
        text = email.message_from_string(text, policy=policy.default).get_body(("plain",)).get_content()
    if name == "atom":
        entry = ET.fromstring(text.encode()).find("{*}entry")
        text = html.unescape(re.sub(r"<[^>]+>", " ", entry.findtext("{*}content")))
    if name == "jsonfeed":
        text = html.unescape(re.sub(r"<[^>]+>", " ", json.loads(text)["items"][0]["content_html"]))
    return " ".join(text.split())


def strings(value):
    if isinstance(value, dict):
        return [found for part in value.values() for found in strings(part)]
    if isinstance(value, list):
        return [found for part in value for found in strings(part)]
    return [value] if isinstance(value, str) else []


@EVERY
def test_every_output_keeps_the_law(name):
    check_renderer(renderers[name], visible=lambda text: visible(name, text))


@EVERY
def test_every_output_names_the_other_outlets(name):
    assert ITEM.others[0].source in visible(name, renderers[name](DIGEST).text)


@EVERY
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(plain))
def test_reasons_and_titles_of_any_words_survive_every_output(name, words):
    item = replace(ITEM, title=words, reasons=(Reason("any", words),))
    seen = visible(name, renderers[name](replace(DIGEST, items=(item,))).text)
    # A terminal breaks words longer than its line; what is left without white space is the same.
    assert seen.replace(" ", "").count("".join(plain(words).split())) >= 2


def test_the_page_makes_no_element_and_no_link_of_hostile_words():
    text = renderers["html"](hostile(DIGEST)).text
    assert not re.search(r"<(script|img|iframe|link)|href=\"(?!https://|#)|\ssrc=", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda text: text.replace("3 * 4", "3 4"), "character for character"),
        (lambda text: text + "\x1b[0m\n", "no control"),
        (lambda text: text.rstrip("\n"), "end with a newline"),
    ],
)
def test_the_law_catches_a_renderer_that_breaks_it(broken, words):
    def renderer(digest):
        rendered = renderers["text"](digest)
        return replace(rendered, text=broken(rendered.text))

    with pytest.raises(AssertionError, match=words):
        check_renderer(renderer)
