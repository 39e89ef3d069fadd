"""The law of diversifiers: k of n rows, best first, one dial of one direction, bad input refused by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diversify.testing.expect import expect, expect_error

Choose = Callable[..., NDArray[np.int64]]


def check_diversifier(choose: Choose, *, kinds: bool = False, conditions: bool = True) -> None:
    """Raise where a diversifier breaks its law.

    Tried on random rows, ties, duplicates, zero rows, low ranks, heavy tails, no rows at all, k of 0 and above n, in
    both precisions. The law says nothing of which rows are best between the ends of the dial.

    Parameters
    ----------
    choose
        What to check: ``choose(vectors, scores, k, *, diversity=0.5, ...) -> rows``.
    kinds
        Whether it takes shares (n, m) that sum to one in place of vectors.
    conditions
        Whether it takes `exclude`, `caps` and `budget`, too.

    Raises
    ------
    AssertionError
        With the rule that is broken.

    Examples
    --------
    >>> from diversify.rank.diversifiers import mmr
    >>> check_diversifier(mmr)
    """
    for rows, scores in _cases(kinds=kinds):
        for k in (0, 1, 3, len(scores), len(scores) + 2):
            _check_picks(choose, rows, scores, k=k)
    _check_refusals(choose, kinds=kinds)
    if conditions:
        _check_conditions(choose, kinds=kinds)


def _cases(*, kinds: bool) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    rng = np.random.default_rng(0)
    random = rng.dirichlet(np.ones(4), 12) if kinds else rng.standard_normal((12, 4))
    yield random, rng.random(12)
    yield random.astype(np.float32), rng.random(12).astype(np.float32)
    yield random[[0, 1, 0, 1, 2, 2, 0]], np.array([0.5, 0.5, 0.5, 1.0, 1.0, 0.0, 0.5])
    yield random[:6], np.array([0.0, 0.0, 1e30, 0.0, 1e-30, 0.0])
    yield random[:5], np.full(5, 0.25)
    yield random[:1], np.array([-3.0])
    yield random[:0], np.empty(0)
    if not kinds:
        yield np.zeros((4, 3)), np.array([0.1, 0.4, 0.4, 0.2])
        yield np.empty((3, 0)), np.array([0.1, 0.3, 0.2])
        yield np.outer(rng.standard_normal(9), rng.standard_normal(5)), rng.random(9)


def _check_picks(choose: Choose, rows: NDArray[Any], scores: NDArray[Any], *, k: int) -> None:
    said = f"of {rows.shape} {rows.dtype} and k {k}"
    before, worth = rows.copy(), scores.copy()
    for diversity in (0.0, 0.3, 0.5, 1.0):
        picks = choose(rows, scores, k, diversity=diversity)
        expect(isinstance(picks, np.ndarray) and picks.dtype == np.int64, f"rows {said} must be an array of int64")
        expect(picks.shape == (min(k, len(scores)),), f"min(k, n) rows must be chosen {said}, not {picks.shape}")
        expect(len(set(picks.tolist())) == len(picks), f"no row may be chosen twice {said}")
        expect(bool(((picks >= 0) & (picks < len(scores))).all()), f"rows {said} must be among the n")
        again = choose(rows, scores, k, diversity=diversity)
        expect(picks.tolist() == again.tolist(), f"the same question must have the same answer {said}")
    expect((rows == before).all() and (scores == worth).all(), "what is given must not be changed")
    by_score = np.argsort(-scores.astype(np.float64), kind="stable")[:k].tolist()
    picks = choose(rows, scores, k, diversity=0.0)
    expect(picks.tolist() == by_score, f"at 0 rows {said} go by score, equal ones in the order of rows")


def _check_refusals(choose: Choose, *, kinds: bool) -> None:
    rows = np.full((3, 2), 0.5) if kinds else np.ones((3, 2))
    scores = np.arange(3.0)
    for bad in (np.nan, np.inf, -np.inf):
        spoilt, wrong = rows.copy(), scores.copy()
        spoilt[2, 1], wrong[1] = bad, bad
        for given, row in (((spoilt, scores), 2), ((rows, wrong), 1)):
            error = expect_error(ValueError, partial(choose, *given, 2), f"refuse {bad}")
            expect(f"row {row}" in str(error), f"who refuses {bad} must name row {row}, not say {error}")
    for words, act in (
        ("refuse a k below 0", lambda: choose(rows, scores, -1)),
        ("refuse a dial above 1", lambda: choose(rows, scores, 1, diversity=1.5)),
        ("refuse a dial that is not a number", lambda: choose(rows, scores, 1, diversity=np.nan)),
        ("refuse fewer scores than rows", lambda: choose(rows, scores[:2], 1)),
        ("refuse rows that are no matrix", lambda: choose(rows[0], scores[:2], 1)),
    ):
        expect_error(ValueError, act, words)


def _check_conditions(choose: Choose, *, kinds: bool) -> None:
    rng = np.random.default_rng(1)
    rows = rng.dirichlet(np.ones(4), 20) if kinds else rng.standard_normal((20, 4))
    scores, keys = rng.random(20), np.arange(20) % 4
    picks = choose(rows, scores, 20, exclude=[0, 5], caps=[(keys, 2)])
    expect(not {0, 5} & set(picks.tolist()), "what is excluded must not be chosen")
    expect(np.bincount(keys[picks], minlength=4).tolist() == [2, 2, 2, 2], "of each key a cap lets so many through")
    best = float(np.sort(scores)[-5:].sum())
    kept = float(scores[choose(rows, scores, 5, budget=0.05)].sum())
    expect(kept >= 0.95 * best - 1e-12, f"a budget of .05 must keep .95 of {best}, not {kept}")
    expect_error(ValueError, lambda: choose(rows, scores, 5, budget=0.1, diversity=0.5), "refuse both dial and budget")
