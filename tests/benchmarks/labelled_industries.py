"""Labelled sets beside the checkout, their labels as industries, and the weakly labelled corpus, for benchmarks."""

import csv
import gzip
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from diversify.catalogue import load_catalogue, load_sample, name_industries
from diversify.domain import Article, Feed

NOW = datetime(2026, 5, 1, tzinfo=UTC)
TEST = ("bbc", "huffpost", "reuters")
DEV = ("ag", "mind", "uci", "guardian")
ARTS = ("screen", "music", "arts", "media")
TECH = ("software", "electronics", "games")
CROPS = """grain wheat corn oilseed soybean livestock veg-oil carcass hog barley rice palm-oil meal-feed cotton sorghum
    rapeseed soy-meal soy-oil oat potato l-cattle wool orange"""
METALS = "gold silver copper iron-steel alum zinc lead tin nickel platinum palladium strategic-metal"
MONEY = """earn acq money-fx interest dlr money-supply cpi gnp bop reserves yen wpi income stg lei inventories dmk
    instal-debt nzdlr can austdlr cpu"""

# What a person calls the labels; the first industry is the one that stands for the label where a name is needed.
# Labels that name no field of work (U.S. news, weird news, comedy, parenting, opinion ...) are left out.
LABELS = {
    "bbc": {
        "business": ("finance", "energy", "retail", "automotive", "aviation", "manufacturing", "property", "mining"),
        "entertainment": (*ARTS, "fashion"), "politics": ("government", "law"), "sport": ("sport",), "tech": TECH,
    },
    "huffpost": {
        "POLITICS": ("government", "law"), "ENTERTAINMENT": ("screen", "music", "media", "arts"), "SPORTS": ("sport",),
        "CRIME": ("law",), "STYLE & BEAUTY": ("fashion",), "MEDIA": ("media", "screen"),
        "ENVIRONMENT": ("environment", "energy"), "WELLNESS": ("health", "sport"), "FOOD & DRINK": ("food",),
        "BUSINESS": ("finance", "retail", "automotive", "aviation", "software", "media"), "MONEY": ("finance",),
        "CULTURE & ARTS": ("arts", "screen", "music"), "TECH": TECH, "SCIENCE": ("science", "space", "environment"),
        "TRAVEL": ("travel", "aviation"), "EDUCATION": ("education",),
    },
    "reuters": {
        "finance": ("finance",), "agriculture": ("agriculture", "food"), "energy": ("energy",), "mining": ("mining",),
        "maritime": ("maritime", "logistics"), "chemicals": ("chemicals",), "trade": ("finance", "government"),
        "property": ("property", "construction"), "retail": ("retail", "finance"), "food": ("food", "agriculture"),
    },
    "ag": {
        "Sports": ("sport",), "Business": ("finance", "energy", "retail", "automotive", "aviation", "manufacturing",
        "property", "mining", "logistics", "health", "media", "food"),
        "Sci/Tech": (*TECH, "science", "space", "environment", "health"), "World": ("government", "law"),
    },
    "mind": {
        "sports": ("sport",), "finance": ("finance", "property", "retail"), "foodanddrink": ("food",),
        "weather": ("environment",), "travel": ("travel", "aviation"), "health": ("health", "sport"),
        "autos": ("automotive",), "music": ("music",), "tv": ("screen", "media"), "movies": ("screen",),
        "newspolitics": ("government", "law"), "newscrime": ("law",), "newsscienceandtechnology": (*TECH, "science",
        "space"), "newsbusiness": ("finance", "retail", "aviation", "automotive"), "newsworld": ("government",),
    },
    "uci": {
        "business": ("finance", "energy", "automotive", "retail", "aviation", "mining", "property", "manufacturing"),
        "entertainment": (*ARTS, "fashion"), "health": ("health", "science"),
        "science_technology": (*TECH, "science", "space"),
    },
    "guardian": {
        "artanddesign": ("arts", "architecture"), "books": ("arts",), "business": ("finance", "energy", "retail"),
        "classical": ("music",), "coronavirus": ("health", "government"), "cricket": ("sport",),
        "cycling": ("sport",), "environment": ("environment", "energy"), "fashion": ("fashion",), "film": ("screen",),
        "food": ("food",), "football": ("sport",), "money": ("finance", "property"), "music": ("music",),
        "science": ("science", "space", "health"), "sport": ("sport",), "sportformulaone": ("sport",),
        "sportgolf": ("sport",), "sportrugby-union": ("sport",), "sporttennis": ("sport",),
        "stage": ("music", "screen", "arts"), "tech": TECH, "travel": ("travel",), "tv-and-radio": ("screen", "media"),
    },
}  # fmt: skip
_TOPICS = {
    **dict.fromkeys(MONEY.split(), "finance"), **dict.fromkeys(CROPS.split(), "agriculture"),
    **dict.fromkeys(["sugar", "coffee", "cocoa", "tea", "f-cattle"], "food"), **dict.fromkeys(METALS.split(), "mining"),
    **dict.fromkeys(["crude", "nat-gas", "fuel", "heat", "gas", "propane", "naphtha", "jet"], "energy"),
    "ship": "maritime",
    "pet-chem": "chemicals", "trade": "trade", "housing": "property", "retail": "retail",
}  # fmt: skip


