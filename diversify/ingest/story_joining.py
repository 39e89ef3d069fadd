"""Groups of articles joined into larger ones while they tell one event.

Agglomerative clustering by centroids (Yang, Pierce and Carbonell 1998, "A study on retrospective and on-line event
detection", with its time window), round by round: in each, every group finds the group most like it, and joins it if
that one joins none itself. Groups are compared as wholes, so no chain of neighbours can swallow the day. Likeness
alone does not join: the words shared must give enough information, and not from one subject alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diversify.ingest.story_weights import StoryWords

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAYS = 3.0
"""Groups whose nearest articles are further apart in time are two stories; none lasts longer than twice that."""
LARGEST_SHARE, LARGEST = 0.2, 300
"""No more than this share of the articles joins into one story, or so many where that is more; equal ones may."""
SPACE = 0.5
"""Share of the word space in the likeness of articles, beside the words themselves, where articles are many."""
SPACE_ARTICLES = 700
"""Articles from which the space has learned half as much as it can."""
_DAY = 86_400.0
_ROUNDS = 60
_PRODUCTS_AT_ONCE = 4_000_000
_ROUNDING = 1e-6
_SHARED_UNIT = 0.7  # exponent: the words of one unit together count little more than one
_FINDS = 0.01  # share of articles above which a word, if not an event's, finds no candidates
_FINDS_LEAST, _FINDS_MOST = 8, 200
_AT_ONCE = 100_000  # pairs of places multiplied in one go
_BY_WORDS = (0.36, 0.27)  # likeness, and likeness of an event, asked for without a space
_BY_SPACE = (0.56, 0.51)  # and half by the space: all lie closer there
_FOUND = 0.04  # part of the likeness that finding words must give
_SPARSE, _DENSE = 7.0, 4.0  # nats against two articles of one language being of one story: wide news, a few events
_NATS = (9.0, 2.5)  # what shared words must tell against either
_EASED = 0.9  # likeness asked for where stories are dense
_ONE_UNIT = (0.9, 1.0)
_SUPPOSED_DENSITY, _SUPPOSED_PAIRS = 0.0005, 700.0  # of a corpus too small to tell
_TELLING = 50  # articles; fewer tell nothing of how dense stories are
_PASSES = 3
_STEP = 0.05  # smaller changes of density change nothing


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What n articles are compared by, and how much of it is asked for.

    Attributes
    ----------
    vectors, places
        (n, v) sparse and (n, d) dense: side by side, rows of length 1.
    finders
        (v,) words that find candidates.
    likeness
        Cosine of two groups from which they may be one.
    event_likeness
        The same where they share the name of an event that many outlets tell: such stories are told from many sides.
    nats
        Information that shared words must give about a shared event.
    one_unit
        Share of the likeness by words that one name, if not an event's, may give: above it, the two share a subject.
    """

    words: StoryWords
    vectors: Any
    places: NDArray[np.float32]
    finders: NDArray[np.bool_]
    likeness: float
    event_likeness: float
    nats: float = _NATS[0]
    one_unit: float = _ONE_UNIT[0]


@dataclass(frozen=True, slots=True)
class _Groups:
    """k groups of articles.

    Sums of vectors and of places as rows that are of length 1 side by side, prevalence of words in [0, 1], sizes,
    times and numbers.
    """

    centroids: Any
    places: NDArray[np.float32]
    prevalence: Any
    sizes: Integers
    first: Floats
    last: Floats
    numbers: Integers


@dataclass(frozen=True, slots=True)
class _Nearest:
    """Of each group the other it is most like among those it may join, or -1; and how like."""

    target: Integers
    likeness: Floats

    def better(self, one: Integers, other: Integers, likeness: Floats) -> None:
        """Take in pairs as measured; of equals the one with the smaller number."""
        known = np.unique(one)
        known = known[self.target[known] >= 0]
        one, other = np.r_[one, known], np.r_[other, self.target[known]]
        likeness = np.r_[likeness, self.likeness[known]]
        order = np.lexsort((other, -likeness, one))
        first = order[np.r_[True, np.diff(one[order]) != 0]] if len(order) else order
        self.target[one[first]], self.likeness[one[first]] = other[first], likeness[first]


