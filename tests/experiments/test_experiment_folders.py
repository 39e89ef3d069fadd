"""Runs that are kept: ended in the middle, taken up again, on a full disk; nothing lost or doubled."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from diversify.errors import FileError, SettingsError
from diversify.experiments import read_results, run_plan
from diversify.experiments.keeping import CELLS, Folder

pytest.importorskip("pyarrow", reason="results are kept as Parquet, of the extra lab")

PLAN = {
    "readers": {"few": {"number": 20}},
    "worlds": {"small": {"births": 20}},
    "policies": {"random": {}, "near": {"use": "relevance_only"}},
    "seeds": 3,
    "days": 2,
}
ROOT = str(Path(__file__).resolve().parents[2])


def numbers(frame):
    return frame.drop(columns="seconds")


def ran(cell):
    return (cell["policy"], cell["seed"])


def lines(folder):
    return [json.loads(line) for line in (folder / CELLS).read_text("utf-8").splitlines()]


def test_what_is_kept_is_what_was_returned(tmp_path):
    frame = run_plan(PLAN, out=tmp_path / "run")
    kept, plan = read_results(tmp_path / "run")
    pd.testing.assert_frame_equal(kept, frame)
    pd.testing.assert_frame_equal(numbers(frame), numbers(run_plan(PLAN)))
    assert plan["policies"]["near"]["use"] == "relevance_only"
    assert frame["versions"].str.startswith("diversify ").all()


def test_a_second_run_runs_nothing_again_and_more_seeds_only_those(tmp_path):
    told = []
    run_plan(PLAN, out=tmp_path)
    run_plan(PLAN, out=tmp_path, progress=lambda *each: told.append(each))
    assert told == []
    more = run_plan(
        PLAN | {"seeds": 4}, out=tmp_path, progress=lambda done, total, row: told.append((done, total, row["seed"]))
    )
    assert told == [(7, 8, 3), (8, 8, 3)]
    pd.testing.assert_frame_equal(numbers(more), numbers(run_plan(PLAN | {"seeds": 4})))


def test_a_line_cut_short_is_no_cell(tmp_path):
    run_plan(PLAN, out=tmp_path)
    whole = (tmp_path / CELLS).read_bytes()
    (tmp_path / CELLS).write_bytes(whole[:-30])
    told = []
    again = run_plan(PLAN, out=tmp_path, progress=lambda _done, _total, row: told.append(ran(row)))
    assert len(told) == 1
    assert len(lines(tmp_path)) == 6
    pd.testing.assert_frame_equal(numbers(again), numbers(run_plan(PLAN)))


def test_a_cell_that_failed_is_tried_again(tmp_path, monkeypatch):
    import diversify.experiments.run as running

    measured = running._measured

    def sometimes(plan, cell):
        if cell.seed == 1:
            raise RuntimeError("no luck")
        return measured(plan, cell)

    monkeypatch.setattr(running, "_measured", sometimes)
    first = run_plan(PLAN, out=tmp_path)
    assert first.loc[first["error"] != "", "seed"].tolist() == [1, 1]
    monkeypatch.setattr(running, "_measured", measured)
    second = run_plan(PLAN, out=tmp_path)
    assert (second["error"] == "").all()
    assert len(second) == 6
    pd.testing.assert_frame_equal(numbers(second), numbers(run_plan(PLAN)))


def test_another_plan_and_another_process_are_refused(tmp_path):
    run_plan(PLAN, out=tmp_path)
    with pytest.raises(SettingsError, match=r"holds the cells of another plan; name another folder"):
        run_plan(PLAN | {"days": 3}, out=tmp_path)
    from diversify.experiments import read_plan

    with Folder(tmp_path, read_plan(PLAN)), pytest.raises(SettingsError, match=r"another process works in it"):
        run_plan(PLAN, out=tmp_path)


def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path, monkeypatch):
    synced = os.fsync
    left = [3]

    def full(descriptor):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"no space left on device; .*finished cells are kept"):
        run_plan(PLAN, out=tmp_path)
    monkeypatch.undo()
    told = []
    again = run_plan(PLAN, out=tmp_path, progress=lambda _done, _total, row: told.append(ran(row)))
    assert len(told) <= 3
    pd.testing.assert_frame_equal(numbers(again), numbers(run_plan(PLAN)))


FULL = """
import os, resource, signal
from diversify.errors import FileError
from diversify.experiments import run_plan
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
done = []

