"""What is kept at each level of privacy, and which articles are never profiled whatever the level.

An article is sensitive by its public code (an IPTC code among its categories), by a category of its feed that is
itself such a word ("Politics"), or by its words: strong ones (marked `!` in the list) say it alone in the title,
weaker ones together, or with the words around them. Only whole words count, in any case, with or without accents and
plural endings.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import DELIBERATE, Article, FeedbackKind, PrivacyLevel, SensitiveCategory
from diversify.profile.context import context_weights, lean
from diversify.profile.identifiers import is_identifier

LEVELS: Final[Mapping[PrivacyLevel, tuple[str, ...]]] = {
    "nothing": (
        "Your feeds, their articles and your settings.",
        "What you said: interests, mutes, mix, reach, languages.",
        "The last digest and the one of the day before, so that places can be opened and nothing comes twice.",
        "Nothing of what you read or did; no profile is learned.",
    ),
    "explicit": (
        "Your feeds, their articles and your settings.",
        "What you said: interests, mutes, mix, reach, languages.",
        "What you did on purpose: like, less, pin, share, dismiss, with article and time.",
        "The digests you were shown, with the reasons given; the question asked once a week, and your answer.",
        "Nothing of what you merely opened or read.",
    ),
    "local": (
        "Your feeds, their articles and your settings.",
        "What you said: interests, mutes, mix, reach, languages.",
        "What you did on purpose: like, less, pin, share, dismiss, with article and time.",
        "The digests you were shown, with the reasons given; the question asked once a week, and your answer.",
        "What you opened and how far you read it, with article, time and place in the digest.",
        "All of it on this machine only; articles on sensitive subjects leave no trace in the profile.",
    ),
}
"""Level to the plain list of what is stored at it."""

STRONG_MARK: Final = "!"
"""A term that begins with it is strong."""
SLIGHT_MARK: Final = "~"
"""One that begins with it is weak, and no subject of its own: a feed's category of that name decides nothing."""

_THRESHOLD: Final = 2.0
_POINTS: Final = (3.0, 2.5, 2.0, 1.0)
"""Points of each distinct term: a strong one in the title, in the text alone; a weak one in the title, in the text
alone. One strong word in the title decides. Below that, the words around have their say: what `lean` says of them is
added or taken away, in English. Points of all categories add up: which of them it is does not matter, and one
article often touches two. Chosen, as the threshold, by cross-fitting on the half of the labelled articles that is not
shown in `bench_sensitive.py`, so that words around were judged where they had learned nothing; where recall could be
had for a few false alarms it was taken: silence errs on the reader's side."""
_LEARNED: Final = frozenset({"", "en"})
"""Languages of which the words around were learned; elsewhere the terms speak alone."""
_ALONE: Final = 3.0
"""Points that terms need where they speak alone."""

_TEASER_ENOUGH: Final = 100
_TEXT_LIMIT: Final = 1_000
"""Characters: a shorter teaser is completed from the body, and never more than this is read. What an article is
about stands at its head; further down, every long text mentions everything."""

_WORD: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = "’‘“”–—…\u00a0"
_LETTERS: Final = bytes(ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else 32 for code in range(256))
"""ASCII in lower case, all but letters and digits as spaces: far faster than searching for words."""
_TAG: Final = re.compile(r"<[^<>]*(?:>|$)")
_CODE: Final = re.compile(r"(?<!\d)\d{8}(?!\d)")


def keeps(level: PrivacyLevel, kind: FeedbackKind) -> bool:
    """Whether an act of that kind may be stored at that level.

    Examples
    --------
    >>> keeps("explicit", "like"), keeps("explicit", "read"), keeps("nothing", "like")
    (True, False, False)
    """
    return level == "local" or (level == "explicit" and kind in DELIBERATE)


