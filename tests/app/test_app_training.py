"""Training: what is learned from, what is dropped, and what the reader said of topics that change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from diversify import topics
from diversify.app import training
from diversify.app.lending import FEW, NOTE, lent
from diversify.app.status import status
from diversify.app.training import KEPT_DAYS, follow_topics
from diversify.domain import Feed, Feedback, Interest, TopicLabel
from diversify.errors import FileError, ModelError
from diversify.store import MemoryStore
from diversify.testing import make_article, make_feed, make_slate


class FakeModel:
    def __init__(self, card, fakes):
        self.card, self.fakes = card, fakes

    def understand(self, articles, _feeds):
        return self.fakes.understanding_of(len(articles))

    def to_bytes(self):
        return b"new body"


@pytest.fixture
def fits(fakes, monkeypatch):
    """What the trainer was given; its model is a fake."""
    given = []

    def train(articles, feeds, taxonomy, *, previous, now, seed):
        own = [article for article in articles if article.id > 0]
        given.append((own, {number: feed for number, feed in feeds.items() if number > 0}, previous, seed))
        return FakeModel(replace(fakes.card(), version="words-2"), fakes)

    monkeypatch.setattr(topics, "train", train)
    return given


def test_all_articles_are_understood_by_the_new_model(store, clock, fits):
    card = training.train(store, now=clock(), seed=3)
    assert card.version == store.models.current().version == "words-2"
    assert store.articles.unread("words-2") == 0
    articles, feeds, previous, seed = fits[0]
    assert len(articles) == 60
    assert len(feeds) == 12
    assert (previous.version, seed) == ("words-1", 3)


def test_vectors_are_borrowed_and_the_card_tells_whose(store, clock, tmp_path, monkeypatch, fakes):
    """The folder is read before anything is dropped or fitted; without one, none are named."""
    seen = []

    class Borrowing:
        def __init__(self, embedder):
            seen.append(embedder)

        def __call__(self, *_lesson, **_how):
            return FakeModel(replace(fakes.card(), version="words-3", report={"seconds": 1.0}), fakes)

    monkeypatch.setattr(topics, "open_vectors", lambda path: f"opened {path.name}")
    monkeypatch.setattr(topics, "BorrowingTrainer", Borrowing)
    card = training.train(store, now=clock(), vectors=str(tmp_path / "mine"))
    assert seen == ["opened mine"]
    assert store.models.current().report == card.report
    assert card.report == {"seconds": 1.0, "vectors": str(tmp_path / "mine"), "lent": card.report["lent"]}
    assert status(store, now=clock())["model"]["vectors"] == str(tmp_path / "mine")


@pytest.mark.parametrize("broken", [False, True])
def test_vectors_that_cannot_be_read_are_one_line_and_change_nothing(store, clock, tmp_path, broken):
    folder = tmp_path / "vectors"
    if broken:
        folder.mkdir()
        (folder / "tokenizer.json").write_text("{")
    with pytest.raises(FileError, match=r"name a folder with model\.safetensors") as fault:
        training.train(store, now=clock(), vectors=str(folder))
    assert "\n" not in str(fault.value)
    assert str(folder) in str(fault.value)
    assert store.models.current().version == "words-1"


def test_who_has_few_articles_is_lent_the_samples_and_told_of_their_own(store, clock):
    """The real trainer: what is counted and shared out are the reader's articles, and nothing lent is stored."""
    before = store.articles.counts()["articles"], len(store.feeds.all())
    card = training.train(store, now=clock())
    assert card.articles == before[0] < FEW < card.report["lent"]
    assert NOTE in card.notes
    assert sum(topic.share for topic in card.topics) <= 1.0 + 1e-9
    assert (store.articles.counts()["articles"], len(store.feeds.all())) == before
    again = training.train(store, now=clock())
    assert not {topic.name for topic in card.topics if not topic.share} & set(again.gone)


