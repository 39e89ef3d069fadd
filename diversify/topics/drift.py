"""Whether the articles that come in are still about what the model learned from."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import ModelCard

DRIFTED: Final = 0.3
"""Drift from which a refit is worth its time: another outlet's news is at .5 and more, another week's below .2."""
ENOUGH: Final = 100
"""Articles below which drift is not judged."""


def topic_drift(card: ModelCard, topics: NDArray[np.float32]) -> float:
    """How far, in [0, 1], the topics of n articles are from those that the model learned from.

    The Jensen-Shannon distance (base 2; Endres & Schindelin 2003) between how often each topic comes first here and
    how often it did in training; articles in which no topic is known count as a topic of their own. What n draws
    would differ by chance, ``k / (8 n ln 2)`` for k topics, is taken off. NaN for fewer than `ENOUGH` articles.

    Parameters
    ----------
    card
        Of the model.
    topics
        (n, t) shares of topics, as the model understood the articles.

    Examples
    --------
    >>> from diversify.testing import make_card
    >>> card = make_card("words-5-none", widths=(5, 2, 3))
    >>> topic_drift(card, np.zeros((3, 2), dtype=np.float32))
    nan
    """
    n, t = topics.shape
    if t != len(card.topics):
        raise ValueError(f"the articles have {t} topics, the model has {len(card.topics)}")
    if n < ENOUGH:
        return float("nan")
    known = topics.sum(axis=1) > 0
    now = np.bincount(np.where(known, topics.argmax(axis=1), t) if t else np.zeros(n, np.int64), minlength=t + 1) / n
    shares = np.array([topic.share for topic in card.topics], dtype=np.float64)
    before = np.append(shares, max(1 - shares.sum(), 0.0))
    before /= max(before.sum(), 1e-12)
    middle = (now + before) / 2
    divergence = (_divergence(now, middle) + _divergence(before, middle)) / 2
    chance = (np.count_nonzero(middle) - 1) / (8 * n * np.log(2))
    return float(np.sqrt(np.clip(divergence - chance, 0, 1)))


def has_drifted(card: ModelCard, topics: NDArray[np.float32]) -> bool:
    """Whether a refit is worth its time by `topic_drift`; False where there are too few articles to say."""
    return topic_drift(card, topics) >= DRIFTED


def _divergence(part: NDArray[np.float64], middle: NDArray[np.float64]) -> float:
    held = part > 0
    return float((part[held] * np.log2(part[held] / middle[held])).sum())
