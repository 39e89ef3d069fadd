"""JSON Feed beside other readers' cases: what agrees, and the list of what does not, by cause."""

import html
import json
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.errors import ParseError
from diversify.ingest import FeedParser, canonical_url
from diversify.ingest.clean import text_of
from diversify.ingest.jsonfeed import read_json_feed

FEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"
FOLDERS = ("conformance/feedparser/json", "conformance/feed-rs/jsonfeed", "conformance/lemon24-reader", "snapshots")
BESIDE = pytest.mark.skipif(not FEEDS.exists(), reason="documents of other readers are not beside the checkout")
URL = "https://example.org/feed.json"


def is_json_feed(path):
    return "serde" not in path.name and b"jsonfeed.org/version" in path.read_bytes()[:4096]


PATHS = sorted(path for folder in FOLDERS for path in (FEEDS / folder).rglob("*.json") if is_json_feed(path))


def parsed(item, url=URL, **fields):
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item], **fields}
    return FeedParser().parse(json.dumps(document).encode(), url=url).entries[0]


def moment(text):
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = parsedate_to_datetime(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def words(markup):
    """The words of a text, however its markup is written."""
    return text_of(html.unescape(markup or "").replace("\u00a0", " ")).split()


# What feed-rs says, beside ours: (case, item, field) to the cause. All others agree.
INVENTED = "it invents an identity for an item that has none; ours is its address"
BOTH = "it adds the author of 1.0 to the authors of 1.1; these take its place, says 1.1"
UNREAD = "it reads no language of an item"
DIFFERENT = {
    ("jsonfeed_elastic_1.1", 0, "guid"): INVENTED,
    ("jsonfeed_elastic_1.1", 1, "guid"): INVENTED,
    ("jsonfeed_elastic_1.1", 2, "guid"): INVENTED,
    ("jsonfeed_elastic_1.1", 0, "author"): BOTH,
    ("jsonfeed_elastic_1.1", 1, "language"): UNREAD,
}


def said_by_feed_rs(item):
    content = item["content"]["body"] if item["content"] else ""
    return {
        "guid": item["id"],
        "link": canonical_url(item["links"][0]["href"]) if item["links"] else "",
        "title": item["title"]["content"] if item["title"] else "",
        "author": ", ".join(one["name"] for one in item["authors"]),
        "published": moment(item["published"]),
        "updated": moment(item["updated"]),
        "categories": tuple(one["term"] for one in item["categories"]),
        "language": item["language"] or "",
        "content": words(content),
        "summary": words(item["summary"]["content"] if item["summary"] else ""),
    }


def said_by_us(entry):
    said = {name: getattr(entry, name) for name in ("guid", "link", "title", "author", "published", "updated")}
    said |= {"categories": entry.categories, "language": entry.language}
    return said | {"content": words(entry.content), "summary": words(entry.summary)}


@BESIDE
def test_feed_rs_agrees_but_for_named_causes():
    agree, other = 0, {}
    for path in (path for path in PATHS if "feed-rs" in path.parts):
        theirs = json.loads(path.with_suffix(".serde.json").read_text())
        ours = FeedParser().parse(path.read_bytes(), url=URL)
        assert ours.title == html.unescape(theirs["title"]["content"])
        assert ours.site == canonical_url(theirs["links"][0]["href"])
        assert len(ours.entries) == len(theirs["entries"])
        for row, (entry, item) in enumerate(zip(ours.entries, theirs["entries"], strict=True)):
            mine, expected = said_by_us(entry), said_by_feed_rs(item)
            for name, value in expected.items():
                if mine[name] == value:
                    agree += 1
                else:
                    other[path.stem, row, name] = (value, mine[name])
    causes = Counter(DIFFERENT.get(key) for key in other)
    print(f"feed-rs: {agree} of {agree + len(other)} fields agree; {dict(causes)}")  # noqa: T201 - seen with -rP
    assert {key: pair for key, pair in other.items() if key not in DIFFERENT} == {}
    assert set(DIFFERENT) == set(other)
    assert agree >= 0.9 * (agree + len(other))


@BESIDE
def test_feedparser_says_the_same_of_its_example():
    (path,) = [path for path in PATHS if "feedparser" in path.parts]
    feed = FeedParser().parse(path.read_bytes(), url=URL)
    assert (feed.title, len(feed.entries)) == ("My Example Feed", 2)  # what its description expects
    first, second = feed.entries
    assert (first.author, second.author) == ("me", "you")
    assert first.enclosure == "https://example.org/second-item-show.mp4"
    assert first.categories == ("test", "JSON")
    assert "script" not in second.content


def said_by_the_format(item, document):
    """What the text of the format says of an item, read as simply as can be; None for what is malformed."""

    def text(value):
        return value if isinstance(value, str) else ""

    def names(holder):
        people = holder.get("authors", [holder.get("author")])
        return [text(one.get("name")) for one in people if isinstance(one, dict)] if isinstance(people, list) else []

    files = [one for one in item.get("attachments", []) if isinstance(one, dict) and text(one.get("url"))]
    base = text(document.get("home_page_url")) or URL
    link = text(item.get("url")) or text(item.get("external_url"))
    return {
        "guid": str(item.get("id", "")),
        "link": canonical_url(link, base) if link else None,
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "author": ", ".join(filter(None, names(item))) or None,
        "categories": tuple(item.get("tags", ())),
        "enclosure": canonical_url(files[0]["url"], base) if files else "",
        "content": words(text(item.get("content_html"))) or words(text(item.get("content_text"))),
        "thumbnail": text(item.get("image")) or text(item.get("banner_image")),
    }


# Documents that break the format on purpose: ours is what is there, where the format has no answer.
MALFORMED = {("invalid", 0, name) for name in ("published", "updated")}


@BESIDE
@pytest.mark.parametrize("path", PATHS, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_document_says_what_the_format_says(path):
    document = json.loads(path.read_bytes())
    feed = FeedParser().parse(path.read_bytes(), url=URL)
    assert len(feed.entries) == len(document["items"])
    different = {}
    for row, (entry, item) in enumerate(zip(feed.entries, document["items"], strict=True)):
        for name, value in said_by_the_format(item, document).items():
            mine = getattr(entry, name)
            if value is None or (path.stem, row, name) in MALFORMED:
                continue
            said = moment(value) if name in ("published", "updated") else value
            if name == "content":  # both are cut where they are long, not at the same word
                mine, said = words(mine)[:2_000], value[:2_000]
            if mine != said:
                different[row, name] = (mine, said)
    assert different == {}


def test_authors_of_1_1_and_the_author_of_1_0():
    assert parsed({"id": "1", "authors": [{"name": "A"}, {"name": "B"}, {"name": "A"}]}).author == "A, B"
    assert parsed({"id": "1", "author": {"name": "C"}}).author == "C"
    assert parsed({"id": "1", "authors": [], "author": {"name": "C"}}).author == "C"
    assert parsed({"id": "1", "authors": [{"name": "A"}], "author": {"name": "C"}}).author == "A"
    assert parsed({"id": "1"}, authors=[{"name": "F"}]).author == "F"
    assert parsed({"id": "1"}, author={"name": "G"}).author == "G"
    assert parsed({"id": "1", "authors": [{"url": "https://n.example/joe"}]}, author={"name": "G"}).author != "G"
    assert parsed({"id": "1", "author": "Text"}).author == "Text"
    assert parsed({"id": "1", "authors": {"name": "One"}}).author == "One"


@pytest.mark.parametrize(
    ("spelled", "guid"),
    [("7", "7"), ("7.0", "7.0"), ("1e3", "1e3"), ('"7"', "7"), ("9" * 5000, "9" * 2048), ("true", "")],
)
def test_numbers_as_identities_are_kept_as_written(spelled, guid):
    body = f'{{"version": "https://jsonfeed.org/version/1", "items": [{{"id": {spelled}, "title": 2026, "url": 1.5}}]}}'
    (entry,) = FeedParser().parse(body.encode(), url=URL).entries
    assert (entry.guid, entry.title, entry.link) == (guid, "2026", "")


def test_pictures_files_and_links():
    files = [{"url": "/a.mp3", "mime_type": "audio/mpeg"}, {"url": "/b.jpg", "mime_type": "image/jpeg"}]
    entry = parsed({"id": "1", "external_url": "/x", "attachments": [{"mime_type": "x"}, *files]})
    assert (entry.link, entry.enclosure) == ("https://example.org/x", "https://example.org/a.mp3")
    assert entry.thumbnail == "https://example.org/b.jpg"
    both = parsed({"id": "1", "url": "/u", "external_url": "/x", "image": "/i.png", "banner_image": "/n.png"})
    assert (both.link, both.thumbnail) == ("https://example.org/u", "https://example.org/i.png")
    assert parsed({"id": "1", "banner_image": "/n.png"}).thumbnail == "https://example.org/n.png"


def test_text_is_text_and_markup_is_markup():
    entry = parsed({"id": "1", "content_text": "a < b & <i>c</i>\nd\n\ne", "summary": "<b>x</b>"})
    assert entry.content == "<p>a &lt; b &amp; &lt;i&gt;c&lt;/i&gt;<br>d</p><p>e</p>"
    assert text_of(entry.summary) == "<b>x</b>"
    assert parsed({"id": "1", "content_text": "t", "content_html": "<p>h</p>"}).content == "<p>h</p>"
    assert parsed({"id": "1", "content_text": "t", "content_html": ""}).content == "t"


def test_language_and_dates_and_further_pages():
    item = {
        "id": "1",
        "language": "de-AT",
        "date_published": "2026-11-20T10:00:00+01:00",
        "date_modified": "2026-11-21",
    }
    entry = parsed(item, next_url="http://10.0.0.1/next", language="fr")
    assert entry.language == "de"
    assert entry.published == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        b'{"items": []}',
        b'{"version": 1, "items": [{}]}', b'{"version": "https://jsonfeed.org/version/1"}', b"[]",
        b"{",
        b'{"version": "x", "items": {}}', b'{"a":' * 100_000, b"[" * 1_000_000, b'{"title": "T", "items": null}',
    ],
)  # fmt: skip
def test_what_is_no_feed_is_an_error_with_its_kind(body):
    with pytest.raises(ParseError) as caught:
        FeedParser().parse(body, url=URL)
    assert caught.value.kind in ("parse", "not_a_feed")


def test_control_signs_within_texts_are_tolerated():
    body = b'\xef\xbb\xbf {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "a\tb\x01"}]}'
    assert [entry.title for entry in FeedParser().parse(body, url=URL).entries] == ["a b"]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "url", "mime_type", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)
texts = ["id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"]
fields = st.sampled_from(
    [*texts, "date_published", "date_modified", "tags", "language", "author", "authors", "attachments"]
)


@given(st.dictionaries(fields, values, max_size=6), values)
def test_any_item_is_read(item, author):
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "author": author, "items": [item, author]})
    feed = FeedParser().parse(body.encode(), url=URL)
    assert 1 <= len(feed.entries) <= 2
    assert len(read_json_feed(body.encode(), url=URL).entries) == len(feed.entries)
