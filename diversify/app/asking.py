"""The weekly check-in: which question was asked, and an answer that does what it says.

What is kept of it is a delivery: that a question was brought to the reader on a day. Yes and no are said as any
interest is, so whatever takes a saying back opens the question again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast, get_args

from diversify.app.acting import say, sensitive_words
from diversify.app.believing import Grounds
from diversify.app.days import day_of
from diversify.app.dials import Dials
from diversify.catalogue import load_taxonomy
from diversify.domain import CHECK_IN, Answer, CheckIn, Delivery, Interest, Occasion, Profile
from diversify.errors import UsageError
from diversify.protocols import Store

ANSWERS: Final[tuple[Answer, ...]] = get_args(Answer)
WEIGHTS: Final = {"yes": 0.5, "no": 0.0}
"""What an answer says of the thing: more of it, as a wish by hand begins; or that what was learned of it is not so."""


def ask(store: Store, profile: Profile, grounds: Grounds, *, occasion: Occasion, now: datetime) -> CheckIn | None:
    """Ask today's question, once whoever asks first, where there is one to ask."""
    from diversify.profile import choose_question

    dials = Dials.read(store.reader.dials())
    if occasion.day != day_of(None, now) or dials.privacy == "nothing":
        return None
    found = choose_question(
        profile, grounds.acts, grounds.evidence,
        occasion=occasion, past=_all(store), avoid=_avoided(profile, occasion, dials),
    )  # fmt: skip
    if found is None or store.deliveries.begin(_delivery(found, now)) is not None:
        return None
    return found


def _avoided(profile: Profile, occasion: Occasion, dials: Dials) -> set[tuple[str, str]]:
    """What is never asked about: a field declared as home, and whatever has a name that speaks of a sensitive subject.

    An industry goes by two names, its own and its code.
    """
    from diversify.profile import same_thing

    believed = [(belief.kind, belief.value) for belief in profile.beliefs if belief.kind in ("topic", "industry")]
    names = [f"{value}, {occasion.taxonomy.names.get(value, '')}" for _, value in believed]
    hidden = [thing for thing, hide in zip(believed, sensitive_words(names), strict=True) if hide]
    return {same_thing(kind, value) for kind, value in [*hidden, *(("industry", code) for code in dials.home)]}


def check_in_of(store: Store, day: str) -> CheckIn | None:
    """The question asked on that day, as it is answered now; None where none was, or it is settled otherwise."""
    return next((one for one in check_ins(store) if one.day == day), None)


def latest(store: Store, *, now: datetime) -> CheckIn | None:
    """The last question asked up to today, as it is answered now."""
    return next((one for one in reversed(check_ins(store)) if one.day <= day_of(None, now)), None)


def check_ins(store: Store) -> list[CheckIn]:
    """Every question that is open or answered, oldest first.

    One whose saying was taken back is open again; one whose thing the reader spoke of otherwise is no question.
    """
    asked = [one for one in _all(store) if one.text]
    said = {(interest.kind, interest.value) for interest in store.reader.interests()} if asked else set()
    found = []
    for one in asked:
        spoken = (one.kind, one.value) in said
        if one.answer in WEIGHTS and not spoken:
            found.append(replace(one, answer=None))
        elif one.answer is not None or not spoken:
            found.append(one)
    return found


def answer(store: Store, day: str, given: Answer, *, now: datetime) -> CheckIn:
    """Do what an answer says: say it as an interest, or ask about this no more; another answer replaces the first.

    Raises
    ------
    UsageError
        Where no question of that day is there.
    """
    asked = _question(store, day)
    if given == "never":
        if asked.answer in WEIGHTS:
            store.reader.unsay(asked.kind, asked.value, undoable=True)
    else:
        say(store, Interest(asked.kind, asked.value, WEIGHTS[given], at=now))
    return _settle(store, replace(asked, answer=given), now)


def take_back(store: Store, day: str, *, now: datetime) -> CheckIn:
    """Open the question of a day again, what its answer said being said no more.

    Raises
    ------
    UsageError
        Where no question of that day is there, or it is open.
    """
    asked = _question(store, day)
    if asked.answer is None:
        raise UsageError(f"the question of {day} is open", mend="there is nothing to take back")
    if asked.answer in WEIGHTS:
        store.reader.unsay(asked.kind, asked.value, undoable=True)
    open_again(store, day, now=now)
    return replace(asked, answer=None)


def open_again(store: Store, day: str, *, now: datetime) -> None:
    """Let the question of a day be unanswered, and what was said in answer stand as it is."""
    asked = next(one for one in _all(store) if one.day == day)
    _settle(store, replace(asked, answer=None), now)


def last_refused(store: Store) -> tuple[datetime, CheckIn] | None:
    """The question refused last, and when."""
    refused = [(kept.at, one) for kept in store.deliveries.of(CHECK_IN) if (one := _read(kept)).answer == "never"]
    return max(refused, key=lambda pair: pair[0], default=None)


def forget_asked(store: Store, kind: str, value: str) -> int:
    """Forget that anything was asked about a thing; how often it was."""
    from diversify.profile import same_thing

    wanted = same_thing(kind, value)
    days = [one.day for one in _all(store) if same_thing(one.kind, one.value) == wanted]
    return sum(store.deliveries.withdraw(CHECK_IN, day) for day in days)


def told(asked: CheckIn | None) -> dict[str, Any] | None:
    """A question as JSON has it."""
    if asked is None:
        return None
    return {name: getattr(asked, name) for name in ("day", "kind", "value", "text", "answer")}


def name_of(asked: CheckIn) -> str:
    """The thing asked about, as people call it."""
    return load_taxonomy().names.get(asked.value, asked.value) if asked.kind == "industry" else asked.value


def _all(store: Store) -> Sequence[CheckIn]:
    """Every question ever asked, with the answer as it was given; one that was thinned has no text, or no thing."""
    return [_read(kept) for kept in store.deliveries.of(CHECK_IN)]


def _question(store: Store, day: str) -> CheckIn:
    asked = check_in_of(store, day)
    if asked is None:
        raise UsageError(
            f"there is no question of {day[:10]} (any more)", mend="`diversify checkin` shows the last one"
        )
    return asked


def _settle(store: Store, asked: CheckIn, now: datetime) -> CheckIn:
    kept = next(one for one in store.deliveries.of(CHECK_IN) if one.day == asked.day)
    store.deliveries.settle(replace(_delivery(asked, now), begun=kept.begun))
    return asked


def _delivery(asked: CheckIn, now: datetime) -> Delivery:
    content = json.dumps({name: getattr(asked, name) for name in ("kind", "value", "text", "answer")})
    return Delivery(CHECK_IN, asked.day, "begun" if asked.answer is None else "done", now, now, content)


def _read(kept: Delivery) -> CheckIn:
    content = json.loads(kept.content)
    given = content.get("answer")
    return CheckIn(
        kept.day, content.get("kind", "topic"), content.get("value", ""), content.get("text", ""),
        cast("Answer", given) if given in ANSWERS else None,
    )  # fmt: skip
