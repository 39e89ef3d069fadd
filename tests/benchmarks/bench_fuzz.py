"""Damaged feeds by the million through the reading path: throughput, and what was given up, by cause.

    python tests/benchmarks/bench_fuzz.py --documents 1000000 --seed 1 --state fuzz.json --keep fuzz-killers

A parent exception is whatever comes out of the pool that is no reading; a broken law is a reading that is not clean; a
limit is a worker that was ended or gave up. None stops the run: each is counted, and its document kept. With a state
file a run that was interrupted goes on where it was. The exit code is 1 where there was an exception or a broken law.
"""

import argparse
import itertools
import json
import os
import resource
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from diversify.domain import Feed
from diversify.ingest import Document, ParserPool, decide
from diversify.testing import check_parsed, mutated

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds"
BATCH = 500
CHUNK = 5_000
KINDS = ("", "text/xml; charset=iso-8859-1", "application/json", "text/html; charset=utf-16", "x; charset=punycode")
_KINDS_OF_FILES = frozenset((".xml", ".json", ".rss", ".atom", ".rdf", ".feed", ".txt"))
NOW = datetime(2026, 11, 22, tzinfo=UTC)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LARGEST = 64 * 1024
USUAL = 12 * 1024  # bytes of a document of nine batches in ten


def say(words):
    """To whoever watches."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def originals(folder=SHARED, *, largest=LARGEST):
    """Conformance files, and real documents that are small enough, each twice: there are fewer of them."""
    found = []
    for name, times in (("conformance", 1), ("snapshots", 2)):
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and path.suffix in _KINDS_OF_FILES and path.stat().st_size <= largest:
                found += [path.read_bytes()] * times
    return found


def documents(bodies, *, seed, start=0, count):
    """Damaged documents from number `start` on; number `n` is the same for the same seed and originals."""
    kinds = itertools.cycle(KINDS)
    for number in range(start, start + count, BATCH):
        largest = USUAL if number // BATCH % 10 else LARGEST
        size = min(BATCH, start + count - number)
        batch = mutated(bodies, seed=seed * 1_000_003 + number, count=size, largest=largest)
        for place, body in enumerate(batch):
            yield Document(f"http://fuzz.example/{number + place}", body, next(kinds))


def check_dates(reading):
    """Every article that would be stored is of a day between 1990 and now."""
    for article in decide(Feed(reading.url), reading.drafts, {}, now=NOW).new:
        assert EARLIEST <= article.published <= NOW, f"published {article.published}"


class Tally:
    """What came of all documents so far; kept in a file between chunks."""

    def __init__(self, seed, *, state=None, keep=None):
        self.state, self.keep = state and Path(state), keep and Path(keep)
        self.told = {"seed": seed, "documents": 0, "bytes": 0, "articles": 0, "seconds": 0.0}
        self.outcomes, self.causes, self.bad = Counter(), Counter(), Counter()
        if self.state and self.state.exists():
            kept = json.loads(self.state.read_text())
            if kept["told"]["seed"] != seed:
                sys.exit(f"{self.state} is of seed {kept['told']['seed']}")
            self.told = kept["told"]
            for name in ("outcomes", "causes", "bad"):
                getattr(self, name).update(kept[name])

    def save(self):
        if self.state:
            rows = {name: getattr(self, name) for name in ("told", "outcomes", "causes", "bad")}
            beside = self.state.with_suffix(".new")
            beside.write_text(json.dumps(rows))
            beside.replace(self.state)

    def take(self, reading, document):
        self.outcomes[reading.error_kind or "read"] += 1
        self.told["articles"] += len(reading.drafts)
        if reading.error_kind in ("parse", "limit"):
            self.causes[reading.error_message.partition(":")[0][:80]] += 1
        if reading.error_kind == "limit":
            self.note("limits", document, reading.error_message)
        try:
            check_parsed(reading)
            check_dates(reading)
            assert bool(reading.error_kind) == bool(reading.error_message), "a kind without words, or words without"
        except AssertionError as error:
            self.note("broken laws", document, str(error))

    def note(self, what, document, words):
        """Count what must not be, and keep the document."""
        self.bad[what] += 1
        say(f"{what}: {document.url} ({document.content_type!r}): {words!a}")
        if self.keep:
            self.keep.mkdir(parents=True, exist_ok=True)
            name = f"{what.replace(' ', '-')}-{self.told['seed']}-{document.url.rpartition('/')[2]}"
            (self.keep / name).write_bytes(document.body)

    def result(self):
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = max(self.told["seconds"], 1e-9)
        return {
            **self.told,
            "seconds": round(seconds, 1),
            "a second": round(self.told["documents"] / seconds),
            "parent exceptions": self.bad["parent exceptions"],
            "broken laws": self.bad["broken laws"],
            "limits and deaths of workers": self.bad["limits"],
            "outcomes": dict(self.outcomes.most_common()),
            "given up": dict(self.causes.most_common(15)),
            "CPU of workers, this run": round(used.ru_utime + used.ru_stime, 1),
            "peak of a worker, MiB": used.ru_maxrss // 1024,
            "peak of the parent, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def chunk(pool, bodies, tally, *, count):
    """Read the next `count` documents; whether the pool can be used again."""
    sent, begun, start = {}, time.monotonic(), tally.told["documents"]

    def drawn():
        for document in documents(bodies, seed=tally.told["seed"], start=start, count=count):
            sent[document.url] = document
            tally.told["bytes"] += len(document.body)
            yield document

    sound = True
    try:
        for reading in pool.read(drawn()):
            tally.take(reading, sent.pop(reading.url))
        assert not sent, f"{len(sent)} documents without an answer"
    except Exception as error:  # noqa: BLE001 - this is what is counted
        for document in sent.values():
            tally.note("parent exceptions", document, f"{type(error).__name__}: {error}")
        sound = False
    tally.told["documents"] += count
    tally.told["seconds"] += time.monotonic() - begun
    tally.save()
    return sound


def run(bodies, tally, *, count, seconds=float("inf"), workers=2, told=None):
    """Read until the documents or the seconds are used up; what came of it."""
    begun, pool = time.monotonic(), ParserPool(workers)
    try:
        while (left := count - tally.told["documents"]) > 0 and time.monotonic() - begun < seconds:
            if not chunk(pool, bodies, tally, count=min(CHUNK, left)):
                pool.close()
                pool = ParserPool(workers)
            if told:
                told(tally)
    finally:
        pool.close()
    return tally.result()


def line(tally):
    """How far it came."""
    told, bad = tally.told, dict(tally.bad) or "nothing bad"
    rate = told["documents"] / max(told["seconds"], 1e-9)
    say(f"{told['documents']:>9,} in {told['seconds']:,.0f} s, {rate:.0f} a second, {bad}")


def main():
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--documents", type=int, default=10_000)
    reader.add_argument("--seconds", type=float, default=float("inf"))
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--state", help="file that remembers how far it came")
    reader.add_argument("--keep", help="folder for the documents that did harm")
    given = reader.parse_args()
    bodies = originals()
    if not bodies:
        sys.exit("the shared feeds are not beside the checkout")
    say(f"{len(bodies):,} originals, {sum(map(len, bodies)) / 2**20:.1f} MiB, {os.cpu_count()} cores")
    tally = Tally(given.seed, state=given.state, keep=given.keep)
    result = run(bodies, tally, count=given.documents, seconds=given.seconds, workers=given.workers, told=line)
    print(json.dumps(result, indent=1, ensure_ascii=True))  # noqa: T201
    sys.exit(bool(result["parent exceptions"] or result["broken laws"]))


if __name__ == "__main__":
    main()
