"""Time of the diversifiers beside pyversity's, in the same run, and as multiples of k matrix-vector products.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python tests/benchmarks/bench_rerank.py [--kinds random flat ...]
    ... bench_rerank.py --judge --runs 3 [--promised] [--save FILE]     # what is promised, each in three runs
    ... bench_rerank.py --oracles 5000                                  # picks beside plain float64 ones, all ten

Candidates: n unit vectors of 64 float32, relevance uniform in [0, 1], dial .5, k picks; one thread. Kinds of data:
random; equal (one row n times); orthogonal (64 directions again and again); clustered (20 stories in near copies);
flat (random, with all scores the same). Calls take turns with the peer's in bursts of a few, so that a busy machine
slows both; counted is the CPU time of this process; printed are the medians, ours over k products of the (n, 64)
matrix with a vector, and the peer's median over ours. --judge holds that ratio against what is promised: on random data
the figures of PROMISED, elsewhere not slower by more than a tenth; a line counts when it holds in every run.
With --oracles picks are compared row for row to the plain float64 ones of the tests, on so many cases each, in each of
the ways they are found: as for a handful of rows, as for thousands, and as for a hundred thousand.
"""

import argparse
import importlib.util
import json
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import numpy as np

from diversify.rank.diversifiers import bounds, by_kinds, cover, diversifiers, dpp, falling, mmr, msd, ssd, task

SIZES = [(100, 20), (1_000, 20), (10_000, 20), (10_000, 100), (100_000, 20), (100_000, 100)]
KINDS = ("random", "equal", "orthogonal", "clustered", "flat")
PROMISED = {
    ("mmr", 100_000, 100): 4.0,
    ("dpp", 100_000, 20): 5.0,
    ("dpp", 100_000, 100): 5.0,
    ("mmr", 10_000, 100): 1.2,
    ("dpp", 10_000, 100): 3.0,
    ("mmr", 1_000, 20): 1.5,
    ("dpp", 1_000, 20): 1.5,
    ("mmr", 100, 20): 1.0,
    ("dpp", 100, 20): 1.0,
}
"""On random data so many times faster than the peer; everything else at least .9."""


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


def medians(calls: list[Callable[[], object]], seconds: float) -> list[float]:
    """The median CPU time of each call; they take turns in bursts of a few for about so long."""
    times: list[list[float]] = [[] for _ in calls]
    spent = 0.0
    for call in calls:
        call()
    while len(times[0]) < 5 or (spent < seconds and len(times[0]) < 2_000):
        for call, taken in zip(calls, times, strict=True):
            burst = 0.0
            # A burst lasts about two milliseconds: one call of many, some of few.
            while not burst or (burst < 2e-3 and len(taken) < 2_000):
                begun = process_time()
                call()
                taken.append(process_time() - begun)
                burst += taken[-1]
            spent += burst
    return [float(np.median(taken)) for taken in times]


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def beside(choose, peer, n, k, kind, seconds):
    """One cell: what was measured."""
    vectors, scores = data(n, kind)
    out = np.empty(n, np.float32)
    ours, theirs, product = medians(
        [
            lambda: choose(vectors, scores, k),
            lambda: peer(vectors, scores, k),
            lambda: np.dot(vectors, vectors[0], out=out),
        ],
        seconds,
    )
    cell = {"kind": kind, "n": n, "k": k, "name": choose.__name__}
    return cell | {"ms": ours * 1e3, "products": ours / product / k, "theirs": theirs / product / k}


def cells(kinds):
    for kind in kinds:
        for n, k in SIZES:
            for choose in (mmr, dpp, msd, ssd, cover):
                if choose is not cover or n <= 1_000:
                    yield kind, n, k, choose


