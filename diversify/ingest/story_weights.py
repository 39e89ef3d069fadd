"""What a shared word says about two articles telling one event.

Rare words say more than common ones (inverse document frequency, Spärck Jones 1972), names more than other words. A
*subject* (a country, a company, a party) is shared by articles that have nothing else in common; a word of an *event*
is shared by articles, of several outlets, that also share other words. Which is which is learned from the corpus
itself: the coherence of a word is the mean cosine of what is left of two articles that hold it when the word, and all
that mostly stands beside it, is taken out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diversify.ingest.story_background import known_shares, shares_by_shape
from diversify.ingest.story_words import TextWords

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

IN_LEAD = 0.4
"""Weight of a word of the summary beside one of the title."""

_SUPPOSED = 3000.0  # articles supposed to have been read before: a small corpus knows not how common its words are
_SHARE_OF_NAME = 0.001
_NAME = 1.5
_FLATTENED, _RAREST = 0.7, 20  # very rare words weigh no more than fairly rare ones: they lengthen vectors, join little
_PRIOR_NAME, _PRIOR_WORD, _PRIOR_ARTICLES = 0.05, 0.03, 6.0  # coherence supposed of a word that few articles hold
_EVENT = 0.04  # coherence from which a name held by many outlets is an event's
_DOUBTED = 8.0  # articles that hold it and have nothing in common, supposed beside those read
_OUTLETS = 12
_AMPLE = 0.05  # coherence at which a word has its plain weight
_LEAST, _MOST = 0.15, 3.0
_DEPENDENT = 0.7  # weight of a name that stands beside one and the same other name
_BESIDE = 0.75
_SUBJECT = 2.0  # nats that any word of a language tells by chance
_EVENT_NATS = 10.0
_NOTHING = 1e-6  # instead of 0, which a product of sparse matrices would drop
_COMPANION = 0.5
_WORDS_AT_ONCE = 1_000
_SAMPLE = 200  # articles with a word in the title that are compared


@dataclass(frozen=True, slots=True)
class StoryWords:
    """Words of n articles of one language, as far as two articles share them (v words), and what they tell.

    Attributes
    ----------
    shares
        (n, v) sparse: 1 where a word stands in the title, `IN_LEAD` where in the first lines only.
    weights
        (v,) for vectors of articles.
    nats
        (v,) information that a shared word gives about a shared event.
    unit
        (v,) number of the word that a word belongs to: a first name to its surname. A unit is one piece of evidence.
    event
        (v,) whether a word is an event's: its name alone joins.
    held
        (v,) number of articles that hold a word.
    """

    shares: Any
    weights: Floats
    nats: Floats
    unit: Integers
    event: NDArray[np.bool_]
    held: Integers = field(repr=False)


def weigh(read: TextWords, outlets: Integers) -> StoryWords | None:
    """Weigh the words of n articles of one language; None where no two articles share a word.

    Parameters
    ----------
    read
        Their words.
    outlets
        (n,) number of each article's outlet.
    """
    shares, kept = _shares(read, len(outlets))
    if not len(kept):
        return None
    stems = [read.vocabulary[word] for word in kept.tolist()]
    known = known_shares(stems)
    names = _names(read)[kept] & (known == 0)
    held = np.bincount(shares.indices, minlength=len(kept))
    supposed = np.where(known > 0, known, np.where(names, _SHARE_OF_NAME, shares_by_shape(stems)))
    rarity = _rarity(supposed, held=held, articles=len(outlets))
    unit = _units(read, kept, names=names, held=held)
    coherent, spread = _coherence(shares, _unit_rows(shares, rarity), outlets)
    prior = np.where(names, _PRIOR_NAME, _PRIOR_WORD)
    coherent = np.where(np.isnan(coherent), prior, coherent)
    eased = (coherent * held + prior * _PRIOR_ARTICLES) / (held + _PRIOR_ARTICLES)
    telling = np.sqrt(np.clip(eased / _AMPLE, _LEAST, _MOST))
    event = names & (spread >= _OUTLETS) & (coherent * held >= _EVENT * (held + _DOUBTED))
    flat = np.minimum(rarity, np.log((len(outlets) + _SUPPOSED) / _RAREST)) ** _FLATTENED
    weights = flat * np.where(names, _NAME, 1.0) * telling * np.where(unit == np.arange(len(kept)), 1.0, _DEPENDENT)
    nats = np.maximum(rarity - _SUBJECT, _NOTHING) * telling + np.where(event, _EVENT_NATS, 0.0)
    return StoryWords(shares, weights, nats, unit, event, held)


def _shares(read: TextWords, rows: int) -> tuple[Any, Integers]:
    """The matrix of shares, and which words of the vocabulary its columns are: those of two articles or more."""
    from scipy import sparse

    order = np.lexsort((~read.titled, read.words, read.rows))
    row, word, titled = read.rows[order], read.words[order], read.titled[order]
    first = np.r_[True, (row[1:] != row[:-1]) | (word[1:] != word[:-1])] if len(row) else np.zeros(0, bool)
    row, word, titled = row[first], word[first], titled[first]
    kept = np.flatnonzero(np.bincount(word, minlength=len(read.vocabulary)) > 1)
    column = np.full(len(read.vocabulary), -1)
    column[kept] = np.arange(len(kept))
    there = column[word] >= 0
    share = np.where(titled[there], 1.0, IN_LEAD).astype(np.float32)
    return sparse.csr_matrix((share, (row[there], column[word[there]])), shape=(rows, len(kept))), kept


def _names(read: TextWords) -> NDArray[np.bool_]:
    """Whether a word of titles is nearly always written large."""
    large = np.bincount(read.words[read.titled & read.large], minlength=len(read.vocabulary))
    small = np.bincount(read.words[read.titled & ~read.large], minlength=len(read.vocabulary))
    return np.asarray((10 * small <= large) & (large > 0))


def _rarity(supposed: Floats, *, held: Integers, articles: int) -> Floats:
    """Inverse document frequency, as if some articles had been read before that hold words in the shares supposed."""
    return np.asarray(np.log((articles + _SUPPOSED + 1) / (held + supposed * _SUPPOSED + 0.5)))


def _units(read: TextWords, kept: Integers, *, names: NDArray[np.bool_], held: Integers) -> Integers:
    """Each name that nearly always stands beside one other name, more common than itself, belongs to that."""
    name = np.zeros(len(read.vocabulary), bool)
    name[kept[names]] = True
    column = np.zeros(len(read.vocabulary), np.int64)
    column[kept] = np.arange(len(kept))
    one, other, row = read.words[:-1], read.words[1:], read.rows[:-1]
    beside = name[one] & name[other] & (row == read.rows[1:]) & (one != other)
    a, b, row = column[one[beside]], column[other[beside]], row[beside]
    pairs, times = np.unique(np.unique(np.stack([a, b, row], axis=1), axis=0)[:, :2], axis=0, return_counts=True)
    unit, most = np.arange(len(kept)), np.ones(len(kept), np.int64)
    for (left, right), many in zip(pairs.tolist(), times.tolist(), strict=True):
        for word, head in ((left, right), (right, left)):
            if many > most[word] and many >= _BESIDE * held[word] and (held[head], head) > (held[word], word):
                unit[word], most[word] = head, many
    while True:
        heads = unit[unit]
        if np.array_equal(heads, unit):
            return unit
        unit = heads


def _unit_rows(shares: Any, weights: Floats) -> Any:
    """Rows of unit length, of shares times weights."""
    scaled = shares.copy()
    scaled.data = (shares.data * weights[shares.indices]).astype(np.float32)
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(1)).ravel())
    length[length == 0] = 1.0
    scaled.data /= np.repeat(length, np.diff(scaled.indptr)).astype(np.float32)
    return scaled


def _coherence(shares: Any, rows: Any, outlets: Integers) -> tuple[Floats, Integers]:
    """Coherence of each word over pairs of articles of different outlets, and the number of outlets that title it.

    NaN where fewer than three outlets have it in a title, or the articles compared are of one outlet.
    """
    from scipy import sparse

    row, word, spread = _titled(shares, outlets)
    outlet_count = int(outlets.max()) + 1
    group, of = np.unique(word * outlet_count + outlets[row], return_inverse=True)
    word_of = group // outlet_count
    titled = np.bincount(word, minlength=shares.shape[1])
    own_pairs = np.bincount(word_of, np.bincount(of, minlength=len(group)) ** 2.0, shares.shape[1])
    holders = sparse.csr_matrix((np.ones(len(row), np.float32), (of, row)), shape=(len(group), shares.shape[0]))
    coherent = np.full(shares.shape[1], np.nan)
    usable = np.flatnonzero(spread >= 3)
    for start in range(0, len(usable), _WORDS_AT_ONCE):
        some = usable[start : start + _WORDS_AT_ONCE]
        lines = np.flatnonzero(np.isin(word_of, some))
        by = np.searchsorted(some, word_of[lines])
        alike, mass = _rest(holders[lines], rows, word=by, titled=titled[some])
        pairs = titled[some] ** 2.0 - own_pairs[some]
        told = np.where(mass > 0, alike * titled[some] / np.maximum(mass, 1e-9) / np.maximum(pairs, 1), 0.0)
        coherent[some] = np.where(pairs > 0, told, np.nan)  # the sample may be of one outlet
    return coherent, spread


def _titled(shares: Any, outlets: Integers) -> tuple[Integers, Integers, Integers]:
    """Article and word of titles, at most so many of each word, evenly; and the number of outlets of each word."""
    by_word = shares.tocsc()
    by_word.data[by_word.data < 1] = 0
    by_word.eliminate_zeros()
    row, held = by_word.indices.astype(np.int64), np.diff(by_word.indptr)
    word = np.repeat(np.arange(len(held)), held)
    pairs = np.unique(word * (int(outlets.max()) + 1) + outlets[row]) // (int(outlets.max()) + 1)
    place = np.arange(len(row)) - by_word.indptr[word]
    step = np.maximum(held[word] / _SAMPLE, 1.0)
    some = np.floor(place / step) != np.floor((place - 1) / step)
    return row[some], word[some], np.bincount(pairs, minlength=len(held))


def _rest(holders: Any, rows: Any, *, word: Integers, titled: Integers) -> tuple[Floats, Floats]:
    """Of each word: the sum of dot products of articles of different outlets without it and its companions; their mass.

    `holders` has a row for each word and outlet, `word` the word of each of those rows.
    """
    from scipy import sparse

    total = sparse.csr_matrix(
        (np.ones(len(word), np.float32), (word, np.arange(len(word)))), shape=(len(titled), len(word))
    )
    there = rows.copy()
    there.data = np.ones_like(rows.data)
    by_outlet = (holders @ rows).tocsr()
    sums = [
        total @ by_outlet,
        total @ by_outlet.multiply(by_outlet).tocsr(),
        total @ (holders @ rows.multiply(rows).tocsr()),
        total @ (holders @ there),
    ]
    for matrix in sums:
        matrix.sort_indices()
    whole, own, mass, times = sums
    of = np.repeat(np.arange(len(titled)), np.diff(whole.indptr))
    free = times.data <= _COMPANION * titled[of]
    alike = np.bincount(of, np.where(free, whole.data.astype(np.float64) ** 2 - own.data, 0.0), len(titled))
    rest = np.bincount(of, np.where(free, mass.data, 0.0), len(titled))
    return alike.astype(np.float64), rest.astype(np.float64)
