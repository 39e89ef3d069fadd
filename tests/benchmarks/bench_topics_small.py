"""Small corpora: own words, static vectors, and both joined as the product joins them; kNN@10 precision.

python tests/benchmarks/bench_topics_small.py [--sets WORD,…] [--sizes 300,600,2000] [--draws 5]

Each cell is the mean over draws of so many articles from a set, and the model is trained on these alone. `short` is
how much joined lacks of the better part (negative where it is better), with the standard error over the draws; the
last line names the cells that lack more than .01.
"""

import argparse
import random
import sys

import numpy as np
from bench_topics_measures import neighbours_agree
from bench_topics_sets import LAYOUTS, LabelledSet, load_set
from bench_topics_ways import STATIC, articles_of

ALLOWED = 0.01


def drawn(labelled, n, draw):
    """So many articles of a set."""
    rows = random.Random(draw).sample(range(len(labelled.labels)), n)
    parts = (labelled.titles, labelled.bodies, labelled.labels)
    return LabelledSet(labelled.name, *[[part[row] for row in rows] for part in parts])


def cell(labelled, embedder):
    """Precision of own words, of static vectors and of both, and the part that own words have."""
    from diversify import catalogue
    from diversify.topics import BorrowingTrainer
    from diversify.topics.text import article_text

    articles, taxonomy = articles_of(labelled), catalogue.load_lexicon()
    own, joined = (
        BorrowingTrainer(borrowed)(articles, {}, taxonomy, now=articles[0].seen) for borrowed in (None, embedder)
    )
    vectors = (
        own.understand(articles, {}).vectors,
        embedder.transform([article_text(article) for article in articles]),
        joined.understand(articles, {}).vectors,
    )
    return [*(neighbours_agree(part, labelled.labels) for part in vectors), joined.card.report["own_part"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=lambda text: text.split(","), default=list(LAYOUTS))
    parser.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")], default=[300, 600, 2_000])
    parser.add_argument("--draws", type=int, default=5)
    asked = parser.parse_args()
    if not STATIC.exists():
        sys.exit("the static model is not beside the checkout")
    from diversify.topics import open_vectors

    embedder, worse = open_vectors(STATIC), []
    sys.stdout.write("| | articles | own | static | joined | own part | short |\n" + "|---" * 7 + "|\n")
    for name in LAYOUTS:
        labelled = load_set(name) if name in asked.sets else None
        for size in asked.sizes if labelled else ():
            if len(labelled.labels) < size:
                continue
            rows = np.array([cell(drawn(labelled, size, draw), embedder) for draw in range(asked.draws)])
            own, static, joined, part = rows.mean(axis=0)
            lacks = max(own, static) - joined
            error = np.std(rows[:, :2].max(axis=1) - rows[:, 2]) / np.sqrt(asked.draws)
            worse += [f"{name} {size}"] if lacks > ALLOWED else []
            sys.stdout.write(
                f"| {name} | {size:,} | {own:.3f} | {static:.3f} | {joined:.3f} | {part:.2f} | "
                f"{lacks:+.3f} ± {error:.3f} |\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"worse than the better part by more than {ALLOWED}: {', '.join(worse) or 'none'}\n")


if __name__ == "__main__":
    sys.exit(main())
