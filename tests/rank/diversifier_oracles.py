"""Plain float64 greedy choices, as slow as they are simple."""

import numpy as np


def units(vectors):
    rows = vectors.astype(float)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def z_scores(scores):
    scores = scores.astype(float)
    scale = np.abs(scores).max(initial=0)
    scores = scores / scale if scale > 0 else scores
    spread = scores.std() if len(scores) else 0
    return (scores - scores.mean()) / spread if spread > 0 else np.zeros(len(scores))


def by_score(scores):
    return np.argsort(-scores.astype(float), kind="stable").tolist()


def residuals(rows, chosen):
    """Squared distances to the span of the chosen, by classical Gram and Schmidt done thrice."""
    basis = []
    for row in chosen:
        rest = rows[row].copy()
        for _ in range(3):
            for direction in basis:
                rest -= direction * (direction @ rest)
        if rest @ rest > 1e-9:
            basis.append(rest / np.linalg.norm(rest))
    rest = rows.copy()
    for _ in range(2):
        for direction in basis:
            rest -= np.outer(rest @ direction, direction)
    squares = np.round((rest * rest).sum(axis=1), 12)
    squares[squares <= 1e-9] = 0.0
    return squares


def greedy(scores, k, gain, *, first_by_score=True):
    """Rows of the largest gain one after the other; what has no gain left follows by score."""
    chosen, k = [], min(k, len(scores))
    while len(chosen) < k:
        gains = gain(chosen) if chosen or not first_by_score else scores.astype(float).copy()
        gains[chosen] = -np.inf
        if gains.max() == -np.inf:
            break
        chosen.append(int(gains.argmax()))
    return (chosen + [row for row in by_score(scores) if row not in set(chosen)])[:k]


def mmr(vectors, scores, k, diversity):
    cosines = np.round(units(vectors) @ units(vectors).T, 12)
    worth = (1 - diversity) * scores.astype(float)
    return greedy(scores, k, lambda chosen: worth - diversity * cosines[:, chosen].max(axis=1))


def msd(vectors, scores, k, diversity):
    rows, worth = units(vectors), (1 - diversity) * scores.astype(float)
    return greedy(scores, k, lambda chosen: worth - diversity * np.round(rows @ rows[chosen].sum(axis=0), 12))


def ssd(vectors, scores, k, diversity):
    rows, worth = units(vectors), (1 - diversity) * z_scores(scores)
    return greedy(scores, k, lambda chosen: worth + diversity * np.sqrt(residuals(rows, chosen)))


def dpp(vectors, scores, k, diversity):
    if diversity == 0:
        return by_score(scores)[: min(k, len(scores))]
    rows, logs = units(vectors), 2 * (1 - diversity) * z_scores(scores)

    def gain(chosen):
        with np.errstate(divide="ignore"):
            return logs + np.log(residuals(rows, chosen))

    return greedy(scores, k, gain, first_by_score=False)
