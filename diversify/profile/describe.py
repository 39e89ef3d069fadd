"""The profile in words: what is believed, from which evidence, and how sure; vague where little is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from diversify.domain import Belief, Interest, Occasion, Profile
from diversify.profile.beliefs import same_thing
from diversify.profile.constants import VAGUE_BELOW

TOO_LITTLE = "Too little read to say; nothing is guessed."
"""What is said instead of a guess."""

SLIGHT = 0.01
"""A word of less weight is a belief that was kept or halved: it counts what was learned, and nobody asked for more."""

FEW = 3
"""From fewer articles than this nothing is more than a first impression."""

_GONE = " Your articles have no such topic now; titles that hold its words count."

_ABOUT = {
    "topic": "about {}",
    "industry": "from the field of {}",
    "term": "with the words “{}”",
    "feed": "from {}",
    "author": "by {}",
}


def describe(profile: Profile, occasion: Occasion) -> list[dict[str, Any]]:
    """One statement for each thing that was said or learned, JSON-able: what was said first, then the strongest.

    Parameters
    ----------
    profile
        What is believed.
    occasion
        Names of industries and feeds.

    Returns
    -------
    list of dict
        ``kind``; ``value`` (topic name, industry code, word, feed address or author); ``said``, the weight the reader
        gave or None; ``learned``, the mean in [-1, 1] or None where nothing was learned; ``confidence`` in [0, 1];
        ``articles``, how many stand behind it; ``text``, one or two sentences.
    """
    learned = {same_thing(belief.kind, belief.value): belief for belief in profile.beliefs}
    said = {same_thing(interest.kind, interest.value): interest for interest in profile.interests}
    statements = [_statement(interest, learned.get(key), occasion) for key, interest in said.items()]
    statements.sort(key=lambda statement: (-abs(statement["said"]), statement["kind"], statement["value"]))
    return statements + [_statement(None, belief, occasion) for key, belief in learned.items() if key not in said]


def describe_home(profile: Profile, occasion: Occasion, declared: Sequence[str] = ()) -> dict[str, Any]:
    """Where the reader is thought to be at home, JSON-able.

    Parameters
    ----------
    profile, occasion
        What is believed, and the names to speak of it.
    declared
        Codes that the reader named as their work; one that they turned down since is no home, and this is said.

    Returns
    -------
    dict
        ``industries`` (code → share, largest first, shares below 1 % left out), ``confidence`` in [0, 1], ``text``.
    """
    order = np.argsort(-profile.home, kind="stable")
    shares = {occasion.card.industries[j]: float(profile.home[j]) for j in order if profile.home[j] >= 0.01}
    names = [_display("industry", code, occasion) for code in list(shares)[:3]]
    turned_down = _turned_down(profile, declared, occasion)
    if turned_down and not names:
        text = f"You named {_listed(turned_down)} as your field and turned it down since: no other home is known."
    elif not names or profile.home_confidence < VAGUE_BELOW:
        text = "No home is known yet: too little was said or read."
    elif profile.home_confidence == 1.0:
        text = _declared_text(profile, declared, occasion, names=names)
    else:
        text = f"Perhaps at home in {_listed(names)}: {_sureness(profile.home_confidence)}, from what was read."
    return {"industries": shares, "confidence": float(profile.home_confidence), "text": text}


def _declared_text(profile: Profile, declared: Sequence[str], occasion: Occasion, *, names: list[str]) -> str:
    """Home as it was said, and apart from it what of its largest parts was only read."""
    wished = {same_thing(i.kind, i.value) for i in profile.interests if i.kind == "industry" and i.weight > 0.0}
    said = wished | {same_thing("industry", code) for code in declared}
    by_word = [
        _display("industry", code, occasion)
        for code in occasion.card.industries
        if same_thing("industry", code) in said
    ]
    told = [name for name in names if name in by_word] or names
    read = [name for name in names if name not in told]
    also = f" Read as well: {_listed(read)}." if read else ""
    return f"At home in {_listed(told)}: you said so.{also}"


def _turned_down(profile: Profile, declared: Sequence[str], occasion: Occasion) -> list[str]:
    """Names of declared industries that the reader muted, or asked for less of."""
    against = {same_thing(i.kind, i.value) for i in profile.interests if i.kind == "industry" and i.weight < 0.0}
    return [_display("industry", code, occasion) for code in declared if same_thing("industry", code) in against]


def _statement(interest: Interest | None, belief: Belief | None, occasion: Occasion) -> dict[str, Any]:
    thing = interest or belief
    assert thing is not None
    sentences = [] if interest is None else [_said_text(interest, occasion)]
    if belief is not None and not (interest is not None and belief.confidence < VAGUE_BELOW):
        sentences.append(_learned_text(belief, interest, occasion))
    return {
        "kind": thing.kind,
        "value": thing.value,
        "said": None if interest is None else interest.weight,
        "learned": None if belief is None else belief.mean,
        "confidence": 0.0 if belief is None else belief.confidence,
        "articles": 0 if belief is None else belief.articles,
        "text": " ".join(sentences),
    }


def _said_text(interest: Interest, occasion: Occasion) -> str:
    about = _phrase(interest.kind, interest.value, occasion)
    gone = _GONE if interest.kind == "topic" and not _is_topic(interest.value, occasion) else ""
    if interest.muted:
        return f"You muted articles {about}: none is shown, and nothing is learned of them.{gone}"
    if interest.weight == 0.0:
        return f"You asked to leave articles {about} as they come.{gone}"
    if abs(interest.weight) < SLIGHT:
        return f"A slight leaning {'to' if interest.weight > 0 else 'away from'} articles {about} is kept.{gone}"
    return f"You asked for {'more' if interest.weight > 0 else 'less'} {about} (weight {interest.weight:+.2g}).{gone}"


def _is_topic(value: str, occasion: Occasion) -> bool:
    return same_thing("topic", value) in {same_thing("topic", label.name) for label in occasion.card.topics}


def _learned_text(belief: Belief, interest: Interest | None, occasion: Occasion) -> str:
    if belief.confidence < VAGUE_BELOW:
        return TOO_LITTLE
    sureness = _sureness(belief.confidence, belief.articles)
    evidence = f"{belief.articles} {'article' if belief.articles == 1 else 'articles'}; {sureness}"
    if interest is not None:
        if belief.mean == 0.0:
            return f"What you did says otherwise ({evidence}); what you said holds."
        return f"What you did agrees ({evidence})."
    about = _phrase(belief.kind, belief.value, occasion)
    if abs(belief.mean) < belief.confidence / 4:
        return f"Articles {about} were liked and turned down alike ({evidence})."
    liked = "read with interest" if belief.mean > 0 else "turned down or passed over"
    return f"Articles {about} were {liked} ({evidence})."


def _sureness(confidence: float, articles: int = FEW) -> str:
    """Confidence in words; one strong act on one article is a first impression all the same.

    Examples
    --------
    >>> [_sureness(value) for value in (0.3, 0.6, 0.9)]
    ['a first impression', 'fairly sure', 'sure']
    >>> _sureness(0.9, articles=1)
    'a first impression'
    """
    if confidence < 0.5 or articles < FEW:
        return "a first impression"
    return "fairly sure" if confidence < 0.75 else "sure"


def _phrase(kind: str, value: str, occasion: Occasion) -> str:
    return _ABOUT[kind].format(_display(kind, value, occasion))


def _display(kind: str, value: str, occasion: Occasion) -> str:
    """The name a person knows the thing by."""
    if kind == "industry":
        return occasion.taxonomy.names.get(value, value)
    if kind == "feed":
        return next((feed.title for feed in occasion.feeds.values() if feed.url == value and feed.title), value)
    return value


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
