"""A log lived through again, morning by morning: a policy sees what was known then, and nothing of what came after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from diversify.datasets import Dataset

if TYPE_CHECKING:
    import pandas as pd

Pool = Literal["shown", "published"]
_YES: Final = ("open", "read", "like", "pin", "share")  # acts that follow from interest
_BEGINNING: Final = np.datetime64(-(2**62), "us")  # before all that has a time


@dataclass(frozen=True, eq=False)
class Morning:
    """All that a policy may know when it chooses for one reader.

    Attributes
    ----------
    reader, now
        For whom, and when; `now` is a Timestamp.
    candidates
        Articles to choose from, with the columns of `ARTICLES`, in the log's order.
    articles
        All articles that were published, or shown to anybody, before now.
    impressions, feedback
        Of all readers, before now; acts without a time count as before all others.
    size
        How many to choose at most.
    """

    reader: str
    now: pd.Timestamp
    candidates: pd.DataFrame
    articles: pd.DataFrame
    impressions: pd.DataFrame
    feedback: pd.DataFrame
    size: int


class ReplayPolicy(Protocol):
    """Chooses among a morning's candidates: names of articles, best first, none twice."""

    def __call__(self, morning: Morning, rng: np.random.Generator) -> Sequence[str]:
        """Choose for this reader and morning."""
        ...


def replay(
    data: Dataset,
    policy: ReplayPolicy,
    *,
    size: int = 12,
    pool: Pool = "shown",
    newest_days: float = 7.0,
    seed: int = 0,
) -> pd.DataFrame:
    """Let a policy choose for every impression of a log, in the order of time.

    Parameters
    ----------
    data
        The log; impressions without a time are not replayed.
    policy
        Who chooses; see `ReplayPolicy`.
    size
        How many are chosen at most.
    pool
        `shown`: the policy orders what was shown, and all of it was judged by the reader. `published`: it chooses
        among all articles of the last `newest_days`, of most of which nobody knows what the reader would have done.
    newest_days
        See `pool`.
    seed
        Of the policy's own draws: each impression has a stream of its own, whatever comes before it.

    Returns
    -------
    DataFrame
        One row a chosen article: `impression`, `reader`, `shown` (when), `article`, `position` from 1, `judged` (it
        was shown in this impression, so that its gain is known) and `gain`: 0, or the greatest value of what the
        reader did with it there (an `open` 1 where nothing deeper is known, a `read` its depth).

    Raises
    ------
    ValueError
        Where the policy chooses what is no candidate, twice the same, or too many; it names the impression.

    Examples
    --------
    >>> from diversify.datasets import generated
    >>> log = generated(readers=4, articles=60, days=3, size=4)
    >>> chosen = replay(log, lambda morning, rng: list(morning.candidates["article"])[:2])
    >>> len(chosen), bool(chosen["judged"].all())
    (24, True)
    """
    import pandas as pd

    if pool not in ("shown", "published"):
        raise ValueError(f"pool {pool!r} is neither 'shown' nor 'published'")
    if size < 1:
        raise ValueError(f"size {size} must be at least 1")
    past = _Past(data)
    gains = _gains(data)
    rows: list[tuple[Any, ...]] = []
    for number, (name, reader, now, shown) in enumerate(past.impressions()):
        wanted = shown if pool == "shown" else past.published(now, newest_days)
        morning = past.morning(reader, now, wanted, size=size)
        chosen = _checked(list(policy(morning, np.random.default_rng([seed, number]))), morning, name)
        known = set(shown)
        rows += [
            (name, reader, now, article, place, article in known, gains.get((name, article), 0.0))
            for place, article in enumerate(chosen, start=1)
        ]
    columns = ["impression", "reader", "shown", "article", "position", "judged", "gain"]
    return pd.DataFrame(rows, columns=columns)


