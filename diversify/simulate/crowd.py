"""All readers of a run: where they are, what they bear, what they read, what is left to show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.simulate import lively
from diversify.simulate import readers as reading
from diversify.simulate.offers import Choice, Offer, Seen
from diversify.simulate.reader_settings import ReaderSettings
from diversify.simulate.sheets import Reading
from diversify.simulate.world import Articles, WorldSettings

POPULATION, BIRTHS, POLICY, READING, NATURE, LIFE, NOISE, NOTICE = range(8)
"""What random streams are for; none takes numbers from another, so that what is switched off changes nothing."""

FADING: Final = 2.0 ** (-1.0 / 7.0)
"""What is left of a far place's exposure after a day: half after a week, as in the product."""

FAR_LANE: Final = 3


@dataclass(frozen=True)
class Settings:
    """What a run is made of."""

    world: WorldSettings
    readers: ReaderSettings
    size: int
    seed: int

    def stream(self, *key: int) -> np.random.Generator:
        """The random stream of this purpose, day and block."""
        return np.random.default_rng([self.seed, *key])

    def key(self, *key: int) -> np.uint64:
        """A number of this purpose and day, for noise that belongs to readers and articles."""
        return np.uint64(np.random.SeedSequence([self.seed, *key]).generate_state(1, np.uint64)[0])


