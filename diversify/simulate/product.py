"""The product itself as a policy: profiles built from the log, the stages of `recommend`, memory and pacing.

Each simulated reader has what a reader of the product has: acts, a profile rebuilt every day, a memory of what was
shown. The plane is put into the product's words: places become vectors (`lifted`), an article is mostly of the
industry it was born in, prominence is the number of outlets that carry the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import (
    Candidates,
    Feed,
    Feedback,
    FeedbackKind,
    Industry,
    Memory,
    Mix,
    ModelCard,
    Occasion,
    Profile,
    SlatePolicy,
    Taxonomy,
    Understanding,
)
from diversify.profile import Evidence, build_profile
from diversify.rank import eligible, score
from diversify.rank.lanes import fill
from diversify.rank.pacing import paced
from diversify.rank.scarcity import UNKNOWN_DEPTH, lately
from diversify.rank.score import coverage
from diversify.rank.shortlist import Pick, make_shortlist
from diversify.rank.slate import interleave, seeded
from diversify.simulate.lifting import DIMENSIONS, lifted
from diversify.simulate.offers import LANE_NAMES, Choice, Offer, Policy, Seen

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
OWN: Final = 0.85
"""Share of an article in the industry it was born in; the rest is of no one field."""

SUBSTANCE: Final = 0.6
"""Of every article: the product estimates it from text, and there is none."""

OUTLETS: Final = 5
"""So many outlets carry the most prominent story; each is a row of the pool."""

_KINDS: Final[tuple[FeedbackKind, ...]] = ("open", "like", "share", "less", "dismiss")
"""What the numbers of `lively.ACTS` are called in the product's log; 0 is logged as no act."""

SOURCES: Final = 4
"""Sources of each industry, of which an article has one."""


def product(
    *,
    near: int = 6,
    common: int = 3,
    far: int = 3,
    reach: float = 0.5,
    target_reach: float = 0.0,
    target_far: int = 0,
) -> Policy:
    """Policy that is the product, one reader after the other; for some hundred readers.

    Parameters
    ----------
    near, common, far, reach
        The reader's mix, scaled to the size of the offer, and their reach.
    target_reach, target_far
        Where pacing leads; at or below reach and far there is no pacing.

    Raises
    ------
    ValueError
        Where a dial is impossible.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop
    >>> run = loop(product(), readers=ReaderSettings(number=3), days=2)
    >>> shown = run.sheet.position > 0
    >>> [int((run.sheet.lane[shown] == lane).sum()) for lane in (1, 2, 3)]
    [36, 18, 18]
    """
    paces = target_reach > reach or target_far > far
    dials = SlatePolicy(
        mix=Mix(near, common, far), reach=reach, pacing=paces, target_reach=target_reach, target_far=target_far
    )
    return product_at(dials)


def product_at(dials: SlatePolicy) -> Policy:
    """Policy that is the product with all of a reader's dials as given; the mix is scaled to the size of the offer.

    Examples
    --------
    >>> from diversify.simulate import ReaderSettings, loop
    >>> run = loop(product_at(SlatePolicy(mix=Mix(8, 2, 2))), readers=ReaderSettings(number=3), days=1)
    >>> int((run.sheet.lane == 3).sum())
    6
    """
    return _Product(dials)


@dataclass(frozen=True)
class _Product:
    dials: SlatePolicy

    def __call__(self, offer: Offer, rng: np.random.Generator) -> Choice:
        rows = np.full((len(offer.readers), offer.size), -1, dtype=np.int64)
        choice = Choice(rows, np.zeros(rows.shape, dtype=np.int8), np.ones(rows.shape))
        pool, row_of = _pool(offer)
        past = _Past.of(offer.past)
        dials = replace(self.dials, mix=self.dials.mix.scaled(offer.size))
        for place, reader in enumerate(offer.readers.tolist()):
            occasion = _occasion(offer, seed=int(rng.integers(2**31)))
            mine = pool[offer.open[place][row_of]]
            profile, memory = past.profile(reader, offer, occasion), past.memory(reader, offer, place=place)
            for column, (number, pick) in enumerate(picks(mine, profile, memory, policy=dials, occasion=occasion)):
                choice.rows[place, column] = number // OUTLETS - 1 - int(offer.ids[0])
                choice.lane[place, column] = LANE_NAMES.index(pick.lane)
                choice.propensity[place, column] = pick.propensity
        return choice


