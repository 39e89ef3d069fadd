"""Plots of results: one style, safe for the colour-blind, readable in print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
"""Okabe and Ito's palette (2008), darkest first, so that print in grey keeps the first ones apart."""
MARKERS: Final = "osD^vPX*"

_STYLE: Final[dict[str, Any]] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "lines.markersize": 5,
    "svg.fonttype": "none",  # text stays text: it can be searched, read aloud and printed sharp
    "svg.hashsalt": "diversify",  # the same plot is the same file
}


@contextmanager
def style() -> Iterator[None]:
    """The style of all plots, within a `with`; nothing is changed after it."""
    import matplotlib as mpl
    from cycler import cycler

    settings: Any = _STYLE | {"axes.prop_cycle": cycler(color=COLOURS)}
    # Not matplotlib's own context: that takes back what a notebook's backend switches on when it is first used.
    before: Any = {name: mpl.rcParams[name] for name in settings}
    mpl.rcParams.update(settings)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def summarised(frame: pd.DataFrame, measures: Sequence[str], *, level: float = 0.95) -> pd.DataFrame:
    """Mean and interval of measures over seeds.

    Parameters
    ----------
    frame
        Of `run_plan`; cells that failed are left out.
    measures
        Columns to summarise.
    level
        Confidence of the interval, Student's t over seeds.

    Returns
    -------
    DataFrame
        One row for each world, kind of readers, policy and measure: `mean`, `low`, `high` and `seeds`; the ends are
        NaN where there is one seed.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = {"world": "w", "readers": "r", "policy": "p", "seed": [0, 1], "depth": [0.4, 0.6], "error": ""}
    >>> summarised(pd.DataFrame(cells), ["depth"])["mean"].tolist()
    [0.5]
    """
    import pandas as pd
    from scipy.stats import t

    names = ["world", "readers", "policy"]
    whole = frame[frame["error"] == ""]
    tables = []
    for measure in measures:
        found = whole.groupby(names, sort=False)[measure].agg(["mean", "std", "count"]).reset_index()
        half = t.ppf(0.5 + level / 2, np.maximum(found["count"] - 1, 1)) * found["std"] / np.sqrt(found["count"])
        tables.append(
            found[names].assign(
                measure=measure,
                mean=found["mean"],
                low=found["mean"] - half,
                high=found["mean"] + half,
                seeds=found["count"],
            )
        )
    return pd.concat(tables, ignore_index=True)


def trade_off(frame: pd.DataFrame, x: str, y: str, *, ax: Axes | None = None) -> Axes:
    """Policies by two measures, with intervals over seeds; those that none beats in both are joined by a line.

    Cells without one of the measures are left out.

    Parameters
    ----------
    frame
        Of `run_plan`.
    x, y
        Measures, of which more is better.
    ax
        Where to draw; new axes unless given.
    """
    ax = ax or _axes()
    table = summarised(frame.dropna(subset=[x, y]), [x, y])
    across, up = (table[table["measure"] == name].reset_index(drop=True) for name in (x, y))
    for place, name in enumerate(_labels(across)):
        around = [(each["mean"] - each["low"], each["high"] - each["mean"]) for each in (across, up)]
        errors = np.nan_to_num([[[low[place]], [high[place]]] for low, high in around])
        ax.errorbar(
            across["mean"][place], up["mean"][place], xerr=errors[0], yerr=errors[1], label=name,
            fmt=MARKERS[place % len(MARKERS)], color=COLOURS[place % len(COLOURS)], capsize=2,
        )  # fmt: skip
    front = _front(across["mean"].to_numpy(), up["mean"].to_numpy())
    ax.plot(across["mean"][front], up["mean"][front], color="0.6", linewidth=1, zorder=0)
    ax.set(xlabel=_words(x), ylabel=_words(y), title=f"{_words(y)} against {_words(x)}")
    ax.legend(loc="best", fontsize=8)
    return ax


def intervals(frame: pd.DataFrame, measure: str, *, ax: Axes | None = None) -> Axes:
    """One measure of every policy, with its interval over seeds, best first."""
    ax = ax or _axes()
    table = summarised(frame, [measure]).sort_values("mean", ignore_index=True)
    errors = np.nan_to_num(np.array([table["mean"] - table["low"], table["high"] - table["mean"]]))
    ax.errorbar(table["mean"], np.arange(len(table)), xerr=errors, fmt="o", color=COLOURS[0], capsize=2)
    ax.set_yticks(np.arange(len(table)), _labels(table))
    ax.set(xlabel=_words(measure), title=_words(measure))
    ax.margins(y=0.1)
    return ax


