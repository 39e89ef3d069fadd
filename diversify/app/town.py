"""The reader's town in numbers: how many topics, industries and sources were shown, opened and finished, by week.

An article counts once: wholly for its source, and for topics and industries divided among those that it is about. What
it barely touches is the model's doubt and not the reader's variety: were it counted, a week of one field would come to
several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.app.believing import articles_by_id, occasion_for_words
from diversify.app.days import day_of
from diversify.domain import Slate, SlateItem, Understanding
from diversify.geometry import hill_number
from diversify.profile.constants import ABOUT, FINISHED
from diversify.protocols import Store

OPENING: Final[frozenset[str]] = frozenset({"open", "read", "like", "pin", "share"})
"""Acts that say that an article was opened."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What is known of shown articles: row of each id, topic and industry shares (sum 1, or 0), feed numbers."""

    row: Mapping[int, int]
    topics: NDArray[np.float64]
    industries: NDArray[np.float64]
    feeds: NDArray[np.int64]


def town(store: Store, *, weeks: int, now: datetime) -> dict[str, Any]:
    """The document of `town --json`.

    Returns
    -------
    dict
        ``weeks``, oldest first: ``week`` (its Monday), ``digests``, and for ``shown``, ``opened`` and ``finished`` the
        number of ``items`` and the effective number (Hill number of order 1, the exponential of entropy) of their
        ``topics``, ``industries`` and ``sources``, None where there is none, and the ``far`` share; ``new_voices``.
        Few items come to few of anything: compare weeks of about as many items.
        ``muted``: what is muted.
    """
    day = date.fromisoformat(day_of(None, now))
    first = day - timedelta(days=day.weekday() + 7 * (weeks - 1))
    slates = [s for s in store.slates.since(now - timedelta(days=7 * weeks + 8)) if first.isoformat() <= s.day]
    slates = [slate for slate in slates if slate.day <= day.isoformat()]
    seen = _seen(store, slates, day_of(None, now))
    acts = store.reader.feedback()
    opened = {act.article_id for act in acts if act.kind in OPENING}
    finished = {act.article_id for act in acts if act.kind == "read" and act.value >= FINISHED}
    mondays = [first + timedelta(days=7 * number) for number in range(weeks)]
    return {
        "weeks": [_week(monday, slates, seen, opened=opened, finished=finished) for monday in mondays],
        "muted": [{"kind": i.kind, "value": i.value} for i in store.reader.interests() if i.muted],
    }


def _seen(store: Store, slates: Sequence[Slate], day: str) -> Seen:
    """What the current model understands of everything that was shown."""
    card = occasion_for_words(store, day, articles=()).card
    articles = articles_by_id(store, (item.article_id for slate in slates for item in slate.items))
    ids, known = store.articles.understood(sorted(articles), card.version)
    feeds = np.array([articles[number].feed_id for number in ids], dtype=np.int64)
    return Seen({number: row for row, number in enumerate(ids)}, *_shares(known), feeds)


def _shares(known: Understanding) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return _about(known.topics), _about(known.industries)


def _about(shares: NDArray[np.float32]) -> NDArray[np.float64]:
    """Shares of what each article is about, as parts of one; all zero where it is about none of them."""
    kept = np.where(shares >= np.float32(ABOUT), shares.astype(np.float64), 0.0)
    whole = kept.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(kept, whole, out=np.zeros_like(kept), where=whole > 0.0))


def _week(monday: date, slates: Sequence[Slate], seen: Seen, *, opened: Set[int], finished: Set[int]) -> dict[str, Any]:
    """One week; an article shown several times in it counts once, as it was shown last."""
    end = (monday + timedelta(days=7)).isoformat()
    mine = [slate for slate in slates if monday.isoformat() <= slate.day < end]
    items = {item.article_id: item for slate in mine for item in slate.items}
    return {
        "week": monday.isoformat(),
        "digests": len({slate.day for slate in mine}),
        "shown": _numbers(items.values(), seen),
        "opened": _numbers([items[number] for number in items if number in opened], seen),
        "finished": _numbers([items[number] for number in items if number in finished], seen),
        "new_voices": sum(item.new_voice for item in items.values()),
    }


def _numbers(items: Iterable[SlateItem], seen: Seen) -> dict[str, Any]:
    given = list(items)
    rows = np.array([seen.row[item.article_id] for item in given if item.article_id in seen.row], dtype=np.int64)
    _, sources = np.unique(seen.feeds[rows], return_counts=True)
    return {
        "items": len(given),
        "topics": _effective(seen.topics[rows].sum(axis=0)),
        "industries": _effective(seen.industries[rows].sum(axis=0)),
        "sources": _effective(sources.astype(np.float64)),
        "far": sum(item.lane == "far" for item in given) / len(given) if given else None,
    }


def _effective(amounts: NDArray[np.float64]) -> float | None:
    """How many equally common things these amounts come to."""
    return float(hill_number(amounts[None, :])[0]) if amounts.sum() > 0.0 else None