def picks(
    pool: Candidates, profile: Profile, memory: Memory, *, policy: SlatePolicy, occasion: Occasion
) -> list[tuple[int, Pick]]:
    """Article ids and picks that `recommend` places, in its order, without the reasons, which take most of its time.

    For a reader who muted nothing.
    """
    may = eligible(pool, memory, policy=policy, occasion=occasion)
    counted = pool[may].with_scores(coverage=coverage(pool)[may])
    scored = score(counted, profile, memory, occasion=occasion)
    shortlist = make_shortlist(scored, profile, memory, policy=paced(policy, memory), occasion=occasion)
    seats = fill(shortlist, rng=seeded(occasion.seed, occasion.day))
    return [(int(scored.ids[pick.row]), pick) for pick in interleave(seats.picks)]


def _occasion(offer: Offer, *, seed: int) -> Occasion:
    as_of = START + timedelta(days=offer.day + 1)
    codes = tuple(f"industry {number}" for number in range(len(offer.distance)))
    card = ModelCard("plane-1", dimensions=DIMENSIONS, topics=(), industries=codes, distance=offer.distance)
    taxonomy = Taxonomy(tuple(Industry(code, code, parent=code) for code in codes))
    feeds = {number: _feed(number) for number in range(1, len(codes) * SOURCES + OUTLETS + 1)}
    return Occasion((as_of - timedelta(days=1)).date().isoformat(), as_of, seed, card, taxonomy, feeds)


def _feed(number: int) -> Feed:
    return Feed(url=f"https://source{number}.example/feed", title=f"Source {number}", id=number)


def _pool(offer: Offer) -> tuple[Candidates, NDArray[np.int64]]:
    """The day's articles as the product's candidates, one row an outlet that carries them; and rows of the offer."""
    carried = 1 + np.floor(offer.prominence * OUTLETS * (1.0 - 1e-9)).astype(np.int64)
    row_of = np.repeat(np.arange(len(offer.ids)), carried)
    copy = np.arange(len(row_of)) - np.repeat(np.cumsum(carried) - carried, carried)
    ids, industry = offer.ids[row_of], offer.industry[row_of]
    m = len(offer.distance)
    source = np.where(copy == 0, _source(ids, industry), m * SOURCES + copy)
    blank = Candidates.blank(len(row_of), dimensions=DIMENSIONS, industries=m)
    pool = replace(
        blank,
        ids=(ids + 1) * OUTLETS + copy,
        vectors=lifted(offer.places)[row_of],
        industries=(OWN * np.eye(m, dtype=np.float32))[industry],
        feeds=source,
        stories=ids + 1,
        outlets=_words([f"outlet{number}.example" for number in source]),
        titles=_words([f"Article {number}" for number in ids]),
        published=np.asarray(START.timestamp() + 86_400.0 * (offer.day + 0.5 - offer.age[row_of]), dtype=np.float64),
        sensational=offer.overpromise[row_of].astype(np.float32),
        substance=np.full(len(row_of), SUBSTANCE, dtype=np.float32),
    )
    return pool, row_of