def join_groups(
    words: StoryWords, groups: Integers, *, places: NDArray[np.float32], published: Floats, numbers: Integers
) -> Integers:
    """Join groups of n articles of one language until none is like enough to another.

    Parameters
    ----------
    words
        Words of the articles and their weights.
    groups
        (n,) group of each article to begin with, numbered from 0 without gaps.
    places
        (n, d) where the articles lie in a space of meaning, rows of length 1 or 0.
    published
        (n,) seconds.
    numbers
        (n,) number of the story that an article belongs to already, or 0. Two numbers never become one.

    Returns
    -------
    numpy.ndarray
        (n,) group of each article.
    """
    evidence = _evidence(words, places)
    known = 0.0
    for _ in range(_PASSES):
        groups = _run(_eased(evidence, known), groups, published=published, numbers=numbers)
        dense = _dense(groups)
        if dense < known + _STEP:
            break
        known = dense
    return groups


def _run(evidence: _Evidence, groups: Integers, *, published: Floats, numbers: Integers) -> Integers:
    """Join groups round by round while the evidence is enough."""
    k = int(groups.max()) + 1
    nearest, stale = _Nearest(np.full(k, -1), np.zeros(k)), np.arange(k)
    for _ in range(_ROUNDS):
        state = _grouped(evidence, groups, published=published, numbers=numbers)
        _find(nearest, state, evidence, stale=stale)
        joined = _joined(nearest, state.sizes)
        if joined is None:
            break
        new = np.unique(joined, return_inverse=True)[1]
        nearest, stale = _carried(nearest, joined, new)
        groups = new[groups]
    return groups


def _evidence(words: StoryWords, places: NDArray[np.float32]) -> _Evidence:
    """Words and places in the shares that they are worth: a space learned from few articles knows little."""
    n = len(places)
    learned = n / (n + SPACE_ARTICLES)
    share = SPACE * learned
    vectors = words.shares.copy()
    vectors.data = (vectors.data * words.weights[vectors.indices]).astype(np.float32)
    length = _lengths(vectors) / np.sqrt(1 - share)
    vectors.data /= np.repeat(length, np.diff(vectors.indptr)).astype(np.float32)
    likeness = (
        with_space * learned + alone * (1 - learned) for alone, with_space in zip(_BY_WORDS, _BY_SPACE, strict=True)
    )
    return _Evidence(words, vectors, places * np.float32(np.sqrt(share)), _finders(words), *likeness)


def _dense(groups: Integers) -> float:
    """How dense stories are among n articles as joined: 0 in wide news, 1 where a few events fill all."""
    n, sizes = len(groups), np.bincount(groups).astype(np.float64)
    if n < _TELLING:
        return 0.0
    joined = float((sizes * (sizes - 1)).sum()) / 2
    odds = (joined + _SUPPOSED_DENSITY * _SUPPOSED_PAIRS) / (n * (n - 1) / 2 + _SUPPOSED_PAIRS)
    return float(np.clip((_SPARSE + np.log(odds)) / (_SPARSE - _DENSE), 0.0, 1.0))


def _eased(evidence: _Evidence, dense: float) -> _Evidence:
    """The same evidence, less asked of it where stories are dense."""

    def between(sparse: float, full: float) -> float:
        return sparse + (full - sparse) * dense

    return replace(
        evidence,
        likeness=evidence.likeness * between(1.0, _EASED),
        event_likeness=evidence.event_likeness * between(1.0, _EASED),
        nats=between(*_NATS),
        one_unit=between(*_ONE_UNIT),
    )


def _lengths(matrix: Any, places: NDArray[np.float32] | None = None) -> Floats:
    """Of rows, together with those beside them; 1 where nothing is."""
    squares = np.asarray(matrix.multiply(matrix).sum(1), np.float64).ravel()
    if places is not None:
        squares += np.einsum("ij,ij->i", places, places)
    return np.where(squares > 0, np.sqrt(squares), 1.0)


def _finders(words: StoryWords) -> NDArray[np.bool_]:
    """Words that find candidates: the rare ones and those of events. What shares none of them shares too little."""
    common = int(np.clip(_FINDS * words.shares.shape[0], _FINDS_LEAST, _FINDS_MOST))
    return np.asarray((words.held <= common) | words.event)


