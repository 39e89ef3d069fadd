"""The page about dose and response from what `bench_dose_response.py --out` kept.

    python tests/benchmarks/dose_page.py cells docs

Writes docs/dose_response.svg, and the tables between the marks of docs/dose_response.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd

from diversify.experiments import plots, read_results
from diversify.experiments.keeping import RESULTS
from diversify.simulate import ReaderSettings, WorldSettings
from diversify.simulate.assumptions import OF_WORLDS, variants
from diversify.simulate.dose import ANSWERS, REACH, interval, policy_name, responses

LEAST_SATISFACTION = 0.9
MOST_LEFT = 0.05
"""What a dose may cost: so much of the satisfaction must stay, and so many more readers may leave, than with none.
Set before the first full run."""

JUDGED = ("satisfaction", "left")
SHIPPED = 3
MOST = 9.0
"""So many places are not common."""

DRAWS = 2000
TITLES = {
    "town_width": "industries in a week's reading,\nof those who read",
    "town_width_all": "industries in a week's reading,\nof all who began",
    "far_finished_all": "far articles finished\na reader",
    "satisfaction": "satisfaction\nof those who stay",
    "satisfaction_all": "satisfaction\nof all who began",
    "left": "readers who left",
}
SHOWN_PACED = {"D": "paced 3 to 5", "P": "paced 3 to 5, reach kept"}
HEAD = "width, those who read | width, all | far finished | satisfaction | of all | left, % |"
OF_PAPER = {
    *("noise", "boost", "boost_decay", "balance", "proximity_decay", "prominence_decay", "session", "drift"),
    *("variety", "fade"),
}
Curve = Mapping[int, pd.DataFrame]
Kept = tuple[pd.DataFrame, Mapping[str, Any]]


def main(words: Sequence[str]) -> None:
    """Write the plot and the tables."""
    mpl.use("svg")
    cells, docs = map(Path, words)
    doses = pd.concat([read_results(cells / name)[0] for name in ("doses", "pacing")], ignore_index=True)
    page = docs / "dose_response.md"
    text = page.read_text(encoding="utf-8")
    text = between(text, "doses", "\n".join(dose_table(doses)))
    text = between(text, "prices", "\n".join(price_table(doses)))
    text = between(text, "paced", "\n".join(paced_table(doses)))
    if (cells / "fixed" / RESULTS).exists():
        text = between(text, "fixed", "\n".join(fixed_table(read_results(cells / "fixed")[0])))
    if (cells / "product" / RESULTS).exists():
        text = between(text, "product", "\n".join(product_table(read_results(cells / "product")[0])))
    if (cells / "worlds" / RESULTS).exists():
        found = [read_results(cells / name) for name in ("readers", "worlds")]
        text = between(text, "assumptions", "\n".join(assumption_table(*found)))
    page.write_text(text, encoding="utf-8")
    (docs / "dose_response.svg").write_text(drawing(doses) + "\n", encoding="utf-8")


def between(text: str, name: str, table: str) -> str:
    """The text with this table between its two marks."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = text.split(begin)
    return f"{before}{begin}\n{table}\n{end}{rest.split(end)[1]}"


def said(row: Mapping[str, float], digits: int) -> str:
    """A mean and the half width of its interval."""
    return f"{row['mean']:.{digits}f} ± {row['high'] - row['mean']:.{digits}f}"


def dose_table(frame: pd.DataFrame) -> Iterator[str]:
    """A row a dose at each reach, a column a measure."""
    yield f"| far of 12 | reach | {HEAD}"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    table = responses(frame).set_index(["policy", "measure"])
    for name in frame["policy"].unique():
        if name.startswith("far"):
            words = name.split()
            reach = words[3] if len(words) > 2 else "any"
            yield f"| {words[1]} | {reach} | {' | '.join(measures_of(table.loc[name]))} |"


def measures_of(rows: pd.DataFrame) -> list[str]:
    """The measures of one policy as they are told in tables."""
    left = rows.loc["left"] * 100
    digits = {"town_width": 2, "town_width_all": 2, "far_finished_all": 2, "satisfaction": 3, "satisfaction_all": 3}
    return [*(said(rows.loc[name], number) for name, number in digits.items()), said(left, 1)]


def fixed_table(frame: pd.DataFrame) -> Iterator[str]:
    """The doses of another world, and the dose that its price buys."""
    yield f"| far of 12 | {HEAD}"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    table = responses(frame).set_index(["policy", "measure"])
    for name in frame["policy"].unique():
        yield f"| {name.split()[1]} | {' | '.join(measures_of(table.loc[name]))} |"
    yield ""
    bought = with_interval(curve_of(frame, REACH))
    yield f"The second row of prices buys {bought} places here."


