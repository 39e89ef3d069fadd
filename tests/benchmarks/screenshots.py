"""The README's pictures, made anew from the sample: `python tests/benchmarks/screenshots.py [FOLDER]`.

A made-up reader lives through four weeks of the packed sample: digests, readings, a pin, a question. Then the pages are
opened in Chromium, and what it shows goes to `docs/screenshots/` as small PNGs. Nothing leaves the machine.
"""

import email
import email.policy
import io
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))
from web_browser import FLAGS, chromium, serving

from diversify.app import App
from diversify.app.days import utc_now
from diversify.app.publishing import rendered
from diversify.app.sample import SampleFetcher
from diversify.config import Settings
from diversify.domain import Interest
from diversify.store import open_store

ROOT = Path(__file__).resolve().parents[2]
DAYS = (23, 20, 16, 13, 9, 6, 2, 0)
"""Days ago on which there was a digest; each has its part of the sample, and today all of it."""
COLOURS = 256
PALETTE = [(40, 42, 46), (204, 102, 102), (140, 190, 110), (222, 165, 90), (129, 162, 220), (178, 148, 187),
           (110, 190, 183), (197, 200, 198)]  # fmt: skip
"""A terminal's eight colours."""
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1200, "height": 860}, "color_scheme": "dark"}


def live(path):
    """A store with four weeks of digests behind it, and today's; the address of an article to read."""
    today = utc_now()
    with open_store(path) as store:
        for name, value in (("privacy", "local"), ("home", ["maritime"]), ("languages", ["en"])):
            store.reader.turn(name, value)
        store.feeds.add(SampleFetcher(now=today).feeds)
        for number, ago in enumerate(DAYS):
            spend(store, Part(today - timedelta(days=ago), number))
        app = App(store, settings=Settings(workers=0, reader="Ada"))
        items = app.recommend(again=True).items
        return next(item.article_id for item in items if item.lane == "far")


class Part(SampleFetcher):
    """What the sources have on one of the days."""

    def __init__(self, now, number):
        super().__init__(now=now)
        self.number = number
        if number < len(DAYS) - 1:
            self.outlets = {
                url: replace(outlet, articles=outlet.articles[number :: len(DAYS)])
                for url, outlet in self.outlets.items()
            }

    def fetch(self, requests):
        for found in super().fetch(requests):
            yield replace(found, body=found.body.replace(b"/articles/", b"/articles/%d-" % self.number))


def spend(store, part):
    """One day: what the sources have, a digest, and what the reader makes of it; today is still before them."""
    now = part.now
    app = App(store, settings=Settings(workers=0, reader="Ada"), clock=lambda: now, fetcher=part)
    app.update(everything=True)
    if store.models.current() is None:
        app.train()
        app.say(Interest("industry", "maritime", 1.0, at=now))
    slate = app.recommend()
    if now.date() == utc_now().date():
        return
    for item in slate.items:
        if item.lane == "near" or (item.lane == "far" and item.position % 4):
            app.record(item.article_id, "open")
            app.record(item.article_id, "read", value=1.0)
        if item.lane == "common" and item.position % 3 == 0:
            app.record(item.article_id, "open")


def shoot(path, article, folder):
    """Every picture."""
    from playwright.sync_api import sync_playwright

    with serving(path) as served, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))

        def picture(name, where, **settings):
            context = browser.new_context(**settings)
            page = context.new_page()
            if callable(where):
                page.set_content(where())
            else:
                page.goto(served.url)
                page.goto(served.base + where)
            small(page.screenshot(animations="disabled"), folder / f"{name}.png")
            context.close()

        picture("digest-phone", "/", **PHONE)
        picture("digest-desktop", "/", **DESKTOP)
        picture("reading", f"/read/{article}", **PHONE)
        picture("town", "/town", **{**DESKTOP, "color_scheme": "light"})
        picture("mail", lambda: html_part(path), viewport={"width": 640, "height": 900})
        picture("terminal", lambda: on_terminal(path), viewport={"width": 780, "height": 760})
        browser.close()


def html_part(path):
    """What a mail program shows of today's mail."""
    with open_store(path) as store:
        app = App(store, settings=Settings(workers=0, reader="Ada", page_address="http://127.0.0.1:8017"))
        written = rendered(app, app.deliver(app.recommend(again=True)), "eml")
        message = email.message_from_string(written.text, policy=email.policy.default)
        return message.get_body(("html",)).get_content()


def on_terminal(path):
    """The first items as a terminal shows them, as a page."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    from diversify.digest import terminal_text

    with open_store(path) as store:
        app = App(store, settings=Settings(workers=0, reader="Ada"))
        text = terminal_text(app.deliver(app.recommend(again=True)), width=84, colour=True)
    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(["\x1b[2m$\x1b[0m diversify digest", *text.splitlines()[:36]])))
    body = console.export_html(
        theme=TerminalTheme((29, 31, 33), (213, 213, 208), PALETTE), inline_styles=True,
        code_format='<pre style="margin:0">{code}</pre>',
    )  # fmt: skip
    style = "margin:0;padding:18px 22px;background:#1d1f21;color:#d5d5d0;font:14px/1.4 'DejaVu Sans Mono',monospace"
    return f'<!doctype html><meta charset="utf-8"><body style="{style}">{body}</body>'


def small(picture, path):
    """Keep a picture with few colours: pages have few."""
    from PIL import Image

    image = (
        Image.open(io.BytesIO(picture))
        .convert("RGB")
        .quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    )
    image.save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {image.width} x {image.height}, {path.stat().st_size / 1024:.0f} KiB\n")


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as scratch:
        path = Path(scratch) / "store.db"
        shoot(path, live(path), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots")
