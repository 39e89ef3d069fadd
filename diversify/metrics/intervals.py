"""How sure a mean over readers is: bootstrap intervals, seeded, over one number a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.metrics.layout import refuse

_HELD: Final = 4_000_000
"""Numbers held at once while resampling."""


@dataclass(frozen=True)
class Interval:
    """An estimate and the interval about it.

    Attributes
    ----------
    estimate
        The statistic of all readers that have a number; NaN where none has.
    low, high
        Ends of the interval; NaN of fewer than two readers, whose spread is unknown.
    n
        Readers that have a number.
    """

    estimate: float
    low: float
    high: float
    n: int


def bootstrap_interval(
    values: ArrayLike,
    *,
    statistic: Callable[..., Any] = np.mean,
    level: float = 0.95,
    method: Literal["bca", "percentile"] = "bca",
    resamples: int = 10_000,
    rng: np.random.Generator | int = 0,
) -> Interval:
    """Bootstrap interval of a statistic over readers (Efron and Tibshirani 1993, chapters 13 and 14).

    Readers are drawn with replacement, whole, so `values` holds one number a reader, not one an article. For the
    difference of two ways of ranking pass the differences of the same readers.

    Parameters
    ----------
    values
        (r,) one number a reader; NaN where a metric is undefined: those readers are left out, and `n` says how many
        were not.
    statistic
        Function of an array and ``axis``, as `numpy.mean` or `numpy.median`.
    level
        How often such an interval holds the truth, in (0, 1).
    method
        ``percentile``: the quantiles of the resampled statistics. ``bca``: the same, corrected for bias and for
        spread that changes with the truth, second-order accurate (Efron 1987).
    resamples
        How often readers are drawn, at least 1.
    rng
        Generator or seed; the same seed gives the same interval.

    Returns
    -------
    Interval
        Equal to SciPy's `scipy.stats.bootstrap` for the same generator and number of resamples.

    Raises
    ------
    ValueError
        Where `values` is no (r,) or holds an infinity, or a setting is out of its range.

    Examples
    --------
    >>> found = bootstrap_interval([0.2, 0.4, 0.4, 0.7, float("nan")], resamples=999)
    >>> round(found.estimate, 3), found.low < 0.425 < found.high, found.n
    (0.425, True, 4)
    """
    readers = defined(values, "values")
    if not 0.0 < level < 1.0:
        raise ValueError(f"level {level} is outside (0, 1)")
    if method not in {"bca", "percentile"}:
        raise ValueError(f"method {method!r} is unknown; known are bca, percentile")
    if resamples < 1:
        raise ValueError(f"resamples {resamples} must be at least 1")
    n = len(readers)
    if not n:
        return Interval(np.nan, np.nan, np.nan, 0)
    estimate = float(statistic(readers, axis=-1))
    if n == 1:
        return Interval(estimate, np.nan, np.nan, 1)
    drawn = _resampled(readers, statistic, resamples, rng=np.random.default_rng(rng))
    ends = np.array([(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    if method == "bca":
        ends = _corrected(ends, drawn, estimate, jackknifed=_jackknifed(readers, statistic))
    low, high = np.quantile(drawn, ends)
    return Interval(estimate, float(low), float(high), n)


def defined(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """The numbers of readers that have one.

    Raises
    ------
    ValueError
        Where they are no (r,), or hold an infinity.
    """
    readers = np.asarray(values, dtype=np.float64)
    if readers.ndim != 1:
        raise ValueError(f"{name} of shape {readers.shape} must be (r,), one number a reader")
    refuse(np.isinf(readers), f"{name} must be finite, or NaN where undefined", readers)
    return readers[~np.isnan(readers)]


def _resampled(
    readers: NDArray[np.float64], statistic: Callable[..., Any], resamples: int, *, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(resamples,) the statistic of readers drawn with replacement."""
    found = np.empty(resamples)
    step = max(1, _HELD // len(readers))
    for start in range(0, resamples, step):
        count = min(step, resamples - start)
        drawn = rng.integers(0, len(readers), (count, len(readers)))
        found[start : start + count] = statistic(readers[drawn], axis=-1)
    return found


def _jackknifed(readers: NDArray[np.float64], statistic: Callable[..., Any]) -> NDArray[np.float64]:
    """(r,) the statistic without each reader in turn."""
    n = len(readers)
    if statistic is np.mean:
        return np.asarray((readers.sum() - readers) / (n - 1))
    found = np.empty(n)
    step = max(1, _HELD // n)
    for start in range(0, n, step):
        left_out = np.arange(start, min(start + step, n))
        others = np.arange(n - 1)[None, :] + (np.arange(n - 1)[None, :] >= left_out[:, None])
        found[left_out] = statistic(readers[others], axis=-1)
    return found


def _corrected(
    ends: NDArray[np.float64], drawn: NDArray[np.float64], estimate: float, *, jackknifed: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantiles to take, moved for bias (z) and acceleration (a): Efron and Tibshirani 1993, equations 14.10, 14.14."""
    from scipy.special import ndtr, ndtri

    # The share of resamples below the estimate, those equal to it counting half, and never quite none or all.
    below = ((drawn < estimate).mean() + (drawn <= estimate).mean()) / 2.0
    bias = ndtri(np.clip(below, 0.5 / len(drawn), 1.0 - 0.5 / len(drawn)))
    lean = jackknifed.mean() - jackknifed
    spread = (lean**2).sum() ** 1.5
    acceleration = (lean**3).sum() / (6.0 * spread) if spread > 0 else 0.0
    moved = bias + ndtri(ends)
    return np.asarray(ndtr(bias + moved / (1.0 - acceleration * moved)))
