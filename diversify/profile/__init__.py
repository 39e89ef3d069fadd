"""What may be believed of a reader: Feedback + Interest → `Profile`, a snapshot that is rebuilt and never edited."""

from typing import TYPE_CHECKING, Any

from diversify.profile.asking import choose_question
from diversify.profile.beliefs import same_thing
from diversify.profile.build import Evidence, build_profile
from diversify.profile.describe import TOO_LITTLE, describe, describe_home
from diversify.profile.feedback import Impression, recent, weigh_articles, weigh_skipped
from diversify.profile.identifiers import is_identifier
from diversify.profile.privacy import LEVELS, keeps, names_sensitive, recognise_sensitive
from diversify.profile.support import support

if TYPE_CHECKING:
    from diversify.profile.preference import PreferenceModel

__all__ = [
    "LEVELS",
    "TOO_LITTLE",
    "Evidence",
    "Impression",
    "PreferenceModel",
    "build_profile",
    "choose_question",
    "describe",
    "describe_home",
    "is_identifier",
    "keeps",
    "names_sensitive",
    "recent",
    "recognise_sensitive",
    "same_thing",
    "support",
    "weigh_articles",
    "weigh_skipped",
]


def __getattr__(name: str) -> Any:
    """Import the estimator when it is asked for: scikit-learn costs more than a whole digest."""
    if name == "PreferenceModel":
        from diversify.profile.preference import PreferenceModel

        return PreferenceModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
