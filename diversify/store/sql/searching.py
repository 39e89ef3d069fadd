"""Articles by their words, through an index of them where the engine has one (FTS5).

The index keeps which words stand in an article's title and which in the rest of it, and no text: what it finds is read
and judged by the law of `store.words`, so a word that has gone since is not found. Articles that it has not taken in
yet, or no longer as they are, stand in `unindexed`, written with the article itself; a search looks through the few
that wait. It forgets single words of an article only when it is begun anew, which `begin_anew` does wherever articles
are removed.

To take an article in costs a quarter of what it costs to fetch, parse and store it, so an update does not: `take_in`
is for whoever serves searches, when nothing else is to be done. Without the index, and as long as many articles wait,
every article is walked over.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from diversify.store.rules import spellings
from diversify.store.sql.connection import Connection
from diversify.store.sql.statements import PAUSE, batches, listed
from diversify.store.words import holds, level, needles_of, rest_of

AT_ONCE: Final = 25
"""Articles that the index takes in with one transaction, a few milliseconds."""
PAGES: Final = 40
"""Pages of the index that are merged after it, about as long."""
FEW: Final = 300
"""So many that wait are looked through one by one."""
LOOK: Final = 50
"""Articles that are read at once to be judged."""

Place: TypeAlias = tuple[int, int]
"""When an article was published, and its id."""

# `ascii`: texts come levelled, so that ASCII signs alone part their words.
_CREATE: Final = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, rest, content='', columnsize=0, detail=column,
        tokenize='ascii')""",
    "INSERT INTO words (words, rank) VALUES ('automerge', 0)",  # which would hold the store for many pages at once
)
_MERGE: Final = "INSERT INTO words (words, rank) VALUES ('merge', ?)"
_IS_THERE: Final = "SELECT 1 FROM sqlite_master WHERE name = 'words'"
_IS_KNOWN: Final = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
_IS_ANY: Final = "SELECT 1 FROM unindexed LIMIT 1"
_FIELDS: Final = """SELECT a.id, a.title, a.author, c.summary, c.content
    FROM articles AS a CROSS JOIN contents AS c ON c.article_id = a.id"""
_WAITING: Final = f"""{_FIELDS} WHERE a.id IN (SELECT article_id FROM unindexed ORDER BY article_id LIMIT ?)
    ORDER BY a.id"""  # noqa: S608 - its parts are constants of ours
_GIVEN: Final = f"{_FIELDS} WHERE a.id IN :ids"
_TAKE_IN: Final = "INSERT INTO words (rowid, title, rest) VALUES (?, ?, ?)"
_FOUND: Final = """SELECT a.published, a.id FROM words AS w CROSS JOIN articles AS a ON a.id = w.rowid
    WHERE w.words MATCH ? AND a.id NOT IN (SELECT article_id FROM unindexed)
    ORDER BY a.published DESC, a.id DESC LIMIT ? OFFSET ?"""
_LATE: Final = """SELECT published, id FROM articles WHERE id IN (SELECT article_id FROM unindexed)
    ORDER BY published DESC, id DESC"""
_FIRST_LOOK: Final = 100
_PART: Final = re.compile(r"[^\W_]+")

# `NOT INDEXED`: in the order of the table, which is read once, and not in that of an index, which jumps about in it.
_IN_TITLES: Final = "SELECT a.published, a.id FROM articles AS a NOT INDEXED WHERE :words"
_IN_TEXTS: Final = """SELECT a.published, a.id FROM articles AS a NOT INDEXED CROSS JOIN contents AS c
    ON c.article_id = a.id WHERE :words"""
_TITLE: Final = "a.title LIKE ?"
_TEXT: Final = f"""({_TITLE} OR a.author LIKE ? OR c.summary LIKE ?
    OR c.content LIKE ?)"""


def find_words(connection: Connection, words: Sequence[str], *, texts: bool, limit: int) -> list[int]:
    """Ids of the newest `limit` articles in which all the words stand, in the title or anywhere."""
    needles = needles_of(words)
    if not needles or limit < 1:
        return []
    with connection.snapshot():
        ways = _ways(connection, words, needles, texts=texts)
        hits = [hit for way in ways for hit in _judged(connection, way, needles, texts=texts, limit=limit)]
    return [number for _, number in sorted(hits, reverse=True)[:limit]]


