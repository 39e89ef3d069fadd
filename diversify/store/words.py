"""Words as a reader looks for them: by their beginnings, whatever their case and accents.

One law for every store. A text is folded into its words with a space between two; a word that is looked for is found
where a word of the text begins with it, and one of up to two letters where it stands alone. What is written with signs
in it ("covid-19") is several words that follow each other. Writing that sets no spaces between words is looked through
sign by sign.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from diversify.domain import Article

_ALONE: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
_WORD: Final = re.compile(r"[^\W_]+")
_BEYOND: Final = re.compile(r"[^\x00-\x7f]+")
_SIGN: Final = re.compile(r"[^\w\x00-\x7f]+")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_TAG: Final = re.compile(r"<[^>]*>")
_OFTEN: Final = 8
"""Shorter runs than this come again and again."""
_SHORT: Final = 2
_BETWEEN: Final = "  "
"""Between two fields: no words follow each other across it."""


def fold(text: str) -> str:
    """The words of a text, in lower case and without accents, a space between two.

    Examples
    --------
    >>> fold("Été: the COVID-19 café"), fold("東京へ")
    ('ete the covid 19 cafe', '東 京 へ')
    """
    return " ".join(_WORD.findall(level(text)))


def level(text: str) -> str:
    """A text of the same words, in lower case and without accents, in which ASCII signs alone part them.

    Examples
    --------
    >>> level("Été – COVID-19")
    'ete   covid-19'
    """
    low = text.lower()
    return low if low.isascii() else _BEYOND.sub(_levelled, low)


def _levelled(found: re.Match[str]) -> str:
    run = found[0]
    return _level_short(run) if len(run) < _OFTEN else _level_run(run)


def _level_run(run: str) -> str:
    """A run without ASCII: an accented letter, a quotation mark, a sentence of another script."""
    plain = _SIGN.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", run.casefold())))
    return _ALONE.sub(r" \g<0> ", plain)


_level_short: Final = lru_cache(maxsize=4_096)(_level_run)


def rest_of(author: str, summary: str, content: str) -> str:
    """All that is said beside the title, without markup."""
    return _BETWEEN.join((author, _bare(summary), _bare(content)))


def needles_of(words: Sequence[str]) -> list[str]:
    """What is to be found in a folded text with a space before and after it; signs alone are passed over.

    Examples
    --------
    >>> needles_of(["Tide", "EU", "covid-19", "!"])
    [' tide', ' eu ', ' covid 19 ']
    """
    folded = [fold(word) for word in words]
    return [f" {one} " if len(one.rpartition(" ")[2]) <= _SHORT else f" {one}" for one in folded if one]


def holds_words(article: Article, words: Sequence[str], *, texts: bool) -> bool:
    """Whether all the words stand in the title, or anywhere in the article; none where no word is one."""
    needles = needles_of(words)
    rest = (article.author, article.summary, article.content)
    return bool(needles) and holds(article.title, rest if texts else None, needles)


def holds(title: str, rest: tuple[str, str, str] | None, needles: Sequence[str]) -> bool:
    """Whether a title, or with its author, summary and content, holds all the needles."""
    fields = [title, *(map(_bare, rest) if rest is not None else ())]
    text = f" {_BETWEEN.join(map(fold, fields))} "
    return all(needle in text for needle in needles)


def _bare(markup: str) -> str:
    """The text of markup; what looks like a tag is taken for one."""
    bare = _TAG.sub(" ", markup) if "<" in markup else markup
    return html.unescape(bare) if "&" in bare else bare