@dataclass
class Crowd:
    """State of r readers; blocks of rows change independently of each other.

    Attributes
    ----------
    places, variety, activity
        (r, 2), (r,), (r,): what they are.
    tolerance, fatigue, left
        (r,): what they bear, how tired they are, the day on which they left, -1 for those who stay.
    read_sum, evidence, by_industry
        (r, 2), (r,), (r, m): what they read, weighted by depth.
    far_exposure, far_read
        (r, m) far places lately, and those read.
    lately
        (r, m) depths read lately in each industry; half after a week.
    read, open
        (r, n) of the day's articles: read by them; not yet shown nor read.
    past
        Block number to its log, day by day.
    """

    places: NDArray[np.float64]
    variety: NDArray[np.float64]
    activity: NDArray[np.float64]
    tolerance: NDArray[np.float64]
    fatigue: NDArray[np.float64]
    left: NDArray[np.int64]
    read_sum: NDArray[np.float64]
    evidence: NDArray[np.float64]
    by_industry: NDArray[np.float64]
    far_exposure: NDArray[np.float64]
    far_read: NDArray[np.float64]
    lately: NDArray[np.float64]
    read: NDArray[np.bool_]
    open: NDArray[np.bool_]
    past: dict[int, list[Seen]] = field(default_factory=dict)

    @classmethod
    def born(cls, settings: Settings) -> Crowd:
        """Readers before the first day."""
        places, variety = reading.populate(settings.readers, settings.stream(POPULATION))
        nature = settings.stream(NATURE)
        r, m = len(places), settings.world.industries
        return cls(
            places=places,
            variety=variety,
            activity=lively.activities(settings.readers, nature),
            tolerance=lively.first_tolerance(settings.readers, nature),
            fatigue=np.zeros(r),
            left=np.full(r, -1, dtype=np.int64),
            read_sum=np.zeros((r, 2)),
            evidence=np.zeros(r),
            by_industry=np.zeros((r, m)),
            far_exposure=np.zeros((r, m)),
            far_read=np.zeros((r, m)),
            lately=np.zeros((r, m)),
            read=np.zeros((r, 0), dtype=bool),
            open=np.zeros((r, 0), dtype=bool),
        )

    def turn_page(self, living: NDArray[np.int64], number: int) -> None:
        """Keep the columns of articles that live on and add those of the newborn: unread, and open to who stays."""
        first = int(living[0]) if len(living) else 0  # the oldest die first, so who lives on stands together
        for name, blank in (("read", False), ("open", True)):
            old = getattr(self, name)
            new = np.full((len(self.places), number), blank, dtype=bool)
            new[:, : len(living)] = old[:, first : first + len(living)]
            setattr(self, name, new)
        self.open[self.left >= 0] = False
        self.far_exposure *= FADING
        self.far_read *= FADING
        self.lately *= FADING

    def offer(self, articles: Articles, rows: slice, *, archive: Articles, day: int, settings: Settings) -> Offer:
        """What a policy may know of these readers and the day's articles."""
        weight = np.maximum(self.evidence[rows], 1e-12)[:, None]
        return Offer(
            day=day,
            ids=articles.ids,
            age=articles.age,
            industry=articles.industry,
            places=articles.places,
            prominence=articles.prominence(settings.world.fade),
            overpromise=articles.overpromise,
            distance=settings.world.distance,
            readers=np.arange(rows.start, min(rows.stop, len(self.places))),
            profile=self.read_sum[rows] / weight,
            evidence=self.evidence[rows].copy(),
            reading=self.by_industry[rows].copy(),
            far_exposure=self.far_exposure[rows].copy(),
            far_read=self.far_read[rows].copy(),
            open=self.open[rows].copy(),
            size=settings.size,
            past=tuple(self.past.get(rows.start, ())),
            archive_places=archive.places,
            archive_industry=archive.industry,
        )

    def remember(self, rows: slice, articles: Articles, *, choice: Choice, done: Reading) -> None:
        """What was read counts for the profile with its depth; what was shown or read is not shown again."""
        real = done.chosen >= 0
        weight = np.where(real, done.depth, 0.0)
        self.read_sum[rows] += np.einsum("bs,bsd->bd", weight, articles.places[done.chosen])
        self.evidence[rows] += weight.sum(axis=1)
        for table in (self.by_industry, self.lately):
            self._count(table, rows, articles.industry[done.chosen], weight=weight)
        far = (choice.lane == FAR_LANE) & (choice.rows >= 0)
        taken = far & (choice.rows[:, :, None] == done.chosen[:, None, :]).any(axis=2)
        field_of = articles.industry[choice.rows]
        self._count(self.far_exposure, rows, field_of, weight=far.astype(np.float64))
        self._count(self.far_read, rows, field_of, weight=taken.astype(np.float64))
        for columns, matrix, value in (
            (done.chosen, self.read, True),
            (done.chosen, self.open, False),
            (choice.rows, self.open, False),
        ):
            who, place = np.nonzero(columns >= 0)
            matrix[who + rows.start, columns[who, place]] = value

    def sated(self, rows: slice, industry: NDArray[np.int64]) -> NDArray[np.float64]:
        """Share (b, s) of what these readers read lately that was of the industry of each article (b, s)."""
        share = self.lately[rows] / np.maximum(self.lately[rows].sum(axis=1, keepdims=True), 1e-12)
        return np.take_along_axis(share, industry, axis=1)

    def tire(self, rows: slice, dose: NDArray[np.float64], *, settings: ReaderSettings) -> None:
        """Grow used to what was borne, and tire of what was not; who has left does neither."""
        here = self.left[rows] < 0
        after = lively.acclimatised(self.tolerance[rows], self.fatigue[rows], dose, settings=settings)
        self.tolerance[rows], self.fatigue[rows] = (
            np.where(here, new, old) for new, old in zip(after, (self.tolerance[rows], self.fatigue[rows]), strict=True)
        )

    @staticmethod
    def _count(
        table: NDArray[np.float64], rows: slice, kinds: NDArray[np.int64], *, weight: NDArray[np.float64]
    ) -> None:
        """Add weights (b, s) to the columns `kinds` of these rows of a table."""
        b, m = len(kinds), table.shape[1]
        cells = np.arange(b)[:, None] * m + kinds
        table[rows] += np.bincount(cells.ravel(), weights=weight.ravel(), minlength=b * m).reshape(b, m)
