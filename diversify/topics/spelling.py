"""How words are written where a sentence does not force a capital on them: names are told from common nouns by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from diversify.topics.stopwords import stop_words

LED: Final = 0.6
"""A stop word that stands before this part of a name's occurrences belongs to it: "New York"."""
_SURFACE: Final = re.compile(r"\w\w+")
_JOINT: Final = re.compile(r"[ -]|\W{1,2}\w\W{1,2}")
_NEVER_LEAD: Final = frozenset(["mr", "mrs", "ms", "dr", "the", "in", "on", "at", "of", "and", "by"])


class Spelling:
    """Votes of running text on how terms are written.

    Parameters
    ----------
    terms
        One- and two-word terms in lower case.
    texts
        Texts as written. Words at the head of a sentence vote only where there is no other vote, as they are
        capitalised by position.

    Examples
    --------
    >>> found = Spelling(["york", "mayor"], ["He is mayor of New York.", "The mayor of New York met."])
    >>> found.of("york"), found.of("mayor"), found.is_name("york"), found.is_name("mayor")
    ('New York', 'mayor', True, False)
    """

    def __init__(self, terms: Iterable[str], texts: Sequence[str]) -> None:
        self._votes: dict[str, Counter[str]] = {part: Counter() for term in terms for part in (term, *term.split())}
        self._weak: dict[str, Counter[str]] = {part: Counter() for part in self._votes}
        self._leads: dict[str, Counter[str]] = {part: Counter() for part in self._votes if " " not in part}
        self._stopped = stop_words(["en"]) - _NEVER_LEAD
        for text in texts:
            self._read(text)

    def of(self, term: str) -> str:
        """The most frequent spelling: ``premier league`` is "Premier League", ``york`` may be "New York"."""
        written = self._written(term) or " ".join(self._written(word) or word for word in term.split())
        return f"{self._lead(term.split(maxsplit=1)[0])}{written}"

    def is_name(self, term: str) -> bool:
        """Whether every word of the term is written with a capital, wherever it stands."""
        written = self._together(term)
        return all(part[:1].isupper() for part in written) if written else all(map(self._capital, term.split()))

    def is_said(self, phrase: str) -> bool:
        """Whether two words stand side by side with no sign between them: not "Kabul, Afghanistan"."""
        together = self._votes.get(phrase, Counter()).total() + self._weak.get(phrase, Counter()).total()
        words = [self._votes[part].total() + self._weak[part].total() for part in phrase.split() if part in self._votes]
        return together > 0 or not min(words, default=0)

    def is_torn(self, term: str) -> bool:
        """Whether a phrase is a common noun and the beginning of a name: "director Jane"."""
        first, *rest = self._together(term) or [part.title() if self._capital(part) else part for part in term.split()]
        return bool(rest) and rest[-1][:1].isupper() and not first[:1].isupper()

    def _together(self, term: str) -> list[str]:
        """The words of a phrase as they are written in it, within sentences; none where it never stands there."""
        votes = self._votes.get(term) if " " in term else None
        return _SURFACE.findall(max(votes, key=lambda seen: (votes[seen], seen))) if votes else []

    def _capital(self, part: str) -> bool:
        votes = self._votes.get(part, Counter())
        upper = sum(often for seen, often in votes.items() if seen[:1].isupper())
        return upper > 0.8 * votes.total() if votes else False

    def _written(self, part: str) -> str:
        for votes in (self._votes.get(part), self._weak.get(part)):
            if votes:
                return max(votes, key=lambda seen: (votes[seen], seen))
        return ""

    def _lead(self, word: str) -> str:
        votes, leads = self._votes.get(word), self._leads.get(word)
        if not votes or not leads:
            return ""
        lead, often = leads.most_common(1)[0]
        return f"{lead} " if often >= max(LED * votes.total(), 2) and self._capital(word) else ""

    def _read(self, text: str) -> None:
        before, start, end = "", 0, -2
        for match in _SURFACE.finditer(text):
            surface = match.group()
            low = surface.lower()
            joined = bool(before) and _JOINT.fullmatch(text[end : match.start()]) is not None
            inside = _within_sentence(text, match.start())
            if low in self._votes:
                (self._votes if inside else self._weak)[low][surface] += 1
                if (
                    joined
                    and before[:1].isupper()
                    and before.lower() in self._stopped
                    and _within_sentence(text, start)
                ):
                    self._leads[low][before] += 1
            pair = f"{before.lower()} {low}"
            if joined and pair in self._votes:
                votes = self._votes if _within_sentence(text, start) else self._weak
                votes[pair][text[start : match.end()]] += 1
            before, start, end = surface, match.start(), match.end()


def _within_sentence(text: str, start: int) -> bool:
    """Whether a word does not stand at the head of a sentence, where every word has a capital."""
    before = text[max(start - 4, 0) : start].rstrip(" \n\"'“‘")
    return bool(before) and before[-1] not in ".!?:–—|"
