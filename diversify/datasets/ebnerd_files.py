"""EB-NeRD (Kruse et al. 2024, RecSys Challenge): the Parquet files of Ekstra Bladet's log as published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from diversify.datasets.frames import Dataset, frame_of
from diversify.errors import FileError

if TYPE_CHECKING:
    import pandas as pd

# Age, gender, postcode and subscription are in the files, too, and never read.
_BEHAVIORS: Final = (
    "impression_id", "impression_time", "article_ids_inview", "article_ids_clicked", "user_id",
    "next_scroll_percentage",
)  # fmt: skip
_HISTORY: Final = ("user_id", "impression_time_fixed", "scroll_percentage_fixed", "article_id_fixed")
_ARTICLES: Final = (
    "article_id", "title", "subtitle", "body", "url", "published_time", "category_str", "topics",
)  # fmt: skip
_NOTES: Final = (
    "the place of an article in an impression is not published: positions are unknown",
    "a click's own time is not published: it is given its impression's",
    "how far a clicked article was read is known only where an impression has one click",
    "times have no zone: they are taken as UTC",
)


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
        Where a file is absent, damaged, or lacks a column.
    """
    where = Path(folder)
    shown = _columns(where / "behaviors.parquet", _BEHAVIORS)
    articles, noted = _articles(where)
    acts = _joined(_past(_columns(where / "history.parquet", _HISTORY)), _clicks(shown))
    return Dataset(
        name=name,
        articles=articles,
        impressions=_impressions(shown),
        feedback=acts,
        notes=(*_NOTES, *noted),
    )


def _columns(path: Path, names: tuple[str, ...]) -> pd.DataFrame:
    """These columns of a Parquet file."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        mend = "install it: pip install 'diversify-news[lab]'"
        raise FileError(path, "Parquet is read with pyarrow, which is not installed", mend=mend) from error
    try:
        with path.open("rb") as file:
            table = pq.ParquetFile(file)
            if absent := [column for column in names if column not in table.schema_arrow.names]:
                raise FileError(path, f"column {absent[0]!r} is absent; expected {', '.join(names)}")
            frame: pd.DataFrame = table.read(columns=list(names)).to_pandas()
    except pa.ArrowException as error:
        reason = str(error).splitlines()[0][:120]
        raise FileError(path, f"no Parquet, or damaged ({reason})", mend="fetch the file again") from error
    except OSError as error:
        mend = "give the folder that holds behaviors.parquet and history.parquet"
        raise FileError(path, (error.strerror or str(error)).lower(), mend=mend) from error
    return frame


def _articles(where: Path) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The articles, and what is to be said of them."""
    path = next((one for one in (where / "articles.parquet", where.parent / "articles.parquet") if one.exists()), None)
    if path is None:
        return frame_of({}, "articles"), ("articles.parquet is not there: there are no texts",)
    found = _columns(path, _ARTICLES)
    labels = found["category_str"].fillna("").astype(str)
    topics = [tuple(map(str, each)) if each is not None else () for each in found["topics"]]
    columns = {
        "article": found["article_id"].astype("int64").astype(str),
        "title": found["title"].fillna(""),
        "text": [_text(*row) for row in zip(found["subtitle"], found["body"], strict=True)],
        "label": labels,
        "labels": [(label, *rest) if label else rest for label, rest in zip(labels, topics, strict=True)],
        "outlet": ["ekstrabladet.dk"] * len(found),
        "language": ["da"] * len(found),
        "url": found["url"].fillna(""),
        "published": found["published_time"],
    }
    return frame_of(columns, "articles"), ()


def _text(subtitle: object, body: object) -> str:
    return "\n".join(part for part in (subtitle, body) if isinstance(part, str) and part)


def _impressions(shown: pd.DataFrame) -> pd.DataFrame:
    articles, times = _flat(shown["article_ids_inview"])
    return frame_of(
        {
            "impression": _names(np.repeat(shown["impression_id"].to_numpy(), times)),
            "reader": _names(np.repeat(shown["user_id"].to_numpy(), times)),
            "article": _names(articles),
            "shown": np.repeat(shown["impression_time"].to_numpy(), times),
        },
        "impressions",
    )


def _clicks(shown: pd.DataFrame) -> dict[str, Any]:
    articles, times = _flat(shown["article_ids_clicked"])
    alone = np.repeat(times == 1, times)
    return {
        "reader": np.repeat(shown["user_id"].to_numpy(), times),
        "article": articles,
        "at": np.repeat(shown["impression_time"].to_numpy(), times),
        "impression": _names(np.repeat(shown["impression_id"].to_numpy(), times)),
        "scrolled": np.where(alone, np.repeat(shown["next_scroll_percentage"].to_numpy(np.float64), times), np.nan),
    }


def _past(history: pd.DataFrame) -> dict[str, Any]:
    articles, times = _flat(history["article_id_fixed"])
    return {
        "reader": np.repeat(history["user_id"].to_numpy(), times),
        "article": articles,
        "at": _flat(history["impression_time_fixed"])[0].astype("datetime64[us]"),
        "impression": np.full(len(articles), "", dtype=object),
        "scrolled": _flat(history["scroll_percentage_fixed"])[0].astype(np.float64),
    }


def _joined(past: dict[str, Any], clicks: dict[str, Any]) -> pd.DataFrame:
    """An `open` for each act, and after it a `read` where the depth is known."""
    every = {key: np.concatenate([past[key], clicks[key]]) for key in past}
    depth = np.clip(every["scrolled"] / 100.0, 0.0, 1.0)
    rows = np.repeat(np.arange(len(depth)), np.where(np.isnan(depth), 1, 2))
    second = np.zeros(len(rows), dtype=bool)
    second[1:] = rows[1:] == rows[:-1]
    return frame_of(
        {
            "reader": _names(every["reader"][rows]),
            "article": _names(every["article"][rows]),
            "kind": np.where(second, "read", "open"),
            "value": np.where(second, depth[rows], 1.0),
            "at": every["at"][rows],
            "impression": every["impression"][rows],
        },
        "feedback",
    )


def _flat(lists: pd.Series[Any]) -> tuple[Any, Any]:
    """All values of a column of lists, and how many each row has."""
    whole = [each for each in lists if each is not None and len(each)]
    times = np.array([0 if each is None else len(each) for each in lists], dtype=np.int64)
    return (np.concatenate(whole) if whole else np.zeros(0, dtype=np.int64)), times


def _names(numbers: Any) -> Any:
    """Numbers as names: each distinct one is written once."""
    known, places = np.unique(np.asarray(numbers, dtype=np.int64), return_inverse=True)
    return known.astype(str).astype(object)[places]
