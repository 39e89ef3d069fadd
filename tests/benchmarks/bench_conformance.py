"""How far our reading agrees with the expectations in feedparser's own test documents, for the fields that we read.

    python tests/benchmarks/bench_conformance.py [--list]

Each document says in a comment what is to be read from it. Every comparison in there of a field that we keep is tried
on our reading, twice. Strictly: the field as we keep it is what is expected, white space and entities aside, and a
summary is no content. After the normalisations that we promise: titles, names and categories are plain text, names
come without the address for mail, addresses are canonical and so are ids that are addresses, languages are
two-letter codes, HTML is what its text and its addresses are (which elements survive is the sanitiser's choice, and
ours is stricter), a text that is the only one of an entry is its content or summary alike.
"""

import argparse
import ast
import calendar
import html
import re
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

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


REASONS = {
    "the header Content-Language is not read: it names for whom a server is meant, and is often its default": (
        "wellformed/lang/http_content_language.xml feed.language",
        "wellformed/lang/http_content_language_entry_title_inherit.xml entries.0.title_detail.language",
        "wellformed/lang/http_content_language_entry_title_inherit_2.xml entries.0.title_detail.language",
    ),
    "summary and tags are no elements of RSS; description and category are": (
        "wellformed/rss/item_description_and_summary.xml entries.0.content.0.value",
        "wellformed/rss/item_summary_and_description.xml entries.0.summary",
        "wellformed/rss/item_madeup_tags_element.xml entries.0.tags.0.term",
        "wellformed/rss/item_madeup_tags_element.xml entries.0.tags.1.term",
    ),
    "lang and rang are U+27E8 and U+27E9 in the HTML Standard, 13.5; they were U+2329 and U+232A in HTML 4": (
        "entities/lang.xml feed.title",
        "entities/rang.xml feed.title",
    ),
    "what HTML takes for a comment up to the next > is one (HTML Standard, 13.2.5.42): <! and <![CDATA[": (
        "wellformed/rss/item_description_not_a_doctype.xml entries.0.description",
        "wellformed/sanitize/item_content_encoded_script_nested_cdata.xml entries.0.content.0.value",
    ),
    "in a title a comment that is not closed is text": (
        "wellformed/sanitize/xml_malicious_comment.xml feed.title",
        "wellformed/sanitize/xml_unclosed_comment.xml feed.title",
    ),
    "the terms of use of an entry are not its page, though they be its only link": (
        "wellformed/atom10/entry_link_rel_license.xml entries.0.links.0.href",
    ),
    "of two dates of one kind the first counts": (
        "wellformed/atom/entry_updated_multiple_values.xml entries.0.updated_parsed",
    ),
    "in a text of type text (RFC 4287, 3.1.1.1) angle brackets are text; feedparser sanitises them away": (
        "wellformed/atom10/entry_content_text_plain_brackets.xml entries.0.content.0.value",
    ),
    "one byte is not UTF-8: we read it alone as windows-1252, feedparser the whole document": (
        "encoding/bozo_linenoise.xml entries.0.summary",
    ),
    "an entry has one language: that of its text, where its title has none of its own": (
        "wellformed/lang/entry_title_xml_lang_inherit_4.xml entries.0.title_detail.language",
    ),
    "an address within a text is percent-encoded (RFC 3987, 3.1)": (
        "wellformed/base/rel_uri_with_unicode_character.xml entries.0.content.0.value",
    ),
    "no entity that a document declares is expanded": ("wellformed/rss/entity_in_doctype.xml entries.0.guid",),
}
"""Why we differ on purpose, and where: the document and the field."""


class Case(NamedTuple):
    """One field of one document: what is expected, what we read, and whether they agree strictly."""

    name: str
    path: str
    expected: object
    found: object
    strictly: bool

    @property
    def agrees(self):
        return self.expected == self.found

    @property
    def place(self):
        return f"{self.name} {self.path}"


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
            left = node.left
            point = isinstance(left, ast.Call) and _path(left.func) == "ord"
            path = _path(left.args[0] if point else left)
            try:
                value = ast.literal_eval(node.comparators[0])
            except ValueError:
                continue
            if path:
                yield path, chr(value) if point else value


def _text_and_addresses(safe):
    addresses = (canonical_url(html.unescape(one)) for one in _ADDRESS.findall(safe))
    return text_of(safe).replace(" ", ""), tuple(addresses)


def _markup(value, base):
    return _text_and_addresses(sanitise(value, base))


def _seconds(value, _):
    if isinstance(value, datetime):
        return int(value.timestamp())
    return calendar.timegm(value) if isinstance(value, tuple) and len(value) == 9 else None


def _identity(value, base):
    return canonical_url(value, base) or value.strip()


def _same(value, _):
    return value


