"""A store with a day's articles, the site over it, and a client that holds its key."""

import json
from contextlib import contextmanager
from datetime import timedelta

from diversify.app import App
from diversify.app.days import day_of, utc_now
from diversify.config import Settings
from diversify.domain import Delivery, Fetched
from diversify.store import open_store
from diversify.testing import make_article, make_card, make_feed, make_understanding

PORT = 8017
HOST = f"127.0.0.1:{PORT}"
OWN = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}


def settle(path, *, articles=90, feeds=8, privacy="local", **fields):
    """A store of `articles` of the last hours, read by a model; the ids."""
    now = utc_now()
    with open_store(path) as store:
        sources = store.feeds.add([make_feed(n) for n in range(feeds)])
        said = [
            make_article(n, sources[n % feeds].id, published=now - timedelta(minutes=n + 1), seen=now, **fields)
            for n in range(articles)
        ]
        ids = store.articles.save(said)
        store.models.save(make_card("words-1"), b"body")
        store.articles.understand(ids, "words-1", make_understanding(articles))
        store.reader.turn("privacy", privacy)
    return ids


TEXT = "In the last 8 weeks you finished 4 of the 5 articles about <b>“topic 1”</b> that you opened. Is it so?"


def ask(path, value="topic 1", text=TEXT):
    """A question of today, as a digest asks it."""
    now = utc_now()
    content = {"kind": "topic", "value": value, "text": text, "answer": None}
    with open_store(path) as store:
        store.deliveries.begin(Delivery("check-in", day_of(None, now), "begun", now, now, json.dumps(content)))


class Gone:
    """A web in which every address is gone; nothing leaves the machine."""

    def fetch(self, requests):
        for request in requests:
            yield Fetched(request.url, status=404, error_kind="http", error_message="HTTP 404")


class Reader:
    """A client with the key, and the store that it writes to."""

    def __init__(self, client, path):
        self.client = client
        self.path = path

    def get(self, address, **kw):
        return self.client.get(address, **kw)

    def post(self, address, headers=OWN, **fields):
        return self.client.post(address, data=fields, headers=headers, follow_redirects=False)

    def follow(self, address, **fields):
        """Post, and the page that it leads to."""
        answer = self.post(address, **fields)
        assert answer.status_code == 303, answer.text
        return self.client.get(answer.headers["location"])

    @contextmanager
    def store(self):
        with open_store(self.path) as store:
            yield store

    def acts(self):
        with self.store() as store:
            return store.reader.feedback()

    def interests(self):
        with self.store() as store:
            return store.reader.interests()


@contextmanager
def opened(path, *, arrive=True, **kw):
    """A reader at the site over a store."""
    from starlette.testclient import TestClient

    from diversify.web.guard import Gate
    from diversify.web.site import build

    gate = Gate(frozenset({HOST, f"localhost:{PORT}"}), "the-token", "the-key", f"diversify-{PORT}")
    site = build(lambda: App(open_store(path), settings=Settings(workers=0), **kw), gate)
    with TestClient(site, base_url=f"http://{HOST}") as client:
        if arrive:
            assert client.get("/?token=the-token", follow_redirects=False).status_code == 303
        yield Reader(client, path)
