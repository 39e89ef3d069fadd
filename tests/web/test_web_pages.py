"""Every page in words: what it shows, what it says when something is not there, and what it never lets through."""

import html
import json
import re
from datetime import timedelta

import pytest
from web_reader import OWN, Gone, opened, settle

from diversify.app import App
from diversify.app.days import utc_now
from diversify.config import Settings
from diversify.digest import renderers
from diversify.digest.words import plain
from diversify.store import open_store
from diversify.testing import make_article, make_feed

PAGES = ["/", "/days", "/pinned", "/search", "/search?q=harbour", "/search?q=harbour&texts=1", "/town", "/dials",
         "/profile", "/sources", "/sources?numbers=1", "/begin", "/keys", "/work"]  # fmt: skip


def ids(reader):
    return [int(number) for number in dict.fromkeys(re.findall(r'href="/read/(\d+)"', reader.get("/").text))]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there(reader, page):
    answer = reader.get(page)
    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert answer.text.count("<main") == 1


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("/read/987654", 404, "not in the store"),
        ("/read/1", 404, "not in the store"),
        ("/read/x", 404, "no page of this address"),
        ("/day/2020-02-02", 404, "No digest was made"),
        ("/day/2020-02-31", 400, "no date"),
        ("/day/9999-12-31", 400, "days ahead"),
        ("/day/%3Cscript%3E", 400, "no date"),
        ("/nowhere", 404, "no page of this address"),
        ("/undo", 405, "cannot be done"),
        ("/sources?at=999999", 200, "Sources"),
        ("/sources?at=-1&numbers=x", 200, "Sources"),
        ("/town?weeks=zero", 200, "Your town"),
        ("/days?weeks=99999", 200, "Past digests"),
        ("/search?q=" + "x" * 5000, 200, "articles with this word"),
        ("/search?q=%25%00%ff'", 200, "Search"),
        ("/?note=<script>", 200, "That is all for today"),
    ],
)
def test_what_is_not_there_is_said_in_words(reader, page, status, words):
    reader.get("/")
    answer = reader.get(page)
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text
    assert "<script>" not in answer.text


def test_the_reasons_are_those_of_the_text_digest_character_for_character(path):
    with opened(path) as reader:
        page = reader.get("/").text
        with open_store(path) as store:
            app = App(store, settings=Settings(workers=0))
            slate = app.store.slates.last()
            digest = app.deliver(slate)
    shown = [html.unescape(one) for one in re.findall(r'<span class="reason">(.*?)</span>', page)]
    assert shown == [plain(reason.text) for item in digest.items for reason in item.reasons]
    told = json.loads(renderers["json"](digest).text)
    assert shown == [reason["text"] for item in told["items"] for reason in item["reasons"]]
    text = " ".join(renderers["text"](digest).text.split())
    assert all(" ".join(one.split()) in text for one in shown)
    reading = [
        html.unescape(one)
        for one in re.findall(r'<span class="reason">(.*?)</span>', page.split('<article id="item-2"')[0])
    ]
    with opened(path) as reader:
        view = reader.get(f"/read/{digest.items[0].id}").text
    first = [html.unescape(one) for one in re.findall(r'<span class="reason">(.*?)</span>', view)]
    assert first == reading == [plain(reason.text) for reason in digest.items[0].reasons]


def test_todays_digest_stays_as_it_is_while_articles_come(reader):
    before = ids(reader)
    with reader.store() as store:
        now = utc_now()
        (feed,) = store.feeds.add([make_feed(99)])
        store.articles.save([make_article(999, feed.id, published=now - timedelta(seconds=5), seen=now)])
    assert ids(reader) == before


def test_a_vanished_article_is_told(reader):
    number = ids(reader)[0]
    with reader.store() as store:
        store.feeds.remove(store.articles.get([number])[0].feed_id)
    assert "no longer in the store" in reader.get("/").text
    assert reader.get(f"/read/{number}").status_code == 404
    assert reader.post(f"/act/{number}", kind="like").status_code == 404


