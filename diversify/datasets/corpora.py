"""Labelled corpora: one JSON object a line, plain or gzipped, or in the layouts of their publishers."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from diversify.datasets.frames import Dataset, frame_of
from diversify.datasets.layouts import comma_separated, folders, sgml
from diversify.errors import FileError

if TYPE_CHECKING:
    import pandas as pd

_TITLE: Final = ("title", "headline")
_TEXT: Final = ("body", "text", "short_description")
_LABEL: Final = ("label", "topics", "cat", "category")
_OUTLET: Final = ("hostname", "source", "src")
_AUTHOR: Final = ("author", "authors")
_URL: Final = ("url", "link")
_FORMATS: Final = ("ISO8601", "%d-%b-%Y %H:%M:%S.%f")  # the second is Reuters-21578's


def labelled(path: str | Path, *, name: str = "") -> Dataset:
    """Read a labelled corpus; there are no impressions and no feedback.

    Parameters
    ----------
    path
        One of: a file of JSON lines, plain or gzipped, as HuffPost's; a `.csv` of class, title and description, as
        AG's; a `.sgm` file or a folder of them, as Reuters-21578's; a folder that holds a folder for each label, as
        20 Newsgroups and the BBC's. A JSON object has `title` or `headline`; known besides are `id` (else the line's
        number), `body`, `text` or `short_description`, `label`, `topics` (a list), `cat` or `category`, `story`,
        `hostname`, `source` or `src`, `author` or `authors`, `language`, `url` or `link`, and `date` or
        `timestamp_ms`.
    name
        What the dataset is called; the file's name unless given.

    Raises
    ------
    FileError
        Where the file is absent, cut short, or a line is no such object; it names the line.
    """
    where = Path(path)
    rows: list[dict[str, Any]] = []
    lines: dict[str, int] = {}
    for number, record in _records(where):
        row = _row(record, number, where)
        first = lines.setdefault(row["article"], number)
        if first != number:
            raise FileError(where, f"line {number}: id {row['article']!r} was already given in line {first}")
        rows.append(row)
    columns = {key: [row[key] for row in rows] for key in rows[0]} if rows else {}
    published, unread = _times(columns.get("published", []))
    return Dataset(
        name=name or where.name.split(".")[0] or str(where),
        articles=frame_of({**columns, "published": published} if rows else {}, "articles"),
        impressions=frame_of({}, "impressions"),
        feedback=frame_of({}, "feedback"),
        notes=(f"{unread} dates could not be read",) if unread else (),
    )


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and object of each article."""
    try:
        if read := _layout(path):
            yield from read(path)
            return
    except OSError as error:
        raise FileError(path, (error.strerror or str(error)).lower(), mend="check the path") from error
    yield from _lines(path)


def _layout(path: Path) -> Callable[[Path], Iterator[tuple[int, dict[str, Any]]]] | None:
    """What reads this path, where it holds no JSON lines."""
    if path.is_dir():
        return sgml if any(path.glob("*.sgm")) else folders
    return {".csv": comma_separated, ".sgm": sgml}.get(path.suffix.lower())


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line that is not empty."""
    number = 0
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _object(line, number, path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileError(path, f"cut short or damaged after line {number}", mend="fetch the file again") from error
    except OSError as error:
        raise FileError(path, (error.strerror or str(error)).lower(), mend="check the path") from error


def _object(line: bytes, number: int, path: Path) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileError(path, f"line {number}: not JSON ({error})") from error
    if not isinstance(record, dict):
        raise FileError(path, f"line {number}: a JSON object is expected, not {type(record).__name__}")
    return record


def _row(record: dict[str, Any], number: int, path: Path) -> dict[str, Any]:
    title = _first(record, _TITLE)
    if not isinstance(title, str):
        raise FileError(path, f"line {number}: no title")
    labels = _labels(_first(record, _LABEL))
    known = {key: str(record.get(key) or "") for key in ("story", "language")}
    return known | {
        "title": title,
        "author": str(_first(record, _AUTHOR) or ""),
        "url": str(_first(record, _URL) or ""),
        "article": str(record.get("id", number)),
        "text": str(_first(record, _TEXT) or ""),
        "label": labels[0] if labels else "",
        "labels": labels,
        "outlet": str(_first(record, _OUTLET) or ""),
        "published": record.get("timestamp_ms", record.get("date")),
    }


def _first(record: dict[str, Any], keys: tuple[str, ...]) -> Any:
    """The first of these that the record has."""
    return next((record[key] for key in keys if key in record), None)


def _labels(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(str(each) for each in values if each not in (None, ""))


def _times(values: list[Any]) -> tuple[pd.Series[Any], int]:
    """Times of numbers (milliseconds) and of words in a known format; and how many words could not be read."""
    import pandas as pd

    given = pd.Series(values, dtype="object")
    words = given.map(lambda value: value.strip() if isinstance(value, str) else None)
    numbers = pd.to_numeric(given.where(given.map(lambda value: isinstance(value, int))), errors="coerce")
    times = pd.to_datetime(numbers, unit="ms", utc=True, errors="coerce")
    for form in _FORMATS:
        times = times.fillna(pd.to_datetime(words.where(times.isna()), format=form, utc=True, errors="coerce"))
    said = words.map(bool)
    return times, int((times.isna() & said).sum())
