"""The shelf of articles: what feeds said, what a model understands of it, and who may stand in a digest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from json.encoder import encode_basestring_ascii
from typing import Any

from diversify.domain import Article, Candidates, Understanding
from diversify.store.columns import join_candidates, join_readings, reading_widths, readings_of
from diversify.store.moments import from_micros, from_micros_or_none, to_micros, to_micros_or_none
from diversify.store.rules import Key, Widths, check_limit, check_understanding, key_of, merge_repeated
from diversify.store.sql.candidates import candidate_rows
from diversify.store.sql.connection import Connection
from diversify.store.sql.feeds import check_feeds
from diversify.store.sql.level import thin_slates
from diversify.store.sql.models import model_widths
from diversify.store.sql.searching import begin_anew, wait_for_index
from diversify.store.sql.statements import TURN, batches, in_turns, listed, rows_of

# An article without a digest of its content is taken as changed: nothing tells that it is not.
_DROP_STALE = """WITH said (feed_id, guid, content_hash) AS (VALUES :rows)
    DELETE FROM understandings WHERE article_id IN (
        SELECT a.id FROM said AS s JOIN articles AS a ON a.feed_id = s.feed_id AND a.guid = s.guid
        WHERE a.content_hash <> s.content_hash OR s.content_hash = '')"""
_SAVE = """INSERT INTO articles (feed_id, guid, published, story, words, language, outlet, author, title, seen, updated,
    url, content_hash) VALUES :rows
    ON CONFLICT (feed_id, guid) DO UPDATE SET published = excluded.published, words = excluded.words,
    language = excluded.language, outlet = excluded.outlet, author = excluded.author, title = excluded.title,
    updated = excluded.updated, url = excluded.url, content_hash = excluded.content_hash
    RETURNING id, feed_id, guid"""
_SAVE_CONTENT = """INSERT INTO contents (article_id, summary, categories, content) VALUES (?, ?, ?, ?)
    ON CONFLICT (article_id) DO UPDATE SET summary = excluded.summary, categories = excluded.categories,
    content = excluded.content"""
_ARTICLES = """SELECT a.id, a.feed_id, a.guid, a.url, a.title, a.published, a.seen, a.author, c.summary, c.content,
    a.updated, a.language, a.outlet, c.categories, a.words, a.content_hash, a.story
    FROM articles AS a CROSS JOIN contents AS c ON c.article_id = a.id"""
_GET = f"{_ARTICLES} WHERE a.id IN :ids"
_TEXTS = f"""{_ARTICLES} WHERE a.id > ? AND +a.published >= ?
    AND NOT EXISTS (SELECT 1 FROM understandings AS u WHERE u.article_id = a.id AND u.model = ?)
    ORDER BY a.id LIMIT ?"""  # noqa: S608 - its parts are constants of ours
_UNDERSTAND = """INSERT INTO understandings
    (article_id, model, sensational, substance, sensitive, vector, topics, industries)
    SELECT id, ?, ?, ?, ?, ?, ?, ? FROM articles WHERE id = ?
    ON CONFLICT (article_id) DO UPDATE SET model = excluded.model, sensational = excluded.sensational,
    substance = excluded.substance, sensitive = excluded.sensitive, vector = excluded.vector,
    topics = excluded.topics, industries = excluded.industries"""
_UNDERSTOOD = """SELECT article_id, sensational, substance, sensitive, vector, topics, industries
    FROM understandings WHERE model = ? AND article_id IN :ids"""
_COUNTS = """SELECT (SELECT count(*) FROM articles),
    (SELECT count(*) FROM understandings WHERE model = coalesce(
        (SELECT version FROM models ORDER BY saved DESC LIMIT 1), model)),
    (SELECT count(DISTINCT story) FROM articles WHERE story > 0),
    (SELECT count(*) FROM feeds)"""
_UNREAD = """SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM understandings WHERE model = ?)"""
_DROP_OLDER = """DELETE FROM articles WHERE seen < ? AND id NOT IN (SELECT article_id FROM feedback)
    AND id NOT IN (SELECT article_id FROM slate_items)"""
_LONG_AGO = -(2**62)
_TEXTS_AT_ONCE = 500


class SqliteArticles:
    """Articles, what is understood of them, and the pool of candidates; see `protocols.ArticleRecords`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, feed_id: int) -> dict[str, tuple[int, str]]:
        """Guid to (article id, content hash) of a feed's stored articles, for telling new, changed and same."""
        rows = self._connection.read("SELECT guid, id, content_hash FROM articles WHERE feed_id = ?", (feed_id,))
        return {guid: (article_id, content_hash) for guid, article_id, content_hash in rows}

    def save(self, articles: Sequence[Article]) -> list[int]:
        """Insert, or update what (feed, guid) already names; return ids in order.

        An update keeps `id`, `seen` and `story`. What was understood of an article that changed is dropped.

        Raises
        ------
        UsageError
            Where an article belongs to a feed that is not in the store; nothing is saved then. Where a feed is removed
            while its articles are being saved, what was saved before stays, but for those of that feed.
        """
        merged = merge_repeated(articles)
        feeds = {feed_id for feed_id, _ in merged}
        ids: dict[Key, int] = {}
        for batch in in_turns(list(merged.values())):
            with self._connection.writing(durable=False) as raw:
                check_feeds(raw, feeds)
                if raw.execute("SELECT 1 FROM understandings LIMIT 1").fetchone() is not None:
                    _drop_stale(raw, batch)
                ids |= _save_batch(raw, batch)
        return [ids[key_of(article)] for article in articles]

    def get(self, ids: Sequence[int]) -> list[Article]:
        """The articles with these ids that exist, in the order asked."""
        found: dict[int, Article] = {}
        for batch in batches(ids):
            rows = self._connection.read(listed(_GET, "ids", len(batch)), [int(one) for one in batch])
            found |= {row[0]: _article(row) for row in rows}
        return [found[article_id] for article_id in ids if article_id in found]

    def texts(self, *, since: datetime | None = None, without: str = "") -> Iterator[Article]:
        """Articles by id; only those published then or later, only those without an understanding by that model.

        They are read a few hundred at a time, so what was yielded may be written to meanwhile.
        """
        first = _LONG_AGO if since is None else to_micros(since)
        last = 0
        while rows := self._connection.read(_TEXTS, (last, first, without, _TEXTS_AT_ONCE)):
            last = rows[-1][0]
            yield from map(_article, rows)

    def save_stories(self, stories: Mapping[int, int]) -> None:
        """Article id to story number; an article removed meanwhile is passed over."""
        rows = [(int(story), int(article_id), int(story)) for article_id, story in stories.items()]
        for batch in in_turns(rows, 10 * TURN):
            with self._connection.writing(durable=False) as raw:
                raw.executemany("UPDATE articles SET story = ? WHERE id = ? AND story <> ?", batch)

    def understand(self, ids: Sequence[int], model: str, understanding: Understanding) -> None:
        """Store what a model understands of these articles, row by row, replacing an older model's.

        An article removed meanwhile is passed over. Acts on articles found to be sensitive are erased.

        Raises
        ------
        ValueError
            Where the columns do not fit the ids, or this model's earlier ones.
        """
        check_understanding(len(ids), understanding, model_widths(self._connection, model) if len(ids) else None)
        rows = list(zip(ids, readings_of(understanding), understanding.sensitive.tolist(), strict=True))
        erased = 0
        for batch in in_turns(rows):
            with self._connection.writing(durable=False) as raw:
                raw.executemany(_UNDERSTAND, ((model, *reading, int(one)) for one, reading, _ in batch))
                erased += _erase_acts(raw, [int(one) for one, _, hidden in batch if hidden])
        if erased:
            self._connection.shed_traces()

    def understood(self, ids: Sequence[int], model: str) -> tuple[list[int], Understanding]:
        """What that model understands of those of the ids that it has read, in the order asked."""
        found: dict[int, Any] = {}
        for batch in batches(ids):
            rows = self._connection.read(listed(_UNDERSTOOD, "ids", len(batch)), (model, *map(int, batch)))
            found |= {row[0]: row[1:] for row in rows}
        read = [int(article_id) for article_id in ids if article_id in found]
        return read, join_readings([found[article_id] for article_id in read], _widths(self._connection, model))

    def candidates(
        self, model: str, *, since: datetime, until: datetime, languages: Sequence[str] = (), limit: int = 10_000
    ) -> Candidates:
        """Newest first, ties by id: articles of unpaused feeds published in (since, until], read by that model.

        The newest `limit` of them, and beside these the three newest of every feed, so that who posts rarely is not
        drowned by who posts much. `languages` empty means all; an article of unknown language always passes.
        """
        check_limit(limit)
        window = (to_micros(since), to_micros(until))
        rows = candidate_rows(self._connection, model, window=window, languages=languages, limit=limit)
        return join_candidates(rows, reading_widths(rows[0][-6:]) if rows else _widths(self._connection, model))

    def counts(self) -> dict[str, int]:
        """`articles`, `understood` (by the current model; by any where there is none), `stories` and `feeds`."""
        (row,) = self._connection.read(_COUNTS)
        return dict(zip(("articles", "understood", "stories", "feeds"), row, strict=True))

    def unread(self, model: str) -> int:
        """How many articles that model has not understood; two walks over indexes."""
        ((count,),) = self._connection.read(_UNREAD, (model,))
        return int(count)

    def drop_older(self, moment: datetime) -> int:
        """Remove articles first seen before that moment that the reader never met; how many.

        Those acted upon or named in a slate stay, whatever their age.
        """
        with self._connection.writing(durable=False) as raw:
            dropped = raw.execute(_DROP_OLDER, (to_micros(moment),)).rowcount
            if dropped:
                begin_anew(raw)
        return dropped


