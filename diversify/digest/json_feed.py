"""Digests as a JSON Feed 1.1 (jsonfeed.org/version/1.1), for feed readers that prefer it to XML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from diversify.digest.entries import Entry, Face, Issue, entries_of, issue
from diversify.domain import Digest, Rendered

MEDIA_TYPE: Final = "application/feed+json"
VERSION: Final = "https://jsonfeed.org/version/1.1"


def render_json_feed(digest: Digest) -> Rendered:
    """Render one digest as a feed of one item."""
    return Rendered(MEDIA_TYPE, json_feed([issue(digest)], Face()), f"diversify-{digest.date}.feed.json")


def json_feed(issues: Sequence[Issue], face: Face) -> str:
    """A feed of these issues, newest first; the reasons stand in an extension of ours too, for programs.

    Examples
    --------
    >>> from diversify.testing import make_digest
    >>> json.loads(json_feed([issue(make_digest())], Face()))["items"][0]["title"]
    'Friday, 21 November 2025'
    """
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": face.title,
        "description": "A finite daily digest: near to you, common to all, and far on purpose.",
        "language": "en",
        "authors": [{"name": "diversify"}],
    }
    if face.page:
        feed["home_page_url"] = f"{face.page}/"
    if face.itself:
        feed["feed_url"] = face.itself
    feed["items"] = [_item(entry) for entry in entries_of(issues, face)]
    return json.dumps(feed, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.identity}
    if entry.url:
        item["url"] = entry.url
    item["title"] = entry.title
    item["content_html"] = entry.html
    item["content_text"] = entry.text
    if entry.summary:
        item["summary"] = entry.summary
    item["date_published"] = _moment(entry.published)
    item["date_modified"] = _moment(entry.updated)
    if entry.source:
        item["authors"] = [{"name": entry.source}]
    if entry.tags:
        item["tags"] = list(entry.tags)
    if entry.language:
        item["language"] = entry.language
    item["_diversify"] = {"about": "https://pypi.org/project/diversify-news/", "reasons": list(entry.reasons)}
    return item


def _moment(when: datetime) -> str:
    """RFC 3339, in UTC, whole seconds."""
    return when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
