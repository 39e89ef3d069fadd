"""New articles come into the index of words while pages are served, after all else."""

import time
from dataclasses import dataclass, field

import pytest
from web_reader import settle

from diversify.app import App
from diversify.errors import StoreLockedError
from diversify.store import open_store
from diversify.web.desk import Work
from diversify.web.indexing import Indexer


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "store.db"
    settle(path, articles=60, feeds=2)
    return path


def until(happened):
    end = time.monotonic() + 20.0
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_waits_is_taken_in(small):
    def opened():
        return App(open_store(small))

    with open_store(small) as store:
        count = "SELECT count(*) FROM unindexed"
        before = store.search(["outlet"], texts=True), store.search(["article"])
        assert store._connection.read(count) == [(60,)]
        indexer = Indexer(opened, Work(opened), every=0.01)
        indexer.start()
        until(lambda: store._connection.read(count) == [(0,)])
        indexer.close()
        assert (store.search(["outlet"], texts=True), store.search(["article"])) == before


@dataclass
class Shelf:
    """A store of which only the index is asked."""

    turns: list = field(default_factory=list)
    fault: Exception | None = None

    def index_words(self):
        self.turns.append(1)
        if self.fault is not None:
            raise self.fault
        return 1

    def close(self):
        pass


def test_it_rests_while_longer_work_goes_on():
    shelf, work = Shelf(), Work(None)
    work.progress = work.progress.__class__(running=True)
    indexer = Indexer(lambda: App(shelf), work, every=0.01)
    indexer.start()
    time.sleep(0.1)
    assert shelf.turns == []
    work.progress = work.progress.__class__()
    until(lambda: shelf.turns)
    indexer.close()


def test_a_busy_store_is_tried_again(small):
    shelf = Shelf(fault=StoreLockedError(small, "another process holds the store"))
    indexer = Indexer(lambda: App(shelf), Work(None), every=0.01)
    indexer.start()
    until(lambda: len(shelf.turns) > 2)
    indexer.close()


def test_it_may_be_closed_before_it_began(small):
    Indexer(lambda: App(open_store(small)), Work(None)).close()
