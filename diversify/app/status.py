"""The state of sources, articles and model."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from math import isnan
from statistics import median
from typing import Any, Final

from diversify.domain import Feed, FeedTally, FetchState, ModelCard
from diversify.protocols import Store

RECENT: Final = timedelta(days=28)
"""Over which the articles of a day are counted."""
INCOMING: Final = timedelta(days=7)
MOST_INCOMING: Final = 2_000
"""Articles by which drift is judged: those of a week, the newest so many."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def status(store: Store, *, now: datetime) -> dict[str, Any]:
    """The document of `status --json`."""
    card = store.models.current()
    listed = sources(store, now=now)
    tried = [one["last_try"] for one in listed if one["last_try"]]
    return {
        "store": store.location,
        "now": _moment(now),
        "last_update": max(tried, default=None),
        **store.articles.counts(),
        "paused": sum(one["paused"] for one in listed),
        "windows": sum(one["window"] for one in listed),
        "retired": sum(one["retired"] for one in listed),
        "failing": sum(one["failures"] > 0 for one in listed),
        "model": None if card is None else _model(card) | drift(store, card, now=now),
        "sources": listed,
    }


def drift(store: Store, card: ModelCard, *, now: datetime) -> dict[str, Any]:
    """How far the topics of the last week's articles are from those that the model learned from.

    `drift` in [0, 1], None for too few articles; `drifted`: whether to train again is worth its time.
    """
    from diversify.topics import has_drifted, topic_drift

    topics = store.articles.candidates(card.version, since=now - INCOMING, until=now, limit=MOST_INCOMING).topics
    moved = topic_drift(card, topics)
    return {"drift": None if isnan(moved) else round(moved, 4), "drifted": has_drifted(card, topics)}


def sources(store: Store, *, now: datetime) -> list[dict[str, Any]]:
    """What `status --json` and `list --json` say of each source, in the order of adding.

    `per_day` is the median number of articles published on a day, as `per_day` of this module has it; `duplicates` are
    those of its `articles` that another outlet told first (they are in a story whose earliest article is another
    outlet's) or that another feed brought first (the same address).
    """
    states = store.feeds.states()
    tallies = store.feeds.tallies(since=_midnight(now) - RECENT)
    return [
        _source(feed, states.get(feed.id, FetchState(feed.id)), tallies.get(feed.id, FeedTally()), now=now)
        for feed in store.feeds.all()
    ]


def is_sick(source: dict[str, Any]) -> bool:
    """Whether a source needs a look: its last visits failed, or it is gone."""
    return bool(source["failures"] or source["retired"])


def per_day(tally: FeedTally, *, now: datetime) -> float | None:
    """Median number of articles that a feed published on one of the last 28 whole days (UTC).

    Days without any count, from the first of these days of which it has an article; None where it has none in them.

    Examples
    --------
    >>> now = datetime(2026, 11, 22, 6, tzinfo=UTC)
    >>> today = (now - _EPOCH).days
    >>> per_day(FeedTally(days=((today - 4, 9), (today - 2, 2), (today - 1, 4), (today, 7))), now=now)
    3.0
    """
    today = (now - _EPOCH).days
    counts = {day: count for day, count in tally.days if day < today}
    return float(median(counts.get(day, 0) for day in range(min(counts), today))) if counts else None


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _model(card: ModelCard) -> dict[str, Any]:
    return {
        "version": card.version,
        "articles": card.articles,
        "topics": len(card.topics),
        "languages": list(card.languages),
        "trained": _moment(card.trained_at),
        "notes": list(card.notes),
        "vectors": card.report.get("vectors"),
    }


def _source(feed: Feed, state: FetchState, tally: FeedTally, *, now: datetime) -> dict[str, Any]:
    idle = feed.paused or state.retired
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "language": feed.language,
        "industries": list(feed.industries),
        "paused": feed.paused,
        "window": feed.window,
        "full_text": feed.full_text,
        "retired": state.retired,
        "last_try": _moment(state.last_try),
        "last_success": _moment(state.last_success),
        "next_due": None if idle else _moment(state.not_before or now),
        "failures": state.failures,
        "error_kind": state.error_kind,
        "error": state.error_message,
        "articles": tally.articles,
        "per_day": per_day(tally, now=now),
        "duplicates": tally.duplicates,
        "duplicate_share": round(tally.duplicates / tally.articles, 4) if tally.articles else None,
        "limits": {name: value for name, value in asdict(feed.limits).items() if value is not None},
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when is not None else None
