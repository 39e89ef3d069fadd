"""After the feeds, the pages: the texts of new articles, for sources whose reader asked for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diversify.protocols import Fetcher, Store

if TYPE_CHECKING:
    from diversify.ingest.full_text import FullTextReport


def articles_before(store: Store) -> Mapping[int, frozenset[int]]:
    """What is there of the sources that are to be read in full; empty where there is none of these."""
    feeds = [feed for feed in store.feeds.all() if feed.full_text and not feed.paused]
    if not feeds:
        return {}
    from diversify.ingest.full_text import known_articles

    return known_articles(store, feeds)


def read_full_texts(store: Store, fetcher: Fetcher, before: Mapping[int, frozenset[int]]) -> FullTextReport | None:
    """Read the pages of what came since; None where no source asks for it."""
    if not before:
        return None
    from diversify.ingest.extraction import Extractor
    from diversify.ingest.full_text import INSTALL, FullTextReport, PageFailure, is_installed, read_pages

    if not is_installed():
        words = f"full text of {len(before)} sources needs a library that is not installed; {INSTALL}"
        return FullTextReport(failures=(PageFailure("", "", "not_installed", words),))
    with Extractor() as finder:
        return read_pages(store, fetcher, finder, before=before)


def full_text_said(report: FullTextReport | None) -> dict[str, Any]:
    """The part of `update --json` about pages."""
    if report is None:
        return {"read": 0, "left": 0, "failures": []}
    failures = [
        {"url": one.url, "feed": one.feed_url, "kind": one.kind, "message": one.message} for one in report.failures
    ]
    return {"read": report.read, "left": report.left, "failures": failures}
