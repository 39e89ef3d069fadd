"""What the words around a sensitive term say of it.

"Poor", "mask", "trial" and "campaign" stand in news about people's lives and in news about cars, games and recipes.
A small table of words with weights, learned offline, tells these apart: it never clears an article with a strong term
in its title; elsewhere it tips the scales, and where no term stands at all, it takes many telling words to say the
same.

The table was fitted by `tests/benchmarks/fit_sensitive_words.py` on half of the titles and teasers of two collections
under CC BY 4.0 (News Category Dataset, R. Misra 2022; UCI News Aggregator, F. Gasparetti 2016) with their sections as
weak labels, and on static word vectors (potion-base-4M, MIT) for words that are rare there. It holds words and
weights, no texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from diversify.profile.context_table import INTERCEPT, WORDS

TITLE: Final = 1.5
"""What a word of the title weighs against one of the text."""
FEWEST: Final = 6
"""Weights are divided by the root of the number of words, at least of this: a long text is no surer than a short."""
USUAL: Final = -3.0
"""Log odds that count as saying neither: those of one article in twenty."""
MOST: Final = 3.0
"""Log odds beyond which words around are not believed."""


@cache
def context_weights() -> Mapping[str, float]:
    """The weight of each word that has one, in log odds.

    Examples
    --------
    >>> context_weights()["chef"] < 0 < context_weights()["voters"]
    True
    """
    return {word: weight for weight, words in WORDS.items() for word in words.split()}


def lean(title: float, text: float, *, length: int) -> float:
    """Log odds, in [-`MOST`, `MOST`], that a text tells of people's sensitive sides, against those of one in twenty.

    Where no word has a weight they are a little below: terms that stand among such words say less than they seem to.

    Parameters
    ----------
    title, text
        Sum of the weights of the distinct words of the title, and of those that stand in the text alone.
    length
        How many distinct words the title has, and the text: the two numbers added.

    Examples
    --------
    >>> weights = context_weights()
    >>> lean(weights["chef"], 0.0, length=4) < 0.0 < lean(weights["voters"] + weights["senate"], 0.0, length=4)
    True
    >>> lean(0.0, 0.0, length=1) < 0.0
    True
    """
    root: float = max(length, FEWEST) ** 0.5
    return min(MOST, max(-MOST, (TITLE * title + text) / root + INTERCEPT - USUAL))
