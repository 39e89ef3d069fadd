"""What works: fetching, reading, understanding, scoring, choosing, rendering, delivering."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diversify.domain import (
        Article,
        Candidates,
        Digest,
        Feed,
        Fetched,
        FetchRequest,
        Memory,
        ModelCard,
        ParsedFeed,
        Profile,
        Rendered,
        Taxonomy,
        Understanding,
    )


class Fetcher(Protocol):
    """Makes conditional GETs; every request is answered by exactly one `Fetched`, in order of completion."""

    def fetch(self, requests: Iterable[FetchRequest]) -> Iterator[Fetched]:
        """Yield one answer for each request; failures are values, never exceptions."""
        ...


class Parser(Protocol):
    """Reads one feed document."""

    def parse(self, body: bytes, *, url: str, content_type: str = "") -> ParsedFeed:
        """Return what the document says, sanitised.

        Raises
        ------
        ParseError
            Where the body is no feed.
        """
        ...


@runtime_checkable
class Embedder(Protocol):
    """Any fitted transformer of texts."""

    def transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors (n, d) of n texts; a zero row where nothing is known of a text."""
        ...


class Scorer(Protocol):
    """Computes one score column, (n,) float64 in [0, 1], from candidates, profile and memory."""

    def __call__(self, pool: Candidates, profile: Profile, memory: Memory) -> NDArray[np.float64]:
        """Score every candidate."""
        ...


class Diversifier(Protocol):
    """Chooses k of n rows, best first, trading score against likeness."""

    def __call__(
        self,
        vectors: NDArray[np.floating[Any]],
        scores: NDArray[np.floating[Any]],
        k: int,
        *,
        diversity: float = 0.5,
    ) -> NDArray[np.int64]:
        """Row numbers of the chosen, best first; min(k, n) of them, none twice."""
        ...


class Renderer(Protocol):
    """Turns a digest into one output."""

    def __call__(self, digest: Digest) -> Rendered:
        """Render the digest."""
        ...


class Channel(Protocol):
    """Brings a rendered digest to the reader."""

    def deliver(self, rendered: Rendered) -> str:
        """Deliver it and say where it went, in words."""
        ...


class Model(Protocol):
    """A trained model: it understands articles, and says what it is."""

    card: ModelCard

    def understand(self, articles: Sequence[Article], feeds: Mapping[int, Feed]) -> Understanding:
        """Understand articles; `feeds` gives the labels of their sources."""
        ...

    def to_bytes(self) -> bytes:
        """A versioned, checksummed form of arrays and JSON; loading it runs no code."""
        ...


class Trainer(Protocol):
    """Fits a model."""

    def __call__(
        self,
        articles: Sequence[Article],
        feeds: Mapping[int, Feed],
        taxonomy: Taxonomy,
        *,
        previous: ModelCard | None = None,
        now: datetime,
        seed: int = 0,
    ) -> Model:
        """Fit on these articles; `previous` is the card of the model whose topics keep their identity."""
        ...
