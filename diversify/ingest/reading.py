"""One document to a reading, failures as values; what a worker does, and what is done here without workers."""

from __future__ import annotations

from dataclasses import dataclass

from diversify.errors import ParseError
from diversify.ingest.drafts import Reading, drafts_of
from diversify.ingest.parse import NEWEST, FeedParser


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """What one document may cost the process that reads it.

    Attributes
    ----------
    seconds
        CPU time.
    mebibytes
        Address space.
    patience
        How many times its CPU time it may take by the clock: a machine that is busy with other things must not cost
        anybody a feed, and a reader that is stuck must end.
    items
        Entries that are kept, the newest.
    """

    seconds: float = 10.0
    mebibytes: int = 512
    patience: float = 3.0
    items: int = NEWEST

    @property
    def clock(self) -> float:
        """Seconds that it may take by the clock."""
        return self.patience * self.seconds


def beyond(measure: str) -> str:
    """How a document that met a limit is spoken of; `measure` is the limit with its unit.

    Examples
    --------
    >>> beyond("512 MiB of memory")
    'was given up: to read it takes more than 512 MiB of memory, which is the limit'
    """
    return f"was given up: to read it takes more than {measure}, which is the limit"


@dataclass(frozen=True, slots=True)
class Document:
    """A body to be read.

    `url` names it in the answer; `base` is where it came from in the end, if that is elsewhere; `limits` are its own
    in place of those that hold for all.
    """

    url: str
    body: bytes
    content_type: str = ""
    base: str = ""
    limits: ParseLimits | None = None


def read_document(document: Document, parser: FeedParser) -> Reading:
    """Parse a document and draft its articles; a document that is no feed gives its error as a value."""
    base, newest = document.base or document.url, document.limits.items if document.limits else NEWEST
    try:
        feed = parser.parse(document.body, url=base, content_type=document.content_type, newest=newest)
    except ParseError as error:
        return failed(document.url, error)
    return Reading(
        document.url,
        title=feed.title,
        site=feed.site,
        language=feed.language,
        drafts=drafts_of(feed),
        parser=feed.parser,
        warning=feed.warning,
        left_out=feed.left_out,
    )


def failed(url: str, error: ParseError) -> Reading:
    """A parse error as a value: its words without the address they begin with."""
    words = error.message.removeprefix(f"{error.url}: ")
    return Reading(
        url, error_kind=error.kind or "parse", error_message=f"{words}; {error.mend}" if error.mend else words
    )
