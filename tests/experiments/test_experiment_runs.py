"""Plans run: the same numbers for any number of processes, failures as rows."""

import sys
import types

import numpy as np
import pytest

from diversify.errors import SettingsError
from diversify.experiments import run_plan
from diversify.simulate import ReaderSettings, best, loop, policies

SMALL = {
    "readers": {"few": {"number": 20}},
    "worlds": {"small": {"births": 20}, "slow": {"births": 20, "fade": 0.05}},
    "policies": {"random": {}, "near": {"use": "relevance_only"}},
    "seeds": 2,
    "days": 3,
}


@pytest.fixture
def my_policies(monkeypatch):
    """A module of a stranger's policies."""
    module = types.ModuleType("strangers_policies")

    def fails(offer, rng):
        raise RuntimeError(f"no luck on day {offer.day}")

    def oldest(share):
        return lambda offer, _rng: best(np.broadcast_to(share * offer.age, offer.open.shape), offer)

    def refuses(share):
        raise KeyError(share)

    module.fails, module.oldest, module.refuses, module.number = fails, oldest, refuses, 3
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_one_row_a_cell_with_the_runs_own_numbers():
    frame = run_plan(SMALL)
    assert frame[["world", "policy", "seed"]].to_numpy().tolist() == [
        [world, policy, seed] for world in ("small", "slow") for policy in ("random", "near") for seed in (0, 1)
    ]
    assert (frame["error"] == "").all()
    alone = loop(
        policies["relevance_only"],
        readers=ReaderSettings(number=20),
        world=None,
        days=3,
        seed=1,
    )
    assert set(alone.summary()) <= set(frame.columns)
    again = run_plan(SMALL | {"worlds": {"default": {}}, "seeds": [1], "policies": {"near": {"use": "relevance_only"}}})
    assert again.iloc[0][list(alone.summary())].to_dict() == alone.summary()


def test_processes_give_the_same_numbers():
    one, two = (run_plan(SMALL, n_jobs=jobs).drop(columns="seconds") for jobs in (1, 2))
    assert one.equals(two)


def test_a_failing_cell_is_a_row_and_the_others_are_finished(my_policies):
    frame = run_plan(SMALL | {"policies": {"bad": {"use": "strangers_policies:fails"}, "random": {}}, "seeds": 1})
    bad, good = frame[frame["policy"] == "bad"], frame[frame["policy"] == "random"]
    assert (bad["error"] == "RuntimeError: no luck on day 0").all()
    assert bad["reads"].isna().all()
    assert (good["error"] == "").all()
    assert good["reads"].notna().all()


def test_a_strangers_policy_with_options(my_policies):
    frame = run_plan(SMALL | {"policies": {"old": {"use": "strangers_policies:oldest", "share": 2.0}}, "seeds": 1})
    assert (frame["error"] == "").all()


@pytest.mark.parametrize("use", ["no_such_module_at_all:x", "diversify.simulate:no_such_name", ":x"])
def test_a_policy_that_cannot_be_found_is_told_before_anything_runs(use):
    with pytest.raises(SettingsError, match=r"cannot be imported .*package.module:function"):
        run_plan(SMALL | {"policies": {"mine": {"use": use}}})


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"use": "strangers_policies:oldest", "shrae": 2.0}, r"unexpected keyword argument 'shrae'"),
        ({"use": "strangers_policies:refuses", "share": 2.0}, r"refuses': KeyError: 2.0; mend the options"),
        ({"use": "strangers_policies:number"}, r"number' is no function but int"),
    ],
)
def test_a_strangers_policy_that_cannot_be_made_is_told_before_anything_runs(my_policies, policy, words):
    told = []
    with pytest.raises(SettingsError, match=words):
        run_plan(SMALL | {"policies": {"random": {}, "mine": policy}}, progress=lambda *each: told.append(each))
    assert not told


def test_options_reach_the_policy():
    doses = {"none": {"use": "lanes", "far": 0}, "much": {"use": "lanes", "near": 3, "far": 6}}
    frame = run_plan(SMALL | {"policies": doses, "worlds": {"small": {"births": 60}}}).groupby("policy")
    assert frame["far_shown"].mean()["none"] < frame["far_shown"].mean()["much"]