def take_in(connection: Connection) -> int:
    """Take the next few that wait into the index; how many. None where the engine has no index."""
    if not connection.read(_IS_ANY) or not connection.read(_IS_KNOWN):
        return 0
    if not connection.read(_IS_THERE):
        with connection.writing(durable=False) as raw:
            for statement in _CREATE:
                raw.execute(statement)
    with connection.writing(durable=False) as raw:
        rows = raw.execute(_WAITING, (AT_ONCE,)).fetchall()
        raw.executemany(_TAKE_IN, ((number, level(title), level(rest_of(*rest))) for number, title, *rest in rows))
        raw.executemany("DELETE FROM unindexed WHERE article_id = ?", ((row[0],) for row in rows))
    time.sleep(PAUSE)
    with connection.writing(durable=False) as raw:
        raw.execute(_MERGE, (PAGES,))
    return len(rows)


def wait_for_index(raw: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Note that these articles are new or changed, inside the transaction that writes them."""
    raw.executemany("INSERT INTO unindexed (article_id) VALUES (?) ON CONFLICT DO NOTHING", ((one,) for one in ids))


def begin_anew(raw: sqlite3.Connection) -> None:
    """Forget every word, inside the transaction that removes articles; all that are left wait to be taken in."""
    if raw.execute(_IS_KNOWN).fetchone() and raw.execute(_IS_THERE).fetchone():
        raw.execute("INSERT INTO words (words) VALUES ('delete-all')")
    raw.execute("INSERT INTO unindexed (article_id) SELECT id FROM articles WHERE true ON CONFLICT DO NOTHING")


def _ways(
    connection: Connection, words: Sequence[str], needles: Sequence[str], *, texts: bool
) -> list[Iterator[Sequence[Place]]]:
    """Where to look: into the index and through the few that wait, or everywhere."""
    ((waiting,),) = connection.read("SELECT count(*) FROM (SELECT 1 FROM unindexed LIMIT ?)", (FEW + 1,))
    if waiting <= FEW and not connection.read(_IS_THERE):
        return [_late(connection)]  # these are all there are
    if waiting <= FEW and connection.read(_IS_KNOWN):
        return [_late(connection), _found(connection, needles, texts=texts)]
    return [_walked(connection, words, texts=texts)]


def _late(connection: Connection) -> Iterator[Sequence[Place]]:
    """Those that wait, all of them."""
    yield connection.read(_LATE)


def _found(connection: Connection, needles: Sequence[str], *, texts: bool) -> Iterator[Sequence[Place]]:
    """What the index finds, newest first, more with every look."""
    asked = " AND ".join(_term(needle) for needle in needles)
    asked = asked if texts else f"title : ({asked})"
    size, start = _FIRST_LOOK, 0
    while rows := connection.read(_FOUND, (asked, size, start)):
        yield rows
        start, size = start + size, 2 * size


def _term(needle: str) -> str:
    """A needle as the index is asked for it: words, of which the last is a beginning where it is left open."""
    words = [f'"{word}"' for word in needle.split()]
    return " AND ".join(words) + ("" if needle.endswith(" ") else " *")


def _walked(connection: Connection, words: Sequence[str], *, texts: bool) -> Iterator[Sequence[Place]]:
    """What may hold the words, by a walk over all; it knows of accents only those that were asked for."""
    sql, one = (_IN_TEXTS, _TEXT) if texts else (_IN_TITLES, _TITLE)
    terms: list[str] = []
    values: list[str] = []
    for part in _PART.findall(" ".join(words)):
        forms = spellings(part)
        terms.append(f"({' OR '.join([one] * len(forms))})")
        values += [f"%{form}%" for form in forms for _ in range(one.count("?"))]
    query = f"{sql.replace(':words', ' AND '.join(terms))} ORDER BY a.published DESC, a.id DESC"
    yield from batches(connection.read(query, values))


def _judged(
    connection: Connection, places: Iterable[Sequence[Place]], needles: Sequence[str], *, texts: bool, limit: int
) -> list[Place]:
    """The first `limit` of those places where the law finds the words."""
    hits: list[Place] = []
    for some in places:
        for part in batches(some, LOOK):
            rows = connection.read(listed(_GIVEN, "ids", len(part)), [number for _, number in part])
            right = {row[0] for row in rows if holds(row[1], row[2:] if texts else None, needles)}
            hits += [place for place in part if place[1] in right]
            if len(hits) >= limit:
                return hits
    return hits
