"""How well and how fast articles are joined into stories, beside simpler ways.

    python tests/benchmarks/bench_stories.py --news items.jsonl.gz [--splits 10]
    python tests/benchmarks/bench_stories.py --articles 100000 [--days 30] [--texts items.jsonl.gz]

--news: lines with title, url, story, hostname, timestamp_ms (the UCI news aggregator); each baseline at its best
threshold by pairwise F1, chosen on the very articles that it is scored on. --splits: how far ours is ahead of the best
of them on random halves of the stories, each half linked by itself; and an interval of the lead over 1,000 halves of
the stories as linked together. --articles: CPU seconds, times those of a TfidfVectorizer over the same texts, and peak
memory of the near-duplicates and of the whole linking, of texts (lines with title and text, repeated as needed) or of
invented ones.
"""

import argparse
import gzip
import json
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from diversify.ingest.near_duplicates import near_duplicates
from diversify.ingest.stories import StoryColumns, link_columns

THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


def read_lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def columns_of(rows):
    n = len(rows)
    return StoryColumns(
        ids=range(1, n + 1),
        titles=[row["title"] for row in rows],
        summaries=[row.get("text", "")[:400] for row in rows],
        urls=[row["url"] for row in rows],
        languages=["en"] * n,
        outlets=[row["hostname"] for row in rows],
        published=[row["timestamp_ms"] / 1000 for row in rows],
        stories=[0] * n,
    )


def pairwise(gold, found):
    """Precision, recall and F1 of the pairs of articles that are in one story."""

    def pairs(labels):
        return sum(n * (n - 1) / 2 for n in Counter(labels).values())

    both = pairs(zip(gold, found, strict=True))
    return f1(both / max(pairs(found), 1), both / max(pairs(gold), 1))


def b_cubed(gold, found):
    """Precision, recall and F1 by article (Bagga and Baldwin 1998)."""
    both = Counter(zip(gold, found, strict=True))
    of_gold, of_found = Counter(gold), Counter(found)
    precision = sum(n * n / of_found[label] for (_, label), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[label] for (label, _), n in both.items()) / len(gold)
    return f1(precision, recall)


def f1(precision, recall):
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def jaccard(titles, least):
    """Connected titles whose sets of words are so like."""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import CountVectorizer

    words = CountVectorizer(binary=True, dtype=np.float32).fit_transform(titles)
    shared = (words @ words.T).tocoo()
    size = np.asarray(words.sum(1)).ravel()
    alike = shared.data / (size[shared.row] + size[shared.col] - shared.data) >= least
    graph = sparse.coo_matrix((np.ones(alike.sum()), (shared.row[alike], shared.col[alike])), shape=shared.shape)
    return connected_components(graph)[1].tolist()


