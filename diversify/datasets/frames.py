"""One frame layout whatever the source: articles, impressions, feedback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

TIME: Final = "datetime64[us, UTC]"

ARTICLES: Final[Mapping[str, str]] = {
    "article": "str",
    "title": "str",
    "text": "str",
    "label": "str",
    "labels": "object",
    "story": "str",
    "outlet": "str",
    "author": "str",
    "language": "str",
    "url": "str",
    "published": TIME,
}
"""Columns of `articles`: `article` is unique; `label` is the first of `labels` (a tuple); unknown is empty or NaT."""

IMPRESSIONS: Final[Mapping[str, str]] = {
    "impression": "str",
    "reader": "str",
    "article": "str",
    "position": "int64",
    "shown": TIME,
    "lane": "str",
    "propensity": "float64",
}
"""Columns of `impressions`, one row an article shown: `position` is 1-based, 0 where unknown; `propensity` NaN where
unknown."""

FEEDBACK: Final[Mapping[str, str]] = {
    "reader": "str",
    "article": "str",
    "kind": "str",
    "value": "float64",
    "at": TIME,
    "impression": "str",
}
"""Columns of `feedback`, one row an act: `kind` and `value` as in `diversify.domain.Feedback`; `impression` is empty
where the article was reached otherwise; `at` is NaT where only the order is known (rows are in order)."""

LAYOUT: Final[Mapping[str, Mapping[str, str]]] = {
    "articles": ARTICLES,
    "impressions": IMPRESSIONS,
    "feedback": FEEDBACK,
}


@dataclass(frozen=True, eq=False)
class Dataset:
    """Three frames of the stated columns and types.

    Parameters
    ----------
    name
        What it is called in tables and plots.
    articles, impressions, feedback
        Frames with the columns `ARTICLES`, `IMPRESSIONS` and `FEEDBACK`; more columns may follow.
    notes
        What the source does not say, in words.

    Raises
    ------
    ValueError
        Where a column is absent or of another type, or an article is there twice.

    Examples
    --------
    >>> empty = Dataset("empty", *(frame_of({}, name) for name in LAYOUT))
    >>> list(empty.feedback.columns)
    ['reader', 'article', 'kind', 'value', 'at', 'impression']
    """

    name: str
    articles: pd.DataFrame
    impressions: pd.DataFrame
    feedback: pd.DataFrame
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for frame, columns in LAYOUT.items():
            _require(getattr(self, frame), columns, frame)
        twice = self.articles["article"][self.articles["article"].duplicated()]
        if len(twice):
            raise ValueError(f"articles: {twice.iloc[0]!r} is there {int((twice == twice.iloc[0]).sum()) + 1} times")

    def __repr__(self) -> str:
        """Name, sizes, and what is to be known before any number is made of it."""
        sizes = (
            f"{len(getattr(self, frame)):,} {frame if frame == 'articles' else f'rows of {frame}'}" for frame in LAYOUT
        )
        return f"{self.name}: {', '.join(sizes)}" + "".join(f"\n- {note}" for note in self.notes)

    def check(self) -> tuple[str, ...]:
        """What does not fit together, one sentence each; empty where all does."""
        return tuple(f"{count} of {total} {what}" for count, total, what in _misfits(self) if count)


def frame_of(columns: Mapping[str, Any], name: str) -> pd.DataFrame:
    """A frame of the layout from columns of the same length; columns not given are unknown throughout.

    Parameters
    ----------
    columns
        Column name to values.
    name
        `articles`, `impressions` or `feedback`.
    """
    import pandas as pd

    length = len(next(iter(columns.values()))) if columns else 0
    index = pd.RangeIndex(length)
    return pd.DataFrame(
        {column: _typed(columns.get(column), kind, index) for column, kind in LAYOUT[name].items()}, index=index
    )


def repeated(names: Any, places: NDArray[Any]) -> Any:
    """Names by their places, as a column: each distinct name is written once, however often it stands there.

    Parameters
    ----------
    names
        (u,) texts, or whole numbers that are to be names.
    places
        (n,) integers in [0, u).

    Examples
    --------
    >>> import numpy as np
    >>> list(repeated(["a", "b"], np.array([1, 1, 0])))
    ['b', 'b', 'a']
    """
    import pandas as pd

    return pd.Series(names, dtype=None if len(names) else "str").astype("str").take(places).array


def _typed(values: Any, kind: str, index: pd.RangeIndex) -> pd.Series[Any]:
    import pandas as pd

    if kind == "object":
        known = [()] * len(index) if values is None else list(values)
        return pd.Series(known, index=index, dtype="object")
    if values is None:
        values = {"str": "", "int64": 0, "float64": float("nan"), TIME: pd.NaT}[kind]
    series: Any = pd.Series(values, index=index)
    typed: pd.Series[Any] = (pd.to_datetime(series, utc=True) if kind == TIME else series).astype(kind)
    return typed


def _require(frame: pd.DataFrame, columns: Mapping[str, str], name: str) -> None:
    import pandas as pd

    for column, kind in columns.items():
        if column not in frame.columns:
            raise ValueError(f"{name}: column {column!r} is absent; expected {', '.join(columns)}")
        found = frame[column].dtype
        fits = pd.api.types.is_string_dtype(frame[column]) if kind == "str" else str(found) == kind
        if not fits and not (kind == "str" and frame.empty):
            raise ValueError(f"{name}: column {column!r} is {found}, expected {kind}")


def _misfits(data: Dataset) -> list[tuple[int, int, str]]:
    """Count, of how many, and what is wrong with them."""
    known = data.articles["article"].unique()  # an array: pandas looks up a series of as many texts far more slowly
    born = data.articles.set_index("article")["published"]
    shown, acts = data.impressions, data.feedback
    early = acts["at"].to_numpy() < born.reindex(acts["article"]).to_numpy()
    stray = (acts["impression"] != "") & ~acts["impression"].isin(shown["impression"].unique())
    return [
        (int((~shown["article"].isin(known)).sum()), len(shown), "impressions are of articles without text"),
        (int((~acts["article"].isin(known)).sum()), len(acts), "acts are on articles without text"),
        (int(early.sum()), len(acts), "acts come before their article was published"),
        (int(shown.duplicated(["impression", "article"]).sum()), len(shown), "impressions show an article again"),
        (int(stray.sum()), len(acts), "acts name an impression that is not there"),
        (int(born.isna().sum()), len(known), "articles have no date"),
    ]
