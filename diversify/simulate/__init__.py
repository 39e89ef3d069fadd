"""Closed loops of simulated readers and recommenders: headless, seeded, repeatable to the last bit.

A world (`WorldSettings`) in which articles are born and age, readers (`ReaderSettings`) who notice, choose, drift and
tire, and a policy that offers them articles day by day: a name of `policies`, or any function that fits `Policy`.
`loop` lets them live together; the `Run` it returns is a frame of days, or a summary.

Examples
--------
>>> from diversify import simulate
>>> few = simulate.ReaderSettings(number=20)
>>> runs = [simulate.loop(simulate.policies["relevance_only"], readers=few, days=5, seed=1) for _ in range(2)]
>>> runs[0].to_frame().equals(runs[1].to_frame())
True
>>> list(simulate.policies)[:6], list(simulate.policies)[-2:]
(['nothing', 'popular', 'random', 'recent', 'relevance_only', 'epsilon_greedy'], ['lanes', 'product'])
"""

from diversify.simulate.assumptions import sensitivity, sensitivity_plans
from diversify.simulate.collaborative import by_clicks
from diversify.simulate.dose import dose_plan, dose_response, responses
from diversify.simulate.keeping import FIRST_DAY, as_store
from diversify.simulate.lanes import lanes
from diversify.simulate.lively import ACTS
from diversify.simulate.loop import loop
from diversify.simulate.measures import long_tail, unexpectedness
from diversify.simulate.offers import LANE_NAMES, Choice, Offer, Policy, Seen, best
from diversify.simulate.product import product
from diversify.simulate.reader_settings import ReaderSettings, digest_readers
from diversify.simulate.readers import interests
from diversify.simulate.registry import policies
from diversify.simulate.rerankers import diversified, epsilon_greedy
from diversify.simulate.runs import Run
from diversify.simulate.sheets import Sheet
from diversify.simulate.world import Articles, WorldSettings, digest_world

__all__ = [
    "ACTS",
    "FIRST_DAY",
    "LANE_NAMES",
    "Articles",
    "Choice",
    "Offer",
    "Policy",
    "ReaderSettings",
    "Run",
    "Seen",
    "Sheet",
    "WorldSettings",
    "as_store",
    "best",
    "by_clicks",
    "digest_readers",
    "digest_world",
    "diversified",
    "dose_plan",
    "dose_response",
    "epsilon_greedy",
    "interests",
    "lanes",
    "long_tail",
    "loop",
    "policies",
    "product",
    "responses",
    "sensitivity",
    "sensitivity_plans",
    "unexpectedness",
]
