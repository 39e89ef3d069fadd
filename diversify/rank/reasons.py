"""Why an item is here: one to three plain sentences, each computed from terms of the score.

Kinds: `interest`, `home`, `learned`, `home_distance`, `far_industry`, `coverage`, `new_voice`, `no_history`, `fresh`,
`variety`. Every output prints the same text.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from diversify.domain import Belief, Candidates, Memory, Occasion, Profile, Reason, SlateItem
from diversify.rank.carrying import CLEARLY
from diversify.rank.learned import SIMILAR
from diversify.rank.relevance import SAID, relevance_terms
from diversify.rank.score import distance_from_home
from diversify.rank.words import fold

MOST: Final = 3

SEVERAL: Final = 3
"""From so many articles on we speak of several."""

SURE: Final = 0.4
"""Below this confidence a sentence says "perhaps"."""

NOTICEABLE: Final = 0.01
"""Terms below this move nothing that anyone could see, and are not given as a reason."""

LITTLE_SHOWN: Final = 0.05
"""An industry with less exposure than this was not shown lately."""

DISTANCES: Final = ((0.85, "A world away from"), (0.6, "Far from"), (0.4, "Some way from"), (0.0, "Next door to"))
"""Least distance from home, in [0, 1], and the words for it."""

WIDELY: Final = 3
"""So many outlets are worth a word outside the common lane."""


def explain(
    item: SlateItem, pool: Candidates, profile: Profile, *, memory: Memory, occasion: Occasion
) -> tuple[Reason, ...]:
    """Say why an item has its place.

    Parameters
    ----------
    item
        The place: lane, industry drawn, score columns; its own reasons are not looked at.
    pool
        Candidates that contain the item's article.
    profile, memory, occasion
        As they were when the slate was made.

    Returns
    -------
    tuple of Reason
        One to three, what decided the place first. The terms of `interest`, `home` and `learned` are those whose sum
        `relevance` is computed from; the others name score columns or what these were computed from.

    Raises
    ------
    ValueError
        Where the article is not in the pool.

    Examples
    --------
    >>> from diversify.testing.towns import invented_occasion, invented_pool, invented_profile
    >>> today = invented_occasion()
    >>> pool = invented_pool(today, rng=np.random.default_rng(1))
    >>> here = int(pool.ids[int(pool.industries[:, 0].argmax())])
    >>> item = SlateItem(here, position=1, lane="near", scores={})
    >>> reader = invented_profile(today, home="sport")
    >>> [reason.text for reason in explain(item, pool, reader, memory=Memory(), occasion=today)]
    ['From your own field: sport.']
    """
    place = np.flatnonzero(pool.ids == item.article_id)
    if not len(place):
        raise ValueError(f"article {item.article_id} is not among the {len(pool)} candidates")
    row = pool[place[:1]]
    terms = {name: float(v[0]) for name, v in relevance_terms(row, profile, occasion=occasion).items()}
    wanted = [
        _interest(terms, profile, occasion) or _own_field(terms, occasion),
        _learned(terms, profile, occasion),
    ]
    others = [_coverage(item), _new_voice(item, memory)]
    if item.lane == "far":
        found = [*_far(item, profile, memory=memory, occasion=occasion), *others]
    elif item.lane == "common":
        found = [*others[:1], *wanted, *others[1:]]
    else:
        found = [*wanted, *others]
    given = [reason for reason in found if reason is not None][:MOST]
    return tuple(given) or (_left_over(item, profile),)


def _interest(terms: dict[str, float], profile: Profile, occasion: Occasion) -> Reason | None:
    """The strongest wish to which the article belongs; the terms hold all such wishes."""
    half = {f"interest:{i.kind}:{i.value}": CLEARLY * SAID * i.weight for i in profile.interests if i.weight > 0}
    said = {name: value for name, value in terms.items() if name in half and value >= half[name]}
    if not said:
        return None
    _, kind, value = max(said, key=lambda name: said[name]).split(":", 2)
    link = {"feed": "from", "author": "by"}.get(kind, "about")
    return Reason("interest", f"You asked for more {link} {spoken(kind, value, occasion)}.", said)


def _own_field(terms: dict[str, float], occasion: Occasion) -> Reason | None:
    """The article is from home; worth a word where no wish says it already."""
    home = {name: value for name, value in terms.items() if name.startswith("home:") and value >= NOTICEABLE}
    if not home:
        return None
    strongest = max(home, key=lambda name: home[name])
    name = spoken("industry", strongest.removeprefix("home:"), occasion)
    return Reason("home", f"From your own field: {name}.", {strongest: home[strongest]})


def _learned(terms: dict[str, float], profile: Profile, occasion: Occasion) -> Reason | None:
    """The strongest thing learned that speaks for the article, as sure as the evidence is."""
    learned = {n: v for n, v in terms.items() if (n.startswith("learned:") or n == SIMILAR) and v >= NOTICEABLE}
    if not learned:
        return None
    strongest = max(learned, key=lambda name: learned[name])
    if strongest == SIMILAR:
        sure = profile.confidence >= SURE
        text = "Like articles you read or liked lately." if sure else "Perhaps like the little you have read so far."
        return Reason("learned", text, {strongest: learned[strongest]})
    _, kind, value = strongest.split(":", 2)
    beliefs = [b for b in profile.beliefs if b.kind == kind and fold(b.value) == fold(value)]
    text = _belief_text(kind, spoken(kind, value, occasion), beliefs)
    return Reason("learned", text, {strongest: learned[strongest]})


def _belief_text(kind: str, name: str, beliefs: list[Belief]) -> str:
    link = {"feed": "came from", "author": "were by"}.get(kind, "were about")
    if any(belief.articles >= SEVERAL and belief.confidence >= SURE for belief in beliefs):
        return f"Several articles you read or liked lately {link} {name}."
    return f"A first guess from little reading: {name}."


def _far(item: SlateItem, profile: Profile, *, memory: Memory, occasion: Occasion) -> list[Reason | None]:
    """Which field it was drawn for, and how far that lies from home."""
    codes = occasion.card.industries
    if item.industry not in codes:
        return []
    column = codes.index(item.industry)
    name = spoken("industry", item.industry, occasion)
    shown = float(memory.far_exposure[column]) if len(memory.far_exposure) == len(codes) else 0.0
    late = shown < LITTLE_SHOWN
    terms = {f"exposure:{item.industry}": shown}
    if not profile.home.any():
        turn = "not shown lately" if late else "whose turn came again"
        return [Reason("far_industry", f"A field {turn}: {name}. Your own field is not known yet.", terms)]
    away = float(distance_from_home(profile, occasion=occasion)[column])
    distance = Reason(
        "home_distance",
        f"{_far_in_words(away)} {_home(profile, occasion)}: {name}.",
        {"farness": float(item.scores.get("farness", 0.0)), f"distance:{item.industry}": away},
    )
    if not memory.feeds:  # on the first day nothing was shown lately
        return [distance]
    turn = "was not shown lately" if late else "comes in its turn again"
    return [distance, Reason("far_industry", f"This field {turn}.", terms)]


def _far_in_words(away: float) -> str:
    """A distance as a person would say it; the number is among the terms."""
    return next(words for least, words in DISTANCES if away >= least)


def _home(profile: Profile, occasion: Occasion) -> str:
    """Where home is, as sure as we are of it."""
    largest = int(profile.home.argmax())
    name = spoken("industry", occasion.card.industries[largest], occasion)
    if profile.home_confidence < SURE:
        return f"what may be your field, {name}"
    return name if profile.home[largest] >= 0.7 else f"home, which is mostly {name}"


def _coverage(item: SlateItem) -> Reason | None:
    outlets = outlets_of(item)
    if outlets < (2 if item.lane == "common" else WIDELY):
        if item.lane != "common":
            return None
        text = "One outlet carries it; few stories were carried by more."
    else:
        text = f"{outlets} outlets carry this story."
    return Reason("coverage", text, {"coverage": float(item.scores.get("coverage", 0.0))})


def outlets_of(item: SlateItem) -> int:
    """How many outlets carry the item's story, computed back from its coverage 1 - 1/c."""
    return round(1.0 / (1.0 - float(item.scores.get("coverage", 0.0))))


