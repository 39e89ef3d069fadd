"""The closed loop: a policy offers, readers read, both change, and the next day comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TypedDict, Unpack

import numpy as np

from diversify.simulate.crowd import BIRTHS, Crowd, Settings
from diversify.simulate.day import BLOCK, Morning, live
from diversify.simulate.noticing import Horizon
from diversify.simulate.offers import Policy
from diversify.simulate.reader_settings import ReaderSettings
from diversify.simulate.runs import Run
from diversify.simulate.sheets import Ledger, Sheet
from diversify.simulate.world import Articles, WorldSettings


class Terms(TypedDict, total=False):
    """What `loop` may be told beside the policy."""

    world: WorldSettings | None
    readers: ReaderSettings | None
    days: int
    size: int
    seed: int
    workers: int


def loop(policy: Policy, **terms: Unpack[Terms]) -> Run:
    """Let readers live with a policy for some days.

    The same arguments give the same run to the last bit, whatever the number of workers. Readers, births and what
    readers notice and like by chance do not depend on the policy, so that policies are compared under common random
    numbers.

    Parameters
    ----------
    policy
        Who is offered what; see `Policy`. With several workers it is called from several threads.
    world, readers
        What both are like; the defaults are the paper's, with 32 industries.
    days, size
        Length of the run (30), and places offered a day (12).
    seed
        From which every random stream derives (0).
    workers
        Threads over which the blocks of a day are spread (1).

    Raises
    ------
    ValueError
        Where `days`, `size` or `workers` is below 1, or the policy returns what is no choice.

    Examples
    --------
    >>> from diversify.simulate import policies, ReaderSettings
    >>> run = loop(policies["random"], readers=ReaderSettings(number=10), days=3, seed=1)
    >>> sorted(run.to_frame()["day"].unique().tolist())
    [0, 1, 2]
    """
    days, size, workers = terms.get("days", 30), terms.get("size", 12), terms.get("workers", 1)
    if days < 1 or size < 1 or workers < 1:
        raise ValueError(f"days {days}, size {size} and workers {workers} must be at least 1")
    settings = Settings(
        terms.get("world") or WorldSettings(), terms.get("readers") or ReaderSettings(), size, terms.get("seed", 0)
    )
    crowd, articles = Crowd.born(settings), Articles.none()
    start, places, ledger, archive = crowd.places.copy(), [], Ledger(), articles
    blocks = range(0, settings.readers.number, BLOCK)
    with _spread_over(workers) as spread:
        for day in range(days):
            articles, living = articles.next_day(settings.world, settings.stream(BIRTHS, day))
            archive = Articles.joined([archive, articles[articles.age == 0]])
            crowd.turn_page(living, len(articles))
            prominence = articles.prominence(settings.world.fade)
            horizon = Horizon.seen_from(crowd.places, articles.places, prominence, settings=settings.readers)
            morning = Morning(day, articles, archive, horizon, policy, settings)
            ledger.add(spread(partial(live, crowd, morning), blocks))
            places.append(crowd.places.copy())
    crowd.past.clear()
    return Run(
        ledger.closed(),
        start=start,
        places=np.stack(places),
        world=settings.world,
        days=days,
        born=archive,
        left=crowd.left,
        tolerance=crowd.tolerance,
        fatigue=crowd.fatigue,
    )


@contextmanager
def _spread_over(workers: int) -> Iterator[Callable[[Callable[[int], Sheet], Iterable[int]], Iterable[Sheet]]]:
    """A `map` whose results come in order, over so many threads."""
    if workers == 1:
        yield map
        return
    with ThreadPoolExecutor(workers) as pool:
        yield pool.map
