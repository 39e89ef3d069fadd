"""Time of every metric, and of all: python tests/benchmarks/bench_metrics.py [--slates N] [--places K] [--articles M]

Ten thousand slates of twelve places over a hundred thousand articles, 64 dimensions, 32 categories, histories of fifty
articles, unless said otherwise. Each metric is called once on the raw arrays, its checks of them included; CPU seconds
of this process, the better of `--repeat` runs. What serves means over readers (intervals, tests) is timed on one number
a slate and summed apart.
"""

import argparse
import sys
import time
from functools import partial

import numpy as np

from diversify import metrics


def world(asked):
    """Arrays as a researcher would have them."""
    rng = np.random.default_rng(asked.seed)
    s, k, n, c = asked.slates, asked.places, asked.articles, 32
    # Steps that never lead around all articles: no article twice in a slate.
    slates = (rng.integers(0, n, (s, 1)) + np.cumsum(rng.integers(1, n // k, (s, k)), axis=1)) % n
    history = rng.integers(0, n, (s, asked.history))
    hits = (rng.random((s, k)) < 0.2).astype(float)
    return {
        "slates": slates,
        "history": history,
        "vectors": rng.normal(size=(n, asked.dimensions)),
        "shares": rng.dirichlet(np.full(c, 0.1), n),
        "subtopics": rng.random((n, c)) < 0.08,
        "sources": rng.integers(0, 2_000, n),
        "stories": rng.integers(0, n // 3 + 1, n),
        "popularity": rng.beta(1, 20, n).clip(1e-6, 1.0),
        "intensity": rng.random(n),
        "pool": rng.choice(n, max(1, n // 2), replace=False),
        "pairs": np.column_stack([np.arange(s), np.roll(np.arange(s), 1)]),
        "home": rng.dirichlet(np.full(c, 0.2), s),
        "distance": spread(rng, c),
        "hits": hits,
        "relevant": hits.sum(axis=1) + rng.integers(0, 5, s),
        "scores": rng.random((s, k)),
        "primitive": rng.random((s, k)),
        "s": s,
        "n": n,
    }


def spread(rng, c):
    """Distances between points on a plane, scaled into [0, 1]."""
    points = rng.random((c, 2)) / np.sqrt(2)
    return np.linalg.norm(points[:, None] - points[None], axis=2)


def calls(w):
    """Name to a call of each metric; where arguments choose another formula, each of them."""
    slates, history, shares = w["slates"], w["history"], w["shares"]
    vectors, about, hits, pool = w["vectors"], w["subtopics"], w["hits"], w["pool"]
    home, distance = w["home"], w["distance"]
    m, of = metrics, partial
    return {
        "auc": of(m.auc, w["scores"], hits),
        "reciprocal_rank": of(m.reciprocal_rank, hits),
        "reciprocal_rank mean": of(m.reciprocal_rank, hits, convention="mean"),
        "ndcg": of(m.ndcg, hits, hits),
        "ndcg jarvelin exponential": of(m.ndcg, hits, hits, discount="jarvelin", gain="exponential"),
        "hit_rate": of(m.hit_rate, hits),
        "precision": of(m.precision, hits),
        "recall": of(m.recall, hits, w["relevant"]),
        "intra_list_diversity": of(m.intra_list_diversity, slates, vectors),
        "intra_list_diversity minimum": of(m.intra_list_diversity, slates, vectors, of="minimum"),
        "expected_intra_list_diversity": of(m.expected_intra_list_diversity, slates, vectors),
        "expected_intra_list_diversity log2": of(
            m.expected_intra_list_diversity, slates, vectors, discount="log2", relevance=hits
        ),
        "s_recall": of(m.s_recall, slates, about),
        "alpha_ndcg": of(m.alpha_ndcg, slates, about),
        "err_ia": of(m.err_ia, slates, about),
        "nrbp": of(m.nrbp, slates, about),
        "entropy": of(m.entropy, slates, shares),
        "rank_biased_entropy": of(m.rank_biased_entropy, slates, shares),
        "effective_number": of(m.effective_number, slates, shares),
        "calibration js": of(m.calibration, slates, history, shares),
        "calibration kl": of(m.calibration, slates, history, shares, measure="kl"),
        "fragmentation js": of(m.fragmentation, slates, w["stories"], pairs=w["pairs"]),
        "fragmentation kl": of(m.fragmentation, slates, w["stories"], pairs=w["pairs"], measure="kl"),
        "activation": of(m.activation, slates, pool, w["intensity"]),
        "representation": of(m.representation, slates, pool, shares),
        "alternative_voices": of(m.alternative_voices, slates, pool, w["intensity"]),
        "unexpectedness": of(m.unexpectedness, slates, history, vectors),
        "self_information": of(m.self_information, slates, w["popularity"]),
        "welcomed_distance": of(m.welcomed_distance, slates, history, vectors, relevance=hits),
        "welcomed_beyond_primitive": of(m.welcomed_beyond_primitive, slates, pool[:100], relevance=hits, n=w["n"]),
        "welcomed_over_primitive": of(m.welcomed_over_primitive, w["scores"], w["primitive"], relevance=hits),
        "exposure of sources": of(m.exposure, slates, w["sources"]),
        "exposure of fields": of(m.exposure, slates, shares, discount="log2"),
        "gini": lambda: m.gini(m.exposure(slates, w["sources"])),
        "coverage": of(m.coverage, slates, w["n"]),
        "coverage_by_group": of(m.coverage_by_group, slates, w["sources"]),
        "group_coverage": of(m.group_coverage, slates, w["sources"]),
        "farness": of(m.farness, slates, home, shares, distance=distance),
        "reach": of(m.reach, slates, home, shares, distance=distance),
        "far_share": of(m.far_share, slates, home, shares, distance=distance, beyond=0.5),
        "new_voices": of(m.new_voices, slates, history, w["sources"]),
        "small_town_index": of(m.small_town_index, slates, pool, shares),
        "small_town_index distinct": of(m.small_town_index, slates, pool, shares, distance=distance),
    }


def about_means(w):
    """Name to a call of what serves means over readers."""
    one, other = w["scores"].mean(axis=1), w["primitive"].mean(axis=1)
    return {
        "bootstrap_interval bca, 1,000": partial(metrics.bootstrap_interval, one, resamples=1_000),
        "paired_t_test": partial(metrics.paired_t_test, one, other),
        "signed_rank_test": partial(metrics.signed_rank_test, one, other),
        "randomisation_test, 1,000": partial(metrics.randomisation_test, one, other, resamples=1_000),
    }


def untimed(arrays):
    """Metrics of ours of which no time is taken."""
    others = {"adjusted", "divergence", "rank_weights", "bootstrap_interval"}
    others |= {"paired_t_test", "randomisation_test", "signed_rank_test"}
    functions = {name for name in metrics.__all__ if name[0].islower()}
    return functions - others - {name.split(" ")[0] for name in calls(arrays)}


def timed(call, repeat):
    """Best CPU seconds of some runs, and the mean of what came out."""
    best, value = np.inf, None
    for _ in range(repeat):
        start = time.process_time()
        value = call()
        best = min(best, time.process_time() - start)
    return best, value


def say(words):
    """One line."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def table(title, rows, repeat):
    """Print a line each and the sum."""
    say(title)
    total = 0.0
    for name, call in rows.items():
        seconds, value = timed(call, repeat)
        total += seconds
        shown = f"{np.nanmean(value):12.6f}" if isinstance(value, float | np.ndarray) else f"{'':12}"
        say(f"  {name:38} {seconds:8.3f} s {shown}")
    say(f"  {'sum':38} {total:8.3f} s\n")
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (
        ("slates", 10_000),
        ("places", 12),
        ("articles", 100_000),
        ("dimensions", 64),
        ("history", 50),
        ("repeat", 1),
        ("seed", 0),
    ):
        parser.add_argument(f"--{name}", type=int, default=number)
    asked = parser.parse_args()
    arrays = world(asked)
    if left_out := untimed(arrays):
        sys.exit(f"no time is taken of {', '.join(sorted(left_out))}")
    size = f"{asked.slates:,} slates of {asked.places} over {asked.articles:,} articles"
    table(f"metrics, {size}, CPU seconds and mean value", calls(arrays), asked.repeat)
    table("means over readers", about_means(arrays), asked.repeat)


if __name__ == "__main__":
    main()
