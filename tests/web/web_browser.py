"""The site served on loopback as `serve` does, and Chromium in front of it."""

import shutil
import threading
from contextlib import contextmanager

from diversify.app import App
from diversify.app.days import utc_now
from diversify.app.sample import SampleFetcher
from diversify.config import Settings
from diversify.store import open_store

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--no-first-run",
    "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider,Translate,AutofillServerCommunication",
)  # fmt: skip


def chromium():
    """Path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Serving:
    """An address with its token, and the store behind it."""

    def __init__(self, url, path):
        self.url = url
        self.base = url.partition("/?")[0]
        self.path = path

    def acts(self):
        with open_store(self.path) as store:
            return store.reader.feedback()

    def interests(self):
        with open_store(self.path) as store:
            return store.reader.interests()

    def dials(self):
        with open_store(self.path) as store:
            return store.reader.dials()


@contextmanager
def serving(path):
    """Serve the store at `path` on a free port; its sources are those of the sample."""
    import uvicorn

    from diversify.web.server import address_of, listening, make_gate
    from diversify.web.site import build

    fetcher = SampleFetcher(now=utc_now())
    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        gate = make_gate("127.0.0.1", port)
        site = build(lambda: App(open_store(path), settings=Settings(workers=0), fetcher=fetcher), gate)
        config = uvicorn.Config(site, log_level="error", access_log=False, timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield Serving(address_of(gate, "127.0.0.1", port), path)
        server.should_exit = True
        thread.join(20)


def sample_store(path, *, privacy="local"):
    """A store of the packed sample with its first digest; the id of its first item."""
    from diversify.domain import Interest

    now = utc_now()
    fetcher = SampleFetcher(now=now)
    with open_store(path) as store:
        app = App(store, settings=Settings(workers=0), clock=lambda: now, fetcher=fetcher)
        for name, value in (("privacy", privacy), ("home", ["maritime"]), ("languages", ["en"])):
            store.reader.turn(name, value)
        app.say(Interest("industry", "maritime", 1.0, at=now))
        app.subscribe(fetcher.feeds)
        app.update(everything=True)
        app.train()
        return [item.article_id for item in app.recommend().items]


class Window:
    """One page of a browser, and what went wrong in it: console errors, faults, requests to anywhere else."""

    def __init__(self, page, serving):
        self.page = page
        self.serving = serving
        self.wrong = []
        page.on("console", lambda said: said.type in ("error", "warning") and self.wrong.append(said.text))
        page.on("pageerror", lambda fault: self.wrong.append(str(fault)))
        page.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith(self.serving.base + "/"):
            self.wrong.append(f"asked for {request.url}")

    def go(self, path="/"):
        self.page.goto(self.serving.base + path)
        return self.page


@contextmanager
def windows(serving):
    """A function that opens a window with a context of its own; nothing may have gone wrong in any at the end."""
    from playwright.sync_api import sync_playwright

    opened = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))

        def opener(*, arrive=True, **settings):
            context = browser.new_context(**settings)
            context.set_default_timeout(15_000)
            window = Window(context.new_page(), serving)
            opened.append(window)
            if arrive:
                window.page.goto(serving.url)
            return window

        yield opener
        browser.close()
    assert [wrong for window in opened for wrong in window.wrong] == []
