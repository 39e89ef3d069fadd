"""Experiments as plain data: worlds × readers × policies × seeds, to one tidy frame.

A plan is a TOML file or a dict; `read_plan` checks it whole before any work starts and names the nearest known key
where one is misspelled. `run_plan` runs its cells, here or in several processes, with the same numbers to the last bit.

Examples
--------
>>> from diversify import experiments
>>> plan = {"policies": {"random": {}, "near": {"use": "relevance_only"}}, "readers": {"few": {"number": 5}}, "days": 2}
>>> frame = experiments.run_plan(plan)
>>> frame[["policy", "readers", "seed"]].to_numpy().tolist()
[['random', 'few', 0], ['near', 'few', 0]]

`replay` lives through a log again without looking into its future; `estimate` says from logged propensities what
another policy would have brought.
"""

from diversify.experiments import plots
from diversify.experiments.keeping import read_results
from diversify.experiments.off_policy import Draws, Estimate, estimate
from diversify.experiments.plan import Cell, Plan, PolicyPlan, read_plan
from diversify.experiments.replay import Morning, ReplayPolicy, check_replay_policy, replay
from diversify.experiments.report import report
from diversify.experiments.run import run_cell, run_plan

__all__ = [
    "Cell",
    "Draws",
    "Estimate",
    "Morning",
    "Plan",
    "PolicyPlan",
    "ReplayPolicy",
    "check_replay_policy",
    "estimate",
    "plots",
    "read_plan",
    "read_results",
    "replay",
    "report",
    "run_cell",
    "run_plan",
]