def table(asked):
    import pyversity

    found = []
    for _ in range(asked.runs):
        say("| data | n | k | diversifier | time | k products | peer's | peer's over ours | promised |")
        say("|---|---|---|---|---|---|---|---|---|")
        for kind, n, k, choose in cells(asked.kinds):
            if asked.promised and (kind != "random" or (choose.__name__, n, k) not in PROMISED):
                continue
            cell = beside(choose, getattr(pyversity, choose.__name__), n, k, kind, asked.seconds)
            ratio = cell["theirs"] / cell["products"]
            least = PROMISED.get((choose.__name__, n, k), 0.9) if kind == "random" else 0.9
            found.append(cell | {"ratio": ratio, "least": least})
            said = f"{cell['ms']:.2f} ms | {cell['products']:.1f}x | {cell['theirs']:.1f}x | {ratio:.2f}"
            say(f"| {kind} | {n} | {k} | {choose.__name__} | {said} | {least}{'' if ratio >= least else ' MISSED'} |")
            if asked.save:
                Path(asked.save).write_text(json.dumps(found), encoding="utf-8")
    if asked.judge:
        judge(found)


def judge(found):
    """How many lines hold in every run, and those that do not."""
    runs = {}
    for cell in found:
        runs.setdefault((cell["kind"], cell["n"], cell["k"], cell["name"], cell["least"]), []).append(cell["ratio"])
    missed = {line: ratios for line, ratios in runs.items() if min(ratios) < line[-1]}
    say(f"{len(runs) - len(missed)} of {len(runs)} lines hold in every run of {max(map(len, runs.values()))}")
    for line, ratios in missed.items():
        say(f"missed: {line} {[round(ratio, 2) for ratio in ratios]}")


WAYS = {
    "a handful": {},
    "thousands": {(task, "TINY"): 0},
    "a hundred thousand": {
        (task, "TINY"): 0,
        (falling, "WHOLE"): 8,
        (falling, "MANY"): 0,
        (falling, "LEAST_HOT"): 4,
        (bounds, "BLOCK"): 5,
    },
}
"""How picks are found among so many rows, and the sizes that make few rows be chosen from as many are."""


def oracles(cases, names):
    """Cases that differ, by diversifier and way; 0 of so many is the claim."""
    path = Path(__file__).parents[1] / "rank" / "diversifier_oracles.py"
    spec = importlib.util.spec_from_file_location("oracles", path)
    plain = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plain)
    for name in names:
        differ = dict.fromkeys(WAYS if name in {"dpp", "mmr", "msd", "ssd"} else ["one"], 0)
        first = None
        for seed in range(cases):
            if name in by_kinds:
                rows, target, scores, k, dial = plain.shares_case(seed)
                expected, others = getattr(plain, name)(rows, scores, k, dial, target), {"target": target}
            else:
                rows, scores, k, dial = plain.case(seed)
                expected, others = getattr(plain, name)(rows, scores, k, dial), {}
            for way in differ:
                with sizes(WAYS.get(way, {})):
                    picked = {**diversifiers, **by_kinds}[name](rows, scores, k, diversity=dial, **others).tolist()
                if picked != expected:
                    differ[way] += 1
                    first = seed if first is None else first
        told = ", ".join(f"{cases - wrong} ({way})" for way, wrong in differ.items())
        say(f"{name}: of {cases} equal {told}" + ("" if first is None else f"; the first that differs: {first}"))


@contextmanager
def sizes(values):
    """These sizes for a while."""
    before = {place: getattr(*place) for place in values}
    for (module, name), value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)


def main(words):
    if os.environ.get("OMP_NUM_THREADS") != "1" or os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("one thread: set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    parser.add_argument("--judge", action="store_true", help="say which promises hold in every run")
    parser.add_argument("--promised", action="store_true", help="only what PROMISED names, on random data")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.5, help="CPU time of a cell")
    parser.add_argument("--save", help="write the cells as JSON, for rerank_page.py")
    parser.add_argument("--oracles", type=int, default=0)
    every = sorted({*diversifiers, *by_kinds})
    parser.add_argument("--names", nargs="+", default=every, choices=every, help="of --oracles; all ten")
    asked = parser.parse_args(words)
    if asked.oracles:
        oracles(asked.oracles, asked.names)
        return
    warnings.simplefilter("ignore", RuntimeWarning)  # the peer divides by zero past the rank
    table(asked)


if __name__ == "__main__":
    main(sys.argv[1:])