def _new_voice(item: SlateItem, memory: Memory) -> Reason | None:
    """Worth a word only where voices were shown before: on the first day all are new."""
    if not item.new_voice or not memory.feeds:
        return None
    return Reason("new_voice", "A new voice: you were never shown this source before.", {"new_voice": 1.0})


def _left_over(item: SlateItem, profile: Profile) -> Reason:
    """For a near item that nothing known of the reader speaks for."""
    terms = {name: float(item.scores.get(name, 0.0)) for name in ("recency", "substance")}
    if not (profile.interests or profile.beliefs or len(profile.evidence_ids) or profile.home.any()):
        return Reason("no_history", "No history yet: chosen for being fresh and worth a read.", terms)
    if terms["recency"] >= 0.5:
        return Reason("fresh", "Among the newest, whatever you said or read.", terms)
    return Reason("variety", "Here for variety, whatever you said or read.", terms)


def spoken(kind: str, value: str, occasion: Occasion) -> str:
    """What an interest or belief names, as a person would say it, cut to a line.

    Industries by their names, feeds by their titles, terms in quotation marks.
    """
    if kind == "industry":
        names = {fold(code): name for code, name in occasion.taxonomy.names.items()}
        name = names.get(fold(value), value)
        # "Law" becomes "law", but "IT" stays what it is.
        name = name[:1].lower() + name[1:] if name[1:2].islower() else name
    elif kind == "feed":
        name = next((f.title or f.url for f in occasion.feeds.values() if fold(f.url) == fold(value)), value)
    else:
        name = f"“{value}”" if kind == "term" else value
    return name if len(name) <= 40 else name[:39].rstrip() + "…"
