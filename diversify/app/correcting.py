"""The reader corrects what is believed of them: said outright, halved, kept as it is, or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from diversify.app.acting import say
from diversify.app.asking import last_refused, name_of, open_again
from diversify.app.dials import PRIVACY_DIAL, Dials
from diversify.domain import Belief, CheckIn, Interest, Profile
from diversify.errors import UsageError
from diversify.protocols import Store

LEAST: Final = 1e-6
"""A belief of less strength than this moves nothing that could be halved or kept."""

DECIMALS: Final = 9
"""Of a strength that is said again: beliefs are as much weaker than words as words outrank them."""

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def strength(belief: Belief, confidence: float) -> float:
    """The weight of an interest that does in ranking what this belief does, for an article clearly about its thing.

    Parameters
    ----------
    belief
        One belief of a profile.
    confidence
        The profile's, by which all that was learned counts.

    Examples
    --------
    >>> round(strength(Belief("feed", "https://a.example/feed", 0.8, 0.9, 12), confidence=0.5), 4)
    0.0008
    """
    from diversify.rank.carrying import CLEAR_SHARE, WHOLE_SHARE
    from diversify.rank.learned import part_of
    from diversify.rank.relevance import SAID

    # An article with the share from which it stands for the thing: what it carries of the belief, and of the wish.
    carried = {"topic": CLEAR_SHARE, "industry": WHOLE_SHARE}.get(belief.kind, 1.0)
    return max(-1.0, min(part_of(belief.kind, confidence) * carried * belief.mean / SAID, 1.0))


def halve(store: Store, profile: Profile, thing: Interest, *, now: datetime) -> Interest:
    """Let a thing count half of what it counts: half of what was said of it, else half of what was learned."""
    return _say_again(store, profile, replace(thing, weight=0.5), now=now, doing="halve")


def pin(store: Store, profile: Profile, thing: Interest, *, now: datetime) -> Interest:
    """Keep a belief at what it counts now: from here on it is said, does not fade, and outranks what is done."""
    return _say_again(store, profile, replace(thing, weight=1.0), now=now, doing="pin")


def _say_again(store: Store, profile: Profile, thing: Interest, *, now: datetime, doing: str) -> Interest:
    """Say a thing at its present strength times the weight of `thing`."""
    from diversify.profile import same_thing

    key = same_thing(thing.kind, thing.value)
    present = [i.weight for i in profile.interests if same_thing(i.kind, i.value) == key]
    present += [strength(b, profile.confidence) for b in profile.beliefs if same_thing(b.kind, b.value) == key]
    if not present or abs(present[0]) < LEAST:
        raise UsageError(
            f"nothing is believed of the {thing.kind} {thing.value!r} that one could {doing}",
            mend="`diversify profile` shows what is",
        )
    if present[0] == -1.0 and doing == "halve":
        raise UsageError(f"the {thing.kind} {thing.value!r} is muted", mend=f"`diversify unmute {thing.kind} …` first")
    said = replace(thing, weight=round(present[0] * thing.weight, DECIMALS), at=now)
    say(store, said)
    return said


def undo(store: Store) -> str:
    """Take back what was said or unsaid last, or set the dial turned last to what it was; tells which in words.

    What was said of the thing before holds again: a wish that was changed or removed comes back as it was. A question
    that was refused last may be answered again.

    Raises
    ------
    UsageError
        Where nothing was said and no dial turned.
    """
    reader = store.reader
    turned = [(turns[0][0], name, turns[0][1]) for name in _dials(store) if (turns := reader.history(name))]
    last = max(turned, default=None, key=lambda turn: turn[0])
    said = [moment for moment, _ in reader.history("interests")[:1]]
    refused = last_refused(store)
    if refused is not None and refused[0] >= max([*said, *(turn[0] for turn in turned)], default=_LONG_AGO):
        return _asked_again(store, *refused)
    if said and (last is None or said[0] >= last[0]):
        return _said_back(*reader.say_back())
    oldest = reader.interests()[-1:] if not said else []  # said before histories were kept
    if oldest and (last is None or (oldest[0].at or _LONG_AGO) >= last[0]):
        reader.unsay(oldest[0].kind, oldest[0].value)
        return _said_back(oldest[0], None)
    if last is None:
        raise UsageError("nothing to undo", mend="`diversify profile` shows what is believed")
    _, name, before = last
    reader.turn(name, before)
    lost = " (what it erased stays erased)" if name == PRIVACY_DIAL else ""
    return f"{name}: again {'as at first' if before is None else _plain(before)}{lost}"


def _asked_again(store: Store, at: datetime, asked: CheckIn) -> str:
    open_again(store, asked.day, now=at)
    return f"{asked.kind} {name_of(asked)}: may be asked about again"


def _said_back(held: Interest | None, again: Interest | None) -> str:
    thing = again or held
    assert thing is not None
    name = f"{thing.kind} {thing.value}"
    if again is None:
        return f"taken back: {name} ({thing.weight:+.2g})"
    before = "nothing" if held is None else f"{held.weight:+.2g}"
    return f"{name}: again {again.weight:+.2g}, was {before}"


def _dials(store: Store) -> list[str]:
    return sorted({*store.reader.dials(), *Dials.names()})


def _plain(value: object) -> str:
    return " ".join(map(str, value)) or "all" if isinstance(value, list) else str(value)