def cosine_trees(titles):
    """Name and labels of TF-IDF cosine clusters, by linkage and threshold of distance."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True, dtype=np.float32).fit_transform(titles)
    distance = 1 - np.clip((vectors @ vectors.T).toarray(), 0, 1)
    np.fill_diagonal(distance, 0)
    flat = squareform(distance, checks=False)
    for kind in ("single", "complete", "average"):
        tree = linkage(flat, kind)
        yield f"TF-IDF cosine, {kind} link", [fcluster(tree, at, "distance").tolist() for at in THRESHOLDS]


def labelled(rows):
    """Name and labels of each way: ours last, each other at its best threshold."""
    gold, titles = [row["story"] for row in rows], [row["title"] for row in rows]
    ways = [("title equality", [[re.sub(r"\W+", " ", title.lower()) for title in titles]])]
    ways.append(("title Jaccard .5", [jaccard(titles, 0.5)]))
    ways += cosine_trees(titles)
    told = link_columns(columns_of(rows))
    ways.append(("diversify", [[told[number] for number in range(1, len(rows) + 1)]]))
    for name, tried in ways:
        yield name, max(tried, key=lambda labels: pairwise(gold, labels)[2])


def quality(rows):
    """Lines of a table: way, pairwise precision, recall, F1, the same of B-cubed."""
    gold = [row["story"] for row in rows]
    for name, labels in labelled(rows):
        yield name, *pairwise(gold, labels), *b_cubed(gold, labels)


def lead(gold, ways):
    """Ours ahead of the best other way: by pairwise F1, by B-cubed F1."""
    scores = [(pairwise(gold, labels)[2], b_cubed(gold, labels)[2]) for labels in ways]
    return np.array(scores[-1]) - np.max(scores[:-1], axis=0)


def leads(rows, splits, rng):
    """Leads on each half of random halvings of the stories; and on halves of all as linked together."""
    stories = np.unique([row["story"] for row in rows])
    of = np.searchsorted(stories, [row["story"] for row in rows])
    apart = []
    for _ in range(splits):
        chosen = half(len(stories), rng)[of]
        for side in (chosen, ~chosen):
            some = [rows[at] for at in np.flatnonzero(side)]
            apart.append(lead([row["story"] for row in some], [labels for _, labels in labelled(some)]))
    ways = [np.array(labels) for _, labels in labelled(rows)]
    sides = [np.flatnonzero(half(len(stories), rng)[of]) for _ in range(100 * splits)]
    together = [lead(of[side].tolist(), [labels[side].tolist() for labels in ways]) for side in sides]
    return np.array(apart), np.array(together)


def half(n, rng):
    chosen = np.zeros(n, bool)
    chosen[rng.permutation(n)[: n // 2]] = True
    return chosen


def invented(n, rng):
    """Texts of events: each event has words of its own among common ones."""
    vocabulary = np.array([f"w{number}" for number in range(60_000)])
    for _ in range(n):
        event = int(rng.integers(0, n // 3 + 1))
        own = np.random.default_rng(event).integers(0, len(vocabulary), 12)
        words = np.concatenate([rng.permutation(own)[:6], rng.zipf(1.3, 30) % len(vocabulary)])
        yield {"title": " ".join(vocabulary[words[:10]]), "text": " ".join(vocabulary[words])}


def speed(n, days, texts):
    """Lines: what, CPU seconds, peak MiB so far."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rng = np.random.default_rng(0)
    rows = [dict(texts[at % len(texts)]) for at in range(n)] if texts else list(invented(n, rng))
    for at, row in enumerate(rows):
        row["hostname"] = f"outlet{rng.integers(0, 500)}.example"
        row["url"] = f"https://{row['hostname']}/{at}"
        row["timestamp_ms"] = 1.79e12 + float(rng.random()) * days * 86_400_000
    words = [re.findall(r"\w+", f"{row['title']} {row['text'][:400]}".lower())[:60] for row in rows]
    columns = columns_of(rows)
    plain = [f"{row['title']} {row['text']}" for row in rows]
    acts = (
        ("TfidfVectorizer", lambda: TfidfVectorizer().fit_transform(plain)),
        ("near-duplicates", lambda: near_duplicates(words)),
        ("linking", lambda: link_columns(columns)),
    )
    for name, act in acts:
        start = time.process_time()
        act()
        yield name, time.process_time() - start, peak()


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--splits", type=int, default=0)
    parser.add_argument("--articles", type=int, nargs="*", default=())
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--texts", type=Path)
    asked = parser.parse_args()
    if asked.news:
        say("| | pairwise P | R | F1 | B³ P | R | F1 |\n|---|---|---|---|---|---|---|")
        for name, *numbers in quality(read_lines(asked.news)):
            say(f"| {name} | {' | '.join(f'{number:.3f}' for number in numbers)} |")
    if asked.news and asked.splits:
        apart, together = leads(read_lines(asked.news), asked.splits, np.random.default_rng(0))
        for at, name in enumerate(("pairwise F1", "B³ F1")):
            ahead = f"{apart[:, at].mean():+.3f} ± {apart[:, at].std():.3f}, least {apart[:, at].min():+.3f}"
            low, high = np.percentile(together[:, at], (2.5, 97.5))
            say(f"lead in {name}: on {len(apart)} halves {ahead}; 95 % interval {low:+.3f} to {high:+.3f}")
    for articles in asked.articles:
        beside = None
        for name, seconds, mebibytes in speed(articles, asked.days, asked.texts and read_lines(asked.texts)):
            beside = beside or seconds
            say(f"{articles} {name}: {seconds:.1f} s CPU ({seconds / beside:.2f} times), peak {mebibytes:.0f} MiB")


if __name__ == "__main__":
    sys.exit(main())
