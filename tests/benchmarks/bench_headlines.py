"""Which headlines overpromise: where they were labelled, and how many are flagged where nobody wrote for clicks.

    python tests/benchmarks/bench_headlines.py [--data ../shared/data]
    python tests/benchmarks/bench_headlines.py --fit
    python tests/benchmarks/bench_headlines.py --pairs
    python tests/benchmarks/bench_headlines.py --speed

The first prints the area under the curve on a fifth of clickbait_32k that was held back, the share flagged of other
outlets, pairs of headlines of one story of which one is flagged, and how far house style moves a probability. The
second fits the table of coefficients in `diversify/topics/headlines.py` anew, on the other four fifths. The third names
of every pair of headlines of one story the flagged one; the fourth prints what 1,000 articles cost.
"""

import argparse
import csv
import gzip
import json
import sys
import time
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np

from diversify.domain import Article
from diversify.topics.headlines import FEATURES, headline_features, sensational
from diversify.topics.substance import substance

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FLAGGED = 0.5
BY_HAND = {"question": 0.3, "shout": 0.5, "capitals": 0.5}
"""The training headlines carry no punctuation, so these were set by hand, low."""
RATE = 0.04
"""Share of headlines that overpromise, to which the training set is weighted; in the wild it is no half."""
MOST = 2.4
"""Largest log odds of a feature: one sign alone is never enough to flag a headline."""
LIMITS = {
    "asks": 0.8, "self": 0.8, "quiz": 1.6, "list_noun": 1.9, "absolute": 2.0, "reader": 2.2, "forward": 3.0,
    "list": 3.6,
}  # fmt: skip
"""Other limits: the sober class of the training set, mostly a wiki, never asks and never says "we"; newspapers do."""


def say(*words):
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def read_lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def labelled(data):
    """Titles and labels of the four fifths to fit on, and of the fifth that is held back."""
    rows = read_lines(data / "datasets/clickbait_32k/items.jsonl.gz")
    order = np.random.default_rng(7).permutation(len(rows))
    titles, labels = [rows[i]["title"] for i in order], np.array([int(rows[i]["clickbait"]) for i in order])
    cut = len(rows) // 5
    return (titles[cut:], labels[cut:]), (titles[:cut], labels[:cut])


def fit(titles, labels):
    """Coefficients and intercept: logistic regression weighted to `RATE`, coefficients from zero to `MOST`."""
    from scipy.optimize import minimize

    X = headline_features(titles).astype(float)
    free = [column for column, name in enumerate(FEATURES) if name not in BY_HAND]
    X, y = X[:, free], labels.astype(float)
    weights = np.where(labels == 1, RATE / labels.mean(), (1 - RATE) / (1 - labels.mean()))

    def loss(theta):
        scores = X @ theta[:-1] + theta[-1]
        value = (weights * (np.logaddexp(0, scores) - y * scores)).mean() + 1e-4 * theta[:-1] @ theta[:-1]
        error = weights * (1 / (1 + np.exp(-scores)) - y) / len(y)
        return value, np.append(X.T @ error + 2e-4 * theta[:-1], error.sum())

    bounds = [*((0, LIMITS.get(FEATURES[column], MOST)) for column in free), (None, None)]
    theta = minimize(loss, np.zeros(len(free) + 1), jac=True, bounds=bounds).x
    fitted = dict(zip((FEATURES[column] for column in free), theta[:-1].round(2).tolist(), strict=True))
    return {name: fitted.get(name, BY_HAND.get(name)) for name in FEATURES}, round(float(theta[-1]), 2)


def outlets(data):
    """Name and headlines of outlets that write soberly, mostly."""
    for name in ("bbc_news", "ag_news_test", "reuters21578", "huffpost_recent_10k"):
        yield name, [row["title"] for row in read_lines(data / f"datasets/{name}/items.jsonl.gz") if row["title"]]
    rows = read_lines(data / "datasets/uci_news_aggregator_6k/items.jsonl.gz")
    yield "uci", [row["title"] for row in rows]
    import feedparser

    for path in sorted((data / "feeds/snapshots/guardian-sections-2022-02-07").glob("*.xml")):
        yield f"guardian {path.stem}", [entry.title for entry in feedparser.parse(path).entries]


def stories(data):
    """Headlines of one story each, several."""
    with gzip.open(data / "datasets/upworthy_early/packages.csv.gz", "rt", encoding="utf-8") as lines:
        found = {}
        for row in csv.DictReader(lines):
            found.setdefault(row["clickability_test_id"], {}).setdefault(row["headline"], row)
    return [list(rows) for rows in found.values() if len(rows) > 1]