# What is made of what is expected, and of what we have, before the two are compared.
TEXT = (lambda value, _: title_of(value), _same)
PERSON = (lambda value, _: title_of(person_name(value)), _same)
LINK = (canonical_url, _same)
ID = (_identity, _identity)
HTML = (_markup, lambda value, _: _text_and_addresses(value))
DATE = (_seconds, _seconds)
LANGUAGE = (lambda value, _: language_code(value), _same)


def _tag(number):
    return lambda one, _: one.categories[number] if len(one.categories) > number else ""


def _own_language(one, feed):
    return one.language or feed.language


# Path below an entry: the field, what may stand for it (an entry's only text, its only date), and the forms.
ENTRY = {
    "title": ("title", None, TEXT),
    "title_detail.value": ("title", None, TEXT),
    "link": ("link", None, LINK),
    "links.0.href": ("link", None, LINK),
    "id": ("guid", None, ID),
    "guid": ("guid", None, ID),
    "author": ("author", None, PERSON),
    "author_detail.name": ("author", None, PERSON),
    "summary": ("summary", lambda one, _: one.summary or one.content, HTML),
    "description": ("summary", lambda one, _: one.summary or one.content, HTML),
    "summary_detail.value": ("summary", lambda one, _: one.summary or one.content, HTML),
    "content.0.value": ("content", lambda one, _: one.content or one.summary, HTML),
    "published_parsed": ("published", None, DATE),
    "updated_parsed": ("updated", lambda one, _: one.updated or one.published, DATE),
    "tags.0.term": ("categories", _tag(0), TEXT),
    "tags.1.term": ("categories", _tag(1), TEXT),
    "category": ("categories", _tag(0), TEXT),
    "language": ("language", _own_language, LANGUAGE),
    "title_detail.language": ("language", _own_language, LANGUAGE),
    "enclosures.0.href": ("enclosure", None, LINK),
    "enclosures.0.url": ("enclosure", None, LINK),
    "media_thumbnail.0.url": ("thumbnail", None, LINK),
    "comments": ("comments", None, LINK),
}
FEED = {
    "title": ("title", None, TEXT),
    "title_detail.value": ("title", None, TEXT),
    "link": ("site", None, LINK),
    "language": ("language", None, LANGUAGE),
}


def _plainest(value):
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else _seconds(value, "")


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
    field, instead, (theirs, ours) = table[rest]
    expected = theirs(value, base)
    if one is None:
        return Case(name, path, expected, None, False)
    kept = instead(one, reading) if instead else getattr(one, field)
    strict = kept if field == "categories" else getattr(one, field)
    return Case(name, path, expected, None if kept is None else ours(kept, base), _plainest(strict) == _plainest(value))


def cases(folder=CASES):
    """Every comparison that concerns us, tried."""
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        text = _comment(body[:4096])
        headers = {key.lower(): value for key, value in _HEADER.findall(text)}
        url = urljoin(URL, headers.get("content-location", ""))  # the caller says what addresses are relative to
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


def _table(heading, keys, tried):
    """Rows of how many agree strictly and otherwise, by a key of each case."""
    count, strictly, agreeing = Counter(keys), Counter(), Counter()
    for key, case in zip(keys, tried, strict=True):
        strictly[key] += case.strictly
        agreeing[key] += case.agrees
    yield f"{heading:28} {'of':>5} {'strictly':>9} {'normalised':>11}\n"
    for key, all_of_it in count.items():
        yield f"{key:28} {all_of_it:5} {strictly[key]:9} {agreeing[key]:11}\n"


def _report(tried):
    yield from _table("folder", [case.name.rpartition("/")[0] for case in tried], tried)
    yield from _table("field", [re.sub(r"^(entries|items)\.\d\.", "entry ", case.path) for case in tried], tried)
    strictly, agreeing = sum(case.strictly for case in tried), sum(case.agrees for case in tried)
    yield f"all {len(tried)}: strictly {strictly / len(tried):.2%}"
    yield f", normalised {agreeing} = {agreeing / len(tried):.2%}\n"
    differing = {case.place for case in tried if not case.agrees}
    for reason, places in REASONS.items():
        met = differing.intersection(places)
        yield f"{len(met):3} {reason}\n" + "".join(f"      {place}\n" for place in sorted(met))
        differing -= met
    yield f"{len(differing):3} without a reason\n" + "".join(f"      {place}\n" for place in sorted(differing))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="every difference")
    given = parser.parse_args(arguments)
    tried = list(cases())
    if not tried:
        return "feedparser's test documents are not beside the checkout"
    sys.stdout.writelines(_report(tried))
    for case in tried if given.list else ():
        if not case.agrees:
            sys.stdout.write(f"\n{case.name} {case.path}\n  {case.expected!r:.300}\n  {case.found!r:.300}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