def paced_table(frame: pd.DataFrame) -> Iterator[str]:
    """Pacing beside a fixed number of far places: how many it came to on average, and the measures."""
    yield f"| policy | far places, mean | {HEAD}"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    table = responses(frame).set_index(["policy", "measure"])
    fixed = [policy_name(far, REACH) for far in (1, SHIPPED, 4, 5)]
    for name in (*fixed, *(each for each in frame["policy"].unique() if each.startswith("paced"))):
        places = 12 * frame.loc[frame["policy"] == name, "far_lane"].mean()
        yield f"| {name} | {places:.2f} | {' | '.join(measures_of(table.loc[name]))} |"


def product_table(frame: pd.DataFrame) -> Iterator[str]:
    """What far places change in the product, and in the policy that stands in for it."""
    yield f"| far places | policy | {HEAD}"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|"
    table = responses(frame).set_index(["policy", "measure"])
    for name in sorted(frame["policy"].unique(), key=lambda name: (name.split()[2], name.split()[0])):
        yield f"| {name.split()[2]} | `{name.split()[0]}` | {' | '.join(measures_of(table.loc[name]))} |"


def curve_of(frame: pd.DataFrame, reach: float) -> dict[int, pd.DataFrame]:
    """Cells of each number of far places at a reach, seed by seed."""
    names = {policy_name(far, reach): far for far in range(10)}
    found = frame[frame["policy"].isin(names)]
    return {names[name]: rows.set_index("seed").sort_index() for name, rows in found.groupby("policy", sort=False)}


def bearable(
    curve: Curve, seeds: np.ndarray, *, kept: float = LEAST_SATISFACTION, left: float = MOST_LEFT
) -> np.ndarray:
    """The most far places, between doses by a straight line, that cost no more than they may.

    Satisfaction of those who stay is at least `kept` of what it is without far places, and at most the share `left`
    more have left; means are over the places (draws, n) of the seeds named in each row. Of two doses, the straight line
    goes on to `MOST` places.
    """
    fars = sorted(curve)
    joy, gone = (np.array([curve[far][name].to_numpy()[seeds].mean(axis=1) for far in fars]) for name in JUDGED)
    # Both in units of what satisfaction may lose; the scarcer of the two binds.
    slack = np.minimum(joy / joy[0] - kept, (1.0 - kept) * (1.0 - (gone - gone[0]) / left))
    if len(fars) == 2:
        crossing = fars[1] * slack[0] / np.maximum(slack[0] - slack[1], 1e-12)
        return np.where(slack[1] < slack[0], np.minimum(crossing, MOST), MOST)
    found = np.full(len(seeds), float(fars[-1]))
    for far in range(len(fars) - 2, -1, -1):
        crossing = fars[far] + (fars[far + 1] - fars[far]) * slack[far] / np.maximum(slack[far] - slack[far + 1], 1e-12)
        found = np.where(slack[far + 1] < 0, crossing, found)
    return found


def bearable_of_all(curve: Curve, **price: float) -> float:
    """The bearable dose of all seeds."""
    return float(bearable(curve, np.arange(len(curve[0]))[None, :], **price)[0])


def with_interval(curve: Curve, **price: float) -> str:
    """The bearable dose and the middle 95 % of what other draws of the seeds give."""
    n = len(curve[0])
    drawn = bearable(curve, np.random.default_rng(0).integers(n, size=(DRAWS, n)), **price)
    low, high = np.quantile(drawn, [0.025, 0.975])
    whole = bearable_of_all(curve, **price)
    at_least = "≥ " if whole >= (max(curve) if len(curve) > 2 else MOST) else ""
    return f"{at_least}{whole:.1f} [{low:.1f}, {high:.1f}]"


def price_table(frame: pd.DataFrame) -> Iterator[str]:
    """The bearable dose at each price and reach."""
    reaches = sorted({float(name.split()[3]) for name in frame["policy"] if name.startswith("far") and "reach" in name})
    yield (
        "| satisfaction lost, at most | more readers left, at most | "
        + " | ".join(f"reach {r:g}" for r in reaches)
        + " |"
    )
    yield "|---:|---:|" + "---:|" * len(reaches)
    for lost, left in ((0.05, 0.025), (0.1, 0.05), (0.2, 0.1), (0.3, 0.15)):
        doses = [with_interval(curve_of(frame, reach), kept=1 - lost, left=left) for reach in reaches]
        yield f"| {100 * lost:g} % | {100 * left:g} of 100 | {' | '.join(doses)} |"


