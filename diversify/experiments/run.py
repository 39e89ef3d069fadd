"""Run a plan: a tidy frame, one row a cell, the same numbers for any number of processes."""

from __future__ import annotations

import logging
import math
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from diversify.experiments.keeping import Folder
from diversify.experiments.makers import policy_of
from diversify.experiments.plan import Cell, Plan, read_plan
from diversify.experiments.running import by_cluster, here
from diversify.simulate import loop
from diversify.version import __version__

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

Progress = Callable[[int, int, Mapping[str, Any]], object]

_NAMES: Final = ("world", "readers", "policy", "seed")
_LAST: Final = ("seconds", "versions", "error")


def run_plan(
    plan: Plan | str | Path | Mapping[str, Any],
    *,
    n_jobs: int = 1,
    cluster: str = "",
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Run every cell of a plan; the numbers are the same to the last bit wherever the cells are run.

    Parameters
    ----------
    plan
        A checked plan, or what `read_plan` reads.
    n_jobs
        Processes (joblib's meaning: -1 for all cores); 1 stays in this process.
    cluster
        Address of a Dask scheduler, such as `tcp://127.0.0.1:8786`, in place of processes of this machine.
    out
        Folder in which every cell is kept as soon as it is finished, and in the end the frame as `results.parquet`.
        Where it holds cells of the same plan already, only the others are run, and those that failed.
    progress
        Called after each cell with how many are finished, of how many, and its row.

    Returns
    -------
    DataFrame
        One row a cell in the plan's order: `world`, `readers`, `policy`, `seed`, the measures of `Run.summary`,
        `seconds`, `versions` and `error`. Only `seconds` differs from run to run. A cell that fails has NaN measures
        and its error in words; the others are finished all the same.

    Raises
    ------
    SettingsError
        Where the plan names what cannot be found, the folder is another plan's, or the cluster does not answer;
        nothing was run then.
    FileError
        Where the folder cannot be written; finished cells are kept.

    Examples
    --------
    >>> frame = run_plan({"policies": {"random": {}}, "readers": {"few": {"number": 5}}, "days": 2})
    >>> frame[["policy", "seed", "error"]].to_numpy().tolist()
    [['random', 0, '']]
    """
    checked = plan if isinstance(plan, Plan) else read_plan(plan)
    for policy in checked.policies.values():
        policy_of(policy.use, policy.options)  # what cannot be made is said now, not once a cell
    if out is None:
        rows = _finished(checked, {}, n_jobs=n_jobs, cluster=cluster)
        return _frame(checked, _told(rows, checked, 0, progress=progress))
    with Folder(out, checked) as folder:
        known = folder.finished()
        fresh = _kept(_finished(checked, known, n_jobs=n_jobs, cluster=cluster), folder)
        frame = _frame(checked, [*known.values(), *_told(fresh, checked, len(known), progress=progress)])
        folder.publish(frame)
    return frame


def _finished(plan: Plan, known: Collection[Cell], *, n_jobs: int, cluster: str) -> Iterator[dict[str, Any]]:
    """The rows of cells that are not known, as they are finished."""
    cells = [cell for cell in plan.cells() if cell not in known]
    if not cells:
        return iter(())
    if cluster:
        return by_cluster(run_cell, plan, cells, address=cluster, lost=_failed)
    return here(run_cell, plan, cells, n_jobs=n_jobs)


def _kept(rows: Iterable[dict[str, Any]], folder: Folder) -> Iterator[dict[str, Any]]:
    for row in rows:
        folder.keep(row)
        yield row


def _told(rows: Iterable[dict[str, Any]], plan: Plan, known: int, *, progress: Progress | None) -> list[dict[str, Any]]:
    """All rows, each told of as it comes."""
    total = sum(1 for _ in plan.cells())
    found = []
    for done, row in enumerate(rows, start=known + 1):
        found.append(row)
        if progress is not None:
            progress(done, total, row)
    return found


def run_cell(plan: Plan, cell: Cell) -> dict[str, Any]:
    """Run one cell; its failure is in its row."""
    began = time.perf_counter()
    try:
        measures = _measured(plan, cell)
    except Exception as error:  # noqa: BLE001 - whatever a policy raises is a row of the result, not its end
        return _failed(cell, error, seconds=time.perf_counter() - began)
    return asdict(cell) | measures | {"seconds": time.perf_counter() - began, "versions": _versions(), "error": ""}


def _failed(cell: Cell, error: BaseException, *, seconds: float = math.nan) -> dict[str, Any]:
    problem = " ".join(f"{type(error).__name__}: {error}".split())
    log.warning("cell failed world=%s policy=%s seed=%d error=%s", cell.world, cell.policy, cell.seed, problem)
    return asdict(cell) | {"seconds": seconds, "versions": _versions(), "error": problem}


def _versions() -> str:
    """What the numbers of a row were made with."""
    import numpy as np

    python = ".".join(map(str, sys.version_info[:3]))
    return f"diversify {__version__}, numpy {np.__version__}, python {python}"


def _measured(plan: Plan, cell: Cell) -> dict[str, float]:
    policy = plan.policies[cell.policy]
    run = loop(
        policy_of(policy.use, policy.options),
        world=plan.worlds[cell.world],
        readers=plan.readers[cell.readers],
        days=plan.days,
        size=plan.size,
        seed=cell.seed,
    )
    return run.summary()


def _frame(plan: Plan, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """One row a cell in the plan's order: names, measures, then seconds, versions and error; NaN where one failed."""
    import pandas as pd

    place = {cell: number for number, cell in enumerate(plan.cells())}
    rows = sorted(rows, key=lambda row: place[Cell(*(row[name] for name in _NAMES))])
    measures = list(dict.fromkeys(key for row in rows for key in row if key not in _NAMES + _LAST))
    return pd.DataFrame(rows).reindex(columns=[*_NAMES, *measures, *_LAST])
