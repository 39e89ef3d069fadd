"""The HTML of a mail as Chromium shows it: nothing asked for, nothing cut off, no barrier, by day and by night."""

import email
import shutil
from dataclasses import replace
from email import policy

import pytest

from diversify.digest.mail import Envelope, render_mail
from diversify.testing import hostile, make_digest

pytest.importorskip("playwright", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")


def mails():
    """A digest of every lane, an empty one, and one whose every word is hostile, with a page and without."""
    digest = make_digest()
    item = digest.items[0]
    lanes = [replace(item, position=n + 1, lane=lane) for n, lane in enumerate(("near", "common", "far"))]
    whole = replace(digest, items=tuple(lanes), notice="A first digest.", delivered={"near": 1, "common": 1, "far": 1})
    page = Envelope(page="https://me.example/d")
    yield "whole", render_mail(whole, envelope=page)
    yield "commands", render_mail(whole)
    yield "empty", render_mail(replace(digest, items=(), delivered={}))
    yield (
        "hostile",
        render_mail(hostile(whole, "x" * 300 + "<img src=//e.example/p.png onerror=alert(1)>"), envelope=page),
    )


# A mail has no landmarks: the program that shows it brings them.
RULES = {"rules": {name: {"enabled": False} for name in ("region", "landmark-one-main")}}


def opened(browser, html, scheme, wrong):
    """A page that shows the mail, and notes whatever it asks for, runs or says."""
    page = browser.new_context(color_scheme=scheme).new_page()
    page.on("request", lambda asked: wrong.append(f"asked for {asked.url}"))
    page.on("dialog", lambda dialog: wrong.append(f"ran {dialog.message}"))
    page.on("console", lambda said: wrong.append(f"said {said.text}"))
    page.set_content(html)
    return page


def looked_at(page, axe, width):
    """What is wrong at a width."""
    page.set_viewport_size({"width": width, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield "cut off"
    for one in axe.run(page, options=RULES).response["violations"]:
        for node in one["nodes"][:2]:
            yield f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"


def test_a_mail_shows_well_on_every_width_by_day_and_by_night(tmp_path):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    axe, wrong, looked = Axe(), [], 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name, rendered in mails():
            html = email.message_from_string(rendered.text, policy=policy.default).get_body(("html",)).get_content()
            for scheme in ("light", "dark"):
                page = opened(browser, html, scheme, wrong)
                for width in (360, 768, 1440):
                    wrong += [f"{name} {scheme} {width} {fault}" for fault in looked_at(page, axe, width)]
                    page.screenshot(path=tmp_path / f"{name}-{scheme}-{width}.png", full_page=True)
                    looked += 1
        browser.close()
    assert looked == 24
    assert wrong == []
