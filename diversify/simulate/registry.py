"""Policies by name, each with its makers' usual dials."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from diversify.rank.diversifiers import by_kinds, diversifiers
from diversify.simulate.collaborative import by_clicks, factors, item_neighbours, most_read, reader_neighbours
from diversify.simulate.lanes import lanes
from diversify.simulate.offers import Policy
from diversify.simulate.policies import nothing, popular, random, recent, relevance_only
from diversify.simulate.product import product
from diversify.simulate.rerankers import diversified, epsilon_greedy

policies: Final[Mapping[str, Policy]] = MappingProxyType(
    {
        "nothing": nothing,
        "popular": popular,
        "random": random,
        "recent": recent,
        "relevance_only": relevance_only,
        "epsilon_greedy": epsilon_greedy(),
        "most_read": by_clicks(most_read),
        "item_knn": by_clicks(item_neighbours),
        "user_knn": by_clicks(reader_neighbours),
        "bprmf": by_clicks(factors),
        **{name: diversified(name) for name in sorted({*diversifiers, *by_kinds} - {"none"})},
        "lanes": lanes(),
        "product": product(),
    }
)
"""Policies by name; the makers `by_clicks`, `diversified`, `epsilon_greedy`, `lanes` and `product` give others."""
