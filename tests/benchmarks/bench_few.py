"""Industries of a reader with few articles: do the packed sample's articles help where they are trained on as well?

    python tests/benchmarks/bench_few.py [--data ../shared/data] [--sets bbc ag ...] [--own 200] [--draws 3]

For each labelled set and draw: so many articles of the set without labels, as a reader's own feeds whose industries
nobody named; a model trained on these alone, and one on these and the sample with its labels. Judged on the articles
trained on and a thousand others of the set: top industry right by the table of `labelled_industries.py`, macro F1,
calibration error; how many of the ten nearest by the vectors bear an article's label; and how many of the topics come
first in any article of the reader's.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from bench_industries import DATA, scores
from labelled_industries import DEV, LABELS, NOW, TEST, load_set, made_article

from diversify.catalogue import load_lexicon, load_sample
from diversify.domain import Feed

SAMPLE_FROM = 10**6
"""Ids of the sample's articles begin here, those of its feeds at 1000."""
OTHERS = 1_000


def sampled():
    """The sample's articles and its feeds with their labels."""
    articles, feeds = [], {}
    for place, outlet in enumerate(load_sample()):
        feeds[1000 + place] = Feed(outlet.feed.url, industries=outlet.feed.industries, id=1000 + place)
        for item in outlet.articles:
            number = SAMPLE_FROM + len(articles)
            language = outlet.feed.language
            articles.append(made_article(number, item.title, item.text, feed=1000 + place, language=language))
    return articles, feeds


def drawn(name, data, *, own, seed):
    """Articles of a set to train on and to judge, with all their labels."""
    texts, labels = load_set(name, data)
    rows = np.random.default_rng(seed).permutation(len(texts))[: own + OTHERS].tolist()
    articles = [made_article(1 + at, *texts[row], feed=1 + at % 10) for at, row in enumerate(rows)]
    return articles, [labels[row] for row in rows]


def judged(articles, labels, table, *, own, beside):
    """What `scores` says with and without the articles beside; the last is the share of topics met among the own."""
    from diversify.topics import train

    taxonomy = load_lexicon()
    feeds = {number: Feed(f"https://own{number}.example/", id=number) for number in range(1, 11)}
    for way, (more, labelled) in {"alone": ([], {}), "with sample": beside}.items():
        model = train([*articles[:own], *more], feeds | labelled, taxonomy, now=NOW)
        seen = model.understand(articles, {})
        near = (seen.vectors @ seen.vectors.T - 2 * np.eye(len(labels))).argsort(axis=1)[:, -10:]
        nearest = (np.array(labels)[near] == np.array(labels)[:, None]).mean()
        met = len(set(seen.topics[:own].argmax(axis=1).tolist())) / max(seen.topics.shape[1], 1)
        yield (
            way,
            [scores(seen.industries, labels, table, taxonomy)[key] for key in ("right", "macro_f1", "ece")]
            + [nearest, met],
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", default=[*DEV, *TEST], choices=[*TEST, *DEV])
    parser.add_argument("--own", type=int, default=200)
    parser.add_argument("--draws", type=int, default=3)
    asked = parser.parse_args()
    beside = sampled()
    sys.stdout.write(
        f"{'set':>10} {'way':>12} {'right':>8} {'macro F1':>8} {'ece':>8} {'P@10':>8} {'topics met':>10}\n"
    )
    for name in asked.sets:
        found = {}
        for seed in range(asked.draws):
            articles, labels = drawn(name, asked.data, own=asked.own, seed=seed)
            for way, values in judged(articles, labels, LABELS[name], own=asked.own, beside=beside):
                found.setdefault(way, []).append(values)
        for way, rows in found.items():
            right, macro, ece, nearest, met = np.mean(rows, axis=0)
            sys.stdout.write(f"{name:>10} {way:>12} {right:8.3f} {macro:8.3f} {ece:8.3f} {nearest:8.3f} {met:10.2f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
