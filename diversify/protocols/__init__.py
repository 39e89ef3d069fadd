"""The sockets: what a part must do to be exchanged for another.

Each has its law as a function in `diversify.testing` and at least two implementations. Protocols are stable for
implementers; names that begin with an underscore are ours.
"""

from diversify.protocols.parts import (
    Channel,
    Diversifier,
    Embedder,
    Fetcher,
    Model,
    Parser,
    Renderer,
    Scorer,
    Trainer,
)
from diversify.protocols.shelves import (
    ArticleRecords,
    DeliveryRecords,
    FeedRecords,
    ModelRecords,
    ReaderRecords,
    SlateRecords,
    Store,
)

__all__ = [
    "ArticleRecords",
    "Channel",
    "DeliveryRecords",
    "Diversifier",
    "Embedder",
    "FeedRecords",
    "Fetcher",
    "Model",
    "ModelRecords",
    "Parser",
    "ReaderRecords",
    "Renderer",
    "Scorer",
    "SlateRecords",
    "Store",
    "Trainer",
]
