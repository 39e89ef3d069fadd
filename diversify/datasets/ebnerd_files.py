"""EB-NeRD (Kruse et al. 2024, RecSys Challenge): the Parquet files of Ekstra Bladet's log as published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from diversify.datasets.columns import read_columns
from diversify.datasets.frames import Dataset, frame_of, repeated
from diversify.errors import FileError

if TYPE_CHECKING:
    import pandas as pd

# Age, gender, postcode and subscription are in the files, too, and never read.
_BEHAVIORS: Final = {
    "impression_id": "whole numbers",
    "impression_time": "times",
    "article_ids_inview": "lists of whole numbers",
    "article_ids_clicked": "lists of whole numbers",
    "user_id": "whole numbers",
    "next_scroll_percentage": "numbers",
}
_HISTORY: Final = {
    "user_id": "whole numbers",
    "impression_time_fixed": "lists of times",
    "scroll_percentage_fixed": "lists of numbers",
    "article_id_fixed": "lists of whole numbers",
}
_ARTICLES: Final = {
    "article_id": "whole numbers",
    "title": "texts",
    "subtitle": "texts",
    "body": "texts",
    "url": "texts",
    "published_time": "times",
    "category_str": "texts",
    "topics": "lists of texts",
}
_NOTES: Final = (
    "the place of an article in an impression is not published: positions are unknown",
    "a click's own time is not published: it is given its impression's",
    "how far a clicked article was read is known only where an impression has one click",
    "times have no zone: they are taken as UTC",
)
_MEND: Final = "give the folder that holds behaviors.parquet and history.parquet"


def ebnerd(folder: str | Path, *, name: str = "EB-NeRD") -> Dataset:
    """Read EB-NeRD's files.

    Parameters
    ----------
    folder
        Holds `behaviors.parquet` and `history.parquet`; `articles.parquet` lies there, or in the folder above as
        published, or nowhere: then there are no articles, and a note says so.
    name
        What the dataset is called.

    Returns
    -------
    Dataset
        A click is feedback of kind `open`; where the share of the article that was scrolled is known, a `read` of
        that depth in [0, 1] follows it. Histories come first, each act with its own time. What the files tell of
        persons (age, gender, postcode) is not read.

    Raises
    ------
    FileError
        Where a file is absent, damaged, lacks a column, holds another type in one, or has an id twice.
    """
    where = Path(folder)
    path = where / "behaviors.parquet"
    shown = read_columns(path, _BEHAVIORS, mend=_MEND)
    _refuse_twice(path, shown["impression_id"], "impression")
    articles, noted = _articles(where)
    past = _past(where / "history.parquet")
    return Dataset(
        name=name,
        articles=articles,
        impressions=_impressions(shown),
        feedback=_joined(past, _clicks(shown)),
        notes=(*_NOTES, *noted),
    )


def _articles(where: Path) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The articles, and what is to be said of them."""
    path = next((one for one in (where / "articles.parquet", where.parent / "articles.parquet") if one.exists()), None)
    if path is None:
        return frame_of({}, "articles"), ("articles.parquet is not there: there are no texts",)
    found = read_columns(path, _ARTICLES, mend=_MEND)
    _refuse_twice(path, found["article_id"], "article")
    topics = iter(found["topics"][0])
    labels = [label or "" for label in found["category_str"]]
    besides = [tuple(topic for _, topic in zip(range(count), topics, strict=False)) for count in found["topics"][1]]
    columns = {
        "article": _names(found["article_id"]),
        "title": [title or "" for title in found["title"]],
        "text": ["\n".join(filter(None, parts)) for parts in zip(found["subtitle"], found["body"], strict=True)],
        "label": labels,
        "labels": [(label, *rest) if label else rest for label, rest in zip(labels, besides, strict=True)],
        "outlet": ["ekstrabladet.dk"] * len(labels),
        "language": ["da"] * len(labels),
        "url": [url or "" for url in found["url"]],
        "published": found["published_time"],
    }
    return frame_of(columns, "articles"), ()


def _refuse_twice(path: Path, ids: NDArray[Any], what: str) -> None:
    known, first = np.unique(ids, return_index=True)
    if len(known) < len(ids):
        row = int(np.setdiff1d(np.arange(len(ids)), first)[0])
        problem = f"row {row + 1}: {what} {ids[row]} was already given in row {int((ids == ids[row]).argmax()) + 1}"
        raise FileError(path, problem, mend="keep one of the two")


def _impressions(shown: Mapping[str, Any]) -> pd.DataFrame:
    articles, times = shown["article_ids_inview"]
    return frame_of(
        {
            "impression": _names(np.repeat(shown["impression_id"], times)),
            "reader": _names(np.repeat(shown["user_id"], times)),
            "article": _names(articles),
            "shown": np.repeat(shown["impression_time"], times),
        },
        "impressions",
    )


def _clicks(shown: Mapping[str, Any]) -> dict[str, Any]:
    articles, times = shown["article_ids_clicked"]
    alone = np.repeat(times == 1, times)
    return {
        "reader": np.repeat(shown["user_id"], times),
        "article": articles,
        "at": np.repeat(shown["impression_time"], times),
        "impression": np.repeat(shown["impression_id"], times),
        "scrolled": np.where(alone, np.repeat(shown["next_scroll_percentage"], times), np.nan),
    }


def _past(path: Path) -> dict[str, Any]:
    """Acts before the log; no impression is told of them."""
    history = read_columns(path, _HISTORY, mend=_MEND)
    articles, times = history["article_id_fixed"]
    for name in ("impression_time_fixed", "scroll_percentage_fixed"):
        if (differing := np.flatnonzero(history[name][1] != times)).size:
            row = int(differing[0])
            problem = f"row {row + 1}: {times[row]} values of article_id_fixed, {history[name][1][row]} of {name}"
            raise FileError(path, problem, mend="fetch the file again")
    return {
        "reader": np.repeat(history["user_id"], times),
        "article": articles,
        "at": history["impression_time_fixed"][0],
        "impression": np.full(len(articles), -1),
        "scrolled": history["scroll_percentage_fixed"][0],
    }


def _joined(past: dict[str, Any], clicks: dict[str, Any]) -> pd.DataFrame:
    """An `open` for each act, and after it a `read` where the depth is known."""
    every = {key: np.concatenate([past[key], clicks[key]]) for key in past}
    depth = np.clip(every["scrolled"] / 100.0, 0.0, 1.0)
    rows = np.repeat(np.arange(len(depth)), np.where(np.isnan(depth), 1, 2))
    second = np.zeros(len(rows), dtype=np.int64)
    second[1:] = rows[1:] == rows[:-1]
    return frame_of(
        {
            "reader": _names(every["reader"][rows]),
            "article": _names(every["article"][rows]),
            "kind": repeated(["open", "read"], second),
            "value": np.where(second, depth[rows], 1.0),
            "at": every["at"][rows],
            "impression": _names(every["impression"][rows], none=-1),
        },
        "feedback",
    )


def _names(numbers: NDArray[Any], *, none: int | None = None) -> Any:
    """Numbers as names; `none` is no name."""
    import pandas as pd

    places, known = pd.factorize(numbers)
    return repeated(["" if number == none else str(number) for number in known.tolist()], places)
