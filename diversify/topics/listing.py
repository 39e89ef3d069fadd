"""Which words show a topic to people: telling ones that stand together, few of them in several topics."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LISTED: Final = 10
"""Words by which a topic is shown."""
REPEATED: Final = 0.14
"""Part of all words listed that may stand in a topic which is not their best: what stands in many tells none apart."""
MOST_PLACES: Final = 3
"""Topics that may list one word."""
CANDIDATES: Final = 45
"""The most telling words of a topic, of which those that stand together are listed."""
TOGETHER: Final = 8.0
"""What standing together weighs beside the logarithm of how telling a word is.

A hundredth more of mutual information with the others makes up for being less telling by ``exp(.08)``. This and the
number of candidates have the best mean held-out coherence on BBC, AG, HuffPost and MIND, among 4, 6, 8 and 30, 45, 60,
and are within .021 of each set's own best; Reuters and UCI were not looked at.
"""
BY_CHANCE: Final = 2.0
"""Meetings of two words that are not counted: twice is one story told again, or chance."""

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


def telling_weights(counts: Any, shares: Floats) -> Floats:
    """Weights (t, v) by which words show topics, rows summing to one or to zero; for people, not for inference.

    A word's worth is ``n(w, t) log(p(w | t) / p(w)) p(w | t)``: its part of the divergence of the topic's words
    from all words, times the part of the topic that has it. So rare words, which weigh much in a word space, do not
    stand for a topic. Of the worthiest, those are kept that stand together in articles (`_ordered`), and weigh
    ``1 / rank``. A word belongs to the topic in which it stands highest; others list it as well only as far as
    `REPEATED` and `MOST_PLACES` allow, the highest first.

    Parameters
    ----------
    counts
        (n, v) counts.
    shares
        (n, t) shares of topics.
    """
    present = counts.tocsc(copy=True)
    present.data = np.ones_like(present.data)
    worth = _worth(present, shares)
    ranked = np.zeros_like(worth)
    for topic in range(worth.shape[1]):
        ordered = _ordered(worth[:, topic], present)
        ranked[ordered, topic] = 1 / np.arange(1, len(ordered) + 1)
    own = np.zeros_like(ranked)
    if ranked.size:
        best = ranked.argmax(axis=1)
        rows = np.arange(len(ranked))
        own[rows, best] = ranked[rows, best]
        for word, topic in _repeated(ranked, best):
            own[word, topic] = ranked[word, topic]
    return np.asarray((own / np.maximum(own.sum(axis=0), 1e-12)).T, dtype=np.float32)


def shared_information(columns: Any) -> Doubles:
    """Normalised pointwise mutual information (c, c) in [-1, 1] of the columns of (n, c) presences.

    Bouma 2009; `BY_CHANCE` meetings are taken off first. The diagonal is zero.
    """
    n = max(columns.shape[0], 1)
    both = np.asarray((columns.T @ columns).todense(), dtype=np.float64)
    alone = np.maximum(np.diag(both), 1e-9) / n
    counted = np.maximum(both - BY_CHANCE, 0) / n
    logs = np.log(np.maximum(counted, 1e-12))
    information = (logs - np.log(alone)[:, None] - np.log(alone)[None, :]) / np.maximum(-logs, 1e-9)
    information = np.where(counted > 0, np.clip(information, -1, 1), -1.0)
    np.fill_diagonal(information, 0)
    return information


def _worth(present: Any, shares: Floats) -> Doubles:
    within = np.asarray(present.T @ shares, dtype=np.float64)
    size = np.maximum(shares.sum(axis=0, dtype=np.float64), 1e-9)
    overall = np.maximum(np.asarray(present.sum(axis=0), dtype=np.float64).ravel() / max(len(shares), 1), 1e-9)
    lift = np.log(np.maximum(within / size / overall[:, None], 1e-9))
    # Half an article's worth is taken off, so that a word seen once does not name a topic.
    return np.asarray(np.maximum(within - 0.5, 0) * np.maximum(lift, 0) * within / size)


def _ordered(worth: Doubles, present: Any) -> NDArray[np.int64]:
    """The candidates of a topic, best first: again and again the one that fits least with the rest goes to the end."""
    chosen = np.argsort(-worth, kind="stable")[:CANDIDATES]
    chosen = chosen[worth[chosen] > 0]
    if len(chosen) < 2:
        return chosen
    telling = np.log(worth[chosen])
    information = shared_information(present[:, chosen])
    left = np.ones(len(chosen), dtype=bool)
    order = []
    for others in range(len(chosen) - 1, 0, -1):
        fit = telling + TOGETHER * (information @ left) / others
        fit[~left] = np.inf
        order.append(int(fit.argmin()))
        left[order[-1]] = False
    order.append(int(left.argmax()))
    return np.asarray(chosen[order[::-1]])


def _repeated(ranked: Doubles, best: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Words and topics, not their best, that list them all the same."""
    listed = np.argsort(-ranked, axis=0, kind="stable")[:LISTED]
    wanted = [
        (-ranked[word, topic], word, topic)
        for topic in range(ranked.shape[1])
        for word in listed[:, topic].tolist()
        if best[word] != topic and ranked[word, topic] > 0
    ]
    own = np.bincount(best[ranked.max(axis=1) > 0], minlength=ranked.shape[1])
    most = int(REPEATED * min(np.minimum(own, LISTED).sum() / (1 - REPEATED), LISTED * ranked.shape[1]))
    places: dict[int, int] = {}
    chosen: list[tuple[int, int]] = []
    for _, word, topic in sorted(wanted):
        if len(chosen) < most and places.get(word, 1) < MOST_PLACES:
            places[word] = places.get(word, 1) + 1
            chosen.append((word, topic))
    return chosen