def _grouped(evidence: _Evidence, groups: Integers, *, published: Floats, numbers: Integers) -> _Groups:
    from scipy import sparse

    n, k = len(groups), int(groups.max()) + 1
    sizes = np.bincount(groups, minlength=k)
    member = sparse.csr_matrix((np.ones(n, np.float32), (groups, np.arange(n))), shape=(k, n))
    first, last, number = np.full(k, np.inf), np.full(k, -np.inf), np.zeros(k, np.int64)
    np.minimum.at(first, groups, published)
    np.maximum.at(last, groups, published)
    np.maximum.at(number, groups, numbers)
    prevalence = (member @ evidence.words.shares).tocsr()
    prevalence.data *= np.repeat((2 - 1 / sizes) / sizes, np.diff(prevalence.indptr)).astype(np.float32)
    np.minimum(prevalence.data, 1.0, out=prevalence.data)
    centroids, places = (member @ evidence.vectors).tocsr(), np.asarray(member @ evidence.places)
    length = _lengths(centroids, places).astype(np.float32)
    centroids.data /= np.repeat(length, np.diff(centroids.indptr))
    places = (places / length[:, None]).astype(np.float32)
    return _Groups(centroids, places, prevalence, sizes, first, last, number)


def _find(nearest: _Nearest, state: _Groups, evidence: _Evidence, *, stale: Integers) -> None:
    """Compare the groups that changed, or whose nearest did, with all; what that says of the others is taken in too."""
    for one, other in _candidates(state, evidence, stale):
        may, likeness = _may_join(state, evidence, (one, other))
        a, b = one[may], other[may]
        nearest.better(np.r_[a, b], np.r_[b, a], np.r_[likeness[may], likeness[may]])


