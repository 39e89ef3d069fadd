"""A finite daily digest from many feeds: near to you, common to all, and far on purpose.

Everything here is loaded when it is first used; `import diversify` costs next to nothing. Names below are stable for
callers, the protocols in `diversify.protocols` for implementers, names with an underscore are ours.

Examples
--------
>>> import diversify
>>> diversify.SlatePolicy().mix.size
12
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from diversify.version import __version__ as __version__

logging.getLogger(__name__).addHandler(logging.NullHandler())

if TYPE_CHECKING:
    from diversify import datasets, experiments, metrics, simulate, testing
    from diversify.app import App
    from diversify.domain import Candidates, Interest, Memory, Mix, Occasion, Profile, Slate, SlatePolicy
    from diversify.errors import DiversifyError
    from diversify.profile import PreferenceModel, build_profile
    from diversify.rank import counterfactual, diversifiers, explain, recommend, rerank
    from diversify.store import MemoryStore, open_store
    from diversify.topics import ArticleVectorizer, IndustryClassifier, TopicModel

_HOMES: Final = {
    "App": "diversify.app",
    "ArticleVectorizer": "diversify.topics",
    "Candidates": "diversify.domain",
    "DiversifyError": "diversify.errors",
    "IndustryClassifier": "diversify.topics",
    "Interest": "diversify.domain",
    "Memory": "diversify.domain",
    "MemoryStore": "diversify.store",
    "Mix": "diversify.domain",
    "Occasion": "diversify.domain",
    "PreferenceModel": "diversify.profile",
    "Profile": "diversify.domain",
    "Slate": "diversify.domain",
    "SlatePolicy": "diversify.domain",
    "TopicModel": "diversify.topics",
    "build_profile": "diversify.profile",
    "counterfactual": "diversify.rank",
    "diversifiers": "diversify.rank",
    "explain": "diversify.rank",
    "open_store": "diversify.store",
    "recommend": "diversify.rank",
    "rerank": "diversify.rank",
}
_MODULES: Final = ("datasets", "experiments", "metrics", "simulate", "testing")

__all__ = [
    "App",
    "ArticleVectorizer",
    "Candidates",
    "DiversifyError",
    "IndustryClassifier",
    "Interest",
    "Memory",
    "MemoryStore",
    "Mix",
    "Occasion",
    "PreferenceModel",
    "Profile",
    "Slate",
    "SlatePolicy",
    "TopicModel",
    "build_profile",
    "counterfactual",
    "datasets",
    "diversifiers",
    "experiments",
    "explain",
    "metrics",
    "open_store",
    "recommend",
    "rerank",
    "simulate",
    "testing",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name in _MODULES:
        return import_module(f"diversify.{name}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'diversify' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
