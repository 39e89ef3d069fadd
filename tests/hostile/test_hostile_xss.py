"""Thousands of public script payloads through the sanitiser and every output, in a real browser: nothing runs."""

import email
import email.policy
import html
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import pytest
from hostile_browser import Browser, chromium
from hostile_payloads import payloads

from diversify.digest import article_text, renderers
from diversify.domain import OtherOutlet, Reason
from diversify.ingest.clean import sanitise
from diversify.testing import make_article, make_digest

CSP = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">\n')
BASE = "http://base.test/feed"
# How many payloads of the lists are tried where time matters: each of so many.
EVERY = [pytest.param(4, id="sample"), pytest.param(1, id="all", marks=pytest.mark.slow)]
POLICIES = pytest.mark.parametrize("policy", [True, False], ids=["with-policy", "without-policy"])


@pytest.fixture(scope="module")
def browser():
    if chromium() is None:
        pytest.skip("no Chromium on this machine")
    made = Browser()
    yield made
    made.close()


@pytest.fixture(scope="module")
def bold():
    """A browser for pages that lead it elsewhere; what it still asks for after them is no other test's."""
    if chromium() is None:
        pytest.skip("no Chromium on this machine")
    made = Browser()
    yield made
    made.close()


@pytest.fixture
def lists(shared):
    return payloads(shared("hostile"))


def parts(rows, size):
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def policy_of(page):
    return CSP.search(page)[0]


def fragments(outputs, policy=""):
    body = "\n".join(f'<div class="payload">{one}</div>' for one in outputs)
    return f"<!doctype html><html><head><meta charset=utf-8>{policy}<title>t</title></head><body>{body}</body></html>"


def digest_of(words):
    """A digest with an item for each payload, which stands in every field that a feed can write."""
    digest = make_digest()
    items = tuple(
        replace(
            digest.items[0],
            position=number,
            title=one,
            url=one if number % 2 else f"https://n.example/{one}",
            source=one,
            feed_url=one,
            summary=one,
            author=one,
            language=one,
            topics={one: 1.0},
            industry_names=(one,),
            scores={one: 0.5},
            others=(OtherOutlet(one, one), OtherOutlet(one, f"http://n.example/?{one}")),
            reasons=(Reason("any", one, {one: 1.0}),),
        )
        for number, one in enumerate(words, 1)
    )
    return replace(digest, items=items, unmet=tuple(words[:50]), notice=words[0], reader=words[0])


def test_the_browser_sees_what_runs(browser, lists):
    """The control: the same payloads, not sanitised, do run, act and ask; else the tests below prove nothing."""
    ran = acts = asked = 0
    groups = parts(lists[::4], 25)
    for part in groups:
        seen = browser.visit(fragments(part))
        ran, acts, asked = ran + bool(seen["ran"]), acts + bool(seen["acts"]), asked + bool(seen["requests"])
    assert min(ran, acts, asked) >= len(groups) // 2
    assert browser.visit("<body><script>alert(1)</script>")["ran"]
    assert browser.visit("<body><img src=http://elsewhere.test/p>")["requests"] == [("http://elsewhere.test/p", True)]
    assert not browser.visit("<body><p>Nothing</p>")["requests"]


@POLICIES
@pytest.mark.parametrize("every", EVERY)
def test_nothing_runs_in_sanitised_html(browser, lists, every, policy):
    meta = policy_of(renderers["html"](make_digest()).text) if policy else ""
    for base in ("", BASE):
        outputs = [sanitise(one, base) for one in lists[::every]]
        for part in parts(outputs, 500):
            seen = browser.visit(fragments(part, meta), again=True)
            assert (seen["ran"], seen["acts"], seen["count"]) == ([], [], len(part))
            images_alone = [address for address, image in seen["requests"] if not image]
            assert images_alone == []
            assert not (policy and seen["requests"])


@POLICIES
@pytest.mark.parametrize("every", EVERY)
def test_nothing_runs_in_the_page_of_a_digest(browser, lists, every, policy):
    for part in parts(lists[::every], 250):
        page = renderers["html"](digest_of(part)).text
        assert policy_of(page)
        seen = browser.visit(page if policy else CSP.sub("", page))
        assert (seen["ran"], seen["acts"], seen["requests"]) == ([], [], [])
        assert seen["children"] == 5  # skip link, head, strip, items, foot: no payload has closed or opened one


@pytest.mark.parametrize("every", EVERY)
def test_nothing_runs_in_a_page_made_of_the_markdown(browser, lists, every):
    from markdown_it import MarkdownIt

    for part in parts(lists[::every], 250):
        text = renderers["markdown"](digest_of(part)).text
        for reader in (
            MarkdownIt("commonmark", {"html": True}),
            MarkdownIt("gfm-like", {"html": True, "linkify": False}),
        ):
            seen = browser.visit(fragments([reader.render(text)]))
            assert (seen["ran"], seen["acts"], seen["requests"], seen["count"]) == ([], [], [], 1)


def markup_in(rendered):
    """Texts that whoever reads a document is told to show as HTML: JSON Feed's `content_html`, Atom's texts."""
    if rendered.media_type.startswith("application/atom"):
        texts = ET.fromstring(rendered.text).iter()
        return [one.text for one in texts if one.get("type") == "html" and one.text]
    found, waiting = [], [json.loads(rendered.text)] if "json" in rendered.media_type else []
    while waiting:
        one = waiting.pop()
        rows = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        for name, value in rows:
            if isinstance(value, str) and str(name).endswith("html"):
                found.append(value)
            waiting.append(value)
    return found


