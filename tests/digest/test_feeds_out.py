"""Atom and JSON Feed: by the rules of their papers, and read back by a feed reader."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from diversify.digest.atom import atom_feed, render_atom
from diversify.digest.entries import TAG, Face, Issue, entries_of, etag, fingerprint
from diversify.digest.json_feed import json_feed, render_json_feed
from diversify.domain import Reason
from diversify.testing import hostile, make_digest

DIGEST = make_digest()
NOON = datetime(2025, 11, 21, 12, 0, 0, 999_999, tzinfo=UTC)
MARK = "fedcba9876543210" * 2
PAGE = "https://me.example/d"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def issues(count=3, digest=DIGEST):
    """Digests of several days, each with an article of its own."""
    for number in range(count):
        day = (datetime(2025, 11, 21, tzinfo=UTC) - timedelta(days=number)).date().isoformat()
        item = replace(digest.items[0], id=1005 + number, url=f"https://a.example/{number}")
        when = NOON - timedelta(days=number)
        yield Issue(replace(digest, date=day, items=(item,)), when, when + timedelta(hours=number))


FACES = [Face(MARK), Face(MARK, "items"), Face(MARK, "digest", PAGE, f"{PAGE}/feed.atom"), Face(MARK, "items", PAGE)]


def check_atom(text):
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must hold, and how often."""
    root = ET.fromstring(text.encode())
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
            assert element.findtext(ATOM + name).strip()
        for name in ("subtitle", "generator", "summary", "content", "published", "rights", "logo", "icon"):
            assert len(element.findall(ATOM + name)) <= 1
        for name in ("updated", "published"):
            assert all(RFC3339.fullmatch(one.text) for one in element.findall(ATOM + name))
        assert element.findtext(f"{ATOM}id").startswith("tag:")
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert len(alternates) == len(set(alternates))
    assert root.findall(f"{ATOM}author/{ATOM}name")
    assert all(author.findtext(f"{ATOM}name").strip() for author in root.iter(f"{ATOM}author"))
    identities = [one.findtext(f"{ATOM}id") for one in (root, *entries)]
    assert len(identities) == len(set(identities))
    for entry in entries:
        assert entry.find(f"{ATOM}content").get("type") == "html"
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    known = {"feed", "entry", "id", "title", "updated", "published", "author", "name", "generator", "link", "category"}
    assert {one.tag.removeprefix(ATOM) for one in root.iter()} <= known | {"summary", "content"}
    return root


def check_json_feed(text):
    """The published rules of version 1.1: required keys, and the type of every key that there is."""
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    top = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    assert set(feed) <= top
    assert {"version", "title", "items"} <= set(feed)
    assert all(isinstance(feed[name], str) and feed[name] for name in set(feed) - {"authors", "items"})
    each = {
        *("id", "url", "title", "content_html", "content_text", "summary", "date_published", "date_modified"),
        *("authors", "tags", "language", "_diversify"),
    }
    for item in feed["items"]:
        assert set(item) <= each
        assert isinstance(item["id"], str)
        assert item["id"]
        assert "content_html" in item or "content_text" in item
        for name in set(item) - {"authors", "tags", "_diversify"}:
            assert isinstance(item[name], str), name
        assert all(RFC3339.fullmatch(item[name]) for name in ("date_published", "date_modified"))
        assert all(isinstance(author, dict) and author["name"] for author in item.get("authors", []))
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        assert re.match("https?://", item.get("url", "https://"))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    return feed


@pytest.fixture(scope="module")
def grammar():
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face.entries}-{bool(face.page)}")
def test_atom_is_valid_by_the_grammar(grammar, face):
    for made in (list(issues()), [], list(issues(digest=hostile(DIGEST)))):
        grammar.assertValid(etree.fromstring(atom_feed(made, face).encode()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<updated>2", "<updated>x2"),
        ("<updated>", "<id>tag:x</id><updated>"),
        ("<name>", "<nom>"),
        ('type="html"', 'type="markdown"'),
        ("<title>diversify</title>", ""),
        ('xml:lang="en"', 'xml:lang="englisch!"'),
        ("<id>tag:", "<id>"),
    ],
)
def test_the_grammar_finds_faults(grammar, old, new):
    text = (
        atom_feed(list(issues()), Face(MARK))
        .replace(old, new)
        .replace("</name>", f"</{new.strip('<>') if 'nom' in new else 'name'}>")
    )
    with pytest.raises(etree.DocumentInvalid):
        grammar.assertValid(etree.fromstring(text.encode()))


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face.entries}-{bool(face.page)}")
def test_both_feeds_keep_the_rules_of_their_papers(face):
    for made in (list(issues()), [], list(issues(digest=hostile(DIGEST)))):
        check_atom(atom_feed(made, face))
        check_json_feed(json_feed(made, face))


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face.entries}-{bool(face.page)}")
def test_a_feed_reader_reads_what_was_written(face):
    made = list(issues())
    read = feedparser.parse(atom_feed(made, face).encode())
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.id == face.identity
    wanted = entries_of(made, face)
    assert len(read.entries) == len(wanted) == 3
    for entry, want in zip(read.entries, wanted, strict=True):
        assert entry.id == want.identity
        assert entry.title == want.title
        assert entry.summary == want.summary
        assert entry.link == want.url or entry.link == want.identity  # which feedparser takes where there is no link
        for said, moment in ((entry.published_parsed, want.published), (entry.updated_parsed, want.updated)):
            assert datetime(*said[:6], tzinfo=UTC) == moment.replace(microsecond=0)
        for reason in want.reasons:
            assert reason in re.sub(r"&amp;", "&", entry.content[0].value)