def dose_response(frame: pd.DataFrame, dose: str, measure: str, *, by: str = "", ax: Axes | None = None) -> Axes:
    """A measure against a dose, with its interval over seeds.

    Parameters
    ----------
    frame
        One row a cell: the dose, the measure and, where asked for, the column `by`, one line for each value of it.
    dose, measure, by
        Names of columns.
    ax
        Where to draw; new axes unless given.
    """
    from scipy.stats import t

    ax = ax or _axes()
    groups = list(frame.groupby(by, sort=True)) if by else [("", frame)]
    for place, (name, rows) in enumerate(groups):
        found = rows.groupby(dose)[measure].agg(["mean", "std", "count"])
        half = t.ppf(0.975, np.maximum(found["count"] - 1, 1)) * found["std"].fillna(0) / np.sqrt(found["count"])
        colour = COLOURS[place % len(COLOURS)]
        marker = MARKERS[place % len(MARKERS)]
        ax.plot(found.index, found["mean"], marker=marker, color=colour, label=f"{_words(by)} {name!s}" if by else None)
        ax.fill_between(found.index, found["mean"] - half, found["mean"] + half, color=colour, alpha=0.15, linewidth=0)
    ax.set(xlabel=_words(dose), ylabel=_words(measure), title=f"{_words(measure)} by {_words(dose)}")
    if by:
        ax.legend(loc="best", fontsize=8)
    return ax


def town_over_time(widths: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Effective number of industries read, day by day.

    Parameters
    ----------
    widths
        Columns `day`, `width` and `policy`; of several rows of a day the mean and the middle half are drawn.
    ax
        Where to draw; new axes unless given.
    """
    ax = ax or _axes()
    for place, (name, rows) in enumerate(widths.groupby("policy", sort=False)):
        days = rows.groupby("day")["width"]
        middle, low, high = days.mean(), days.quantile(0.25), days.quantile(0.75)
        colour = COLOURS[place % len(COLOURS)]
        ax.plot(middle.index, middle, color=colour, label=str(name))
        ax.fill_between(middle.index, low, high, color=colour, alpha=0.15, linewidth=0)
    ax.set(xlabel="day", ylabel="effective number of industries", title="Width of the town")
    ax.legend(loc="best", fontsize=8)
    return ax


def exposure(shares: pd.Series[float], *, target: pd.Series[float] | None = None, ax: Axes | None = None) -> Axes:
    """Share of what was shown of each industry, most first, beside the share it should have had."""
    ax = ax or _axes()
    ordered = shares.sort_values()
    places = np.arange(len(ordered))
    ax.barh(places, ordered.to_numpy(), color=COLOURS[0], height=0.7, label="shown")
    if target is not None:
        ax.plot(target.reindex(ordered.index).to_numpy(), places, "|", color=COLOURS[1], markersize=10, label="target")
        ax.legend(loc="lower right", fontsize=8)
    ax.set_yticks(places, [str(name) for name in ordered.index])
    ax.set(xlabel="share of what was shown", title="Exposure by industry")
    return ax


def rank_movement(before: Sequence[Any], after: Sequence[Any], *, ax: Axes | None = None) -> Axes:
    """Where a re-ranking moved items: a line from each one's place before to its place after; new ones enter."""
    ax = ax or _axes()
    left = {item: place for place, item in enumerate(before, start=1)}
    for place, item in enumerate(after, start=1):
        came = left.get(item)
        risen = came is None or came > place
        colour = COLOURS[1] if came is None else COLOURS[0] if risen else "0.7"
        ax.plot([0, 1], [len(before) + 1 if came is None else came, place], color=colour, marker="o")
        ax.annotate(str(item), (1, place), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set_xticks([0, 1], ["before", "after"])
    ax.set(ylabel="place", title="Movement of ranks", xlim=(-0.1, 1.4))
    ax.invert_yaxis()
    return ax


def as_svg(ax: Axes) -> str:
    """The figure of these axes as an SVG element, for a page; the figure is closed.

    Its text is text, and it names no date: the same figure gives the same bytes.
    """
    import io

    import matplotlib.pyplot as plt

    figure: Any = ax.get_figure(root=True)
    page = io.StringIO()
    with style():
        figure.savefig(page, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    text = page.getvalue()
    return text[text.index("<svg") :].strip()


def _axes() -> Axes:
    import matplotlib.pyplot as plt

    with style():
        axes: Axes = plt.subplots(figsize=(5.4, 3.4), layout="constrained")[1]
    return axes


def _front(x: Any, y: Any) -> list[int]:
    """Places of the points that no other one beats in both, from left to right."""
    best, front = -np.inf, []
    for place in np.lexsort((-y, -x)):
        if y[place] > best:
            best = y[place]
            front.append(int(place))
    return front[::-1]


def _labels(table: pd.DataFrame) -> list[str]:
    """What tells the rows apart: the policy, and world and readers where there are several."""
    names = [name for name in ("policy", "readers", "world") if name == "policy" or table[name].nunique() > 1]
    return [" · ".join(map(str, row)) for row in table[names].itertuples(index=False)]


def _words(name: str) -> str:
    return name.replace("_", " ")
