"""Evidence → beliefs: how much, how sure, from how many articles. Numpy alone, so that a digest stays quick.

For a thing with evidence w_i (signed, in full readings) and shares s_i in the articles that bear on it,

    n = Σ |w_i| s_i        mean = Σ w_i s_i / (n + n0)        confidence = n / (n + n0)

that is, the mean of a belief that starts at "neither liked nor disliked" with the strength of n0 full readings.
Evidence only adds up, so a small act moves little whatever was known before, and a deeper reading never lowers a mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Belief, Interest, InterestKind
from diversify.profile.constants import HALF_SURE


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learned of p things: `mean` in [-1, 1], `confidence` in [0, 1], `articles`; each (p,).

    `articles` are those that say what the mean says: of liked things those that speak for them, of others those that
    speak against; all where the mean is 0.
    """

    mean: NDArray[np.float64]
    confidence: NDArray[np.float64]
    articles: NDArray[np.int64]


def learn(shares: NDArray[np.float64], weights: NDArray[np.float64], *, half_sure: float = HALF_SURE) -> Learned:
    """Learn what e pieces of evidence say of p things.

    Parameters
    ----------
    shares
        (e, p) how much each article is about each thing; signs are allowed and turn the evidence round.
    weights
        (e,) signed evidence of each article.
    half_sure
        n0 > 0: the amount of evidence that makes half sure.

    Examples
    --------
    >>> learn(np.eye(2), np.array([3.0, -3.0])).mean.tolist()
    [0.5, -0.5]
    """
    signed = weights[:, None] * shares
    # Sums over an axis and not a matrix product: the same bytes whatever the number of threads.
    amount, total = np.abs(signed).sum(axis=0), signed.sum(axis=0)
    return Learned(
        mean=total / (amount + half_sure),
        confidence=amount / (amount + half_sure),
        articles=((signed != 0.0) & (signed * total >= 0.0)).sum(axis=0),
    )


def learn_labels(labels: Sequence[str], weights: NDArray[np.float64]) -> tuple[list[str], Learned]:
    """The same for things of which an article has exactly one or none (its feed, its author).

    Parameters
    ----------
    labels
        Label of each of the e articles; an empty one names nothing.
    weights
        (e,) signed evidence.

    Returns
    -------
    tuple
        The labels that occur, sorted, and what was learned of each.
    """
    names = sorted({label for label in labels if label})
    place = {name: column for column, name in enumerate(names)}
    shares = np.zeros((len(labels), len(names)))
    for row, label in enumerate(labels):
        if label:
            shares[row, place[label]] = 1.0
    return names, learn(shares, weights)


def name_beliefs(kind: InterestKind, names: Sequence[str], learned: Learned) -> list[Belief]:
    """One belief for each thing of which there is any evidence."""
    columns = np.flatnonzero(learned.articles).tolist()
    return [
        Belief(
            kind=kind,
            value=names[column],
            mean=float(learned.mean[column]),
            confidence=float(learned.confidence[column]),
            articles=int(learned.articles[column]),
        )
        for column in columns
    ]


def last_words(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    """What was said, each thing once: of several words on one thing the latest counts, sorted by thing.

    Words without a time are the oldest; of words said at one time the one that asks for less counts.
    """
    latest = {same_thing(i.kind, i.value): i for i in sorted(interests, key=_saying_order)}
    return tuple(latest[thing] for thing in sorted(latest))


def yield_to_said(beliefs: Iterable[Belief], interests: Iterable[Interest]) -> list[Belief]:
    """Let what the reader said outrank what was learned of the same thing.

    A muted thing keeps no belief at all. Where the learned mean has another sign than what was said, it becomes 0:
    the amount of reading stays visible, its contradiction has no effect. Said with weight 0 means "leave me alone
    with it": the learned mean becomes 0 as well. Where both agree, both stand.
    """
    said = {same_thing(interest.kind, interest.value): interest.weight for interest in interests}
    kept = []
    for belief in beliefs:
        weight = said.get(same_thing(belief.kind, belief.value))
        if weight == -1.0:
            continue
        if weight is not None and np.sign(weight) != np.sign(belief.mean):
            belief = Belief(belief.kind, belief.value, 0.0, belief.confidence, belief.articles)  # noqa: PLW2901
        kept.append(belief)
    return kept


@lru_cache(maxsize=4_096)  # a report on a profile asks thousands of times, for the same few hundred things
def same_thing(kind: str, value: str) -> tuple[str, str]:
    """The key under which an interest and a belief are about one thing: case is ignored, except in addresses.

    Examples
    --------
    >>> same_thing("topic", "Climate, Emissions") == same_thing("topic", "climate, emissions ")
    True
    """
    value = value.strip()
    return kind, value if kind == "feed" else value.casefold()


def _saying_order(interest: Interest) -> tuple[float, float, str]:
    at = float("-inf") if interest.at is None else interest.at.timestamp()
    return at, -interest.weight, interest.value
