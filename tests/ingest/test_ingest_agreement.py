"""Beside feedparser on real documents: nothing is lost, and titles, links and dates are the same but for few."""

import runpy
from pathlib import Path

import pytest

BENCH = runpy.run_path(str(Path(__file__).resolve().parents[1] / "benchmarks" / "bench_parse.py"))
LARGEST = 60_000  # bytes of a document, so that a third of a minute is enough
EVERY = 2

pytestmark = pytest.mark.skipif(
    not BENCH["SNAPSHOTS"].exists(), reason="the snapshots of real feeds are not beside the checkout"
)


@pytest.fixture(scope="module")
def found():
    return BENCH["agreement"](BENCH["snapshots"](largest=LARGEST)[::EVERY])


def test_enough_is_compared(found):
    assert found.documents > 70
    assert found.entries > 1200


def test_no_entry_is_lost(found):
    assert found.lost == []


@pytest.mark.parametrize(("name", "least"), [("link", 0.995), ("date", 0.99)])
def test_links_and_dates_are_the_same(found, name, least):
    assert found.share(name) >= least, [row for row in found.differences if row[1] == name][:20]


def test_titles_are_the_same_but_for_those_that_were_encoded_twice(found):
    titles = [row for row in found.differences if row[1] == "title"]
    assert len(titles) - found.mended() <= 0.005 * found.entries, titles[:20]
    assert found.share("title") > 0.95  # the collections hold many documents that were encoded twice
