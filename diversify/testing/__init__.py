"""The laws of the sockets, for whoever writes another implementation, and deterministic nouns to try them on.

A law is a function that takes the thing, or a maker of it, and raises `AssertionError`, in words, where a rule is
broken. Call it from a test of yours:

===================  =====================================================================
`check_store`        a place where everything durable is kept (`protocols.Store`)
`check_parsed`       what a parser made of a feed (`protocols.Parser`)
`check_scorer`       one column of scores (`protocols.Scorer`)
`check_diversifier`  a choice of k rows, score against likeness (`protocols.Diversifier`)
`check_renderer`     one kind of output (`protocols.Renderer`)
`check_channel`      a way to the reader (`protocols.Channel`)
`check_metric`       one number a slate
===================  =====================================================================

Examples
--------
A scorer of your own, that likes long articles, and forgot that a score lies in [0, 1]:

>>> from diversify import testing
>>> testing.check_scorer(lambda pool, profile, memory: pool.words.astype(float))
Traceback (most recent call last):
AssertionError: a score must lie in [0, 1], but row 0 of shape (30,) holds 282.0
"""

from diversify.testing.builders import (
    EPOCH_DAY,
    make_article,
    make_card,
    make_feed,
    make_slate,
    make_understanding,
)
from diversify.testing.channel_law import check_channel
from diversify.testing.diversifier_law import check_diversifier
from diversify.testing.metric_law import check_metric
from diversify.testing.mutations import mutated
from diversify.testing.parser_law import check_parsed
from diversify.testing.renderer_law import HOSTILE, check_renderer, hostile, make_digest
from diversify.testing.scorer_law import check_scorer, make_candidates
from diversify.testing.store_laws import STORE_LAWS, check_store

__all__ = [
    "EPOCH_DAY",
    "HOSTILE",
    "STORE_LAWS",
    "check_channel",
    "check_diversifier",
    "check_metric",
    "check_parsed",
    "check_renderer",
    "check_scorer",
    "check_store",
    "hostile",
    "make_article",
    "make_candidates",
    "make_card",
    "make_digest",
    "make_feed",
    "make_slate",
    "make_understanding",
    "mutated",
]
