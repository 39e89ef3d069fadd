"""A world in which articles are born, age and die, on the plane of Bountouridis et al. (2019)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


@dataclass(frozen=True)
class WorldSettings:
    """What a world is like.

    Attributes
    ----------
    industries
        Number of industries, m. Their centres lie on a sunflower spiral in the unit disc, so that neighbours are
        about equally far apart (assumption; the paper has five topics where t-SNE put them).
    births
        Articles born each day. Paper: 100.
    fade
        Share of its first prominence that an article loses each day. Paper: p = 0.1, so none is left after ten days.
    spread
        Standard deviation of an article's place around its industry's centre (assumption: about half the distance
        between neighbouring centres).
    frequencies
        Share of each industry in the births; empty means equal shares.
    quality, overpromise
        The two parameters of the Beta distributions from which the quality of an article and the overpromising of
        its headline are drawn; empty means quality 0.5 and honest headlines throughout, as in the paper. Neither
        depends on the industry nor on the other (assumption).

    Raises
    ------
    ValueError
        Where a number is impossible.
    """

    industries: int = 32
    births: int = 100
    fade: float = 0.1
    spread: float = 0.1
    frequencies: tuple[float, ...] = ()
    quality: tuple[float, ...] = ()
    overpromise: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.industries < 1 or self.births < 1:
            raise ValueError(f"industries {self.industries} and births {self.births} must be at least 1")
        if not 0.0 < self.fade <= 1.0:
            raise ValueError(f"fade {self.fade} is outside (0, 1]")
        if not self.spread > 0.0:
            raise ValueError(f"spread {self.spread} must be above 0")
        if self.frequencies and (len(self.frequencies) != self.industries or min(self.frequencies) < 0):
            raise ValueError(f"frequencies must be {self.industries} numbers, none negative")
        if self.frequencies and not sum(self.frequencies) > 0:
            raise ValueError("frequencies must not all be zero")
        for name in ("quality", "overpromise"):
            beta = getattr(self, name)
            if beta and (len(beta) != 2 or min(beta) <= 0):
                raise ValueError(f"{name} {beta} must be two numbers above 0")

    @property
    def centres(self) -> NDArray[np.float64]:
        """(m, 2) places of the industries in the unit disc."""
        number = np.arange(self.industries)
        radius = np.sqrt((number + 0.5) / self.industries)
        angle = number * GOLDEN_ANGLE
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])

    @property
    def distance(self) -> NDArray[np.float64]:
        """(m, m) distances between industries in [0, 1]: those of their centres, in radii of the disc, at most 1.

        So most pairs lie between a half and one, as they do in the product's taxonomy.
        """
        apart = self.centres[:, None] - self.centres[None]
        return np.asarray(np.minimum(1.0, np.sqrt((apart**2).sum(axis=2))))

    @property
    def life(self) -> int:
        """Days for which an article has prominence left."""
        return int(np.ceil(1.0 / self.fade - 1e-9))


def digest_world(**changes: Any) -> WorldSettings:
    """A world for readers of digests: articles differ in quality, and some headlines overpromise (assumption).

    Examples
    --------
    >>> digest_world(births=50).births
    50
    """
    return replace(WorldSettings(quality=(4.0, 4.0), overpromise=(1.0, 4.0)), **changes)


@dataclass(frozen=True, eq=False)
class Articles:
    """The n articles that live on one day, oldest first.

    Attributes
    ----------
    ids
        (n,) int64, counted from 0 in the order of birth.
    places
        (n, 2) float64 on the plane.
    industry
        (n,) int64, the industry each was born in.
    first
        (n,) float64 in (0, 1): prominence on the day of birth, z0.
    age
        (n,) int64 days, 0 on the day of birth.
    quality, overpromise
        (n,) float64 in [0, 1]: worth reading, and headline promising more than there is.
    """

    ids: NDArray[np.int64]
    places: NDArray[np.float64]
    industry: NDArray[np.int64]
    first: NDArray[np.float64]
    age: NDArray[np.int64]
    quality: NDArray[np.float64]
    overpromise: NDArray[np.float64]

    def __len__(self) -> int:
        """Number of articles, n."""
        return len(self.ids)

    def __getitem__(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Articles:
        """Those rows."""
        return Articles(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})

    @classmethod
    def joined(cls, parts: Sequence[Articles]) -> Articles:
        """All of them, in order."""
        return cls(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(cls)))

    @classmethod
    def none(cls) -> Articles:
        """No articles."""
        whole = np.zeros(0, dtype=np.int64)
        return cls(whole, np.zeros((0, 2)), whole, np.zeros(0), whole, np.zeros(0), np.zeros(0))

    def prominence(self, fade: float) -> NDArray[np.float64]:
        """Prominence z = z0 · max(0, 1 - fade · age), the paper's linear loss; (n,) in [0, 1)."""
        left: NDArray[np.float64] = self.first * np.maximum(0.0, 1.0 - fade * self.age)
        return left

    def next_day(self, settings: WorldSettings, rng: np.random.Generator) -> tuple[Articles, NDArray[np.int64]]:
        """The articles of the next day, and which rows of today's live on."""
        living = np.flatnonzero(self.age + 1 < settings.life)
        start = int(self.ids[-1]) + 1 if len(self) else 0
        born = births(settings, start, rng)
        older = replace(self[living], age=self.age[living] + 1)
        return Articles.joined([older, born]), living


def births(settings: WorldSettings, start: int, rng: np.random.Generator) -> Articles:
    """The articles of one day, ids from `start`.

    First prominence follows the paper: twice the density of a chi-squared variable with two degrees of freedom, that
    is exp(-x / 2), with x between that distribution's 1 % and 99 % points; so z0 lies in [0.01, 0.99] and few
    articles are on every front page. It does not depend on the industry (assumption).
    """
    shares = np.asarray(settings.frequencies or np.ones(settings.industries))
    industry = rng.choice(settings.industries, size=settings.births, p=shares / shares.sum())
    places = settings.centres[industry] + rng.normal(0.0, settings.spread, size=(settings.births, 2))
    first = np.exp(-rng.uniform(-np.log(0.99), -np.log(0.01), size=settings.births))
    return Articles(
        ids=np.arange(start, start + settings.births, dtype=np.int64),
        places=places,
        industry=industry.astype(np.int64),
        first=first,
        age=np.zeros(settings.births, dtype=np.int64),
        quality=_beta(settings.quality, 0.5, settings.births, rng=rng),
        overpromise=_beta(settings.overpromise, 0.0, settings.births, rng=rng),
    )


def _beta(shape: tuple[float, ...], otherwise: float, number: int, *, rng: np.random.Generator) -> NDArray[np.float64]:
    """Numbers from that Beta distribution; where none is given, all the same and nothing drawn."""
    return rng.beta(shape[0], shape[1], size=number) if shape else np.full(number, otherwise)
