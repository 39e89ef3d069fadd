"""Nothing of a feed acts in any page: payloads in every field, in a parser of HTML and in a real browser."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from web_browser import chromium, serving, windows
from web_reader import ask, opened, settle

from diversify.app.acting import find_place
from diversify.domain import Interest
from diversify.ingest.clean import sanitise
from diversify.store import open_store

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "hostile"
FEW = (
    "<script>__hit()</script>", "<img src=x onerror=__hit()>", "\"><svg onload=__hit()>", "'-__hit()-'", "{{7*7}}",
    "</title><script>__hit()</script>", "</textarea><script>__hit()</script>", "javascript:__hit()", "<!--", "]]>",
    "<a href=javascript:__hit()>x</a>", "{% raw %}", "\u202e\u2066evil", "<style>*{display:none}</style>", "&lt;b&gt;",
    "\" autofocus onfocus=__hit() x=\"", "<math><mtext></p><style><img src onerror=__hit()>", "\x00<b>\x1b[31m",
)  # fmt: skip


def lists():
    """The public lists where they lie beside the checkout, else a few of their kinds."""
    if not SHARED.exists():
        return list(FEW)
    sys.path.insert(0, str(ROOT / "tests" / "hostile"))
    from hostile_payloads import payloads

    return [*FEW, *payloads(SHARED)]


def poisoned(path, payloads):
    """A store in which every field that a feed or a reader fills holds a payload; as many articles as payloads."""
    ids = settle(path, articles=len(payloads), feeds=max(2, len(payloads) // 40))
    from dataclasses import replace

    with open_store(path) as store:
        feeds = store.feeds.all()
        for at, feed in enumerate(feeds):
            store.feeds.change(replace(feed, title=payloads[at % len(payloads)], site=payloads[at % len(payloads)]))
        articles = store.articles.get(ids)
        for at, (article, payload) in enumerate(zip(articles, payloads, strict=True)):
            body = sanitise(f"<p>{payload}</p>", base="https://outlet.example/") or payload
            articles[at] = replace(
                article, title=payload, author=payload, summary=payload, content=body, url=payload,
                language=payload[:9], categories=(payload,), content_hash="same",
            )  # fmt: skip
        known = store.articles.understood(ids, "words-1")[1]
        store.articles.save(articles)
        store.articles.understand(ids, "words-1", known)
        ask(path, payloads[0] or "empty", text=" ".join(payloads[:40]))
        for at, payload in enumerate(payloads[:20]):
            store.reader.say(Interest("term", payload or "empty", -1.0 if at % 2 else 0.5))
    return ids


class Acts(HTMLParser):
    """Finds what could act: scripts but our own, handlers, other schemes, styles, frames."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "applet", "frame", "style", "template", "math", "img"):
            self.found.append(tag)
        if tag == "script" and not re.fullmatch(r"/static/[0-9a-f]{16}/page\.js", said.get("src") or ""):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "srcset", "ping", "background"):
                self.found.append(f"{tag} {name}")
            if name in ("href", "src", "action", "formaction") and not re.match(
                r"(https?://|/(?!/)|#|mailto:)", value or ""
            ):
                self.found.append(f"{tag} {name}={value!r}")


def pages(reader, ids):
    yield from ("/", "/days", "/search?q=a&texts=1", "/search?q=%3Cscript%3E", "/town", "/dials", "/profile",
                "/sources", "/sources?numbers=1", "/begin", "/pinned", "/checkin", "/checkin?answer=yes")  # fmt: skip
    yield from (f"/read/{number}" for number in ids)


def look(reader, ids):
    found = {}
    for path in pages(reader, ids):
        answer = reader.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        acts = Acts()
        acts.feed(answer.text)
        if acts.found:
            found[path] = acts.found[:3]
    return found


def test_no_payload_stands_in_any_page_as_anything_but_text(tmp_path):
    payloads = [*FEW, *lists()[:: max(1, len(lists()) // 60)]]
    ids = poisoned(tmp_path / "h.db", payloads)
    with opened(tmp_path / "h.db") as reader:
        reader.get("/")
        with open_store(tmp_path / "h.db") as store:
            from diversify.app.acting import record
            from diversify.app.days import utc_now

            for number in ids[:5]:
                record(store, find_place(store, number), "pin", now=utc_now())
        assert look(reader, ids) == {}
        for number in ids[:10]:  # what is told of an act bears the title
            acts = Acts()
            acts.feed(reader.follow(f"/act/{number}", kind="share", back="/").text)
            assert acts.found == []


HOOKS = """window.__hits = []; window.__hit = () => window.__hits.push('hit');
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = () => window.__hits.push(name);"""

HANDLERS = """() => {
  for (const el of document.querySelectorAll('main *'))
    for (const {name} of el.attributes) if (name.startsWith('on')) window.__hits.push(name);
}"""


@pytest.mark.slow
@pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine")
def test_no_payload_of_the_lists_runs_in_a_browser(tmp_path):
    """Policy off, so that only escaping and sanitising hold; every payload of the lists, handlers fired."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    payloads = lists()
    ids = poisoned(tmp_path / "h.db", payloads)
    with serving(tmp_path / "h.db") as served, windows(served) as window:
        here = window(bypass_csp=True)
        here.page.add_init_script(HOOKS)
        ran = {}
        for path in [*pages(None, []), *(f"/read/{number}" for number in ids)]:
            page = here.go(path)
            page.evaluate(HANDLERS)
            hits = page.evaluate("window.__hits")
            if hits:
                ran[path] = hits
        assert ran == {}
        assert len(ids) > 2_000 or not SHARED.exists()
