"""Pages and plots of results: what they say, that they load nothing, and that the same run gives the same page."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from diversify.errors import FileError
from diversify.experiments import plots, report, run_plan
from diversify.experiments.doses import doses

pytest.importorskip("matplotlib", reason="plots are matplotlib's, of the extra lab")
pytest.importorskip("pyarrow", reason="results are kept as Parquet, of the extra lab")

PLAN = {
    "name": "<b>first</b>",
    "readers": {"few": {"number": 20}},
    "worlds": {"small": {"births": 20}},
    "policies": {"random": {}, "near": {"use": "relevance_only"}, "lanes": {"common": 3, "sweep": {"far": [0, 3, 6]}}},
    "seeds": 3,
    "days": 2,
}


MANY = pd.DataFrame(
    {
        "world": "w", "readers": "r", "policy": [f"policy {n % 10}" for n in range(20)], "seed": [0] * 10 + [1] * 10,
        "depth": np.linspace(0, 1, 20), "taken": np.linspace(1, 0, 20), "left": 0.5, "unknown": np.nan, "error": "",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("run")
    run_plan(PLAN, out=place)
    return place


@pytest.fixture(scope="module")
def page(folder):
    return report(folder)


def test_the_page_tells_all_and_loads_nothing(folder, page):
    frame = pd.read_parquet(folder / "results.parquet")
    near = frame[frame["policy"] == "near"]
    assert f"{near['taken'].mean():.3f} ± " in page
    assert "15 cells: 5 policies, 3 seeds, 1 world, 1 kind of readers" in page
    assert "&lt;b&gt;first&lt;/b&gt;" in page
    assert "<b>first" not in page
    assert not re.findall(r"(?:src|href)\s*=\s*[\"'](?!#)", page.replace("xlink:href", "href").replace("xmlns:", ""))
    assert "<script" not in page
    assert page.count("<svg") == 5, "two trade-offs, two answers to the dose, and every measure"
    assert "town width by far: means and 95 % intervals" in page
    assert '"use": "relevance_only"' in page.replace("&quot;", '"')


def test_the_same_run_gives_the_same_page(folder, page):
    assert report(folder) == page


def test_cells_that_failed_are_told(folder, tmp_path):
    frame = pd.read_parquet(folder / "results.parquet")
    frame.loc[0, "error"] = "RuntimeError: <no luck>"
    frame.loc[0, ["taken", "depth"]] = np.nan
    frame.to_parquet(tmp_path / "results.parquet")
    (tmp_path / "plan.json").write_bytes((folder / "plan.json").read_bytes())
    page = report(tmp_path)
    assert "1 cells failed" in page
    assert "RuntimeError: &lt;no luck&gt;" in page


def test_a_run_of_which_every_cell_failed_is_a_page(folder, tmp_path):
    frame = pd.read_parquet(folder / "results.parquet")[["world", "readers", "policy", "seed", "seconds", "versions"]]
    frame.assign(error="RuntimeError: no luck").to_parquet(tmp_path / "results.parquet")
    (tmp_path / "plan.json").write_bytes((folder / "plan.json").read_bytes())
    page = report(tmp_path)
    assert "15 cells failed" in page
    assert "<svg" not in page
    assert "relevance_only" in page


def test_doses_are_numbers_in_which_alone_others_differ():
    plan = {
        "policies": {name: {"use": "mmr", "options": {"diversity": dial}} for name, dial in (("a", 0), ("b", 1))},
        "readers": {
            f"{gain} {number}": {"number": number, "gain": gain} for gain in (0.1, 0.2, 0.4) for number in (5, 9)
        },
        "worlds": {"w": {"frequencies": (0.1, 0.9)}, "x": {"frequencies": ()}},
    }
    [dose] = doses(plan)
    assert (dose.column, dose.key) == ("readers", "gain")
    assert dose.values == {f"{gain} {number}": gain for gain in (0.1, 0.2, 0.4) for number in (5, 9)}
    assert set(dose.lines.values()) == {"number=5", "number=9"}


def test_what_is_unknown_is_named(folder, tmp_path):
    with pytest.raises(ValueError, match=r"measure 'joy' is none of reads, "):
        report(folder, trade=[("joy", "taken")])
    with pytest.raises(FileError, match="holds no finished run"):
        report(tmp_path)


def test_intervals_are_students(folder):
    frame = pd.read_parquet(folder / "results.parquet")
    row = plots.summarised(frame, ["taken"]).iloc[0]
    values = frame.loc[frame["policy"] == "random", "taken"]
    half = 4.302652729911275 * values.std() / np.sqrt(3)  # t of two degrees of freedom at .975
    assert (row["mean"], row["low"], row["high"], row["seeds"]) == pytest.approx(
        (values.mean(), values.mean() - half, values.mean() + half, 3)
    )
    alone = plots.summarised(frame[frame["seed"] == 0], ["taken"])
    assert alone["low"].isna().all()


def test_the_front_is_what_none_beats_in_both():
    x, y = np.array([1.0, 2.0, 3.0, 2.0, 0.5]), np.array([3.0, 2.0, 1.0, 1.5, 3.0])
    assert plots._front(x, y) == [0, 1, 2]
    assert plots._front(np.array([1.0, 1.0]), np.array([1.0, 2.0])) == [1]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.dose_response(
            pd.DataFrame({"far": [0, 0, 3, 3], "width": [1.0, 2, 3, 4], "reach": ["a", "b"] * 2}),
            "far",
            "width",
            by="reach",
        ),
        lambda: plots.dose_response(pd.DataFrame({"far": [0, 3], "width": [1.0, 2]}), "far", "width"),
        lambda: plots.town_over_time(pd.DataFrame({"day": [0, 0, 1], "width": [1.0, 2, 3], "policy": ["p"] * 3})),
        lambda: plots.exposure(pd.Series({"a": 0.7, "b": 0.3}), target=pd.Series({"a": 0.5, "b": 0.5})),
        lambda: plots.rank_movement(["a", "b", "c"], ["c", "a", "d"]),
        lambda: plots.trade_off(MANY, "depth", "taken"),
        lambda: plots.intervals(MANY, "depth"),
        lambda: plots.every_interval(MANY, ["depth", "taken", "unknown", "left"]),
    ],
)
def test_every_plot_is_well_formed_has_a_title_and_text(draw):
    tree = ET.fromstring(plots.as_svg(draw()))
    words = "".join(tree.itertext())
    assert len(words.strip()) > 20
    assert tree.tag.endswith("svg")


def test_no_two_of_many_look_alike_also_without_colour():
    drawn = plots.trade_off(MANY, "depth", "taken")
    looks = [(line.get_color(), line.get_marker()) for line in drawn.lines if line.get_marker() in plots.MARKERS]
    assert len(looks) == len(set(looks)) == 10
    svg = plots.as_svg(drawn)
    assert all(f"policy {n}" in svg for n in range(10)), "beside the points, where they are many"
    marks = [line.get_marker() for line in plots.trade_off(MANY[MANY["seed"] == 0][:6], "depth", "taken").lines]
    assert len({mark for mark in marks if mark in plots.MARKERS}) == 6


def test_ranks_name_what_came_in_and_what_went_out():
    svg = plots.as_svg(plots.rank_movement(["a", "b", "left behind"], ["b", "newcomer", "a"]))
    for words in ("newcomer", "left behind", "came in", "went out", "rose", "stayed or fell"):
        assert words in svg


def test_of_nothing_known_there_is_no_plot():
    with pytest.raises(ValueError, match="nothing is known of unknown"):
        plots.every_interval(MANY, ["unknown"])


def test_the_style_is_gone_afterwards():
    import matplotlib as mpl

    before = mpl.rcParams["font.size"]
    with plots.style():
        assert mpl.rcParams["font.size"] == 9
    assert mpl.rcParams["font.size"] == before
