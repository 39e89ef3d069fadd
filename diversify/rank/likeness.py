"""Likeness of candidates to the articles that a reader's evidence is about."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import ModelCard, Profile
from diversify.geometry import unit_rows

DOUBT: Final = 0.3
"""Noise of evidence of weight 1, in units of the kernel. What one article read to its end (weight 1/4) says is believed
by 5/11 at the article itself, a little less than half: two that say the same are believed, and one that says otherwise
is not outvoted by its neighbours. This and the next three were chosen on the first sixty readers simulated on HuffPost,
BBC and UCI, with what they passed over and without; other readers and other sets show them (benchmark of profiles)."""

ONE_SIDED: Final = 2.0
"""Noise added where all evidence is for, or all against. Without a contrast nothing tells what made the articles read
different from others: the fit would explain their differences from each other. With much noise it is their mean."""

NEARBY: Final = 0.6
"""Part of the kernel that is local, max(0, cosine)^3: several tastes of one reader stay apart. The rest is the cosine
itself, which is the reader's mean direction: with few readings it generalises best."""

FULL: Final = 0.25
"""Evidence of this weight, one article read to its end, says "wanted in full"; more makes surer, not more wanted."""

MOST_EVIDENCE: Final = 400
"""Likeness is counted to so many articles, those with the most weight."""

_ROWS: Final = 256  # a block of cosines stays within the processor's cache


def likeness(vectors: NDArray[np.float32], profile: Profile, card: ModelCard) -> NDArray[np.float64]:
    """What the evidence near each candidate says: the mean of a Gaussian process given the evidence.

    With kernel ``k = (1 - NEARBY) cosine + NEARBY max(0, cosine)^3``, evidence of weight w says
    ``sign(w) min(|w| / FULL, 1)`` with noise ``(DOUBT + ONE_SIDED r^2) / |w|``, r = |sum of w| / sum of |w| (Rasmussen
    and Williams 2006, equation 2.25 with a noise of its own for each article). The cosines are taken without what all
    articles have in common, as far as the model says. What `ONE_SIDED` takes from the height of the mean is given
    back, as if all evidence lay at one place. The prior is 0, neither wanted nor not: little evidence moves little,
    evidence that says the same twice counts less than twice, and depth read is what is predicted. Evidence against
    stays what it is near its own article and does not spread beyond what is like it.

    Parameters
    ----------
    vectors
        (n, d) unit rows; a zero row is like nothing.
    profile
        Its evidence is e unit vectors (e, d) and weights (e,) in [-1, 1]; the `MOST_EVIDENCE` weightiest count.
    card
        Of the model that made the vectors; its `common` is left out of them.

    Returns
    -------
    ndarray
        (n,) in [-1, 1]; 0 with no evidence.

    Raises
    ------
    ValueError
        Where the vectors of evidence and candidates, or what they have in common, have different lengths.

    Examples
    --------
    >>> from diversify.testing.towns import invented_occasion, invented_profile
    >>> read, card = np.eye(16, dtype=np.float32)[:1], invented_occasion().card
    >>> reader = invented_profile(invented_occasion(), evidence=(read, np.array([0.25])))
    >>> likeness(np.eye(16, dtype=np.float32)[:2], reader, card).round(3).tolist()
    [0.455, 0.0]
    """
    known = np.zeros(len(vectors))
    if not len(profile.evidence_weights) or not vectors.shape[1]:
        return known
    if profile.evidence_vectors.shape[1] != vectors.shape[1]:
        shapes = f"evidence of shape {profile.evidence_vectors.shape} and vectors of shape {vectors.shape}"
        raise ValueError(f"{shapes} do not compare")
    evidence, pull = _solved(profile, card)
    # What is left out of one side of a product need not be left out of the other: candidates are many.
    reduced = _without_common(evidence, card)
    for start in range(0, len(vectors), _ROWS):
        rows = vectors[start : start + _ROWS].astype(np.float64)
        known[start : start + _ROWS] = _kernel(rows @ reduced.T / _lengths(rows, card)[:, None]) @ pull
    return np.clip(known, -1.0, 1.0)


@lru_cache(maxsize=4)
def _solved(profile: Profile, card: ModelCard) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Evidence (e, d) and its pull (e,), solved once for a profile: reasons ask for one row at a time."""
    order = np.argsort(-np.abs(profile.evidence_weights), kind="stable")[:MOST_EVIDENCE]
    order = order[profile.evidence_weights[order] != 0.0]
    evidence = unit_rows(_without_common(profile.evidence_vectors[order].astype(np.float64), card))
    weights = profile.evidence_weights[order]
    if not len(weights):
        return evidence, weights
    amount = np.abs(weights)
    total = float(amount.sum())
    doubt = DOUBT + ONE_SIDED * (float(weights.sum()) / total) ** 2
    says = np.sign(weights) * np.minimum(amount / FULL, 1.0)
    pull = np.linalg.solve(_kernel(evidence @ evidence.T) + np.diag(doubt / amount), says)
    return evidence, pull * (total + doubt) / (total + DOUBT)


def _without_common(rows: NDArray[np.float64], card: ModelCard) -> NDArray[np.float64]:
    """(n, d) rows without what is common to all articles, as far as the model says."""
    if not len(card.common):
        return rows
    if card.common.shape[1] != rows.shape[1]:
        raise ValueError(f"common of shape {card.common.shape} and vectors of shape {rows.shape} do not compare")
    return np.asarray(rows - (rows @ card.common.T) @ card.common)


def _lengths(rows: NDArray[np.float64], card: ModelCard) -> NDArray[np.float64]:
    """(n,) what the rows without what is common are long, 1 for those of which nothing is left.

    The directions c are orthogonal: |x - Σ (c·x) c|² = |x|² - Σ (2 - |c|²) (c·x)².
    """
    squares = np.einsum("ij,ij->i", rows, rows)
    if len(card.common):
        squares -= np.square(rows @ card.common.T) @ (2.0 - np.square(card.common).sum(axis=1))
    return np.sqrt(np.where(squares > 1e-12, squares, 1.0))


def _kernel(cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    """Likeness of cosines, any shape: the cosine, and what of it is near."""
    near = np.maximum(cosine, 0.0)
    local = near * near
    local *= near
    local *= NEARBY
    local += (1.0 - NEARBY) * cosine
    return np.asarray(local)
