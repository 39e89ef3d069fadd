"""What the simulator assumes, each halved and doubled: how far a dose-response curve rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from diversify.simulate.dose import ANSWERS, REACH, answers, asked, interval, policy_tables, settings_table
from diversify.simulate.reader_settings import ReaderSettings, digest_readers
from diversify.simulate.world import WorldSettings, digest_world

if TYPE_CHECKING:
    import pandas as pd

OF_READERS: Final = (
    *("preference", "noise", "boost", "boost_decay", "outside", "balance", "proximity_decay", "prominence_decay"),
    *("position_bias", "session", "activity_spread", "drift", "variety", "depth_reach", "depth_least", "depth_weight"),
    *("lure", "letdown", "merit", "surfeit", "familiar", "tolerance", "tolerance_weight", "gain", "relief", "rest"),
    *("weary", "bored"),
)
"""Settings of `digest_readers`: those that no source gives, and those of the paper that its readers share."""

OF_WORLDS: Final = ("industries", "births", "fade", "spread", "quality", "overpromise")
"""Settings of `digest_world`; of `quality` the weight of its Beta distribution, of `overpromise` its mean."""

ASSUMPTIONS: Final = (*OF_READERS, *OF_WORLDS)
"""All that is halved and doubled. Deliberate acts are not: `lanes` does not look at them."""

_Kind = TypeVar("_Kind", ReaderSettings, WorldSettings)

_AT_MOST_ONE: Final = {"boost_decay", "balance", "drift", "letdown", "tolerance", "gain", "relief", "rest", "fade"}
_INSTEAD_OF_NOTHING: Final = {"surfeit": (0.5, 1.0)}
"""What is switched off has no half and no double: it is switched on in these two strengths."""

_AGAINST: Final = {"tolerance": 0.5, "gain": 0.5, "relief": 0.5, "familiar": 0.5, "rest": 2.0, "weary": 2.0}
"""What makes the unrelated harder to bear, all at once: the contrary is what makes it easier."""


@dataclass(frozen=True)
class Variant:
    """Readers and a world in which one assumption is another.

    Attributes
    ----------
    name
        What it is called in a plan.
    assumption
        Empty where none is changed; `all against` and `all for` change all that bears on fatigue at once.
    factor
        0.5, 2, or 1 where none is changed; infinity where something is switched on.
    value
        What the assumption is then; NaN where it is no single number.
    """

    name: str
    assumption: str
    factor: float
    value: float
    readers: ReaderSettings
    world: WorldSettings


def variants(
    assumptions: Iterable[str] = ASSUMPTIONS,
    *,
    readers: ReaderSettings | None = None,
    world: WorldSettings | None = None,
    together: bool = False,
) -> list[Variant]:
    """What is assumed, then each assumption halved and doubled; shares are doubled to 1 at most.

    Parameters
    ----------
    assumptions
        Names of `ASSUMPTIONS`.
    readers, world
        By default `digest_readers()` and `digest_world()`.
    together
        Whether, at the end, all that bears on fatigue is changed at once: against the unrelated, and for it.

    Raises
    ------
    ValueError
        Where an assumption is no setting.

    Examples
    --------
    >>> [(each.name, each.value) for each in variants(["weary"])]
    [('as assumed', nan), ('weary x0.5', 0.01), ('weary x2', 0.04)]
    """
    names = list(assumptions)
    for name in names:
        if name not in ASSUMPTIONS:
            raise ValueError(f"assumption {name!r} is unknown; known are {', '.join(ASSUMPTIONS)}")
    crowd, plane = readers or digest_readers(), world or digest_world()
    found = [Variant("as assumed", "", 1.0, float("nan"), crowd, plane)]
    found += [_changed(name, place, crowd, world=plane) for name in names for place in (0, 1)]
    if together:
        for word, way in (("all against", 1.0), ("all for", -1.0)):
            other: dict[str, Any] = {
                name: _scaled(name, getattr(crowd, name), factor**way) for name, factor in _AGAINST.items()
            }
            found.append(Variant(word, word, 1.0, float("nan"), _with(crowd, other), plane))
    return found


def _changed(name: str, place: int, readers: ReaderSettings, *, world: WorldSettings) -> Variant:
    """One assumption halved (0) or doubled (1); the weaker or the stronger of two where it is switched off."""
    factor = (0.5, 2.0)[place]
    called = f"{name} x{factor:g}"
    if name in _INSTEAD_OF_NOTHING and getattr(readers, name) == 0.0:
        value = _INSTEAD_OF_NOTHING[name][place]
        return Variant(f"{name} {value:g}", name, np.inf, value, _with(readers, {name: value}), world)
    if name in OF_READERS:
        value = _scaled(name, getattr(readers, name), factor)
        return Variant(called, name, factor, value, _with(readers, {name: value}), world)
    value, changed = _other_world(name, factor, world)
    return Variant(called, name, factor, value, readers, changed)


def _scaled(name: str, value: float, factor: float) -> float:
    most = 1.0 if name in _AT_MOST_ONE else 0.99 if name in ("depth_least", "variety") else np.inf
    return float(min(value * factor, most))


def _other_world(name: str, factor: float, world: WorldSettings) -> tuple[float, WorldSettings]:
    """The value, and the world in which it is so many times as much."""
    if name == "quality":
        weight = sum(world.quality) * factor
        return weight, replace(world, quality=tuple(part * factor for part in world.quality))
    if name == "overpromise":
        some, whole = world.overpromise[0], sum(world.overpromise)
        mean = min(some / whole * factor, 0.95)
        return mean, replace(world, overpromise=(mean * whole, (1.0 - mean) * whole))
    if name in ("industries", "births"):
        number = max(round(getattr(world, name) * factor), 1)
        return float(number), _with(world, {name: number})
    value = _scaled(name, getattr(world, name), factor)
    return value, _with(world, {name: value})


def _with(settings: _Kind, changes: Mapping[str, Any]) -> _Kind:
    """The settings, these otherwise."""
    return replace(settings, **changes)


def sensitivity_plans(
    *,
    fars: Iterable[int] = (0, 3, 6),
    reach: float = REACH,
    readers: ReaderSettings | None = None,
    world: WorldSettings | None = None,
    days: int = 90,
    seeds: int = 20,
) -> dict[str, dict[str, Any]]:
    """Plans for `diversify.experiments.run_plan`: doses under every assumption, of readers and of worlds.

    Returns
    -------
    dict
        The plans `readers` and `worlds`; readers, or worlds, are named as `Variant.name`, policies by `policy_name`.

    Examples
    --------
    >>> plans = sensitivity_plans(fars=(0, 3))
    >>> len(plans["readers"]["readers"]), list(plans["worlds"]["worlds"])[:3], list(plans["worlds"]["policies"])
    (59, ['as assumed', 'industries x0.5', 'industries x2'], ['far 0', 'far 3 reach 0.5'])
    """
    crowd, plane = readers or digest_readers(), world or digest_world()
    rest = {"policies": policy_tables(fars, (reach,)), "days": days, "seeds": seeds}
    of_readers = variants(OF_READERS, readers=crowd, world=plane, together=True)
    of_worlds = variants(OF_WORLDS, readers=crowd, world=plane)
    return {
        "readers": {
            "name": "dose-response under each assumption on readers",
            "readers": {each.name: settings_table(each.readers) for each in of_readers},
            "worlds": {"digest": settings_table(plane)},
            **rest,
        },
        "worlds": {
            "name": "dose-response under each assumption on the world",
            "readers": {"digest": settings_table(crowd)},
            "worlds": {each.name: settings_table(each.world) for each in of_worlds},
            **rest,
        },
    }


def sensitivity(
    *,
    far: int = 3,
    reach: float = REACH,
    assumptions: Iterable[str] = ASSUMPTIONS,
    readers: ReaderSettings | None = None,
    days: int = 90,
    seeds: int = 20,
) -> pd.DataFrame:
    """How the difference that far places make moves when each assumption is halved and doubled.

    At once, in this process; `sensitivity_plans` is for long runs.

    Parameters
    ----------
    far, reach
        The dose, compared with none, seed by seed.
    assumptions
        Names of `ASSUMPTIONS`.
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

    asked(seeds)
    rows = []
    for each in variants(assumptions, readers=readers):
        some, none = (answers(dose, reach, each.readers, world=each.world, days=days, seeds=seeds) for dose in (far, 0))
        change: dict[str, object] = {"assumption": each.assumption, "factor": each.factor, "value": each.value}
        rows += [change | {"measure": key} | interval(np.subtract(some[key], none[key])) for key in ANSWERS]
    return pd.DataFrame(rows)
