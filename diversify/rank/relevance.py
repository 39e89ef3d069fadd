r"""Relevance: what the reader said, plus what was learned as far as it may be believed; a sum of named terms.

With s the terms of what was said and l those of what was learned,

    x = SAID * Σ_i weight_i * carried_i  +  Σ_g part_g * l_g  +  HOMEWARD * declared * Σ_a h_a * carried_a
    relevance = (1 + x / (1 + |x|)) / 2

Every l_g lies in [-1, 1] and their parts (`part_of`) sum to at most 1, so all that was ever learned moves x by at most
1 in either direction, and home by at most `HOMEWARD`, while an interest moves it by `SAID` times weight and degree:
what was said outranks what was done, from a weight of `LEAST_WISH` on for all that belongs to the thing named. Weights
below that are those of beliefs that the reader kept or halved: these count what they counted. The last step maps x to
(0, 1) without changing the order; 1/2 is "nothing known either way".
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates, Interest, Occasion, Profile
from diversify.rank.carrying import Carrying
from diversify.rank.learned import Learned

SAID: Final = 50.0
"""Weight of an interest said in full. A wish of weight `LEAST_WISH` for what an article carries by half (`CLEARLY`)
moves x by 2.5: more than 2 + `HOMEWARD`, all that was ever learned against one article and for another, with home
beside it. So no reading, however much, outranks a wish, and none makes up for an "I want less of this"."""

LEAST_WISH: Final = 0.1
"""From this weight on a word of the reader outranks all that they did."""

HOMEWARD: Final = 0.25
"""Weight of the field that the reader declared as their own. Little beside what was said or learned, yet enough to lead
where both are silent: who only named a home gets a near lane from home. A home found in what was read adds nothing
here: it is made of the readings that the beliefs of industries are made of, and would count them twice."""


def said_terms(pool: Candidates, profile: Profile, *, occasion: Occasion) -> dict[str, NDArray[np.float64]]:
    """Named terms (n,) of what the reader said: ``interest:<kind>:<value>``; mutes and weights of 0 have none."""
    carrying = Carrying(pool, occasion)
    terms: dict[str, NDArray[np.float64]] = {}
    for interest in profile.interests:
        if interest.weight and not interest.muted:
            name = f"interest:{interest.kind}:{interest.value}"
            part = SAID * interest.weight * carrying.degree(interest)
            terms[name] = terms.get(name, np.zeros(len(pool))) + part
    return terms


def home_terms(pool: Candidates, profile: Profile, *, occasion: Occasion) -> dict[str, NDArray[np.float64]]:
    """Named terms (n,) of the reader's declared fields: ``home:<code>``; none for sensitive rows."""
    if profile.home_confidence < 1.0:
        return {}
    carrying, codes = Carrying(pool, occasion), occasion.card.industries
    terms: dict[str, NDArray[np.float64]] = {}
    for column in np.flatnonzero(profile.home[: len(codes)]):
        code, share = codes[int(column)], float(profile.home[column])
        part = HOMEWARD * share * carrying.degree(Interest("industry", code, 1.0))
        terms[f"home:{code}"] = np.where(pool.sensitive, 0.0, part)
    return terms


def relevance_terms(pool: Candidates, profile: Profile, *, occasion: Occasion) -> dict[str, NDArray[np.float64]]:
    """All named terms (n,) of x; for a few rows, as every belief becomes a column.

    Names: ``interest:<kind>:<value>``, ``home:<code>``, ``learned:<kind>:<value>`` and ``similar`` (likeness to
    articles read).

    Raises
    ------
    ValueError
        Where pool, profile and the model's card do not fit together.
    """
    said, home = (terms(pool, profile, occasion=occasion) for terms in (said_terms, home_terms))
    return said | home | Learned(pool, profile, occasion).terms()


def squash(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of terms to relevance in [0, 1], the order kept; 0 gives 1/2.

    Examples
    --------
    >>> squash(np.array([-1.0, 0.0, 4.0])).tolist()
    [0.25, 0.5, 0.9]
    """
    # Twelve decimals: whatever order a machine sums in, the column is the same bytes.
    return np.asarray(np.round(0.5 * (1.0 + x / (1.0 + np.abs(x))), 12))


def relevance(pool: Candidates, profile: Profile, *, occasion: Occasion) -> NDArray[np.float64]:
    """(n,) in [0, 1]: how much this reader may want each article; 1/2 where nothing is known.

    Raises
    ------
    ValueError
        Where pool, profile and the model's card do not fit together.
    """
    total = Learned(pool, profile, occasion).total()
    for terms in (said_terms, home_terms):
        total = sum(terms(pool, profile, occasion=occasion).values(), total)
    return squash(total)
