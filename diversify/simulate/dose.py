"""How much of the unrelated readers need, and take: dose-response curves, at once or as a plan for long runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike

from diversify.simulate.lanes import lanes
from diversify.simulate.loop import loop
from diversify.simulate.reader_settings import ReaderSettings, digest_readers
from diversify.simulate.world import WorldSettings, digest_world

if TYPE_CHECKING:
    import pandas as pd

SIZE: Final = 12
COMMON: Final = 3
REACH: Final = 0.5

SHARES: Final = (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
REACHES: Final = (0.25, 0.5, 0.75)

ANSWERS: Final = (
    *("town_width", "town_width_all", "far_finished", "far_finished_all", "satisfaction", "satisfaction_all", "left"),
)
"""What a dose is judged by, as in `Run.summary`."""


def dose_plan(
    *,
    shares: Sequence[float] = SHARES,
    reaches: Sequence[float] = REACHES,
    readers: ReaderSettings | None = None,
    world: WorldSettings | None = None,
    days: int = 90,
    seeds: int = 20,
) -> dict[str, Any]:
    """The experiment of `dose_response` as a plan for `diversify.experiments.run_plan`: kept, spread, taken up again.

    Parameters are those of `dose_response`; `responses` makes its frame of the result.

    Returns
    -------
    dict
        A plan whose policies are called as `policy_name` says.

    Raises
    ------
    ValueError
        Where a share leaves no near place.

    Examples
    --------
    >>> list(dose_plan(shares=(0, 0.25), reaches=(0.25, 0.5))["policies"])
    ['far 0', 'far 3 reach 0.25', 'far 3 reach 0.5']
    """
    return {
        "name": "dose-response of the unrelated",
        "readers": {"digest": settings_table(readers or digest_readers())},
        "worlds": {"digest": settings_table(world or digest_world())},
        "policies": policy_tables(_places(shares), reaches),
        "days": days,
        "seeds": seeds,
    }


def responses(frame: pd.DataFrame, by: Sequence[str] = ("policy",)) -> pd.DataFrame:
    """Means and intervals over seeds of what `run_plan` found.

    Parameters
    ----------
    frame
        One row a cell; those that failed are left out.
    by
        Columns that tell the doses apart.

    Returns
    -------
    DataFrame
        Those columns, `measure` of `ANSWERS`, and `mean`, `low`, `high` and `seeds` of each.
    """
    import pandas as pd

    rows = []
    for key, cells in frame[frame["error"] == ""].groupby(list(by), sort=False):
        names: dict[str, object] = dict(zip(by, key, strict=True))
        rows += [names | {"measure": name} | interval(cells[name]) for name in ANSWERS]
    return pd.DataFrame(rows)


def dose_response(
    *,
    shares: Sequence[float] = SHARES,
    reaches: Sequence[float] = REACHES,
    readers: ReaderSettings | None = None,
    world: WorldSettings | None = None,
    days: int = 90,
    seeds: int = 20,
) -> pd.DataFrame:
    """What readers make of slates with more and less of the far lane.

    The policy is `lanes` with 12 places, 3 of them common; far places replace near ones. All doses meet the same
    readers and articles, seed by seed. At once, in this process; `dose_plan` is for long runs.

    Parameters
    ----------
    shares
        Shares of far places, each in [0, 0.75]; rounded to whole places.
    reaches
        Least farness of far industries.
    readers, world
        By default `digest_readers()` and `digest_world()`.
    days, seeds
        Length of the runs and their number for each dose.

    Returns
    -------
    DataFrame
        One row a dose, a reach and a measure of `ANSWERS`: `far` (places), `share`, `reach`, `measure`, `mean`, `low`
        and `high` (95 % interval over seeds, Student's t) and `seeds`. Without far places reach means nothing: that
        dose is run once and given for each.

    Raises
    ------
    ValueError
        Where a share leaves no near place or there are fewer than two seeds.

    Examples
    --------
    >>> few = digest_readers(10)
    >>> frame = dose_response(shares=(0, 0.25), reaches=(0.5,), readers=few, days=3, seeds=2)
    >>> frame.loc[frame["measure"] == "satisfaction", ["far", "share", "reach"]].to_numpy().tolist()
    [[0.0, 0.0, 0.5], [3.0, 0.25, 0.5]]
    """
    import pandas as pd

    places = _places(shares)
    asked(seeds)
    crowd, plane = readers or digest_readers(), world or digest_world()
    rows = []
    for far in places:
        for reach in reaches:
            # No far places: the same run for every reach.
            if far or reach == reaches[0]:
                told = answers(far, reach, crowd, world=plane, days=days, seeds=seeds)
            dose: dict[str, object] = {"far": far, "share": far / SIZE, "reach": reach}
            rows += [dose | {"measure": name} | interval(told[name]) for name in ANSWERS]
    return pd.DataFrame(rows)


def policy_name(far: int, reach: float) -> str:
    """What a dose is called in plans; without far places reach means nothing.

    Examples
    --------
    >>> policy_name(3, 0.5), policy_name(0, 0.5)
    ('far 3 reach 0.5', 'far 0')
    """
    return f"far {far} reach {reach:g}" if far else "far 0"


def policy_tables(fars: Iterable[int], reaches: Sequence[float]) -> dict[str, dict[str, Any]]:
    """The policies of a plan, one for each dose and reach, by `policy_name`."""
    return {
        policy_name(far, reach): {"use": "diversify.simulate:lanes", **_dials(far, reach)}
        for far in fars
        for reach in reaches
    }


def settings_table(settings: ReaderSettings | WorldSettings) -> dict[str, Any]:
    """Settings as a table of a plan: those that are not the paper's.

    Examples
    --------
    >>> settings_table(digest_world(births=50))
    {'births': 50, 'quality': [4.0, 4.0], 'overpromise': [1.0, 4.0]}
    """
    paper = {item.name: item.default for item in fields(settings)}
    other = {name: value for name, value in asdict(settings).items() if value != paper[name]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in other.items()}


def answers(
    far: int, reach: float, readers: ReaderSettings, *, world: WorldSettings, days: int, seeds: int
) -> Mapping[str, list[float]]:
    """Every measure, seed by seed, of readers who live with so many far places."""
    policy = lanes(**_dials(far, reach))
    told = [
        loop(policy, world=world, readers=readers, days=days, size=SIZE, seed=seed).summary() for seed in range(seeds)
    ]
    return {name: [each[name] for each in told] for name in ANSWERS}


def interval(values: ArrayLike) -> dict[str, float]:
    """Mean of the values of n seeds and its 95 % interval by Student's t; those that are NaN are left out.

    Examples
    --------
    >>> {name: round(value, 3) for name, value in interval([1.0, 2.0, 3.0]).items()}
    {'mean': 2.0, 'low': -0.484, 'high': 4.484, 'seeds': 3}
    """
    from scipy.special import stdtrit

    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    n = len(known)
    mean = float(known.mean()) if n else float("nan")
    half = float(stdtrit(n - 1, 0.975) * known.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan")
    return {"mean": mean, "low": mean - half, "high": mean + half, "seeds": n}


def asked(seeds: int) -> None:
    """Refuse fewer seeds than an interval needs.

    Raises
    ------
    ValueError
        Below two.
    """
    if seeds < 2:
        raise ValueError(f"seeds {seeds} must be at least 2: an interval needs a spread")


def _places(shares: Sequence[float]) -> list[int]:
    """Far places of each share, none twice."""
    if not all(0.0 <= share <= 0.75 for share in shares):
        raise ValueError(f"shares {tuple(shares)} must lie in [0, 0.75]: 3 of {SIZE} places are common")
    return list(dict.fromkeys(round(share * SIZE) for share in shares))


def _dials(far: int, reach: float) -> dict[str, Any]:
    return {"near": SIZE - COMMON - far, "common": COMMON, "far": far, "reach": reach}