def test_an_empty_store_leads_to_the_beginning(tmp_path):
    with opened(tmp_path / "new.db") as reader:
        answer = reader.get("/", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/begin")
        for path in PAGES:
            assert reader.get(path).status_code == 200, path


def test_a_day_without_articles_is_said(tmp_path):
    settle(tmp_path / "empty.db", articles=1, feeds=1)
    with open_store(tmp_path / "empty.db") as store:
        store.feeds.change(store.feeds.all()[0].__class__(**{**_fields(store.feeds.all()[0]), "paused": True}))
    with opened(tmp_path / "empty.db") as reader:
        assert "Nothing to show for this day." in reader.get("/").text


def _fields(feed):
    return {name: getattr(feed, name) for name in feed.__dataclass_fields__}


def test_dials_are_previewed_before_anything_is_saved_and_taken_back_together(reader):
    before = ids(reader)
    fields = {"near": "1", "common": "1", "far": "2", "size": "12", "reach": "0.3", "diversity": "0.5",
              "target_far": "", "target_reach": "", "languages": ""}  # fmt: skip
    page = reader.post("/dials", **fields, do="preview")
    assert page.status_code == 200
    assert "digest would become" in page.text
    assert ids(reader) == before
    with reader.store() as store:
        assert set(store.reader.dials()) == {"privacy"}
        assert len(store.slates.since(utc_now() - timedelta(days=9))) == 1
    saved = reader.follow("/dials", **fields, do="save")
    assert "Saved" in saved.text
    with reader.store() as store:
        assert store.reader.dials()["mix"] == "1/1/2"
    dials = re.search(r'name="dials" value="([^"]+)"', saved.text)[1]
    assert set(dials.split()) == {"mix", "reach", "diversity"}
    reader.follow("/undo", dials=dials)
    with reader.store() as store:
        assert set(store.reader.dials()) == {"privacy"}
    assert ids(reader) == before


@pytest.mark.parametrize(
    "wrong",
    [{"near": "0", "common": "0", "far": "0"}, {"near": "201"}, {"near": "-1"}, {"near": "x"}, {"reach": "7"},
     {"diversity": "nan"}, {"languages": "klingon"}, {"size": "1e3"}, {"target_far": "many"}],
)  # fmt: skip
@pytest.mark.parametrize("do", ["preview", "save"])
def test_impossible_dials_are_refused(reader, wrong, do):
    fields = {"near": "6", "common": "3", "far": "3", "size": "12", "reach": "0.5", "diversity": "0.3"}
    answer = reader.post("/dials", **{**fields, **wrong}, do=do)
    assert answer.status_code == 400
    with reader.store() as store:
        assert set(store.reader.dials()) == {"privacy"}


def test_the_profile_is_edited(reader):
    reader.follow("/profile", do="say", value="tide tables", weight="0.5", kind="")
    reader.follow("/profile", do="half", value="tide tables", kind="term")
    assert [(one.value, one.weight) for one in reader.interests()] == [("tide tables", 0.25)]
    assert "tide tables" in reader.get("/profile").text
    reader.follow("/profile", do="home", home="maritime")
    with reader.store() as store:
        assert store.reader.dials()["home"] == ["maritime"]
    assert json.loads(reader.get("/profile/export").text)["interests"][0]["value"] == "tide tables"
    reader.follow("/profile", do="forget", value="tide tables")
    assert reader.interests() == []
    assert reader.post("/profile", do="say", value="x", weight="2").status_code == 400
    assert reader.post("/profile", do="dance").status_code == 400


def test_a_lower_level_says_first_what_it_erases(reader):
    number = ids(reader)[0]
    reader.follow(f"/act/{number}", kind="like")
    asked = reader.post("/profile", do="privacy", level="nothing")
    assert asked.status_code == 200
    assert "erasing 1 act" in asked.text
    assert len(reader.acts()) == 1
    reader.follow("/profile", do="privacy", level="nothing", sure="1")
    assert reader.acts() == []


def test_all_that_was_done_is_forgotten_after_a_question(reader):
    number = ids(reader)[0]
    reader.follow(f"/act/{number}", kind="like")
    assert "cannot be undone" in reader.post("/profile", do="forget", everything="1").text
    assert len(reader.acts()) == 1
    reader.follow("/profile", do="forget", everything="1", sure="1")
    assert reader.acts() == []


def test_sources_are_paused_resumed_and_removed_after_a_question(reader):
    with reader.store() as store:
        feed = store.feeds.all()[0]
    assert "Paused" in reader.follow(f"/sources/{feed.id}", do="pause").text
    assert "again" in reader.follow(f"/sources/{feed.id}", do="resume").text
    asked = reader.post(f"/sources/{feed.id}", do="ask")
    assert "cannot be undone" in asked.text
    assert "Removed" in reader.follow(f"/sources/{feed.id}", do="remove").text
    assert reader.post(f"/sources/{feed.id}", do="pause").status_code == 404
    assert reader.post("/sources/2", do="dance").status_code == 400


def test_pins_are_listed_and_unpinned(reader):
    number = ids(reader)[2]
    reader.follow(f"/act/{number}", kind="pin")
    (act,) = reader.acts()
    assert f"/read/{number}" in reader.get("/pinned").text
    reader.follow("/undo", act=str(act.id), back="/pinned")
    assert f"/read/{number}" not in reader.get("/pinned").text


def test_the_look_is_kept_in_the_browser(reader):
    reader.client.post("/look", data={"theme": "dark", "back": "/keys"}, headers=OWN)
    reader.client.post("/look", data={"size": "4", "back": "/keys"}, headers=OWN)
    assert 'class="theme-dark size-4"' in reader.get("/keys").text
    reader.client.post("/look", data={"theme": "<b>", "size": "99"}, headers=OWN)
    assert 'class="theme-dark size-4"' in reader.get("/keys").text


def test_images_of_articles_are_loaded_where_the_reader_says_so_alone(tmp_path):
    settle(tmp_path / "i.db", content='<p>Text <img src="https://i.example/a.png" onerror="x()"> more words here.</p>')
    with opened(tmp_path / "i.db") as reader:
        number = ids(reader)[0]
        view = reader.get(f"/read/{number}")
        assert "<img" not in view.text
        assert "1 image not loaded" in view.text
        assert "img-src 'self';" in view.headers["content-security-policy"]
        reader.client.post("/look", data={"images": "1"}, headers=OWN)
        view = reader.get(f"/read/{number}")
        assert 'src="https://i.example/a.png"' in view.text
        assert "onerror" not in view.text
        assert 'referrerpolicy="no-referrer"' in view.text
        assert "https:" in view.headers["content-security-policy"]
        assert "https:" not in reader.get("/").headers["content-security-policy"]


def test_work_runs_beside_and_says_what_it_brought(path):
    import time

    with opened(path, fetcher=Gone()) as reader:
        assert reader.post("/update").headers["location"] == "/work"
        for _ in range(400):
            page = reader.get("/work").text
            if "<h1>Done" in page:
                break
            time.sleep(0.05)
        assert "8 sources read, 0 new articles, 8 failed" in page, page.split("<main")[1][:600]
        assert "need a look" in reader.get("/sources").text
        assert "HTTP 404" in reader.get("/sources").text


def test_past_digests_say_where_a_feed_reader_finds_them(reader):
    page = reader.get("/days").text
    addresses = re.findall(r'href="(/out/[^"]+)"', page)
    assert len(addresses) == 4
    for address in addresses:
        assert reader.get(address).status_code == 200
