"""The law of renderers: the same words and reasons, nothing that a reader's machine would obey, the same twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from diversify.domain import CheckIn, Digest, DigestItem, OtherOutlet, Reason
from diversify.protocols import Renderer
from diversify.testing.expect import expect, expect_same

HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07 \x9b31m \u202egnp.exe\u202c \u2028 \x00 \x7f \r\n "
    "<script>alert(1)</script> [a](javascript:alert(1)) ![b](https://evil.example/p.png) \ud800 \U000e0041"
)
"""Words of a feed that try a terminal, a page, Markdown and an encoder at once."""

_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def make_digest() -> Digest:
    """A digest of one far item with signs in its words that every kind of output must escape.

    Examples
    --------
    >>> make_digest().items[0].lane
    'far'
    """
    item = DigestItem(
        position=1,
        lane="far",
        id=5,
        title="Salt & “light” at 5 < 6",
        url="https://a.example/5",
        source="Harbour *Daily*",
        feed_url="https://a.example/feed",
        published=datetime(2025, 11, 20, 8, tzinfo=UTC),
        language="en",
        summary="A summary, with [brackets] and #signs.",
        author="",
        minutes=4,
        industries={"maritime": 0.8},
        topics={"tides": 1.0},
        farness=0.7,
        scores={"farness": 0.7, "relevance": 0.1},
        outlets=2,
        others=(OtherOutlet("The <Other>", "https://b.example/9"),),
        new_voice=True,
        reasons=(
            Reason("far", "Far from “sport”, in ships & ports_and_piers – 3 * 4 [sic].", {"farness": 0.7}),
            Reason("voice", "Harbour *Daily* was never shown to you before; this is long enough to be broken in two."),
        ),
        industry_names=("Ships",),
    )
    return Digest(
        reader="reader",
        date="2025-11-21",
        model="m",
        seed=1,
        asked={"near": 0, "common": 0, "far": 1},
        delivered={"near": 0, "common": 0, "far": 1},
        unmet=("Two far places stay <empty>.",),
        items=(item,),
    )


def hostile(digest: Digest, words: str = HOSTILE) -> Digest:
    """The same digest with these words in every field that a feed can write."""
    items = tuple(
        replace(
            item,
            title=words,
            url=words,
            source=words,
            feed_url=words,
            summary=words,
            author=words,
            language=words,
            topics={words: 1.0},
            industry_names=(words,),
            others=(OtherOutlet(words, words),),
            reasons=(Reason("any", words, {words: 1.0}),),
        )
        for item in digest.items
    )
    asked = CheckIn(digest.date, "topic", words, words)
    return replace(digest, items=items, unmet=(words,), notice=words, reader=words, check_in=asked)


def check_renderer(renderer: Renderer, *, visible: Callable[[str], str] = str) -> None:
    """Raise where a renderer breaks its law.

    Parameters
    ----------
    renderer
        What to check.
    visible
        What a reader sees of an output: its text without markup. White space does not count.

    Raises
    ------
    AssertionError
        With the rule that is broken.

    Examples
    --------
    >>> from diversify.digest import render_text
    >>> check_renderer(render_text)
    """
    digest = make_digest()
    rendered = renderer(digest)
    seen = " ".join(visible(rendered.text).split())
    item = digest.items[0]
    sentences = [reason.text for reason in item.reasons]
    for words in (item.title, item.source, item.lane, *sentences, *digest.unmet):
        expect(words in seen, f"an output must show {words!r} character for character")
    expect_same(renderer(digest), rendered, "the same digest must give the same output")
    expect("/" in rendered.media_type, f"media type {rendered.media_type!r} must name a type and a subtype")
    expect(rendered.filename, "an output must have a name for a file")
    expect(rendered.text.endswith("\n"), "an output must end with a newline")
    empty = renderer(replace(digest, items=(), delivered=dict.fromkeys(digest.delivered, 0)))
    shown = " ".join(visible(empty.text).split())
    expect(digest.unmet[0] in shown, "an empty digest must still say what could not be met")
    text = renderer(hostile(digest)).text
    found = _OBEYED.search(text)
    expect(not found, f"an output must hold no control or bidirectional override, found {found!r}")
    text.encode()
