"""Does a headline overpromise.

A handful of readable features, each a thing that an editor would name, and one small table of coefficients. A model
of words would learn house style instead; length, capitals of titles and topic are left out on purpose, and rubrics
before a colon, authors and outlets after a bar or a last dash, and what is quoted are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

FEATURES: Final = (
    "forward",
    "list",
    "list_noun",
    "reader",
    "withheld",
    "quiz",
    "asks",
    "question",
    "shout",
    "capitals",
    "hyperbole",
    "feeling",
    "absolute",
    "promise",
    "self",
)
"""What is looked for; column order of `headline_features`."""

COEFFICIENTS: Final = {
    "forward": 3.00,
    "list": 3.32,
    "list_noun": 1.75,
    "reader": 2.20,
    "withheld": 1.87,
    "quiz": 1.60,
    "asks": 0.80,
    "question": 0.30,
    "shout": 0.50,
    "capitals": 0.50,
    "hyperbole": 2.40,
    "feeling": 2.40,
    "absolute": 2.00,
    "promise": 2.40,
    "self": 0.80,
}
"""Log odds that each feature adds.

Fitted by `tests/benchmarks/bench_headlines.py --fit` on four fifths of the 32,000 English headlines of Chakraborty et
al. 2016 (ASONAM; MIT licence): logistic regression, coefficients from zero to limits by which one sign alone flags
nothing, weighted to a share of 4 % that overpromise; area under the curve on the other fifth .937. Those headlines
carry no punctuation, so `question`, `shout` and `capitals` were set by hand, low; and their sober half never asks, so
`asks`, `quiz` and `self` are limited more: a newspaper's questions are no promise.
"""
INTERCEPT: Final = -4.68
"""Log odds of a headline with none of the features."""

_LIMIT: Final = 300

_SETS: Final = {
    "forward": "this these here here's heres that's thats",
    "list_noun": """things reasons ways times signs tips tricks facts secrets pictures photos pics gifs questions hacks
        moments struggles thoughts tweets ideas mistakes lessons recipes memes puns problems gifts quotes items habits
        products faces stages types rules steps places truths foods celebs celebrities confessions texts""",
    "reader": "you your you're you'll you've you'd yourself yours u ur",
    "withheld": "someone somebody something she he they her his him guy guys girl dude kid mom dad",
    "hyperbole": """best worst most greatest ever biggest craziest weirdest funniest cutest epic insane amazing
        amazingly incredible incredibly awesome perfect perfectly perfection ultimate unbelievable mind-blowing
        jaw-dropping shocking stunning brilliant genius insanely ridiculously badass legendary magical
        flawless surprisingly surprising unexpected totally extremely impossibly outrageous delicious gorgeous
        beautiful hottest coolest""",
    "feeling": """hilarious hilariously adorable heartbreaking heartwarming cute funny awkward creepy weird gross
        sexy love loves hate cry crying laugh laughing lol omg wtf feels inspiring touching powerful emotional
        obsessed freaking crazy cringe relatable terrifying shook scary amaze amazed""",
    "absolute": """never always everyone every everything nobody nothing all anyone only actually literally really
        definitely exactly absolutely probably""",
    "self": "i i'm we my we're our me us",
}
_WORDS: Final = {word: feature for feature, words in _SETS.items() for word in words.split()}
_OPENERS: Final = "which can can't are do does is should would could did have will"
_QUIZ: Final = frozenset(_OPENERS.split())
_QUESTIONS: Final = "what how who why when where whose"
_ASKS: Final = frozenset(_QUESTIONS.split())
# "This man", "a young teacher": somebody acts who is not named.
_KINDS: Final = "woman man boy girl guy kid couple teen mom dad dude person teacher student stranger"
_KIND: Final = frozenset(_KINDS.split())
_ONE: Final = frozenset({"this", "one", "a", "an"})
# "That's" points forward only where a sentence begins with it.
_BACK: Final = frozenset({"that's", "thats"})
_TIMES: Final = """week month year fortnight morning weekend summer season time century day evening afternoon spring
    winter autumn fall christmas decade quarter term tuesday wednesday thursday friday saturday sunday monday tonight"""
_DATED: Final = frozenset(_TIMES.split())
_COUNTED: Final = """people persons men women children dead killed die dies died hurt injured wounded arrested held
    charged missing percent per pct pc million billion trillion bln mln year years yr day days week weeks month
    months hours minutes soldiers troops police officers workers jobs suspects students dollars euros pounds km
    miles degrees countries states nations companies firms and am pm th st nd rd"""
_UNITS: Final = frozenset(_COUNTED.split())
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PROMISE = re.compile(
    r"won[’']?t believe|will (?:make|leave|blow|change|restore|give) you|make you|need to"
    r"|have to (?:see|know|watch|read)"
    r"|what happen|happens? next|this is (?:what|why|how)|(?:that|this) will|should know|can[’']?t (?:even|stop|handle)"
    r"|no one|reason why|the truth|guess |turns out|find out|before you die|wait (?:un)?til|watch (?:what|this|as|how)"
    r"|^which .*\byou",
    re.IGNORECASE,
)
# What a person quoted says is not what the outlet promises.
_QUOTED = re.compile(r"‘[^’]*(?:’\w[^’]*)*’|“[^”]*”|(?<!\w)'[^']*(?:'\w[^']*)*'(?!\w)")
# House style: the author or the outlet after a bar, one to three words after a last dash, a rubric before a colon.
_TAIL = re.compile(r"\s\|.*$|\s[–—-]\s(?:[\w’'.]+\s?){1,3}$")
_RUBRIC = re.compile(r"^[\w’']+(?: [\w’']+)?: ")
_COLUMN: Final = {feature: column for column, feature in enumerate(FEATURES)}


def headline_features(titles: Sequence[str]) -> NDArray[np.float32]:
    """Features (n, 15) of headlines, each in [0, 1].

    Examples
    --------
    >>> row = headline_features(["You won't believe these 5 tricks!"])[0]
    >>> [name for name, value in zip(FEATURES, row) if value]
    ['forward', 'list_noun', 'reader', 'shout', 'promise']
    """
    features = np.zeros((len(titles), len(FEATURES)), dtype=np.float32)
    for row, title in zip(features, titles, strict=True):
        _read(title[:_LIMIT], row)
    return features


def sensational(titles: Sequence[str]) -> NDArray[np.float32]:
    """Probability (n,) in [0, 1] that each headline overpromises.

    Examples
    --------
    >>> low, high = sensational(["Bank raises rates by a quarter point", "You won't believe these 5 tricks!"])
    >>> bool(low < 0.2 < 0.8 < high)
    True
    """
    weights = np.array([COEFFICIENTS[name] for name in FEATURES], dtype=np.float32)
    scores = headline_features(titles) @ weights + np.float32(INTERCEPT)
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)


def _read(title: str, row: NDArray[np.float32]) -> None:
    title = _QUOTED.sub(" ", _RUBRIC.sub("", _TAIL.sub("", title)))
    found = _WORD.findall(title.replace("’", "'"))
    if not found:
        return
    low = [word.lower() for word in found]
    for word, after in zip(low, [*low[1:], ""], strict=True):
        feature = _WORDS.get(word)
        if feature and not (feature == "forward" and (after in _DATED or word in _BACK)):
            row[_COLUMN[feature]] = 1
    if low[0] in _BACK:
        row[_COLUMN["forward"]] = 1
    if _unnamed(low):
        row[_COLUMN["withheld"]] = 1
    if low[0].isdigit() and len(low[0]) <= 3 and len(low) > 2 and not _UNITS.intersection(low[1:3]):
        row[_COLUMN["list"]] = 1
    row[_COLUMN["quiz"]] = low[0] in _QUIZ
    row[_COLUMN["asks"]] = low[0] in _ASKS
    row[_COLUMN["question"]] = "?" in title
    row[_COLUMN["shout"]] = "!" in title or "..." in title or "…" in title
    loud = [word for word in found if len(word) > 3 and word.isupper() and word.isalpha()]
    row[_COLUMN["capitals"]] = 0 < len(loud) < 0.7 * sum(len(word) > 3 for word in found)
    row[_COLUMN["promise"]] = _PROMISE.search(title) is not None


def _unnamed(low: Sequence[str]) -> bool:
    """Whether somebody acts who is not named: "this man", "a young teacher"."""
    return any(one in _ONE and (kind in _KIND or last in _KIND) for one, kind, last in _threes(low))


def _threes(low: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(low, [*low, ""][1:], [*low, "", ""][2:], strict=True)
