"""Where cells are run: here, in processes of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from diversify.errors import DiversifyError, SettingsError
from diversify.experiments.plan import Cell, Plan

ANSWER: Final = 5.0
"""Seconds that a scheduler is given to answer."""

WAIT: Final = 10.0
"""Seconds that a cluster without workers is given to bring one up."""

Row = dict[str, Any]
Work = Callable[[Plan, Cell], Row]
Lost = Callable[[Cell, BaseException], Row]


def here(work: Work, plan: Plan, cells: Sequence[Cell], *, n_jobs: int) -> Iterator[Row]:
    """The rows of all cells, in the order in which they are finished.

    Raises
    ------
    DiversifyError
        Where the system ended one of the processes, as it does when memory runs out.
    """
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    try:
        yield from Parallel(n_jobs=n_jobs, return_as="generator_unordered")(delayed(work)(plan, cell) for cell in cells)
    except TerminatedWorkerError as error:
        mend = "run the same again with fewer processes: finished cells are kept where a folder was named"
        raise DiversifyError("the system ended a process of the run, perhaps for want of memory", mend=mend) from error


def by_cluster(work: Work, plan: Plan, cells: Sequence[Cell], *, address: str, lost: Lost) -> Iterator[Row]:
    """The rows of all cells, in the order in which the workers of a Dask cluster finish them.

    The scheduler gives the cells of a worker that dies to another one; a cell with which several have died is `lost`.

    Raises
    ------
    SettingsError
        Where the cluster does not answer or has no workers, or the library for it is absent; nothing was run then.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        mend = "install it: pip install 'diversify-news[cluster]'"
        raise SettingsError("a cluster needs the library distributed, which is not installed", mend=mend) from error
    try:
        client = distributed.Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        mend = "start one with `dask scheduler` and `dask worker ADDRESS`, or leave the address out"
        raise SettingsError(f"no Dask scheduler answers at {address}", mend=mend) from error
    with client:
        _await_worker(client, address)
        tasks = {client.submit(work, plan, cell, pure=False): cell for cell in cells}
        for task in distributed.as_completed(list(tasks), loop=client.loop):
            try:
                yield task.result()
            except Exception as error:  # noqa: BLE001 - a cell that no worker survived is a row, as any that fails
                yield lost(tasks[task], error)


def _await_worker(client: Any, address: str) -> None:
    """Refuse a scheduler without workers: it would take every cell, and give none back."""
    try:
        client.wait_for_workers(1, timeout=WAIT)
    except TimeoutError as error:
        mend = "start one with `dask worker ADDRESS`, or let the cluster keep at least one"
        raise SettingsError(f"the Dask scheduler at {address} has no workers", mend=mend) from error
