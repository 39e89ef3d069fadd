"""Which articles stand behind a belief, and how much each says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Occasion, Profile
from diversify.profile.beliefs import same_thing
from diversify.profile.build import Evidence
from diversify.profile.constants import ABOUT, MOST_PER_ARTICLE

MOST: int = 3
"""So many articles are named behind one belief."""

LEAST: float = 0.05
"""An article that says less, in full readings, is not named: to one decimal it says nothing."""


def support(
    profile: Profile, evidence: Evidence, *, kind: str, value: str, occasion: Occasion, most: int = MOST
) -> list[tuple[int, float]]:
    """The articles that say most about a thing, JSON-able: article id, and its signed part in full readings.

    Parameters
    ----------
    profile
        As `build_profile` made it of that evidence; what it left out (sensitive articles, say) is not named here.
    kind, value
        The thing: a belief's.
    most
        At most so many, the weightiest first.

    Examples
    --------
    >>> from diversify.testing.towns import invented_occasion
    >>> from diversify.domain import Profile
    >>> today = invented_occasion()
    >>> support(Profile.unknown(today.as_of), Evidence.blank(), kind="author", value="Ann", occasion=today)
    []
    """
    row_of = {int(number): row for row, number in enumerate(evidence.ids.tolist())}
    rows = np.array([row_of[int(number)] for number in profile.evidence_ids], dtype=np.int64)
    if not len(rows):
        return []
    says = profile.evidence_weights * MOST_PER_ARTICLE * _shares(evidence, kind, value, occasion=occasion)[rows]
    order = np.lexsort((profile.evidence_ids, -np.abs(says)))
    return [(int(profile.evidence_ids[at]), float(says[at])) for at in order[:most] if abs(says[at]) >= LEAST]


def _shares(evidence: Evidence, kind: str, value: str, *, occasion: Occasion) -> NDArray[np.float64]:
    """(e,) how far each article is about the thing."""
    wanted = same_thing(kind, value)
    if kind in ("topic", "industry"):
        known = evidence.understanding.topics if kind == "topic" else evidence.understanding.industries
        names: Sequence[str] = [t.name for t in occasion.card.topics] if kind == "topic" else occasion.card.industries
        columns = [column for column, name in enumerate(names) if same_thing(kind, name) == wanted]
        shares = known[:, columns].astype(np.float64)
        return np.asarray(np.where(shares >= np.float32(ABOUT), shares, 0.0).sum(axis=1))
    if kind == "feed":
        ids = [number for number, feed in occasion.feeds.items() if same_thing("feed", feed.url) == wanted]
        return np.isin(evidence.feeds, ids).astype(np.float64)
    return np.array([same_thing(kind, author) == wanted for author in evidence.authors], dtype=np.float64)
