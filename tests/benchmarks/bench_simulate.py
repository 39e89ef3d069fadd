"""How fast readers live: processor time, wall time, peak memory and a hash of the run, for one and two workers.

    python tests/benchmarks/bench_simulate.py [--readers 10000] [--days 90] [--births 200] [--policy relevance_only]

Each run has a process of its own, so that peak memory is its own. Equal hashes mean equal runs to the last bit.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import resource
import sys
import time
from dataclasses import fields

from diversify.simulate import ReaderSettings, Run, Sheet, WorldSettings, loop, policies


def fingerprint(run: Run) -> str:
    """Digest of every column of the run's sheet and of where its readers went."""
    digest = hashlib.sha256(run.places.tobytes())
    for item in fields(Sheet):
        digest.update(getattr(run.sheet, item.name).tobytes())
    return digest.hexdigest()[:16]


def measure(options: argparse.Namespace, workers: int) -> dict[str, object]:
    """One run."""
    wall, cpu = time.perf_counter(), time.process_time()
    run = loop(
        policies[options.policy],
        world=WorldSettings(births=options.births),
        readers=ReaderSettings(number=options.readers),
        days=options.days,
        size=options.size,
        seed=1,
        workers=workers,
    )
    return {
        "workers": workers,
        "cpu_s": round(time.process_time() - cpu, 1),
        "wall_s": round(time.perf_counter() - wall, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "rows": len(run.sheet),
        "hash": fingerprint(run),
    }


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print one line a run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--size", type=int, default=12)
    parser.add_argument("--births", type=int, default=200)
    parser.add_argument("--policy", choices=sorted(policies), default="relevance_only")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    pool = options.births * WorldSettings().life
    say(f"{options.readers} readers x {options.days} days x {options.size} items, pool {pool}, {options.policy}")
    spawn = multiprocessing.get_context("spawn")
    for workers in options.workers:
        with spawn.Pool(1) as one:
            say(" ".join(f"{name}={value}" for name, value in one.apply(measure, (options, workers)).items()))


if __name__ == "__main__":
    main()
