"""A log of which the truth is known: for tests of estimates, and for notebooks that need no download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.datasets.frames import Dataset, frame_of

if TYPE_CHECKING:
    import pandas as pd

_FIRST: Final = np.datetime64("2026-01-01T06:00:00", "us")
_DAY: Final = np.timedelta64(86_400_000_000, "us")
_WORDS: Final = 60  # words that belong to a label
_COMMON: Final = 200  # words that belong to none
_PREFERENCE: Final = 1.5  # standard deviation of what readers prefer, in logits
_QUALITY: Final = 0.7  # standard deviation of the quality of articles, in logits
_RESERVE: Final = -1.0  # logit with which an article of no interest is opened
_LOGGING: Final = 0.7  # how much the policy that was logged follows quality


def generated(
    *, readers: int = 200, articles: int = 2_000, days: int = 30, size: int = 12, labels: int = 8, seed: int = 0
) -> Dataset:
    """Make a log in which every reader is shown a digest a day by a policy that draws.

    A reader prefers some labels; an article has a quality. Each day the policy draws `size` articles, one after the
    other, from the newest, in proportion to exp(0.7 · quality): the propensity of a place is the probability of its
    article among those not yet drawn (Plackett-Luce). Position p is looked at with probability 1/p^0.5; what is
    looked at is opened with probability sigmoid(preference + quality - 1), and read to a depth of that probability
    plus noise.

    Parameters
    ----------
    readers, articles, days, size, labels
        Their numbers; articles are published evenly over the days, and the pool of a day are those of the last seven.
    seed
        From which all is drawn; the same one makes the same log to the last bit.

    Returns
    -------
    Dataset
        `impressions` has two more columns: `truth`, the probability that this reader opens the article where they
        look at it, and `examined`, the probability that they look at its position; both float64 in [0, 1].
        The words of the texts are made up; those of a label occur in it alone.

    Raises
    ------
    ValueError
        Where a number is below 1, or a day's pool is smaller than `size`.

    Examples
    --------
    >>> log = generated(readers=5, articles=200, days=3, size=4)
    >>> len(log.impressions), bool(log.impressions["propensity"].between(0, 1).all())
    (60, True)
    """
    given = {"readers": readers, "articles": articles, "days": days, "size": size, "labels": labels}
    for name, value in given.items():
        if value < 1:
            raise ValueError(f"{name} {value} must be at least 1")
    if articles // days < size:
        raise ValueError(f"articles {articles} in {days} days are fewer than size {size} a day")
    people, written, choices = (np.random.default_rng([seed, part]) for part in range(3))
    pool = _Pool(
        label=written.integers(labels, size=articles),
        quality=written.normal(0.0, _QUALITY, articles),
        day=np.arange(articles) * days // articles,
    )
    preference = people.normal(0.0, _PREFERENCE, (readers, labels))
    sheets = [_day(day, pool, preference, size=size, rng=choices) for day in range(days)]
    log = {key: np.concatenate([sheet[key] for sheet in sheets]) for key in sheets[0]}
    return Dataset(
        name="generated",
        articles=_articles(pool, labels, written),
        impressions=_impressions(log),
        feedback=_feedback(log),
        notes=("nobody wrote or read any of this: it was drawn",),
    )


@dataclass(frozen=True)
class _Pool:
    """All articles: label, quality in logits and day of publication, each (n,)."""

    label: NDArray[np.int64]
    quality: NDArray[np.float64]
    day: NDArray[np.int64]


def _day(
    day: int, pool: _Pool, preference: NDArray[np.float64], *, size: int, rng: np.random.Generator
) -> dict[str, NDArray[Any]]:
    """One digest for every reader; columns of one row a reader and place."""
    living = np.flatnonzero((pool.day <= day) & (pool.day > day - 7))
    readers = len(preference)
    places = np.arange(1, size + 1)
    chosen, propensity = _drawn(_LOGGING * pool.quality[living], readers, size, rng=rng)
    article = living[chosen]
    logit = preference[np.arange(readers)[:, None], pool.label[article]] + pool.quality[article] + _RESERVE
    truth = 1.0 / (1.0 + np.exp(-logit))
    examined = np.broadcast_to(places**-0.5, truth.shape)
    opened = (rng.random(truth.shape) < examined) & (rng.random(truth.shape) < truth)
    depth = np.clip(truth + rng.normal(0.0, 0.15, truth.shape), 0.0, 1.0)
    return {
        "day": np.full(article.size, day),
        "reader": np.repeat(np.arange(readers), size),
        "article": article.ravel(),
        "position": np.tile(places, readers),
        "propensity": propensity.ravel(),
        "truth": truth.ravel(),
        "examined": examined.ravel(),
        "opened": opened.ravel(),
        "depth": depth.ravel(),
    }


def _drawn(
    logits: NDArray[np.float64], readers: int, size: int, *, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Columns (r, size) drawn one after the other, and the probability of each when it was drawn.

    The largest of logits plus Gumbel noise, in order, are a draw without replacement (Yellott 1977).
    """
    noisy = logits + rng.gumbel(size=(readers, len(logits)))
    chosen = np.argsort(-noisy, axis=1, kind="stable")[:, :size]
    weight = np.exp(logits)[chosen]
    left = np.exp(logits).sum() - np.cumsum(weight, axis=1) + weight
    return chosen, weight / left


