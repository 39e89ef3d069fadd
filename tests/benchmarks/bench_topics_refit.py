"""A refit with more articles: which topics keep their identity and name, and what becomes of a fixed reader's slate.

python tests/benchmarks/bench_topics_refit.py [--sets WORD,…] [--most N] [--more .05]

A reader has read twenty articles of one label; the slate is the twelve articles, of those known to both models, that
are closest to the mean of what was read. Ten readers, their slates compared before and after.
"""

import argparse
import sys

import numpy as np
from bench_topics_sets import LAYOUTS, load_set
from bench_topics_ways import articles_of

READERS = 10
READ = 20
SLATE = 12


def slates(vectors, labels):
    """The twelve closest articles for each reader."""
    rng = np.random.default_rng(0)
    kinds = sorted(set(labels))
    labels = np.asarray(labels)
    for reader in range(READERS):
        mine = np.flatnonzero(labels == kinds[reader % len(kinds)])
        read = rng.permutation(mine)[:READ]
        close = vectors @ vectors[read].mean(axis=0)
        close[read] = -9
        yield set(np.argsort(-close, kind="stable")[:SLATE].tolist())


def refit(labelled, more):
    """Numbers of one set."""
    from diversify import catalogue
    from diversify.topics import train

    articles, now = articles_of(labelled), articles_of(labelled)[0].seen
    n = int(len(articles) / (1 + more))
    taxonomy = catalogue.load_lexicon()
    before = train(articles[:n], {}, taxonomy, now=now)
    after = train(articles, {}, taxonomy, previous=before.card, now=now)
    old, new = ({topic.id: topic for topic in model.card.topics} for model in (before, after))
    kept = old.keys() & new.keys()
    places = [[list(side).index(number) for number in sorted(kept)] for side in (old, new)]
    seen = [model.understand(articles[:n], {}) for model in (before, after)]
    first = [side.topics[:, rows].argmax(axis=1) for side, rows in zip(seen, places, strict=True)]
    pairs = zip(*(slates(side.vectors, labelled.labels[:n]) for side in seen), strict=True)
    same = [len(left & right) for left, right in pairs]
    return {
        "topics": len(old),
        "kept": len(kept) / max(len(old), 1),
        "same name": float(np.mean([old[number].name == new[number].name for number in kept])),
        "same first topic": float((first[0] == first[1]).mean()),
        "slate kept": float(np.mean(same)),
        "least": min(same),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=lambda text: text.split(","), default=["BBC short", "AG", "HuffPost", "MIND"])
    parser.add_argument("--most", type=int, default=2_000)
    parser.add_argument("--more", type=float, default=0.05)
    asked = parser.parse_args()
    head = ("topics", "kept", "same name", "same first topic", "slate kept", "least")
    sys.stdout.write(f"| | {' | '.join(head)} |\n|{'---|' * (len(head) + 1)}\n")
    for name in LAYOUTS:
        if name in asked.sets:
            row = refit(load_set(name, asked.most), asked.more)
            sys.stdout.write(f"| {name} | {' | '.join(f'{row[key]:.3g}' for key in head)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