def shown(rendered):
    """Media type and text of what a reader shows of a document: of a message its parts, of a book its pages."""
    kind = rendered.media_type.partition(";")[0]
    if kind == "message/rfc822":
        message = email.message_from_string(rendered.text, policy=email.policy.default)
        return [(part.get_content_type(), part.get_content()) for part in message.walk() if not part.is_multipart()]
    if kind == "application/epub+zip":
        with zipfile.ZipFile(io.BytesIO(rendered.data)) as book:
            return [("application/xhtml+xml", book.read(name).decode()) for name in book.namelist() if "html" in name]
    return [(kind, rendered.text)]


@pytest.mark.parametrize("name", sorted(renderers))
@pytest.mark.parametrize("every", [pytest.param(12, id="sample"), pytest.param(1, id="all", marks=pytest.mark.slow)])
def test_nothing_runs_in_what_any_renderer_makes(browser, lists, name, every):
    """Whatever `--format` knows, now or later, shown as what it says it is; and what in it is to be shown as HTML."""
    for part in parts(lists[::every], 700):
        rendered = renderers[name](digest_of(part))
        pages = shown(rendered)
        assert pages
        for kind, text in pages:
            seen = browser.visit(text, kind=f"{kind}; charset=utf-8")
            assert (seen["ran"], seen["requests"], seen["children"] <= 5) == ([], [], True)
            if "html" not in kind:  # pages of ours have styles of ours, and tests of their own
                assert not set(seen["acts"]) - {"style"}  # the browser's own, around a text
        if found := markup_in(rendered):
            seen = browser.visit(fragments(found), again=True)
            assert (seen["ran"], seen["acts"], seen["requests"]) == ([], [], [])


@pytest.mark.parametrize("every", EVERY)
def test_nothing_runs_in_an_article_to_be_read(browser, lists, every):
    """What `show` prints, as a text and, by somebody who did not look, within a page."""
    for part in parts(lists[::every], 700):
        texts = [
            article_text(
                replace(make_article(1, 1), title=one, content=sanitise(one, BASE), summary=one, author=one, url=one),
                source=one,
            )
            for one in part
        ]
        seen = browser.visit("\n".join(texts), kind="text/plain; charset=utf-8")
        assert (seen["ran"], seen["requests"], seen["children"] <= 2) == ([], [], True)
        seen = browser.visit(fragments([html.escape(one) for one in texts]), again=True)
        assert (seen["ran"], seen["acts"], seen["requests"], seen["count"]) == ([], [], [], len(part))


ASKING = {
    "an image": "<img src=http://REMOTE/p>",
    "one that is encrypted": "<img src=https://elsewhere.test/p>",
    "a choice of images": "<img srcset='http://REMOTE/p 2x'>",
    "a frame": "<iframe src=http://REMOTE/p></iframe>",
    "an object": "<object data=http://REMOTE/p></object>",
    "a style sheet": "<link rel=stylesheet href=http://REMOTE/p>",
    "an import": "<style>@import 'http://REMOTE/p'</style>",
    "a background": "<p style='background:url(http://REMOTE/p)'>x",
    "a font": "<style>@font-face{font-family:x;src:url(http://REMOTE/p)}</style><p style='font-family:x'>x",
    "a video": "<video src=http://REMOTE/p autoplay></video>",
    "a poster": "<video poster=http://REMOTE/p></video>",
    "a script": "<script src=http://REMOTE/p></script>",
    "a preload": "<link rel=preload as=image href=http://REMOTE/p>",
    "a prefetch": "<link rel=prefetch href=http://REMOTE/p>",
    "a drawing": "<svg><image href='http://REMOTE/p'/></svg>",
    "a form that sends itself": "<form action=http://REMOTE/p></form><script>document.forms[0].submit()</script>",
    "another page": "<meta http-equiv=refresh content='0;url=http://REMOTE/p'>",
}


@pytest.mark.parametrize("how", ASKING)
def test_the_browser_sees_every_kind_of_request_and_none_gets_through(bold, host, how):
    """The control: a server on loopback stands for the remote one, is asked for, and hears nothing."""
    remote = f"127.0.0.1:{host.port}"
    markup = ASKING[how].replace("REMOTE", remote)
    assert bold.asked_for(
        "elsewhere.test" if "elsewhere" in markup else remote, f"<!doctype html><body>{markup}</body>"
    )
    assert not host.seen


def test_none_of_them_is_asked_for_by_what_was_sanitised(browser):
    asking = [one.replace("REMOTE", "elsewhere.test") for one in ASKING.values()]
    outputs = [re.sub("<img[^>]*>", "", sanitise(one, BASE)) for one in asking]
    seen = browser.visit(fragments(outputs), again=True)
    assert (seen["ran"], seen["acts"], seen["requests"], seen["count"]) == ([], [], [], len(ASKING))


def test_no_payload_leaves_a_sign_that_a_terminal_obeys(lists):
    obeyed = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
    for part in parts(lists[::3], 700):
        assert not obeyed.search(renderers["text"](digest_of(part)).text)
        for one in part:
            article = replace(make_article(1, 1), title=one, content=sanitise(one), summary=one, author=one, url=one)
            assert not obeyed.search(article_text(article, source=one))


def test_sanitising_what_was_sanitised_changes_nothing(lists):
    for one in lists:
        once = sanitise(one, BASE)
        assert sanitise(once, BASE).strip() == once.strip().replace("\r", "\n")
