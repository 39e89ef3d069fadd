"""Labelled sets that lie beside the checkout, as (title, body, label): what the topics bench measures on."""

import csv
import gzip
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "datasets"
SHORT = 200
"""Characters of the body in a short set: a teaser."""
FEWEST = 5
"""Articles of a label that is kept."""


@dataclass(frozen=True)
class LabelledSet:
    """Titles, bodies and labels of n articles."""

    name: str
    titles: list[str]
    bodies: list[str]
    labels: list[str]

    def first(self, n):
        """The first n articles."""
        return LabelledSet(self.name, self.titles[:n], self.bodies[:n], self.labels[:n])

    @property
    def doubled(self):
        """Texts in which the title counts twice, as the product reads an article."""
        return [f"{title}\n{title}\n{body[:2000]}" for title, body in zip(self.titles, self.bodies, strict=True)]

    @property
    def plain(self):
        """Title and body once, for models that read sentences."""
        return [f"{title}. {body}".strip() for title, body in zip(self.titles, self.bodies, strict=True)]


def _lines(name):
    with gzip.open(DATA / name / "items.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _bbc():
    return list({(item["title"], item["body"], item["label"]) for item in _lines("bbc_news")})


def _items(name):
    return [(item["title"], item["body"], item["label"]) for item in _lines(name)]


def _reuters():
    rows = [(item["title"], item["body"], item["topics"]) for item in _lines("reuters21578")]
    return [(title, body, topics[0]) for title, body, topics in rows if len(topics) == 1 and (title or body)]


def _mind(column):
    with (DATA / "mind_small_subset" / "news.tsv").open(encoding="utf-8", newline="") as lines:
        return [(row[3], row[4], row[column]) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _uci():
    return [(item["title"], "", item.get("category") or item["label"]) for item in _lines("uci_news_aggregator_6k")]


_SOURCES = {
    "BBC": _bbc,
    "AG": lambda: _items("ag_news_test"),
    "HuffPost": lambda: _items("huffpost_recent_10k"),
    "Reuters": _reuters,
    "MIND": lambda: _mind(1),
    "MIND subcategory": lambda: _mind(2),
    "UCI": _uci,
}
LAYOUTS = {
    "BBC short": ("BBC", SHORT),
    "BBC full": ("BBC", None),
    "AG": ("AG", None),
    "HuffPost": ("HuffPost", None),
    "Reuters short": ("Reuters", SHORT),
    "Reuters full": ("Reuters", None),
    "MIND": ("MIND", None),
    "MIND fine": ("MIND subcategory", None),
    "BBC titles": ("BBC", 0),
    "AG titles": ("AG", 0),
    "HuffPost titles": ("HuffPost", 0),
    "Reuters titles": ("Reuters", 0),
    "MIND titles": ("MIND", 0),
    "UCI titles": ("UCI", 0),
}


def load_set(name, most=0):
    """One set by its name in `LAYOUTS`, shuffled; at most so many articles, 0 for all; labels of a few left out."""
    source, length = LAYOUTS[name]
    rows = sorted(_SOURCES[source]())
    random.Random(7).shuffle(rows)
    often = Counter(row[2] for row in rows)
    rows = [row for row in rows if often[row[2]] >= FEWEST and (row[0] or length != 0)]
    rows = rows[:most] if most else rows
    return LabelledSet(
        name,
        [row[0] for row in rows],
        [row[1] if length is None else row[1][:length] for row in rows],
        [row[2] for row in rows],
    )
