"""How much of the unrelated readers of digests take: means and intervals over seeds, and how assumptions move them.

    python tests/benchmarks/bench_dose_response.py [--out cells]                  far places 0 to 7 of 12, three reaches
    python tests/benchmarks/bench_dose_response.py --sensitivity [--out cells]    each assumption halved and doubled
    python tests/benchmarks/bench_dose_response.py --fixed --births 100 [--out cells]      without pacing, elsewhere
    python tests/benchmarks/bench_dose_response.py --product [--out cells]        the product itself, reader by reader
    python tests/benchmarks/dose_page.py cells docs                               the page of all four

The defaults are smaller than those of `dose_response`, so that a table takes a few minutes on one core; the full one
is `--readers 200 --days 90 --births 100 --whole`. With `--out` each cell is kept as soon as it is finished, in a
folder of its plan: what was ended goes on where it stopped, and asked for more seeds only those are run. `--jobs 2`
takes two processes, for the same numbers.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diversify.experiments import run_plan
from diversify.simulate import digest_readers, digest_world, dose_plan, responses, sensitivity_plans
from diversify.simulate.dose import REACH

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

SHARES = (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
FARS = (0, 3, 6)
SENSED = (0, 3)
PACED = {
    "paced 3 to 5": {"near": 6, "common": 3, "far": 3, "reach": 0.5, "target_far": 5, "target_reach": 0.75},
    "paced 3 to 7": {"near": 6, "common": 3, "far": 3, "reach": 0.5, "target_far": 7, "target_reach": 0.75},
    "paced 1 to 5": {"near": 8, "common": 3, "far": 1, "reach": 0.5, "target_far": 5, "target_reach": 0.75},
}
"""Pacing switched on: far places and reach as they are at first, and where they lead as far articles get read."""

PACED_ALIKE = {f"{name}, reach kept": dials | {"target_reach": 0.5} for name, dials in PACED.items()}


def plans(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The plans asked for, by the folder each is kept in."""
    terms = {
        "readers": digest_readers(options.readers),
        "world": digest_world(births=options.births),
        "days": options.days,
        "seeds": options.seeds,
    }
    if options.sensitivity:
        return sensitivity_plans(fars=SENSED, **terms)
    if options.product:
        plan = dose_plan(shares=[far / 12 for far in FARS], reaches=(0.5,), **terms)
        both = {
            f"{use} {name}": table | {"use": f"diversify.simulate:{use}"}
            for use in ("lanes", "product")
            for name, table in plan["policies"].items()
        }
        return {"product": plan | {"name": "the product beside its stand-in", "policies": both}}
    plan = dose_plan(shares=options.shares, reaches=options.reaches, **terms)
    if not options.whole:
        plan["policies"] = {name: dials for name, dials in plan["policies"].items() if thinned(**dials)}
    if options.fixed:
        return {"fixed": plan}
    paced, alike = (
        {name: {"use": "diversify.simulate:lanes", **dials} for name, dials in tables.items()}
        for tables in (PACED, PACED_ALIKE)
    )
    return {"doses": plan | {"policies": plan["policies"] | paced}, "pacing": plan | {"policies": alike}}


def thinned(*, far: int, reach: float, **_other: object) -> bool:
    """Whether a dose is in the thinner grid: every one at the reach that ships, every second one elsewhere."""
    return reach == REACH or far % 2 == 1 or far == 0


def told(done: int, total: int, row: Mapping[str, Any]) -> None:
    """How far the run is, every twentieth cell."""
    if done % 20 == 0 or done == total or row["error"]:
        sys.stderr.write(f"{done}/{total} {row['policy']}, {row['readers']}, {row['world']} {row['error']}\n")
        sys.stderr.flush()


def main() -> None:
    """Print the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=48)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--births", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--shares", type=float, nargs="+", default=list(SHARES))
    parser.add_argument("--reaches", type=float, nargs="+", default=[0.25, 0.5, 0.75])
    parser.add_argument("--whole", action="store_true", help="every dose at every reach")
    parser.add_argument("--sensitivity", action="store_true")
    parser.add_argument("--fixed", action="store_true", help="without pacing, in a folder of its own")
    parser.add_argument("--product", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", default="")
    options = parser.parse_args()
    sys.stdout.write(f"{options.readers} readers, {options.days} days, {options.seeds} seeds: mean [95 % interval]\n")
    for name, plan in plans(options).items():
        folder = Path(options.out, name) if options.out else None
        frame = run_plan(plan, n_jobs=options.jobs, out=folder, progress=told)
        keys = [key for key in ("readers", "world", "policy") if frame[key].nunique() > 1]
        sys.stdout.write(shown(responses(frame, keys), keys) + "\n")


def shown(table: pd.DataFrame, keys: list[str]) -> str:
    """One row a key, one column a measure."""
    cells = [
        f"{mean:.3f} [{low:.3f}, {high:.3f}]"
        for mean, low, high in zip(table["mean"], table["low"], table["high"], strict=True)
    ]
    wide = table.assign(cell=cells)
    return str(wide.pivot_table(index=keys, columns="measure", values="cell", aggfunc="first", sort=False).to_string())


if __name__ == "__main__":
    main()