def _source(ids: NDArray[np.int64], industry: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(1 + industry * SOURCES + ids % SOURCES)


def _words(texts: list[str]) -> NDArray[np.object_]:
    column = np.empty(len(texts), dtype=object)
    column[:] = texts
    return column


@dataclass(frozen=True, eq=False)
class _Past:
    """The log of all days as columns, sorted by reader."""

    columns: dict[str, NDArray[Any]]

    @classmethod
    def of(cls, past: Sequence[Seen]) -> _Past:
        names = ("reader", "article", "position", "read", "depth", "act", "lane")
        columns = {name: np.concatenate([[], *(getattr(seen, name) for seen in past)]) for name in names}
        columns["day"] = np.repeat([seen.day for seen in past], [len(seen.reader) for seen in past])
        order = np.argsort(columns["reader"], kind="stable")
        return cls({name: column[order] for name, column in columns.items()})

    def _of(self, reader: int) -> dict[str, NDArray[Any]]:
        """What was logged of one reader, as lists of numbers."""
        start, stop = np.searchsorted(self.columns["reader"], [reader, reader + 1])
        return {name: column[start:stop] for name, column in self.columns.items()}

    def profile(self, reader: int, offer: Offer, occasion: Occasion) -> Profile:
        """The profile that the product would build."""
        mine = self._of(reader)
        told = np.unique(mine["article"][(mine["read"] > 0) | (mine["act"] > 0)].astype(np.int64))
        m = len(offer.distance)
        industry = offer.archive_industry[told]
        nothing = np.zeros(len(told), dtype=np.float32)
        known = Understanding(
            vectors=lifted(offer.archive_places[told]),
            topics=np.zeros((len(told), 0), dtype=np.float32),
            industries=(OWN * np.eye(m, dtype=np.float32))[industry],
            sensational=nothing,
            substance=nothing,
            sensitive=np.zeros(len(told), dtype=bool),
        )
        evidence = Evidence(told, known, _source(told, industry), [""] * len(told))
        return build_profile(_feedback(mine), (), evidence=evidence, occasion=occasion)

    def memory(self, reader: int, offer: Offer, *, place: int) -> Memory:
        """What the product would remember of what it showed."""
        mine = self._of(reader)
        shown = mine["position"] > 0
        late = shown & (offer.day - mine["day"] <= 14)
        articles, ever = mine["article"][late].astype(np.int64), mine["article"][shown].astype(np.int64)
        amount, clear = self._read_lately(mine, offer)
        return Memory(
            feeds=frozenset(_source(ever, offer.archive_industry[ever]).tolist()),
            vectors=lifted(offer.archive_places[articles]),
            ages=(offer.day - mine["day"][late]).astype(np.float64),
            far_exposure=offer.far_exposure[place],
            far_read=offer.far_read[place],
            read_lately=amount,
            read_clear=clear,
        )

    @staticmethod
    def _read_lately(mine: dict[str, NDArray[Any]], offer: Offer) -> tuple[NDArray[np.float64], float]:
        """What was read of each industry, as the product counts it."""
        age, near = offer.day - mine["day"], mine["lane"] == LANE_NAMES.index("near")
        read = mine["read"] > 0
        rows = np.flatnonzero((read if read.any() else near) & (age <= 14))
        depth = np.where(read, mine["depth"], UNKNOWN_DEPTH)[rows]
        industry = offer.archive_industry[mine["article"][rows].astype(np.int64)]
        return lately(OWN * np.eye(len(offer.distance))[industry], depth, age[rows].astype(np.float64))


def _feedback(mine: dict[str, NDArray[Any]]) -> list[Feedback]:
    """Readings and acts, each at noon of its day; the slates are numbered by day."""
    acts: list[Feedback] = []
    names = ("article", "day", "position", "read", "depth", "act")
    for article, day, position, read, depth, act in zip(*(mine[name].tolist() for name in names), strict=True):
        at, where = START + timedelta(days=day + 0.5), (int(day) + 1 if position else 0, int(position))
        if read:
            acts.append(Feedback("read", int(article), at, depth, *where))
        if act:
            acts.append(Feedback(_KINDS[int(act)], int(article), at, 1.0, *where))
    return acts
