import html
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Feed, FeedLimits
from diversify.errors import DiversifyError, FileError
from diversify.ingest import read_opml, write_opml
from diversify.ingest.opml_outline import OURS

LISTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"


def opml(inner):
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{inner}</body></opml>'.encode()


def test_folders_nest_and_types_may_be_missing():
    feeds = read_opml(
        opml(
            '<outline text="World"><outline title="Sea"><outline text="A" type="rss" xmlUrl="http://a.example/"/></outline>'
            '<outline text="B" xmlURL="https://b.example/f" htmlUrl="https://b.example" language="de-AT"/></outline>'
            '<outline text="C" xmlUrl="feed://c.example/x"><outline text="D" xmlUrl="http://d.example/"/></outline>'
        )
    )
    assert [(feed.url, feed.title, feed.folder) for feed in feeds] == [
        ("http://a.example/", "A", ("World", "Sea")),
        ("https://b.example/f", "B", ("World",)),
        ("http://c.example/x", "C", ()),
        ("http://d.example/", "D", ()),
    ]
    assert (feeds[1].site, feeds[1].language) == ("https://b.example/", "de")


def test_broken_xml_is_read_as_far_as_it_goes():
    body = b'<opml><body><outline text="Fish & Chips" xmlUrl="http://a.example/?x=1&y=2"><outline text="B" xmlUrl="http://b.example/">'
    assert [(feed.url, feed.title) for feed in read_opml(body)] == [
        ("http://a.example/?x=1&y=2", "Fish & Chips"),
        ("http://b.example/", "B"),
    ]


def test_a_feed_listed_twice_is_one():
    inner = '<outline xmlUrl="http://a.example/"/><outline text="F"><outline text="A" xmlUrl="http://a.example/"/></outline>'
    assert read_opml(opml(inner)) == [Feed("http://a.example/", title="A", folder=("F",))]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<html><body/></html>",
        opml(""),
        opml('<outline xmlUrl="file:///etc/passwd"/>'),
        b"\x00\xff" * 99,
        b"{}",
    ],
)
def test_a_file_without_feeds_is_an_error_that_names_it(body):
    with pytest.raises(FileError) as caught:
        read_opml(body, name="mine.opml")
    assert "mine.opml" in str(caught.value)
    assert caught.value.mend