STYLES = {
    "Every Word Capitalised": lambda title: " ".join(word[:1].upper() + word[1:] for word in title.split()),
    "EVERYTHING IN CAPITALS": str.upper,
    "nothing in capitals": str.lower,
    "outlet appended": lambda title: f"{title} | The Daily Example",
    "outlet appended by a dash": lambda title: f"{title} - Example News",
    "rubric before": lambda title: f"Politics: {title}",
    "longer by a plain clause": lambda title: f"{title} after talks in the capital on Tuesday, according to officials",
}


def measure(data):
    from sklearn.metrics import roc_auc_score

    _, (titles, labels) = labelled(data)
    scores = sensational(titles)
    say(f"clickbait_32k, held-back fifth: n {len(titles)}, AUC {roc_auc_score(labels, scores):.4f}")
    for label, name in ((1, "labelled bait"), (0, "labelled news")):
        say(f"  flagged of {name}: {(scores[labels == label] > FLAGGED).mean():.3f}")
    for name, texts in outlets(data):
        say(f"{name:28} n {len(texts):6} flagged {(sensational(texts) > FLAGGED).mean():.3f}")
    together = stories(data)
    every = [title for story in together for title in story]
    say(f"{'upworthy_early':28} n {len(every):6} flagged {(sensational(every) > FLAGGED).mean():.3f}")
    pairs = [(one, other) for story in together for one, other in combinations(story, 2)]
    first, second = (sensational([pair[side] for pair in pairs]) for side in (0, 1))
    split = np.flatnonzero((first > FLAGGED) != (second > FLAGGED))
    say(f"pairs of one story: {len(pairs)}, one of the two flagged: {len(split)}; of these, e.g.")
    for row in np.random.default_rng(1).permutation(split)[:6]:
        flagged, other = pairs[row] if first[row] > FLAGGED else pairs[row][::-1]
        say(f"  flagged: {flagged}\n    other: {other}")
    rng = np.random.default_rng(3)
    sample = [titles[i] for i in rng.permutation(len(titles))[:3000]]
    plain = sensational(sample)
    for name, change in STYLES.items():
        moved = np.abs(sensational([change(title) for title in sample]) - plain)
        say(f"moved by {name:28} mean {moved.mean():.4f}, 95th percentile {np.quantile(moved, 0.95):.3f}")
    words = np.array([len(title.split()) for title in titles])
    for label, name in ((1, "bait"), (0, "news")):
        say(f"rank correlation of length and probability among {name}: {spearman(words, scores, labels == label):.3f}")


def name_pairs(data):
    """Every pair of headlines of one story of which one is flagged, that one first."""
    for story in stories(data):
        flagged = sensational(story) > FLAGGED
        for one, other in combinations(range(len(story)), 2):
            if flagged[one] != flagged[other]:
                say(*(json.dumps(story[at]) for at in ((one, other) if flagged[one] else (other, one))))


def speed(data):
    """Milliseconds of CPU for 1,000 articles, best of five: headlines, substance of teasers, substance of bodies."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    short = read_lines(data / "datasets/huffpost_recent_10k/items.jsonl.gz")[:3000]
    long = read_lines(data / "datasets/bbc_news/items.jsonl.gz")[:1000]
    titles = [row["title"] for row in short]
    teasers = [
        Article(1, "", "", row["title"], now, now, summary=row["body"], words=len(row["body"].split())) for row in short
    ]
    bodies = [
        Article(1, "", "", row["title"], now, now, content=f"<p>{text.replace('. ', '.</p><p>')}</p>", words=400)
        for row in long
        for text in [row["body"]]
    ]
    for name, work, many in (
        ("headlines", lambda: sensational(titles), len(titles)),
        ("substance of teasers", lambda: substance(teasers), len(teasers)),
        ("substance of bodies of 2,000 signs", lambda: substance(bodies), len(bodies)),
    ):
        spent = []
        for _ in range(5):
            start = time.process_time()
            work()
            spent.append(time.process_time() - start)
        say(f"{name}: {min(spent) / many * 1e6:.1f} ms of CPU for 1,000")


def spearman(left, right, rows):
    from scipy.stats import spearmanr

    return spearmanr(left[rows], right[rows]).statistic


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--fit", action="store_true", help="print the table of coefficients, fitted anew")
    parser.add_argument("--pairs", action="store_true", help="name the flagged one of each pair")
    parser.add_argument("--speed", action="store_true", help="what 1,000 articles cost")
    chosen = parser.parse_args()
    if not chosen.fit:
        (name_pairs if chosen.pairs else speed if chosen.speed else measure)(chosen.data)
        return
    coefficients, intercept = fit(*labelled(chosen.data)[0])
    say("\n".join(f'    "{name}": {value:.2f},' for name, value in coefficients.items()))
    say(f"INTERCEPT: Final = {intercept}")


if __name__ == "__main__":
    main()
