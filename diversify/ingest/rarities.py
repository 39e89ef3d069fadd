"""What the quick reader is known to read otherwise than it is meant; the thorough one reads a document with any of it.

Each look is a search for a few fixed bytes or a linear expression, so that the many documents without pay little.
"""

from __future__ import annotations

import re

from diversify.ingest.document import entry_starts
from diversify.ingest.inline import is_atom

_ENCODED = (  # apart, as a search for what begins with fixed bytes is several times as fast
    (b"base64", re.compile(rb"mode\s?=\s?[\"']base64[\"']")),
    (b"octet-stream", re.compile(rb"type\s?=\s?[\"']application/octet-stream[\"']")),
)
_DECLARED = re.compile(rb"xmlns:([A-Za-z_][\w.-]{0,30})\s*=\s*[\"']([^\"'<>]{1,300})")
_USUAL = re.compile(
    rb"purl\.org|w3\.org|search\.yahoo\.com/mrss|itunes\.com/dtds|wellformedweb|feedburner|rssnamespace|google\.com"
    rb"|podcastindex|rawvoice|georss|backend\.userland|syndication",
    re.IGNORECASE,
)
_CLASHING = rb"<(?:%b):(?:title|link|description|guid|pubDate)[\s>]"


def is_rare(body: bytes) -> bool:
    """Whether a tame document holds something that only the thorough reader understands.

    Examples
    --------
    >>> is_rare(b'<feed version="0.3"><entry><title mode="base64">RGVlcCBzZWE=</title></entry></feed>')
    True
    >>> is_rare(b"<feed><entry><title>base64</title></entry></feed>")
    False
    """
    encoded = is_atom(body) and any(mark in body and form.search(body) for mark, form in _ENCODED)
    whole_texts = b"<rdf:RDF" in body[:4096] and b"<content:encoded" in body  # in RDF the quick reader reads none
    return encoded or whole_texts or _media_first(body) or _clashes(body)


def _media_first(body: bytes) -> bool:
    """Whether the title of a picture precedes that of its entry, which the quick reader would take it for."""
    first = entry_starts(body, most=1)
    return bool(first) and body.find(b"<media:title", first[0], max(body.find(b"<title", first[0]), 0)) >= 0


def _clashes(body: bytes) -> bool:
    """Whether a vocabulary that nobody knows uses the names of RSS: the quick reader does not tell them apart."""
    strange = [name for name, address in _DECLARED.findall(body[:4096]) if not _USUAL.search(address)]
    return bool(strange) and re.search(_CLASHING % b"|".join(map(re.escape, strange)), body) is not None
