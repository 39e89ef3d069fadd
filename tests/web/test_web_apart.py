"""Sources are read in another process: how far it is comes over, and its end with it, whatever that is."""

import json
import os
import time
from io import StringIO

import pytest
from web_reader import settle

from diversify.app import App
from diversify.app.locking import one_run
from diversify.config import Settings
from diversify.domain import Feed
from diversify.errors import DiversifyError
from diversify.store import open_store
from diversify.web import apart
from diversify.web.apart import Lines, gather_apart
from diversify.web.desk import Work


class Told:
    """What was told, in order."""

    def __init__(self):
        self.words = []

    def tell(self, doing, *, done=0, total=0):
        self.words.append((doing, done, total))


@pytest.fixture
def small(tmp_path):
    """A store whose only source refuses to be read: a port where nobody listens."""
    path = tmp_path / "store.db"
    settle(path, articles=20, feeds=1)
    with open_store(path) as store:
        store.feeds.remove(1)
        store.feeds.add([Feed("http://127.0.0.1:9/feed", allow_private=True)])
    return path


def settings():
    return Settings(workers=0, deadline=2.0, reader="Zoë")


def test_what_it_did_is_told_and_how_far_it_was(small):
    told = Told()
    with open_store(small) as store:
        words = gather_apart(App(store, settings=settings()), told)
        assert store.feeds.states()[2].failures == 1
    assert words == "1 source read, 0 new articles, 1 failed"
    assert told.words[0] == ("Reading your sources", 0, 1)


def test_what_ended_it_is_told_in_its_words(small):
    with open_store(small) as store, one_run(str(small)), pytest.raises(DiversifyError, match="another run is at work"):
        gather_apart(App(store, settings=settings()), Told())


def test_an_end_without_a_word_is_a_fault(small, monkeypatch):
    monkeypatch.setattr(apart, "_START", "import sys; sys.exit(7)")
    with open_store(small) as store, pytest.raises(RuntimeError, match="ended with 7"):
        gather_apart(App(store, settings=settings()), Told())


def test_it_ends_with_whoever_waits_for_it(small, monkeypatch):
    """A server that is killed leaves nobody behind who goes on reading."""
    started = []

    def leave(lines, _):
        started.append(json.loads(lines.readline()))
        raise KeyboardInterrupt

    monkeypatch.setattr(apart, "_follow", leave)
    before = time.monotonic()
    with open_store(small) as store, pytest.raises(KeyboardInterrupt):
        gather_apart(App(store, settings=settings()), Told())
    assert started[0]["doing"] == "Reading your sources"
    assert time.monotonic() - before < 30.0


def test_the_page_reads_its_sources_so(small):
    def open_app():
        return App(open_store(small), settings=settings())

    from diversify.web.making import read_sources

    work = Work(open_app)
    work.begin("Reading your sources", read_sources)
    while work.progress.running:
        time.sleep(0.02)
    assert work.progress.told == "1 source read, 0 new articles, 1 failed"
    assert work.progress.error == ""


def test_steps_are_told_now_and_then():
    out = StringIO()
    lines = Lines(out)
    lines.tell("Reading", total=10_000)
    for _ in range(10_000):
        lines.step()
    lines.say({"told": "done"})
    words = [json.loads(line) for line in out.getvalue().splitlines()]
    assert words[0] == {"doing": "Reading", "done": 0, "total": 10_000}
    assert words[-1] == {"told": "done"}
    assert len(words) < 100


def test_it_stands_below_us(small, monkeypatch):
    if not hasattr(os, "nice"):
        pytest.skip("no ranks on this system")
    below = 10  # which `NICE` is for all but these tests
    after = "import os; from diversify.web.apart import main; main(); os._exit(40 + os.nice(0))"
    monkeypatch.setattr(apart, "_START", after)
    monkeypatch.setattr(apart, "_follow", lambda lines, _: lines.read() and {})
    with open_store(small) as store, pytest.raises(RuntimeError, match=f"ended with {40 + max(os.nice(0), below)}"):
        gather_apart(App(store, settings=settings()), Told())
