"""Check a reason: take its cause away, compute again, and see whether the terms move by what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from diversify.domain import Candidates, Memory, Occasion, Profile, Reason
from diversify.rank.learned import SIMILAR
from diversify.rank.relevance import relevance_terms
from diversify.rank.retrieve import muted, outlet_keys, story_keys
from diversify.rank.score import coverage, distance_from_home, score
from diversify.rank.words import fold


@dataclass(frozen=True, slots=True)
class Change:
    """One term with its cause, and without it."""

    before: float
    after: float

    @property
    def moved(self) -> float:
        """By how much the cause raised the term."""
        return self.before - self.after


@dataclass(frozen=True, eq=False)
class Case:
    """One article with all that its terms are computed from."""

    pool: Candidates
    profile: Profile
    memory: Memory
    occasion: Occasion
    article_id: int

    @property
    def row(self) -> int:
        """Row of the article.

        Raises
        ------
        ValueError
            Where it is not in the pool.
        """
        rows = np.flatnonzero(self.pool.ids == self.article_id)
        if not len(rows):
            raise ValueError(f"article {self.article_id} is not among the {len(self.pool)} candidates")
        return int(rows[0])

    def terms(self) -> dict[str, float]:
        """Every term a reason may name."""
        one = replace(self.pool[np.array([self.row])], scores={})
        audible = ~muted(self.pool, self.profile, occasion=self.occasion)
        audible[self.row] = True
        carried = coverage(self.pool[audible])[audible[: self.row].sum()]
        counted = one.with_scores(coverage=np.array([carried]))
        scored = score(counted, self.profile, self.memory, occasion=self.occasion)
        named = relevance_terms(one, self.profile, occasion=self.occasion) | dict(scored.scores)
        terms = {name: float(values[0]) for name, values in named.items()}
        away = distance_from_home(self.profile, occasion=self.occasion)
        codes = self.occasion.card.industries
        exposure = self.memory.far_exposure if len(self.memory.far_exposure) == len(codes) else np.zeros(len(codes))
        terms |= {f"distance:{code}": float(value) for code, value in zip(codes, away, strict=True)}
        return terms | {f"exposure:{code}": float(value) for code, value in zip(codes, exposure, strict=True)}


def counterfactual(
    pool: Candidates, profile: Profile, memory: Memory, *, occasion: Occasion, article_id: int, reason: Reason
) -> dict[str, Change]:
    """Remove the cause that a reason names, and compute its terms again.

    The cause is, by kind: the wishes (`interest`), the beliefs or the evidence (`learned`), the home (`home`,
    `home_distance`), what far items were shown (`far_industry`), the story's other outlets (`coverage`), that the
    source was never shown (`new_voice`), the article's freshness and substance (`fresh`, `no_history`, `variety`).

    Parameters
    ----------
    pool, profile, memory, occasion
        As they were when the slate was made.
    article_id
        The item's article.
    reason
        One of the item's reasons.

    Returns
    -------
    dict
        For every term of the reason, and for `relevance`: its value before and after. A true reason's terms equal
        `before` and what they `moved`.

    Raises
    ------
    ValueError
        Where the article is not in the pool or the reason's kind is unknown.

    Examples
    --------
    >>> from diversify.domain import SlatePolicy
    >>> from diversify.rank import recommend
    >>> from diversify.testing.towns import invented_occasion, invented_pool, invented_profile
    >>> today, reader = invented_occasion(seed=1), invented_profile(invented_occasion(), home="sport")
    >>> pool = invented_pool(today, rng=np.random.default_rng(1))
    >>> item = recommend(pool, reader, Memory(), policy=SlatePolicy(), occasion=today).items[0]
    >>> reason = item.reasons[0]
    >>> moved = counterfactual(pool, reader, Memory(), occasion=today, article_id=item.article_id, reason=reason)
    >>> all(abs(moved[name].moved - said) < 1e-9 for name, said in reason.terms.items())
    True
    """
    if reason.kind not in _CAUSES:
        raise ValueError(f"no reason is of kind {reason.kind!r}; there are {', '.join(sorted(_CAUSES))}")
    case = Case(pool, profile, memory, occasion, article_id)
    before, after = case.terms(), _CAUSES[reason.kind](case, reason).terms()
    return {name: Change(before.get(name, 0.0), after.get(name, 0.0)) for name in [*reason.terms, "relevance"]}


def _without_wishes(case: Case, reason: Reason) -> Case:
    kept = tuple(i for i in case.profile.interests if f"interest:{i.kind}:{i.value}" not in reason.terms)
    return replace(case, profile=replace(case.profile, interests=kept))


def _without_learning(case: Case, reason: Reason) -> Case:
    named = {fold(name) for name in reason.terms}
    kept = tuple(b for b in case.profile.beliefs if fold(f"learned:{b.kind}:{b.value}") not in named)
    profile = replace(case.profile, beliefs=kept)
    if SIMILAR in reason.terms:
        profile = replace(
            profile,
            evidence_ids=profile.evidence_ids[:0],
            evidence_vectors=profile.evidence_vectors[:0],
            evidence_weights=profile.evidence_weights[:0],
        )
    return replace(case, profile=profile)


def _without_home(case: Case, _: Reason) -> Case:
    return replace(case, profile=replace(case.profile, home=np.zeros_like(case.profile.home)))


def _without_exposure(case: Case, _: Reason) -> Case:
    return replace(case, memory=replace(case.memory, far_exposure=np.zeros_like(case.memory.far_exposure)))


def _without_other_outlets(case: Case, _: Reason) -> Case:
    stories, outlets = story_keys(case.pool), outlet_keys(case.pool)
    elsewhere = (stories == stories[case.row]) & (outlets != outlets[case.row])
    return replace(case, pool=case.pool[~elsewhere])


def _known_voice(case: Case, _: Reason) -> Case:
    return replace(case, memory=replace(case.memory, feeds=case.memory.feeds | {int(case.pool.feeds[case.row])}))


def _without_merit(case: Case, _: Reason) -> Case:
    published, substance = case.pool.published.copy(), case.pool.substance.copy()
    published[case.row], substance[case.row] = -np.inf, 0.0
    return replace(case, pool=replace(case.pool, published=published, substance=substance))


_CAUSES: Final[Mapping[str, Callable[[Case, Reason], Case]]] = MappingProxyType(
    {
        "interest": _without_wishes,
        "learned": _without_learning,
        "home": _without_home,
        "home_distance": _without_home,
        "far_industry": _without_exposure,
        "coverage": _without_other_outlets,
        "new_voice": _known_voice,
        "fresh": _without_merit,
        "no_history": _without_merit,
        "variety": _without_merit,
    }
)
