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


def none(_vectors, scores, k, _diversity):
    return by_score(scores)[: min(k, len(scores))]


def mmr(vectors, scores, k, diversity):
    cosines = np.round(units(vectors) @ units(vectors).T, 12)
    worth = (1 - diversity) * scores.astype(float)
    return greedy(scores, k, lambda chosen: worth - diversity * cosines[:, chosen].max(axis=1))


def msd(vectors, scores, k, diversity):
    rows, worth = units(vectors), (1 - diversity) * scores.astype(float)
    return greedy(scores, k, lambda chosen: worth - diversity * np.round(rows @ rows[chosen].sum(axis=0), 12))


def ssd(vectors, scores, k, diversity):
    if diversity == 0:
        return by_score(scores)[: min(k, len(scores))]
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


def shares_of(shares):
    rows = shares.astype(float)
    return rows / rows.sum(axis=1, keepdims=True)


def linear(scores, k, diversity, part):
    """The dial between score and a part; the part is rounded, as the contract says."""
    worth = (1 - diversity) * scores.astype(float)
    return greedy(scores, k, lambda chosen: worth + diversity * np.round(part(chosen), 12), first_by_score=False)


def xquad(shares, scores, k, diversity, target, *, smooth=False):
    q = shares_of(shares)

    def part(chosen):
        gains = np.zeros(len(q))
        for kind in range(q.shape[1]):
            unserved = 1.0
            for row in chosen:
                unserved = unserved - q[row, kind] / len(chosen) if smooth else unserved * (1 - q[row, kind])
            gains += target[kind] * q[:, kind] * unserved
        return gains

    return linear(scores, k, diversity, part)


def pm2(shares, scores, k, diversity, target, *, emphasis=0.5):
    q = shares_of(shares)

    def part(chosen):
        owed = np.array([target[kind] / (2 * sum(q[row, kind] for row in chosen) + 1) for kind in range(q.shape[1])])
        first = int(np.round(owed, 12).argmax())
        others = [kind for kind in range(q.shape[1]) if kind != first]
        return emphasis * owed[first] * q[:, first] + (1 - emphasis) * q[:, others] @ owed[others]

    return linear(scores, k, diversity, part)


def calibrated(shares, scores, k, diversity, target, *, leaven=0.01):
    q = shares_of(shares)

    def part(chosen):
        gains = []
        for row in range(len(q)):
            slate = leaven * target + (1 - leaven) * np.mean([q[other] for other in [*chosen, row]], axis=0)
            gains.append(-sum(p * np.log(p / s) for p, s in zip(target, slate, strict=True) if p > 0))
        return np.array(gains)

    return linear(scores, k, diversity, part)


def cover(vectors, scores, k, diversity):
    if diversity == 0:
        return by_score(scores)[: min(k, len(scores))]
    cosines = units(vectors) @ units(vectors).T
    cosines[cosines <= 1e-9] = 0
    worth = (1 - diversity) * scores.astype(float)

    def gain(chosen):
        covered = cosines[:, chosen].sum(axis=1)
        growth = np.sqrt(cosines + covered).sum(axis=1) - np.sqrt(covered).sum()
        return worth + diversity * np.round(growth, 8)

    return greedy(scores, k, gain, first_by_score=False)


def random_walk(vectors, scores, k, diversity):
    """All n x n transitions, and the inverse of what is left of them after each pick."""
    if diversity == 0:
        return by_score(scores)[: min(k, len(scores))]
    n = len(scores)
    weights = (1 + np.round(units(vectors) @ units(vectors).T, 14)) / 2
    restart = scores.astype(float) - scores.astype(float).min(initial=np.inf)
    restart = restart / restart.sum() if restart.any() else np.full(n, 1 / max(n, 1))
    near = 0.999 * weights / weights.sum(axis=1, keepdims=True) + 0.001 / max(n, 1)
    steps = diversity * near + (1 - diversity) * restart

    def gain(chosen):
        left = [row for row in range(n) if row not in chosen]
        visits = np.zeros(n)
        if chosen:
            visits[left] = np.linalg.inv(np.eye(len(left)) - steps[np.ix_(left, left)]).sum(axis=0)
        else:
            fixed = np.vstack((np.eye(n) - steps.T, np.ones(n)))
            visits = np.linalg.lstsq(fixed, np.append(np.zeros(n), 1.0), rcond=None)[0]
        return np.round(visits / visits.max(), 8)

    return greedy(scores, k, gain, first_by_score=False)


def case(seed):
    """Few directions and few scores, so that ties, duplicates, zero rows, opposite rows and low ranks are common."""
    rng = np.random.default_rng(seed)
    n, d, kind = int(rng.integers(0, 61)), int(rng.integers(1, 9)), int(rng.integers(0, 6))
    vectors = rng.standard_normal((n, d))
    if kind == 0:
        vectors = rng.integers(-1, 2, (n, d)).astype(float)
    elif kind == 1 and n:
        vectors = vectors[rng.integers(0, max(1, n // 3), n)]
    elif kind == 2:
        vectors = np.eye(max(n, 1))[:n]
    elif kind == 3:
        vectors = vectors[:, :1] @ rng.standard_normal((1, d)) + rng.standard_normal((n, d)) * 1e-3
    elif kind == 4:
        vectors = units(vectors)
    scores = rng.integers(0, 5, n) / 4 if rng.random() < 0.5 else rng.standard_normal(n)
    dtype = np.float32 if rng.random() < 0.5 else np.float64
    diversity = float(rng.choice([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]))
    return vectors.astype(dtype), scores.astype(dtype), int(rng.integers(0, n + 3)), diversity


def shares_case(seed):
    """Shares with zeros and duplicates, targets with zeros."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(0, 40)), int(rng.integers(1, 7))
    shares = rng.integers(0, 3, (n, m)).astype(float)
    if rng.random() < 0.5:
        shares += rng.random((n, m))
    shares[shares.sum(axis=1) == 0] = 1
    shares = (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32 if rng.random() < 0.5 else np.float64)
    target = rng.dirichlet(np.ones(m)) if rng.random() < 0.6 else np.full(m, 1 / m)
    if m > 1 and rng.random() < 0.3:
        target[0] = 0
        target /= target.sum()
    scores = rng.integers(0, 5, n) / 4 if rng.random() < 0.5 else rng.standard_normal(n)
    return shares, target / target.sum(), scores, int(rng.integers(0, n + 3)), float(rng.choice([0, 0.1, 0.5, 0.9, 1]))
