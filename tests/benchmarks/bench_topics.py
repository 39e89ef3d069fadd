"""Embedders and topics on labelled sets: one table a set, ours beside what others have.

python tests/benchmarks/bench_topics.py [--sets WORD,…] [--only WORD,…] [--most N] [--topics K] [--minilm FOLDER]
                                        [--cache FOLDER] [--brief] [--words] [--among N]

kNN@10: share of the ten nearest other articles (cosine, 1,500 articles) with the article's label. Logistic: accuracy in
five folds. NMI: k-means, as many clusters as labels. Vectors are fitted on the very texts, labels unseen. Topics are
fitted on one half, and NPMI@10 is counted on the other; `largest` is the part of the articles that one topic comes
first for. With --among N every way is fitted on the whole set and measured on its first N articles, which alone a slow
pretrained model has to read. CPU seconds; a thread a library where the environment says
so (OMP_NUM_THREADS=1). Pretrained models whose packages are absent are passed over, and the reason is said.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import bench_topics_themes as themes
import bench_topics_ways as ways
import numpy as np
from bench_topics_measures import (
    cluster_information,
    coherence,
    largest_share,
    logistic_accuracy,
    neighbours_agree,
    presence,
    variety,
)
from bench_topics_sets import LAYOUTS, load_set

COLUMNS = (
    *("kNN@10", "logistic", "NMI", "NPMI@10", "diversity", "largest", "topics"),
    *("fit s", "topics s", "1,000 ms", "MB", "load ms"),
)
SLOW = ("MiniLM", "USE")


def embedders(asked):
    """Name to way."""
    return {
        "ours": ways.ours,
        "joined": ways.borrowing,
        "TF-IDF": ways.exact,
        "LSA": ways.latent,
        "NMF": ways.factors,
        "LDA": ways.allocation,
        "tomotopy": ways.sampled,
        "static": ways.static,
        "USE": ways.universal,
        "MiniLM": lambda labelled: ways.transformer(labelled, asked.minilm),
    }


def cached(name, way, labelled, folder):
    """Vectors of a slow way, kept in a folder by the digest of the texts."""
    if folder is None or name not in SLOW:
        return way(labelled)
    digest = hashlib.sha256("\x00".join(labelled.plain).encode()).hexdigest()[:16]
    path = Path(folder) / f"{name}-{digest}.npz"
    if path.exists():
        kept = np.load(path)
        return ways.Made(kept["vectors"].astype(np.float32), *kept["numbers"].tolist())
    made = way(labelled)
    numbers = np.array([made.fit, made.transform, made.size, made.load])
    np.savez(path, vectors=made.vectors.astype(np.float16), numbers=numbers)
    return made


def embedding_row(made, labelled, *, brief):
    """Numbers of one way on the articles measured, which are the first of those it was fitted on."""
    vectors = made.vectors[: len(labelled.labels)]
    row = {"kNN@10": neighbours_agree(vectors, labelled.labels)}
    if not brief:
        row["logistic"] = logistic_accuracy(vectors, labelled.labels)
        row["NMI"] = cluster_information(vectors, labelled.labels)
    return row | {"fit s": made.fit, "1,000 ms": made.transform, "MB": made.size, "load ms": made.load}


def topic_row(way, labelled, k, *, words=False):
    """Numbers of one way to find topics: half teaches, half judges."""
    texts = labelled.doubled
    half = len(texts) // 2
    found, fit = ways.timed(lambda: way(texts[:half], k))
    held = presence(
        [f"{title}\n{body}" for title, body in list(zip(labelled.titles, labelled.bodies, strict=True))[half:]]
    )
    if words:
        say("\n".join(" ".join(listed) for listed in found.words))
    return {
        "NPMI@10": coherence(found.words, held),
        "diversity": variety(found.words),
        "largest": largest_share(found.shares),
        "topics": len(found.words),
        "topics s": fit,
    }


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def table(title, rows):
    """One table of rows that need not have all columns, or nothing."""
    columns = sorted({column for row in rows.values() for column in row}, key=COLUMNS.index)
    if columns:
        say(f"\n### {title}\n| | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}")
    for name, row in rows.items():
        cells = [_shown(column, row[column]) if column in row else "-" for column in columns]
        say(f"| {name} | {' | '.join(cells)} |")


def _shown(column, value):
    if value != value:
        return "-"
    if column == "topics" or "ms" in column:
        return f"{value:.0f}"
    return f"{value:.2f}" if column in ("fit s", "topics s", "MB") else f"{value:.3f}"


def measure(asked, name, notes):
    """The table of one set."""
    labelled = load_set(name, asked.most)
    rows = {}

    def tried(way, act):
        if asked.only and not any(word == way or word in way.split() for word in asked.only):
            return
        try:
            rows[way] = rows.get(way, {}) | act()
        except ways.AbsentError as reason:
            notes[way] = str(reason)

    some = labelled.first(asked.among) if asked.among else labelled
    for way, act in {} if asked.no_vectors else embedders(asked).items():
        known = some if way in SLOW else labelled
        tried(way, lambda: embedding_row(cached(way, act, known, asked.cache), some, brief=asked.brief))  # noqa: B023
    for way, act in themes.THEMES.items() if asked.topics else ():
        tried(way, lambda: topic_row(act, labelled, asked.topics, words=asked.words))  # noqa: B023
    table(f"{name}: {len(labelled.labels)} articles, {len(set(labelled.labels))} labels", rows)
    return {"set": name, "rows": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    split = lambda text: [part for part in text.split(",") if part]  # noqa: E731
    parser.add_argument("--sets", type=split, default=[])
    parser.add_argument("--only", type=split, default=[])
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--among", type=int, default=0)
    parser.add_argument("--topics", type=int, default=50)
    parser.add_argument("--minilm", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--brief", action="store_true", help="no logistic regression, no k-means")
    parser.add_argument("--no-vectors", action="store_true", help="topics alone")
    parser.add_argument("--words", action="store_true", help="print the lists of words")
    asked = parser.parse_args()
    notes, kept = {}, []
    for name in LAYOUTS:
        if not asked.sets or any(word in name for word in asked.sets):
            kept.append(measure(asked, name, notes))
    for way, reason in notes.items():
        say(f"{way} was passed over: {reason}")
    if asked.json:
        asked.json.write_text(json.dumps(kept, indent=1))


if __name__ == "__main__":
    sys.exit(main())
