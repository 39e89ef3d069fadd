"""The real samples: bytes and hashes as their manifests say, and every row that they count is read."""

import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from diversify.datasets import ebnerd, labelled, mind, poprox, poprox_interests

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "datasets"
FOLDERS = ("ag_news_test", "bbc_news", "ebnerd_test", "huffpost_recent_10k", "mind_small_subset", "poprox_requests",
           "reuters21578", "uci_news_aggregator_6k")  # fmt: skip
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the research samples are not beside the checkout")


def manifest(folder):
    return (REAL / folder / "MANIFEST.md").read_text("utf-8")


@cache
def articles_of(folder, name="items.jsonl.gz"):
    return labelled(REAL / folder / name).articles


def number(pattern, text):
    return int(re.search(pattern, text)[1].replace(",", ""))


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_are_those_of_the_manifest(folder):
    files = re.findall(r"^\| `([^`]+)` \| ([\d,]+) \| ([0-9a-f]{16}) \|$", manifest(folder), re.MULTILINE)
    assert files
    for name, size, digest in files:
        body = (REAL / folder / name).read_bytes()
        assert (len(body), hashlib.sha256(body).hexdigest()[:16]) == (int(size.replace(",", "")), digest), name


@pytest.mark.parametrize("folder", ["ag_news_test", "bbc_news", "huffpost_recent_10k", "reuters21578",
                                    "uci_news_aggregator_6k"])  # fmt: skip
def test_every_row_of_a_corpus_is_read(folder):
    said = manifest(folder)
    articles = articles_of(folder)
    assert len(articles) == number(r"Rows ([\d,]+)", said)
    for counts in re.findall(r"(?:[Ll]abels|Categories|very unequal:) (\{[^}]+\})", said):
        expected = json.loads(counts.replace("'", '"'))
        found = articles["label"].value_counts().to_dict()
        # The publisher of the aggregator's rows has letters for labels, which the copy spells out.
        assert (
            found == expected
            if folder != "uci_news_aggregator_6k"
            else sorted(found.values()) == sorted(expected.values())
        )


def test_the_published_layout_of_ag_gives_the_same_articles():
    published, copied = (articles_of("ag_news_test", name) for name in ("test.csv", "items.jsonl.gz"))
    assert published["label"].tolist() == copied["label"].tolist()
    assert [" ".join(title.split()) for title in published["title"]] == copied["title"].tolist()


def test_words_of_every_text_are_those_of_its_line():
    with gzip.open(REAL / "huffpost_recent_10k" / "items.jsonl.gz", "rb") as lines:
        told = [json.loads(line) for line in lines]
    articles = articles_of("huffpost_recent_10k")
    for column, key in {
        "article": "id",
        "title": "title",
        "text": "body",
        "label": "label",
        "author": "author",
    }.items():
        assert articles[column].tolist() == [str(one[key] or "") for one in told]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == [one["date"][:10] for one in told]


def test_mind_whole():
    said, data = manifest("mind_small_subset"), mind(REAL / "mind_small_subset")
    assert len(data.articles) == number(r"news\.tsv: ([\d,]+) rows", said)
    assert data.impressions["impression"].nunique() == number(r"behaviors\.tsv: ([\d,]+) rows", said)
    assert data.impressions["reader"].nunique() == number(r"([\d,]+) users", said)
    assert data.impressions["article"].nunique() == number(r"of ([\d,]+) candidate ids", said)
    told = set(data.articles["article"].tolist())
    assert len(told & set(data.impressions["article"].tolist())) == number(r"Only (\d+) of", said)
    past = set(data.feedback.loc[data.feedback["impression"] == "", "article"].tolist())
    assert (len(told & past), len(past)) == (
        number(r"(\d+) of [\d,]+ history", said),
        number(r"of ([\d,]+) history", said),
    )
    raw = [line.split("\t") for line in (REAL / "mind_small_subset" / "behaviors.tsv").read_text("utf-8").splitlines()]
    words = [cells[4].split() for cells in raw]
    shown, clicks = data.impressions, data.feedback[data.feedback["impression"] != ""]
    assert shown["article"].tolist() == [word[:-2] for line in words for word in line]
    for column, place in (("impression", 0), ("reader", 1)):
        assert shown[column].tolist() == [cells[place] for cells, line in zip(raw, words, strict=True) for _ in line]
    assert clicks["article"].tolist() == [word[:-2] for line in words for word in line if word.endswith("-1")]
    assert any("of articles without text" in sentence for sentence in data.check())


def test_ebnerd_whole():
    pytest.importorskip("pyarrow", reason="Parquet is read with pyarrow, of the extra lab")
    said, data = manifest("ebnerd_test"), ebnerd(REAL / "ebnerd_test")
    assert data.impressions["impression"].nunique() == number(r"behaviors: ([\d,]+) impressions", said)
    assert data.feedback.loc[data.feedback["impression"] == "", "reader"].nunique() == number(
        r"history: (\d+) users", said
    )
    raw = pd.read_parquet(REAL / "ebnerd_test" / "behaviors.parquet")
    assert data.impressions["article"].tolist() == [str(one) for each in raw["article_ids_inview"] for one in each]
    clicks = data.feedback[(data.feedback["impression"] != "") & (data.feedback["kind"] == "open")]
    assert clicks["article"].tolist() == [str(one) for each in raw["article_ids_clicked"] for one in each]


def test_poprox_whole():
    said, data = manifest("poprox_requests"), poprox(REAL / "poprox_requests" / "onboarding.json")
    assert len(data.impressions) == number(r"\+ (\d+) candidate articles", said)
    every, files = poprox(REAL / "poprox_requests"), sorted((REAL / "poprox_requests").glob("*.json"))
    requests = [json.loads(path.read_bytes()) for path in files]
    assert len(every.impressions) == sum(len(one["candidates"]["articles"]) for one in requests)
    assert len(poprox_interests(REAL / "poprox_requests")) == sum(
        said.get("preference") is not None for one in requests for said in one["interest_profile"]["entity_interests"]
    )
