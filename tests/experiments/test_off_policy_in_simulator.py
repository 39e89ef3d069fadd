"""Off-policy estimates, from what a policy drew for simulated readers, against what these readers would have done."""

import runpy
from pathlib import Path

import pytest

BENCH = runpy.run_path(str(Path(__file__).resolve().parents[1] / "benchmarks" / "bench_off_policy.py"))


@pytest.fixture(scope="module")
def found():
    return BENCH["judged"](readers=250, seed=2, logs=100)


@pytest.mark.parametrize("kind", ["ips", "snips", "dr"])
def test_intervals_hold_the_truth_in_at_least_ninety_of_a_hundred_logs(found, kind):
    said = found[kind]
    assert said["held"] >= 90
    assert abs(said["mean"] - said["truth"]) < 0.3 * said["half"]
    assert said["half"] < 5 * said["error"], "an interval that holds everything says nothing"


def test_without_weights_they_do_not(found):
    """The two policies differ enough for a plain mean of the log to be wrong."""
    assert found["unweighted"]["held"] < 80
    off = {kind: abs(said["mean"] - said["truth"]) for kind, said in found.items()}
    assert off["unweighted"] > 5 * max(off[kind] for kind in ("ips", "snips", "dr"))