def made_article(number, title, body, *, feed=0, language="en"):
    return Article(
        feed_id=feed, guid=str(number), url=f"https://a.example/{number}", title=title, content=body, id=number,
        published=NOW, seen=NOW, language=language, words=len(body.split()),
    )  # fmt: skip


def read_lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def load_set(name, data):
    """Texts (title, body) and labels of a set; only labels that the table knows, each article once."""
    rows = {(title, body): label for title, body, label in _READERS[name](data) if label in LABELS[name]}
    return list(rows), list(rows.values())


def _bbc(data):
    for row in read_lines(data / "datasets/bbc_news/items.jsonl.gz"):
        yield row["title"], row["body"], row["label"]


def _huffpost(data):
    for row in read_lines(data / "datasets/huffpost_recent_10k/items.jsonl.gz"):
        yield row["title"], row["body"], row["label"]


def _reuters(data):
    """Articles all of whose topics are one industry's."""
    for row in read_lines(data / "datasets/reuters21578/items.jsonl.gz"):
        groups = {_TOPICS.get(topic, "") for topic in row["topics"]}
        if len(groups) == 1:
            yield row["title"], row["body"], groups.pop()


def _ag(data):
    for row in read_lines(data / "datasets/ag_news_test/items.jsonl.gz"):
        yield row["title"], row["body"], row["label"]


def _mind(data):
    with (data / "datasets/mind_small_subset/news.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row[3], row[4], row[2] if row[1] == "news" else row[1]


def _uci(data):
    for row in read_lines(data / "datasets/uci_news_aggregator_6k/items.jsonl.gz"):
        yield row["title"], "", row["label"]


def _guardian(data):
    import feedparser

    for path in sorted((data / "feeds/snapshots/guardian-sections-2022-02-07").glob("*.xml")):
        for entry in feedparser.parse(path).entries:
            yield entry.title, entry.get("summary", ""), path.stem


_READERS = {
    "bbc": _bbc, "huffpost": _huffpost, "reuters": _reuters, "ag": _ag, "mind": _mind, "uci": _uci,
    "guardian": _guardian,
}  # fmt: skip


def load_weak(data, *, without=()):
    """The articles of the snapshots and of the packed sample, and their feeds as the catalogue or their title labels.

    Collections in `without` are left out.
    """
    from diversify.ingest.language import detect_languages

    known = {_host(feed.site): feed.industries for feed in load_catalogue() if _path(feed.site) in {"", "/"}}
    articles, feeds = [], {}
    for path in sorted((data / "feeds/snapshots").glob("*/*")):
        if path.parent.name in without or path.parent.name.startswith("daily-") or not path.is_file():
            continue
        parsed = _parsed(path)
        if parsed is None or len(parsed.entries) < 2:
            continue
        number = len(feeds) + 1
        named = name_industries([parsed.title]) or known.get(_host(parsed.site), ())
        feeds[number] = Feed(f"https://s.example/{path.name}", title=parsed.title, industries=named, id=number)
        texts = [(entry.title, entry.content or entry.summary) for entry in parsed.entries[:100]]
        spoken = detect_languages([f"{title} {body}" for title, body in texts], [parsed.language] * len(texts))
        for text, language in zip(texts, spoken, strict=True):
            articles.append(made_article(len(articles) + 1, *text, feed=number, language=language))
    for outlet in load_sample():
        number = len(feeds) + 1
        feeds[number] = Feed(outlet.feed.url, industries=outlet.feed.industries, id=number)
        for item in outlet.articles:
            place = len(articles) + 1
            articles.append(made_article(place, item.title, item.text, feed=number, language=outlet.feed.language))
    return articles, feeds


def _parsed(path):
    from diversify.errors import ParseError
    from diversify.ingest import FeedParser

    try:
        return FeedParser().parse(path.read_bytes(), url=f"https://s.example/{path.name}")
    except ParseError:
        return None


def _host(address):
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _path(address):
    return urlsplit(address).path
