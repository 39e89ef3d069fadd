"""Plots of results: one style, safe for the colour-blind, readable in print."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#888888")
"""Okabe and Ito's palette (2008), darkest first, so that print in grey keeps the first ones apart; its yellow, which is
lost on white paper, is grey."""
MARKERS: Final = "osD^vPX*"
DASHES: Final = ("-", "--", "-.", ":")
ACROSS: Final = 3
"""Panels in a row where every measure has one."""

_Given = ParamSpec("_Given")

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


def _styled(draw: Callable[_Given, Axes]) -> Callable[_Given, Axes]:
    """A plot in the style of all plots, whoever calls it."""

    @wraps(draw)
    def drawn(*given: _Given.args, **named: _Given.kwargs) -> Axes:
        with style():
            return draw(*given, **named)

    return drawn


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

    names = ["world", "readers", "policy"]
    cells = frame[frame["error"] == ""].groupby(names, sort=False)[list(measures)]
    # Long, a row a measure: all of one measure follow each other.
    long = {name: found.T.to_numpy().ravel() for name, found in
            (("mean", cells.mean()), ("std", cells.std()), ("count", cells.count()))}  # fmt: skip
    half = _half(long["std"], long["count"], level=level)
    groups = cells.count().index.to_frame(index=False)
    return pd.concat([groups] * len(measures), ignore_index=True).assign(
        measure=np.repeat(np.asarray(measures, dtype=object), len(groups)),
        mean=long["mean"],
        low=long["mean"] - half,
        high=long["mean"] + half,
        seeds=long["count"].astype(np.int64),
    )


def _half(spread: Any, count: Any, *, level: float) -> Any:
    """Half of Student's interval of a mean; NaN where the spread is."""
    from scipy.special import stdtrit  # scipy.stats takes a second to import

    return stdtrit(np.maximum(count - 1, 1), 0.5 + level / 2) * spread / np.sqrt(np.maximum(count, 1))


@_styled
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
        colour, marker, _ = _look(place)
        ax.errorbar(
            across["mean"][place], up["mean"][place], xerr=errors[0], yerr=errors[1], label=name, fmt=marker,
            color=colour, capsize=2,
        )  # fmt: skip
    front = _front(across["mean"].to_numpy(), up["mean"].to_numpy())
    ax.plot(across["mean"][front], up["mean"][front], color="0.6", linewidth=1, zorder=0)
    ax.set(xlabel=_words(x), ylabel=_words(y), title=f"{_words(y)} against {_words(x)}")
    _explain(ax)
    return ax


@_styled
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


