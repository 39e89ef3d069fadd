"""Multinomial logistic regression with soft targets and weights, over sparse and dense blocks of features.

The objective is scikit-learn's (``C * sum of losses + |W|^2 / 2``, intercept free); written here because training
then needs no estimator library, and because weak labels are distributions, not classes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

STEPS: Final = 500
"""Most steps of the optimiser."""
GAIN: Final = 1e-5
"""Part of the objective that a step must gain for another to be made."""
MEMORY: Final = 6
"""Steps from which the optimiser knows the curvature."""

Floats = NDArray[np.floating[Any]]


def fit_logistic(
    blocks: Sequence[Any], targets: Floats, weights: Floats, *, C: float = 1.0, gain: float = GAIN
) -> tuple[list[Floats], Floats]:
    """Fit coefficients and intercepts by L-BFGS (Liu & Nocedal 1989, Mathematical Programming 45:503).

    Parameters
    ----------
    blocks
        Matrices (n, f) that share their rows, sparse or dense, all float32 or all float64, which is then the precision.
    targets
        (n, c) distributions over classes, rows sum to one.
    weights
        (n,) non-negative.
    C
        Inverse strength of the penalty.
    gain
        Part of the objective that a step must gain for another to be made.

    Returns
    -------
    tuple
        Coefficients (f, c) of each block, and intercepts (c,).
    """
    classes = targets.shape[1]
    sizes = [block.shape[1] for block in blocks]
    ends = np.cumsum([0, *sizes]) * classes
    columns = [block.T.tocsr() if hasattr(block, "tocsr") else block.T for block in blocks]
    kind = blocks[0].dtype
    targets, weights = targets.astype(kind), weights.astype(kind)[:, None]

    def split(flat: Floats) -> tuple[list[Floats], Floats]:
        parts = [flat[a:b].reshape(-1, classes) for a, b in pairwise(ends)]
        return parts, flat[ends[-1] :]

    def loss(flat: Floats) -> tuple[float, Floats]:
        parts, intercepts = split(flat)
        logs = log_softmax(sum((block @ part for block, part in zip(blocks, parts, strict=True)), intercepts))
        error = (np.exp(logs) - targets) * weights
        slope = np.concatenate([*[np.asarray(c @ error).ravel() for c in columns], error.sum(axis=0)])
        value = -C * float((targets * logs * weights).sum(dtype=np.float64))
        coefficients = flat[: ends[-1]]
        gradient = kind.type(C) * slope
        gradient[: ends[-1]] += coefficients
        return value + 0.5 * _dot(coefficients, coefficients), gradient

    start = np.zeros(int(ends[-1]) + classes, dtype=kind)
    return split(minimise(loss, start, gain=gain))


def minimise(loss: Callable[[Floats], tuple[float, Floats]], start: Floats, *, gain: float = GAIN) -> Floats:
    """Least point of a smooth convex function that returns value and gradient, from `start`.

    L-BFGS with a backtracking line search; stops when a step gains less than `gain` of the value.
    """
    point = start
    value, gradient = loss(point)
    memory: deque[tuple[Floats, Floats, float]] = deque(maxlen=MEMORY)
    for step in range(STEPS):
        direction = _direction(gradient, memory)
        slope = _dot(direction, gradient)
        if slope >= 0:
            break
        length = 1.0 if step else 1.0 / max(float(np.abs(gradient).sum()), 1e-12)
        for _ in range(20):
            moved = direction * direction.dtype.type(length)
            new_value, new_gradient = loss(point + moved)
            if new_value <= value + 1e-4 * length * slope:
                break
            length *= 0.5
        else:
            break
        change = new_gradient - gradient
        curvature = _dot(moved, change)
        if curvature > 1e-10:
            memory.append((moved, change, curvature))
        small = value - new_value <= gain * max(abs(value), abs(new_value), 1e-12)
        point, value, gradient = point + moved, new_value, new_gradient
        if small and step > 2:
            break
    return point


def _direction(gradient: Floats, memory: deque[tuple[Floats, Floats, float]]) -> Floats:
    """Downhill, by the two-loop recursion."""
    direction = -gradient
    parts = []
    for moved, change, curvature in reversed(memory):
        part = _dot(moved, direction) / curvature
        direction = direction - change.dtype.type(part) * change
        parts.append(part)
    if memory:
        _, change, curvature = memory[-1]
        direction = direction * change.dtype.type(curvature / _dot(change, change))
    for (moved, change, curvature), part in zip(memory, reversed(parts), strict=True):
        direction = direction + moved.dtype.type(part - _dot(change, direction) / curvature) * moved
    return direction


def _dot(left: Floats, right: Floats) -> float:
    return float(left @ right)


def log_softmax(scores: NDArray[Any]) -> NDArray[Any]:
    """Logarithms of class probabilities, row by row, from (n, c) scores."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def fit_temperature(scores: NDArray[Any], targets: Floats, weights: Floats, *, noise: float = 0.0) -> float:
    """The temperature in [0.5, 5] that makes held-out probabilities most likely (Guo et al. 2017, ICML).

    `noise` is the part of the targets that is wrong, drawn from the targets' own mean: noisy labels would otherwise
    ask for more doubt than there is.
    """
    if not len(scores):
        return 1.0
    grid = np.geomspace(0.5, 5, 30)
    chance = noise * targets.mean(axis=0)
    told = weights[:, None] * targets
    losses = [-float((told * np.log((1 - noise) * _softmax(scores / heat) + chance + 1e-12)).sum()) for heat in grid]
    return float(grid[int(np.argmin(losses))])


def _softmax(scores: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.exp(log_softmax(scores)))
