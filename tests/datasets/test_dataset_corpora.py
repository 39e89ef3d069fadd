"""Labelled corpora, written here."""

import gzip
import json

import pandas as pd
import pytest

from diversify.datasets import labelled
from diversify.errors import FileError


def written(path, *records):
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def test_the_known_names_of_fields_are_read(tmp_path):
    path = written(
        tmp_path / "small.jsonl",
        {"id": "a", "title": "T", "body": "B", "label": "sport", "date": "2022-09-23", "author": "W", "url": "u"},
        {"title": "U", "text": "C", "topics": ["grain", "wheat"], "date": " 26-FEB-1987 15:01:01.79", "hostname": "h"},
        {"id": 7, "title": "V", "cat": "x", "timestamp_ms": 1394470370698, "story": "s"},
        {"id": "d", "title": "W", "date": "some day", "label": None},
    )
    data = labelled(path)
    frame = data.articles.set_index("article")
    assert data.name == "small"
    assert list(frame.index) == ["a", "2", "7", "d"]
    assert frame["label"].tolist() == ["sport", "grain", "x", ""]
    assert frame["labels"].tolist() == [("sport",), ("grain", "wheat"), ("x",), ()]
    assert frame["text"].tolist() == ["B", "C", "", ""]
    assert frame["outlet"].tolist() == ["", "h", "", ""]
    assert frame["published"].iloc[0] == pd.Timestamp("2022-09-23", tz="UTC")
    assert frame["published"].iloc[1] == pd.Timestamp("1987-02-26 15:01:01.790", tz="UTC")
    assert frame["published"].iloc[2] == pd.Timestamp(1394470370698, unit="ms", tz="UTC")
    assert pd.isna(frame["published"].iloc[3])
    assert data.notes == ("1 dates could not be read",)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{broken", r"bad.jsonl: line 3: not JSON"),
        (b"[1]", r"line 3: a JSON object is expected, not list"),
        (b'{"id": "z"}', r"line 3: no title"),
        (b'{"id": "a", "title": "again"}', r"line 3: id 'a' was already given in line 1"),
        (b'{"title": "\xff"}', r"line 3: not JSON"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, words):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"id": "a", "title": "x"}\n\n' + line + b"\n")
    with pytest.raises(FileError, match=words):
        labelled(path)


def test_a_file_cut_short_is_told_from_a_whole_one(tmp_path):
    whole = gzip.compress(b"\n".join(b'{"title": "%d"}' % number for number in range(20_000)))
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(whole)
    assert len(labelled(path).articles) == 20_000
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileError, match=r"cut.jsonl.gz: cut short or damaged after line \d+; fetch the file again"):
        labelled(path)


def test_an_absent_file_and_an_empty_one(tmp_path):
    with pytest.raises(FileError, match=r"none.jsonl: no such file"):
        labelled(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert labelled(tmp_path / "empty.jsonl").articles.empty