def _articles(pool: _Pool, labels: int, rng: np.random.Generator) -> pd.DataFrame:
    names = np.array([f"label-{number}" for number in range(labels)])[pool.label].tolist()
    own = rng.integers(_WORDS, size=(len(names), 24)) + _WORDS * pool.label[:, None]
    common = rng.integers(_COMMON, size=(len(names), 24))
    words = [
        [f"own{left}" if which else f"common{right}" for which, left, right in zip(*row, strict=True)]
        for row in zip((rng.random(own.shape) < 0.5).tolist(), own.tolist(), common.tolist(), strict=True)
    ]
    return frame_of(
        {
            "article": [f"g{number}" for number in range(len(names))],
            "title": [" ".join(row[:6]) for row in words],
            "text": [" ".join(row) for row in words],
            "label": names,
            "labels": [(name,) for name in names],
            "outlet": [f"outlet-{number % 40}.example" for number in range(len(names))],
            "published": _FIRST + pool.day * _DAY - np.timedelta64(3_600_000_000, "us"),
        },
        "articles",
    )


def _impressions(log: dict[str, NDArray[Any]]) -> pd.DataFrame:
    frame = frame_of(
        {
            "impression": _impression(log),
            "reader": [f"r{number}" for number in log["reader"]],
            "article": [f"g{number}" for number in log["article"]],
            "position": log["position"],
            "shown": _FIRST + log["day"] * _DAY,
            "propensity": log["propensity"],
        },
        "impressions",
    )
    return frame.assign(truth=log["truth"], examined=log["examined"])


def _impression(log: dict[str, NDArray[Any]]) -> list[str]:
    return [f"r{reader}-{day}" for reader, day in zip(log["reader"], log["day"], strict=True)]


def _feedback(log: dict[str, NDArray[Any]]) -> pd.DataFrame:
    """An `open` and a `read` of what was opened, a minute after each other."""
    opened = {key: np.repeat(values[log["opened"]], 2) for key, values in log.items()}
    second = np.arange(len(opened["day"])) % 2 == 1
    minutes = 2 * opened["position"] + second
    return frame_of(
        {
            "reader": [f"r{number}" for number in opened["reader"]],
            "article": [f"g{number}" for number in opened["article"]],
            "kind": np.where(second, "read", "open"),
            "value": np.where(second, opened["depth"], 1.0),
            "at": _FIRST + opened["day"] * _DAY + minutes * np.timedelta64(60_000_000, "us"),
            "impression": _impression(opened),
        },
        "feedback",
    )
