"""A source, what we know of fetching it, and what one visit to it brought."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """What one feed may cost where the reader said otherwise than for all; None where they did not.

    Attributes
    ----------
    max_bytes
        Of the document, decompressed.
    max_seconds
        Wall clock of the whole transfer.
    max_redirects
        That are followed.
    max_items
        Entries kept of one document, the newest.
    parse_cpu_seconds
        Of reading one document.
    parse_memory
        Address space of the worker that reads it, in bytes.
    """

    max_bytes: int | None = None
    max_seconds: float | None = None
    max_redirects: int | None = None
    max_items: int | None = None
    parse_cpu_seconds: float | None = None
    parse_memory: int | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A source the reader subscribed to, or a window that we opened for them.

    Attributes
    ----------
    industries
        Codes that the catalogue or the reader gave it; weak labels for its articles.
    folder
        Path of OPML folders it lay in, outermost first.
    window
        True where `init` added it to look outside the reader's own sources.
    allow_private
        The reader permitted private and loopback addresses for this host.
    extra
        Attributes of its OPML outline that mean nothing to us, name and value, each name once; a name in a namespace
        is written `{namespace}name`.
    full_text
        The reader wants the text of new articles from their pages.
    limits
        What it may cost where that is not the default.
    id
        Row number in the store; 0 until stored.
    """

    url: str
    title: str = ""
    site: str = ""
    language: str = ""
    country: str = ""
    industries: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    window: bool = False
    paused: bool = False
    allow_private: bool = False
    added: datetime | None = None
    extra: tuple[tuple[str, str], ...] = ()
    full_text: bool = False
    limits: FeedLimits = FeedLimits()
    id: int = 0


@dataclass(frozen=True, slots=True)
class FetchState:
    """What the last visits to a feed taught: validators byte for byte, when to come again, what failed.

    `etag` and `last_modified` are sent back exactly as received. `content_hash` is the digest of the body
    last read, so an unchanged body is not parsed twice. `retired` is set by 410 Gone.
    `moved_to` and `moved_since` remember a permanent redirect that is not yet believed.
    """

    feed_id: int
    etag: str = ""
    last_modified: str = ""
    content_hash: str = ""
    not_before: datetime | None = None
    last_try: datetime | None = None
    last_success: datetime | None = None
    last_change: datetime | None = None
    failures: int = 0
    error_kind: str = ""
    error_message: str = ""
    retired: bool = False
    moved_to: str = ""
    moved_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedTally:
    """What a feed brought.

    Attributes
    ----------
    articles
        That are stored of it.
    duplicates
        Those of them that another source had first: the earliest article of their story is another outlet's, or their
        address was stored of another feed before.
    days
        Day, counted from 1970-01-01 (UTC), and number of articles published on it; days without any are missing.
    """

    articles: int = 0
    duplicates: int = 0
    days: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One conditional GET to make; `limits` are the feed's own."""

    url: str
    etag: str = ""
    last_modified: str = ""
    allow_private: bool = False
    limits: FeedLimits = FeedLimits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one visit brought; a failure is a value, `error_kind` not empty.

    Attributes
    ----------
    url
        As asked. `final_url` is where the body came from.
    status
        HTTP status of the last answer; 0 where none came.
    moved_to
        Target of a chain of permanent redirects (301, 308) alone, else empty.
    not_before
        The server's own wish (Cache-Control, Expires, Retry-After) as one date.
    error_kind
        `dns`, `refused`, `timeout`, `tls`, `http`, `address`, `size`, `redirect`, `scheme`, `protocol` or empty;
        `busy` where the host asked for silence until `not_before`, `held` where it was not asked for that reason.
    """

    url: str
    final_url: str = ""
    status: int = 0
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    not_before: datetime | None = None
    error_kind: str = ""
    error_message: str = ""


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """The outcome of one feed in one update."""

    url: str
    status: Literal["ok", "not_modified", "failed"]
    new: int = 0
    changed: int = 0
    kind: str = ""
    message: str = ""
