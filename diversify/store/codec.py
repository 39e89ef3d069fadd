"""Slates, model cards and limits as JSON text, and back to the last bit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from diversify.domain import FeedLimits, Interest, Mix, ModelCard, Reason, Slate, SlateItem, SlatePolicy, TopicLabel
from diversify.store.moments import from_micros, from_micros_or_none, to_micros, to_micros_or_none
from diversify.store.rules import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from diversify.domain import InterestKind


def slate_text(slate: Slate) -> str:
    """A slate without its id; floats by their shortest exact form, so that reading gives an equal slate."""
    content = _flat(slate, without=("id",)) | {
        "policy": _flat(slate.policy) | {"mix": list(slate.policy.mix.as_dict().values())},
        "items": [_flat(item) | {"reasons": [_flat(reason) for reason in item.reasons]} for item in slate.items],
        "as_of": to_micros(slate.as_of),
    }
    return json.dumps(content, default=plain)


def slate_digest(text: str) -> str:
    """A name for the content of a slate's text; the order of names in mappings does not matter."""
    return hashlib.sha256(json.dumps(json.loads(text), sort_keys=True).encode()).hexdigest()


def read_slate(text: str, slate_id: int) -> Slate:
    """The slate of `slate_text`."""
    content = json.loads(text)
    policy = content["policy"]
    return Slate(
        **content
        | {
            "policy": SlatePolicy(**policy | {"mix": Mix(*policy["mix"]), "languages": tuple(policy["languages"])}),
            "items": tuple(_read_item(item) for item in content["items"]),
            "as_of": from_micros(content["as_of"]),
            "unmet": tuple(content["unmet"]),
            "id": slate_id,
        }
    )


def without_traces(text: str, term: str | None = None) -> str:
    """A slate's text without scores and reasons, which tell what was read; or without the reasons that name a term.

    What was shown, where and in which lane stays.
    """
    content = json.loads(text)
    for item in content["items"]:
        if term is None:
            item["scores"], item["reasons"] = {}, []
        else:
            item["reasons"] = [reason for reason in item["reasons"] if term not in reason["terms"]]
    return json.dumps(content)


def without_question(text: str) -> str:
    """A check-in's content without what it rests on; the thing that the reader wants no question about stays."""
    content = json.loads(text)
    refused = content.get("answer") == "never"
    return json.dumps({name: content[name] for name in ("kind", "value", "answer")} if refused else {})


def interest_term(kind: str, value: str) -> str:
    """The name under which a reason's terms hold an interest."""
    return f"interest:{kind}:{value}"


SAYINGS = "interests"
"""The name under which the history of dials tells what was said before."""


def saying_text(interest: Interest | None) -> str | None:
    """What was said of a thing, as its history keeps it under `interest_term`; None where nothing was."""
    if interest is None:
        return None
    return json.dumps({"weight": interest.weight, "at": to_micros_or_none(interest.at)})


def read_saying(term: str, text: str | None) -> tuple[str, str, Interest | None]:
    """Kind and value of a thing, and what was said of it."""
    _, kind, value = term.split(":", 2)
    if text is None:
        return kind, value, None
    said = json.loads(text)
    known = cast("InterestKind", kind)  # it was checked when it was said
    return kind, value, Interest(known, value, said["weight"], from_micros_or_none(said["at"]))


def saying_told(term: str, text: str | None) -> dict[str, Any]:
    """The same, JSON-able; weight None where nothing was said."""
    kind, value, said = read_saying(term, text)
    at = None if said is None or said.at is None else said.at.isoformat()
    return {"kind": kind, "value": value, "weight": None if said is None else said.weight, "at": at}


def card_text(card: ModelCard) -> str:
    """A model card; its distances row by row."""
    content = _flat(card) | {
        "topics": [_flat(topic) for topic in card.topics],
        "distance": _matrix_told(card.distance),
        "common": _matrix_told(card.common),
        "trained_at": to_micros_or_none(card.trained_at),
    }
    return json.dumps(content, default=plain)


@lru_cache(maxsize=2)
def read_card(text: str) -> ModelCard:
    """The card of `card_text`; read once, as one digest asks for it several times. Its matrices are read-only."""
    content = json.loads(text)
    topics = (TopicLabel(**topic | {"terms": tuple(topic["terms"])}) for topic in content["topics"])
    # A card of an earlier version does not say what articles have in common.
    matrices = {name: _matrix(content[name]) for name in ("distance", "common") if name in content}
    texts = {name: tuple(content[name]) for name in ("industries", "languages", "gone", "notes")}
    return ModelCard(
        **content
        | texts
        | matrices
        | {
            "topics": tuple(topics),
            "trained_at": from_micros_or_none(content["trained_at"]),
        }
    )


def _matrix_told(matrix: NDArray[np.float64]) -> dict[str, Any]:
    return {"shape": matrix.shape, "values": matrix.ravel().tolist()}


def _matrix(told: Mapping[str, Any]) -> NDArray[np.float64]:
    import numpy as np

    matrix = np.array(told["values"], dtype=np.float64).reshape(told["shape"])
    matrix.setflags(write=False)
    return matrix


def limits_text(limits: FeedLimits) -> str:
    """Those limits of a feed that the reader has set."""
    return json.dumps({name: value for name, value in _flat(limits).items() if value is not None})


@lru_cache(maxsize=256)
def limits_of(text: str) -> FeedLimits:
    """The limits of `limits_text`."""
    return FeedLimits(**json.loads(text))


def _read_item(item: dict[str, Any]) -> SlateItem:
    reasons = tuple(Reason(**reason) for reason in item["reasons"])
    return SlateItem(**item | {"reasons": reasons, "others": tuple(item["others"])})


def _flat(record: Any, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Fields by name, one level deep."""
    return {item.name: getattr(record, item.name) for item in fields(record) if item.name not in without}
