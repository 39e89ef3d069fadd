"""The benchmark itself runs, on a handful of invented documents."""

import runpy
from pathlib import Path

BENCH = runpy.run_path(str(Path(__file__).with_name("bench_parse.py")))

ITEM = "<item><title>%s</title><link>http://n.example/%s</link><pubDate>Sat, 21 Nov 2026 07:00:00 GMT</pubDate></item>"


def snapshot(*titles):
    items = "".join(ITEM % (title, number) for number, title in enumerate(titles))
    body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    return BENCH["Snapshot"]("made/up.xml", body.encode(), news=True)


def test_readers_that_agree_are_seen_to_agree():
    found = BENCH["agreement"]([snapshot("Rain", "Sun &amp;amp; wind")])
    assert (found.documents, found.entries, found.lost, found.differences) == (1, 2, [], [])
    assert found.share("title") == 1


def test_a_difference_is_counted_and_listed():
    twice = "Müller geht".encode().decode("latin-1")
    found = BENCH["agreement"]([snapshot(twice, "Sun", "Wind", "Snow")])
    assert [row[1:] for row in found.differences] == [("title", twice, "Müller geht")]
    assert found.share("title") == 0.75


def test_entries_that_only_they_have_are_lost():
    rows = [{"id": str(n), "link": "", "title": f"t{n}", "date": None} for n in range(3)]
    assert list(BENCH["_pairs"](rows, rows[1:])) == [(rows[0], None), (rows[1], rows[1]), (rows[2], rows[2])]


def test_time_is_taken():
    assert len(list(BENCH["speed"]([snapshot("Rain")], 2))) == 2
