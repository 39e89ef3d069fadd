"""The corpus that ships, as a dataset."""

from datetime import UTC, datetime

import pandas as pd

from diversify.catalogue import SampleArticle, SampleOutlet, load_sample, load_taxonomy
from diversify.datasets import from_outlets
from diversify.domain import GENERAL, Feed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def outlet(site, industries, *pieces):
    return SampleOutlet(Feed(f"{site}feed.xml", site=site, language="en", industries=industries), "rss", pieces)


def test_outlets_become_labelled_articles():
    piece = SampleArticle("Title", 5.5, "Author", "event", ("ports",), "One.\n\nTwo.")
    other = SampleArticle("Other", 0.0, "", "", (), "Text.")
    data = from_outlets([outlet("https://a.example/", ("maritime", "law"), piece, other),
                         outlet("https://b.example/", (GENERAL,), other)], now=NOON)  # fmt: skip
    frame = data.articles.set_index("article")
    assert list(frame.index) == ["a.example/1", "a.example/2", "b.example/1"]
    assert frame.loc["a.example/1", ["title", "text", "label", "labels", "story", "author", "url"]].tolist() == [
        "Title", "One.\n\nTwo.", "maritime", ("maritime", "law", "ports"), "event", "Author",
        "https://a.example/articles/1",
    ]  # fmt: skip
    assert frame["published"].tolist() == [pd.Timestamp(NOON) - pd.Timedelta(hours=5.5), *[pd.Timestamp(NOON)] * 2]
    assert frame.loc["b.example/1", "label"] == GENERAL
    assert data.impressions.empty
    assert data.feedback.empty
    assert "invented" in data.notes[0]


def test_no_outlets_are_an_empty_dataset():
    assert from_outlets([]).articles.empty


def test_what_ships_is_enough_for_a_notebook():
    """Every industry has some articles to hold out, events are told by several outlets, and nothing is missing."""
    articles = from_outlets(load_sample()).articles
    labels = articles["label"].value_counts()
    assert set(labels.index) == {*load_taxonomy().codes, GENERAL}
    assert labels.min() >= 8
    assert articles["text"].str.split().str.len().median() >= 60
    stories = articles[articles["story"] != ""].groupby("story")["outlet"].nunique()
    assert (stories >= 2).sum() >= 10
    assert articles["url"].str.contains(r"^https://[a-z-]+\.example/").all()
    assert articles["url"].is_unique
    assert articles["published"].notna().all()
