"""What each feed brought, counted by the engine."""

from __future__ import annotations

from datetime import datetime

from diversify.domain import FeedTally
from diversify.store.moments import to_micros
from diversify.store.sql.connection import Connection

# The first of a story is the earliest, of two at one moment that of the outlet that comes first by name: both are in
# one text of which the least is taken. 2 ** 62 keeps moments before 1970 in order.
_SHARES = """WITH led (story, first) AS (
        SELECT story, min(printf('%019d', published + 4611686018427387904) || outlet) FROM articles
        WHERE story > 0 GROUP BY story HAVING count(*) > 1),
    copied (url, first) AS (SELECT url, min(id) FROM articles GROUP BY url HAVING count(*) > 1)
    SELECT a.feed_id, count(*), sum(
        (l.first IS NOT NULL AND a.outlet <> substr(l.first, 20))
        OR (c.first IS NOT NULL AND a.feed_id <> (SELECT feed_id FROM articles WHERE id = c.first)))
    FROM articles AS a LEFT JOIN led AS l ON l.story = a.story LEFT JOIN copied AS c ON c.url = a.url
    GROUP BY a.feed_id"""
_DAYS = """SELECT feed_id, day, count(*) FROM (
        SELECT feed_id, (published - ((published % 86400000000) + 86400000000) % 86400000000) / 86400000000 AS day
        FROM articles WHERE published >= ?)
    GROUP BY feed_id, day ORDER BY feed_id, day"""


def read_tallies(connection: Connection, since: datetime) -> dict[int, FeedTally]:
    """Feed id to tally, for feeds that have articles; days are counted from that moment on."""
    days: dict[int, list[tuple[int, int]]] = {}
    for feed_id, day, count in connection.read(_DAYS, (to_micros(since),)):
        days.setdefault(feed_id, []).append((day, count))
    return {
        feed_id: FeedTally(articles, duplicates, tuple(days.get(feed_id, ())))
        for feed_id, articles, duplicates in connection.read(_SHARES)
    }
