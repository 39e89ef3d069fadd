"""Doses of a plan: a number that differs between policies, readers or worlds that are else the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

FEWEST: Final = 3
"""Values of a number from which on it is a dose: two are a comparison."""

_COLUMNS: Final = {"policies": "policy", "readers": "readers", "worlds": "world"}


@dataclass(frozen=True)
class Dose:
    """One number of a plan.

    Attributes
    ----------
    column
        Of the frame of results, whose names take the doses: `policy`, `readers` or `world`.
    key
        What the number is called.
    values
        Name to the number.
    lines
        Name to what else tells it apart; those of the same line differ by the dose alone.
    """

    column: str
    key: str
    values: Mapping[str, float]
    lines: Mapping[str, str]


def doses(plan: Mapping[str, Any]) -> Iterator[Dose]:
    """The doses of a plan, as `read_results` gives it.

    Examples
    --------
    >>> lanes = {f"far={far}": {"use": "lanes", "options": {"far": far}} for far in (0, 3, 6)}
    >>> [dose] = doses({"policies": lanes | {"random": {"use": "random", "options": {}}}})
    >>> dose.column, dose.key, dict(dose.values), set(dose.lines.values())
    ('policy', 'far', {'far=0': 0, 'far=3': 3, 'far=6': 6}, {'lanes'})
    """
    for part, column in _COLUMNS.items():
        settings = {name: _flat(each) for name, each in plan.get(part, {}).items()}
        for key in dict.fromkeys(key for each in settings.values() for key in each):
            lines: dict[str, list[str]] = {}
            for name, each in settings.items():
                if _is_number(each.get(key)):
                    lines.setdefault(_rest(each, key), []).append(name)
            known = {rest: names for rest, names in lines.items() if len(names) >= FEWEST}
            if known:
                yield Dose(
                    column,
                    key,
                    {name: settings[name][key] for names in known.values() for name in names},
                    {name: _told(settings[name], key, settings) for names in known.values() for name in names},
                )


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """A policy's name and options, or settings, as one table."""
    return {key: value for key, value in table.items() if key != "options"} | dict(table.get("options", {}))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rest(table: Mapping[str, Any], key: str) -> str:
    return repr(sorted((name, value) for name, value in table.items() if name != key))


def _told(table: Mapping[str, Any], key: str, settings: Mapping[str, Mapping[str, Any]]) -> str:
    """What tells this one from those of other lines: its policy, and what differs anywhere."""
    differing = [
        name
        for name in table
        if name not in (key, "use") and len({repr(each[name]) for each in settings.values() if name in each}) > 1
    ]
    said = [str(table["use"])] if "use" in table else []
    return " ".join([*said, *(f"{name}={table[name]}" for name in differing)])