@_styled
def every_interval(frame: pd.DataFrame, measures: Sequence[str]) -> Axes:
    """All measures side by side, a panel each; those of which nothing is known are left out.

    Parameters
    ----------
    frame
        Of `run_plan`.
    measures
        Columns to draw.

    Returns
    -------
    Axes
        The first panel; its figure holds all.

    Raises
    ------
    ValueError
        Where nothing is known of any measure.
    """
    known = [name for name in measures if frame[name].notna().any()]
    if not known:
        raise ValueError(f"nothing is known of {', '.join(measures) or 'no measure'}")
    table = summarised(frame, known)
    labels = _labels(table[table["measure"] == known[0]].reset_index(drop=True))
    places, rows = np.arange(len(labels)), -(-len(known) // ACROSS)
    panels = _panels(rows, labels)
    for panel, name in zip(panels.flat, known, strict=False):
        found = table[table["measure"] == name]
        errors = np.nan_to_num(np.array([found["mean"] - found["low"], found["high"] - found["mean"]]))
        panel.errorbar(found["mean"], places, xerr=errors, fmt="o", color=COLOURS[0], capsize=2)
        panel.set(title=_words(name), yticks=places, yticklabels=labels, ylim=(len(labels) - 0.4, -0.6))
        panel.grid(axis="y", color="0.92")
        panel.locator_params(axis="x", nbins=4)
    for panel in panels.flat[len(known) :]:
        panel.set_visible(False)
    first: Axes = panels[0, 0]
    return first


def _panels(rows: int, labels: Sequence[str]) -> Any:
    """Axes (rows, `ACROSS`) with room for the labels; placed by hand, which takes a tenth of the time of a solver."""
    import matplotlib.pyplot as plt

    margin, high = 0.25 + 0.077 * max(map(len, labels)), 0.25 + 0.17 * len(labels)
    width, height = margin + 2.1 * ACROSS, rows * (high + 0.55) + 0.1
    figure, panels = plt.subplots(rows, ACROSS, figsize=(width, height), squeeze=False, sharey=True)
    figure.subplots_adjust(
        left=margin / width, right=1 - 0.15 / width, top=1 - 0.3 / height, bottom=0.3 / height, wspace=0.15,
        hspace=0.55 / high,
    )  # fmt: skip
    return panels


@_styled
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
    ax = ax or _axes()
    groups = list(frame.groupby(by, sort=True)) if by else [("", frame)]
    for place, (name, rows) in enumerate(groups):
        found = rows.groupby(dose)[measure].agg(["mean", "std", "count"])
        half = _half(found["std"].fillna(0), found["count"], level=0.95)
        colour, marker, dash = _look(place)
        label = str(name) if isinstance(name, str) else f"{_words(by)} {name!s}"
        ax.plot(found.index, found["mean"], marker=marker, linestyle=dash, color=colour, label=label if by else None)
        ax.fill_between(found.index, found["mean"] - half, found["mean"] + half, color=colour, alpha=0.15, linewidth=0)
    ax.set(xlabel=_words(dose), ylabel=_words(measure), title=f"{_words(measure)} by {_words(dose)}")
    if by:
        _explain(ax)
    return ax


@_styled
def town_over_time(widths: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Effective number of industries read, day by day.

    Parameters
    ----------
    widths
        Columns `day`, `width` and `policy`; of several rows of a day the mean is drawn, and the middle half where
        there are at most three policies.
    ax
        Where to draw; new axes unless given.
    """
    ax, few = ax or _axes(), widths["policy"].nunique() <= 3
    for place, (name, rows) in enumerate(widths.groupby("policy", sort=False)):
        days = rows.groupby("day")["width"]
        middle, low, high = days.mean(), days.quantile(0.25), days.quantile(0.75)
        colour, _, dash = _look(place)
        ax.plot(middle.index, middle, color=colour, linestyle=dash, label=str(name))
        if few:
            ax.fill_between(middle.index, low, high, color=colour, alpha=0.15, linewidth=0)
    ax.set(xlabel="day", ylabel="effective number of industries", title="Width of the town")
    _explain(ax)
    return ax


@_styled
def exposure(shares: pd.Series[float], *, target: pd.Series[float] | None = None, ax: Axes | None = None) -> Axes:
    """Share of what was shown of each industry, most first, beside the share it should have had."""
    ax = ax or _axes(height=0.9 + 0.17 * max(len(shares), 6))
    ordered = shares.sort_values()
    places = np.arange(len(ordered))
    ax.barh(places, ordered.to_numpy(), color=COLOURS[0], height=0.7, label="shown")
    if target is not None:
        ax.plot(target.reindex(ordered.index).to_numpy(), places, "|", color=COLOURS[1], markersize=10, label="target")
        ax.legend(loc="lower right", fontsize=8)
    ax.set_yticks(places, [str(name) for name in ordered.index])
    ax.set(xlabel="share of what was shown", title="Exposure by industry", ylim=(-0.7, len(ordered) - 0.3))
    return ax


@_styled
def rank_movement(before: Sequence[Any], after: Sequence[Any], *, ax: Axes | None = None) -> Axes:
    """Where a re-ranking moved items: a line from each one's place before to its place after.

    What rose, what stayed or fell, and what came in from behind are told apart by colour, dash and marker; what went
    out ends halfway, with its name before.
    """
    ax = ax or _axes(height=0.9 + 0.2 * max(len(before), len(after), 6))
    left, gone = {item: place for place, item in enumerate(before, start=1)}, len(before) + 1
    looks: dict[str, dict[str, Any]] = {
        "rose": {"color": COLOURS[0], "marker": "o"},
        "stayed or fell": {"color": "0.6", "marker": "s"},
        "came in": {"color": COLOURS[1], "marker": "^", "linestyle": "--"},
    }
    for place, item in enumerate(after, start=1):
        came = left.get(item)
        look = "came in" if came is None else "rose" if came > place else "stayed or fell"
        ax.plot([0, 1], [came or gone, place], label=look, **looks[look])
        ax.annotate(str(item), (1, place), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8)
    for item in [item for item in before if item not in set(after)]:
        ax.plot([0, 0.12], [left[item]] * 2, color="0.8", marker="x", label="went out")
        ax.annotate(str(item), (0.12, left[item]), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8)
    ax.set_xticks([0, 1], ["before", "after"])
    ax.set_yticks(range(1, max(len(before), len(after)) + 1))
    ax.set(ylabel="place", title="Movement of ranks", xlim=(-0.05, 1.4), ylim=(gone + 0.5, 0.5))
    named = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
    ax.legend(named.values(), named.keys(), loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=4, fontsize=8)
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
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    text = page.getvalue()
    return text[text.index("<svg") :].strip()


def _axes(*, height: float = 3.4) -> Axes:
    import matplotlib.pyplot as plt

    axes: Axes = plt.subplots(figsize=(5.4, height), layout="constrained")[1]
    return axes


def _look(place: int) -> tuple[str, str, str]:
    """Colour, marker and dash of the n-th of several: no two of the first 64 have colour and marker in common."""
    turn, colour = divmod(place, len(COLOURS))
    return COLOURS[colour], MARKERS[(colour + turn) % len(MARKERS)], DASHES[(colour + turn) % len(DASHES)]


def _explain(ax: Axes) -> None:
    """A legend: among the points while they are few, else beside them."""
    figure: Any = ax.get_figure(root=True)
    names = ax.get_legend_handles_labels()[1]
    if len(names) <= 5 or figure.get_layout_engine() is None:
        ax.legend(loc="best", fontsize=8)
        return
    figure.set_size_inches(figure.get_figwidth() + 1.8, figure.get_figheight())
    figure.legend(loc="outside right upper", fontsize=8, ncols=1 + len(names) // 20)


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
