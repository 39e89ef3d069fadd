"""A budget instead of a dial: the most diversity that a share of the relevance can buy."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from diversify.rank.diversifiers.picks import Picks
from diversify.rank.diversifiers.task import Conditions, Task, read

STEPS: Final = 64
"""Dials that are tried are whole multiples of one over this."""

_PLACES: Final = ("vectors", "scores", "k")

_Choose = TypeVar("_Choose", bound=Callable[..., NDArray[np.int64]])


def budgeted(choose: _Choose) -> _Choose:
    """Let a diversifier take ``budget=`` in place of ``diversity=``."""

    @functools.wraps(choose)
    def either(*args: Any, **given: Any) -> NDArray[np.int64]:
        if "budget" not in given:
            return choose(*args, **given)
        budget = given.pop("budget")
        if budget is None:
            return choose(*args, **given)
        if "diversity" in given:
            raise ValueError(
                f"diversity {given['diversity']} and budget {budget} are both given; one decides the other"
            )
        return _spend(choose, float(budget), dict(zip(_PLACES, args, strict=False)) | given)

    return cast(_Choose, either)


def _spend(choose: Callable[..., NDArray[np.int64]], budget: float, given: Mapping[str, Any]) -> NDArray[np.int64]:
    """The picks of the largest dial on the grid that bisection finds within the budget; dial 0 always is."""
    if not 0.0 <= budget <= 1.0:
        raise ValueError(f"budget {budget} is outside [0, 1]")
    vectors, scores, k = (given.get(name, given.get("shares")) for name in _PLACES)
    others = {name: value for name, value in given.items() if name not in {*_PLACES, "shares"}}
    rows = choose(vectors, scores, k, diversity=0.0, **others)
    values = np.asarray(scores, dtype=np.float64)
    best = _best(read(vectors, scores, k, diversity=0.0, conditions=_heeded(others)))
    least = best - budget * abs(best)
    below, above = 0, STEPS + 1
    while above - below > 1:
        step = (below + above) // 2
        some = choose(vectors, scores, k, diversity=step / STEPS, **others)
        if len(some) == len(rows) and values[some].sum() >= least:
            below, rows = step, some
        else:
            above = step
    return rows


def _heeded(given: Mapping[str, Any]) -> Conditions:
    """The conditions that say which rows may be chosen."""
    conditions: Conditions = {}
    if "exclude" in given:
        conditions["exclude"] = given["exclude"]
    if "caps" in given:
        conditions["caps"] = given["caps"]
    return conditions


def _best(task: Task) -> float:
    """The sum of scores that choosing by score alone reaches."""
    picks = Picks(task)
    picks.fill(task.scores)
    return float(task.scores[picks.rows].sum())
