"""How parent and worker speak: frames of length and bytes, each a JSON head and a block of texts.

Nothing of it can run anything, because the worker has read hostile bytes: whatever it sends back can be wrong, and
then it is a `WireError`. Texts lie beside the JSON, parted by NUL, which no cleaned text holds: escaping and
unescaping every article costs more than reading it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from itertools import chain
from typing import Any, BinaryIO

from diversify.domain import Entry, ParsedFeed
from diversify.ingest.drafts import Draft, Reading
from diversify.ingest.reading import Document, ParseLimits

LARGEST_FRAME = 256 * 1024 * 1024
SPENT = b"spent"
"""What a worker says after an answer that it would rather not follow by another."""
_LENGTH = struct.Struct(">I")
_TIMES = ("published", "updated")
_BETWEEN, _WITHIN = "\0", "\x1f"


class WireError(Exception):
    """The other side sent what is no frame of ours."""


def write_frame(stream: BinaryIO, *parts: bytes) -> None:
    """Write each part with its length before it."""
    for part in parts:
        stream.write(_LENGTH.pack(len(part)))
        stream.write(part)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Read one part; None at the end of the stream.

    Raises
    ------
    WireError
        Where the stream ends within a part, or the part is larger than any of ours.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise WireError("ended within a length")
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST_FRAME:
        raise WireError(f"frame of {length} bytes")
    body = stream.read(length)
    if len(body) < length:
        raise WireError("ended within a frame")
    return body


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _moment(seconds: float | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


_BESIDE = {"words", *_TIMES}  # columns that are no texts


def _pack(head: dict[str, Any], names: Sequence[str], rows: Sequence[Iterable[Any]]) -> bytes:
    columns: dict[str, Any] = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    front = {name: columns.pop(name) for name in _BESIDE if name in columns}
    front |= {name: list(map(_seconds, front[name])) for name in _TIMES if name in front}
    if rows:
        columns["categories"] = [_WITHIN.join(texts) for texts in columns["categories"]]
    block = _BETWEEN.join(chain.from_iterable(columns.values())).encode("utf-8", "replace")
    said = json.dumps({"head": head, "rows": len(rows), **front}).encode()
    return b"".join((_LENGTH.pack(len(said)), said, block))


def _unpack(body: bytes, names: Sequence[str]) -> tuple[dict[str, Any], Iterator[tuple[Any, ...]]]:
    """Head, and rows of as many values as there are names."""
    try:
        (length,) = _LENGTH.unpack_from(body)
        front = json.loads(body[_LENGTH.size : _LENGTH.size + length])
        count = int(front["rows"])
        if not count:
            return front["head"], iter(())
        texts = str(memoryview(body)[_LENGTH.size + length :], "utf-8").split(_BETWEEN)
        spoken = [name for name in names if name not in _BESIDE]
        if len(texts) != count * len(spoken):
            raise WireError(f"{len(texts)} texts for {count} rows")
        columns: dict[str, list[Any]] = {name: texts[i * count : (i + 1) * count] for i, name in enumerate(spoken)}
        columns["categories"] = [tuple(filter(None, text.split(_WITHIN))) for text in columns["categories"]]
        columns |= {name: list(map(_moment, front[name])) for name in _TIMES}
        columns |= {name: list(map(int, front[name])) for name in names if name not in columns}
        if any(len(column) != count for column in columns.values()):
            raise WireError(f"columns of {count} rows differ in length")
        return front["head"], zip(*(columns[name] for name in names), strict=True)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error) as error:
        raise WireError(str(error)) from error


def _entry_names() -> tuple[str, ...]:
    return tuple(one.name for one in fields(Entry))


def _head(item: Reading | ParsedFeed, without: str) -> dict[str, Any]:
    return {one.name: getattr(item, one.name) for one in fields(item) if one.name != without}


def pack_reading(reading: Reading) -> bytes:
    """Reading to bytes."""
    return _pack(_head(reading, "drafts"), Draft._fields, reading.drafts)


def pack_feed(feed: ParsedFeed) -> bytes:
    """Parsed feed to bytes."""
    names = _entry_names()
    return _pack(_head(feed, "entries"), names, [[getattr(entry, name) for name in names] for entry in feed.entries])


def unpack_reading(body: bytes) -> Reading:
    """Bytes to reading.

    Raises
    ------
    WireError
        Where they are none.
    """
    head, rows = _unpack(body, Draft._fields)
    try:
        return Reading(**head, drafts=tuple(map(Draft._make, rows)))
    except TypeError as error:
        raise WireError(str(error)) from error


def unpack_feed(body: bytes) -> ParsedFeed:
    """Bytes to parsed feed.

    Raises
    ------
    WireError
        Where they are none.
    """
    head, rows = _unpack(body, _entry_names())
    try:
        return ParsedFeed(**head, entries=tuple(Entry(*row) for row in rows))
    except TypeError as error:
        raise WireError(str(error)) from error


def pack_job(document: Document, want: str, limits: ParseLimits) -> bytes:
    """Head of a job to JSON; the body goes in a frame of its own."""
    head = {"url": document.url, "content_type": document.content_type, "base": document.base, "want": want}
    return json.dumps({**head, "limits": asdict(limits)}).encode()


def unpack_job(said: bytes, body: bytes) -> tuple[Document, str, ParseLimits]:
    """The document with its limits, what is wanted of it, and the limits again, which hold for the process too."""
    head = json.loads(said)
    limits = ParseLimits(**head["limits"])
    return Document(head["url"], body, head["content_type"], head["base"], limits), head["want"], limits
