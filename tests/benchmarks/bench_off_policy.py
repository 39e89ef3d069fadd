"""Off-policy estimates against the simulator's truth: how many of 100 intervals hold it.

    python tests/benchmarks/bench_off_policy.py [--worlds 5] [--logs 100] [--readers 250]

Simulated readers live a day with articles near to what they read; then the first place of twelve is drawn, in
proportion to exp(-2 · nearness), and its propensity is logged. Asked is what the first place would be read to, on
average, had it been drawn in proportion to exp(2 · nearness), nearness being exp(-d² / 0.3) by the distance from what
was read. The truth is no estimate: every article of the pool is
put first for everybody in a run of its own, so that what each reader makes of each article is known, and is weighted by
the probabilities of the policy in question. Each log has draws of its own. The model of `dr` is a plain guess:
depth is nearness.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field, replace

import numpy as np

from diversify.experiments import Draws, estimate
from diversify.experiments.off_policy import KINDS
from diversify.simulate import Choice, Offer, digest_readers, digest_world, loop, policies

PULL = 2.0
"""How much the policy in question favours the near, and the one that was logged the others."""


@dataclass
class FirstDrawn:
    """Policy that draws the first place on the second day, or puts one article there; the rest is the nearest."""

    rng: np.random.Generator
    forced: int = -1
    seen: dict[str, list[np.ndarray]] = field(default_factory=dict)

    def __call__(self, offer: Offer, rng: np.random.Generator) -> Choice:
        """Twelve places; what was drawn, how likely, and what the other policy and the model say of it is kept."""
        nearest = np.asarray(policies["relevance_only"](replace(offer, size=offer.size - 1), rng))
        free = offer.open.copy()
        reader, place = np.nonzero(nearest >= 0)
        free[reader, nearest[reader, place]] = False
        first = np.full(len(free), -1)
        chance = np.ones(len(free))
        if offer.day == 1:
            nearness = np.exp(-((offer.profile[:, None] - offer.places[None]) ** 2).sum(axis=2) / 0.3)
            logged, asked = (shares(pull * nearness, free) for pull in (-PULL, PULL))
            rows = np.arange(len(free))
            first = (
                np.argmax(np.log(np.maximum(logged, 1e-300)) + self.rng.gumbel(size=free.shape), axis=1)
                if self.forced < 0
                else np.where(free[:, self.forced], self.forced, -1)
            )
            chance = logged[rows, first]
            self.keep(
                readers=offer.readers, logged=chance, target=asked[rows, first], predicted=nearness[rows, first],
                expected=(asked * nearness).sum(axis=1), asked=asked,
            )  # fmt: skip
        rows = np.column_stack([first, nearest])
        propensity = np.ones(rows.shape)
        propensity[:, 0] = chance
        return Choice(rows, np.zeros(rows.shape, dtype=np.int8), propensity)

    def keep(self, **columns: np.ndarray) -> None:
        """Remember what belongs to the readers of one block."""
        for name, values in columns.items():
            self.seen.setdefault(name, []).append(values)

    def column(self, name: str) -> np.ndarray:
        """What was remembered, in the order of readers."""
        order = np.argsort(np.concatenate(self.seen["readers"]), kind="stable")
        return np.concatenate(self.seen[name])[order]


def shares(logits: np.ndarray, free: np.ndarray) -> np.ndarray:
    """(b, n) probabilities over what is free, in proportion to exp(logits)."""
    weights = np.where(free, np.exp(logits), 0.0)
    return weights / weights.sum(axis=1, keepdims=True)


def lived(policy: FirstDrawn, *, readers: int, seed: int) -> np.ndarray:
    """Two days with this policy: to what depth each reader read the first place of the second day; (r,)."""
    crowd = digest_readers(readers, bored=0.0, weary=0.0, outside=0.05)
    sheet = loop(policy, world=digest_world(births=25), readers=crowd, days=2, seed=seed).sheet
    first = (sheet.day == 1) & (sheet.position == 1)
    depth = np.zeros(readers)
    depth[sheet.reader[first]] = sheet.depth[first]
    return depth


def truth(*, readers: int, seed: int) -> float:
    """Mean depth of the first place under the policy in question, exactly."""
    looking = FirstDrawn(np.random.default_rng(0))
    lived(looking, readers=readers, seed=seed)
    asked = looking.column("asked")
    total = np.zeros(readers)
    for article in range(asked.shape[1]):
        depth = lived(FirstDrawn(np.random.default_rng(0), forced=article), readers=readers, seed=seed)
        total += asked[:, article] * depth
    return float(total.mean())


def judged(*, readers: int, seed: int, logs: int) -> dict[str, dict[str, float]]:
    """Of each kind of estimate: how many intervals hold the truth, the error, and the mean half of an interval."""
    known = truth(readers=readers, seed=seed)
    found: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in (*KINDS, "unweighted")}
    for draw in range(logs):
        policy = FirstDrawn(np.random.default_rng([seed, draw]))
        rewards = lived(policy, readers=readers, seed=seed)
        logged, target = policy.column("logged"), policy.column("target")
        model = {name: policy.column(name) for name in ("predicted", "expected")}
        for kind in KINDS:
            answer = estimate(Draws(rewards, logged, target), kind=kind, **(model if kind == "dr" else {}))
            found[kind].append((answer.value, answer.low, answer.high))
        plain = estimate(Draws(rewards, logged, logged), kind="ips")
        found["unweighted"].append((plain.value, plain.low, plain.high))
    said = {}
    for kind, rows in found.items():
        value, low, high = np.array(rows).T
        said[kind] = {
            "held": int(((low <= known) & (known <= high)).sum()),
            "truth": known,
            "mean": float(value.mean()),
            "error": float(np.sqrt(((value - known) ** 2).mean())),
            "half": float((high - low).mean() / 2),
        }
    return said


def main() -> int:
    """Exit code 1 where fewer than 90 of 100 intervals of a kind hold the truth in any world."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=5)
    parser.add_argument("--logs", type=int, default=100)
    parser.add_argument("--readers", type=int, default=250)
    options = parser.parse_args()
    least = options.logs
    for seed in range(options.worlds):
        for kind, said in judged(readers=options.readers, seed=seed, logs=options.logs).items():
            line = f"world {seed}  {kind:10}  {said['held']:3} of {options.logs} hold the truth {said['truth']:.4f}"
            sys.stdout.write(f"{line}; mean {said['mean']:.4f}, error {said['error']:.4f}, half {said['half']:.4f}\n")
            least = min(least, said["held"]) if kind in KINDS else least
    sys.stdout.write(f"least of all: {least} of {options.logs}\n")
    return int(least < 0.9 * options.logs)


if __name__ == "__main__":
    raise SystemExit(main())
