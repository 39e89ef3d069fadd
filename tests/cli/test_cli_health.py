"""The table of sources fits a terminal, the sick come first; limits are set and told."""

import json
from datetime import timedelta

import pytest

from diversify.cli import run
from diversify.cli.health import WIDTH, sources_told
from diversify.testing import EPOCH_DAY

NOW = EPOCH_DAY + timedelta(hours=3)
GOOD = "https://good.example/feed"


def source(number, **fields):
    usual = {
        "id": number, "url": f"https://n{number}.example/feed", "title": f"Outlet {number}", "paused": False,
        "window": False, "retired": False, "failures": 0, "error": "", "per_day": 3.5, "duplicate_share": 0.25,
        "last_success": (NOW - timedelta(hours=5)).isoformat(), "next_due": (NOW + timedelta(minutes=50)).isoformat(),
        "limits": {},
    }  # fmt: skip
    return usual | fields


LONG = "is larger than 15 MiB; `diversify limit https://n2.example/feed --bytes 30M` raises that for this feed"


def test_the_table_fits_eighty_columns_and_the_sick_come_first():
    rows = [
        source(1),
        source(2, failures=12, error=LONG, title="A very long title of an outlet " * 4, last_success=None),
        source(3333, retired=True, error="answered 410 Gone", next_due=None, per_day=1234.5, duplicate_share=1.0),
        source(4, per_day=None, duplicate_share=None, title="", limits={"max_bytes": 31457280, "max_items": 5000}),
    ]
    lines = sources_told(rows, NOW)
    assert max(map(len, lines)) <= WIDTH
    firsts = [line.split()[0] for line in lines[2:] if not line.startswith("      ")]
    assert firsts == ["2", "3333", "1", "4"]
    text = " ".join(" ".join(lines).split())
    assert f"https://n2.example/feed: {LONG} (12 times)" in text
    assert "permitted: bytes 30M, items 5000" in text
    assert "5h ago" in text
    assert "in 50min" in text
    assert " 25% " in text


def test_no_sources_no_table():
    assert sources_told([], NOW) == []


def test_what_a_host_says_cannot_write_on_the_terminal():
    lines = sources_told([source(1, failures=1, error="\x1b[2J\nok 1", title="\x1b]0;x\x07")], NOW)
    assert not any("\x1b" in line or "\n" in line for line in lines)


@pytest.fixture
def verb(tmp_path, capsys):
    def call(*words, code=0):
        assert run(["--store", str(tmp_path / "s.db"), *words]) == code
        return capsys.readouterr()

    return call


def test_a_limit_is_set_told_listed_and_taken_back(verb):
    verb("limit", GOOD, "--bytes", "30M", "--seconds", "60")
    wanted = {"max_bytes": 31457280, "max_seconds": 60.0}
    assert json.loads(verb("list", "--json").out)["sources"][0]["limits"] == wanted
    assert json.loads(verb("status", "--json").out)["sources"][0]["limits"] == wanted
    assert "permitted: bytes 30M, seconds 60" in verb("status").out
    shown = verb("limit", "1").out
    assert ["bytes", "30M", "15M", "100M", "MiB"] in [line.split() for line in shown.splitlines()]
    told = json.loads(verb("limit", GOOD, "--items", "3000", "--json").out)
    assert told["url"] == GOOD
    assert {one["name"] for one in told["limits"] if one["own"]} == {"bytes", "seconds", "items"}
    verb("limit", GOOD, "--default")
    assert json.loads(verb("list", "--json").out)["sources"][0]["limits"] == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody"], "no source 'nobody'"),
        (["nobody", "--bytes", "30M"], "no source 'nobody'"),
        ([GOOD, "--bytes", "1T"], "--bytes '1T'; give a number from 1K to 100M"),
        ([GOOD, "--cpu", "61"], "--cpu '61'; give a number from 1 to 60"),
        ([GOOD, "--redirects", "0"], "--redirects '0'; give a number from 1 to 20"),
        ([], "SOURCE"),
    ],
)
def test_what_cannot_be_limited(verb, words, said):
    told = verb("limit", *words, code=2)
    assert said in told.err
    assert told.err.count("\n") == 1


def test_failing_alone(verb):
    verb("limit", GOOD, "--items", "10")
    assert "good.example" not in verb("status", "--failing").out
    assert json.loads(verb("status", "--failing", "--json").out)["sources"] == []
    assert "good.example" in verb("status").out
