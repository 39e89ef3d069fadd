"""A plan run by the workers of a Dask cluster, on loopback: the same numbers, and nothing lost where it goes away."""

import os
import signal

import pandas as pd
import pytest

from diversify.errors import SettingsError
from diversify.experiments import read_results, run_plan

pytest.importorskip("pyarrow", reason="results are kept as Parquet, of the extra lab")

PLAN = {
    "readers": {"few": {"number": 20}},
    "worlds": {"small": {"births": 20}},
    "policies": {"random": {}, "near": {"use": "relevance_only"}},
    "seeds": 3,
    "days": 2,
}


def numbers(frame):
    return frame.drop(columns="seconds")


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="a cluster is Dask's, of the extra cluster")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as workers:
        yield workers


TOML = """
seeds = 3
days = 2
[readers.few]
number = 20
[worlds.small]
births = 20
[policies.random]
[policies.near]
use = "relevance_only"
"""


@pytest.mark.filterwarnings("ignore")  # of the cluster's own
def test_from_a_shell_the_address_is_an_option(cluster, tmp_path, capsys):
    from diversify.cli.verbs import run

    (tmp_path / "plan.toml").write_text(TOML, "utf-8")
    arguments = ["--cluster", cluster.scheduler_address, "--out", str(tmp_path / "run")]
    assert run(["experiment", "run", str(tmp_path / "plan.toml"), *arguments]) == 0
    assert "6 cells" in capsys.readouterr().err
    pd.testing.assert_frame_equal(numbers(read_results(tmp_path / "run")[0]), numbers(run_plan(PLAN)))


@pytest.mark.filterwarnings("ignore")  # of the cluster's own, when a worker is killed
def test_processes_and_a_cluster_give_the_same_frame_also_where_a_worker_is_killed(cluster, tmp_path):
    plan = PLAN | {"days": 4, "seeds": 8}
    expected = numbers(run_plan(plan))
    pd.testing.assert_frame_equal(numbers(run_plan(plan, n_jobs=2)), expected)
    pids = [nanny.pid for nanny in cluster.workers.values()]
    killed = []

    def kills(done, total, row):
        if done == 3 and not killed:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    frame = run_plan(plan, cluster=cluster.scheduler_address, out=tmp_path, progress=kills)
    assert killed
    pd.testing.assert_frame_equal(numbers(frame), expected)


@pytest.mark.filterwarnings("ignore")  # of the cluster's own, when its scheduler goes away
def test_a_cluster_that_goes_away_leaves_rows_and_what_was_finished(tmp_path):
    distributed = pytest.importorskip("distributed", reason="a cluster is Dask's, of the extra cluster")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None,
                                  host="127.0.0.1", protocol="tcp://") as workers:  # fmt: skip
        gone = []

        def closes(done, total, row):
            if done == 2:
                gone.append(workers.close())

        frame = run_plan(PLAN | {"days": 12}, cluster=workers.scheduler_address, out=tmp_path, progress=closes)
    assert gone
    lost = frame[frame["error"] != ""]
    assert 0 < len(lost) <= 4
    assert not lost["error"].str.contains("\n").any()
    again = run_plan(PLAN | {"days": 12}, out=tmp_path)
    pd.testing.assert_frame_equal(numbers(again), numbers(run_plan(PLAN | {"days": 12})))


@pytest.mark.filterwarnings("ignore")  # of the cluster's own
def test_a_cluster_without_workers_is_said_before_the_work(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="a cluster is Dask's, of the extra cluster")
    monkeypatch.setattr("diversify.experiments.running.WAIT", 0.2)
    quiet = {"processes": False, "dashboard_address": None, "host": "127.0.0.1", "protocol": "tcp://"}
    words = r"scheduler at tcp://127.0.0.1:\d+ has no workers; start one with"
    with distributed.LocalCluster(n_workers=0, **quiet) as nobody, pytest.raises(SettingsError, match=words):
        run_plan(PLAN, cluster=nobody.scheduler_address)


def test_a_cluster_that_is_not_there_is_said_before_the_work(monkeypatch):
    pytest.importorskip("distributed", reason="a cluster is Dask's, of the extra cluster")
    monkeypatch.setattr("diversify.experiments.running.ANSWER", 0.3)
    with pytest.raises(SettingsError, match=r"no Dask scheduler answers at tcp://127.0.0.1:9; start one"):
        run_plan(PLAN, cluster="tcp://127.0.0.1:9")
    with pytest.raises(SettingsError, match=r"no Dask scheduler answers at nonsense"):
        run_plan(PLAN, cluster="nonsense")