def recognise_sensitive(articles: Sequence[Article], categories: Iterable[SensitiveCategory]) -> NDArray[np.bool_]:
    """Tell which articles belong to a category that is never profiled.

    Parameters
    ----------
    articles
        n articles; title, teaser (or the head of the body), categories and language are read.
    categories
        The list of never-profiled categories; a term that begins with ``!`` is strong, one with ``~`` no subject.

    Returns
    -------
    ndarray
        (n,) bool.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> health = SensitiveCategory("health", "Health", ("!cancer", "doctor"), ("07000000",))
    >>> titles = ["Living with cancer", "The doctor of the team", "Derby ends in a draw"]
    >>> recognise_sensitive([Article(1, t, t, t, noon, noon) for t in titles], [health]).tolist()
    [True, False, False]
    """
    rules = _compile(tuple(categories))
    return np.fromiter((_is_sensitive(article, rules) for article in articles), dtype=bool, count=len(articles))


def names_sensitive(values: Iterable[str], categories: Iterable[SensitiveCategory]) -> list[bool]:
    """Tell which words or names speak of a category that is never profiled, or identify somebody.

    A name does where it is, between commas, wholly one of the terms that are subjects; where a strong term stands in
    it; or two weak ones.

    Examples
    --------
    >>> health = SensitiveCategory("health", "Health", ("!cancer", "doctor", "~tired"))
    >>> names_sensitive(["doctors", "time lords, doctor", "doctor who", "skin cancer", "tired"], [health])
    [True, True, False, True, False]
    >>> names_sensitive(["jo@n.example"], [])
    [True]
    """
    rules = _compile(tuple(categories))
    return [_names(value, rules) or is_identifier(value) for value in values]


def _names(value: str, rules: _Rules) -> bool:
    if any(_plain(part) in rules.tags for part in value.split(",")):
        return True
    words = plain_words(value)
    _, found = _read(words, rules.known.intersection(words), rules)
    return any(term.strong for term in found) or _count(found, set()).points >= _ALONE


@dataclass(frozen=True, slots=True)
class TermsFound:
    """How many distinct terms stand in a text: strong and weak ones, in the title or only below it."""

    strong_in_title: int
    strong_in_text: int
    weak_in_title: int
    weak_in_text: int

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The four, in their order."""
        return self.strong_in_title, self.strong_in_text, self.weak_in_title, self.weak_in_text

    @property
    def points(self) -> float:
        """What they weigh together."""
        return sum(count * worth for count, worth in zip(self.counts, _POINTS, strict=True))


def count_terms(title: str, text: str, categories: Iterable[SensitiveCategory]) -> TermsFound:
    """The terms of the categories that stand in a title and a text.

    Examples
    --------
    >>> health = SensitiveCategory("health", "Health", ("!cancer", "doctor"))
    >>> count_terms("Living with cancer", "The doctor said no.", [health])
    TermsFound(strong_in_title=1, strong_in_text=0, weak_in_title=0, weak_in_text=1)
    """
    rules, first, rest = _compile(tuple(categories)), plain_words(title), plain_words(text)
    known, others = rules.known.intersection(first), rules.known.intersection(rest)
    return _count(_read(first, known, rules)[1], _read(rest, others, rules)[1])


def plain_words(text: str) -> list[str]:
    """Words of a text in lower case and without accents, in their order.

    Examples
    --------
    >>> plain_words("L’Été à Genève!")
    ['l', 'ete', 'a', 'geneve']
    """
    if not text.isascii():
        # Most texts that are not plain ASCII are so for their quotation marks and dashes alone.
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    if not text.isascii():
        text = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text.casefold())))
    if text.isascii():
        return text.encode().translate(_LETTERS).decode().split()
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True, eq=False)
class _Term:
    """One term as it is listed, without accents and case, and whether it is strong; one object for each text."""

    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A term of several words: what all its forms begin with, and the forms, with spaces around."""

    stem: str
    forms: tuple[str, ...]
    term: _Term


@dataclass(frozen=True, slots=True)
class _Rules:
    """What single words say (a weight, a term, phrases to look for), all these words, whole tags, and codes."""

    words: Mapping[str, tuple[float, _Term | None, tuple[_Phrase, ...]]]
    known: frozenset[str]
    tags: frozenset[str]
    codes: frozenset[str]


