"""A reader's whole town for laws that are tried end to end: the sample, in a real file, day after day."""

import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diversify.app import App
from diversify.app.sample import SampleFetcher
from diversify.config import Settings
from diversify.domain import Understanding
from diversify.store import open_store

FIRST_DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


@dataclass
class Town:
    """The application over one store file, and a clock that can be turned."""

    path: Path
    now: datetime = FIRST_DAY
    fetcher: object = None
    app: App = field(init=False)

    def __post_init__(self):
        self.open()

    def open(self):
        self.app = App(
            open_store(self.path, clock=lambda: self.now),
            settings=Settings(workers=0),
            clock=lambda: self.now,
            fetcher=self.fetcher,
        )

    @property
    def store(self):
        return self.app.store

    def digest(self, **asked):
        slate = self.app.recommend(**asked)
        return slate, self.app.deliver(slate)

    def ids(self, *, sensitive=None, industry=None):
        """Articles by what the model understands of them, by id."""
        card = self.store.models.current()
        ids, seen = self.store.articles.understood([a.id for a in self.store.articles.texts()], card.version)
        return [
            number
            for number, row, hidden in zip(ids, seen.industries, seen.sensitive, strict=True)
            if (sensitive is None or bool(hidden) == sensitive)
            and (industry is None or card.industries[int(row.argmax())] == industry)
        ]

    def tomorrow(self, batch, *, same_stories=False, others=False):
        """A day passes, and the outlets of the sample write as many articles again, of new stories or the same.

        Or as many others write these, each with the sources of one of the sample.
        """
        self.now += timedelta(days=1)
        day = (self.now - FIRST_DAY).days
        articles, seen, version = batch
        feeds = {feed.id: feed for feed in self.store.feeds.all()}
        copies = {}
        if others:
            ours = [feeds[number] for number in sorted({one.feed_id for one in articles})]
            added = self.store.feeds.add([replace(feed, id=0, url=f"{feed.url}?of={day}") for feed in ours])
            copies = {feed.id: copy.id for feed, copy in zip(ours, added, strict=True)}
        ids = self.store.articles.save(
            [
                replace(
                    one,
                    id=0,
                    feed_id=copies.get(one.feed_id, one.feed_id),
                    outlet=f"{day}.{one.outlet}" if others else one.outlet,
                    guid=f"{one.guid}?day={day}",
                    url=f"{one.url}?day={day}",
                    published=one.published + timedelta(days=day),
                    seen=self.now,
                    story=one.story + (0 if same_stories else 100_000 * day),
                    content_hash=f"{one.content_hash}{day}",
                )
                for one in articles
            ]
        )
        self.store.articles.understand(ids, version, seen)

    def batch(self):
        """What `tomorrow` repeats: the articles of today, as they are understood."""
        articles = list(self.store.articles.texts())
        version = self.store.models.current().version
        ids, seen = self.store.articles.understood([one.id for one in articles], version)
        assert ids == [one.id for one in articles]
        return articles, Understanding(**{name: getattr(seen, name) for name in seen.__dataclass_fields__}), version


@pytest.fixture(scope="session")
def settled(tmp_path_factory):
    """A store file with the sample read and a model trained; copied, never written to."""
    path = tmp_path_factory.mktemp("town") / "store.db"
    fetcher = SampleFetcher(now=FIRST_DAY)
    town = Town(path, fetcher=fetcher)
    town.store.reader.turn("languages", ["en"])
    town.app.subscribe(fetcher.feeds)
    town.app.update(everything=True)
    town.app.train()
    town.app.close()
    return path


@pytest.fixture(scope="module")
def make_old_town(settled, tmp_path_factory):
    """Makes a town that has stood for so many days, with as many articles on each, by other outlets every day."""
    made = []

    def make(days):
        path = tmp_path_factory.mktemp("old") / "store.db"
        shutil.copy(settled, path)
        shutil.copytree(f"{settled}.models", f"{path}.models")
        town = Town(path)
        made.append(town)
        batch = town.batch()
        for _ in range(days):
            town.tomorrow(batch, others=True)
        return town

    yield make
    for town in made:
        town.app.close()


@pytest.fixture
def make_town(settled, tmp_path):
    """Makes towns that differ in nothing, each in a file of its own."""
    made = []

    def make(name="town"):
        path = tmp_path / f"{name}.db"
        shutil.copy(settled, path)
        shutil.copytree(f"{settled}.models", f"{path}.models")
        made.append(Town(path))
        return made[-1]

    yield make
    for town in made:
        town.app.close()


@pytest.fixture
def town(make_town):
    return make_town()
