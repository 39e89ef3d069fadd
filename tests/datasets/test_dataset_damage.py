"""Files cut short, with lines lost, doubled or spoilt: a dataset, or one line that names the file, and no traceback."""

import copy
import json
import random

import pandas as pd
import pytest

from diversify.datasets import Dataset, ebnerd, labelled, mind, poprox, poprox_interests
from diversify.errors import FileError

NEWS = "".join(f"N{n}\tnews\tworld\tTitle {n}\tAbstract\thttps://n.example/{n}\t[]\t[]\n" for n in range(6))
BEHAVIORS = "".join(
    f"{n}\tU{n % 3}\t11/1{n}/2019 9:05:58 AM\tN1 N2\tN{n}-1 N{(n + 1) % 6}-0 N{(n + 2) % 6}-0\n" for n in range(1, 8)
)
CORPUS = "".join(
    json.dumps({"id": n, "title": f"T{n}", "body": "B", "label": "a", "date": "2022-01-01"}) + "\n" for n in range(9)
)
STORIES = "".join(
    f'<REUTERS NEWID="{n}"><DATE>26-FEB-1987 15:01:01.79</DATE><TOPICS><D>tea</D></TOPICS><TEXT><TITLE>T{n}</TITLE>'
    f"<BODY>Rain.</BODY></TEXT></REUTERS>\n"
    for n in range(5)
)
CLASSES = "".join(f'"{n}","Title, {n}","Text ""{n}"""\n' for n in (1, 2, 3, 4, 1, 2))
ODD = (None, True, 3, -1.5, "x", "", [], {}, [1], {"a": 1}, float("nan"), 10**30)


def spoilt(text, rng):
    """The text after an accident."""
    raw, lines = text.encode(), text.splitlines(keepends=True)
    place = rng.randrange(len(lines))
    return rng.choice(
        [
            lambda: raw[: rng.randrange(len(raw))],
            lambda: "".join(lines[:place] + lines[place + 1 :]).encode(),
            lambda: "".join(lines[: place + 1] + lines[place:]).encode(),
            lambda: "".join([*lines[:place], "\n", *lines[place:]]).encode(),
            lambda: (at := rng.randrange(len(raw))) * b"" + raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :],
            lambda: (
                (at := rng.randrange(len(raw))) * b"" + raw[:at] + rng.choice([b"\t", b"\n", b'"', b" "]) + raw[at:]
            ),
            lambda: raw.replace(b"\n", b"\r\n"),
        ]
    )()


def refused(read, path, *named):
    """Whether it is refused, in one line that names the file and what is given; else it is a dataset that fits."""
    try:
        data = read(path)
    except FileError as error:
        problem = str(error)
    else:
        assert not isinstance(data, Dataset) or data.check() is not None
        return False
    for each in named:
        assert each in problem
    assert "\n" not in problem
    assert len(problem) < 400
    return True


@pytest.mark.parametrize("file", ["news.tsv", "behaviors.tsv"])
def test_mind(tmp_path, file):
    whole = {"news.tsv": NEWS, "behaviors.tsv": BEHAVIORS}
    for name, text in whole.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert not refused(mind, tmp_path)
    rng, count = random.Random(file), 0
    for _ in range(30):
        (tmp_path / file).write_bytes(spoilt(whole[file], rng))
        count += refused(mind, tmp_path, file)
    assert count > 5


@pytest.mark.parametrize(("file", "text"), [("c.jsonl", CORPUS), ("c.csv", CLASSES), ("c.sgm", STORIES)])
def test_corpora(tmp_path, file, text):
    path, rng, count = tmp_path / file, random.Random(file), 0
    path.write_text(text, encoding="utf-8")
    assert not refused(labelled, path)
    for _ in range(30):
        path.write_bytes(spoilt(text, rng))
        count += refused(labelled, path, file)
    assert count > 5


def leaves(value, path=()):
    """Where every part of a JSON value is."""
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from leaves(value[key], (*path, key))


def replaced(value, path, new):
    whole = copy.deepcopy(value)
    part = whole
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = new
    return whole


REQUEST = {
    "candidates": {
        "articles": [
            {
                "article_id": "a1", "headline": "H", "subhead": "S", "url": "u", "published_at": "2024-12-21T12:09:04",
                "mentions": [{"relevance": 20, "entity": {"name": "Ports", "entity_type": "topic"}}],
            }
        ]
    },
    "interacted": {"articles": []},
    "interest_profile": {
        "profile_id": "p", "click_history": [{"article_id": "a3"}], "article_feedbacks": {"a3": True},
        "entity_interests": [{"entity_name": "Sports", "preference": 5}],
    },
}  # fmt: skip


def test_poprox(tmp_path):
    path = tmp_path / "one.json"
    for place in leaves(REQUEST):
        for new in random.Random(str(place)).sample(ODD, 4) if place else ODD:
            path.write_text(json.dumps(replaced(REQUEST, place, new) if place else new), encoding="utf-8")
            refused(poprox, path, "one.json: ")
            refused(poprox_interests, path, "one.json: ")


