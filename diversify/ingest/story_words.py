"""The words of headlines and first lines, as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

LEAD_WORDS = 40
"""Words of a summary that are read: what happened stands in the first lines."""

_LEAD_SIGNS = 600
_TITLE_SIGNS = 600  # what is longer is no headline
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def stem(word: str) -> str:
    """Lower case, without possessive, dots and hyphens, and without a plural s.

    Examples
    --------
    >>> [stem(word) for word in ("Senator's", "U.S.", "floods", "loss")]
    ['senator', 'us', 'flood', 'loss']
    """
    word = word.lower().replace("’", "'").removesuffix("'s").replace(".", "").replace("-", "").replace("'", "")
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def words_in(text: str) -> list[str]:
    """Words as written, in order; of scripts without spaces, pairs of neighbouring signs.

    Examples
    --------
    >>> words_in("Storm hits the coast"), words_in("東京の天気")
    (['Storm', 'hits', 'the', 'coast'], ['東京', '京の', 'の天', '天気'])
    """
    if _CJK.search(text):
        signs = "".join(filter(str.isalnum, text))
        return [signs[i : i + 2] for i in range(len(signs) - 1)]
    return _WORD.findall(text)


class _Codes(dict[str, int]):
    """Twice the number of a written word's stem, and one more where it is written large; learned as words come."""

    def __init__(self) -> None:
        self.stems: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        number = self.stems.setdefault(stem(word), len(self.stems))
        self[word] = code = 2 * number + word[0].isupper()
        return code


@dataclass(frozen=True, slots=True)
class TextWords:
    """Words of n articles laid end to end.

    Attributes
    ----------
    vocabulary
        The v stems.
    words
        Number of each word's stem, the title's first, then the summary's.
    rows
        Article of each word, rising.
    titled
        Whether a word stands in the title.
    large
        Whether it is written with a large first letter.
    """

    vocabulary: list[str]
    words: Integers
    rows: Integers
    titled: NDArray[np.bool_]
    large: NDArray[np.bool_]


def read_words(titles: Sequence[str], summaries: Sequence[str]) -> TextWords:
    """Words of n titles and of the first lines of n summaries.

    Examples
    --------
    >>> read = read_words(["Storm hits Oslo"], ["A storm"])
    >>> read.vocabulary, read.words.tolist(), read.titled.tolist()
    (['storm', 'hits', 'oslo', 'a'], [0, 1, 2, 3, 0], [True, True, True, False, False])
    """
    codes = _Codes()
    flat: list[int] = []
    lengths: list[int] = []
    for title, summary in zip(titles, summaries, strict=True):
        for words in (words_in(title[:_TITLE_SIGNS]), words_in(summary[:_LEAD_SIGNS])[:LEAD_WORDS]):
            flat += [codes[word] for word in words]
            lengths.append(len(words))
    code = np.array(flat, np.int64)
    part = np.repeat(np.arange(len(lengths)), lengths)
    return TextWords(list(codes.stems), code >> 1, part >> 1, part % 2 == 0, code % 2 == 1)
