"""Labelled corpora in the layouts of their publishers, each brought to records of the same names.

AG's comma-separated class, title and description; Reuters-21578's SGML; a folder a label with a file an article, as
20 Newsgroups (where files are messages) and the BBC's have it.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from diversify.errors import FileError

Record = tuple[int, dict[str, Any]]

_AG: Final = ("World", "Sports", "Business", "Sci/Tech")
_MESSAGE = re.compile(r"[A-Za-z][A-Za-z-]{0,40}: ")  # how the first line of a message of Usenet begins
_STORY = re.compile(r"<REUTERS\b([^<>]*)>(.*?)</REUTERS>", re.DOTALL)
_BEGINNING = re.compile(r"<REUTERS\b")
_NUMBER = re.compile(r'NEWID="(\d+)"')
_TOPICS = re.compile(r"<TOPICS>(.*?)</TOPICS>", re.DOTALL)
_TOPIC = re.compile(r"<D>([^<]*)</D>")
_BESIDE = re.compile(r"<(TITLE|DATELINE|AUTHOR)(?:\s[^<>]*)?>.*?</\1>|&#\d{1,3};", re.DOTALL)
_CUT: Final = "fetch the file again: it may be cut short"
_ENDING = re.compile(r"\s*reuter\s*(?:&#3;)?\s*\Z", re.IGNORECASE)


def comma_separated(path: Path) -> Iterator[Record]:
    """Class 1 to 4, title and description, without a header (Zhang et al. 2015, NIPS).

    Raises
    ------
    FileError
        Where a line has other columns or another class; it names the line.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, strict=True)
        try:
            for number, cells in enumerate(rows, start=1):
                if len(cells) != 3:
                    raise FileError(path, f"line {number}: {len(cells)} columns, expected class, title, description")
                if cells[0] == "Class Index":
                    continue
                if cells[0] not in ("1", "2", "3", "4"):
                    raise FileError(path, f"line {number}: {cells[0]!r} is no class from 1 to 4")
                yield number, {"title": cells[1], "body": cells[2], "label": _AG[int(cells[0]) - 1]}
        except UnicodeDecodeError as error:
            raise FileError(path, f"not UTF-8 ({error.reason} at byte {error.start})", mend=_CUT) from error
        except csv.Error as error:
            raise FileError(path, f"line {rows.line_num}: no comma-separated values ({error})", mend=_CUT) from error


def sgml(path: Path) -> Iterator[Record]:
    """The stories of a `.sgm` file of Reuters-21578, or of all in a folder (Lewis 1997).

    Raises
    ------
    FileError
        Where a file holds no story, or one that does not end.
    """
    for file in sorted(path.glob("*.sgm")) if path.is_dir() else [path]:
        text, found = file.read_bytes().decode("latin-1"), 0
        for found, story in enumerate(_STORY.finditer(text), start=1):
            number = _NUMBER.search(story[1])
            yield found, _story(story[2]) | {"id": f"r{number[1]}" if number else f"{file.stem}-{found}"}
        if not found:
            raise FileError(file, "holds no <REUTERS> story", mend="give the files as published")
        if (begun := len(_BEGINNING.findall(text))) > found:
            raise FileError(file, f"{begun} stories begin and {found} end", mend=_CUT)


def _story(text: str) -> dict[str, Any]:
    topics = _TOPICS.search(text)
    body = _ENDING.sub("", _element(text, "BODY") or _BESIDE.sub("", _element(text, "TEXT")))
    return {
        "title": _one_line(_element(text, "TITLE")),
        "body": _one_line(body),
        "topics": [html.unescape(name) for name in _TOPIC.findall(topics[1])] if topics else [],
        "date": _element(text, "DATE").strip(),
    }


def _element(text: str, name: str) -> str:
    opening = re.search(rf"<{name}(?:\s[^<>]*)?>", text)
    end = text.find(f"</{name}>", opening.end()) if opening else -1
    return text[opening.end() : end] if opening and end >= 0 else ""


def _one_line(text: str) -> str:
    return " ".join(html.unescape(text).split())


def folders(path: Path) -> Iterator[Record]:
    """A folder a label, a file an article: the first line is its title, or its subject where it is a message.

    Raises
    ------
    FileError
        Where no folder holds a file.
    """
    number = 0
    for file in sorted(one for one in path.glob("*/*") if one.is_file() and not one.name.startswith(".")):
        if file.parent.name.startswith("."):
            continue
        number += 1
        yield number, _filed(file) | {"id": f"{file.parent.name}/{file.name}", "label": file.parent.name}
    if not number:
        mend = "give a file of JSON lines, or a folder that holds a folder for each label"
        raise FileError(path, "holds no articles in folders", mend=mend)


def _filed(file: Path) -> dict[str, Any]:
    text = _decoded(file.read_bytes()).replace("\r\n", "\n").lstrip("\n")
    first, _, rest = text.partition("\n")
    if not _MESSAGE.match(first):
        return {"title": first.strip(), "body": rest.strip()}
    head, _, body = text.partition("\n\n")
    lines = [line.partition(": ") for line in head.split("\n")]
    named = {name.lower(): value.strip() for name, _, value in lines}
    return {"title": named.get("subject", ""), "body": body.strip(), "author": named.get("from", "")}


def _decoded(raw: bytes) -> str:
    """UTF-8, else windows-1252: both corpora are older than the habit of saying which."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