def _erase_acts(raw: sqlite3.Connection, sensitive: Sequence[int]) -> int:
    """Erase acts on articles found to be sensitive, and what slates say of how they were made; how many acts."""
    erased = sum(raw.execute("DELETE FROM feedback WHERE article_id = ?", (one,)).rowcount for one in sensitive)
    if erased:
        thin_slates(raw)
    return erased


def _widths(connection: Connection, model: str) -> Widths:
    return model_widths(connection, model) or (0, 0, 0)


def _drop_stale(raw: sqlite3.Connection, articles: Sequence[Article]) -> None:
    said = [value for one in articles for value in (one.feed_id, one.guid, one.content_hash)]
    raw.execute(rows_of(_DROP_STALE, 3, len(articles)), said)


def _save_batch(raw: sqlite3.Connection, articles: Sequence[Article]) -> dict[Key, int]:
    """Save articles of distinct keys; their ids."""
    values = [value for article in articles for value in _row(article)]
    saved = raw.execute(rows_of(_SAVE, 13, len(articles)), values).fetchall()
    ids = {(feed_id, guid): article_id for article_id, feed_id, guid in saved}
    raw.executemany(_SAVE_CONTENT, ((ids[one.feed_id, one.guid], *_content_row(one)) for one in articles))
    wait_for_index(raw, list(ids.values()))
    return ids


def _row(article: Article) -> tuple[Any, ...]:
    return (
        *(article.feed_id, article.guid, to_micros(article.published), article.story, article.words),
        *(article.language, article.outlet, article.author, article.title, to_micros(article.seen)),
        *(to_micros_or_none(article.updated), article.url, article.content_hash),
    )


def _content_row(article: Article) -> tuple[str, str, str]:
    # As `json.dumps` writes it, without the price of setting out to write anything at all.
    return (article.summary, f"[{', '.join(map(encode_basestring_ascii, article.categories))}]", article.content)


def _article(row: tuple[Any, ...]) -> Article:
    return Article(
        id=row[0],
        feed_id=row[1],
        guid=row[2],
        url=row[3],
        title=row[4],
        published=from_micros(row[5]),
        seen=from_micros(row[6]),
        author=row[7],
        summary=row[8],
        content=row[9],
        updated=from_micros_or_none(row[10]),
        language=row[11],
        outlet=row[12],
        categories=tuple(json.loads(row[13])),
        words=row[14],
        content_hash=row[15],
        story=row[16],
    )
