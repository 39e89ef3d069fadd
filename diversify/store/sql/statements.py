"""Small parts of statements that several shelves share."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

BATCH: Final = 400
"""Rows or ids a statement: few enough for every engine's limit of parameters, enough to make calls cheap."""

TURN: Final = 25
"""Rows a transaction of what is fetched or computed: a millisecond or two, for which an act of the reader waits. Longer
ones are often interrupted half way where the machine is busy, and an act waits until they get the processor again."""

PAUSE: Final = 0.002
"""Seconds between two such transactions: whoever waits looks every millisecond, and goes first."""

_Item = TypeVar("_Item")


def batches(items: Sequence[_Item], size: int = BATCH) -> Iterator[Sequence[_Item]]:
    """The items, `size` at a time.

    Examples
    --------
    >>> [list(batch) for batch in batches([1, 2, 3], 2)]
    [[1, 2], [3]]
    """
    for start in range(0, len(items), size):
        yield items[start : start + size]


def in_turns(items: Sequence[_Item], size: int = TURN) -> Iterator[Sequence[_Item]]:
    """The items, `size` at a time, with a pause between two batches in which another writer can begin.

    Examples
    --------
    >>> [list(batch) for batch in in_turns([1, 2, 3], 2)]
    [[1, 2], [3]]
    """
    for number, batch in enumerate(batches(items, size)):
        if number:
            time.sleep(PAUSE)
        yield batch


def listed(sql: str, name: str, count: int) -> str:
    """The statement with `:name` replaced by that many marks in brackets.

    Examples
    --------
    >>> listed("SELECT id FROM feeds WHERE id IN :ids", "ids", 2)
    'SELECT id FROM feeds WHERE id IN (?, ?)'
    """
    return sql.replace(f":{name}", f"({', '.join('?' * count)})")


def rows_of(sql: str, columns: int, count: int) -> str:
    """The statement with `:rows` replaced by that many rows of marks.

    Examples
    --------
    >>> rows_of("INSERT INTO t VALUES :rows", 2, 3)
    'INSERT INTO t VALUES (?, ?), (?, ?), (?, ?)'
    """
    row = f"({', '.join('?' * columns)})"
    return sql.replace(":rows", ", ".join([row] * count))
