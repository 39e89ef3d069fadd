"""What each feed brought, counted in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime

from diversify.domain import Article, FeedTally

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tallies_of(articles: Collection[Article], since: datetime) -> dict[int, FeedTally]:
    """Feed id to tally, for feeds that have articles; days are counted from that moment on."""
    led: dict[int, tuple[datetime, str]] = {}
    copied: dict[str, tuple[int, int]] = {}
    for one in articles:
        led[one.story] = min(led.get(one.story, (one.published, one.outlet)), (one.published, one.outlet))
        copied[one.url] = min(copied.get(one.url, (one.id, one.feed_id)), (one.id, one.feed_id))
    brought, duplicates = Counter[int](), Counter[int]()
    days: dict[int, Counter[int]] = {}
    for one in articles:
        brought[one.feed_id] += 1
        second = one.story > 0 and led[one.story][1] != one.outlet
        duplicates[one.feed_id] += second or copied[one.url][1] != one.feed_id
        if one.published >= since:
            days.setdefault(one.feed_id, Counter())[(one.published - _EPOCH).days] += 1
    return {
        feed_id: FeedTally(count, duplicates[feed_id], tuple(sorted(days.get(feed_id, {}).items())))
        for feed_id, count in brought.items()
    }
