"""Whether two ways of ranking differ for the same readers, and what is left of it after many comparisons.

Every test takes one number a reader of each way, in the same order of readers. Readers for whom either is NaN (a metric
undefined) are left out of both. Differences are `one` less `other`, and `alternative` speaks of `one`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.metrics.layout import refuse

Alternative = Literal["two-sided", "greater", "less"]

_ALL_SIGNS: Final = 16
"""Up to so many readers every pattern of signs is tried: 65,536 of them."""

_ALL_RANKS: Final = 100
"""Up to so many readers the distribution of rank sums is counted out."""

_HELD: Final = 4_000_000


@dataclass(frozen=True)
class Comparison:
    """What a paired test found.

    Attributes
    ----------
    difference
        Mean difference, `one` less `other`; NaN without readers.
    statistic
        Of the test, as its function says.
    p
        Probability of a difference at least as large where there is none; NaN where the test cannot say.
    n
        Readers that counted.
    exact
        Whether p was counted out, not approximated or drawn.
    """

    difference: float
    statistic: float
    p: float
    n: int
    exact: bool


def paired_t_test(one: ArrayLike, other: ArrayLike, *, alternative: Alternative = "two-sided") -> Comparison:
    """Student's paired t test: ``t = mean(d) / (sd(d) / √n)`` with n - 1 degrees of freedom.

    Parameters
    ----------
    one, other
        (r,) a number a reader of each way; NaN where undefined.
    alternative
        ``two-sided``, or that `one` is ``greater`` or ``less``.

    Returns
    -------
    Comparison
        `statistic` is t. NaN of fewer than two readers, or where all differences are 0; where all are the same and
        not 0, t is infinite.

    Examples
    --------
    >>> found = paired_t_test([0.5, 0.7, 0.9], [0.4, 0.5, 0.6])
    >>> round(found.statistic, 6), round(found.p, 6)
    (3.464102, 0.07418)
    """
    from scipy.special import stdtr

    d = _differences(one, other)
    _refuse_alternative(alternative)
    n = len(d)
    if n < 2:
        return Comparison(_mean(d), np.nan, np.nan, n, exact=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Equal differences have a spread of rounding alone, which is none.
        spread = 0.0 if (d == d[0]).all() else d.std(ddof=1)
        t = float(d.mean() / (spread / np.sqrt(n)))
    less, greater = float(stdtr(n - 1, t)), float(stdtr(n - 1, -t))
    return Comparison(_mean(d), t, _p(less, greater, alternative), n, exact=False)


def signed_rank_test(
    one: ArrayLike,
    other: ArrayLike,
    *,
    alternative: Alternative = "two-sided",
    zeros: Literal["drop", "pratt"] = "drop",
) -> Comparison:
    """Wilcoxon's signed-rank test (Wilcoxon 1945), exact with ties up to 100 readers.

    Parameters
    ----------
    one, other, alternative
        As in `paired_t_test`.
    zeros
        What becomes of readers for whom both are equal: ``drop`` leaves them out before ranking (Wilcoxon; SciPy's
        and R's default), ``pratt`` ranks them and drops their ranks (Pratt 1959).

    Returns
    -------
    Comparison
        `statistic` is the sum of the ranks of readers for whom `one` is greater; `n` counts those who differ. Above
        100 readers p is the normal approximation corrected for ties, without correction for continuity (SciPy's
        default). NaN where nobody differs.

    Examples
    --------
    >>> found = signed_rank_test([0.5, 0.7, 0.9], [0.4, 0.5, 0.6])
    >>> found.statistic, found.p
    (6.0, 0.25)
    """
    from scipy.special import ndtr

    if zeros not in {"drop", "pratt"}:
        raise ValueError(f"zeros {zeros!r} is unknown; known are drop, pratt")
    _refuse_alternative(alternative)
    everyone = _differences(one, other)
    ranked = everyone if zeros == "pratt" else everyone[everyone != 0]
    doubled = _doubled_ranks(np.abs(ranked))
    d, doubled = ranked[ranked != 0], doubled[ranked != 0]
    if not len(d):
        return Comparison(_mean(everyone), np.nan, np.nan, 0, exact=False)
    positive = int(doubled[d > 0].sum())
    if exact := len(d) <= _ALL_RANKS:
        less, greater = _rank_sum_tails(doubled, positive)
    else:
        # Each rank is there or not, with a half: its variance is a quarter of its square, ties included.
        z = (positive - doubled.sum() / 2.0) / np.sqrt((doubled.astype(np.float64) ** 2).sum() / 4.0)
        less, greater = float(ndtr(z)), float(ndtr(-z))
    return Comparison(_mean(everyone), positive / 2.0, _p(less, greater, alternative), len(d), exact=exact)


def randomisation_test(
    one: ArrayLike,
    other: ArrayLike,
    *,
    alternative: Alternative = "two-sided",
    resamples: int = 10_000,
    rng: np.random.Generator | int = 0,
) -> Comparison:
    """Fisher's paired randomisation test of the mean difference (Fisher 1935; Smucker et al. 2007 for retrieval).

    Were there no difference, each reader's two numbers could be swapped: the difference is compared with those of
    swapped readers.

    Parameters
    ----------
    one, other, alternative
        As in `paired_t_test`.
    resamples
        Patterns of swaps drawn, at least 1; up to 16 readers all are tried instead.
    rng
        Generator or seed; the same seed gives the same p.

    Returns
    -------
    Comparison
        `statistic` is the mean difference. Drawn, p is (as large + 1) / (resamples + 1), never 0 (Phipson and Smyth
        2010). NaN without readers.

    Examples
    --------
    >>> randomisation_test([0.5, 0.7, 0.9], [0.4, 0.5, 0.6]).p
    0.25
    """
    d = _differences(one, other)
    _refuse_alternative(alternative)
    if resamples < 1:
        raise ValueError(f"resamples {resamples} must be at least 1")
    n = len(d)
    if not n:
        return Comparison(np.nan, np.nan, np.nan, 0, exact=False)
    exact = n <= _ALL_SIGNS
    sums = _all_sums(d) if exact else _drawn_sums(d, resamples, rng=np.random.default_rng(rng))
    # Sums that are equal but for the order of adding are equal.
    slack = 1e-12 * np.abs(d).sum()
    besides = 0 if exact else 1
    less = ((sums <= d.sum() + slack).sum() + besides) / (len(sums) + besides)
    greater = ((sums >= d.sum() - slack).sum() + besides) / (len(sums) + besides)
    return Comparison(_mean(d), _mean(d), _p(float(less), float(greater), alternative), n, exact=exact)


def adjusted(
    p_values: ArrayLike,
    *,
    method: Literal["holm", "bonferroni", "benjamini-hochberg", "benjamini-yekutieli"] = "holm",
) -> NDArray[np.float64]:
    """P-values corrected for being many: compare them with the level as if each were alone.

    Parameters
    ----------
    p_values
        (m,) in [0, 1]; NaN are no comparisons, stay NaN and do not count.
    method
        Against any false finding: ``holm`` (Holm 1979, always at least as good as ``bonferroni``). Against a large
        share of false findings: ``benjamini-hochberg`` (1995, comparisons independent or positively dependent),
        ``benjamini-yekutieli`` (2001, any dependence).

    Returns
    -------
    ndarray
        (m,) in [0, 1], in the order of `p_values`.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03]).round(6).tolist()
    [0.03, 0.06, 0.06]
    >>> adjusted([0.01, 0.04, 0.03], method="benjamini-hochberg").round(6).tolist()
    [0.03, 0.04, 0.04]
    """
    given = np.asarray(p_values, dtype=np.float64)
    if given.ndim != 1:
        raise ValueError(f"p_values of shape {given.shape} must be (m,)")
    refuse((given < 0) | (given > 1), "p_values must lie in [0, 1]", given)
    real = ~np.isnan(given)
    order = np.argsort(given[real], kind="stable")
    p = given[real][order]
    m, place = len(p), np.arange(1, len(p) + 1)
    if method == "bonferroni":
        found = p * m
    elif method == "holm":
        found = np.maximum.accumulate(p * (m - place + 1))
    elif method in {"benjamini-hochberg", "benjamini-yekutieli"}:
        harmonic = (1.0 / place).sum() if method == "benjamini-yekutieli" else 1.0
        found = np.minimum.accumulate((p * harmonic * m / place)[::-1])[::-1]
    else:
        known = "holm, bonferroni, benjamini-hochberg, benjamini-yekutieli"
        raise ValueError(f"method {method!r} is unknown; known are {known}")
    result = np.full(given.shape, np.nan)
    result[np.flatnonzero(real)[order]] = np.minimum(found, 1.0)
    return result


def _differences(one: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """(n,) differences of the readers that have both numbers."""
    left, right = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if left.ndim != 1 or left.shape != right.shape:
        raise ValueError(f"one of shape {left.shape} and other of shape {right.shape} must be (r,), the same readers")
    for name, values in (("one", left), ("other", right)):
        refuse(np.isinf(values), f"{name} must be finite, or NaN where undefined", values)
    d = left - right
    return np.asarray(d[~np.isnan(d)])


def _mean(d: NDArray[np.float64]) -> float:
    return float(d.mean()) if len(d) else float("nan")


def _refuse_alternative(alternative: Alternative) -> None:
    if alternative not in {"two-sided", "greater", "less"}:
        raise ValueError(f"alternative {alternative!r} is unknown; known are two-sided, greater, less")


def _p(less: float, greater: float, alternative: Alternative) -> float:
    """Of both tails (each with what was found itself) the one that is asked for, or twice the smaller."""
    if alternative == "two-sided":
        # `min` of Python would pass over a NaN.
        return float(np.minimum(1.0, 2.0 * np.minimum(less, greater)))
    return greater if alternative == "greater" else less


def _doubled_ranks(sizes: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) twice the ranks from 1 on, so that the mean of tied ranks is whole."""
    _, place, count = np.unique(sizes, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((2 * last - count + 1)[place], dtype=np.int64)


def _rank_sum_tails(doubled: NDArray[np.int64], positive: int) -> tuple[float, float]:
    """Probabilities that a sum of ranks, each there or not with a half, is at most and at least as found."""
    chance = np.zeros(int(doubled.sum()) + 1)
    chance[0] = 1.0
    for rank in doubled:
        taken = np.zeros_like(chance)
        taken[rank:] = chance[: len(chance) - rank]
        chance = (chance + taken) / 2.0
    return float(chance[: positive + 1].sum()), float(chance[positive:].sum())


def _all_sums(d: NDArray[np.float64]) -> NDArray[np.float64]:
    """(2^n,) sums of the differences with every pattern of signs."""
    sums = np.zeros(1)
    for one in d:
        sums = np.concatenate([sums + one, sums - one])
    return sums


def _drawn_sums(d: NDArray[np.float64], resamples: int, *, rng: np.random.Generator) -> NDArray[np.float64]:
    """(resamples,) sums of the differences with signs drawn."""
    sums = np.empty(resamples)
    step = max(1, _HELD // len(d))
    for start in range(0, resamples, step):
        count = min(step, resamples - start)
        signs = rng.integers(0, 2, (count, len(d)), dtype=np.int8) * 2.0 - 1.0
        sums[start : start + count] = signs @ d
    return sums
