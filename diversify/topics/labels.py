"""Names for topics that a person would choose, and the same name next week for the same topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from diversify.domain import ModelCard, TopicLabel
from diversify.topics.spelling import Spelling
from diversify.topics.stopwords import pale_words
from diversify.topics.terms import NAMED, Term
from diversify.topics.text import words

TERMS: Final = 12
"""Terms kept of each topic."""
SAME: Final = 0.25
"""Least overlap of terms, weighted by rank, at which two topics of two models are one."""
OVERLAID: Final = 0.7
"""A phrase gives way to one that shares a word with it only where that one covers this part of what it covers."""
PALE: Final = 0.05
"""What is left of a word that says next to nothing by itself; its root counts."""
TWINS: Final = 0.3
"""Overlap of terms at which two topics of one model are one."""
NAME_STORIES: Final = 4
"""Stories that a name (of a person, place or house) must occur in to count in full: else it names an event."""
JOINED: Final = 0.35
"""A phrase that covers this part of what each of its words covers takes their place: "Climate change"."""
SHARED: Final = 4
"""Topics that may list one term: those it is worth most in. What stands in many tells none apart."""
NAMING: Final = 3
"""Words that may give a topic its name: only these give way to phrases that do not hold together everywhere."""
PAIRED: Final = 5
"""Words of which two that make a firm phrase are named by it: "Champions League", not "League, Champions"."""
FEWEST_NAMED: Final = 2
"""Terms of a name whose best is a single word."""
AKIN_LETTERS: Final = 4
"""Letters that two words must begin alike with to be forms of one."""
AKIN: Final = 0.7
"""The same as a part of the shorter one."""
SAMPLE: Final = 20_000
"""Articles looked at for phrases and spelling."""
_PALE_WORDS: Final = pale_words()


def weigh_terms(
    found: Sequence[Term], spelling: Spelling, subjects: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Terms that say what a topic is about, best first, with their worth.

    Names that occur in few stories are names of an event, not of a subject; common nouns of few stories suffer less.
    `subjects` gives factors of terms that are known to name one.
    """
    known = subjects or {}
    weighed = [replace(term, worth=term.worth * _subject(term, spelling) * known.get(term.text, 1.0)) for term in found]
    by_text = {term.text: term for term in weighed}
    singles = sorted((term.worth for term in weighed if " " not in term.text), reverse=True)
    high, low = (singles[:many][-1] if singles else 0.0 for many in (NAMING, PAIRED))
    chosen = []
    for term in weighed:
        if " " in term.text and (
            spelling.is_torn(term.text) or not spelling.is_said(term.text) or _overlaid(term, found)
        ):
            continue
        parts = [by_text[part] for part in term.text.split() if part in by_text] if " " in term.text else []
        best = max((part.worth for part in parts), default=0.0)
        paired = len(parts) == 2 and term.firm and min(part.worth for part in parts) >= low
        if paired or (len(parts) == 2 and best >= high and term.cover >= JOINED * max(part.cover for part in parts)):
            chosen.append((max(term.worth, best) * 1.01, term.text))
        elif term.firm or (parts and term.bound >= NAMED and spelling.is_name(term.text)):
            chosen.append((term.worth, term.text))
    return {text: worth for worth, text in sorted(chosen, key=lambda pair: (-pair[0], pair[1]))}


def _broken(phrase: str, spelling: Spelling) -> bool:
    return spelling.is_torn(phrase) or not spelling.is_said(phrase)


def _overlaid(phrase: Term, found: Sequence[Term]) -> bool:
    """Whether a phrase shares a word with another that holds together better: "Minister Ariel" with "Ariel Sharon"."""
    first, second = phrase.text.split()
    return any(
        other.bound > phrase.bound
        and other.cover > OVERLAID * phrase.cover
        and (other.text.startswith(f"{second} ") or other.text.endswith(f" {first}"))
        for other in found
        if " " in other.text
    )


