import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.domain import Fetched
from diversify.errors import DiscoveryError
from diversify.ingest import FeedParser, FetchLimits, HttpFetcher, discover
from diversify.ingest.discovery import look_around
from diversify.ingest.page import page_anchors, page_links

FETCHER = HttpFetcher(FetchLimits(seconds=3.0, interval=0.0))


def found(url, **options):
    return discover(url, FETCHER, FeedParser(), **{"allow_private": True, **options})


def test_an_address_that_is_a_feed(server, web):
    server.paths["/feed"] = web.reply(web.rss(web.item(1), title="Mine"))
    (feed,) = found(server.url("/feed"))
    assert (feed.url, feed.title, feed.allow_private) == (server.url("/feed"), "Mine", True)


def test_a_page_that_names_feeds(server, web):
    page = (
        '<html><head><base href="/blog/"><LINK REL="alternate x" TYPE="application/rss+xml" TITLE="News" HREF="a.xml">'
        "<link rel='alternate' type='application/atom+xml' href='/b.xml'><link rel=alternate hreflang=de href=/de>"
        '<link rel="alternate" type="application/rss+xml" href="/dead.xml">'
        '<link rel="stylesheet" type="text/css" href="/c.css"></head></html>'
    )
    server.paths |= {
        "/": web.reply(page.encode(), Content_Type="text/html"),
        "/blog/a.xml": web.reply(web.rss(web.item(1), title="")),
        "/b.xml": web.reply(web.rss(web.item(2), title="Bees")),
    }
    feeds = found(server.url("/"))
    assert [(feed.url, feed.title) for feed in feeds] == [
        (server.url("/blog/a.xml"), "News"),
        (server.url("/b.xml"), "Bees"),
    ]


def test_the_usual_places(server, web):
    server.paths |= {"/": web.reply(b"<html></html>"), "/atom.xml": web.reply(web.rss(web.item(1)))}
    assert [feed.url for feed in found(server.url("/"))] == [server.url("/atom.xml")]


def test_a_feed_that_moved_for_good_is_taken_where_it_is(server, web):
    server.paths |= {"/old": web.reply(b"", "301 Moved", Location="/new"), "/new": web.reply(web.rss(web.item(1)))}
    assert found(server.url("/old"))[0].url == server.url("/new")


@pytest.mark.parametrize(
    "word", ["foo", "", "not a url", "ftp://n.example/", "http://", "file:///etc/passwd", "javascript:1"]
)
def test_what_is_no_address_is_said_to_be_none(word):
    with pytest.raises(DiscoveryError) as caught:
        found(word)
    assert caught.value.kind == "scheme"
    assert caught.value.mend


def test_a_site_without_feeds_and_a_404_and_a_private_one(server, web):
    server.paths["/"] = web.reply(b"<html>nothing</html>")
    for url, kind, options in (
        (server.url("/"), "no_feed", {}),
        (server.url("/missing"), "http", {}),
        (server.url("/"), "address", {"allow_private": False}),
    ):
        with pytest.raises(DiscoveryError) as caught:
            found(url, **options)
        assert (caught.value.kind, caught.value.url) == (kind, url)
        assert url in str(caught.value)


def page_of(*tags):
    return f"<html><head>{''.join(tags)}</head><body></body></html>".encode()


def alternate(href, title="", kind="application/rss+xml"):
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def around(url, **options):
    return look_around(url, FETCHER, FeedParser(), **{"allow_private": True, **options})


def test_comments_and_empty_feeds_are_never_the_best(server, web):
    server.paths |= {
        "/": web.reply(
            page_of(
                alternate("/comments/feed", "Site » Comments"),
                alternate("/said", "Comments on: Rain"),
                alternate("/empty", "Empty"),
                alternate("/feed", "Site"),
                alternate("/more", "More"),
            ),
            Content_Type="text/html",
        ),
        "/comments/feed": web.reply(web.rss(web.item(1), title="Said")),
        "/said": web.reply(web.rss(web.item(2), title="Comments on: Rain")),
        "/empty": web.reply(web.rss(title="Empty")),
        "/feed": web.reply(web.rss(web.item(3), title="Site")),
        "/more": web.reply(web.rss(web.item(4), web.item(5), title="More")),
    }
    there = around(server.url("/"))
    assert [(one.feed.title, one.entries, one.comments) for one in there] == [
        ("Site", 1, False),
        ("More", 2, False),
        ("Empty", 0, False),
        ("Said", 1, True),
        ("Comments on: Rain", 1, True),
    ]
    assert {one.type for one in there} == {"rss"}


