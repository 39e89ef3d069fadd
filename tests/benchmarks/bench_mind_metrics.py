"""MIND's four metrics on a folder of its files, by an independent reader and judge, beside ours.

    python tests/benchmarks/bench_mind_metrics.py [FOLDER] [--predictions FILE]

The judge is written from the definitions of MIND's evaluation (Wu et al. 2020, ACL, section 5.2; its data challenge):
each impression's articles are ordered by rank, MRR is the mean of 1 / rank over all clicked ones, nDCG has the gain
2^click - 1 and the discount log2(rank + 1), all are averaged over impressions. It uses plain Python, reads the files
itself, and knows nothing of diversify: sums are exact (`math.fsum`), AUC counts every pair of a clicked and an
unclicked article. Ours are `diversify.datasets.mind` and `diversify.metrics`.

Without a file of predictions (`IMPRESSION [rank,rank,...]` a line, as the challenge takes them), three orders are
judged: as shuffled by a seed, by how often an article was clicked in earlier impressions, and by the same counts as
scores, where most are equal.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from pathlib import Path

METRICS = ("AUC", "MRR", "nDCG@5", "nDCG@10")
SAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "datasets" / "mind_small_subset"
Impression = tuple[str, list[str], list[int]]


def read(folder: Path) -> list[Impression]:
    """Id, articles and clicks of each line of `behaviors.tsv`."""
    impressions = []
    for line in (folder / "behaviors.tsv").read_text("utf-8").split("\n"):
        if line:
            cells = line.split("\t")
            pairs = [word.split("-") for word in cells[4].split(" ") if word]
            impressions.append((cells[0], [pair[0] for pair in pairs], [int(pair[1]) for pair in pairs]))
    return impressions


def judged(clicks: list[int], scores: list[float]) -> tuple[float, float, float, float]:
    """The four metrics of one impression that has a clicked and an unclicked article."""
    hits = [score for click, score in zip(clicks, scores, strict=True) if click]
    misses = [score for click, score in zip(clicks, scores, strict=True) if not click]
    won = sum(1.0 if hit > miss else 0.5 if hit == miss else 0.0 for hit in hits for miss in misses)
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    ranked = [clicks[place] for place in order]
    reciprocal = math.fsum(click / rank for rank, click in enumerate(ranked, start=1)) / len(hits)
    return won / (len(hits) * len(misses)), reciprocal, gained(ranked, 5), gained(ranked, 10)


def gained(ranked: list[int], places: int) -> float:
    """NDCG of clicks in the order of rank."""
    best = sorted(ranked, reverse=True)
    sums = [
        math.fsum((2**click - 1) / math.log2(rank + 1) for rank, click in enumerate(clicks[:places], start=1))
        for clicks in (ranked, best)
    ]
    return sums[0] / sums[1]


def independent(impressions: list[Impression], scores: dict[str, list[float]]) -> dict[str, float]:
    """Each metric, averaged over impressions."""
    found = [judged(clicks, scores[name]) for name, _, clicks in impressions]
    return {
        metric: math.fsum(each) / len(found) for metric, each in zip(METRICS, zip(*found, strict=True), strict=True)
    }


def ours(folder: Path, scores: dict[str, list[float]]) -> dict[str, float]:
    """The same by diversify, from its own reading of the files."""
    import numpy as np

    from diversify import datasets, metrics

    data = datasets.mind(folder)
    clicks = data.feedback.loc[data.feedback["impression"] != "", ["impression", "article"]]
    shown = data.impressions.merge(clicks.assign(hit=1.0), how="left", on=["impression", "article"])
    names = list(dict.fromkeys(shown["impression"]))
    hits = matrix([part.to_numpy() for _, part in shown["hit"].fillna(0.0).groupby(shown["impression"], sort=False)])
    given = matrix([scores[name] for name in names])
    order = np.argsort(-given, axis=1, kind="stable")
    ranked = np.take_along_axis(hits, order, axis=1)
    values = {
        "AUC": metrics.auc(given, hits),
        "MRR": metrics.reciprocal_rank(ranked, convention="mean"),
        "nDCG@5": metrics.ndcg(ranked, ranked, k=5, gain="exponential"),
        "nDCG@10": metrics.ndcg(ranked, ranked, k=10, gain="exponential"),
    }
    return {metric: float(np.mean(found)) for metric, found in values.items()}


def matrix(rows: list[list[float]]):
    """Rows of different lengths as one matrix, NaN behind the shorter ones."""
    import numpy as np

    padded = np.full((len(rows), max(map(len, rows))), np.nan)
    for place, row in enumerate(rows):
        padded[place, : len(row)] = row
    return padded


def predictions(impressions: list[Impression]) -> dict[str, dict[str, list[float]]]:
    """Scores of every article of every impression, by three ways that need no text."""
    rng, counts = random.Random(7), {}
    shuffled, popular, tied = {}, {}, {}
    for name, articles, clicks in impressions:
        ranks = list(range(1, len(articles) + 1))
        rng.shuffle(ranks)
        shuffled[name] = [1.0 / rank for rank in ranks]
        tied[name] = [float(counts.get(article, 0)) for article in articles]
        order = sorted(range(len(articles)), key=lambda place: -counts.get(articles[place], 0))
        popular[name] = [1.0 / (order.index(place) + 1) for place in range(len(articles))]
        for article, click in zip(articles, clicks, strict=True):
            counts[article] = counts.get(article, 0) + click
    return {"shuffled": shuffled, "popular so far": popular, "popular so far, equal counts equal": tied}


def submitted(path: Path) -> dict[str, list[float]]:
    """Scores 1 / rank from the challenge's lines."""
    lines = (line.split(" ", 1) for line in path.read_text("utf-8").splitlines() if line)
    return {name: [1.0 / rank for rank in json.loads(ranks)] for name, ranks in lines}


def compared(folder: Path, ways: dict[str, dict[str, list[float]]]) -> float:
    """Print both values of every way and metric; return the largest difference."""
    largest, impressions = 0.0, read(folder)
    for way, scores in ways.items():
        expected, found = independent(impressions, scores), ours(folder, scores)
        sys.stdout.write(f"{way}: {len(impressions):,} impressions\n")
        for metric in METRICS:
            difference = abs(expected[metric] - found[metric])
            largest = max(largest, difference)
            values = f"independent {expected[metric]:.12f}  ours {found[metric]:.12f}"
            sys.stdout.write(f"  {metric:8} {values}  |difference| {difference:.1e}\n")
    sys.stdout.write(f"largest difference {largest:.1e}\n")
    return largest


def main() -> int:
    """Exit code 1 where any differs by 1e-9."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--predictions", type=Path)
    options = parser.parse_args()
    told = options.predictions
    ways = {told.name: submitted(told)} if told else predictions(read(options.folder))
    return int(compared(options.folder, ways) > 1e-9)


if __name__ == "__main__":
    raise SystemExit(main())
