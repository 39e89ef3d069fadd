"""Once a week, one plain question about what is believed: from evidence, and never about anything sensitive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import GENERAL, Belief, CheckIn, Feedback, InterestKind, Occasion, Profile
from diversify.profile import constants as of
from diversify.profile.beliefs import same_thing
from diversify.profile.build import Evidence
from diversify.profile.feedback import weigh

EVERY: Final = timedelta(days=7)
"""No second question sooner than this after one."""

NOT_AGAIN: Final = timedelta(days=182)
"""A thing asked about is left in peace for half a year, however it was answered; one refused, for ever."""

LATELY: Final = timedelta(days=56)
"""What a question rests on was done in so many days: it asks about now."""

LEAST_KNOWN: Final = 0.4
"""A profile less sure than this as a whole is asked nothing: too little was done to ask about any of it."""

LEAST_SURE: Final = 0.35
MOST_SURE: Final = 0.8
"""Below, a question would be a guess; above, its answer is known."""

LEAST_WELCOME: Final = 3
"""From fewer articles than this no question is made."""

BORDERING: Final = frozenset({"health", "government", "law"})
"""Fields most of whose articles touch on health, politics or crime: none is ever asked about, whatever it is called."""

_ABOUT: Final = {"topic": "about “{}”", "industry": "from the field of {}"}
_NOW: Final = {
    "topic": "Is this topic part of your neighbourhood now?",
    "industry": "Is this field part of your neighbourhood now?",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done lately with articles mainly about one thing: how many were opened, finished, liked or kept."""

    opened: int
    finished: int
    kept: int

    @property
    def welcome(self) -> bool:
        """Whether these articles were welcome often enough, and mostly, to ask about them."""
        by_reading = self.finished >= LEAST_WELCOME and 2 * self.finished >= self.opened
        return by_reading or self.kept >= LEAST_WELCOME


def choose_question(
    profile: Profile,
    acts: Iterable[Feedback],
    evidence: Evidence,
    *,
    occasion: Occasion,
    past: Iterable[CheckIn] = (),
    avoid: Collection[tuple[str, str]] = (),
) -> CheckIn | None:
    """The question of a day, None where there is nothing to ask; pure, and the same for acts in any order.

    Asked is about a topic or an industry that is believed to be welcome, neither surely nor hardly, of which nothing
    was said; of several about the one whose confidence is nearest to a half, as its answer teaches most.

    Parameters
    ----------
    profile, acts, evidence
        What is believed, and what it was made of. Acts on articles that are sensitive or not in the evidence do not
        count.
    occasion
        The day, and the names to speak of it.
    past
        Every question asked before. None is asked within `EVERY` of another, none twice within `NOT_AGAIN`, and none
        about a thing that was refused.
    avoid
        Things never to be asked about, as `same_thing` has them: sensitive by their names, or declared.

    Examples
    --------
    >>> from diversify.testing.towns import invented_occasion
    >>> today = invented_occasion()
    >>> choose_question(Profile.unknown(today.as_of), [], Evidence.blank(), occasion=today) is None
    True
    """
    earlier, day = list(past), date.fromisoformat(occasion.day)
    # A clock set back makes past questions future ones: these count all the same.
    if profile.confidence < LEAST_KNOWN or any(date.fromisoformat(one.day) > day - EVERY for one in earlier):
        return None
    closed = {same_thing(interest.kind, interest.value) for interest in profile.interests} | set(avoid)
    closed |= {same_thing(one.kind, one.value) for one in earlier if _is_closed(one, day)}
    open_to_ask = [belief for belief in profile.beliefs if _is_askable(belief, closed)]
    by_article = _acts_lately(acts, occasion)
    for belief in sorted(open_to_ask, key=_teaches_most_first):
        tally = _tally(belief, by_article, evidence, occasion=occasion)
        if tally.welcome:
            return CheckIn(occasion.day, belief.kind, belief.value, _words(belief, tally, occasion))
    return None


def _is_closed(past: CheckIn, day: date) -> bool:
    return past.answer == "never" or date.fromisoformat(past.day) > day - NOT_AGAIN


def _is_askable(belief: Belief, closed: Collection[tuple[str, str]]) -> bool:
    if belief.kind not in _ABOUT or same_thing(belief.kind, belief.value) in closed:
        return False
    if belief.kind == "industry" and belief.value in (GENERAL, *BORDERING):
        return False
    return LEAST_SURE <= belief.confidence <= MOST_SURE and belief.mean >= belief.confidence / 2


def _teaches_most_first(belief: Belief) -> tuple[float, float, str, str]:
    return abs(belief.confidence - 0.5), -belief.mean, belief.kind, belief.value


def _acts_lately(acts: Iterable[Feedback], occasion: Occasion) -> dict[int, list[Feedback]]:
    found: dict[int, list[Feedback]] = defaultdict(list)
    for act in acts:
        if occasion.as_of - LATELY < act.at <= occasion.as_of:
            found[act.article_id].append(act)
    return found


def _tally(belief: Belief, by_article: dict[int, list[Feedback]], evidence: Evidence, *, occasion: Occasion) -> Tally:
    """What was done with articles of which the thing is the main topic or field."""
    mainly = _mainly(evidence, belief.kind, belief.value, occasion=occasion)
    mine = [by_article[number] for number in evidence.ids[mainly].tolist() if number in by_article]
    return Tally(
        opened=sum(any(act.kind in ("open", "read") for act in acts) for acts in mine),
        finished=sum(any(act.kind == "read" and act.value >= of.FINISHED for act in acts) for acts in mine),
        kept=sum(_is_kept(acts, occasion) for acts in mine),
    )


def _is_kept(acts: Sequence[Feedback], occasion: Occasion) -> bool:
    """Whether an article was liked or pinned, and not turned down since."""
    return any(act.kind in ("like", "pin") for act in acts) and weigh(acts, occasion.as_of) > 0.0


def _mainly(evidence: Evidence, kind: InterestKind, value: str, *, occasion: Occasion) -> NDArray[np.bool_]:
    """(e,) whether the thing has the largest share of an article that is not sensitive; topics of one name are one."""
    known, card = evidence.understanding, occasion.card
    shares = known.topics if kind == "topic" else known.industries
    labels = [topic.name for topic in card.topics] if kind == "topic" else card.industries
    things = [same_thing(kind, label) for label in labels]
    names = sorted(set(things))
    if same_thing(kind, value) not in names:
        return np.zeros(len(evidence.ids), dtype=bool)
    merged = np.zeros((len(shares), len(names)))
    for column, thing in enumerate(things):
        merged[:, names.index(thing)] += shares[:, column]
    mine = merged[:, names.index(same_thing(kind, value))]
    return np.asarray((mine >= of.ABOUT) & (mine >= merged.max(axis=1)) & ~known.sensitive)


def _words(belief: Belief, tally: Tally, occasion: Occasion) -> str:
    """What was seen, as plain numbers, and the question."""
    name = occasion.taxonomy.names.get(belief.value, belief.value) if belief.kind == "industry" else belief.value
    about = _ABOUT[belief.kind].format(name)
    lately = f"In the last {LATELY.days // 7} weeks you"
    if not (tally.finished >= LEAST_WELCOME and 2 * tally.finished >= tally.opened):
        return f"{lately} liked or pinned {tally.kept} articles {about}. {_NOW[belief.kind]}"
    of_them = f"all {tally.opened}" if tally.finished == tally.opened else f"{tally.finished} of the {tally.opened}"
    return f"{lately} finished {of_them} articles {about} that you opened. {_NOW[belief.kind]}"
