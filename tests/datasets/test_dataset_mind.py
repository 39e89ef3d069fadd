"""MIND's files, written here."""

import pandas as pd
import pytest

from diversify.datasets import mind
from diversify.errors import FileError

NEWS = ["N1\tsports\trowing\tTitle one\tAbstract\thttps://a\t[]\t[]", 'N2\tnews\tworld\tTitle "two\tA\tb\t\t']
BEHAVIORS = [
    "1\tU1\t11/11/2019 9:05:58 AM\tN7 N8\tN1-0 N2-1",
    "2\tU2\t11/12/2019 12:00:00 PM\t\tN1-1",
    "3\tU1\t11/13/2019 1:00:00 PM\tN7 N8\tN2-0",
]


def folder(tmp_path, news=NEWS, behaviors=BEHAVIORS):
    (tmp_path / "news.tsv").write_text("\n".join(news) + "\n", encoding="utf-8")
    (tmp_path / "behaviors.tsv").write_text("\n".join(behaviors) + "\n", encoding="utf-8")
    return tmp_path


def test_articles_impressions_and_clicks(tmp_path):
    data = mind(folder(tmp_path))
    assert data.articles["labels"].tolist() == [("sports", "rowing"), ("news", "world")]
    assert data.articles["title"].tolist() == ["Title one", 'Title "two']
    shown = data.impressions
    assert shown[["impression", "reader", "article"]].to_numpy().tolist() == [
        ["1", "U1", "N1"],
        ["1", "U1", "N2"],
        ["2", "U2", "N1"],
        ["3", "U1", "N2"],
    ]
    assert shown["shown"].iloc[2] == pd.Timestamp("2019-11-12 12:00", tz="UTC")
    assert (shown["position"] == 0).all()


def test_histories_come_first_once_and_without_times(tmp_path):
    acts = mind(folder(tmp_path)).feedback
    assert acts[["reader", "article", "impression"]].to_numpy().tolist() == [
        ["U1", "N7", ""],
        ["U1", "N8", ""],
        ["U1", "N2", "1"],
        ["U2", "N1", "2"],
    ]
    assert acts["at"].isna().tolist() == [True, True, False, False]
    assert acts["at"].iloc[2] == pd.Timestamp("2019-11-11 09:05:58", tz="UTC")


def test_files_without_clicks_say_so(tmp_path):
    data = mind(folder(tmp_path, behaviors=["1\tU1\t11/11/2019 9:05:58 AM\t\tN1 N2"]))
    assert data.impressions["article"].tolist() == ["N1", "N2"]
    assert data.feedback.empty
    assert data.notes[-1] == "clicks are not published in these files"


@pytest.mark.parametrize(
    ("news", "behaviors", "words"),
    [
        ([NEWS[0], "N2\tshort"], BEHAVIORS, r"news.tsv: line 2: 2 columns, expected 8 \(id, category"),
        ([NEWS[0], NEWS[0]], BEHAVIORS, r"news.tsv: line 2: id 'N1' was already given in line 1"),
        (NEWS, [BEHAVIORS[0], "2\tU2"], r"behaviors.tsv: line 2: 2 columns, expected 5"),
        (NEWS, [BEHAVIORS[0].replace("N2-1", "N2-7")], r"behaviors.tsv: line 1: 'N2-7' ends neither"),
        (NEWS, [BEHAVIORS[0], BEHAVIORS[1].replace("12:00", "late")], r"behaviors.tsv: line 2: '.*late.*' is no time"),
    ],
)
def test_a_bad_line_is_named(tmp_path, news, behaviors, words):
    with pytest.raises(FileError, match=words):
        mind(folder(tmp_path, news, behaviors))


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(FileError, match=r"behaviors.tsv: no such file or directory; give the folder"):
        mind(tmp_path)