def _candidates(state: _Groups, evidence: _Evidence, stale: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Pairs of groups, one stale, near in time, that share enough in finding words; each pair once."""
    found = state.centroids.copy()
    found.data = np.where(evidence.finders[found.indices], found.data, 0).astype(np.float32)
    found.eliminate_zeros()
    held = np.bincount(found.indices, minlength=found.shape[1])
    stale = stale[np.argsort(state.first[stale], kind="stable")]
    rows = found[stale]
    place = np.full(len(state.sizes), len(state.sizes))
    place[stale] = np.arange(len(stale))
    cost = np.cumsum(np.r_[0, held[rows.indices]])[rows.indptr]
    edges = np.searchsorted(cost // _PRODUCTS_AT_ONCE, np.arange(cost[-1] // _PRODUCTS_AT_ONCE + 2))
    for start, stop in pairwise(edges.tolist()):
        some = stale[start:stop]
        if not len(some):
            continue
        window = DAYS * _DAY
        early, late = state.first[some].min() - window, state.last[some].max() + window
        others = np.flatnonzero((state.last >= early) & (state.first <= late) & (place >= start))
        product = (rows[start:stop] @ found[others].T).tocoo()
        kept = product.data >= _FOUND
        one, other = some[product.row[kept]], others[product.col[kept]]
        fit = (place[one] < place[other]) & _fit(state, one, other)
        if fit.any():
            yield one[fit], other[fit]


def _fit(state: _Groups, one: Integers, other: Integers) -> NDArray[np.bool_]:
    """Two groups, near in time, not two stories that have numbers already, together no larger than a story may be."""
    window = DAYS * _DAY
    first, last, number = state.first, state.last, state.numbers
    return np.asarray(
        ((number[one] == 0) | (number[other] == 0) | (number[one] == number[other]))
        & (first[one] - window <= last[other])
        & (first[other] - window <= last[one])
        & (np.maximum(last[one], last[other]) - np.minimum(first[one], first[other]) <= 2 * window)
        & (state.sizes[one] + state.sizes[other] <= _largest(state.sizes))
    )


def _largest(sizes: Integers) -> float:
    """Articles that a story may hold at most when not all are equal."""
    return max(float(LARGEST), LARGEST_SHARE * float(sizes.sum()))


def _may_join(
    state: _Groups, evidence: _Evidence, pairs: tuple[Integers, Integers]
) -> tuple[NDArray[np.bool_], Floats]:
    """Whether pairs of groups may be one, and how like they are.

    They may when they are like enough, not by one subject alone, and what they share gives information enough.
    """
    shared = state.centroids[pairs[0]].multiply(state.centroids[pairs[1]]).tocsr()
    by_words = np.asarray(shared.sum(1), np.float64).ravel()
    likeness = by_words + _products(state.places, pairs)
    near = np.flatnonzero(likeness >= evidence.event_likeness)
    shared, by_words, words = shared[near], by_words[near], evidence.words
    subjects = shared.copy()
    subjects.data = np.where(words.event[shared.indices], 0, shared.data).astype(np.float32)
    of_subjects = np.asarray(subjects.sum(1)).ravel()
    largest = (subjects @ _by_unit(words)).max(1).toarray().ravel()
    least = np.where(of_subjects < by_words - _ROUNDING, evidence.event_likeness, evidence.likeness)
    fit = (likeness[near] >= least) & (largest <= evidence.one_unit * by_words + _ROUNDING)
    fit[fit] = _nats(state, words, (pairs[0][near[fit]], pairs[1][near[fit]])) >= evidence.nats
    may = np.zeros(len(likeness), bool)
    may[near[fit]] = True
    return may, likeness


def _products(places: NDArray[np.float32], pairs: tuple[Integers, Integers]) -> Floats:
    """Of pairs of rows."""
    found = np.empty(len(pairs[0]), np.float64)
    for start in range(0, len(found), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = np.einsum("ij,ij->i", places[pairs[0][part]], places[pairs[1][part]])
    return found


def _by_unit(words: StoryWords) -> Any:
    from scipy import sparse

    v = len(words.unit)
    return sparse.csr_matrix((np.ones(v, np.float32), (np.arange(v), words.unit)), shape=(v, v))


def _nats(state: _Groups, words: StoryWords, pairs: tuple[Integers, Integers]) -> Floats:
    """Information that the words shared by pairs of groups give: by unit, as far as both hold it."""
    unit = _by_unit(words)
    told = state.prevalence[pairs[0]].multiply(state.prevalence[pairs[1]]).tocsr()
    there = told.copy()
    there.data = np.ones_like(told.data)
    told.data = (np.sqrt(told.data) * words.nats[told.indices]).astype(np.float32)
    told, times = (told @ unit).tocsr(), (there @ unit).tocsr()
    told.sort_indices()
    times.sort_indices()
    told.data /= times.data**_SHARED_UNIT
    return np.asarray(told.sum(1), np.float64).ravel()


def _joined(nearest: _Nearest, sizes: Integers) -> Integers | None:
    """New group of each group, the likest first: one that is joined joins none itself. None where nothing changes."""
    most, held = _largest(sizes), sizes.copy()
    free, joins, joined = 0, 1, 2
    state = np.zeros(len(nearest.target), np.int8)
    new = np.arange(len(state))
    wanting = np.flatnonzero(nearest.target >= 0)
    for group in wanting[np.argsort(-nearest.likeness[wanting], kind="stable")].tolist():
        other = nearest.target[group]
        if state[group] == free and state[other] != joins and held[other] + sizes[group] <= most:
            held[other] += sizes[group]
            new[group], state[group], state[other] = other, joins, joined
    return new if len(wanting) else None


def _carried(nearest: _Nearest, joined: Integers, new: Integers) -> tuple[_Nearest, Integers]:
    """What is still known after a round, under the new numbers; and the groups to be compared anew."""
    stay = joined == np.arange(len(joined))
    k = int(new.max()) + 1
    changed = np.zeros(k, bool)
    changed[new[~stay]] = True
    target, likeness = np.full(k, -1), np.zeros(k)
    old = nearest.target[stay]
    target[new[stay]] = np.where(old >= 0, new[old], -1)
    likeness[new[stay]] = nearest.likeness[stay]
    stale = changed | ((target >= 0) & changed[target])
    target[stale] = -1
    return _Nearest(target, likeness), np.flatnonzero(stale)
