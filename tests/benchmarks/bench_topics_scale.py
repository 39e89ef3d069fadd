"""Time and memory of training, loading and understanding, by number of articles; each size in a process of its own.

python tests/benchmarks/bench_topics_scale.py [--sizes 25000,50000,100000,200000] [--texts FILE]

--texts: JSON lines (gzipped) with title and text, repeated with other words as needed; else invented ones. Beside: what
scikit-learn's TfidfVectorizer takes for the same texts in the same process, as machines differ. CPU seconds, one
thread; understanding 1,000 articles is the median of nine thousands, loading that of five.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

BESIDE = (
    Path(__file__).resolve().parents[2].parent / "shared" / "data" / "datasets" / "topic_bench" / "mix_100k.jsonl.gz"
)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def read_texts(path, n):
    """n pairs of title and text; where there are fewer, later rounds have a part of their words exchanged."""
    import random

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for _, line in zip(range(n), lines, strict=False)]
    pairs = [(row["title"], row["text"]) for row in rows]
    draw = random.Random(5)
    for at in range(len(pairs), n):
        title, text = pairs[at % len(rows)]
        other = pairs[draw.randrange(len(rows))][1].split()
        words = text.split()
        pairs.append((title, " ".join([*words[: len(words) * 4 // 5], *other[: len(words) // 5 + 1]])))
    return pairs


def invented(n):
    """n pairs of title and text of 400 subjects with 60 words each, among common words."""
    import numpy as np

    rng = np.random.default_rng(0)
    common = rng.zipf(1.4, (n, 14)) % 5_000
    subjects = rng.integers(0, 400, n)
    own = subjects[:, None] * 60 + rng.integers(0, 60, (n, 10)) + 5_000
    return [
        (" ".join(f"w{word}" for word in few[:5]), " ".join(f"w{word}" for word in (*few, *many)))
        for few, many in zip(own.tolist(), common.tolist(), strict=True)
    ]


def timed(act):
    start = time.process_time()
    done = act()
    return done, time.process_time() - start


def one(n, texts):
    """Numbers of one size."""
    from diversify import catalogue
    from diversify.domain import Article, Feed
    from diversify.topics import load_model, train

    pairs = read_texts(texts, n) if texts else invented(n)
    codes = catalogue.load_taxonomy().codes
    feeds = {at: Feed(f"https://f{at}.example/", industries=(codes[at % 32],), id=at) for at in range(1, 65)}
    articles = [
        Article(
            at % 200, str(at), f"https://a.example/{at}", title, NOW - timedelta(minutes=at), NOW,
            content=text, language="en", id=at + 1001,
        )
        for at, (title, text) in enumerate(pairs)
    ]  # fmt: skip
    before = peak()
    model, fit = timed(lambda: train(articles, feeds, catalogue.load_lexicon(), now=NOW))
    after = peak()
    body = model.to_bytes()
    loads = [timed(lambda: load_model(body)) for _ in range(5)]
    again, load = loads[-1][0], median(seconds for _, seconds in loads)
    again.understand(articles[:3], feeds)
    thousands = [articles[at : at + 1000] for at in range(0, 9_000, 1_000)]
    place = median(timed(partial(again.understand, thousand, feeds))[1] for thousand in thousands)
    from sklearn.feature_extraction.text import TfidfVectorizer

    counter = TfidfVectorizer(min_df=5, max_df=0.3, stop_words="english", max_features=30_000, strip_accents="unicode")
    _, peer = timed(lambda: counter.fit_transform([f"{title}. {text}" for title, text in pairs]))
    return {
        "articles": n, "train": fit, "peer": peer, "ratio": fit / peer, "peak": after, "texts": before,
        "place": 1e3 * place, "load": 1e3 * load, "size": len(body) / 1e6, "topics": len(model.card.topics),
    }  # fmt: skip


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="25000,50000,100000,200000")
    parser.add_argument("--texts", type=Path, default=BESIDE if BESIDE.exists() else None)
    parser.add_argument("--one", type=int)
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write(json.dumps(one(asked.one, asked.texts)) + "\n")
        return
    sys.stdout.write(
        "| articles | train s | TfidfVectorizer s | ratio | peak MiB (with texts alone) | 1,000 articles ms | load ms "
        "| model MB | topics |\n|" + "---|" * 9 + "\n"
    )
    for size in asked.sizes.split(","):
        command = [sys.executable, __file__, "--one", size, *(["--texts", str(asked.texts)] if asked.texts else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        row = json.loads(done.stdout.splitlines()[-1])
        sys.stdout.write(
            f"| {row['articles']:,} | {row['train']:.1f} | {row['peer']:.2f} | {row['ratio']:.1f} | {row['peak']:.0f} "
            f"({row['texts']:.0f}) | {row['place']:.0f} | {row['load']:.0f} | {row['size']:.1f} | {row['topics']} |\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
