"""How words are written where a sentence does not force a capital on them: names are told from common nouns by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from diversify.topics.stopwords import stop_words

LED: Final = 0.5
"""A stop word that stands before this part of a name's occurrences belongs to it: "New York", "Six Nations"."""
BESIDE: Final = 0.7
"""A word with a capital that stands beside this part of the occurrences of a name of two words is its third."""
SHOUTED: Final = 4
"""Letters from which a word in capitals may be a dateline or a headline instead of an abbreviation."""
_SURFACE: Final = re.compile(r"\w\w+")
_JOINT: Final = re.compile(r"[ -]|\W{1,2}\w\W{1,2}")
_NEVER_LEAD: Final = frozenset(["mr", "mrs", "ms", "dr", "the", "in", "on", "at", "of", "and", "by"])


_TITLES: Final = frozenset(
    [
        *(
            "actor",
            "captain",
            "chairman",
            "chancellor",
            "chief",
            "coach",
            "gov",
            "governor",
            "judge",
            "justice",
            "king",
        ),
        *("manager", "minister", "pope", "president", "prime", "queen", "rep", "secretary", "sen", "senator"),
        *("sir", "spokesman", "state", "striker", "corp", "inc", "ltd", "plc", "co"),
    ]
)
"""Words with a capital beside a name that are no part of it."""


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
        self._leads: dict[str, Counter[str]] = {part: Counter() for part in self._votes}
        self._trails: dict[str, Counter[str]] = {part: Counter() for part in self._votes if " " in part}
        self._stopped = stop_words(["en"]) - _NEVER_LEAD
        self._titles = _TITLES | _NEVER_LEAD
        self._passed = self._stopped | self._titles
        self.read(texts)

    def of(self, term: str) -> str:
        """The most frequent spelling: ``premier league`` is "Premier League", ``york`` may be "New York"."""
        written = self._written(term) or " ".join(self._written(word) or word for word in term.split())
        if " " not in term:
            return f"{self._lead(term)}{written}"
        lead = self._beside(self._leads, term) or self._lead(term.split(maxsplit=1)[0]).rstrip()
        return " ".join(filter(None, [lead, written, self._beside(self._trails, term)]))

    def is_name(self, term: str) -> bool:
        """Whether every word of the term is written with a capital, wherever it stands."""
        written = self._together(term)
        return (
            all(part[:1].isupper() for part in written)
            if written
            else all(_capital(self._votes.get(part)) for part in term.split())
        )

    def is_said(self, phrase: str) -> bool:
        """Whether two words stand side by side with no sign between them: not "Kabul, Afghanistan"."""
        together = self._votes.get(phrase, Counter()).total() + self._weak.get(phrase, Counter()).total()
        words = [self._votes[part].total() + self._weak[part].total() for part in phrase.split() if part in self._votes]
        return together > 0 or not min(words, default=0)

    def is_torn(self, term: str) -> bool:
        """Whether a phrase is a common noun and the beginning of a name: "director Jane"."""
        seen = self._together(term) or _SURFACE.findall(self._written(term) if " " in term else "")
        first, *rest = seen or [part.title() if _capital(self._votes.get(part)) else part for part in term.split()]
        return bool(rest) and rest[-1][:1].isupper() and not first[:1].isupper()

    def _together(self, term: str) -> list[str]:
        """The words of a phrase as they are written in it, within sentences; none where it never stands there."""
        votes = self._votes.get(term) if " " in term else None
        return _SURFACE.findall(max(votes, key=lambda seen: (votes[seen], seen))) if votes else []

    def unheard(self) -> list[str]:
        """Words that no sentence has spelled yet."""
        return [part for part, votes in self._votes.items() if " " not in part and not votes]

    def read(self, texts: Iterable[str], *, loud: bool = False) -> None:
        """Let further texts vote; where every word has a capital (`loud`), as heads of sentences do."""
        for text in texts:
            self._read(text, loud=loud)

    def _written(self, part: str) -> str:
        votes = self._votes.get(part) or _quiet(self._weak.get(part, Counter()))
        return max(votes, key=lambda seen: (votes[seen], seen), default="")

    def _lead(self, word: str) -> str:
        votes, leads = self._votes.get(word), self._leads.get(word)
        if not votes or not leads:
            return ""
        lead, often = leads.most_common(1)[0]
        return f"{lead} " if often >= max(LED * votes.total(), 2) and self._written(word)[:1].isupper() else ""

    def _beside(self, beside: dict[str, Counter[str]], name: str) -> str:
        """The word with a capital that most often stands beside a name of two words: "Un" of "Kim Jong"."""
        around, votes = beside.get(name), self._votes.get(name)
        if not around or not votes or not self.is_name(name):
            return ""
        word, often = around.most_common(1)[0]
        return word if often >= max(BESIDE * votes.total(), 2) else ""

    def _read(self, text: str, *, loud: bool) -> None:
        earlier, before, start, end = "", "", 0, -2
        for match in _SURFACE.finditer(text):
            surface = match.group()
            low = surface.lower()
            joined = bool(before) and _JOINT.fullmatch(text[end : match.start()]) is not None
            if not joined:
                earlier = ""
            if low in self._votes:
                inside = not loud and _within_sentence(text, match.start())
                (self._votes if inside else self._weak)[low][surface] += 1
                if joined and before.lower() in self._stopped:
                    _count(self._leads[low], before, allowed=not loud and _within_sentence(text, start))
            pair = f"{before.lower()} {low}"
            if joined and pair in self._votes:
                inside = not loud and _within_sentence(text, start)
                (self._votes if inside else self._weak)[pair][text[start : match.end()]] += 1
                _count(self._leads[pair], earlier, allowed=inside and earlier.lower() not in self._titles)
            if earlier and (past := f"{earlier.lower()} {before.lower()}") in self._trails:
                _count(self._trails[past], surface, allowed=not loud and low not in self._passed)
            earlier, before, start, end = before, surface, match.start(), match.end()


def _capital(votes: Counter[str] | None) -> bool:
    """Whether a word is nearly always written with a capital."""
    return votes is not None and sum(often for seen, often in votes.items() if seen[:1].isupper()) > 0.8 * votes.total()


def _count(votes: Counter[str], word: str, *, allowed: bool) -> None:
    """A word with a capital has a vote."""
    if allowed and word[:1].isupper():
        votes[word] += 1


def _quiet(votes: Counter[str]) -> Counter[str]:
    """Votes without words in capitals, where there are others: "MOSCOW (AP)" is Moscow, NATO stays."""
    quiet = Counter({seen: often for seen, often in votes.items() if len(seen) < SHOUTED or not seen.isupper()})
    return quiet or votes


def _within_sentence(text: str, start: int) -> bool:
    """Whether a word does not stand at the head of a sentence, where every word has a capital."""
    before = text[max(start - 4, 0) : start].rstrip(" \"'“‘")
    return bool(before) and before[-1] not in ".!?:–—|\n"
