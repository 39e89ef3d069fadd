"""One HTML page of a finished run: the plan that made it, its tables and plots; it loads nothing."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from diversify.experiments import plots
from diversify.experiments.keeping import read_results

if TYPE_CHECKING:
    import pandas as pd

_NAMES: Final = ("world", "readers", "policy", "seed", "seconds", "versions", "error")
_STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid #8886; }
th:first-child, td:first-child { text-align: left; }
figure { margin: 2rem 0; background: #fff; padding: .5rem; overflow-x: auto; }
figcaption { color: #333; font-size: .9rem; }
.wide { overflow-x: auto; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; }
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
        "<h2>Means and 95 % intervals over seeds</h2>",
        _table(plots.summarised(frame, measures), measures),
        *(_figure(plots.trade_off(frame, x, y), f"{y} against {x}") for x, y in pairs if len(failed) < len(frame)),
        *(_figure(plots.intervals(frame, name), name) for name in measures if frame[name].notna().any()),
        "<h2>The plan</h2>",
        f"<pre>{html.escape(_told(plan))}</pre>",
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


def _facts(frame: pd.DataFrame) -> str:
    policies, seeds, worlds, readers = (frame[name].nunique() for name in ("policy", "seed", "world", "readers"))
    parts = f"{policies} policies, {seeds} seeds, {worlds} worlds, {readers} kinds of readers"
    return f"{len(frame)} cells: {parts}; {frame['seconds'].sum():,.0f} seconds of work."


def _failures(failed: pd.DataFrame) -> list[str]:
    if failed.empty:
        return []
    rows = "".join(
        f"<tr><td>{html.escape(f'{row.world} · {row.readers} · {row.policy} · {row.seed}')}</td>"
        f"<td>{html.escape(str(row.error))}</td></tr>"
        for row in failed.itertuples()
    )
    return [f"<h2>{len(failed)} cells failed</h2>", f'<div class="wide"><table>{rows}</table></div>']


def _table(summary: pd.DataFrame, measures: Sequence[str]) -> str:
    """One row a world, kind of readers and policy; mean, and half the interval, of every measure."""
    heads = "".join(f'<th scope="col">{html.escape(name.replace("_", " "))}</th>' for name in measures)
    rows = []
    for names, found in summary.groupby(["world", "readers", "policy"], sort=False):
        each = found.set_index("measure")
        cells = "".join(f"<td>{_mean(each.loc[name])}</td>" for name in measures)
        rows.append(f'<tr><th scope="row">{html.escape(_row_name(names))}</th>{cells}</tr>')
    head = f'<tr><th scope="col">world · readers · policy</th>{heads}</tr>'
    return f'<div class="wide"><table><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table></div>'


def _row_name(names: Any) -> str:
    return " · ".join(map(str, names))


def _mean(row: Any) -> str:
    half = row["high"] - row["mean"]
    return f"{row['mean']:.3f}" + ("" if math.isnan(half) else f" ± {half:.3f}")


def _figure(ax: Any, words: str) -> str:
    caption = html.escape(words.replace("_", " "))
    return f'<figure role="img" aria-label="{caption}">{plots.as_svg(ax)}<figcaption>{caption}</figcaption></figure>'


def _told(plan: Mapping[str, Any]) -> str:
    return json.dumps(plan, indent=1, sort_keys=True)
