"""Time of the diversifiers beside pyversity's, in the same run, and as multiples of k matrix-vector products.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python tests/benchmarks/bench_rerank.py [--kinds random clustered ...]
    python tests/benchmarks/bench_rerank.py --oracles 5000

Candidates: n unit vectors of 64 float32, relevance uniform in [0, 1], dial .5, k picks; one thread. Kinds of data:
random; equal (one row n times); orthogonal (64 directions again and again); clustered (20 stories in near copies);
flat (random, with all scores the same). Calls alternate with the peer's, so that a busy machine slows both; printed
are the lower deciles of times, the peer's time over ours, and ours over k products of the (n, 64) matrix with a vector.
With --oracles, instead, picks are compared row for row to the plain float64 ones of the tests, on so many cases each.
"""

import argparse
import importlib.util
import sys
import warnings
from pathlib import Path
from time import perf_counter

import numpy as np

from diversify.rank.diversifiers import by_kinds, cover, diversifiers, dpp, mmr, msd, ssd

SIZES = [(100, 20), (1_000, 20), (10_000, 20), (10_000, 100), (100_000, 20), (100_000, 100)]
KINDS = ("random", "equal", "orthogonal", "clustered", "flat")


def data(n, kind, seed=0):
    rng = np.random.default_rng(seed)
    vectors, scores = rng.standard_normal((n, 64)).astype(np.float32), rng.random(n).astype(np.float32)
    if kind == "equal":
        vectors = np.tile(vectors[:1], (n, 1))
    elif kind == "orthogonal":
        vectors = np.eye(64, dtype=np.float32)[np.arange(n) % 64]
    elif kind == "clustered":
        vectors = np.repeat(vectors[:20], -(-n // 20), axis=0)[:n] + 1e-3 * vectors
    elif kind == "flat":
        scores[:] = 1
    return np.ascontiguousarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)), scores


def decile(calls, seconds=1.0):
    """The lower decile of each call's times, called in turn for about so long."""
    times = [[] for _ in calls]
    begun = perf_counter()
    while len(times[0]) < 3 or (perf_counter() - begun < seconds and len(times[0]) < 400):
        for call, spent in zip(calls, times, strict=True):
            at = perf_counter()
            call()
            spent.append(perf_counter() - at)
    return [float(np.quantile(spent, 0.1)) for spent in times]


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def beside(choose, peer, n, k, kind):
    """A row of the table."""
    vectors, scores = data(n, kind)
    out = np.empty(n, np.float32)
    ours, theirs, product = decile(
        [
            lambda: choose(vectors, scores, k),
            lambda: peer(vectors, scores, k),
            lambda: np.dot(vectors, vectors[0], out=out),
        ]
    )
    said = f"{ours * 1e3:.2f} ms | {ours / product / k:.1f}x | {theirs / ours:.2f}"
    say(f"| {kind} | {n} | {k} | {choose.__name__} | {said} |")


def table(kinds):
    import pyversity

    say("| data | n | k | diversifier | time | k products | pyversity over ours |")
    say("|---|---|---|---|---|---|---|")
    for kind in kinds:
        for n, k in SIZES:
            for choose in (mmr, dpp, msd, ssd, cover):
                if choose is not cover or n <= 1_000:
                    beside(choose, getattr(pyversity, choose.__name__), n, k, kind)


def oracles(cases):
    """Cases that differ, by diversifier; 0 of so many is the claim."""
    path = Path(__file__).parents[1] / "rank" / "diversifier_oracles.py"
    spec = importlib.util.spec_from_file_location("oracles", path)
    plain = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plain)
    for name in sorted({*diversifiers, *by_kinds} - {"none"}):
        differ = []
        for seed in range(cases):
            if name in by_kinds:
                rows, target, scores, k, dial = plain.shares_case(seed)
                picked = by_kinds[name](rows, scores, k, diversity=dial, target=target).tolist()
                same = picked == getattr(plain, name)(rows, scores, k, dial, target)
            else:
                rows, scores, k, dial = plain.case(seed)
                same = diversifiers[name](rows, scores, k, diversity=dial).tolist() == getattr(plain, name)(
                    rows, scores, k, dial
                )
            if not same:
                differ.append(seed)
        say(f"{name}: {cases - len(differ)} of {cases} equal; first that differ: {differ[:5]}")


def main(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    parser.add_argument("--oracles", type=int, default=0)
    asked = parser.parse_args(words)
    if asked.oracles:
        oracles(asked.oracles)
        return
    warnings.simplefilter("ignore", RuntimeWarning)  # the peer divides by zero past the rank
    table(asked.kinds)


if __name__ == "__main__":
    main(sys.argv[1:])