def test_nothing_outside_is_named_and_no_entity_grows(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("canary")
    dtd = f'<!DOCTYPE opml [<!ENTITY f SYSTEM "file://{secret}"><!ENTITY a "boom">]>'
    body = dtd.encode() + b'<opml><body><outline text="x&f;&a;" xmlUrl="http://a.example/"/></body></opml>'
    title = read_opml(body)[0].title
    assert "canary" not in title
    assert "boom" not in title


def test_deep_nesting_is_survived():
    depth = 200
    body = opml('<outline text="d">' * depth + '<outline xmlUrl="http://a.example/"/>' + "</outline>" * depth)
    assert len(read_opml(body)[0].folder) <= depth


names = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=12
)
feeds_strategy = st.lists(
    st.builds(
        Feed,
        url=st.integers(0, 999).map(lambda n: f"https://n{n}.example/?a=1&b=<2>"),
        title=names,
        site=st.sampled_from(["", "https://n.example/"]),
        language=st.sampled_from(["", "en", "de"]),
        folder=st.lists(names, max_size=3).map(tuple),
        extra=st.dictionaries(st.sampled_from(["note", "{urn:a}b", "{urn:c}b", "Text2"]), names).map(
            lambda said: tuple(sorted(said.items()))
        ),
        window=st.booleans(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda feed: feed.url,
)


def ordered(feed):
    return replace(feed, extra=tuple(sorted(feed.extra)))


@given(feeds_strategy, names)
def test_what_is_written_is_read_back(feeds, title):
    text = write_opml(feeds, title)
    back = read_opml(text.encode())
    assert sorted(map(ordered, back), key=repr) == sorted(map(ordered, feeds), key=repr)
    assert write_opml(back, title) == write_opml(read_opml(write_opml(back, title).encode()), title)


@given(st.binary(max_size=300))
def test_any_bytes_are_feeds_or_an_error(body):
    try:
        assert read_opml(body)
    except DiversifyError as error:
        assert error.mend  # noqa: PT017


def named_in(body):
    """Web addresses that a list names, counted without understanding XML."""
    found = re.findall(rb"xmlurl\s*=\s*(?:\"(.*?)\"|'(.*?)')", body, re.IGNORECASE | re.DOTALL)
    texts = (html.unescape((one or other).decode("utf-8", "replace").strip()) for one, other in found)
    return {text for text in texts if re.match(r"https?://.", text, re.IGNORECASE)}


@pytest.mark.skipif(not LISTS.exists(), reason="real lists of feeds are not beside the checkout")
def test_real_files_keep_their_feeds():
    paths = [path for path in sorted(LISTS.rglob("*.opml")) if named_in(path.read_bytes())]
    lost, broken = {}, 0
    for path in paths:
        body = path.read_bytes()
        try:
            ET.fromstring(body)
        except ET.ParseError:
            broken += 1
        feeds = read_opml(body, name=path.name)
        again = read_opml(write_opml(feeds, "again").encode())
        if len(feeds) < len(named_in(body)) or sorted(map(repr, again)) != sorted(map(repr, feeds)):
            lost[str(path)] = (len(named_in(body)), len(feeds), len(again))
    assert len(paths) > 110
    assert broken >= 40
    assert not lost


def test_strange_attributes_are_kept_and_written_in_their_namespaces():
    body = (
        b'<opml xmlns:r="urn:other"><body><outline type="atom" text="Short" title="Long" xmlURL="http://a.example/"'
        b' isComment="true" r:stars="5" Note="a &quot;b&quot;&#10;&lt;c&gt;" category="/x/y" xml:lang="en"/>'
        b"</body></opml>"
    )
    (feed,) = read_opml(body)
    kept = {
        "type": "atom",
        "text": "Short",
        "isComment": "true",
        "{urn:other}stars": "5",
        "Note": 'a "b"\n<c>',
        "category": "/x/y",
        "{http://www.w3.org/XML/1998/namespace}lang": "en",
    }
    assert dict(feed.extra) == kept
    text = write_opml([feed], "mine")
    assert read_opml(text.encode()) == [feed]
    (outline,) = ET.fromstring(text).iter("outline")
    assert {name: outline.get(name) for name in kept} == kept
    assert outline.get("title") == "Long"


def test_a_broken_list_keeps_attributes_in_namespaces():
    body = (
        b'<opml xmlns:r="urn:other"><body><outline text="A "quoted" <b>" r:stars="5" xmlUrl="http://a.example/"/>'
        b"</body></opml>"
    )
    (feed,) = read_opml(body)
    assert (feed.title, feed.extra) == ('A "quoted" <b>', (("{urn:other}stars", "5"),))


def test_a_prefix_that_was_not_declared_loses_nothing():
    (feed,) = read_opml(b'<opml><body><outline text="A" r:stars="5" xmlUrl="http://a.example/"/></body></opml>')
    assert feed.extra == (("{urn:undeclared:r}stars", "5"),)
    assert read_opml(write_opml([feed], "mine").encode()) == [feed]


FULL = Feed(
    "https://a.example/feed?x=1&y=2",
    title="A",
    site="https://a.example/",
    language="de",
    country="AT",
    industries=("sport", "health"),
    folder=("News", "Far"),
    window=True,
    paused=True,
    allow_private=True,
    extra=(("{urn:other}rating", "5"), ("note", "mine")),
    full_text=True,
    limits=FeedLimits(
        max_bytes=1 << 24, max_seconds=1.1 + 2.2, max_items=9, parse_cpu_seconds=2.0, parse_memory=1 << 30
    ),
)


def test_all_that_the_reader_chose_survives_our_own_file():
    plain = Feed("https://b.example/feed", title="B")
    text = write_opml([FULL, plain], "mine")
    assert read_opml(text.encode()) == [FULL, plain]
    assert "xmlns:" not in write_opml([plain], "mine")


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        ('limits="max_bytes=-5 max_items=nan max_seconds=1e9 nonsense=4"', FeedLimits()),
        ('limits="max_items=0 max_seconds=inf"', FeedLimits()),
        ('limits="max_items=0.5 max_seconds=1.5 max_bytes=99999999999"', FeedLimits(max_seconds=1.5)),
    ],
)
def test_limits_that_are_none_are_not_taken(own, kept):
    body = f'<opml xmlns:d="{OURS}"><body><outline xmlUrl="http://a.example/" d:{own}/></body></opml>'
    assert read_opml(body.encode())[0].limits == kept


def test_what_a_list_says_is_bounded():
    many = " ".join(f'a{n}="{"x" * 9000}"' for n in range(300))
    (feed,) = read_opml(f'<opml><body><outline xmlUrl="http://a.example/" {many}/></body></opml>'.encode())
    assert len(feed.extra) == 64
    assert {len(value) for _, value in feed.extra} == {4096}
