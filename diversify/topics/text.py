"""Article to text, text to words: one pass, any script, bounded whatever comes in."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby, pairwise, repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article

TITLE_TIMES: Final = 2
"""The title counts twice: it is the densest line of an article."""
BODY_LIMIT: Final = 2_000
"""Characters of teaser and body that are read; the first screen tells what an article is about."""
TITLE_LIMIT: Final = 500
"""Characters of a title that are read."""
_TOGETHER: Final = 500
"""Texts numbered at a time: beyond that, memory would hold every word as an object."""
HTML_LIMIT: Final = 4 * BODY_LIMIT
"""Characters of HTML that are looked at before it is stripped, so that a body of any size costs the same."""

_TAG = re.compile(r"<[^<>]{0,2000}>?")
# What is left of mark-up that was escaped twice: whole tags only, as "a < b" is text.
_ESCAPED_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_ADDRESS = re.compile(r"https?://\S{0,2000}|www\.\S{0,2000}")
_WORD = re.compile(r"\w\w+")
# Signs that news is full of: without them most texts are ASCII, which is split four times as fast.
_SIGNS: Final = "’‘“”„–—…·•«»£€\u00a0\u200b\u00ad®™"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789_"
_END: Final = "\x00"
_SPACED: Final = {code: chr(code) if chr(code) in _LETTERS + _END else " " for code in range(128)}
# Scripts written without spaces: kana, CJK ideographs, Thai, Lao, Khmer, Myanmar.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of n texts as numbers, one after the other.

    Attributes
    ----------
    ids
        (total,) int32 numbers of words; -1 is a word that the vocabulary does not hold.
    ends
        (n + 1,) int64; text i is ``ids[ends[i]:ends[i + 1]]``.
    """

    ids: NDArray[np.int32]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of texts, n."""
        return len(self.ends) - 1

    @property
    def rows(self) -> NDArray[np.int64]:
        """(total,) number of the text that each word stands in."""
        return np.repeat(np.arange(len(self)), np.diff(self.ends))

    def texts_of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the text that each place, counted over all words, stands in."""
        return np.searchsorted(self.ends, places, side="right") - 1

    def renumbered(self, new: NDArray[np.int32]) -> Tokens:
        """The same texts with word i now called ``new[i]``; -1 stays -1."""
        if not len(new):
            return Tokens(np.full_like(self.ids, -1), self.ends)
        return Tokens(np.where(self.ids >= 0, new[self.ids], np.int32(-1)).astype(np.int32), self.ends)


def plain(markup: str) -> str:
    """Text of sanitised HTML, cut before it is read.

    Examples
    --------
    >>> plain("<p>Fish &amp; <b>chips</b></p>").split()
    ['Fish', '&', 'chips']
    """
    markup = markup[:HTML_LIMIT]
    if "<" in markup:
        markup = _TAG.sub(" ", markup)
    if "&" in markup:
        markup = html.unescape(markup)
        if "<" in markup:
            markup = html.unescape(_ESCAPED_TAG.sub(" ", markup))
    return _ADDRESS.sub(" ", markup) if "http" in markup or "www." in markup else markup


def body_text(article: Article) -> str:
    """Teaser and first part of the body, without saying the teaser twice."""
    body = plain(article.content)
    summary = plain(article.summary)
    opening = " ".join(summary.split())[:60]
    if opening and not " ".join(body[: 4 * len(opening)].split()).startswith(opening):
        body = f"{summary}\n{body}"
    return body[:BODY_LIMIT]


def article_text(article: Article) -> str:
    """What the models read of an article: its title twice, its teaser, the first part of its body."""
    return (article.title[:TITLE_LIMIT] + "\n") * TITLE_TIMES + body_text(article)


def words(text: str) -> list[str]:
    """Lower-case words of two letters and more; scripts without spaces give pairs of characters.

    Examples
    --------
    >>> words("Müller's 2nd goal: a déjà-vu")
    ['müller', '2nd', 'goal', 'déjà', 'vu']
    >>> words("東京タワー")
    ['東京', '京タ', 'タワ', 'ワー']
    """
    return [word for word in _split([text]) if len(word) > 1]


def learn_words(texts: Sequence[str]) -> tuple[list[str], Tokens]:
    """Number every word in the order of its first appearance; the words, and the texts in numbers."""
    lexicon: defaultdict[str, int] = defaultdict(count().__next__)
    singles = {letter: lexicon[letter] for letter in _END + _LETTERS}
    tokens = _number(texts, lambda found: map(lexicon.__getitem__, found), fewest=len(singles))
    return list(lexicon)[len(singles) :], Tokens(tokens.ids - np.int32(len(singles)), tokens.ends)


def prepared(vocabulary: Mapping[str, int]) -> dict[str, int]:
    """A vocabulary as `look_up_words` needs it, for whoever asks it more than once."""
    return dict.fromkeys(_LETTERS, -2) | {_END: -3} | dict(vocabulary)


def look_up_words(texts: Sequence[str], vocabulary: Mapping[str, int]) -> Tokens:
    """The texts in the numbers of a known vocabulary, `prepared` or not."""
    get = (vocabulary if _END in vocabulary else prepared(vocabulary)).get
    return _number(texts, lambda found: map(get, found, repeat(-1)), fewest=-1)


def _number(texts: Sequence[str], numbers: Callable[[list[str]], Iterable[int]], *, fewest: int) -> Tokens:
    """Texts in numbers; those below `fewest` are ends of texts and letters that stand alone, and left out."""
    pieces = [np.zeros(0, dtype=np.int32)]
    lengths = np.zeros(len(texts), dtype=np.int64)
    (end,) = numbers([_END])
    for start in range(0, len(texts), _TOGETHER):
        found = _split(texts[start : start + _TOGETHER])
        piece = np.fromiter(numbers(found), dtype=np.int32, count=len(found))
        kept = piece >= fewest
        before = np.cumsum(kept)[np.flatnonzero(piece == end)]
        lengths[start : start + _TOGETHER] = np.diff(before, prepend=0)
        pieces.append(piece[kept])
    return Tokens(np.concatenate(pieces), np.concatenate([[0], np.cumsum(lengths)]))


def _split(texts: Sequence[str]) -> list[str]:
    """Words of texts in lower case, `_END` after each text; letters that stand alone may be among them.

    Texts are split together, as a call for each takes as long as the splitting.
    """
    whole = _END.join(texts).lower()
    if whole.count(_END) >= len(texts):
        whole = _END.join(text.replace(_END, " ") for text in texts).lower()
    if not whole.isascii():
        for sign in _SIGNS:
            whole = whole.replace(sign, " ")
    found: list[str] = []
    for simple, run in groupby(whole.split(_END), key=str.isascii):
        if simple:
            found += f"{f' {_END} '.join(run)} {_END}".translate(_SPACED).split()
            continue
        for text in run:
            found += _WORD.findall(_UNSPACED.sub(_pairs, text))
            found.append(_END)
    return found


def _pairs(run: re.Match[str]) -> str:
    letters = run.group()
    if len(letters) == 1:
        return f" {letters} "
    return " " + " ".join(map("".join, pairwise(letters))) + " "
