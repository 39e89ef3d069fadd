"""Likeness of candidates to the articles that a reader's evidence is about."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Profile
from diversify.geometry import unit_rows

DOUBT: Final = 0.2
"""Noise of evidence of weight 1, in units of the kernel. What one article read to its end (weight 1/4) says is believed
by 5/9 at the article itself, a little more than half: two that say the same are surely believed, and one that says
otherwise is not outvoted by its neighbours. Chosen from .05, .1, .2 and .4, with `SKIPPED` of the profile, on the first
fifty readers simulated on three labelled sets; shown on other readers and other sets (the benchmark of profiles)."""

NEARBY: Final = 0.5
"""Part of the kernel that is local, max(0, cosine)^4: several tastes of one reader stay apart. The rest is the cosine
itself, which is the reader's mean direction: with few readings it generalises best."""

FULL: Final = 0.25
"""Evidence of this weight, one article read to its end, says "wanted in full"; more makes surer, not more wanted."""

MOST_EVIDENCE: Final = 400
"""Likeness is counted to so many articles, those with the most weight."""

_ROWS: Final = 1024  # a block of cosines stays within the processor's cache


def likeness(vectors: NDArray[np.float32], profile: Profile) -> NDArray[np.float64]:
    """What the evidence near each candidate says: the mean of a Gaussian process given the evidence.

    With kernel ``k = (1 - NEARBY) cosine + NEARBY max(0, cosine)^4``, evidence of weight w says
    ``sign(w) sqrt(min(|w| / FULL, 1))`` with noise ``DOUBT / |w|`` (Rasmussen and Williams 2006, equation 2.25 with a
    noise of its own for each article). The prior is 0, neither wanted nor not: little evidence moves little, evidence
    that says the same twice counts less than twice, and depth read is what is predicted. Evidence against stays what
    it is near its own article and does not spread beyond what is like it.

    Parameters
    ----------
    vectors
        (n, d) unit rows; a zero row is like nothing.
    profile
        Its evidence is e unit vectors (e, d) and weights (e,) in [-1, 1]; the `MOST_EVIDENCE` weightiest count.

    Returns
    -------
    ndarray
        (n,) in [-1, 1]; 0 with no evidence.

    Raises
    ------
    ValueError
        Where evidence and candidates have vectors of different lengths.

    Examples
    --------
    >>> from diversify.testing.towns import invented_occasion, invented_profile
    >>> read = np.eye(16, dtype=np.float32)[:1]
    >>> reader = invented_profile(invented_occasion(), evidence=(read, np.array([0.25])))
    >>> likeness(np.eye(16, dtype=np.float32)[:2], reader).round(3).tolist()
    [0.556, 0.0]
    """
    known = np.zeros(len(vectors))
    evidence, pull = _solved(profile)
    if len(pull) and vectors.shape[1]:
        if evidence.shape[1] != vectors.shape[1]:
            raise ValueError(f"evidence of shape {evidence.shape} and vectors of shape {vectors.shape} do not compare")
        for start in range(0, len(vectors), _ROWS):
            known[start : start + _ROWS] = _kernel(vectors[start : start + _ROWS].astype(np.float64), evidence) @ pull
    return np.clip(known, -1.0, 1.0)


@lru_cache(maxsize=4)
def _solved(profile: Profile) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Evidence (e, d) and its pull (e,), solved once for a profile: reasons ask for one row at a time."""
    order = np.argsort(-np.abs(profile.evidence_weights), kind="stable")[:MOST_EVIDENCE]
    order = order[profile.evidence_weights[order] != 0.0]
    evidence = unit_rows(profile.evidence_vectors[order].astype(np.float64))
    weights = profile.evidence_weights[order]
    amount = np.abs(weights)
    says = np.sign(weights) * np.sqrt(np.minimum(amount / FULL, 1.0))
    return evidence, np.linalg.solve(_kernel(evidence, evidence) + np.diag(DOUBT / amount), says)


def _kernel(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, e) of unit rows: the cosine, and what of it is near."""
    cosine = left @ right.T
    near = np.maximum(cosine, 0.0)
    np.square(near, out=near)
    np.square(near, out=near)
    near *= NEARBY
    near += (1.0 - NEARBY) * cosine
    return np.asarray(near)
