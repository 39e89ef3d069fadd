"""Texts of pages: which are asked for, what the hosts permit, and that nothing there can hurt."""

import os
import sys
from dataclasses import replace

import pytest

from diversify.domain import Fetched
from diversify.ingest import FetchLimits, HttpFetcher
from diversify.ingest.extraction import Extractor
from diversify.ingest.full_text import MOST, check_installed, is_installed, known_articles, read_pages
from diversify.ingest.robots import EVERYTHING, NOTHING, read_robots, robots_of
from diversify.store import MemoryStore
from diversify.testing import make_article, make_feed

FETCHER = HttpFetcher(FetchLimits(seconds=3.0, interval=0.0))
PAGE = (
    "<html><body><article><p>"
    + "The harbour was closed for three days by the storm. " * 9
    + "</p></article></body></html>"
)


class Plain:
    """Takes a page as its text."""

    def __init__(self):
        self.asked = []

    def text_of(self, page, *, url, content_type=""):  # noqa: ARG002 - as the protocol has it
        self.asked.append(url)
        return page.decode()


class Shelf:
    """A store with one feed read in full, at a host of loopback."""

    def __init__(self, server, **fields):
        self.server, self.store = server, MemoryStore()
        said = {"url": server.url("/feed"), "allow_private": True, "full_text": True, **fields}
        (self.feed,) = self.store.feeds.add([make_feed(1, **said)])
        self.before = known_articles(self.store, self.store.feeds.all())
        self.finder = Plain()

    def add(self, *paths, host="127.0.0.1", **fields):
        said = {"content": "short", "words": 3, **fields}
        articles = [
            make_article(n, self.feed.id, **{"url": self.server.url(path, host=host), **said})
            for n, path in enumerate(paths, start=len(list(self.store.articles.texts())))
        ]
        return self.store.articles.save(articles)

    def read(self):
        return read_pages(self.store, FETCHER, self.finder, before=self.before)

    def contents(self):
        return [article.content for article in self.store.articles.texts()]


@pytest.fixture
def shelf(server):
    return Shelf(server)


def test_new_articles_get_the_text_of_their_pages(shelf, web):
    old = shelf.add("/old")
    shelf.before = known_articles(shelf.store, shelf.store.feeds.all())
    shelf.add("/a", "/b", "/feedless")
    shelf.server.paths |= {
        "/a": web.reply(b"a long text of the page", Content_Type="text/html"),
        "/b": web.reply(b"x", Content_Type="text/html"),
    }
    before = {article.id: article for article in shelf.store.articles.texts()}
    report = shelf.read()
    assert shelf.contents() == ["short", "a long text of the page", "short", "short"]
    changed = list(shelf.store.articles.texts())[1]
    own = before[changed.id]
    assert changed == replace(own, content=changed.content, words=own.title.count(" ") + 1 + 6)
    assert (report.read, report.left) == (1, 0)
    assert [(one.kind, one.feed_url) for one in report.failures] == [("http", shelf.feed.url)]
    assert not shelf.server.heads("/old")
    assert len(shelf.server.heads("/robots.txt")) == 1
    assert old


def test_sources_that_nobody_asked_for_are_let_alone(server):
    shelf = Shelf(server, full_text=False)
    shelf.add("/a")
    assert shelf.before == {}
    assert shelf.read().read == 0
    assert server.seen == []


def test_the_newest_are_read_and_the_others_counted(shelf):
    shelf.add(*(f"/{n}" for n in range(MOST + 5)))
    report = shelf.read()
    assert (report.left, len(report.failures)) == (5, MOST)
    assert not shelf.server.heads(f"/{MOST}")  # the builder makes each an hour older than the one before
    assert shelf.server.most_at_once <= 2


@pytest.mark.parametrize(
    ("robots", "status", "asked"),
    [
        (b"User-agent: *\nDisallow: /a", "200 OK", False),
        (b"User-agent: *\nDisallow: /\nUser-agent: Diversify/1.0\nAllow: /", "200 OK", True),
        (b"", "404 Not Found", True),
        (b"", "403 Forbidden", True),
        (b"", "429 Too Many Requests", False),
        (b"", "500 Internal Server Error", False),
        (b"", "503 Service Unavailable", False),
    ],
)
def test_robots_are_heard(shelf, web, robots, status, asked):
    shelf.server.paths |= {"/robots.txt": web.reply(robots, status), "/a": web.reply(b"one two three four")}
    shelf.add("/a")
    report = shelf.read()
    assert bool(shelf.server.heads("/a")) == asked
    assert shelf.contents() == ["one two three four" if asked else "short"]
    assert [one.kind for one in report.failures] == ([] if asked else ["robots"])


def test_a_redirect_leads_under_the_rules_of_its_host(shelf, web):
    there = shelf.server.url("/secret", host="localhost")
    shelf.server.paths |= {
        "/a": web.reply(b"", "302 Found", Location=there),
        "/robots.txt": web.reply(b"User-agent: *\nDisallow: /secret"),
        "/secret": web.reply(b"one two three four"),
    }
    shelf.add("/a")
    assert [one.kind for one in shelf.read().failures] == ["address"]  # permitted is the feed's own host
    shelf.add("/b")
    shelf.server.paths["/b"] = web.reply(b"", "302 Found", Location="/secret")
    assert {one.kind for one in shelf.read().failures} == {"address", "robots"}
    assert shelf.finder.asked == []


