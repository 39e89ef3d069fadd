"""What feeds out of digests are made of: one entry a digest, or one an item; with identities that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from diversify.digest.html import language_tag, page_parts, template
from diversify.digest.text import terminal_text
from diversify.digest.words import facts, long_date, mix_line, plain, web_address
from diversify.domain import Digest, DigestItem

Kind = Literal["digest", "items"]
KINDS: Final[tuple[Kind, ...]] = ("digest", "items")

TAG: Final = "tag:diversify.localhost,2026:"
"""Where identities begin (RFC 4151): nobody owns a name under `localhost` (RFC 6761), and a store's mark is random."""

_DAWN: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest as a feed has it: when it first stood there, and when its content last changed."""

    digest: Digest
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Face:
    """What a feed says of itself.

    Attributes
    ----------
    mark
        The store's name outside: hexadecimal digits; every identity is made of it.
    entries
        `digest`: an entry is a digest; `items`: an entry is an item.
    page
        Address of the reader's page without a slash at its end; empty where there is none.
    itself
        Address of the feed; empty where it is a file.
    """

    mark: str = "0" * 32
    entries: Kind = "digest"
    page: str = ""
    itself: str = ""

    @property
    def identity(self) -> str:
        """The feed's own."""
        return f"{TAG}{self.mark}/{'digests' if self.entries == 'digest' else 'items'}"

    @property
    def title(self) -> str:
        """What feed readers list it under."""
        return "diversify" if self.entries == "digest" else "diversify, item by item"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, in clean words; `html` is a fragment in which everything of a feed is escaped."""

    identity: str
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str
    html: str
    text: str
    source: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


_MOST_WRITTEN: Final = 60
_WRITTEN: Final[dict[tuple[str, Face], tuple[Issue, tuple[Entry, ...]]]] = {}
"""A few fortnights of entries, which take longer to write than all the rest of a feed."""


def issue(digest: Digest) -> Issue:
    """A digest of which no moments are known: dated like its newest item, so the same whenever made."""
    newest = max((item.published for item in digest.items), default=_DAWN)
    return Issue(digest, newest, newest)


def fingerprint(digest: Digest) -> str:
    """Changes where a reader of the feed would see another digest, and not where the model renames a topic.

    Examples
    --------
    >>> from diversify.testing import make_digest
    >>> len(fingerprint(make_digest()))
    32
    """
    told = [
        [str(item.id), item.lane, item.title, item.url, item.summary, *(reason.text for reason in item.reasons)]
        for item in digest.items
    ]
    return hashlib.sha256(repr((digest.date, told, digest.unmet)).encode("utf-8", "replace")).hexdigest()[:32]


def etag(data: bytes) -> str:
    """The strong validator of a representation (RFC 9110, 8.8.3).

    Examples
    --------
    >>> etag(b"")
    '"e3b0c44298fc1c149afbf4c8996fb924"'
    """
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def entries_of(issues: Sequence[Issue], face: Face) -> list[Entry]:
    """The entries of a feed, newest day first; an item that stands in two days is taken from the later."""
    found: dict[str, Entry] = {}
    for one in sorted(issues, key=lambda one: one.digest.date, reverse=True):
        for entry in _entries(one, face):
            found.setdefault(entry.identity, entry)
    return list(found.values())


def _entries(one: Issue, face: Face) -> tuple[Entry, ...]:
    """The entries of one day; as they were written last, where they are of the same: past days hardly ever change."""
    key = (one.digest.date, face)
    written = _WRITTEN.get(key)
    if written is None or written[0] != one:
        if len(_WRITTEN) >= _MOST_WRITTEN:
            _WRITTEN.clear()
        made = (_of_digest(one, face),) if face.entries == "digest" else tuple(_of_items(one, face))
        written = _WRITTEN[key] = (one, made)
    return written[1]


def newest(issues: Sequence[Issue]) -> datetime:
    """When the feed last changed."""
    return max((one.updated for one in issues), default=_DAWN)


def _of_digest(one: Issue, face: Face) -> Entry:
    digest = one.digest
    parts = page_parts(digest) | {"items": digest.items, "whole": True}
    return Entry(
        identity=f"{TAG}{face.mark}/day/{digest.date}",
        title=long_date(digest.date),
        url=f"{face.page}/day/{digest.date}" if face.page else "",
        published=one.published,
        updated=one.updated,
        summary=mix_line(digest),
        html=template("entry.html.jinja").render(**parts),
        text=terminal_text(digest, width=72),
        reasons=tuple(plain(reason.text) for item in digest.items for reason in item.reasons),
    )


def _of_items(one: Issue, face: Face) -> Iterator[Entry]:
    for item in one.digest.items:
        parts = page_parts(one.digest) | {"items": [item], "whole": False}
        reasons = tuple(plain(reason.text) for reason in item.reasons)
        yield Entry(
            identity=f"{TAG}{face.mark}/item/{item.id}",
            title=plain(item.title),
            url=web_address(item.url),
            published=one.published,
            updated=one.updated,
            summary=plain(item.summary),
            html=template("entry.html.jinja").render(**parts),
            text="\n\n".join(_words(item, one.digest)),
            source=plain(item.source),
            language=language_tag(item.language),
            tags=tuple(filter(None, (item.lane, *map(plain, item.industry_names)))),
            reasons=reasons,
        )


def _words(item: DigestItem, digest: Digest) -> Iterator[str]:
    yield " · ".join((item.lane, *facts(item, digest)))
    if item.summary:
        yield plain(item.summary)
    yield "\n".join(f"Why: {plain(reason.text)}" for reason in item.reasons)
    if item.others:
        yield "Also in: " + ", ".join(plain(other.source) for other in item.others)
