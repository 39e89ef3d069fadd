"""Threads with applications of their own, long work that tells how far it is, and a beginning that is checked first."""

import threading
import time

import anyio
import pytest
from web_reader import OWN, Gone, opened

from diversify.app import App
from diversify.errors import SettingsError, UsageError
from diversify.store import open_store
from diversify.web.desk import Desk, Work


def ended(work):
    for _ in range(400):
        if not work.progress.running:
            return work.progress
        time.sleep(0.02)
    raise AssertionError("the work did not end")


def test_each_thread_of_the_desk_has_its_own_application_and_closes_it(path):
    made, closed = [], []

    class Watched(App):
        def close(self):
            closed.append(threading.get_ident())
            super().close()

    def make():
        made.append(threading.get_ident())
        return Watched(open_store(path))

    desk = Desk(make, threads=3)

    async def all_at_once():
        together = threading.Barrier(3)

        async def one():
            counts = await desk.ask(lambda app: (together.wait(10), app.store.articles.counts())[1])
            assert counts["articles"] == 90

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(one)

    anyio.run(all_at_once, backend="asyncio")
    desk.close()
    assert sorted(made) == sorted(closed)
    assert len(set(made)) == 3


def test_work_tells_how_far_it_is_and_what_it_did(path):
    work, go = Work(lambda: App(open_store(path))), threading.Event()

    def job(app, work):
        work.tell("counting", total=2)
        work.step()
        go.wait(10)
        return f"{app.store.articles.counts()['articles']} counted"

    work.begin("counting", job)
    with pytest.raises(UsageError, match="still going on"):
        work.begin("more", job)
    while not work.progress.done:
        time.sleep(0.01)
    assert (work.progress.doing, work.progress.done, work.progress.total) == ("counting", 1, 2)
    go.set()
    assert ended(work).told == "90 counted"
    work.begin("again", job)
    assert ended(work).error == ""


def test_work_that_fails_says_why_and_leaves_room_for_more(path):
    work = Work(lambda: App(open_store(path)))

    def job(app, work):
        raise SettingsError("no way", mend="take another")

    work.begin("trying", job)
    assert ended(work).error == "no way; take another"
    work.begin("trying", lambda *_: "done")
    assert ended(work).told == "done"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "no source is chosen"),
        ({"catalogue": "1", "languages": "klingon"}, "klingon"),
        ({"catalogue": "1", "home": "pirate"}, "pirate"),
        ({"catalogue": "1", "level": "some"}, "some"),
        ({"catalogue": "1", "mix": "0/0/0"}, "0 items"),
        ({"addresses": "ftp://a.example/feed"}, "no address"),
        ({"addresses": " ".join(f"https://a{n}.example/" for n in range(99))}, "99 addresses"),
        ({"list": "<opml"}, "OPML"),
    ],
)
def test_a_beginning_is_checked_before_anything_is_stored(tmp_path, fields, words):
    with opened(tmp_path / "new.db") as reader:
        answer = reader.post("/begin", **fields)
        assert answer.status_code >= 400
        assert words in answer.text
        with reader.store() as store:
            assert store.reader.dials() == {}
            assert store.feeds.all() == []


def test_a_list_of_sources_is_read_from_a_file(path):
    opml = b"""<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>"""
    files = {"list": ("mine.opml", opml, "text/xml"), "addresses": (None, "")}
    with opened(path, fetcher=Gone()) as reader:
        answer = reader.client.post("/sources", files=files, headers=OWN, follow_redirects=False)
        assert answer.headers["location"] == "/work"
        for _ in range(600):
            page = reader.get("/work").text
            if "<h1>Done" in page:
                break
            time.sleep(0.02)
        assert "1 source added" in page
        with reader.store() as store:
            assert "https://a.example/feed" in [feed.url for feed in store.feeds.all()]


def test_a_form_that_is_none_is_refused(reader):
    headers = OWN | {"content-type": "multipart/form-data; boundary=x"}
    assert reader.client.post("/sources", content=b"nothing of the kind", headers=headers).status_code == 400


def test_an_answer_holds_until_anything_in_the_store_changes(tmp_path):
    """Also what another connection writes, what an erase leaves, and what the job writes itself."""
    from diversify.domain import Interest
    from diversify.store import MemoryStore, open_store
    from diversify.web.room import Answers

    path, asked = tmp_path / "s.db", []

    def job(app):
        asked.append(len(app.store.reader.interests()))
        return asked[-1]

    with open_store(path) as store, open_store(path) as other:
        app, answers = App(store), Answers()
        assert [answers.find(app, "a", job) for _ in range(3)] == [0, 0, 0]
        assert asked == [0]
        other.reader.say(Interest("term", "tide", 0.5))
        assert [answers.find(app, "a", job) for _ in range(2)] == [1, 1]
        store.reader.say(Interest("term", "salt", 0.5))
        assert [answers.find(app, "a", job), answers.find(app, "b", job)] == [2, 2]
        assert asked == [0, 1, 2, 2]
        other.close()
        store.erase()
        assert answers.find(app, "a", job) == 0

        def writes(app):
            app.store.reader.say(Interest("term", "sand", 0.5))
            return job(app)

        assert [answers.find(app, "c", writes), answers.find(app, "c", job)] == [1, 1]
        assert len(asked) == 7
        memory = App(MemoryStore())
        assert [answers.find(memory, "m", job) for _ in range(2)] == [0, 0]
        assert len(asked) == 9


def test_so_many_answers_are_kept_and_no_more(tmp_path):
    from diversify.store import open_store
    from diversify.web.room import MOST_ANSWERS, Answers

    with open_store(tmp_path / "s.db") as store:
        answers, app, asked = Answers(), App(store), []
        for number in range(10 * MOST_ANSWERS):
            assert answers.find(app, number, lambda _, n=number: asked.append(n) or n) == number
        assert len(asked) == 10 * MOST_ANSWERS
        assert answers.find(app, 10 * MOST_ANSWERS - 1, lambda _: None) == 10 * MOST_ANSWERS - 1


def test_an_update_of_the_page_waits_for_no_other_run_and_says_so(tmp_path):
    from web_reader import settle

    from diversify.app.locking import one_run

    settle(tmp_path / "s.db")
    with opened(tmp_path / "s.db", fetcher=Gone()) as reader, one_run(str(tmp_path / "s.db")):
        reader.post("/update")
        for _ in range(100):
            page = reader.get("/work")
            if "Refresh" not in page.headers:
                break
            time.sleep(0.05)
        assert "another run is at work" in page.text
