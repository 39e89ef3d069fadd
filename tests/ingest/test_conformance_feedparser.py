"""Where we read feedparser's own test documents otherwise than they expect, we know why."""

import runpy
from collections import Counter
from pathlib import Path

import pytest

BENCH = runpy.run_path(str(Path(__file__).resolve().parents[1] / "benchmarks" / "bench_conformance.py"))


@pytest.mark.skipif(not BENCH["CASES"].exists(), reason="feedparser's test documents are not beside the checkout")
def test_all_but_a_few_expectations_are_met_and_each_other_has_its_reason():
    tried = list(BENCH["cases"]())
    differing = Counter(case.place for case in tried if not case.agrees)
    assert len(tried) > 1200
    assert differing.total() <= 0.02 * len(tried)
    assert sum(case.strictly for case in tried) >= 0.4 * len(tried)
    explained = Counter(place for places in BENCH["REASONS"].values() for place in places)
    assert differing == explained  # none without a reason, no reason without a difference


def test_expectations_are_read_from_comments():
    found = dict(BENCH["expectations"]("Expect:  not bozo and entries[0]['title'] == 'a' and feed.link == 'b'"))
    assert found == {"entries.0.title": "a", "feed.link": "b"}
    assert dict(BENCH["expectations"]("Expect:  bozo and ord(entries[0]['description']) == 8230")) == {
        "entries.0.description": "…"
    }


def test_a_difference_is_seen():
    reading = BENCH["FeedParser"]().parse(
        b"<rss><channel><title>T</title><item><title>a &lt;b&gt;c&lt;/b&gt;</title></item></channel></rss>",
        url="http://n.example/",
    )
    same = BENCH["_case"]("x", "entries.0.title", "a <b>c</b>", reading, "")
    other = BENCH["_case"]("x", "entries.0.title", "a d", reading, "")
    assert (same.agrees, same.strictly) == (True, False)
    assert not other.agrees
