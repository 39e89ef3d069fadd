"""What another policy would have brought, estimated from a log of what was drawn, and how likely it was."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Kind = Literal["ips", "snips", "dr"]
KINDS: Final[tuple[Kind, ...]] = ("ips", "snips", "dr")


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated mean reward and how far it can be trusted.

    Attributes
    ----------
    value
        In the unit of the rewards.
    low, high
        Ends of the confidence interval.
    effective_size
        (Σw)² / Σw² (Kish 1965): how many draws of the other policy's own the n logged ones are worth, in [0, n]. An
        interval from fewer than some tens is not to be trusted.
    n
        How many draws were logged.
    """

    value: float
    low: float
    high: float
    effective_size: float
    n: int


@dataclass(frozen=True, eq=False)
class Draws:
    """Logged draws, one row each, as float64.

    Attributes
    ----------
    rewards
        (n,) what followed each draw.
    logged
        (n,) probability with which the logging policy drew what it drew, in (0, 1].
    target
        (n,) probability with which the policy in question would have drawn the same, in [0, 1].

    Raises
    ------
    ValueError
        Where lengths differ, a row is no number, or a probability is impossible or unknown; it names the row.

    Examples
    --------
    >>> draws = Draws([1, 0, 1], logged=[0.5, 0.5, 0.5], target=[1, 0, 1])
    >>> estimate(draws).value, estimate(draws, kind="ips").value
    (1.0, 1.3333333333333333)
    """

    rewards: ArrayLike
    logged: ArrayLike
    target: ArrayLike

    def __post_init__(self) -> None:
        for name in ("rewards", "logged", "target"):
            object.__setattr__(self, name, _column(getattr(self, name), name))
        shapes = {name: np.shape(getattr(self, name)) for name in ("rewards", "logged", "target")}
        if len(set(shapes.values())) > 1:
            raise ValueError(f"rewards, logged and target have the shapes {', '.join(map(str, shapes.values()))}")
        _within("logged", np.asarray(self.logged), above_zero=True)
        _within("target", np.asarray(self.target), above_zero=False)

    @property
    def weights(self) -> NDArray[np.float64]:
        """(n,) importance weights, target over logged."""
        weights: NDArray[np.float64] = np.asarray(self.target) / np.asarray(self.logged)
        return weights


def estimate(
    draws: Draws,
    *,
    kind: Kind = "snips",
    predicted: ArrayLike | None = None,
    expected: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Mean reward of the policy in question, from draws of another.

    `ips` weighs each reward by target / logged (Horvitz and Thompson 1952): unbiased, and wild where weights are.
    `snips` divides by the mean weight (Swaminathan and Joachims 2015, NIPS): a bias of order 1 / n, far less variance.
    `dr` adds the weighted error of a model to what the model expects (Dudík, Langford and Li 2011, ICML): unbiased
    where either the propensities or the model are right, and the less variable the better the model is.

    Parameters
    ----------
    draws
        What was logged.
    kind
        `ips`, `snips` or `dr`.
    predicted, expected
        For `dr`, both (n,): the model's reward of what was drawn, and its mean reward under the policy in question.
    groups
        (n,) whose draws they are: those of one reader are not independent, so intervals take readers for the units
        (clustered standard errors; Liang and Zeger 1986). Without it each draw is a unit.
    level
        Confidence, in (0, 1).

    Raises
    ------
    ValueError
        Where there is no draw, the policy in question never does what was logged (for `snips`), lengths differ, or
        the model is missing for `dr`.

    Examples
    --------
    >>> draws = Draws([1, 0, 1, 0], logged=[0.5, 0.5, 0.5, 0.5], target=[0.9, 0.1, 0.9, 0.1])
    >>> found = estimate(draws)
    >>> round(found.value, 3), round(found.effective_size, 3), found.n
    (0.9, 2.439, 4)
    """
    n = len(np.asarray(draws.rewards))
    if not n:
        raise ValueError("there are no draws to estimate from")
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    if not 0.0 < level < 1.0:
        raise ValueError(f"level {level} is outside (0, 1)")
    weights = draws.weights
    value, parts = _value(draws, kind, predicted, expected=expected)
    total = weights.sum()
    effective = float(total**2 / (weights**2).sum()) if total > 0 else 0.0
    half = NormalDist().inv_cdf(0.5 + level / 2) * _error(parts, groups)
    return Estimate(value, value - half, value + half, effective, n)


def _value(
    draws: Draws, kind: Kind, predicted: ArrayLike | None, *, expected: ArrayLike | None
) -> tuple[float, NDArray[np.float64]]:
    """The estimate, and what each draw adds to its error: parts of mean zero."""
    rewards, weights = np.asarray(draws.rewards), draws.weights
    if kind == "ips":
        terms = weights * rewards
        return float(terms.mean()), terms - terms.mean()
    if kind == "snips":
        if not weights.sum() > 0:
            raise ValueError("the target draws none of what was logged: nothing can be said of it")
        value = float((weights * rewards).sum() / weights.sum())
        return value, weights * (rewards - value) / weights.mean()  # the delta method
    if predicted is None or expected is None:
        raise ValueError("dr needs a model: give predicted and expected")
    model, mean = _column(predicted, "predicted"), _column(expected, "expected")
    if not len(model) == len(mean) == len(rewards):
        raise ValueError(
            f"predicted {model.shape} and expected {mean.shape} must be as long as rewards {rewards.shape}"
        )
    terms = mean + weights * (rewards - model)
    return float(terms.mean()), terms - terms.mean()


def _error(parts: NDArray[np.float64], groups: ArrayLike | None) -> float:
    """Standard error of the mean of parts whose mean is zero, by units of one group each."""
    n = len(parts)
    sums = parts
    if groups is not None:
        names = np.asarray(groups)
        if names.shape != (n,):
            raise ValueError(f"groups have the shape {names.shape}, expected ({n},)")
        sums = np.bincount(np.unique(names, return_inverse=True)[1], weights=parts).astype(np.float64)
    units = len(sums)
    if units < 2:
        return float("inf")
    return float(np.sqrt(units / (units - 1) * (sums**2).sum()) / n)


def _column(values: ArrayLike, name: str) -> NDArray[np.float64]:
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1:
        raise ValueError(f"{name} has the shape {column.shape}, expected (n,)")
    if name in ("logged", "target"):
        return column  # these say more exactly what is wrong with a row
    _finite(name, column)
    return column


def _finite(name: str, column: NDArray[np.float64]) -> None:
    if len(bad := np.flatnonzero(~np.isfinite(column))):
        raise ValueError(f"{name}, row {bad[0]}: {column[bad[0]]} is no number")


def _within(name: str, column: NDArray[np.float64], *, above_zero: bool) -> None:
    """Refuse what is no probability."""
    if len(absent := np.flatnonzero(np.isnan(column))):
        raise ValueError(
            f"{name}, row {absent[0]}: the probability is unknown; without propensities nothing can be estimated"
        )
    low = column <= 0.0 if above_zero else column < 0.0
    if len(bad := np.flatnonzero(low | (column > 1.0))):
        raise ValueError(f"{name}, row {bad[0]}: {column[bad[0]]} is outside {'(' if above_zero else '['}0, 1]")