class _Past:
    """The log in order of time, of which a growing first part is known."""

    def __init__(self, data: Dataset) -> None:
        self._shown = data.impressions[data.impressions["shown"].notna()].sort_values("shown", kind="stable")
        self._acts = data.feedback.sort_values("at", kind="stable", na_position="first")
        self._act_times = _times(self._acts["at"])
        self._act_times[np.isnat(self._act_times)] = _BEGINNING
        self._times = _times(self._shown["shown"])
        # An article without a date is born when it is first shown; without either nobody has heard of it.
        first = self._shown.drop_duplicates("article").set_index("article")["shown"]
        born = _times(data.articles["published"].fillna(data.articles["article"].map(first)))
        order = np.argsort(born, kind="stable")[: int((~np.isnat(born)).sum())]
        self._articles = data.articles.iloc[order].reset_index(drop=True)
        self._born = born[order]
        self._place = {name: place for place, name in enumerate(self._articles["article"])}

    def impressions(self) -> Iterator[tuple[str, str, pd.Timestamp, list[str]]]:
        """Name, reader, time and articles of each impression, by time."""
        for name, rows in self._shown.groupby("impression", sort=False):
            yield str(name), str(rows["reader"].iloc[0]), rows["shown"].iloc[0], list(dict.fromkeys(rows["article"]))

    def published(self, now: pd.Timestamp, days: float) -> list[str]:
        """Names of the articles of the last days."""
        import pandas as pd

        begin = np.searchsorted(self._born, (now - pd.Timedelta(days=days)).to_datetime64(), side="right")
        end = np.searchsorted(self._born, now.to_datetime64(), side="right")
        return list(self._articles["article"].iloc[begin:end])

    def morning(self, reader: str, now: pd.Timestamp, wanted: list[str], *, size: int) -> Morning:
        """What is known at this time; frames are copies, so that nothing done to them reaches the log."""
        moment = now.to_datetime64()
        known = int(np.searchsorted(self._born, moment, side="right"))
        places = [self._place[name] for name in wanted if name in self._place]
        return Morning(
            reader=reader,
            now=now,
            candidates=self._articles.iloc[places].reset_index(drop=True),
            articles=self._articles.iloc[:known].copy(deep=False),
            impressions=self._shown.iloc[: np.searchsorted(self._times, moment, side="left")].copy(deep=False),
            feedback=self._acts.iloc[: np.searchsorted(self._act_times, moment, side="left")].copy(deep=False),
            size=size,
        )


def _gains(data: Dataset) -> dict[tuple[str, str], float]:
    """What the reader did with an article in an impression, at its deepest."""
    acts = data.feedback[(data.feedback["impression"] != "") & data.feedback["kind"].isin(_YES)]
    gains = dict.fromkeys(zip(acts["impression"], acts["article"], strict=True), 1.0)
    depths = acts[acts["kind"] == "read"].sort_values("value", kind="stable")
    return gains | dict(zip(zip(depths["impression"], depths["article"], strict=True), depths["value"], strict=True))


def _times(moments: pd.Series[Any]) -> NDArray[np.datetime64]:
    """Moments of a frame as numbers that can be searched, in UTC."""
    found: NDArray[np.datetime64] = moments.dt.tz_localize(None).to_numpy("datetime64[us]").copy()
    return found


def _checked(chosen: list[str], morning: Morning, impression: str) -> list[str]:
    """The choice, refused where it is none."""
    if len(chosen) > morning.size:
        raise ValueError(f"impression {impression}: {len(chosen)} articles were chosen, at most {morning.size} may be")
    if len(set(chosen)) < len(chosen):
        raise ValueError(f"impression {impression}: an article was chosen twice")
    if strange := set(chosen) - set(morning.candidates["article"]):
        raise ValueError(f"impression {impression}: {min(strange)!r} is no candidate")
    return chosen


def check_replay_policy(make_policy: Callable[[Dataset], ReplayPolicy], data: Dataset, **options: Any) -> None:
    """Raise where a policy makes use of the future.

    The policy is made and replayed twice, on the log as it is and on one whose second half was changed: acts moved to
    other articles, texts and labels of what was published later exchanged. A policy that knows the past alone chooses
    the same in the first half of both.

    Parameters
    ----------
    make_policy
        Makes the policy from a dataset, with whatever it wants to learn from it beforehand.
    data
        A log with times.
    options
        Of `replay`.

    Raises
    ------
    AssertionError
        With the first impression that differs.
    ValueError
        Where the log has fewer than two times.

    Examples
    --------
    >>> from diversify.datasets import generated
    >>> log = generated(readers=4, articles=60, days=4, size=4)
    >>> check_replay_policy(lambda data: lambda morning, rng: list(morning.candidates["article"])[:2], log)
    """
    times = np.sort(data.impressions["shown"].dropna().unique())
    if len(times) < 2:
        raise ValueError("a log of one moment has no future to hide")
    middle = times[len(times) // 2]
    changed = _another_future(data, middle)
    whole = [replay(each, make_policy(each), **options) for each in (data, changed)]
    first, second = (frame[frame["shown"] < middle] for frame in whole)
    same = first[["impression", "article"]].to_numpy().tolist() == second[["impression", "article"]].to_numpy().tolist()
    if same:
        return
    pairs = zip(first["impression"], first["article"], second["article"], strict=False)
    where = next((name for name, one, other in pairs if one != other), "at the end")
    raise AssertionError(f"impression {where}: the choice changes with what happened after it; the policy peeks")


def _another_future(data: Dataset, middle: Any) -> Dataset:
    """The same log until `middle`, another one after it."""
    acts, articles = data.feedback.copy(), data.articles.copy()
    late = (acts["at"] >= middle).to_numpy()
    acts.loc[late, "article"] = acts.loc[late, "article"].to_numpy()[::-1]
    born = articles["published"]
    unborn = (born >= middle).to_numpy()
    for column in ("title", "text", "label", "labels"):
        articles.loc[unborn, column] = articles.loc[unborn, column].to_numpy()[::-1]
    return Dataset(data.name, articles, data.impressions, acts[~late | (np.arange(len(acts)) % 2 == 0)], data.notes)
