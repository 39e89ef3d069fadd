"""Reading feeds beside feedparser, on real documents: CPU of parsing and sanitising, and where the readings differ.

    python tests/benchmarks/bench_parse.py speed [--rounds 5]
    python tests/benchmarks/bench_parse.py agree [--list]

Both readers get the same bytes, in one process, in turn; both sanitise all HTML and resolve all links. The news
documents are those of outlets (4 to 400 kB), the others mostly pages of persons and firms.

Two values are identical if they are so after this, done to both alike: titles are freed of HTML elements, references
are decoded, white space and invisible signs collapsed, and what is beyond 1 KiB cut; links lose tracking parameters,
fragment, credentials and default port; dates are those of publication, else of the last change, in UTC to the second.
"""

import argparse
import calendar
import io
import re
import statistics
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from diversify.errors import ParseError
from diversify.ingest import FeedParser, canonical_url
from diversify.ingest.clean import title_of
from diversify.ingest.parse import NEWEST

SNAPSHOTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds" / "snapshots"
NEWS = ("guardian-sections-2022-02-07", "feedjira", "miniflux", "codehollow-feedreader")
URL = "https://news.example/feed"
FIELDS = ("title", "link", "date")
_FEED = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF|\w+:feed|channel)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Snapshot:
    """One real document; `news` where an outlet sent it."""

    name: str
    body: bytes
    news: bool


def snapshots(folder=SNAPSHOTS, *, largest=4_000_000):
    """Every real XML feed but the daily sequence, which is one feed again and again."""
    found = []
    for path in sorted(folder.rglob("*")):
        collection = path.relative_to(folder).parts[0]
        if not path.is_file() or collection.startswith("daily-") or path.suffix in (".html", ".json", ".opml", ".md"):
            continue
        body = path.read_bytes()
        if len(body) <= largest and _FEED.search(body[:4096]):
            news = collection in NEWS and 4000 < len(body) < 400_000
            found.append(Snapshot(f"{collection}/{path.name}", body, news))
    return found


_SELF = re.compile(rb"<(?:\w+:)?link\b(?=[^<>]*\brel=[\"']self[\"'])[^<>]*\bhref=[\"'](https?://[^\"'<>\s]{4,300})")


def address_of(body):
    """Address that a document gives as its own, so that both readers resolve links as they would in life."""
    found = _SELF.search(body[:65536])
    return found[1].decode("utf-8", "replace") if found else URL


def by_feedparser(body, *, url=URL):
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(io.BytesIO(body), response_headers={"content-location": url})


def by_us(body, *, url=URL):
    try:
        return FeedParser().parse(body, url=url)
    except ParseError:
        return None


def speed(documents, rounds):
    """CPU seconds of each round, ours and feedparser's."""
    for _ in range(rounds):
        seconds = [0.0, 0.0]
        for document in documents:  # in turn, so that both meet the same moods of the machine
            for place, read in enumerate((by_us, by_feedparser)):
                begun = time.process_time()
                read(document.body)
                seconds[place] += time.process_time() - begun
        yield tuple(seconds)


@dataclass
class Agreement:
    """How many entries both readers have, how many only one has, and every value in which they differ."""

    documents: int = 0
    entries: int = 0
    lost: list[str] = field(default_factory=list)
    more: int = 0
    differences: list[tuple[str, str, str, str]] = field(default_factory=list)

    def share(self, name):
        """Share of the entries in which the readers agree on a field."""
        return 1 - sum(row[1] == name for row in self.differences) / max(self.entries, 1)

    def mended(self):
        """How many of the titles differ only because text that was encoded twice is read as it was meant."""
        titles = [row for row in self.differences if row[1] == "title"]
        return sum(row[2] == _encoded_again(row[3]) for row in titles)


def _encoded_again(text):
    """A title whose bytes are taken for windows-1252, as it looks where a publisher did so."""
    signs = (bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    return title_of("".join(signs))


def _theirs(entry, url):
    moment = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return {
        "title": title_of(entry.get("title") or ""),
        "link": canonical_url(entry.get("link") or "", url),
        "date": calendar.timegm(moment) if moment else None,
        "id": entry.get("id") or "",
    }


def _ours(entry):
    moment = entry.published or entry.updated
    return {
        "title": entry.title,
        "link": entry.link,
        "date": int(moment.timestamp()) if moment else None,
        "id": entry.guid,
    }


def _pairs(theirs, ours):
    """Entries of both in pairs: in order where there are as many, else by id, link or title; None where ours lacks."""
    if len(theirs) == len(ours):
        yield from zip(theirs, ours, strict=True)
        return
    left = list(ours)
    for one in theirs:
        same = [other for name in ("id", "link", "title") for other in left if one[name] and one[name] == other[name]]
        if same:
            left.remove(same[0])
        yield one, same[0] if same else None


def agreement(documents: Iterable[Snapshot]) -> Agreement:
    """Compare the readings of every document in which feedparser finds an entry."""
    found = Agreement()
    for document in documents:
        url = address_of(document.body)
        theirs = [_theirs(entry, url) for entry in by_feedparser(document.body, url=url).entries][:NEWEST]
        if not theirs:
            continue
        reading = by_us(document.body, url=url)
        ours = [_ours(entry) for entry in reading.entries] if reading else []
        found.documents += 1
        found.more += max(0, len(ours) - len(theirs))
        for one, other in _pairs(theirs, ours):
            if other is None:
                found.lost.append(f"{document.name}: {one['title'] or one['link'] or one['id']}")
                continue
            found.entries += 1
            found.differences += [
                (document.name, name, str(one[name]), str(other[name])) for name in FIELDS if one[name] != other[name]
            ]
    return found


def _say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def show_speed(documents, rounds):
    by_us(documents[0].body)  # imports are no reading
    by_feedparser(documents[0].body)
    _say("| documents | MB | ours CPU s | feedparser CPU s | times as fast (median of the rounds; least, most) |")
    _say("|---|---|---|---|---|")
    for name, chosen in (("news", [one for one in documents if one.news]), ("all", documents)):
        times = list(speed(chosen, rounds))
        ratios = sorted(theirs / ours for ours, theirs in times)
        ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        size = sum(len(one.body) for one in chosen) / 1e6
        _say(
            f"| {name}: {len(chosen)} | {size:.1f} | {ours:.2f} | {theirs:.2f} "
            f"| {statistics.median(ratios):.1f} ({ratios[0]:.1f}, {ratios[-1]:.1f}) |",
        )


def show_agreement(documents, *, every):
    found = agreement(documents)
    _say(f"{found.documents} documents, {found.entries} entries, {len(found.lost)} lost, {found.more} more")
    for name in FIELDS:
        _say(f"  {name}: identical in {found.share(name):.2%}")
    mended = found.mended()
    of_these = found.share("title") + mended / max(found.entries, 1)
    _say(f"  titles encoded twice and mended: {mended}; but for them identical in {of_these:.2%}")
    for line in found.lost:
        _say(f"  lost: {line}")
    for (document, name), count in Counter(row[:2] for row in found.differences).most_common():
        _say(f"  {count:5} x {name} in {document}")
    if every:
        for row in found.differences:
            _say("\n    ".join((f"{row[0]} {row[1]}", row[2][:300], row[3][:300])))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=("speed", "agree"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--list", action="store_true", help="every difference")
    given = parser.parse_args(arguments)
    documents = snapshots()
    if not documents:
        return "the snapshots of real feeds are not beside the checkout"
    if given.what == "speed":
        show_speed(documents, given.rounds)
    else:
        show_agreement(documents, every=given.list)
    return 0


if __name__ == "__main__":
    sys.exit(main())
