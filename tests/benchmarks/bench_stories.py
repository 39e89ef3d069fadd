"""How well and how fast articles are joined into stories, beside simpler ways.

    python tests/benchmarks/bench_stories.py --news items.jsonl.gz [--splits 4 --other items.jsonl.gz ...]
    python tests/benchmarks/bench_stories.py --articles 100000 [--days 30] [--texts items.jsonl.gz]

--news: lines with title, url, story, hostname, timestamp_ms (the UCI news aggregator); each baseline at its best
threshold by pairwise F1, chosen on the very articles that it is scored on. --splits: so many draws each of sets of
different size and density, from either half of the stories (A and B, by a hash of the story), alone and among other
news (--other: lines with title). The baseline is the linkage and threshold of TF-IDF cosine, title Jaccard .5 or title
equality that is best on the same kind of draws from the other half; beside it what is best on each draw itself.
--articles: CPU seconds, times those of a TfidfVectorizer over the same texts, and peak memory of the near-duplicates
and of the whole linking, of texts (lines with title and text, repeated as needed) or of invented ones.
"""

import argparse
import gzip
import hashlib
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


def drawn(rows, n, rng):
    return [rows[at] for at in rng.choice(len(rows), min(n, len(rows)), replace=False)]


def by_story(rows):
    found = {}
    for row in rows:
        found.setdefault(row["story"], []).append(row)
    return list(found.values())


def whole(rows, n, rng):
    """Whole stories, n articles or up to 15 % more."""
    stories, some = by_story(rows), []
    for at in rng.permutation(len(stories)):
        if len(some) < n and (not some or len(some) + len(stories[at]) <= 1.15 * n):
            some += stories[at]
    return some


def three_each(rows, rng):
    return [row for story in by_story(rows) for row in drawn(story, 3, rng)]


def among(rows, titles, n, rng):
    """Rows among n articles of which each is a story of its own, from 300 outlets."""
    first, last = (act(row["timestamp_ms"] for row in rows) for act in (min, max))
    for at in rng.choice(len(titles), min(n, len(titles)), replace=False):
        host = f"outlet{rng.integers(300)}.example"
        story = {"title": titles[at], "story": f"other {at}", "hostname": host, "url": f"https://{host}/{at}"}
        rows = [*rows, story | {"timestamp_ms": float(rng.uniform(first, last))}]
    return rows


def kinds(titles):
    """Name and draw of each kind of set."""
    for n in (100, 300, 1_000):
        yield f"{n} rows", lambda rows, rng, n=n: drawn(rows, n, rng)
    for n in (100, 300, 1_000):
        yield f"stories of {n}", lambda rows, rng, n=n: whole(rows, n, rng)
    yield "3 of each story", three_each
    yield "the half", lambda rows, _: rows
    for n, others in ((50, 300), (150, 900), (600, 2_400)) if titles else ():
        yield (
            f"{n} rows among {others}",
            lambda rows, rng, n=n, others=others: among(drawn(rows, n, rng), titles, others, rng),
        )
    if titles:
        yield "3 of each among 1500", lambda rows, rng: among(three_each(rows, rng), titles, 1_500, rng)


def measured(rows):
    """Pairwise F1 and B-cubed F1, and the two precisions, of every other way at every threshold; and of ours."""
    gold, titles = [row["story"] for row in rows], [row["title"] for row in rows]
    ways = {"title equality": [re.sub(r"\W+", " ", title.lower()) for title in titles]}
    ways["title Jaccard .5"] = jaccard(titles, 0.5)
    for name, tried in cosine_trees(titles):
        ways |= {f"{name} {at}": labels for at, labels in zip(THRESHOLDS, tried, strict=True)}
    told = link_columns(columns_of(rows))
    ours = [told[number] for number in range(1, len(rows) + 1)]
    return {name: scores(gold, labels) for name, labels in ways.items()}, scores(gold, ours)


def scores(gold, labels):
    pairs, cubed = pairwise(gold, labels), b_cubed(gold, labels)
    return np.array((pairs[2], cubed[2], pairs[0], cubed[0]))


def splits(rows, titles, draws):
    """Lines of a table: kind and half, ours, its spread, the way tuned on the other half, the best on each draw."""
    halves = [[], []]
    for row in rows:
        halves[hashlib.sha256(row["story"].encode()).digest()[0] % 2].append(row)
    for name, draw in kinds(titles):
        many = 1 if name == "the half" else draws
        rngs = [[np.random.default_rng((half, at)) for at in range(many)] for half in (0, 1)]
        found = [[measured(draw(halves[half], rng)) for rng in rngs[half]] for half in (0, 1)]
        for half in (0, 1):
            tuned = max(found[0][0][0], key=lambda way: sum(others[way][:2].sum() for others, _ in found[1 - half]))
            ours = np.array([own for _, own in found[half]])
            fixed = np.mean([others[tuned] for others, _ in found[half]], axis=0)
            best = np.mean([np.max(list(others.values()), axis=0) for others, _ in found[half]], axis=0)
            yield f"{name}, {'AB'[half]}", ours.mean(axis=0), ours.std(axis=0), fixed, best, tuned


def say_splits(rows, titles, draws):
    say("| | ours F1 | ours B³ | precisions | tuned F1 | B³ | lead | best F1 | B³ | tuned way |\n|---|" + "---|" * 9)
    leads = []
    for name, ours, spread, fixed, best, tuned in splits(rows, titles, draws):
        leads.append(ours[:2] - fixed[:2])
        numbers = (
            f"{ours[0]:.3f} ± {spread[0]:.3f} | {ours[1]:.3f} ± {spread[1]:.3f} | {ours[2]:.2f} {ours[3]:.2f} | "
            f"{fixed[0]:.3f} | {fixed[1]:.3f} | {leads[-1][0]:+.3f} {leads[-1][1]:+.3f} | {best[0]:.3f} | {best[1]:.3f}"
        )
        say(f"| {name} | {numbers} | {tuned} |")
    mean, least = np.mean(leads, axis=0), np.min(leads, axis=0)
    say(f"lead over the tuned way, mean {mean[0]:+.3f} {mean[1]:+.3f}, least {least[0]:+.3f} {least[1]:+.3f}")


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
    parser.add_argument("--other", type=Path, nargs="*", default=())
    parser.add_argument("--articles", type=int, nargs="*", default=())
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--texts", type=Path)
    asked = parser.parse_args()
    if asked.news:
        say("| | pairwise P | R | F1 | B³ P | R | F1 |\n|---|---|---|---|---|---|---|")
        for name, *numbers in quality(read_lines(asked.news)):
            say(f"| {name} | {' | '.join(f'{number:.3f}' for number in numbers)} |")
    if asked.news and asked.splits:
        titles = [row["title"] for path in asked.other for row in read_lines(path)]
        say_splits(read_lines(asked.news), titles, asked.splits)
    for articles in asked.articles:
        beside = None
        for name, seconds, mebibytes in speed(articles, asked.days, asked.texts and read_lines(asked.texts)):
            beside = beside or seconds
            say(f"{articles} {name}: {seconds:.1f} s CPU ({seconds / beside:.2f} times), peak {mebibytes:.0f} MiB")


if __name__ == "__main__":
    sys.exit(main())
