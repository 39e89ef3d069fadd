"""How far our reading agrees with the expectations in feedparser's own test documents, for the fields that we read.

    python tests/benchmarks/bench_conformance.py [--list]

Each document says in a comment what is to be read from it. Every comparison in there of a field that we keep is tried
on our reading. Titles and names are compared as plain text (names without the
address for mail), an id that is an address as a link, HTML as its text and its addresses (which elements
survive is the sanitiser's choice, and ours is stricter), links after `canonical_url`, dates to the second.
"""

import argparse
import ast
import calendar
import re
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from diversify.errors import ParseError
from diversify.ingest import FeedParser, canonical_url
from diversify.ingest.clean import sanitise, text_of, title_of
from diversify.ingest.language import language_code
from diversify.ingest.people import person_name

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "feeds" / "conformance" / "feedparser"
URL = "http://127.0.0.1:8097/tests"
_EXPECT = re.compile(r"^\s*Expect:\s*(?:(?:not\s+)?bozo\s+and\s+)?(.*?)\s*$", re.MULTILINE)
_HEADER = re.compile(r"^\s*Header:\s*([\w-]+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_ADDRESS = re.compile(r"(?:href|src)=\"([^\"]*)\"")


class Case(NamedTuple):
    """One field of one document: what is expected, and what we read."""

    name: str
    path: str
    expected: object
    found: object

    @property
    def agrees(self):
        return self.expected == self.found


def _comment(body):
    """Text of the document as far as the comment with the expectation needs it."""
    return body.replace(b"\0", b"").decode("utf-8", "replace")


def _path(node):
    """Path of a field such as entries.0.title, else None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return (inner := _path(node.value)) and f"{inner}.{node.attr}"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return (inner := _path(node.value)) and f"{inner}.{node.slice.value}"
    return None


def expectations(text):
    """Paths and values that the comment of a document compares."""
    found = _EXPECT.search(text)
    try:
        tree = ast.parse(found[1], mode="eval") if found else None
    except SyntaxError:
        return
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            path = _path(node.left)
            try:
                value = ast.literal_eval(node.comparators[0])
            except ValueError:
                continue
            if path:
                yield path, value


def markup(value, base):
    """Text and addresses of HTML."""
    safe = sanitise(value, base)
    return text_of(safe).replace(" ", ""), tuple(_ADDRESS.findall(safe))


def _seconds(value):
    if isinstance(value, datetime):
        return int(value.timestamp())
    return calendar.timegm(tuple(value)) if isinstance(value, tuple) and len(value) == 9 else None


def _link(value):
    return canonical_url(value, URL)


def _identity(value):
    return _link(value) or value.strip()


def _person(value):
    return title_of(person_name(value))


# Path below an entry: what we read, and the form in which both are compared.
ENTRY = {
    "title": (lambda one: one.title, title_of),
    "title_detail.value": (lambda one: one.title, title_of),
    "link": (lambda one: one.link, _link),
    "links.0.href": (lambda one: one.link, _link),
    "id": (lambda one: one.guid, _identity),
    "guid": (lambda one: one.guid, _identity),
    "author": (lambda one: one.author, _person),
    "author_detail.name": (lambda one: one.author, _person),
    "summary": (lambda one: one.summary or one.content, markup),
    "description": (lambda one: one.summary or one.content, markup),
    "summary_detail.value": (lambda one: one.summary or one.content, markup),
    "content.0.value": (lambda one: one.content or one.summary, markup),
    "published_parsed": (lambda one: one.published, _seconds),
    "updated_parsed": (lambda one: one.updated or one.published, _seconds),
    "tags.0.term": (lambda one: one.categories[0] if one.categories else "", title_of),
    "tags.1.term": (lambda one: one.categories[1] if len(one.categories) > 1 else "", title_of),
    "category": (lambda one: one.categories[0] if one.categories else "", title_of),
    "language": (lambda one: one.language, language_code),
    "title_detail.language": (lambda one: one.language, language_code),  # an entry without one has its feed's
    "enclosures.0.href": (lambda one: one.enclosure, _link),
    "enclosures.0.url": (lambda one: one.enclosure, _link),
    "media_thumbnail.0.url": (lambda one: one.thumbnail, _link),
    "comments": (lambda one: one.comments, _link),
}
FEED = {
    "title": (lambda one: one.title, title_of),
    "title_detail.value": (lambda one: one.title, title_of),
    "link": (lambda one: one.site, _link),
    "language": (lambda one: one.language, language_code),
}


def _same_form(form, value, base):
    if form is markup:
        return markup(value, base)
    return form(value)


def _case(name, path, value, reading, base):
    parts = path.split(".", 2)
    if parts[0] in ("entries", "items") and len(parts) == 3 and parts[1].isdigit():
        table, rest, row = ENTRY, parts[2], int(parts[1])
        one = reading.entries[row] if reading and row < len(reading.entries) else None
    elif parts[0] in ("feed", "channel") and len(parts) > 1:
        table, rest, one = FEED, path.partition(".")[2], reading
    else:
        return None
    if rest not in table or not isinstance(value, str | tuple):
        return None
    get, form = table[rest]
    expected = _same_form(form, value, base)
    got = None if one is None else get(one)
    if got == "" and rest.endswith("language"):
        got = reading.language
    found = form(got) if isinstance(got, datetime) else _same_form(form, got, base) if got is not None else None
    return Case(name, path, expected, found)


def cases(folder=CASES):
    """Every comparison that concerns us, tried."""
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        text = _comment(body[:4096])
        headers = {key.lower(): value for key, value in _HEADER.findall(text)}
        url = headers.get("content-location", "")
        url = url if url.startswith("http") else URL
        rows = list(expectations(text))
        if not rows:
            continue
        try:
            reading = FeedParser().parse(body, url=url, content_type=headers.get("content-type", ""))
        except ParseError:
            reading = None
        name = str(path.relative_to(folder))
        for field, value in rows:
            case = _case(name, field, value, reading, url)
            if case is not None:
                yield case


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="every difference")
    given = parser.parse_args(arguments)
    tried = list(cases())
    if not tried:
        return "feedparser's test documents are not beside the checkout"
    groups = Counter(case.name.rpartition("/")[0] for case in tried)
    agreeing = Counter(case.name.rpartition("/")[0] for case in tried if case.agrees)
    for name, count in groups.items():
        sys.stdout.write(f"{name:24} {agreeing[name]:4} of {count:4}\n")
    total = sum(agreeing.values())
    sys.stdout.write(f"{'all':24} {total:4} of {len(tried):4}  {total / len(tried):.2%}\n")
    for case in tried if given.list else ():
        if not case.agrees:
            sys.stdout.write(f"\n{case.name} {case.path}\n  {case.expected!r:.300}\n  {case.found!r:.300}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