@lru_cache(maxsize=8)
def _compile(categories: tuple[SensitiveCategory, ...]) -> _Rules:
    words: dict[str, _Term] = {}
    phrases: dict[str, list[_Phrase]] = defaultdict(list)
    subjects = {_plain(text) for listed in categories for text in listed.terms if not text.startswith(SLIGHT_MARK)}
    tags = {_plain(listed.name) for listed in categories}
    strong = {_plain(text) for listed in categories for text in listed.terms if text.startswith(STRONG_MARK)}
    # A term that several categories list is one term, and strong where one of them says so.
    for text in dict.fromkeys(_plain(text) for listed in categories for text in listed.terms):
        term, forms = _Term(text, strong=text in strong), _forms(text)
        if text in subjects:
            tags |= forms
        if " " in text:
            phrase = _Phrase(f" {text.removesuffix('y')}", tuple(f" {form} " for form in sorted(forms)), term)
            # The longest word is the rarest, mostly: few texts are searched for the whole.
            for key in {max(form.split(), key=len) for form in forms}:
                phrases[key].append(phrase)
            continue
        for form in forms:
            # A form that two terms share is the one of that name, or else the strong one's.
            if form == text or form not in words or (term.strong and words[form].text != form):
                words[form] = term
    weights = context_weights()
    known = frozenset(words) | frozenset(phrases) | weights.keys()
    return _Rules(
        words={word: (weights.get(word, 0.0), words.get(word), tuple(phrases.get(word, ()))) for word in known},
        known=known,
        tags=frozenset(tags),
        codes=frozenset(code for listed in categories for code in listed.iptc),
    )


def _forms(term: str) -> set[str]:
    """A term and its regular plurals; they differ in the last word."""
    forms = {term} - {""}
    if len(term.rpartition(" ")[2]) > 2:
        forms |= {term + "s", term + "es"}
        if term.endswith("y"):
            forms.add(term[:-1] + "ies")
    return forms


def _plain(text: str) -> str:
    """Words in lower case without accents, one space between them."""
    return " ".join(plain_words(text))


def _is_sensitive(article: Article, rules: _Rules) -> bool:
    if article.categories and _is_tagged(article.categories, rules):
        return True
    title = plain_words(article.title)
    first = frozenset(title)
    known = rules.known & first
    above, in_title = _read(title, known, rules)
    if any(term.strong for term in in_title):
        return True
    text = article.summary
    if len(text) < _TEASER_ENOUGH and article.content:
        text = f"{text} {_TAG.sub(' ', article.content[: 2 * _TEXT_LIMIT])}"
    below = plain_words(text[:_TEXT_LIMIT])
    rest = frozenset(below)
    beside, in_text = _read(below, rules.known & rest, rules, weighed=known)
    points = _count(in_title, in_text).points if in_title or in_text else 0.0
    if article.language[:2] in _LEARNED:
        return points + lean(above, beside, length=len(first) + len(rest)) >= _THRESHOLD
    return points >= _ALONE


def _count(in_title: set[_Term], in_text: set[_Term]) -> TermsFound:
    in_text -= in_title
    strong, below = sum(term.strong for term in in_title), sum(term.strong for term in in_text)
    return TermsFound(strong, below, len(in_title) - strong, len(in_text) - below)


def _is_tagged(tags: Iterable[str], rules: _Rules) -> bool:
    """Whether a category of the feed is one of the codes, or wholly one of the terms or names."""
    return any(_plain(tag) in rules.tags or not rules.codes.isdisjoint(_CODE.findall(tag)) for tag in tags)


def _read(
    words: Sequence[str], known: Iterable[str], rules: _Rules, *, weighed: Set[str] = frozenset()
) -> tuple[float, set[_Term]]:
    """Weight of the known ones of these words, those weighed before apart, and the terms that stand there.

    A term within a longer one that stands there says nothing more.
    """
    total = 0.0
    found: set[_Term] = set()
    asked: list[_Phrase] = []
    for word in known:
        weight, term, phrases = rules.words[word]
        if weight and word not in weighed:
            total += weight
        if term is not None:
            found.add(term)
        if phrases:
            asked += phrases
    if asked:
        padded = f" {' '.join(words)} "
        longer = {one.term for one in asked if one.stem in padded and any(form in padded for form in one.forms)}
        if longer:
            inside = {word for term in longer for word in term.text.split()}
            found = {term for term in found if term.text not in inside} | longer
    return total, found
