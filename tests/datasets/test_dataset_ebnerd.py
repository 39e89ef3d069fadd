"""EB-NeRD's files, written here."""

import numpy as np
import pandas as pd
import pytest

from diversify.datasets import ebnerd
from diversify.errors import FileError

pytest.importorskip("pyarrow", reason="Parquet is read with pyarrow, of the extra lab")

MORNING = pd.Timestamp("2023-02-27 06:00")


def written(folder, **changed):
    behaviors = {
        "impression_id": [1, 2, 3],
        "impression_time": [MORNING, MORNING, MORNING],
        "article_ids_inview": [[10, 11], [12], [10, 12]],
        "article_ids_clicked": [[11], [12], [10, 12]],
        "user_id": [7, 8, 7],
        "next_scroll_percentage": [50.0, np.nan, 90.0],
        "age": [40.0, 50.0, 40.0],
    }
    history = {
        "user_id": [7],
        "impression_time_fixed": [[MORNING - pd.Timedelta(days=2), MORNING - pd.Timedelta(days=1)]],
        "scroll_percentage_fixed": [[100.0, np.nan]],
        "article_id_fixed": [[9, 10]],
    }
    pd.DataFrame(behaviors | changed).to_parquet(folder / "behaviors.parquet")
    pd.DataFrame(history).to_parquet(folder / "history.parquet")
    return folder


def articles(folder):
    pd.DataFrame(
        {
            "article_id": [10, 11],
            "title": ["T", "U"],
            "subtitle": ["S", None],
            "body": ["B", "C"],
            "url": ["https://n.example/10", ""],
            "published_time": [MORNING, MORNING],
            "category_str": ["sport", None],
            "topics": [["fodbold"], []],
        }
    ).to_parquet(folder / "articles.parquet")


def test_clicks_depths_and_histories(tmp_path):
    data = ebnerd(written(tmp_path))
    assert data.feedback[["reader", "article", "kind", "value", "impression"]].to_numpy().tolist() == [
        ["7", "9", "open", 1.0, ""],
        ["7", "9", "read", 1.0, ""],
        ["7", "10", "open", 1.0, ""],
        ["7", "11", "open", 1.0, "1"],
        ["7", "11", "read", 0.5, "1"],
        ["8", "12", "open", 1.0, "2"],
        ["7", "10", "open", 1.0, "3"],  # of two clicks nobody knows which was read so far
        ["7", "12", "open", 1.0, "3"],
    ]
    assert data.feedback["at"].notna().all()
    assert data.impressions[["impression", "reader", "article", "position"]].to_numpy().tolist() == [
        ["1", "7", "10", 0], ["1", "7", "11", 0], ["2", "8", "12", 0], ["3", "7", "10", 0], ["3", "7", "12", 0],
    ]  # fmt: skip
    assert data.articles.empty
    assert data.notes[-1].startswith("articles.parquet is not there")


@pytest.mark.parametrize("place", ["", "train"])
def test_articles_lie_beside_the_log_or_above_it(tmp_path, place):
    folder = tmp_path / place
    folder.mkdir(exist_ok=True)
    written(folder)
    articles(tmp_path)
    frame = ebnerd(folder).articles.set_index("article")
    assert frame.loc["10", ["title", "text", "label", "labels"]].tolist() == [
        "T",
        "S\nB",
        "sport",
        ("sport", "fodbold"),
    ]
    assert frame.loc["11", ["text", "label", "labels"]].tolist() == ["C", "", ()]


def test_nothing_of_persons_is_read(tmp_path):
    data = ebnerd(written(tmp_path))
    assert not {"age", "gender", "postcode"} & set(data.impressions.columns) | {"age"} & set(data.feedback.columns)


def test_what_cannot_be_read_is_named(tmp_path):
    with pytest.raises(FileError, match=r"behaviors.parquet: no such file"):
        ebnerd(tmp_path)
    written(tmp_path)
    whole = (tmp_path / "behaviors.parquet").read_bytes()
    (tmp_path / "behaviors.parquet").write_bytes(whole[:-20])
    with pytest.raises(FileError, match=r"behaviors.parquet: no Parquet, or damaged .*; fetch the file again"):
        ebnerd(tmp_path)
    pd.DataFrame({"impression_id": [1]}).to_parquet(tmp_path / "behaviors.parquet")
    with pytest.raises(FileError, match=r"column 'impression_time' is absent"):
        ebnerd(tmp_path)
