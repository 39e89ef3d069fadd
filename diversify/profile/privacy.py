"""What is kept at each level of privacy, and which articles are never profiled whatever the level.

An article is sensitive by its public code (an IPTC code among its categories), by a category of its feed that is
itself such a word ("Politics"), or by its words: strong ones (marked `!` in the list) say it alone in the title,
weaker ones only together. Only whole words count, in any case, with or without accents and plural endings.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import DELIBERATE, Article, FeedbackKind, PrivacyLevel, SensitiveCategory
from diversify.profile.context import lean

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

_THRESHOLD: Final = 2.5
_POINTS: Final = (3, 2, 2, 1)
"""Points of each distinct term: a strong one in the title, in the text alone; a weak one in the title, in the text
alone. One strong word in the title decides. Below that, the words around have their say: they add or take up to
`_TRUST` times what `lean` says of them. Points of all categories add up: which of them it is does not matter, and one
article often touches two."""
_TRUST: Final = 0.75
"""Points for a unit of log odds. Chosen, as the threshold, for collections of which nothing was learned: with it the
words around make up for a missing weak term, or for what one weak term too many would have said."""
_LEARNED: Final = frozenset({"", "en"})
"""Languages of which the words around were learned; elsewhere the terms speak alone."""

_TEASER_ENOUGH: Final = 100
_TEXT_LIMIT: Final = 1_000
"""Characters: a shorter teaser is completed from the body, and never more than this is read. What an article is
about stands at its head; further down, every long text mentions everything."""

_WORD: Final = re.compile(r"[^\W_]+")
_SIGNS: Final = "’‘“”–—…\u00a0"
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
        The list of never-profiled categories; a term that begins with ``!`` is strong.

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
    def points(self) -> int:
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
    return _count(_plain(title), _plain(text), _compile(tuple(categories)))


def plain_words(text: str) -> list[str]:
    """Words of a text in lower case and without accents, in their order.

    Examples
    --------
    >>> plain_words("L’Été à Genève!")
    ['l', 'ete', 'a', 'geneve']
    """
    return _plain(text).split()


@dataclass(frozen=True, slots=True, eq=False)
class _Term:
    """One term as it is listed, without accents and case, and whether it is strong; one object for each text."""

    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    """Terms of one word, terms of several words by their longest (with spaces around), whole tags, and codes."""

    words: Mapping[str, tuple[_Term, ...]]
    phrases: Mapping[str, tuple[tuple[str, _Term], ...]]
    tags: frozenset[str]
    codes: frozenset[str]


@lru_cache(maxsize=8)
def _compile(categories: tuple[SensitiveCategory, ...]) -> _Rules:
    words: dict[str, list[_Term]] = defaultdict(list)
    phrases: dict[str, list[tuple[str, _Term]]] = defaultdict(list)
    tags = {_plain(listed.name) for listed in categories}
    strong = {_plain(text) for listed in categories for text in listed.terms if text.startswith(STRONG_MARK)}
    # A term that several categories list is one term, and strong where one of them says so.
    for text in dict.fromkeys(_plain(text) for listed in categories for text in listed.terms):
        term = _Term(text, strong=text in strong)
        for form in _forms(text):
            tags.add(form)
            if " " in form:
                # The longest word is the rarest, mostly: few texts are searched for the whole.
                phrases[max(form.split(), key=len)].append((f" {form} ", term))
            else:
                words[form].append(term)
    return _Rules(
        words={word: tuple(terms) for word, terms in words.items()},
        phrases={word: tuple(terms) for word, terms in phrases.items()},
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
    if not text.isascii():
        # Most texts that are not plain ASCII are so for their quotation marks and dashes alone.
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(part for part in parts if not unicodedata.combining(part))))


def _is_sensitive(article: Article, rules: _Rules) -> bool:
    if article.categories and _is_tagged(article.categories, rules):
        return True
    text = article.summary
    if len(text) < _TEASER_ENOUGH and article.content:
        text = f"{text} {_TAG.sub(' ', article.content[: 2 * _TEXT_LIMIT])}"
    plain_title, plain_text = _plain(article.title), _plain(text[:_TEXT_LIMIT])
    found = _count(plain_title, plain_text, rules)
    if found.strong_in_title or not found.points:
        return found.strong_in_title > 0
    around = lean(plain_title, plain_text) if article.language[:2] in _LEARNED else 0.0
    return found.points + _TRUST * around >= _THRESHOLD


def _count(title: str, text: str, rules: _Rules) -> TermsFound:
    in_title, in_text = _found(title, rules), _found(text, rules)
    if not in_title and not in_text:
        return _NOTHING
    in_text -= in_title
    strong, below = sum(term.strong for term in in_title), sum(term.strong for term in in_text)
    return TermsFound(strong, below, len(in_title) - strong, len(in_text) - below)


_NOTHING: Final = TermsFound(0, 0, 0, 0)


def _is_tagged(tags: Iterable[str], rules: _Rules) -> bool:
    """Whether a category of the feed is one of the codes, or wholly one of the terms or names."""
    return any(_plain(tag) in rules.tags or not rules.codes.isdisjoint(_CODE.findall(tag)) for tag in tags)


def _found(text: str, rules: _Rules) -> set[_Term]:
    """The terms that stand in a plain text; a term within a longer one that stands there says nothing more."""
    words = set(text.split(" "))
    found: set[_Term] = set()
    for word in words & rules.words.keys():
        found.update(rules.words[word])
    padded = f" {text} "
    longer = [term for key in words & rules.phrases.keys() for phrase, term in rules.phrases[key] if phrase in padded]
    if longer:
        inside = {word for term in longer for word in term.text.split()}
        found = {term for term in found if term.text not in inside}
        found.update(longer)
    return found