def test_a_private_page_elsewhere_is_not_asked_for(shelf):
    shelf.add("/a", host="localhost")
    assert [one.kind for one in shelf.read().failures] == ["robots"]
    assert shelf.server.seen == []


def test_what_is_no_page_is_not_read(shelf, web):
    shelf.server.paths["/a"] = web.reply(b"%PDF-1.7 one two three", Content_Type="application/pdf")
    shelf.add("/a")
    assert [one.kind for one in shelf.read().failures] == ["no_page"]


def test_a_source_whose_pages_cost_too_much_is_given_up(shelf, web):
    paths = [f"/{n}" for n in range(6)]
    shelf.server.paths |= {path: web.reply(b"x") for path in paths}
    shelf.add(*paths)
    asked = []
    shelf.finder.text_of = lambda _, **named: asked.append(named["url"])
    assert [one.kind for one in shelf.read().failures] == ["limit"] * 6
    assert len(asked) == 3


ROBOTS = b"""\xef\xbb\xbf# ours
User-Agent: other
User-agent: DIVERSIFY # that is us
Disallow: /private
Allow: /private/open$
Disallow: /*.pdf$
Disallow: /search?*q=
Disallow: /caf%C3%A9
Disallow:
Sitemap: https://n.example/map

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "permitted"),
    [
        ("", True), ("/", True), ("/a", True), ("/private", False), ("/private/x", False), ("/private/open", True),
        ("/private/opener", False), ("/x/y.pdf", False), ("/x/y.pdf?z", True), ("/search?a=1&q=2", False),
        ("/search?a=1", True), ("/caf\u00e9/x", False), ("/caf%c3%a9", False), ("/robots.txt", True),
    ],
)  # fmt: skip
def test_rules_of_a_robots_file(path, permitted):
    assert read_robots(ROBOTS).permits(f"https://n.example{path}") is permitted


def test_a_group_for_all_holds_where_none_names_us():
    assert not read_robots(b"user-agent:*\ndisallow:/").permits("https://n.example/a")
    assert read_robots(b"User-agent: googlebot\nDisallow: /").permits("https://n.example/a")
    assert read_robots(b"Disallow: /").permits("https://n.example/a")
    assert read_robots(b"User-agent: *\nDisallow: /a\nAllow: /a").permits("https://n.example/a")
    assert read_robots(b"User-agent: diversify\nUser-agent: x\n\nDisallow: /").permits("https://n.example/a") is False


def test_hostile_robots_are_bounded():
    many = b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*b$\n" * 40_000
    robots = read_robots(many)
    assert robots.permits("https://n.example/" + "a" * 2_000)
    assert read_robots(os.urandom(100_000)).permits("https://n.example/")
    assert robots_of(Fetched("u", error_kind="timeout")) is NOTHING
    assert robots_of(Fetched("u", status=410, error_kind="http")) is EVERYTHING


def test_a_wish_that_cannot_be_met_is_one_line_with_the_mend(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    monkeypatch.setattr("diversify.ingest.full_text.find_spec", lambda _: None)
    with pytest.raises(Exception, match=r"pip install 'diversify-news\[full-text\]'"):
        check_installed()


needs_library = pytest.mark.skipif(not is_installed(), reason="the extra full-text is not installed")

STAND_IN = """
import os
def extract(page, **_):
    if b"SPIN" in page:
        while True: pass
    if b"EAT" in page:
        return str(len(bytearray(1 << 40)))
    if b"DIE" in page:
        os._exit(3)
    if b"SAY" in page:
        print("noise on the answers' stream")
    return page.decode("utf-8", "replace")
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A library in the place of the real one, that does what the page says."""
    (tmp_path / "trafilatura.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH", "")))))


def test_a_page_can_only_hurt_its_own_child(stand_in):
    with Extractor(seconds=2) as finder:
        for word in (b"SPIN", b"EAT", b"DIE"):
            assert finder.text_of(word, url="http://n.example/") is None
            assert finder.text_of(b"<p>fine</p>", url="http://n.example/") == "<p>fine</p>"
        assert "SAY" in finder.text_of(b"SAY", url="http://n.example/")


def test_what_comes_out_is_clean_and_not_long(stand_in):
    page = b'<p onclick="x()">Hi <a href="/a?utm_source=x">there</a><script>x()</script><iframe src="//e">'
    with Extractor() as finder:
        text = finder.text_of(page, url="http://n.example/d/")
        assert text.startswith('<p>Hi <a href="http://n.example/a"')
        assert not {"script", "iframe", "onclick", "utm"} & set(text.replace("<", " ").replace("?", " ").split())
        for sign in ("a <b>c</b> ", "\u00e9", '<a href="x">', "&amp;", "<p>"):
            long = finder.text_of((sign * 200_000).encode(), url="http://n.example/")
            assert len(long.encode()) <= 64 * 1024


@needs_library
def test_the_text_of_a_real_page():
    page = PAGE.replace("<body>", "<body><nav><a href='/x'>Menu</a></nav>").encode()
    with Extractor() as finder:
        text = finder.text_of(page, url="https://n.example/a", content_type="text/html")
    assert "closed for three days" in text
    assert "Menu" not in text
