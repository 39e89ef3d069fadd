"""The reader's town in two dimensions: fields of work laid out by their distances, and articles among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Lane

WIDTH: Final = 720.0
HEIGHT: Final = 470.0
EDGE: Final = 46.0
_APART: Final = 17.0
_LABEL_HEIGHT: Final = 15.0
_LETTER: Final = 6.3


@dataclass(frozen=True)
class Spot:
    """A point of the map in its units, with its words, and what is drawn there."""

    x: float
    y: float
    words: str = ""
    lane: Lane | str = ""
    number: int = 0
    read: bool = False
    side: str = "start"


@dataclass(frozen=True)
class TownMap:
    """What is drawn: fields, home (None where none is known), today's items, and trips to far items before."""

    fields: tuple[Spot, ...]
    home: Spot | None
    items: tuple[Spot, ...] = field(default_factory=tuple)
    trips: tuple[Spot, ...] = field(default_factory=tuple)


def lay_out(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points in the plane whose distances come near to the given ones: classical scaling (Torgerson 1952).

    Parameters
    ----------
    distance
        (m, m), symmetric, zero on the diagonal.

    Returns
    -------
    ndarray
        (m, 2), centred; the sign of each axis is chosen so that the same distances give the same map.

    Examples
    --------
    >>> line = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
    >>> np.round(lay_out(line), 6)[:, 0].tolist()
    [1.0, 0.0, -1.0]
    """
    m = len(distance)
    if m < 2:
        return np.zeros((m, 2))
    centred = np.eye(m) - 1.0 / m
    values, vectors = np.linalg.eigh(-0.5 * centred @ (distance**2) @ centred)
    points = np.zeros((m, 2))
    for axis in (0, 1):
        vector = vectors[:, -1 - axis]
        sign = 1.0 if vector[int(np.argmax(np.abs(np.round(vector, 9))))] >= 0 else -1.0
        points[:, axis] = sign * vector * np.sqrt(max(values[-1 - axis], 0.0))
    return points


def among(points: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where each article lies: the mean of the fields' points by its shares in them; the middle without any.

    Parameters
    ----------
    points
        (m, 2).
    shares
        (n, m), non-negative.
    """
    total = shares.sum(axis=1, keepdims=True)
    placed: NDArray[np.float64] = np.divide(shares @ points, total, out=np.zeros((len(shares), 2)), where=total > 0)
    return placed


def fit(points: NDArray[np.float64], within: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points in the units of the map, scaled so that `within` fills it."""
    low, high = within.min(axis=0, initial=0.0), within.max(axis=0, initial=0.0)
    span = np.maximum(high - low, 1e-9)
    room = np.array([WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE])
    scaled: NDArray[np.float64] = EDGE + (points - low) / span * room
    return scaled


def keep_apart(points: NDArray[np.float64], *, rounds: int = 60) -> NDArray[np.float64]:
    """Points moved a little where marks would lie on each other; the same points give the same map."""
    moved = points + 0.01 * np.column_stack([np.cos(np.arange(len(points))), np.sin(np.arange(len(points)))])
    for _ in range(rounds):
        away = moved[:, None, :] - moved[None, :, :]
        gap = np.sqrt((away**2).sum(axis=2)) + 1e-9
        push = np.where((gap < _APART) & (gap > 1e-6), (_APART - gap) / gap / 2, 0.0)
        np.fill_diagonal(push, 0.0)
        if not push.any():
            break
        moved = moved + (away * push[:, :, None]).sum(axis=1)
    return np.clip(moved, 12.0, np.array([WIDTH - 12.0, HEIGHT - 12.0]))


def label_fields(
    points: NDArray[np.float64], names: Sequence[str], *, wanted: Sequence[int], marks: NDArray[np.float64]
) -> tuple[Spot, ...]:
    """Fields with a name where there is room for one, the wanted first; the others are points without a name."""
    taken = [(x - 9, y - 9, x + 9, y + 9) for x, y in marks]
    dots = [(x - 3, y - 3, x + 3, y + 3) for x, y in points]
    named: dict[int, Spot] = {}
    for j in [*wanted, *(j for j in range(len(points)) if j not in wanted)]:
        x, y = float(points[j, 0]), float(points[j, 1])
        side = "end" if x > WIDTH * 0.72 else "start"
        width = _LETTER * len(names[j])
        left = x - 6 - width if side == "end" else x + 6
        box = (left, y - _LABEL_HEIGHT / 2, left + width, y + _LABEL_HEIGHT / 2)
        others = [*taken, *dots[:j], *dots[j + 1 :]]
        free = all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in others)
        if free and left > 0 and left + width < WIDTH:
            taken.append(box)
            named[j] = Spot(x, y, names[j], side=side)
    return tuple(named.get(j, Spot(float(points[j, 0]), float(points[j, 1]))) for j in range(len(points)))
