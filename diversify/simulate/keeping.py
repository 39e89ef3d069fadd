"""A simulated reader's days as the product keeps them: a store of what was shown and done, for its own reports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import (
    Article,
    Feed,
    Feedback,
    ModelCard,
    Slate,
    SlateItem,
    SlatePolicy,
    TopicLabel,
    Understanding,
)
from diversify.protocols import Store
from diversify.simulate.lifting import DIMENSIONS, lifted
from diversify.simulate.offers import LANE_NAMES
from diversify.simulate.product import OWN, SOURCES, SUBSTANCE
from diversify.simulate.runs import Run
from diversify.simulate.world import WorldSettings

FIRST_DAY: Final = datetime(2026, 1, 5, tzinfo=UTC)
"""The first day of every run that is kept: a Monday, so that weeks of the run are weeks of the calendar."""

TOPICS: Final = 64
"""Topics of the model: twice as fine as industries, each article having shares in those whose centres lie near."""

_REACH: Final = 0.02
_MODEL: Final = "plane-1"


def as_store(run: Run, reader: int = 0) -> Store:
    """What one reader was shown in a run, and what they did with it, in a store in memory.

    Every day of the run is a digest; an article is mostly of the industry it was born in, and has one of its sources.
    What the reader found without the digest is left out.

    Parameters
    ----------
    run
        A finished run; its first day becomes `FIRST_DAY`.
    reader
        Which of its readers.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop, policies
    >>> store = as_store(loop(policies["random"], readers=ReaderSettings(number=2), days=3), reader=1)
    >>> [slate.day for slate in store.slates.since(FIRST_DAY)]
    ['2026-01-05', '2026-01-06', '2026-01-07']
    """
    from diversify.store import MemoryStore

    store = MemoryStore(clock=lambda: FIRST_DAY)
    store.reader.turn("privacy", "local")
    shown = np.flatnonzero((run.sheet.reader == reader) & (run.sheet.position > 0))
    numbers = np.unique(run.sheet.article[shown]).astype(np.int64)
    ids = _fill(store, run, numbers)
    met: set[int] = set()
    for day in range(run.days):
        rows = shown[run.sheet.day[shown] == day]
        _keep_day(store, run, rows[np.argsort(run.sheet.position[rows])], day=day, ids=ids, met=met)
    return store


def _fill(store: Store, run: Run, numbers: NDArray[np.int64]) -> dict[int, int]:
    """Sources, articles and a model that has read them; article number to id."""
    m = run.world.industries
    codes = tuple(f"industry-{code}" for code in range(m))
    feeds = store.feeds.add(
        [Feed(f"https://source{n}.example/feed", title=f"Source {n}", industries=(codes[n // SOURCES],))
         for n in range(m * SOURCES)]
    )  # fmt: skip
    industry = run.born.industry[numbers]
    source = industry * SOURCES + numbers % SOURCES
    saved = store.articles.save([_article(n, feeds[s].id) for n, s in zip(numbers.tolist(), source, strict=True)])
    labels = tuple(TopicLabel(n, f"topic {n}") for n in range(TOPICS))
    store.models.save(ModelCard(_MODEL, DIMENSIONS, labels, codes, run.world.distance), b"")
    flat = np.ones(len(numbers), dtype=np.float32)
    known = Understanding(
        vectors=lifted(run.born.places[numbers]),
        topics=_topics(run.born.places[numbers]),
        industries=(OWN * np.eye(m, dtype=np.float32))[industry],
        sensational=run.born.overpromise[numbers].astype(np.float32),
        substance=SUBSTANCE * flat,
        sensitive=flat < 0,
    )
    store.articles.understand(saved, _MODEL, known)
    return dict(zip(numbers.tolist(), saved, strict=True))


def _article(number: int, feed: int) -> Article:
    return Article(
        feed_id=feed, guid=str(number), url=f"https://source.example/{number}", title=f"Article {number}",
        published=FIRST_DAY, seen=FIRST_DAY, words=500, content_hash=str(number),
    )  # fmt: skip


def _topics(places: NDArray[np.float64]) -> NDArray[np.float32]:
    """(n, TOPICS) shares, which sum to 1, by nearness to centres that lie as those of industries do."""
    centres = WorldSettings(industries=TOPICS).centres
    near = np.exp(-((places[:, None] - centres[None]) ** 2).sum(axis=2) / _REACH) + 1e-9
    return np.asarray(near / near.sum(axis=1, keepdims=True), dtype=np.float32)


def _keep_day(store: Store, run: Run, rows: NDArray[np.int64], *, day: int, ids: dict[int, int], met: set[int]) -> None:
    """Keep the digest of a day and what was read of it; `met` are the sources shown before, and grows."""
    sheet, morning = run.sheet, FIRST_DAY + timedelta(days=day, hours=7)
    items, acts = [], []
    for row in rows.tolist():
        number, place = int(sheet.article[row]), int(sheet.position[row])
        source = int(sheet.industry[row]) * SOURCES + number % SOURCES
        lane: Any = LANE_NAMES[sheet.lane[row]] or "near"  # a policy without lanes offers what is near
        items.append(SlateItem(ids[number], place, lane, {}, new_voice=source not in met))
        met.add(source)
        if sheet.read[row]:
            at = morning + timedelta(minutes=place)
            acts.append(Feedback("read", ids[number], at, float(sheet.depth[row]), position=place))
    as_of = FIRST_DAY + timedelta(days=day + 1)
    slate = store.slates.save(Slate(tuple(items), SlatePolicy(), _MODEL, 0, as_of, morning.date().isoformat()))
    for act in acts:
        store.reader.record(
            Feedback(act.kind, act.article_id, act.at, act.value, slate=slate.id, position=act.position)
        )
