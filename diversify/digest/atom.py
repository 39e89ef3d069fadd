"""Digests as an Atom feed (RFC 4287), for the feed reader that one already has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from diversify.digest.entries import Entry, Face, Issue, entries_of, issue, newest
from diversify.domain import Digest, Rendered
from diversify.version import __version__

MEDIA_TYPE: Final = "application/atom+xml"
_ATOM: Final = "http://www.w3.org/2005/Atom"


def render_atom(digest: Digest) -> Rendered:
    """Render one digest as a feed of one entry."""
    return Rendered(MEDIA_TYPE, atom_feed([issue(digest)], Face()), f"diversify-{digest.date}.atom")


def atom_feed(issues: Sequence[Issue], face: Face) -> str:
    """A feed of these issues, newest first, ready to be written as UTF-8.

    Parameters
    ----------
    issues
        Digests with their moments; one a day.
    face
        What the feed says of itself, and whether an entry is a digest or an item.

    Examples
    --------
    >>> from diversify.testing import make_digest
    >>> atom_feed([issue(make_digest())], Face()).splitlines()[4]
    '  <updated>2025-11-20T08:00:00Z</updated>'
    """
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _say(feed, "id", face.identity)
    _say(feed, "title", face.title)
    _say(feed, "updated", _moment(newest(issues)))
    _say(SubElement(feed, "author"), "name", "diversify")
    SubElement(feed, "generator", {"version": __version__}).text = "diversify"
    if face.itself:
        SubElement(feed, "link", {"rel": "self", "type": MEDIA_TYPE, "href": face.itself})
    if face.page:
        SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{face.page}/"})
    for entry in entries_of(issues, face):
        _write(feed, entry)
    indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _write(feed: Element, entry: Entry) -> None:
    element = SubElement(feed, "entry", {"xml:lang": entry.language} if entry.language else {})
    _say(element, "id", entry.identity)
    _say(element, "title", entry.title or "(no title)")
    _say(element, "published", _moment(entry.published))
    _say(element, "updated", _moment(entry.updated))
    if entry.source:
        _say(SubElement(element, "author"), "name", entry.source)
    if entry.url:
        SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    for tag in entry.tags:
        SubElement(element, "category", {"term": tag})
    if entry.summary:
        _say(element, "summary", entry.summary)
    SubElement(element, "content", {"type": "html"}).text = entry.html


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _moment(when: datetime) -> str:
    """RFC 3339, in UTC, whole seconds."""
    return when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
