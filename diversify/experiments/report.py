"""One HTML page of a finished run: the plan that made it, its tables and plots; it loads nothing."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from diversify.experiments import plots
from diversify.experiments.doses import doses
from diversify.experiments.keeping import read_results

if TYPE_CHECKING:
    import pandas as pd

_FEW: Final = 6
"""So many policies are columns of the table; more are rows."""
_NAMES: Final = ("world", "readers", "policy", "seed", "seconds", "versions", "error")
_STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; overflow-wrap: anywhere; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid #8886; white-space: nowrap; }
th { font-weight: 600; }
th:first-child { position: sticky; left: 0; background: Canvas; text-align: left; }
.failed td { text-align: left; white-space: normal; }
figure { margin: 2rem 0; background: #fff; padding: .5rem; overflow-x: auto; border: 1px solid #8884; }
figure svg { max-width: 100%; height: auto; }
figcaption { color: #333; font-size: .9rem; }
.wide { overflow-x: auto; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: .25rem 0 .25rem 1.5rem; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; }
@media print { figure { break-inside: avoid; } }
"""


def report(folder: str | Path, *, trade: Sequence[tuple[str, str]] = ()) -> str:
    """The page of a finished run.

    Parameters
    ----------
    folder
        What `run_plan` was given as `out`.
    trade
        Pairs of measures to draw against each other; those of satisfaction and the width of the town unless given.

    Returns
    -------
    str
        HTML, complete, without a script and without anything from elsewhere; the same run gives the same page.

    Raises
    ------
    FileError
        Where the folder holds no finished run.
    ValueError
        Where a measure is unknown.
    """
    frame, plan = read_results(folder)
    measures = [str(name) for name in frame.columns if name not in _NAMES]
    pairs = list(trade) or [pair for pair in _PAIRS if set(pair) <= set(measures)][:2]
    for name in {name for pair in pairs for name in pair} - set(measures):
        raise ValueError(f"measure {name!r} is none of {', '.join(measures)}")
    failed = frame[frame["error"] != ""]
    title = html.escape(str(plan.get("name", "plan")))
    sections = [
        f"<h1>{title}</h1>",
        f"<p>{_facts(frame)}</p>",
        *_failures(failed),
        *([] if len(failed) == len(frame) else _answers(frame, plan, measures, pairs=pairs)),
        "<h2>The plan</h2>",
        *_plan(plan, frame),
        f"<p>Made with {html.escape('; '.join(sorted(frame['versions'].unique())))}.</p>",
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    page = ["<!doctype html>", f'<html lang="en"><head>{head}<style>{_STYLE}</style></head>', "<body>"]
    return "\n".join([*page, *sections, "</body></html>", ""])


_PAIRS: Final = (
    ("satisfaction", "town_width"),
    ("depth", "town_width"),
    ("taken", "town_width"),
    ("distance_shown", "taken"),
)


def _answers(
    frame: pd.DataFrame, plan: Mapping[str, Any], measures: Sequence[str], *, pairs: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """The table, and the plots."""
    yield "<h2>Means and 95 % intervals over seeds</h2>"
    yield _table(plots.summarised(frame, measures), measures)
    yield from _figures(frame, plan, pairs)
    yield _figure(plots.every_interval(frame, measures), "every measure: means and 95 % intervals over seeds")


_ANSWERS: Final = ("town_width", "satisfaction", "taken", "left")
"""What is drawn against every dose of a plan."""


def _figures(frame: pd.DataFrame, plan: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Trade-offs, then an answer to each dose."""
    for x, y in pairs:
        words = f"{y} against {x}: means and 95 % intervals; the line joins what nothing beats in both"
        yield _figure(plots.trade_off(frame, x, y), words)
    for dose in doses(plan):
        rows = frame[frame[dose.column].isin(list(dose.values))]
        besides = [name for name in ("policy", "readers", "world") if name != dose.column and rows[name].nunique() > 1]
        lines = [dose.lines[name] for name in rows[dose.column]]
        for name in besides:
            lines = [f"{line} · {each}" for line, each in zip(lines, rows[name], strict=True)]
        columns: dict[str, Any] = {dose.key: [dose.values[name] for name in rows[dose.column]], "line": lines}
        drawn = rows.assign(**columns)
        for answer in [name for name in _ANSWERS if name in frame.columns and rows[name].notna().any()][:2]:
            words = f"{answer} by {dose.key}: means and 95 % intervals over seeds"
            yield _figure(plots.dose_response(drawn, dose.key, answer, by="line"), words)


_PLURAL: Final = {"policy": "policies", "kind of readers": "kinds of readers"}


def _facts(frame: pd.DataFrame) -> str:
    policies, seeds, worlds, readers = (frame[name].nunique() for name in ("policy", "seed", "world", "readers"))
    counts = {"policy": policies, "seed": seeds, "world": worlds, "kind of readers": readers}
    parts = ", ".join(
        f"{count} {name if count == 1 else _PLURAL.get(name, name + 's')}" for name, count in counts.items()
    )
    return f"{len(frame)} cells: {parts}; {frame['seconds'].sum():,.0f} seconds of work."


def _failures(failed: pd.DataFrame) -> list[str]:
    if failed.empty:
        return []
    rows = "".join(
        f"<tr><td>{html.escape(f'{row.world} · {row.readers} · {row.policy} · {row.seed}')}</td>"
        f"<td>{html.escape(str(row.error))}</td></tr>"
        for row in failed.itertuples()
    )
    return [f"<h2>{len(failed)} cells failed</h2>", f'<div class="wide"><table class="failed">{rows}</table></div>']


def _table(summary: pd.DataFrame, measures: Sequence[str]) -> str:
    """Mean, and half the interval, of every measure: a column a policy while they are few, else a row."""
    found = {
        " · ".join(map(str, names)): rows.set_index("measure")
        for names, rows in summary.groupby(_told_apart(summary), sort=False)
    }
    grid = [["", *found], *([_words(name), *(_mean(rows.loc[name]) for rows in found.values())] for name in measures)]
    turned = grid if len(found) <= _FEW else [list(row) for row in zip(*grid, strict=True)]
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in turned[0])
    rows = [
        f'<tr><th scope="row">{html.escape(row[0])}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in turned[1:]
    ]
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _told_apart(summary: pd.DataFrame) -> list[str]:
    """Columns that tell rows of a summary apart: the policy, and what there are several of."""
    return [name for name in ("world", "readers", "policy") if name == "policy" or summary[name].nunique() > 1]


def _words(name: str) -> str:
    return name.replace("_", " ")


def _mean(row: Any) -> str:
    if math.isnan(row["mean"]):
        return "–"
    half = row["high"] - row["mean"]
    return f"{row['mean']:.3f}" + ("" if math.isnan(half) else f" ± {half:.3f}")


def _figure(ax: Any, words: str) -> str:
    caption = html.escape(_words(words))
    return f'<figure role="img" aria-label="{caption}">{plots.as_svg(ax)}<figcaption>{caption}</figcaption></figure>'


def _plan(plan: Mapping[str, Any], frame: pd.DataFrame) -> Iterator[str]:
    """The plan in words, and as it can be given again."""
    seeds = ", ".join(map(str, sorted(frame["seed"].unique())))
    yield f"<p>{plan.get('days')} days, {plan.get('size')} places a day; seeds {seeds}.</p><dl>"
    for part in ("policies", "readers", "worlds"):
        yield f"<dt>{part}</dt>"
        for name, table in plan.get(part, {}).items():
            flat = {key: value for key, value in table.items() if key != "options"} | dict(table.get("options", {}))
            said = ", ".join(f"{_words(key)} {value}" for key, value in flat.items() if value not in ([], ""))
            yield f"<dd><strong>{html.escape(name)}</strong>: {html.escape(said)}</dd>"
    told = json.dumps({**plan, "seeds": [int(seed) for seed in sorted(frame["seed"].unique())]}, indent=1)
    yield f"</dl><details><summary>The same as JSON</summary><pre>{html.escape(told)}</pre></details>"
