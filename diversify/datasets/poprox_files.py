"""POPROX (Burke et al. 2025): requests to a recommender of a daily newsletter, one JSON object a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from diversify.datasets.frames import Dataset, frame_of
from diversify.errors import FileError

if TYPE_CHECKING:
    import pandas as pd

_MEND: Final = "give requests in the form of poprox-recommender's tests"
_NOTES: Final = (
    "impressions are the candidates of each request: what was shown of them is not told",
    "clicks have an order but no times",
)


def poprox(path: str | Path, *, name: str = "POPROX") -> Dataset:
    """Read requests: a file, or all `.json` files of a folder in the order of their names.

    `labels` are the topics and subjects that an article mentions, the most relevant first. The candidates are
    impressions without a place; the click history is feedback of kind `open`, what was said of articles `like` or
    `less`. An article of several requests is there once.

    Raises
    ------
    FileError
        Where a file is absent, no JSON, or no such request.

    See Also
    --------
    poprox_interests : what readers said of topics.
    """
    articles: dict[str, dict[str, Any]] = {}
    shown: list[tuple[str, str, str]] = []
    acts: list[tuple[str, str, str, float]] = []
    for file, request in _requests(Path(path)):
        profile = _part(request, "interest_profile", file)
        reader = str(profile.get("profile_id") or file.stem)
        said = _table(profile, "article_feedbacks", file)
        for part in ("interacted", "candidates"):
            for row in _articles(request, part, file):
                articles.setdefault(row["article"], row)
                if part == "candidates":
                    shown.append((file.stem, reader, row["article"]))
        acts += [(reader, article, "open", 1.0) for article in _clicked(profile, file)]
        acts += [(reader, str(article), "like" if liked else "less", 1.0) for article, liked in said.items()]
    return Dataset(
        name=name,
        articles=_frame(list(articles.values()), "articles"),
        impressions=frame_of(_named(shown, "impression", "reader", "article"), "impressions"),
        feedback=frame_of(_named(acts, "reader", "article", "kind", "value"), "feedback"),
        notes=_NOTES,
    )


def poprox_interests(path: str | Path) -> pd.DataFrame:
    """What readers said of topics: columns `reader`, `topic` and `preference`, whole numbers from 1 (none) to 5.

    Topics of which a reader said nothing have no row.

    Raises
    ------
    FileError
        As `poprox`.
    """
    import pandas as pd

    rows: list[tuple[str, str, int]] = []
    for file, request in _requests(Path(path)):
        profile = _part(request, "interest_profile", file)
        reader = str(profile.get("profile_id") or file.stem)
        rows += [
            (reader, str(said.get("entity_name", "")), _preference(said["preference"], file))
            for said in _rows(profile, "entity_interests", file)
            if said.get("preference") is not None
        ]
    return pd.DataFrame(rows, columns=["reader", "topic", "preference"])


def _requests(path: Path) -> Iterable[tuple[Path, Mapping[str, Any]]]:
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise FileError(path, "holds no .json file", mend="give a request, or a folder of requests")
    return [(file, _request(file)) for file in files]


def _request(file: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(file.read_bytes())
    except OSError as error:
        raise FileError(file, (error.strerror or str(error)).lower(), mend="check the path") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FileError(file, f"not JSON ({error})", mend="fetch the file again") from error
    if not isinstance(said, dict):
        raise FileError(file, f"a JSON object is expected, not {type(said).__name__}", mend=_MEND)
    return said


def _part(request: Mapping[str, Any], name: str, file: Path) -> Mapping[str, Any]:
    part = request.get(name)
    if not isinstance(part, dict):
        raise FileError(file, f"no {name!r}: this is no request to a recommender", mend=_MEND)
    return part


def _rows(table: Mapping[str, Any], name: str, file: Path) -> list[Mapping[str, Any]]:
    """A list of objects, empty where it is not given."""
    rows = table.get(name) or []
    if not isinstance(rows, list):
        raise FileError(file, f"{name} is no list but {type(rows).__name__}", mend=_MEND)
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise FileError(file, f"{name}, entry {number}: no object but {type(row).__name__}", mend=_MEND)
    return rows


def _table(table: Mapping[str, Any], name: str, file: Path) -> Mapping[str, Any]:
    """An object, empty where it is not given."""
    found = table.get(name) or {}
    if not isinstance(found, dict):
        raise FileError(file, f"{name} is no object but {type(found).__name__}", mend=_MEND)
    return found


def _preference(value: Any, file: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
        raise FileError(file, f"entity_interests: preference {value!r} is no whole number from 1 to 5", mend=_MEND)
    return value


def _clicked(profile: Mapping[str, Any], file: Path) -> list[str]:
    return [str(one["article_id"]) for one in _rows(profile, "click_history", file) if one.get("article_id")]


def _articles(request: Mapping[str, Any], part: str, file: Path) -> list[dict[str, Any]]:
    rows = _rows(_part(request, part, file), "articles", file)
    for number, row in enumerate(rows, start=1):
        if not row.get("article_id"):
            raise FileError(file, f"{part}, article {number}: no article_id", mend=_MEND)
    return [_article(row, file) for row in rows]


def _article(row: Mapping[str, Any], file: Path) -> dict[str, Any]:
    labels = _labels(_rows(row, "mentions", file), file)
    return {
        "article": str(row["article_id"]),
        "title": str(row.get("headline") or ""),
        "text": "\n".join(str(row[key]).strip() for key in ("subhead", "body") if row.get(key)),
        "label": labels[0] if labels else "",
        "labels": labels,
        "outlet": str(row.get("source") or ""),
        "url": str(row.get("url") or ""),
        "published": row.get("published_at"),
    }


def _labels(mentions: Iterable[Mapping[str, Any]], file: Path) -> tuple[str, ...]:
    """Names of the topics and subjects mentioned, the most relevant first, each once."""
    named = [(_relevance(one.get("relevance"), file), _table(one, "entity", file)) for one in mentions]
    told = sorted(named, key=lambda pair: -pair[0])
    names = [str(entity.get("name", "")) for _, entity in told if entity.get("entity_type") in ("topic", "subject")]
    return tuple(dict.fromkeys(filter(None, names)))


def _relevance(value: Any, file: Path) -> float:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise FileError(file, f"mentions: relevance {value!r} is no number", mend=_MEND)
    return float(value or 0.0)


def _frame(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    import pandas as pd

    if not rows:
        return frame_of({}, name)
    columns = {key: [row[key] for row in rows] for key in rows[0]}
    said = [value if isinstance(value, str) else None for value in columns["published"]]
    times = pd.to_datetime(pd.Series(said, dtype="object"), utc=True, errors="coerce", format="ISO8601")
    # The beginning of time stands for a date that the publisher did not have.
    return frame_of({**columns, "published": times.where(times > pd.Timestamp(0, tz="UTC"))}, name)


def _named(rows: list[Any], *names: str) -> dict[str, Any]:
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
