"""Candidates + profile + memory → slate; staged functions, so that a notebook can stop after any of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Candidates, Memory, Occasion, Profile, Slate, SlateItem, SlatePolicy
from diversify.rank.lanes import fill
from diversify.rank.pacing import paced
from diversify.rank.reasons import explain
from diversify.rank.retrieve import eligible, muted, outlet_keys, story_keys
from diversify.rank.score import coverage, score
from diversify.rank.shortlist import Pick, Shortlist, make_shortlist
from diversify.rank.slate import interleave, seeded
from diversify.rank.unmet import nothing_eligible, shortfalls


def recommend(pool: Candidates, profile: Profile, memory: Memory, *, policy: SlatePolicy, occasion: Occasion) -> Slate:
    """Make the slate of an occasion; the same arguments give the same slate.

    Parameters
    ----------
    pool
        n candidates; of any make, empty ones too.
    profile
        What may be believed of the reader.
    memory
        What was shown lately.
    policy
        The reader's dials.
    occasion
        The day, its seed, and the names of topics, industries and sources.

    Returns
    -------
    Slate
        At most as many items as the policy's mix has places, each with one to three reasons; `unmet` says in plain
        words what could not be met.

    Raises
    ------
    ValueError
        Where pool, profile, memory and the model's card do not fit together.

    Examples
    --------
    >>> from diversify.testing.towns import invented_occasion, invented_pool, invented_profile
    >>> today = invented_occasion(seed=1)
    >>> pool = invented_pool(today, rng=np.random.default_rng(1))
    >>> reader = invented_profile(today, home="sport")
    >>> slate = recommend(pool, reader, Memory(), policy=SlatePolicy(), occasion=today)
    >>> slate.delivered()
    {'near': 6, 'common': 3, 'far': 3}
    """
    silenced = muted(pool, profile, occasion=occasion)
    audible = pool[~silenced]
    may = eligible(audible, memory, policy=policy, occasion=occasion)
    # How many outlets carry a story is counted over all that is not muted, shown before or in another language.
    counted = audible[may].with_scores(coverage=coverage(audible)[may])
    scored = score(counted, profile, memory, occasion=occasion)
    shortlist = make_shortlist(scored, profile, memory, policy=paced(policy, memory), occasion=occasion)
    seats = fill(shortlist, rng=seeded(occasion.seed, occasion.day))
    items = [
        _item(shortlist, audible, pick, place=place) for place, pick in enumerate(interleave(seats.picks), start=1)
    ]
    unmet = shortfalls(shortlist, seats) if len(shortlist) else nothing_eligible(pool, int(silenced.sum()))
    return Slate(
        items=tuple(
            replace(item, reasons=explain(item, scored, profile, memory=memory, occasion=occasion)) for item in items
        ),
        policy=policy,
        model=occasion.card.version,
        seed=occasion.seed,
        as_of=occasion.as_of,
        day=occasion.day,
        unmet=unmet,
    )


def _item(shortlist: Shortlist, audible: Candidates, pick: Pick, *, place: int) -> SlateItem:
    pool = shortlist.pool
    return SlateItem(
        article_id=int(pool.ids[pick.row]),
        position=place,
        lane=pick.lane,
        scores={name: float(column[pick.row]) for name, column in sorted(pool.scores.items())},
        industry=pick.industry,
        propensity=pick.propensity,
        new_voice=bool(pool.scores["new_voice"][pick.row]),
        others=other_outlets(audible, pool[np.array([pick.row])]),
    )


def other_outlets(audible: Candidates, one: Candidates) -> tuple[int, ...]:
    """Ids of articles that tell the story of `one` elsewhere: the newest of each other outlet, by newness."""
    same = np.flatnonzero(story_keys(audible) == story_keys(one)[0])
    told = audible[same]
    newest: dict[str, int] = {str(outlet_keys(one)[0]): 0}
    order: NDArray[np.int64] = np.lexsort((told.ids, -told.published))
    for row in order:
        newest.setdefault(str(outlet_keys(told)[row]), int(told.ids[row]))
    return tuple(number for number in list(newest.values())[1:])