def test_nothing_is_lent_to_who_has_enough_nor_in_languages_they_do_not_read_nor_twice(clock):
    few, many = ([make_article(n, 1, language="en") for n in range(1, count + 1)] for count in (3, FEW))
    articles, feeds = lent(few, {}, now=clock())
    assert {article.language for article in articles} == {"en"}
    assert {article.feed_id for article in articles} == set(feeds)
    assert all(feed.industries for feed in feeds.values())
    assert max(article.id for article in articles) < 0 > max(feeds)
    assert lent(many, {}, now=clock()) == ([], {})
    one = next(iter(feeds.values()))
    _, fewer = lent(few, {7: Feed(one.url, id=7)}, now=clock())
    assert len(fewer) == len(feeds) - 1


def test_without_articles_there_is_nothing_to_learn(clock):
    with pytest.raises(ModelError, match="no article to learn from; run `diversify update` first"):
        training.train(MemoryStore(), now=clock())


def test_old_articles_that_nobody_met_are_dropped_first(store, clock, fits):
    """Half a year after they were first seen; those shown or acted upon stay for good."""
    feed = store.feeds.all()[0].id
    long_ago = clock() - timedelta(days=KEPT_DAYS, seconds=1)
    recent = clock() - timedelta(days=KEPT_DAYS - 1)
    old = [make_article(1000 + n, feed, published=long_ago, seen=long_ago) for n in range(3)]
    old.append(make_article(1003, feed, published=long_ago, seen=recent))
    dropped, liked, shown, seen_late = store.articles.save(old)
    store.reader.record(Feedback("like", liked, long_ago))
    store.slates.save(make_slate([shown]))
    training.train(store, now=clock())
    assert [a.id for a in store.articles.get([dropped, liked, shown, seen_late])] == [liked, shown, seen_late]
    assert len(fits[0][0]) == 60, "what is older than the training window is kept, and teaches nothing"


def test_where_all_is_old_one_learns_from_the_old(fakes, clock, fits):
    store = MemoryStore()
    (feed,) = store.feeds.add([make_feed(1)])
    old = clock() - timedelta(days=150)
    store.articles.save([make_article(1, feed.id, published=old, seen=old)])
    training.train(store, now=clock())
    assert len(fits[0][0]) == 1


def test_one_article_is_enough_for_a_model_and_a_digest(clock):
    """The real trainer on next to nothing."""
    from diversify.app import App
    from diversify.config import Settings

    store = MemoryStore()
    (feed,) = store.feeds.add([Feed("https://one.example/feed", title="One")])
    store.articles.save([make_article(1, feed.id, title="Rain in Oslo", published=clock(), seen=clock())])
    app = App(store, settings=Settings(workers=0), clock=clock)
    slate = app.recommend()
    assert [item.position for item in slate.items] == [1]
    assert slate.unmet
    assert app.deliver(slate).items[0].title == "Rain in Oslo"


def said(store):
    return {interest.value: interest.weight for interest in store.reader.interests()}


def test_what_was_said_follows_a_topic_to_its_new_name(store, fakes):
    before, after = fakes.card(), fakes.card()
    names = [TopicLabel(topic.id, f"new {topic.name}" if topic.id < 2 else topic.name) for topic in after.topics]
    store.reader.say(Interest("topic", "topic 0", -1.0))
    store.reader.say(Interest("topic", "topic 3", 0.5))
    follow_topics(store, before, replace(after, topics=tuple(names)))
    assert said(store) == {"new topic 0": -1.0, "topic 3": 0.5}


def test_what_was_said_of_a_topic_that_is_gone_stays_as_it_was_said(store, fakes):
    store.reader.say(Interest("topic", "topic 0", -1.0))
    follow_topics(store, fakes.card(), replace(fakes.card(), topics=fakes.card().topics[1:]))
    follow_topics(store, None, fakes.card())
    assert said(store) == {"topic 0": -1.0}


def test_a_name_that_passed_to_another_topic_is_not_taken_from_it(store, fakes):
    """Topics 0 and 1 changed names: what the reader said was said of the name."""
    topics_ = fakes.card().topics
    swapped = (replace(topics_[0], name="topic 1"), replace(topics_[1], name="topic 0"), *topics_[2:])
    store.reader.say(Interest("topic", "topic 0", 0.5))
    follow_topics(store, fakes.card(), replace(fakes.card(), topics=swapped))
    assert said(store) == {"topic 0": 0.5}