def test_both_feeds_say_the_same():
    for face in FACES:
        root, feed = check_atom(atom_feed(list(issues()), face)), check_json_feed(json_feed(list(issues()), face))
        for entry, item in zip(root.findall(f"{ATOM}entry"), feed["items"], strict=True):
            assert entry.findtext(f"{ATOM}id") == item["id"]
            assert entry.findtext(f"{ATOM}content") == item["content_html"]
            assert entry.findtext(f"{ATOM}updated") == item["date_modified"]


def test_identities_are_tags_and_hang_on_nothing_that_changes():
    plain, moved = Face(MARK), Face(MARK, "digest", PAGE, f"{PAGE}/atom")
    before = [entry.identity for entry in entries_of(list(issues()), plain)]
    assert before[0] == f"{TAG}{MARK}/day/2025-11-21"
    renamed = [replace(one, digest=replace(one.digest, model="m2", seed=9, reader="x")) for one in issues()]
    assert [entry.identity for entry in entries_of(renamed, moved)] == before
    items = [entry.identity for entry in entries_of(list(issues()), Face(MARK, "items"))]
    assert items == [f"{TAG}{MARK}/item/{number}" for number in (1005, 1006, 1007)]


def test_an_item_of_two_days_stands_once_with_the_later():
    first, second = list(issues(2))
    same = replace(second, digest=replace(second.digest, items=first.digest.items))
    (entry,) = entries_of([same, first], Face(MARK, "items"))
    assert entry.updated == first.updated
    assert len(entries_of([same, first], Face(MARK))) == 2


def test_the_newest_change_dates_the_feed():
    made = list(issues())
    root = check_atom(atom_feed(made, Face(MARK)))
    assert root.findtext(f"{ATOM}updated") == max(one.updated for one in made).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_fingerprint_changes_with_what_is_read_and_with_nothing_else():
    item = DIGEST.items[0]
    same = [
        replace(DIGEST, model="other", seed=3, notice="x"),
        replace(DIGEST, items=(replace(item, topics={"x": 1.0}, industry_names=("y",), scores={}),)),
    ]
    other = [
        replace(DIGEST, items=()),
        replace(DIGEST, unmet=()),
        replace(DIGEST, items=(replace(item, title="x"),)),
        replace(DIGEST, items=(replace(item, reasons=(Reason("any", "x"),)),)),
        replace(DIGEST, items=(replace(item, id=6),)),
    ]
    assert {fingerprint(one) for one in same} == {fingerprint(DIGEST)}
    assert len({fingerprint(one) for one in [DIGEST, *other]}) == 6
    assert len(fingerprint(hostile(DIGEST))) == 32


def test_a_validator_is_strong_and_differs_with_the_bytes():
    assert re.fullmatch('"[0-9a-f]{32}"', etag(b"a"))
    assert etag(b"a") == etag(b"a") != etag(b"b")


@given(words=st.text(st.characters()))
def test_any_words_make_a_feed_that_can_be_read(words):
    digest = hostile(DIGEST, words)
    for face in FACES[:2]:
        made = [replace(one, digest=replace(digest, date=one.digest.date)) for one in issues(1)]
        check_atom(atom_feed(made, face))
        check_json_feed(json_feed(made, face))


def test_a_digest_alone_makes_the_same_bytes_whenever_it_is_rendered():
    for render in (render_atom, render_json_feed):
        assert render(DIGEST) == render(DIGEST)
        assert render(replace(DIGEST, items=())).text


def test_an_items_entry_leads_to_the_article_and_a_digests_to_its_page():
    (item,) = json.loads(json_feed(list(issues(1)), Face(MARK, "items", PAGE)))["items"]
    assert item["url"] == "https://a.example/0"
    assert item["tags"] == ["far", "Ships"]
    assert item["authors"] == [{"name": "Harbour *Daily*"}]
    (whole,) = json.loads(json_feed(list(issues(1)), Face(MARK, "digest", PAGE)))["items"]
    assert whole["url"] == f"{PAGE}/day/2025-11-21"
