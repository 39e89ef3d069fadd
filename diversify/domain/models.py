"""What a trained model says of itself, and of articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """One topic: its number (kept across refits), a name a person would choose, its most telling terms, its size.

    `share` is the part of the training articles, in [0, 1], for which it comes first. `new` says that this refit
    found it.
    """

    id: int
    name: str
    terms: tuple[str, ...] = ()
    share: float = 0.0
    new: bool = False


def _no_directions() -> NDArray[np.float64]:
    import numpy as np

    return np.zeros((0, 0))


@dataclass(frozen=True, eq=False)
class ModelCard:
    """All that a digest needs of a model without loading it.

    Attributes
    ----------
    version
        Name of the model, ending in a digest of its arrays: equal models have equal versions.
    dimensions
        d, the length of an article vector.
    topics
        Column t of a topic matrix is `topics[t]`.
    industries
        Codes in the column order of the industry shares.
    distance
        (m, m) distances between industries in [0, 1], symmetric, zero on the diagonal.
    articles
        Number of articles it was fitted on.
    gone
        Names of topics that the previous model had and this one has not.
    notes
        What the model could not do, in words a reader understands.
    report
        What `train` reports beside: estimated accuracy, seconds, sizes (JSON values).
    common
        (r, d) directions that many articles share, orthogonal, each as long as the root of the part of it that tells
        little of one reader, in [0, 1): a vector x without them is ``x - x @ common.T @ common``. r may be 0.
    """

    version: str
    dimensions: int
    topics: tuple[TopicLabel, ...]
    industries: tuple[str, ...]
    distance: NDArray[np.float64]
    articles: int = 0
    languages: tuple[str, ...] = ()
    trained_at: datetime | None = None
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)
    common: NDArray[np.float64] = field(default_factory=_no_directions)


@dataclass(frozen=True, eq=False)
class Understanding:
    """What a model understands of n articles, row by row.

    Attributes
    ----------
    vectors
        (n, d) float32, unit rows; a zero row where nothing is known of the text.
    topics
        (n, t) float32, non-negative, rows sum to 1 or to 0.
    industries
        (n, m) float32, non-negative, rows sum to at most 1; the rest is "general".
    sensational
        (n,) float32 in [0, 1]: probability that the headline overpromises.
    substance
        (n,) float32 in [0, 1]: is there something to read.
    sensitive
        (n,) bool: belongs to a category that is never profiled.
    """

    vectors: NDArray[np.float32]
    topics: NDArray[np.float32]
    industries: NDArray[np.float32]
    sensational: NDArray[np.float32]
    substance: NDArray[np.float32]
    sensitive: NDArray[np.bool_]

    def __len__(self) -> int:
        """Number of articles, n."""
        return len(self.vectors)
