"""Non-negative factorisation of a matrix given by low-rank factors, by hierarchical alternating least squares.

Cichocki & Phan 2009, IEICE Trans. E92-A:708. The matrix itself, with tens of millions of entries, is never
formed: ``P ~ L R^T`` stands for it, so one sweep costs a few thin matrix products.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

SWEEPS: Final = 20
"""Rounds of updates; the error then falls by less than a thousandth a round."""
_TINY: Final = 1e-9

Floats = NDArray[np.float32]


def factorise(left: Floats, right: Floats, start: Floats, *, sweeps: int = SWEEPS) -> tuple[Floats, Floats]:
    """Find non-negative W (v, t), H (u, t) with ``W H^T ~ left right^T``.

    Parameters
    ----------
    left, right
        (v, k) and (u, k) factors of the matrix.
    start
        (u, t) non-negative first guess of H.
    sweeps
        Rounds of updates, at least 1.

    Returns
    -------
    tuple
        W and H, float32, non-negative; columns of W have length one, H carries the size.

    Examples
    --------
    >>> blocks = np.kron(np.eye(2), np.ones((2, 2))).astype(np.float32)
    >>> W, H = factorise(blocks, np.eye(4, dtype=np.float32), blocks[:, [0, 2]])
    >>> bool(np.allclose(W @ H.T, blocks, atol=1e-4))
    True
    """
    # Factors lie the other way round in here, (t, v) and (t, u): an update walks along columns of W and of H.
    second = np.maximum(start.T, np.float32(_TINY))
    first = np.maximum((second @ right) @ left.T, 0)
    first = np.ascontiguousarray(first / np.maximum(np.linalg.norm(first, axis=1), _TINY)[:, None], dtype=np.float32)
    second = np.ascontiguousarray(second, dtype=np.float32)
    for _ in range(sweeps):
        _update(first, (second @ right) @ left.T, second @ second.T)
        _balance(first, second)
        _update(second, (first @ left) @ right.T, first @ first.T)
    return first.T, second.T


def _update(factor: Floats, target: Floats, gram: Floats) -> None:
    """One pass over the rows of `factor`, in place; each is the best given all the others."""
    for row in range(len(factor)):
        size = max(float(gram[row, row]), _TINY)
        step = (target[row] - gram[row] @ factor) / size
        np.maximum(factor[row] + step, np.float32(_TINY), out=factor[row])


def _balance(first: Floats, second: Floats) -> None:
    """Rows of the first have length one; the second carries the size."""
    sizes = np.maximum(np.linalg.norm(first, axis=1, keepdims=True), _TINY).astype(np.float32)
    first /= sizes
    second *= sizes
