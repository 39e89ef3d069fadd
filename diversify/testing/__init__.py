"""The laws of the sockets, for whoever writes another implementation, and deterministic nouns to try them on.

A law is a function that takes a maker of the thing and raises `AssertionError`, in words, where a rule is broken.
"""

from diversify.testing.builders import (
    EPOCH_DAY,
    make_article,
    make_card,
    make_feed,
    make_slate,
    make_understanding,
)
from diversify.testing.diversifier_law import check_diversifier
from diversify.testing.mutations import mutated
from diversify.testing.parser_law import check_parsed
from diversify.testing.renderer_law import HOSTILE, check_renderer, hostile, make_digest
from diversify.testing.store_laws import STORE_LAWS, check_store

__all__ = [
    "EPOCH_DAY",
    "HOSTILE",
    "STORE_LAWS",
    "check_diversifier",
    "check_parsed",
    "check_renderer",
    "check_store",
    "hostile",
    "make_article",
    "make_card",
    "make_digest",
    "make_feed",
    "make_slate",
    "make_understanding",
    "mutated",
]
