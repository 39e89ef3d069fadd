"""The nouns: plain frozen data that every room may speak of; imports nothing of ours.

What the feed *said* (`Entry`) and what we *keep* (`Article`) are two types. A bad feed is a value
(`UpdateResult`), a bug is an exception. Times are timezone-aware UTC `datetime`; columns of times are
float64 seconds since 1970-01-01 UTC.

Each module is loaded when one of its nouns is first named: a process that parses feeds never hears of slates.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from diversify.domain.articles import FIRST_ARTICLE_ID, Article, Entry, ParsedFeed
    from diversify.domain.candidates import Candidates
    from diversify.domain.digests import CHECK_IN, Answer, CheckIn, Delivery, Digest, DigestItem, OtherOutlet, Rendered
    from diversify.domain.feeds import Feed, FeedLimits, FeedTally, Fetched, FetchRequest, FetchState, UpdateResult
    from diversify.domain.industries import GENERAL, Industry, SensitiveCategory, Taxonomy
    from diversify.domain.models import ModelCard, TopicLabel, Understanding
    from diversify.domain.reader import (
        DELIBERATE,
        Belief,
        Feedback,
        FeedbackKind,
        Interest,
        InterestKind,
        Memory,
        PrivacyLevel,
        Profile,
    )
    from diversify.domain.slates import LANES, Lane, Mix, Occasion, Reason, Slate, SlateItem, SlatePolicy

_HOMES: Final = {
    "CHECK_IN": "digests",
    "DELIBERATE": "reader",
    "FIRST_ARTICLE_ID": "articles",
    "GENERAL": "industries",
    "LANES": "slates",
    "Answer": "digests",
    "Article": "articles",
    "Belief": "reader",
    "Candidates": "candidates",
    "CheckIn": "digests",
    "Delivery": "digests",
    "Digest": "digests",
    "DigestItem": "digests",
    "Entry": "articles",
    "Feed": "feeds",
    "FeedLimits": "feeds",
    "FeedTally": "feeds",
    "Feedback": "reader",
    "FeedbackKind": "reader",
    "FetchRequest": "feeds",
    "FetchState": "feeds",
    "Fetched": "feeds",
    "Industry": "industries",
    "Interest": "reader",
    "InterestKind": "reader",
    "Lane": "slates",
    "Memory": "reader",
    "Mix": "slates",
    "ModelCard": "models",
    "Occasion": "slates",
    "OtherOutlet": "digests",
    "ParsedFeed": "articles",
    "PrivacyLevel": "reader",
    "Profile": "reader",
    "Reason": "slates",
    "Rendered": "digests",
    "SensitiveCategory": "industries",
    "Slate": "slates",
    "SlateItem": "slates",
    "SlatePolicy": "slates",
    "Taxonomy": "industries",
    "TopicLabel": "models",
    "Understanding": "models",
    "UpdateResult": "feeds",
}

__all__ = [
    "CHECK_IN",
    "DELIBERATE",
    "FIRST_ARTICLE_ID",
    "GENERAL",
    "LANES",
    "Answer",
    "Article",
    "Belief",
    "Candidates",
    "CheckIn",
    "Delivery",
    "Digest",
    "DigestItem",
    "Entry",
    "Feed",
    "FeedLimits",
    "FeedTally",
    "Feedback",
    "FeedbackKind",
    "FetchRequest",
    "FetchState",
    "Fetched",
    "Industry",
    "Interest",
    "InterestKind",
    "Lane",
    "Memory",
    "Mix",
    "ModelCard",
    "Occasion",
    "OtherOutlet",
    "ParsedFeed",
    "PrivacyLevel",
    "Profile",
    "Reason",
    "Rendered",
    "SensitiveCategory",
    "Slate",
    "SlateItem",
    "SlatePolicy",
    "Taxonomy",
    "TopicLabel",
    "Understanding",
    "UpdateResult",
]


if not TYPE_CHECKING:  # a type checker knows the names above, and no others

    def __getattr__(name: str) -> Any:
        """Load a noun when it is first asked for."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
