"""Datasets of research and the reader's own store, in one frame layout.

Whatever the source, a `Dataset` is three frames with the same columns and types: `articles`, `impressions` (what was
shown, place by place) and `feedback` (what was done). `mind` and `ebnerd` read the click logs as published, `poprox`
requests to a recommender, `labelled` any corpus of labelled texts, `from_store` the reader's own store,
`from_outlets` the corpus of invented outlets that ships with the package, `generated` makes a log of which the truth is
known. Nothing is downloaded: give the path of what you have.

Examples
--------
>>> from diversify import MemoryStore, datasets
>>> from diversify.testing import make_article, make_feed
>>> store = MemoryStore()
>>> [feed] = store.feeds.add([make_feed(1)])
>>> ids = store.articles.save([make_article(1, feed.id), make_article(2, feed.id)])
>>> own = datasets.from_store(store)
>>> own.articles["outlet"].tolist()
['outlet-1.example', 'outlet-1.example']
>>> len(own.impressions), own.notes
(0, ('no digest was made yet',))
"""

from diversify.datasets.corpora import labelled
from diversify.datasets.ebnerd_files import ebnerd
from diversify.datasets.frames import ARTICLES, FEEDBACK, IMPRESSIONS, Dataset, frame_of
from diversify.datasets.generated import generated
from diversify.datasets.mind_files import mind
from diversify.datasets.outlets import from_outlets
from diversify.datasets.own_store import from_store
from diversify.datasets.poprox_files import poprox, poprox_interests

__all__ = [
    "ARTICLES",
    "FEEDBACK",
    "IMPRESSIONS",
    "Dataset",
    "ebnerd",
    "frame_of",
    "from_outlets",
    "from_store",
    "generated",
    "labelled",
    "mind",
    "poprox",
    "poprox_interests",
]