def list_terms(weighed: Sequence[Mapping[str, float]]) -> list[list[str]]:
    """The terms shown of each topic, best first: none says what a better one said, none stands in many topics.

    Examples
    --------
    >>> list_terms([{"rates": 3.0, "rate": 2.0, "bank": 1.0}, {"bank": 2.0, "river": 1.0}])
    [['rates', 'bank'], ['bank', 'river']]
    """
    places: dict[str, list[float]] = {}
    for terms in weighed:
        for text, worth in terms.items():
            places.setdefault(text, []).append(worth)
    least = {text: sorted(worths, reverse=True)[:SHARED][-1] for text, worths in places.items()}
    return [distinct_terms([text for text, worth in terms.items() if worth >= least[text]]) for terms in weighed]


def _subject(term: Term, spelling: Spelling) -> float:
    """How far, in [0, 1], a term names a subject rather than one event."""
    spread = min(term.stories / NAME_STORIES, 1.0)
    if term.text in _PALE_WORDS:
        spread *= PALE
    return spread**2 if spelling.is_name(term.text) else spread**0.5


def find_twins(ranked: Sequence[Sequence[str]], groups: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of topics of one group whose terms are nearly the same, most alike first."""
    pairs = [
        (overlap_of(ranked[left], ranked[right]), left, right)
        for left in range(len(ranked))
        for right in range(left + 1, len(ranked))
        if groups[left] == groups[right]
    ]
    return [(left, right) for alike, left, right in sorted(pairs, key=lambda pair: -pair[0]) if alike >= TWINS]


def name_topics(shown: Sequence[Sequence[str]], taken: Sequence[str] = ()) -> list[str]:
    """A readable name for each topic, none twice and none of `taken`: its best phrase, or its two best words.

    Examples
    --------
    >>> name_topics([["Premier League", "goal"], ["rates", "bank"], []])
    ['Premier League', 'Rates, bank', 'Topic 3']
    """
    used = {name.lower() for name in taken}
    names = []
    for number, terms in enumerate(shown, start=1):
        options = [_name(terms, count) for count in range(FEWEST_NAMED, 6)] if terms else []
        options.append(f"Topic {number}")
        options += [f"{options[0]} {copy}" for copy in range(2, len(shown) + len(used) + 3)]
        name = next(option for option in options if option.lower() not in used)
        used.add(name.lower())
        names.append(name)
    return names


def match_topics(ranked: Sequence[Sequence[str]], previous: ModelCard | None) -> dict[int, TopicLabel]:
    """Which topic of the previous model each topic continues: row number to old label, one to one.

    The pairing of greatest total overlap (Kuhn 1955), pairs below `SAME` left out.
    """
    if previous is None or not previous.topics or not ranked:
        return {}
    from scipy.optimize import linear_sum_assignment

    old = [[term.lower() for term in topic.terms] for topic in previous.topics]
    overlap = np.array([[overlap_of(terms, before) for before in old] for terms in ranked])
    rows, columns = linear_sum_assignment(-overlap)
    return {
        int(row): previous.topics[column]
        for row, column in zip(rows, columns, strict=True)
        if overlap[row, column] >= SAME
    }


def label_topics(
    ranked: Sequence[Sequence[Term]],
    sizes: Sequence[float],
    spelling: Spelling,
    *,
    subjects: Mapping[str, float],
    previous: ModelCard | None,
) -> tuple[tuple[TopicLabel, ...], tuple[str, ...]]:
    """Labels of all topics, and the names that are gone since the previous model.

    Parameters
    ----------
    ranked
        The most telling terms of each topic, best first.
    sizes
        Part of the articles that each topic comes first for.
    spelling
        How terms are written.
    subjects
        Factors of terms that are known to name a subject.
    previous
        Card of the model whose topics keep their identity.
    """
    listed = list_terms([weigh_terms(terms, spelling, subjects) for terms in ranked])
    shown = [_unsaid([spelling.of(term) for term in terms]) for terms in listed]
    low = [[term.lower() for term in terms] for terms in shown]
    kept = match_topics(low, previous)
    kept_names = {row: old.name for row, old in kept.items() if _still_good(old.name, low[row])}
    fresh = [row for row in range(len(ranked)) if row not in kept_names]
    new_names = name_topics([shown[row] for row in fresh], list(kept_names.values()))
    names = kept_names | dict(zip(fresh, new_names, strict=True))
    following = next_identity(previous)
    labels = []
    for row, terms in enumerate(shown):
        old = kept.get(row)
        identity = old.id if old else following
        following += old is None
        labels.append(TopicLabel(identity, names[row], tuple(terms), float(sizes[row]), new=old is None))
    found = {label.id for label in labels}
    gone = tuple(topic.name for topic in previous.topics if topic.id not in found) if previous else ()
    return tuple(labels), gone


def next_identity(previous: ModelCard | None) -> int:
    """The first number that no topic of this reader ever had."""
    if previous is None:
        return 1
    seen = int(previous.report.get("next_topic", 1))
    return max([seen, *(topic.id + 1 for topic in previous.topics)])


def distinct_terms(terms: Sequence[str]) -> list[str]:
    """Best first, without words that a better term holds, in whatever form."""
    chosen: list[str] = []
    stems: set[str] = set()
    for term in terms:
        parts = {_stem(word) for word in term.split()}
        if parts & stems:
            continue
        chosen.append(term)
        stems |= parts
        if len(chosen) == TERMS:
            break
    return chosen


def _unsaid(shown: Sequence[str]) -> list[str]:
    """Terms as written, without those whose every word a better one has come to hold: "Kim Jong Un" says "Un"."""
    held: set[str] = set()
    chosen = []
    for term in shown:
        parts = {_stem(word) for word in term.lower().split()}
        if not parts <= held:
            chosen.append(term)
            held |= parts
    return chosen


def _stem(word: str) -> str:
    """What forms of a word have in common: "tory" and "Tories", "virus" and "viruses", "movie" and "movies"."""
    if len(word) > 3 and word.endswith("s") and word[-2] not in "siu":
        word = word[:-1]
    return word.rstrip("eiy") if len(word) > 3 else word


def _akin(one: str, other: str) -> bool:
    """Whether two terms begin alike, as "Iran" and "Iranian" or "economy" and "economic" do: one of them will do."""
    pairs = zip(one.lower(), other.lower(), strict=False)
    alike = next((at for at, (first, second) in enumerate(pairs) if first != second), min(len(one), len(other)))
    return alike >= AKIN_LETTERS and alike >= AKIN * min(len(one), len(other))


def _name(terms: Sequence[str], count: int) -> str:
    chosen = terms[: count - 1] if " " in terms[0] else terms[:count]
    if count == FEWEST_NAMED and len(chosen) == FEWEST_NAMED and _akin(*chosen):
        chosen = [terms[0], *(term for term in terms[1:] if not _akin(terms[0], term))][:count]
    name = ", ".join(chosen)
    return name[:1].upper() + name[1:]


def _still_good(name: str, terms: Sequence[str]) -> bool:
    now = {word for term in terms for word in words(term)}
    return all(word in now for word in words(name))


def overlap_of(terms: Sequence[str], before: Sequence[str]) -> float:
    """Rank-weighted part of the terms that two lists have in common, in [0, 1]."""
    weights = 1 / np.log2(np.arange(2, TERMS + 2))
    mine = {term: weights[min(i, TERMS - 1)] for i, term in enumerate(terms)}
    theirs = {term: weights[min(i, TERMS - 1)] for i, term in enumerate(before)}
    total = max(sum(mine.values()), sum(theirs.values()), 1e-9)
    return float(sum(min(mine[term], theirs[term]) for term in mine.keys() & theirs.keys()) / total)
