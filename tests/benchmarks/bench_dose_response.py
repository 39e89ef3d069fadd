"""How much of the unrelated readers of digests take: means and intervals over seeds, and how assumptions move them.

    python tests/benchmarks/bench_dose_response.py [--readers 200] [--days 90] [--seeds 20] [--sensitivity] [--out FILE]

The defaults are smaller than those of `dose_response`, so that the table takes a few minutes on one core; the full one
is `--readers 200 --days 90 --births 100`. `--sensitivity` prints instead what 3 far places of 12 change beside none,
with each assumption halved and doubled. `--out` writes the tidy frame as CSV.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from diversify.simulate import digest_readers, digest_world, dose_response, sensitivity

if TYPE_CHECKING:
    import pandas as pd


def main() -> None:
    """Print the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=48)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--births", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--shares", type=float, nargs="+", default=[0.0, 0.17, 0.25, 0.42, 0.58])
    parser.add_argument("--reaches", type=float, nargs="+", default=[0.25, 0.5, 0.75])
    parser.add_argument("--sensitivity", action="store_true")
    parser.add_argument("--out", default="")
    options = parser.parse_args()
    readers = digest_readers(options.readers)
    if options.sensitivity:
        frame = sensitivity(readers=readers, days=options.days, seeds=options.seeds)
        table = shown(frame, ["assumption", "factor", "value"])
    else:
        frame = dose_response(
            shares=options.shares,
            reaches=options.reaches,
            readers=readers,
            world=digest_world(births=options.births),
            days=options.days,
            seeds=options.seeds,
        )
        table = shown(frame, ["far", "reach"])
    sys.stdout.write(f"{options.readers} readers, {options.days} days, {options.seeds} seeds: mean [95 % interval]\n")
    sys.stdout.write(table + "\n")
    if options.out:
        frame.to_csv(options.out, index=False)


def shown(frame: pd.DataFrame, keys: list[str]) -> str:
    """One row a key, one column a measure."""
    cells = [
        f"{mean:.3f} [{low:.3f}, {high:.3f}]"
        for mean, low, high in zip(frame["mean"], frame["low"], frame["high"], strict=True)
    ]
    wide = frame.assign(cell=cells).fillna({"value": 0.0} if "value" in keys else {})
    return str(wide.pivot_table(index=keys, columns="measure", values="cell", aggfunc="first", sort=False).to_string())


if __name__ == "__main__":
    main()