def assumption_table(readers: Kept, worlds: Kept) -> Iterator[str]:
    """A row a variant, those that move the bearable dose most first."""
    world = WorldSettings(**{name: tuple(v) if isinstance(v, list) else v for name, v in digest(readers, "worlds")})
    crowd = ReaderSettings(**dict(digest(worlds, "readers")))
    yield (
        "| assumption | source | value | bearable far places | width, all: change by 3 | satisfaction: change by 3, % "
        "| left with none, % | left: change by 3, points |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    rows = []
    for each in variants(readers=crowd, world=world, together=True):
        frame, key = (worlds[0], "world") if each.assumption in OF_WORLDS else (readers[0], "readers")
        cells = frame[frame[key] == each.name]
        if len(cells):
            value = "" if np.isnan(each.value) else f"{each.value:.3g}"
            rows.append((each.name, each.assumption, value, curve_of(cells, REACH)))
    base = bearable_of_all(rows[0][3])
    moved = [abs(bearable_of_all(curve) - base) for *_, curve in rows]
    for place in [0, *sorted(range(1, len(rows)), key=lambda place: -moved[place])]:
        name, assumption, value, curve = rows[place]
        source = "" if place == 0 or name.startswith("all") else "paper" if assumption in OF_PAPER else "assumption"
        yield f"| {name} | {source} | {value} | {with_interval(curve)} | {' | '.join(changes(curve))} |"


def digest(kept: Kept, part: str) -> Iterable[tuple[str, Any]]:
    """What readers or world were in a plan in which they were not changed."""
    return kept[1][part]["digest"].items()


def changes(curve: Curve) -> list[str]:
    """What the shipped dose changes beside none, seed by seed: width, satisfaction, leaving."""
    some, none = curve[SHIPPED], curve[0]
    width = interval(some["town_width_all"] - none["town_width_all"])
    joy = interval(100 * (some["satisfaction"] / none["satisfaction"] - 1))
    left = interval(100 * (some["left"] - none["left"]))
    told = [f"{one['mean']:+.{d}f} ± {one['high'] - one['mean']:.{d}f}" for one, d in ((width, 2), (joy, 1), (left, 1))]
    return [*told[:2], f"{100 * none['left'].mean():.1f}", told[2]]


def drawing(frame: pd.DataFrame) -> str:
    """Six measures over the number of far places, a line a reach, with intervals; pacing where it came to."""
    import matplotlib.pyplot as plt

    table = responses(frame).set_index(["policy", "measure"])
    with plots.style():
        figure, axes = plt.subplots(2, 3, figsize=(9, 5.4), layout="constrained", sharex=True)
        for ax, measure in zip(axes.flat, TITLES, strict=True):
            one_measure(ax, frame, table, measure)
        for ax in axes[1]:
            ax.set_xlabel("far places of 12")
        handles, labels = axes.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), fontsize=8)
    return plots.as_svg(axes.flat[0])


def one_measure(ax: mpl.axes.Axes, frame: pd.DataFrame, table: pd.DataFrame, measure: str) -> None:
    """One measure: a line a reach, a marker a way of pacing."""
    for place, (reach, dashes) in enumerate(((0.25, ":"), (REACH, "-"), (0.75, "--"))):
        fars = [far for far in range(10) if (policy_name(far, reach), measure) in table.index]
        rows = table.loc[[(policy_name(far, reach), measure) for far in fars]]
        ax.plot(
            fars, rows["mean"], linestyle=dashes, marker=plots.MARKERS[place], color=plots.COLOURS[place],
            label=f"reach {reach:g}",
        )  # fmt: skip
        ax.fill_between(fars, rows["low"], rows["high"], color=plots.COLOURS[place], alpha=0.15, linewidth=0)
    for marker, name in SHOWN_PACED.items():
        row, places = table.loc[(name, measure)], 12 * frame.loc[frame["policy"] == name, "far_lane"].mean()
        error = [[row["mean"] - row["low"]], [row["high"] - row["mean"]]]
        ax.errorbar(places, row["mean"], yerr=error, fmt=marker, color="black", markersize=5, label=name)
    ax.axvline(SHIPPED, color="0.6", linestyle=(0, (1, 3)), zorder=0)
    ax.set_title(TITLES[measure])
    if measure == "left":
        ax.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0, decimals=0))


if __name__ == "__main__":
    assert set(TITLES) <= set(ANSWERS)
    main(sys.argv[1:])