def test_every_part_of_a_line_of_a_corpus(tmp_path):
    path = tmp_path / "c.jsonl"
    record = {"id": "1", "title": "T", "body": "B", "topics": ["a"], "date": "2022-01-01", "author": "W", "story": "s"}
    for place in leaves(record):
        for new in random.Random(str(place)).sample(ODD, 4) if place else ODD:
            path.write_text(json.dumps(replaced(record, place, new) if place else new), encoding="utf-8")
            refused(labelled, path, "c.jsonl: ")
    for new in ODD:
        path.write_text(json.dumps({"title": "T", "timestamp_ms": new}), encoding="utf-8")
        refused(labelled, path, "c.jsonl: ")


def log():
    moment = pd.Timestamp("2023-02-27 06:00")
    behaviors = {
        "impression_id": [1, 2], "impression_time": [moment] * 2, "article_ids_inview": [[10, 11], [12]],
        "article_ids_clicked": [[11], [12]], "user_id": [7, 8], "next_scroll_percentage": [50.0, None],
    }  # fmt: skip
    history = {
        "user_id": [7], "impression_time_fixed": [[moment] * 2], "scroll_percentage_fixed": [[100.0, None]],
        "article_id_fixed": [[9, 10]],
    }  # fmt: skip
    articles = {
        "article_id": [10], "title": ["T"], "subtitle": ["S"], "body": ["B"], "url": ["u"], "published_time": [moment],
        "category_str": ["sport"], "topics": [["fodbold"]],
    }  # fmt: skip
    return {"behaviors": behaviors, "history": history, "articles": articles}


def parquet(folder, files):
    for name, columns in files.items():
        pd.DataFrame(columns).to_parquet(folder / f"{name}.parquet")


@pytest.mark.parametrize("file", ["behaviors", "history", "articles"])
def test_columns_of_other_types_are_named(tmp_path, file):
    pytest.importorskip("pyarrow", reason="Parquet is read with pyarrow, of the extra lab")
    parquet(tmp_path, log())
    assert not refused(ebnerd, tmp_path)
    for column, values in log()[file].items():
        for odd in ("x", 1.5, [1], ["x"], None, {"a": 1}):
            parquet(tmp_path, {file: log()[file] | {column: [odd] * len(values)}})
            refused(ebnerd, tmp_path, f"{file}.parquet: ", column)


@pytest.mark.parametrize(
    ("file", "changed", "words"),
    [
        ("behaviors", {"impression_id": [4, 4]}, "row 2: impression 4 was already given in row 1; keep one"),
        ("behaviors", {"user_id": [7, None]}, "user_id' holds double, expected whole numbers"),
        ("history", {"article_id_fixed": [[9, 10, 11]]}, "row 1: 3 values of article_id_fixed, 2 of impression_time"),
    ],
)
def test_rows_that_cannot_be_are_named(tmp_path, file, changed, words):
    pytest.importorskip("pyarrow", reason="Parquet is read with pyarrow, of the extra lab")
    parquet(tmp_path, log() | {file: log()[file] | changed})
    with pytest.raises(FileError, match=rf"{file}.parquet: .*{words}"):
        ebnerd(tmp_path)


def test_a_whole_number_that_is_not_there_is_named_by_its_row(tmp_path):
    pa = pytest.importorskip("pyarrow", reason="Parquet is read with pyarrow, of the extra lab")
    import pyarrow.parquet as pq

    parquet(tmp_path, log())
    path = tmp_path / "behaviors.parquet"
    whole = pq.read_table(path)
    for name, column, row in (
        ("user_id", pa.array([7, None], pa.int64()), 2),
        ("article_ids_inview", pa.array([[10], [11, None]], pa.list_(pa.int64())), 2),
    ):
        pq.write_table(whole.set_column(whole.schema.names.index(name), name, column), path)
        with pytest.raises(FileError, match=rf"row {row}: {name} holds nothing where a whole number is needed"):
            ebnerd(tmp_path)
    empty = pa.array([None, [12]], pa.list_(pa.int64()))
    pq.write_table(whole.set_column(whole.schema.names.index("article_ids_inview"), "article_ids_inview", empty), path)
    assert ebnerd(tmp_path).impressions["article"].tolist() == ["12"]


@pytest.mark.parametrize(
    ("behaviors", "words"),
    [
        (BEHAVIORS + BEHAVIORS.splitlines()[2], "line 8: impression '3' was already given in line 3; keep one"),
        (BEHAVIORS[:-3], r"line 7: 'N3' ends neither in -0 nor in -1, as others do; .* cut short"),
        (BEHAVIORS[:-2], r"line 7: 'N3-' ends neither in -0 nor in -1; .* cut short"),
        (BEHAVIORS[:-30], r"line 7: 3 columns, expected 5 .* cut short"),
    ],
)
def test_a_log_of_mind_that_cannot_be_is_named(tmp_path, behaviors, words):
    (tmp_path / "news.tsv").write_text(NEWS, encoding="utf-8")
    (tmp_path / "behaviors.tsv").write_text(behaviors, encoding="utf-8")
    with pytest.raises(FileError, match=rf"behaviors.tsv: {words}"):
        mind(tmp_path)


def test_a_story_that_does_not_end_is_told(tmp_path):
    (tmp_path / "reut.sgm").write_text(STORIES[:-40], encoding="latin-1")
    with pytest.raises(FileError, match=r"reut.sgm: 5 stories begin and 4 end; .* cut short"):
        labelled(tmp_path)