def test_the_only_feed_is_taken_even_if_it_is_of_comments(server, web):
    server.paths["/comments"] = web.reply(web.rss(web.item(1), title="Comments"))
    assert [one.comments for one in around(server.url("/comments"))] == [True]


JSON = b'{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "url": "http://n.example/1"}]}'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id><title>T</title></entry></feed>'
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    b'<channel rdf:about="http://n.example/"><title>R</title><link>http://n.example/</link></channel>'
    b'<item rdf:about="http://n.example/1"><title>T</title><link>http://n.example/1</link></item></rdf:RDF>'
)


@pytest.mark.parametrize(
    ("body", "kind"), [(JSON, "json"), (ATOM, "atom"), (RDF, "rdf"), (b"\xef\xbb\xbf\n" + JSON, "json")]
)
@pytest.mark.parametrize(
    "content_type", ["text/html; charset=utf-8", "text/plain", "application/octet-stream", "image/png"]
)
def test_a_feed_is_known_by_what_it_is_not_by_what_it_is_called(server, web, body, kind, content_type):
    server.paths["/x"] = web.reply(body, Content_Type=content_type)
    (one,) = around(server.url("/x"))
    assert (one.feed.url, one.type, one.entries) == (server.url("/x"), kind, 1)


def test_anchors_that_look_like_feeds(server, web):
    page = (
        b'<p><a href="/about">About</a> <a class="x" href="sea.rss?x=1&amp;y=2">Sea</a> <a href="#rss">RSS</a>'
        b'<a href="/news/subscribe">RSS feed</a><!-- <a href="/hidden.rss">no</a> -->'
        b'<a href="mailto:x@n.example">feed</a>'
    )
    server.paths |= {
        "/": web.reply(page),
        "/sea.rss?x=1&y=2": web.reply(web.rss(web.item(1), title="Sea")),
        "/news/subscribe": web.reply(web.rss(web.item(2), title="News")),
    }
    assert [feed.title for feed in found(server.url("/"))] == ["Sea", "News"]
    assert {head.split(" ")[1] for head in server.seen} == {"/", "/sea.rss?x=1&y=2", "/news/subscribe"}


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="alternate" href="/feed.xml">',
        '<link rel="alternate" type="application/json" href="/feed.json">',
        '<link rel="feed" href="/f">',
        "<link href=/f rel=ALTERNATE type='application/ATOM+XML; charset=utf-8'>",
    ],
)
def test_alternates_in_odd_clothes(tag):
    assert len(page_links(Fetched("http://n.example/", body=tag.encode()))) == 1


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
        '<link rel="alternate" type="application/json+oembed" href="/feed">',
        '<link rel="alternate" hreflang="de" href="/de/">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">',
        '<link rel="alternate" type="application/rss+xml" href="http://[::1">',
        '<link rel="alternate" type="application/rss+xml">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->',
        '<script>"<link rel=alternate type=application/rss+xml href=/js>"</script>',
    ],
)
def test_links_that_are_no_feeds(tag):
    assert page_links(Fetched("http://n.example/", body=tag.encode())) == []


def test_a_permission_is_for_the_host_that_was_asked(server, web):
    elsewhere = server.url("/feed", host="127.0.0.2")
    server.paths |= {
        "/": web.reply(page_of(alternate(elsewhere), alternate("/feed"))),
        "/feed": web.reply(web.rss(web.item(1))),
    }
    assert [(feed.url, feed.allow_private) for feed in found(server.url("/"))] == [(server.url("/feed"), True)]
    assert len(server.heads("/feed")) == 1


def test_a_hostile_page_costs_no_time(server, web):
    for part in (
        b"<!--",
        b"<a ",
        b"<link ",
        b'<a href="',
        b"<script",
        b"<base href=",
        b"<link rel=alternate " + b"a=" * 99,
    ):
        body = part * (len(part) and (1 << 20) // len(part))
        assert page_links(Fetched("http://n.example/", body=body)) == []
        assert page_anchors(Fetched("http://n.example/", body=body)) == []


@given(st.binary(max_size=400))
def test_any_page_names_web_addresses_or_nothing(body):
    page = Fetched(
        "http://n.example/", body=b'<base href="' + body + b'"><link rel=alternate href="' + body + b'/feed">'
    )
    assert all(link.startswith(("http://", "https://")) for link, _ in (*page_links(page), *page_anchors(page)))
