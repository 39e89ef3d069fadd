"""Subscribing: one feed, a choice of several, a list, our own file and back."""

import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import click
import pytest
from click.testing import CliRunner

from diversify.cli.adding import choose, listed
from diversify.cli.verbs import run
from diversify.domain import Feed
from diversify.ingest.discovery import Found

PAGE = (
    '<html><head><link rel=alternate type="application/rss+xml" title="Comments" href="/comments/feed">'
    '<link rel=alternate type="application/rss+xml" href="/a">'
    '<link rel=alternate type="application/atom+xml" href="/b">'
    "</head></html>"
)


def rss(title):
    item = f"<item><guid>{title}</guid><title>{title}</title></item>"
    return f'<rss version="2.0"><channel><title>{title}</title>{item}</channel></rss>'


PATHS = {
    "/": PAGE,
    "/a": rss("Sea\x1b[31m"),
    "/b": rss("Bees"),
    "/comments/feed": rss("Comments"),
    "/none": "<html></html>",
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        body = PATHS.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def told(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("DIVERSIFY_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DIVERSIFY_HOST_INTERVAL", "0")

    def tell(*words, code=0, store="s.db"):
        assert run(["--store", str(tmp_path / store), *words]) == code
        return capsys.readouterr()

    return tell


def test_without_a_terminal_the_best_is_taken_and_the_others_are_said(site, told):
    said = told("add", site, "--allow-private")
    assert f"added {site}/a" in said.err
    (line,) = [line for line in said.err.splitlines() if "3 feeds" in line]
    assert f"{site}/b, {site}/comments/feed" in line
    assert "\x1b" not in said.err
    assert told("list", "--json").out.count('"url"') == 1


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("words", "added"), [((), ["/b", "/comments/feed"]), (("--yes",), ["/a"]), (("--json",), ["/a"])]
)
def test_on_a_terminal_several_are_a_choice(site, told, monkeypatch, words, added):
    shown = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal("9\n2 3\n"))
    monkeypatch.setattr("sys.stderr", shown)
    told("add", site, "--allow-private", *words)
    assert ("Which, one or several numbers, or all" in shown.getvalue()) == (not words)
    assert [one["url"] for one in json.loads(told("list", "--json").out)["sources"]] == [site + path for path in added]


def test_a_list_subscribes_to_nothing(site, told):
    said = told("add", site, "--allow-private", "--list")
    assert [line.split()[:2] for line in said.out.splitlines()] == [
        ["no", "type"],
        ["1", "RSS"],
        ["2", "RSS"],
        ["3", "RSS,"],
    ]
    assert "\x1b" not in said.out
    assert json.loads(told("list", "--json").out) == {"sources": []}


def test_one_document_with_what_was_found_and_added(site, told):
    document = json.loads(told("add", site, f"{site}/b", "--allow-private", "--json").out)
    assert document["asked"] == [site, f"{site}/b"]
    assert [(one["url"], one["type"], one["comments"], one["best"]) for one in document["found"]] == [
        (f"{site}/a", "rss", False, True),
        (f"{site}/b", "rss", False, False),
        (f"{site}/comments/feed", "rss", True, False),
        (f"{site}/b", "rss", False, True),
    ]
    assert document["added"] == [f"{site}/a", f"{site}/b"]
    listed = json.loads(told("add", f"{site}/b", "--allow-private", "--json", "--list", store="t.db").out)
    assert (len(listed["found"]), listed["added"]) == (1, [])


def test_what_cannot_be_is_one_line_with_the_mend(site, told):
    said = told("add", f"{site}/none", "no address", "--allow-private", code=1)
    lines = said.err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("diversify: ") and ";" in line for line in lines)


def offered(typed):
    there = [Found(Feed(f"https://n.example/{n}", title=f"T{n}"), "rss", n, comments=n == 3) for n in (1, 2, 3)]
    picked = []

    @click.command()
    def asking():
        picked.extend(feed.title for feed in choose("n.example", there))

    return picked, CliRunner().invoke(asking, input=typed).output, listed(there)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("\n", ["T1"]),
        ("2\n", ["T2"]),
        ("3 1, 3\n", ["T3", "T1"]),
        ("all\n", ["T1", "T2", "T3"]),
        ("0\n4\nx\n2\n", ["T2"]),
    ],
)
def test_a_numbered_choice(typed, titles):
    picked, shown, table = offered(typed)
    assert picked == titles
    assert table in shown
    assert "comments" in table.splitlines()[3]


def test_our_own_file_brings_back_what_was_chosen(site, told, tmp_path):
    told("add", f"{site}/a", "--allow-private", "--industry", "sport")
    told("add", f"{site}/b", "--allow-private")
    told("pause", f"{site}/b")
    file = str(tmp_path / "mine.opml")
    told("export", "opml", file)
    assert "2 of them ask for private addresses" in told("import", file, store="none.db").err
    told("import", file, "--allow-private", store="again.db")
    again = str(tmp_path / "again.opml")
    told("export", "opml", again, store="again.db")
    with open(file) as one, open(again) as other:
        assert one.read() == other.read()
    told("export", "opml", again, store="none.db")
    with open(again) as other:
        assert "allowPrivate" not in other.read()


def test_a_list_of_strangers_can_not_permit_itself(told, tmp_path):
    file = tmp_path / "evil.opml"
    file.write_text(
        '<opml xmlns:d="https://pypi.org/project/diversify-news/opml"><body>'
        '<outline text="A" xmlUrl="http://10.0.0.1/a" d:allowPrivate="true" d:industries="sport,nonsense"/>'
        '<outline text="B" xmlUrl="http://10.0.0.1/b"/></body></opml>'
    )
    told("import", str(file))
    told("import", str(file), "--allow-private", store="t.db")
    assert "allowPrivate" not in told("export", "opml").out
    text = told("export", "opml", store="t.db").out
    assert text.count("allowPrivate") == 1
    assert 'industries="sport"' in text
