"""How much of the unrelated readers need, and take: dose-response curves, and how far assumptions carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

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

ANSWERS: Final = ("town_width", "town_width_all", "far_finished", "far_finished_all", "satisfaction", "left")
"""What a dose is judged by, as in `Run.summary`."""

ASSUMPTIONS: Final = (
    *("preference", "noise", "boost", "outside", "position_bias", "session", "drift", "depth_reach", "depth_least"),
    *("lure", "letdown", "merit", "activity_spread", "familiar", "tolerance", "tolerance_weight", "gain", "relief"),
    *("rest", "weary", "bored"),
)
"""Settings of `digest_readers` that no source gives, and those of the paper that its readers share."""

_AT_MOST_ONE: Final = {"drift", "letdown", "tolerance", "gain", "relief", "rest", "depth_least"}


def dose_response(
    *,
    shares: Sequence[float] = (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6),
    reaches: Sequence[float] = (0.25, 0.5, 0.75),
    readers: ReaderSettings | None = None,
    world: WorldSettings | None = None,
    days: int = 90,
    seeds: int = 20,
) -> pd.DataFrame:
    """What readers make of slates with more and less of the far lane.

    The policy is `lanes` with 12 places, 3 of them common; far places replace near ones. All doses meet the same
    readers and articles, seed by seed.

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

    if not all(0.0 <= share <= 0.75 for share in shares):
        raise ValueError(f"shares {tuple(shares)} must lie in [0, 0.75]: 3 of {SIZE} places are common")
    if seeds < 2:
        raise ValueError(f"seeds {seeds} must be at least 2: an interval needs a spread")
    crowd, plane = readers or digest_readers(), world or digest_world()
    rows = []
    for far in dict.fromkeys(round(share * SIZE) for share in shares):
        for reach in reaches:
            # No far places: the same run for every reach.
            if far or reach == reaches[0]:
                answers = _answers(far, reach, crowd, world=plane, days=days, seeds=seeds)
            dose: dict[str, object] = {"far": far, "share": far / SIZE, "reach": reach}
            rows += [dose | {"measure": name} | interval(answers[name]) for name in ANSWERS]
    return pd.DataFrame(rows)


def sensitivity(
    *,
    far: int = 3,
    reach: float = 0.5,
    assumptions: Iterable[str] = ASSUMPTIONS,
    readers: ReaderSettings | None = None,
    days: int = 90,
    seeds: int = 20,
) -> pd.DataFrame:
    """How the difference that far places make moves when each assumption is halved and doubled.

    Parameters
    ----------
    far, reach
        The dose, compared with none, seed by seed.
    assumptions
        Names of reader settings; shares are doubled to 1 at most.
    readers
        By default `digest_readers()`.
    days, seeds
        As in `dose_response`.

    Returns
    -------
    DataFrame
        One row an assumption, a factor and a measure: `assumption` (empty for none changed), `factor`, `value`,
        `measure`, and `mean`, `low`, `high`, `seeds` of the difference that the dose makes.

    Raises
    ------
    ValueError
        Where an assumption is no setting, or there are fewer than two seeds.

    Examples
    --------
    >>> frame = sensitivity(assumptions=["weary"], readers=digest_readers(10), days=3, seeds=2)
    >>> frame.loc[frame["measure"] == "left", ["assumption", "factor", "value"]].to_numpy().tolist()
    [['', 1.0, nan], ['weary', 0.5, 0.01], ['weary', 2.0, 0.04]]
    """
    import pandas as pd

    if seeds < 2:
        raise ValueError(f"seeds {seeds} must be at least 2: an interval needs a spread")
    base = readers or digest_readers()
    changes = [("", 1.0, float("nan"), base)]
    for name in assumptions:
        if name not in ASSUMPTIONS:
            raise ValueError(f"assumption {name!r} is unknown; known are {', '.join(ASSUMPTIONS)}")
        for factor in (0.5, 2.0):
            value = getattr(base, name) * factor
            value = min(value, 1.0) if name in _AT_MOST_ONE else value
            value = min(value, 0.99) if name == "depth_least" else value
            changes.append((name, factor, value, replace(base, **{name: value})))
    rows = []
    for name, factor, value, changed in changes:
        some, none = (_answers(dose, reach, changed, world=digest_world(), days=days, seeds=seeds) for dose in (far, 0))
        change: dict[str, object] = {"assumption": name, "factor": factor, "value": value}
        rows += [change | {"measure": key} | interval(np.subtract(some[key], none[key])) for key in ANSWERS]
    return pd.DataFrame(rows)


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


def _answers(
    far: int, reach: float, readers: ReaderSettings, *, world: WorldSettings, days: int, seeds: int
) -> Mapping[str, list[float]]:
    """Every measure, seed by seed, of readers who live with so many far places."""
    policy = lanes(near=SIZE - COMMON - far, common=COMMON, far=far, reach=reach)
    told = [
        loop(policy, world=world, readers=readers, days=days, size=SIZE, seed=seed).summary() for seed in range(seeds)
    ]
    return {name: [each[name] for each in told] for name in ANSWERS}
