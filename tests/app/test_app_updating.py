"""An update: what is read, what is understood of it, and what follows a feed that moves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from diversify import topics
from diversify.app import App
from diversify.app.updating import BATCH, catch_up, rename, understand
from diversify.cli.making import pages_told
from diversify.config import Settings
from diversify.domain import Feed, FetchState, Interest
from diversify.store import MemoryStore
from diversify.testing import make_article

GOOD, BAD = "https://good.example/feed", "https://bad.example/feed"


class FakeModel:
    """Understands as the fakes do, and counts what it was asked."""

    def __init__(self, fakes):
        self.card, self.fakes, self.read, self.calls = fakes.card(), fakes, [], 0

    def understand(self, articles, _feeds):
        self.calls += 1
        self.read += [article.id for article in articles]
        return self.fakes.understanding_of(len(articles))


@pytest.fixture
def model(fakes, monkeypatch):
    made = FakeModel(fakes)
    monkeypatch.setattr(topics, "load_model", lambda _body: made)
    return made


@pytest.fixture
def served(fakes):
    """An application whose web holds one good feed and one that refuses."""
    store = MemoryStore()
    body = fakes.rss("Good", [("Rain in Oslo", "It rains."), ("Sun", "It shines.")])
    fetcher = fakes.FakeFetcher({GOOD: {"body": body}})
    app = App(store, settings=Settings(workers=0), clock=fakes.Clock(), fetcher=fetcher)
    app.subscribe([Feed(GOOD), Feed(BAD)])
    return app


def test_the_report_adds_up_and_names_what_failed(served):
    seen = []
    report = served.update(on_result=seen.append).as_dict()
    assert (report["feeds"], report["ok"], report["failed"], report["new"], report["changed"]) == (2, 1, 1, 2, 0)
    assert report["failures"] == [{"url": BAD, "kind": "refused", "message": "refused the connection"}]
    assert {result.url for result in seen} == {GOOD, BAD}
    assert served.store.feeds.all()[0].title == "Good"


def test_the_same_again_is_not_modified_and_an_edit_is_a_change(served, fakes):
    served.update()
    again = served.update(everything=True).as_dict()
    assert (again["not_modified"], again["new"], again["changed"]) == (1, 0, 0)
    body = fakes.rss("Good", [("Rain in Oslo", "It pours."), ("Sun", "It shines.")])
    served.fetcher.answers[GOOD] = {"body": body}
    edited = served.update(everything=True).as_dict()
    assert (edited["new"], edited["changed"]) == (0, 1)


def test_without_a_model_nothing_is_understood(served):
    served.update()
    assert served.store.articles.counts() == {"articles": 2, "understood": 0, "stories": 0, "feeds": 2}
    assert catch_up(served.store, now=served.clock()) == 0


def test_with_a_model_what_is_new_is_understood_and_linked(served, model):
    served.store.models.save(model.card, b"body")
    served.update()
    counts = served.store.articles.counts()
    assert (counts["understood"], counts["stories"]) == (2, 2)


def test_what_changed_is_understood_again_and_nothing_else(store, clock, model):
    read = [article.id for article in store.articles.texts()]
    assert catch_up(store, now=clock()) == 0
    assert model.calls == 0, "nothing new: the model is not even loaded"
    (article,) = store.articles.get(read[:1])
    store.articles.save([replace(article, title="Another title", content_hash="edited")])
    assert catch_up(store, now=clock()) == 1
    assert model.read == read[:1]
    assert store.articles.unread(model.card.version) == 0


def test_sensitive_articles_are_marked_whatever_the_model_says(store, clock, model):
    feed = store.feeds.all()[0].id
    (number,) = store.articles.save([make_article(999, feed, title="Living with cancer", summary="A patient tells.")])
    catch_up(store, now=clock())
    _, seen = store.articles.understood([number], model.card.version)
    assert seen.sensitive.tolist() == [True]


def test_many_articles_are_understood_in_batches(fakes, store):
    model = FakeModel(fakes)
    articles = [replace(article, id=place) for place, article in enumerate(list(store.articles.texts()) * 70, start=1)]
    assert len(articles) > 2 * BATCH
    understand(store, model, articles)
    assert model.calls == 3
    assert len(model.read) == len(articles)


def test_a_mute_follows_a_feed_to_its_new_address(served):
    """301: the address changes, what the reader said of the source does not."""
    served.say(Interest("feed", GOOD, -1.0))
    served.say(Interest("feed", BAD, 0.5))
    moved = GOOD.replace("/feed", "/rss")
    served.fetcher.answers[GOOD]["moved_to"] = moved
    served.update()
    assert served.store.feeds.all()[0].url == moved
    assert {(i.value, i.weight) for i in served.store.reader.interests()} == {(moved, -1.0), (BAD, 0.5)}


def test_what_is_said_of_the_new_name_already_stands(store):
    for value, weight in (("old", -1.0), ("new", 0.5), ("other", 0.2)):
        store.reader.say(Interest("topic", value, weight))
    store.reader.say(Interest("term", "old", 0.9))
    rename(store, "topic", {"old": "new"})
    said = {(i.kind, i.value): i.weight for i in store.reader.interests()}
    assert said == {("topic", "new"): 0.5, ("topic", "other"): 0.2, ("term", "old"): 0.9}


def test_feeds_not_due_paused_or_retired_are_let_alone(served, clock):
    good, bad = served.store.feeds.all()
    served.store.feeds.save_states([FetchState(good.id, not_before=clock() + timedelta(hours=1))])
    served.store.feeds.change(replace(bad, paused=True))
    assert served.update().results == ()
    assert len(served.update(everything=True).results) == 1
    assert [request.url for request in served.fetcher.asked] == [GOOD]


def test_stories_are_linked_among_articles_of_the_last_days(fakes, model):
    store = MemoryStore()
    store.models.save(model.card, b"body")
    items = [("Storm closes the harbour bridge in Oslo", "Cars wait at the bridge.")]
    urls = [f"https://{name}.example/feed" for name in ("one", "two")]
    pages = {url: {"body": fakes.rss(url, items, link=url)} for url in urls}
    app = App(store, settings=Settings(workers=0), clock=fakes.Clock(), fetcher=fakes.FakeFetcher(pages))
    app.subscribe([Feed(url) for url in urls])
    app.update()
    one, other = store.articles.texts()
    assert one.story == other.story > 0


def test_pages_of_new_articles_are_read_where_the_reader_asked_for_it(fakes, monkeypatch):
    page, place = "https://outlet.example/0", "https://outlet.example/robots.txt"
    body = fakes.rss("Good", [("Rain in Oslo", "It rains.")])
    answers = {
        GOOD: {"body": body},
        place: {"status": 404, "error_kind": "http", "error_message": "answered 404"},
        page: {"body": b"the whole long text of it"},
    }
    fetcher = fakes.FakeFetcher(answers)
    app = App(MemoryStore(), settings=Settings(workers=0), clock=fakes.Clock(), fetcher=fetcher)
    app.subscribe([Feed(GOOD, full_text=True)])
    monkeypatch.setattr("diversify.ingest.full_text.is_installed", lambda: True)
    monkeypatch.setattr("diversify.ingest.extraction.Extractor.text_of", lambda _, body, **_named: body.decode())
    said = app.update().as_dict()["full_text"]
    assert said == {"read": 1, "left": 0, "failures": []}
    assert [article.content for article in app.store.articles.texts()] == ["the whole long text of it"]
    assert [request.url for request in fetcher.asked] == [GOOD, place, page]
    # The text stays when the feed says the same again, and its page is not asked for twice.
    app.update(everything=True)
    assert [article.content for article in app.store.articles.texts()] == ["the whole long text of it"]
    assert [request.url for request in fetcher.asked][3:] == [GOOD]


def test_without_the_library_the_feeds_are_read_all_the_same(fakes, monkeypatch):
    monkeypatch.setattr("diversify.ingest.full_text.is_installed", lambda: False)
    fetcher = fakes.FakeFetcher({GOOD: {"body": fakes.rss("Good", [("Rain", "It rains.")])}})
    app = App(MemoryStore(), settings=Settings(workers=0), clock=fakes.Clock(), fetcher=fetcher)
    app.subscribe([Feed(GOOD, full_text=True)])
    report = app.update().as_dict()
    assert (report["new"], report["failed"]) == (1, 0)
    (failure,) = report["full_text"]["failures"]
    assert "pip install 'diversify-news[full-text]'" in failure["message"]
    (line, reason) = pages_told(report["full_text"])
    assert "0 articles" in line
    assert "pip install" in reason
