"""What is stored of a long text is short enough, well nested, and a beginning of it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Entry, ParsedFeed
from diversify.ingest.clean import FIELD_LIMIT, sanitise
from diversify.ingest.cutting import STORED_LIMIT, within
from diversify.ingest.drafts import drafts_of

TAG = re.compile(r"<(/?)([a-z0-9]+)(?:[^<>\"]|\"[^\"]*\")*>")
BASE = "https://n.example/"


def nested(markup):
    """Whether every element that is opened is closed, in turn."""
    still_open = []
    for closing, name in TAG.findall(markup):
        if closing:
            if not still_open or still_open.pop() != name:
                return False
        elif name not in ("br", "hr", "img", "wbr", "col"):
            still_open.append(name)
    return not still_open


def check(markup, limit):
    safe = sanitise(markup, BASE)
    cut = within(safe, limit)
    assert len(cut.encode()) <= limit or cut == safe
    assert len(safe.encode()) > limit or cut == safe
    assert nested(cut) or not nested(safe)
    kept = re.sub(r"(?:</\w+>)*\Z", "", cut)
    assert safe.startswith(kept)
    return cut


def test_what_is_stored_of_an_article_is_at_most_64_kibibytes():
    for text in (
        "&" * FIELD_LIMIT,
        "<b>" + "&" * FIELD_LIMIT,
        "<div>" * 20_000 + "x",
        "<a href=/a>b</a>" * 9_000,
        "ü€" * 60_000,
    ):
        content = sanitise(text, BASE)
        (draft,) = drafts_of(ParsedFeed(entries=(Entry(guid="1", title="T", content=content),)))
        assert len(draft.content.encode()) <= STORED_LIMIT
        assert nested(draft.content)
        assert content.startswith(draft.content[:1000])


def test_neither_signs_nor_references_nor_tags_are_cut_in_two():
    for limit in range(20, 80):
        cut = check(
            '<p>Größe &amp; <b>«Wind»</b> <img alt="a > b" src="/x.png"><i>und &lt;Regen&gt; 🌧🌧</i></p>' * 3, limit
        )
        assert not re.search(r"&[#\w]*\Z|&[#\w]*<|�", cut)
        assert "<img" not in TAG.sub("", cut)


pieces = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<ul><li>",
        "</li></ul>",
        "<br>",
        "&amp;",
        "a",
        "ü",
        "🌧",
        " ",
        '<a href="/a?b=1">',
        "</a>",
    ]
)


@given(st.lists(pieces, max_size=60), st.integers(0, 300))
def test_any_text_is_cut_well(parts, limit):
    check("".join(parts), limit)
