"""MIND (Wu et al. 2020, ACL): `news.tsv` and `behaviors.tsv` as published, tab-separated, without a header."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.datasets.frames import Dataset, frame_of, repeated
from diversify.errors import FileError

if TYPE_CHECKING:
    import pandas as pd

_NEWS: Final = ("id", "category", "subcategory", "title", "abstract", "url", "title entities", "abstract entities")
_BEHAVIORS: Final = ("impression", "user", "time", "history", "impressions")
_TIME: Final = "%m/%d/%Y %I:%M:%S %p"
_MARKS: Final = {"0": 0, "1": 1}
_BARE: Final = -1  # the mark of an article without one
_CUT: Final = "fetch the file again: it may be cut short"

_NOTES: Final = (
    "the order of the articles in an impression was shuffled before publication: positions are unknown",
    "a click's own time is not published: it is given its impression's",
    "histories have an order but no times",
    "times have no zone: they are taken as UTC",
    "articles have no dates",
)


def mind(folder: str | Path, *, name: str = "MIND") -> Dataset:
    """Read MIND's files.

    A click is feedback of kind `open`; a history is a reader's opens without a time and before all others. `label`
    is the category, `labels` category and subcategory. Files without click labels (the test split) give impressions
    alone.

    Raises
    ------
    FileError
        Where a file is absent, a line has other columns than published, an id is there twice, or some articles of
        the log are marked as clicked or not and others are not; it names the line.
    """
    where = Path(folder)
    log = _read_behaviors(where / "behaviors.tsv")
    times = log.times()
    lines = np.repeat(np.arange(len(log.counts)), log.counts)
    names, marks = log.named()
    return Dataset(
        name=name,
        articles=_read_news(where / "news.tsv"),
        impressions=frame_of(
            {
                "impression": repeated(log.impressions, lines),
                "reader": repeated(log.readers.known(), log.readers.places()[lines]),
                "article": repeated(names, log.shown.places()),
                "shown": times.take(lines).array,
            },
            "impressions",
        ),
        feedback=_feedback(log, times, clicked=np.flatnonzero(marks[log.shown.places()] == 1), names=names),
        notes=_NOTES if log.labelled else (*_NOTES, "clicks are not published in these files"),
    )


class _Words:
    """Words in a row, each distinct one held once."""

    def __init__(self) -> None:
        self._known: defaultdict[str, int] = defaultdict()
        self._known.default_factory = self._known.__len__
        self._places = array("l")

    def add(self, words: Iterable[str]) -> None:
        """Put these at the end."""
        self._places.extend(map(self._known.__getitem__, words))

    def put(self, word: str) -> None:
        """Put one at the end."""
        self._places.append(self._known[word])

    def known(self) -> list[str]:
        """Distinct words (u,), in the order in which they came."""
        return list(self._known)

    def places(self) -> NDArray[np.int64]:
        """Every word (n,) as its place among the distinct ones."""
        return np.frombuffer(self._places, dtype=np.dtype("l")).astype(np.int64, copy=False)


@dataclass
class _Log:
    """Columns of impressions, one entry a line, and what they show and tell of the past."""

    path: Path
    impressions: list[str] = field(default_factory=list)
    readers: _Words = field(default_factory=_Words)
    moments: _Words = field(default_factory=_Words)
    counts: array[int] = field(default_factory=lambda: array("l"))
    shown: _Words = field(default_factory=_Words)
    histories: dict[str, str] = field(default_factory=dict)
    labelled: bool = False

    def times(self) -> pd.Series[Any]:
        """When each impression was made."""
        import pandas as pd

        known = self.moments.known()
        times = pd.to_datetime(pd.Series(known, dtype="object"), format=_TIME, utc=True, errors="coerce")
        if times.isna().any():
            place = int(times.isna().to_numpy().argmax())
            line = int((self.moments.places() == place).argmax()) + 1
            raise FileError(self.path, f"line {line}: {known[place]!r} is no time like 11/15/2019 9:55:12 AM")
        return times.take(self.moments.places())

    def named(self) -> tuple[list[str], NDArray[np.int64]]:
        """Article and mark of each distinct word; sets whether clicks are told."""
        names, marks = [], np.empty(len(self.shown.known()), dtype=np.int64)
        for place, word in enumerate(self.shown.known()):
            article, dash, mark = word.rpartition("-")
            if dash and mark not in _MARKS:
                raise FileError(
                    self.path, f"line {self._line(place)}: {word!r} ends neither in -0 nor in -1", mend=_CUT
                )
            names.append(article if dash else word)
            marks[place] = _MARKS[mark] if dash else _BARE
        self.labelled = bool((marks != _BARE).any())
        if self.labelled and (bare := np.flatnonzero(marks == _BARE)).size:
            word = self.shown.known()[bare[0]]
            problem = f"line {self._line(int(bare[0]))}: {word!r} ends neither in -0 nor in -1, as others do"
            raise FileError(self.path, problem, mend=_CUT)
        return names, marks

    def _line(self, place: int) -> int:
        """Where a distinct word stands first."""
        row = int((self.shown.places() == place).argmax())
        return int(np.searchsorted(np.cumsum(self.counts), row, side="right")) + 1


def _read_news(path: Path) -> pd.DataFrame:
    rows = [cells for _, cells in _cells(path, _NEWS)]
    _refuse_twice(path, [cells[0] for cells in rows], "id")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(_NEWS)
    return frame_of(
        {
            "article": columns[0],
            "title": columns[3],
            "text": columns[4],
            "label": columns[1],
            "labels": list(zip(columns[1], columns[2], strict=True)),
            "language": ["en"] * len(rows),
            "url": columns[5],
        },
        "articles",
    )


def _read_behaviors(path: Path) -> _Log:
    log = _Log(path)
    for _, (impression, reader, time, history, shown) in _cells(path, _BEHAVIORS):
        words = shown.split()
        log.impressions.append(impression)
        log.readers.put(reader)
        log.moments.put(time)
        log.counts.append(len(words))
        log.shown.add(words)
        log.histories.setdefault(reader, history)
    _refuse_twice(path, log.impressions, "impression")
    return log


def _refuse_twice(path: Path, names: list[str], what: str) -> None:
    """Refuse what names two lines: the second would be taken for a part of the first."""
    first: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if first.setdefault(name, number) != number:
            mend = "keep one of the two"
            raise FileError(path, f"line {number}: {what} {name!r} was already given in line {first[name]}", mend=mend)


def _feedback(log: _Log, times: pd.Series[Any], *, clicked: NDArray[np.int64], names: list[str]) -> pd.DataFrame:
    """Histories first, then clicks in the file's order."""
    import pandas as pd

    past, lengths = _Words(), []
    for history in log.histories.values():
        words = history.split()
        past.add(words)
        lengths.append(len(words))
    lines = np.searchsorted(np.cumsum(log.counts), clicked, side="right")
    unknown = pd.Series([pd.NaT] * int(sum(lengths)), dtype=times.dtype)
    readers = repeated(list(log.histories), np.repeat(np.arange(len(lengths)), lengths))
    acts = {
        "reader": (readers, repeated(log.readers.known(), log.readers.places()[lines])),
        "article": (repeated(past.known(), past.places()), repeated(names, log.shown.places()[clicked])),
        "at": (unknown, times.take(lines)),
        "impression": (repeated([""], np.zeros(len(unknown), np.int64)), repeated(log.impressions, lines)),
    }
    columns: dict[str, Any] = {
        name: pd.concat([pd.Series(part) for part in parts], ignore_index=True) for name, parts in acts.items()
    }
    count = len(columns["at"])
    return frame_of(
        columns | {"kind": repeated(["open"], np.zeros(count, np.int64)), "value": np.ones(count)}, "feedback"
    )


def _cells(path: Path, names: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each line; a line with another number of cells is refused."""
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != len(names):
                    problem = f"line {number}: {len(cells)} columns, expected {len(names)} ({', '.join(names)})"
                    raise FileError(
                        path, problem, mend=_CUT if not line.endswith("\n") else "give the file as published"
                    )
                yield number, cells
    except UnicodeDecodeError as error:
        raise FileError(path, f"not UTF-8 ({error.reason} at byte {error.start})", mend=_CUT) from error
    except OSError as error:
        mend = "give the folder that holds news.tsv and behaviors.tsv"
        raise FileError(path, (error.strerror or str(error)).lower(), mend=mend) from error
