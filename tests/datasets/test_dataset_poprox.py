"""POPROX's requests, written here."""

import json

import pandas as pd
import pytest

from diversify.datasets import poprox, poprox_interests
from diversify.errors import FileError


def article(number, **more):
    return {"article_id": f"a{number}", "headline": f"Headline {number}", "subhead": "Sub", "url": "u"} | more


def mention(name, kind, relevance):
    return {"relevance": relevance, "entity": {"name": name, "entity_type": kind}}


def request(**changed):
    return {
        "candidates": {
            "articles": [
                article(1, published_at="2024-12-21T12:09:04", body="Body"),
                article(2, published_at="1970-01-01T00:00:00Z"),
            ]
        },
        "interacted": {
            "articles": [article(3, mentions=[mention("Ports", "topic", 20), mention("A. Person", "person", 90)])]
        },
        "interest_profile": {
            "profile_id": "p",
            "click_history": [{"article_id": "a3"}],
            "article_feedbacks": {"a3": True, "a1": False},
            "entity_interests": [
                {"entity_name": "Sports", "preference": 5}, {"entity_name": "Oddities", "preference": None},
            ],
        },
        "num_recs": 3,
    } | changed  # fmt: skip


def written(folder, name="one", **changed):
    path = folder / f"{name}.json"
    path.write_text(json.dumps(request(**changed)), encoding="utf-8")
    return path


def test_candidates_clicks_and_what_was_said(tmp_path):
    data = poprox(written(tmp_path))
    frame = data.articles.set_index("article")
    assert list(frame.index) == ["a3", "a1", "a2"]
    assert frame.loc["a1", "text"] == "Sub\nBody"
    assert frame.loc["a1", "published"] == pd.Timestamp("2024-12-21 12:09:04", tz="UTC")
    assert pd.isna(frame.loc["a2", "published"])
    assert frame.loc["a3", "labels"] == ("Ports",)
    assert data.impressions[["impression", "reader", "article"]].to_numpy().tolist() == [
        ["one", "p", "a1"], ["one", "p", "a2"],
    ]  # fmt: skip
    assert data.feedback[["reader", "article", "kind"]].to_numpy().tolist() == [
        ["p", "a3", "open"], ["p", "a3", "like"], ["p", "a1", "less"],
    ]  # fmt: skip


def test_what_was_said_of_topics(tmp_path):
    assert poprox_interests(written(tmp_path)).to_numpy().tolist() == [["p", "Sports", 5]]


def test_a_folder_is_read_in_order_and_an_article_once(tmp_path):
    written(tmp_path, "b")
    written(tmp_path, "a")
    data = poprox(tmp_path)
    assert len(data.articles) == 3
    assert data.impressions["impression"].tolist() == ["a", "a", "b", "b"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON"),
        (b"[]", "a JSON object is expected, not list"),
        (b"{}", "no 'interest_profile'"),
        (json.dumps(request(candidates={"articles": [{}]})).encode(), "candidates, article 1: no article_id"),
    ],
)
def test_what_is_no_request_is_named(tmp_path, content, words):
    (tmp_path / "bad.json").write_bytes(content)
    with pytest.raises(FileError, match=rf"bad.json: .*{words}"):
        poprox(tmp_path)


def test_an_empty_folder_and_an_absent_file(tmp_path):
    with pytest.raises(FileError, match=r"holds no .json file"):
        poprox(tmp_path)
    with pytest.raises(FileError, match=r"no such file"):
        poprox(tmp_path / "none.json")
