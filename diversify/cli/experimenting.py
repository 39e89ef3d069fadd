"""The verb of researchers: experiment run, experiment report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from diversify.cli.session import Session
from diversify.cli.verb import Verb
from diversify.errors import FileError


@click.command("experiment", cls=Verb, help="For researchers: run a plan, and report on it.")
@click.argument("action", type=click.Choice(["run", "report"]))
@click.argument("path", metavar="PLAN|FOLDER")
@click.option("--out", metavar="PATH", help="Folder that keeps the cells of a run; file that gets the report.")
@click.option("--jobs", default=1, metavar="N", help="Processes on this machine; -1 for one on each core.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Dask scheduler, such as tcp://127.0.0.1:8786.")
@click.pass_obj
def experiment_verb(session: Session, action: str, path: str, *, out: str | None, jobs: int, cluster: str) -> int:
    """`experiment run PLAN.toml` runs simulated readers through every cell of a plan.

    Each finished cell is kept at once in a folder named after the plan. A run that was ended goes on where it stopped
    when it is started again; where cells failed, the exit code is 3. `experiment report FOLDER` writes one HTML page
    with the tables, the plots and the plan that made them; it loads nothing from elsewhere.
    """
    if not jobs:
        raise click.BadParameter("0 processes do no work; give 1 or more, or -1", param_hint="--jobs")
    if action == "report":
        return _report(session, Path(path), out)
    return _run(session, Path(path), out, jobs=jobs, cluster=cluster)


def _run(session: Session, plan: Path, out: str | None, *, jobs: int, cluster: str) -> int:
    from diversify.experiments import read_plan, run_plan

    checked = read_plan(plan)
    folder = Path(out or plan.with_suffix("").name)

    def tell(done: int, total: int, row: Mapping[str, Any]) -> None:
        problem = f": {row['error']}" if row["error"] else ""
        session.say(
            f"{done} of {total}: {row['world']}, {row['readers']}, {row['policy']}, seed {row['seed']}{problem}"
        )

    frame = run_plan(checked, n_jobs=jobs, cluster=cluster, out=folder, progress=tell)
    failed = int((frame["error"] != "").sum())
    session.say(f"{len(frame)} cells in {folder}, {failed} failed; `diversify experiment report {folder}` shows them")
    return 3 if failed else 0


def _report(session: Session, folder: Path, out: str | None) -> int:
    from diversify.experiments import report

    page = report(folder)
    target = Path(out) if out else folder / "report.html"
    try:
        target.write_text(page, "utf-8")
    except OSError as error:
        raise FileError(target, (error.strerror or str(error)).lower(), mend="name another file with --out") from error
    session.say(f"{target} written")
    return 0
