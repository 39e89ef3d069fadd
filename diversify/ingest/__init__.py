"""From an address to articles: fetch, parse, sanitise, decide, store; lists of feeds; events told by several outlets.

Everything is loaded when first used, so that importing the room costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diversify.ingest.deciding import Decision, decide
    from diversify.ingest.discovery import discover
    from diversify.ingest.drafts import Draft, Reading
    from diversify.ingest.fetch import FetchLimits, HttpFetcher
    from diversify.ingest.opml import read_opml, write_opml
    from diversify.ingest.parse import FeedParser
    from diversify.ingest.reading import Document, ParseLimits
    from diversify.ingest.stories import link_stories
    from diversify.ingest.update import update_feeds
    from diversify.ingest.urls import canonical_url, outlet_of
    from diversify.ingest.workers import ParserPool

_HOMES = {
    "Decision": "deciding",
    "Document": "reading",
    "Draft": "drafts",
    "FeedParser": "parse",
    "FetchLimits": "fetch",
    "HttpFetcher": "fetch",
    "ParseLimits": "reading",
    "ParserPool": "workers",
    "Reading": "drafts",
    "canonical_url": "urls",
    "decide": "deciding",
    "discover": "discovery",
    "link_stories": "stories",
    "outlet_of": "urls",
    "read_opml": "opml",
    "update_feeds": "update",
    "write_opml": "opml",
}

__all__ = [
    "Decision",
    "Document",
    "Draft",
    "FeedParser",
    "FetchLimits",
    "HttpFetcher",
    "ParseLimits",
    "ParserPool",
    "Reading",
    "canonical_url",
    "decide",
    "discover",
    "link_stories",
    "outlet_of",
    "read_opml",
    "update_feeds",
    "write_opml",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
