"""The law of metrics: one number a slate, from that slate alone, NaN where undefined, wrong input refused by row."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diversify.testing.expect import expect

Metric = Callable[[ArrayLike], NDArray[np.float64]]

_NEAR = 1e-9


def check_metric(
    metric: Metric,
    n: int,
    *,
    bounds: tuple[float, float] = (0.0, 1.0),
    empty: float = math.nan,
    ordered: bool = True,
    seed: int = 0,
) -> None:
    """Raise where a metric over slates breaks the law that every metric of `diversify.metrics` keeps.

    Parameters
    ----------
    metric
        What to check: a function of slates, (s, k) rows of articles with -1 as padding at the end, to (s,) float64.
        Bind whatever else it takes (vectors, shares, a cut) with `functools.partial`.
    n
        Number of articles that it knows, at least 2.
    bounds
        The least and the largest it may answer; infinities where there is no bound, which it still never answers.
    empty
        What it says of a slate without articles: NaN where that is undefined, else the documented value.
    ordered
        Whether the order of a slate matters; where not, that is checked too.
    seed
        Of the slates it is tried on.

    Raises
    ------
    AssertionError
        With the rule that is broken.

    Examples
    --------
    >>> from functools import partial
    >>> from diversify.metrics import s_recall
    >>> check_metric(partial(s_recall, subtopics=np.eye(5)), 5, empty=0.0, ordered=False)

    A mean that forgets that there may be nothing to take it of:

    >>> check_metric(lambda slates: np.nanmean(np.maximum(slates, 0), axis=1), 5, bounds=(0, 4))
    Traceback (most recent call last):
    AssertionError: a metric must answer nan of a slate without articles, got 0.0
    """
    expect(n >= 2, f"a law needs at least 2 articles, got {n}")
    rng = np.random.default_rng(seed)
    slates = _slates(rng, n)
    before = slates.copy()
    state = _random_state()
    found = _answer(metric, slates)
    expect((slates == before).all(), "a metric must leave its slates as they are")
    expect(_same(found, _answer(metric, slates), 0.0), "a metric must answer the same twice")
    expect(_random_state() == state, "a metric must not touch the global random state; take a generator")
    _check_values(metric, found, bounds=bounds, empty=empty)
    _check_each_alone(metric, slates, found, rng=rng)
    _check_padding(metric, slates, found)
    if not ordered:
        _check_order(metric, slates, found, rng=rng)
    _check_refusals(metric, n)


def _slates(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Slates of every length from 1 to six places, no article twice in one of them as long as there are others."""
    places = min(6, n)
    rows = np.stack([rng.permutation(n)[:places] for _ in range(24)]).astype(np.int64)
    lengths = np.arange(24) % places + 1
    rows[np.arange(places)[None, :] >= lengths[:, None]] = -1
    return rows


def _answer(metric: Metric, slates: ArrayLike) -> NDArray[np.float64]:
    """What a metric says of these slates, its form checked."""
    found = metric(slates)
    s = len(np.asarray(slates))
    expect(isinstance(found, np.ndarray), f"a metric must answer an array, got {type(found).__name__}")
    expect(found.shape == (s,), f"a metric must answer one number a slate, ({s},), got shape {found.shape}")
    expect(found.dtype == np.float64, f"a metric must answer float64, got {found.dtype}")
    return found


def _check_values(metric: Metric, found: NDArray[np.float64], *, bounds: tuple[float, float], empty: float) -> None:
    low, high = bounds
    expect(not np.isinf(found).any(), "a metric must not answer an infinity")
    known = found[~np.isnan(found)]
    expect(len(known), "a metric must have something to say of some slate")
    least, most = float(known.min()), float(known.max())
    fits = low - _NEAR <= least and most <= high + _NEAR
    expect(fits, f"a metric must answer within [{low}, {high}], got from {least} to {most}")
    none = _answer(metric, np.full((1, 3), -1, dtype=np.int64))
    words = f"a metric must answer {empty} of a slate without articles, got {none[0]}"
    expect(_same(none, np.array([empty]), _NEAR), words)
    _answer(metric, np.zeros((0, 3), dtype=np.int64))
    listed = _answer(metric, [[0, 1], [1, 0]])
    words = "a metric must take lists as it takes arrays"
    expect(_same(listed, _answer(metric, np.array([[0, 1], [1, 0]], dtype=np.int32)), 0.0), words)


def _check_each_alone(
    metric: Metric, slates: NDArray[np.int64], found: NDArray[np.float64], *, rng: np.random.Generator
) -> None:
    alone = np.concatenate([_answer(metric, slates[i : i + 1]) for i in range(len(slates))])
    at = _differing(found, alone)
    words = "a metric must measure each slate as if it were alone: row"
    expect(at is None, f"{words} {at} is {found[at or 0]} among others and {alone[at or 0]} alone")
    order = rng.permutation(len(slates))
    expect(_same(_answer(metric, slates[order]), found[order], _NEAR), "slates in another order must answer alike")


def _check_padding(metric: Metric, slates: NDArray[np.int64], found: NDArray[np.float64]) -> None:
    longer = np.concatenate([slates, np.full((len(slates), 2), -1, dtype=np.int64)], axis=1)
    padded = _answer(metric, longer)
    at = _differing(found, padded)
    words = f"padding must change nothing: row {at} is {found[at or 0]} and, with two places of padding more,"
    expect(at is None, f"{words} {padded[at or 0]}; bind the number of places that count, if it has one")


def _check_order(
    metric: Metric, slates: NDArray[np.int64], found: NDArray[np.float64], *, rng: np.random.Generator
) -> None:
    shuffled = slates.copy()
    for row in shuffled:
        size = int((row >= 0).sum())
        row[:size] = rng.permutation(row[:size])
    at = _differing(found, _answer(metric, shuffled))
    expect(at is None, f"the order of a slate must not matter, but row {at} changed with it")


def _check_refusals(metric: Metric, n: int) -> None:
    wrong: tuple[tuple[str, Any], ...] = (
        ("a row that no article has", [[0, 1], [0, n]]),
        ("a row below -1", [[0, 1], [0, -2]]),
        ("padding before an article", [[0, 1], [-1, 0]]),
        ("slates of fractions", [[0.0, 0.5]]),
        ("a slate that is no matrix", [0, 1]),
    )
    for name, slates in wrong:
        try:
            found = metric(slates)
        except ValueError as error:
            words = f"the refusal of {name} must say which row, or the shape, got {str(error)!r}"
            expect("row 1" in str(error) or "shape" in str(error), words)
            continue
        except Exception as error:
            raise AssertionError(f"a metric must refuse {name} by ValueError, not {type(error).__name__}") from error
        raise AssertionError(f"a metric must refuse {name} by ValueError, but answered {found!r}")


def _same(left: NDArray[np.float64], right: NDArray[np.float64], near: float) -> bool:
    return bool(np.allclose(left, right, rtol=near, atol=near, equal_nan=True))


def _differing(left: NDArray[np.float64], right: NDArray[np.float64]) -> int | None:
    """First row where both differ."""
    apart = ~np.isclose(left, right, rtol=_NEAR, atol=_NEAR, equal_nan=True)
    return int(np.argmax(apart)) if apart.any() else None


def _random_state() -> tuple[Any, ...]:
    """NumPy's global state, which nobody should change."""
    state = np.random.get_state(legacy=False)  # noqa: NPY002 - it is read to see that nobody used it
    inner = dict(state)["state"]
    return (inner["key"].tobytes(), inner["pos"])
