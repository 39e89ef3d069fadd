"""The digest as one JSON document, for scripts: fixed keys in a fixed order."""

import json
import math
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from diversify.digest.words import plain
from diversify.domain import LANES, CheckIn, Digest, DigestItem, Rendered

DIGITS = 6


def render_json(digest: Digest) -> Rendered:
    """Render as JSON: UTF-8, numbers to six digits, one newline at the end."""
    text = json.dumps(document(digest), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return Rendered("application/json", text, f"diversify-{digest.date}.json")


def document(digest: Digest) -> dict[str, Any]:
    """The digest as plain JSON values, keys in their fixed order."""
    return {
        "reader": plain(digest.reader),
        "date": digest.date,
        "model": digest.model,
        "seed": digest.seed,
        "mix": {
            "asked": {lane: digest.asked.get(lane, 0) for lane in LANES},
            "delivered": {lane: digest.delivered.get(lane, 0) for lane in LANES},
        },
        "unmet": [plain(sentence) for sentence in digest.unmet],
        "reading_minutes": digest.reading_minutes,
        "items": [_item(item) for item in digest.items],
        "check_in": _check_in(digest.check_in),
    }


def _check_in(asked: CheckIn | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    named = {"kind": asked.kind, "value": plain(asked.value), "text": plain(asked.text)}
    return {"day": asked.day, **named, "answer": asked.answer}


def _item(item: DigestItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "lane": item.lane,
        "id": item.id,
        "title": plain(item.title),
        "url": plain(item.url),
        "source": plain(item.source),
        "feed_url": plain(item.feed_url),
        "published": item.published.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "language": plain(item.language),
        "industries": _numbers(item.industries),
        "topics": [{"name": plain(name), "share": _number(share)} for name, share in item.topics.items()],
        "farness": _number(item.farness),
        "scores": _numbers(item.scores),
        "story": {
            "outlets": item.outlets,
            "others": [{"source": plain(other.source), "url": plain(other.url)} for other in item.others],
        },
        "new_voice": item.new_voice,
        "reasons": [
            {"kind": reason.kind, "text": plain(reason.text), "terms": _numbers(reason.terms)}
            for reason in item.reasons
        ],
    }


def _numbers(values: Mapping[str, float]) -> dict[str, float | None]:
    return {plain(name): _number(value) for name, value in values.items()}


def _number(value: float) -> float | None:
    """Six digits, never minus zero; null where the number is undefined, which JSON cannot say otherwise."""
    return round(float(value), DIGITS) + 0.0 if math.isfinite(value) else None