def fills(done_, total, row):
    done.append(row)
    if len(done) == 3:  # in the middle of the next line nothing more can be written
        size = os.path.getsize({folder!r} + "/cells.jsonl") + 50
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

try:
    run_plan({plan!r}, out={folder!r}, progress=fills)
except FileError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_line_of_which_the_disk_took_a_part_is_run_again(tmp_path):
    folder = tmp_path / "run"
    program = FULL.format(plan=PLAN, folder=str(folder))
    done = subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": ROOT}, check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert "cells.jsonl: file too large; mend that and run the same again: finished cells are kept" in done.stdout
    assert done.stderr == ""
    assert len((folder / CELLS).read_bytes().splitlines()) == 4
    told = []
    again = run_plan(PLAN, out=folder, progress=lambda _done, _total, row: told.append(ran(row)))
    assert len(told) == 3
    pd.testing.assert_frame_equal(numbers(again), numbers(run_plan(PLAN)))


def test_a_disk_without_room_is_said_before_the_work(tmp_path, monkeypatch):
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 8192, 8192))
    told = []
    with pytest.raises(FileError, match=r"run: 8 KiB are free where the plan's cells may need 24; make room, or"):
        run_plan(PLAN, out=tmp_path / "run", progress=lambda *each: told.append(each))
    assert not told


def test_results_that_could_not_be_written_are_said_before_the_work(tmp_path, monkeypatch):
    import diversify.experiments.keeping as keeping

    monkeypatch.setattr(keeping, "find_spec", lambda _: None)
    with pytest.raises(FileError, match=r"pyarrow, which is not installed; install it: pip install"):
        run_plan(PLAN, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_line_that_the_disk_lost_is_run_again(tmp_path):
    run_plan(PLAN, out=tmp_path)
    kept = (tmp_path / CELLS).read_bytes().splitlines(keepends=True)
    kept[2] = b"\0" * 40 + b"\n"
    (tmp_path / CELLS).write_bytes(b"".join(kept))
    told = []
    run_plan(PLAN, out=tmp_path, progress=lambda _done, _total, row: told.append(ran(row)))
    assert len(told) == 1


def test_a_damaged_run_is_named(tmp_path):
    run_plan(PLAN, out=tmp_path)
    whole = (tmp_path / "results.parquet").read_bytes()
    for name, body in (("results.parquet", whole[:-9]), ("plan.json", b'{"na')):
        (tmp_path / name).write_bytes(body)
        with pytest.raises(FileError, match=r"holds a damaged run \(.*\); run the same again"):
            read_results(tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match=r"file/run: "):
        run_plan(PLAN, out=tmp_path / "file" / "run")
    with pytest.raises(FileError, match=r"holds no finished run; finish the run first"):
        read_results(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_killed_run_goes_on_where_it_was(tmp_path):
    plan = PLAN | {"days": 8, "seeds": 6}
    program = f"from diversify.experiments import run_plan; run_plan({plan!r}, out={str(tmp_path)!r})"
    with subprocess.Popen([sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": ROOT}) as child:
        end = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < end:
            if (tmp_path / CELLS).exists() and (tmp_path / CELLS).read_bytes().count(b"\n") >= 2:
                break
            time.sleep(0.005)
        child.send_signal(signal.SIGKILL)
    told = []
    frame = run_plan(plan, out=tmp_path, progress=lambda _done, _total, row: told.append(ran(row)))
    assert len(told) == len(set(told)) <= 10
    assert len(lines(tmp_path)) == 12
    pd.testing.assert_frame_equal(numbers(frame), numbers(run_plan(plan)))
