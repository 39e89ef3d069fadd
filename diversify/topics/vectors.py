"""What an article's vector is put together from: the corpus' own words, the fields of work, and borrowed vectors.

Own words carry most where there are many articles. The fields of work (what the industries' classifier and seed
terms say of the text alone, never of its source) bring knowledge that a small corpus lacks. Borrowed vectors
(pretrained ones, where the reader names some) weigh more the less the own corpus can carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.geometry import unit_rows

FIELDS: Final = 0.5
"""Length of the part of the fields of work beside the own words' part of length 1."""
FAINT: Final = 0.02
"""Sum of shares at which the fields of work count half: where next to nothing is known they say nothing."""
CARRIED: Final = 50_000.0
"""Pairs of words in a corpus at which its own vectors have half of what they can have beside borrowed ones."""
MOST_OWN: Final = 0.75
"""Part that own vectors have at most beside borrowed ones, however many the articles."""
LEAST_OWN: Final = 0.15
"""Part that they have at least: the fields of work in them are known whatever the corpus.

Chosen with the two above on AG, BBC, HuffPost, MIND and UCI, whole and as bare titles, 300, 600 and 2,000 articles:
precision is within .012 of what the best part of each cell gives, .003 in the mean (with 0 instead: .041 and .006);
on Reuters, which was not looked at, .003 in the mean.
"""
COMMON: Final = 8
"""Directions that may be common to many articles; further ones are hardly longer than the mean."""
RIDGE: Final = 20.0
"""Of the mean eigenvalue: a direction that varies so many times as much counts by .7 of itself. Chosen with the
constants of a reader's likeness, on the readers named there."""
FEW: Final = 200
"""Articles below which nothing is said to be common to them."""

Floats = NDArray[np.float32]


def field_part(shares: Floats, middle: Floats) -> Floats:
    """Part (n, m) of the fields of work: roots of shares (n, m) about their middle (m,), in length at most one.

    Roots make the Euclidean distance that of Hellinger.
    """
    away = unit_rows(np.sqrt(np.maximum(shares, 0)) - middle)
    known = shares.sum(axis=1, keepdims=True)
    return np.asarray(away * (known / (known + np.float32(FAINT))), dtype=np.float32)


def field_middle(shares: Floats) -> Floats:
    """Mean (m,) of the roots of shares (n, m)."""
    if not len(shares):
        return np.zeros(shares.shape[1], dtype=np.float32)
    return np.asarray(np.sqrt(np.maximum(shares, 0)).mean(axis=0), dtype=np.float32)


def own_weight(pairs: float) -> float:
    """Part in [0, 1] that own vectors have beside borrowed ones, by the pairs of words that the corpus holds.

    Pairs are what word vectors are learned from: 300 long articles hold more of them than 10,000 bare headlines.

    Examples
    --------
    >>> [round(own_weight(pairs), 2) for pairs in (0, 1_000, 50_000, 10_000_000)]
    [0.15, 0.22, 0.45, 0.71]
    """
    root = float(np.sqrt(pairs))
    return float(LEAST_OWN + (MOST_OWN - LEAST_OWN) * root / (root + float(np.sqrt(CARRIED))))


@dataclass(frozen=True, eq=False)
class Mixture:
    """How an article's vector is put together.

    Attributes
    ----------
    fields
        (m,) middle of the roots of the fields' shares.
    borrowed
        (b,) middle of the borrowed vectors; b is 0 where there are none.
    own
        Part in [0, 1] that own vectors have beside borrowed ones.
    """

    fields: Floats
    borrowed: Floats
    own: float = 1.0

    def join(self, words: Floats, shares: Floats, borrowed: Floats | None = None) -> Floats:
        """Unit vectors (n, d) from the own words' part (n, a), shares of fields (n, m) and borrowed vectors (n, b).

        A row is zero where all its parts are; where one part knows nothing, the others speak for it.
        """
        mine = unit_rows(np.hstack([words, np.float32(FIELDS) * field_part(shares, self.fields)]))
        if borrowed is None:
            return np.asarray(mine, dtype=np.float32)
        known = np.abs(borrowed).sum(axis=1, keepdims=True) > 0
        theirs = unit_rows(np.where(known, borrowed - self.borrowed, np.float32(0)))
        both = np.hstack([mine * np.float32(np.sqrt(self.own)), theirs * np.float32(np.sqrt(1 - self.own))])
        return np.asarray(unit_rows(both), dtype=np.float32)


def fit_mixture(counts: Any, shares: Floats, borrowed: Floats | None = None) -> Mixture:
    """The mixture of a corpus: its (n, v) counts, and shares and borrowed vectors of a sample of it."""
    if borrowed is None:
        return Mixture(field_middle(shares), np.zeros(0, dtype=np.float32))
    middle = borrowed.mean(axis=0) if len(borrowed) else np.zeros(borrowed.shape[1])
    lengths = np.diff(counts.indptr).astype(np.float64)
    own = own_weight(float((lengths * (lengths - 1)).sum() / 2))
    return Mixture(field_middle(shares), np.asarray(middle, dtype=np.float32), own)


def common_directions(vectors: Floats) -> NDArray[np.float64]:
    """Directions that many articles share, as `ModelCard.common` wants them.

    Of the eigenvectors of the vectors' second moments the `COMMON` with the largest eigenvalues e, each shrunk as a
    regression with a ridge of `RIDGE` times the mean eigenvalue m shrinks: a direction keeps ``sqrt(RIDGE m / (e +
    RIDGE m))`` of itself.

    Parameters
    ----------
    vectors
        (n, d) unit rows; zero rows tell nothing, and fewer than `FEW` others tell of no directions.
    """
    told = vectors[np.abs(vectors).sum(axis=1) > 0].astype(np.float64)
    if len(told) < FEW:
        return np.zeros((0, vectors.shape[1]))
    spread, directions = np.linalg.eigh(told.T @ told / len(told))
    ridge = RIDGE * spread.mean()
    lost = 1.0 - np.sqrt(ridge / (spread[-COMMON:] + ridge))
    # Five decimals say as much and are a third of the text of a card.
    return np.asarray(np.round(np.sqrt(lost) * directions[:, -COMMON:], 5).T[::-1])
