"""What the words around a sensitive term say of it.

"Poor", "mask", "trial" and "campaign" stand in news about people's lives and in news about cars, games and recipes.
A small table of words with weights, learned offline, tells these apart: it never makes an article sensitive in which
no term of the list stands, and never clears one with a strong term in its title; between the two, it tips the scales.

The table was fitted by `tests/benchmarks/fit_sensitive_words.py` on half of the titles and teasers of two collections
under CC BY 4.0 (News Category Dataset, R. Misra 2022; UCI News Aggregator, F. Gasparetti 2016) with their sections as
weak labels, and on static word vectors (potion-base-4M, MIT) for words that are rare there. It holds words and
weights, no texts.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from diversify.profile.context_table import INTERCEPT, WORDS

TITLE: Final = 1.5
"""What a word of the title weighs against one of the text."""
FEWEST: Final = 6
"""Words are divided by the root of their number, at least of this: a long text is no surer than a short one."""
USUAL: Final = -3.0
"""Log odds of an article that says neither."""
MOST: Final = 4.0
"""Log odds beyond which words around are not believed."""


@cache
def _weights() -> dict[str, float]:
    return {word: weight for weight, words in WORDS.items() for word in words.split()}


def lean(title: str, text: str) -> float:
    """Log odds, in [-`MOST`, `MOST`], that a text tells of people's sensitive sides; 0 where no word is known.

    Parameters
    ----------
    title, text
        Words in lower case without accents, separated by spaces.

    Examples
    --------
    >>> lean("the best chocolate cake", "a recipe with butter") < 0 < lean("voters and the senate", "the campaign")
    True
    >>> lean("", "xyzzy")
    0.0
    """
    weights = _weights()
    first = set(title.split())
    rest = set(text.split()) - first
    known = weights.keys() & first
    others = weights.keys() & rest
    if not known and not others:
        return 0.0
    total = TITLE * sum(map(weights.__getitem__, known)) + sum(map(weights.__getitem__, others))
    root: float = max(len(first) + len(rest), FEWEST) ** 0.5
    return min(MOST, max(-MOST, total / root + INTERCEPT - USUAL))
