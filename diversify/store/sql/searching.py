"""Articles by their words: a walk over titles, and over authors and texts where it is wished.

No index of words is kept: it would grow every update by a tenth, and a walk over a hundred thousand titles takes
little more than the blink of an eye.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from diversify.store.rules import spellings
from diversify.store.sql.connection import Connection

_TITLES: Final = "title LIKE ? ESCAPE '!'"
# `NOT INDEXED`: in the order of the table, which is read once, and not in that of an index, which jumps about in it.
_IN_TITLES: Final = "SELECT id, published FROM articles NOT INDEXED WHERE :words"
_IN_TEXTS: Final = """SELECT a.id, a.published FROM articles AS a NOT INDEXED CROSS JOIN contents AS c
    ON c.article_id = a.id WHERE :words"""
_TEXTS: Final = """(a.title LIKE ? ESCAPE '!' OR a.author LIKE ? ESCAPE '!' OR c.summary LIKE ? ESCAPE '!'
    OR c.content LIKE ? ESCAPE '!')"""


def find_words(connection: Connection, words: Sequence[str], *, texts: bool, limit: int) -> list[int]:
    """Ids of the newest `limit` articles in which all the words stand, in the title or anywhere."""
    sql, one = (_IN_TEXTS, _TEXTS) if texts else (_IN_TITLES, _TITLES)
    values: list[str] = []
    terms = []
    for word in words:
        forms = spellings(word)
        terms.append(f"({' OR '.join([one] * len(forms))})")
        values += [f"%{_escaped(form)}%" for form in forms for _ in range(one.count("?"))]
    if not terms or limit < 1:
        return []
    query = f"{sql.replace(':words', ' AND '.join(terms))} ORDER BY published DESC, id DESC LIMIT ?"
    return [row[0] for row in connection.read(query, (*values, limit))]


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
