"""What the elements of feeds mean: a role for each name, whatever the format, its version and its extensions.

Roles up to `TEXTS` are texts, each with a place of its own; the others say something in their attributes, or hold
texts. Names are compared without regard to case.
"""

from __future__ import annotations

from functools import lru_cache

NOTHING = 0
TITLE, OTHER_TITLE, LINK, GUID, AUTHOR, CREATOR = 1, 2, 3, 4, 5, 6
DESCRIPTION, SUMMARY, OTHER_SUMMARY, MEDIA_SUMMARY, CONTENT, ENCODED = 7, 8, 9, 10, 11, 12
PUBLISHED, ISSUED, DATE, UPDATED, MODIFIED = 13, 14, 15, 16, 17
CATEGORY, COMMENTS, LANGUAGE = 18, 19, 20
TEXTS = 20
"""The highest role that is a text."""
ENCLOSURE, THUMBNAIL, MEDIA, PODCAST_CATEGORY, BODY, ENTRY, CHANNEL, ROOT, STRANGE = range(21, 30)

MARKUP = frozenset((TITLE, DESCRIPTION, SUMMARY, OTHER_SUMMARY, MEDIA_SUMMARY, CONTENT, ENCODED))
"""Texts that may hold elements of their own."""
BARE = frozenset((GUID, AUTHOR, CREATOR, PUBLISHED, ISSUED, DATE, UPDATED, MODIFIED, COMMENTS, LANGUAGE))
"""Texts whose attributes say nothing that we read."""
ANYWHERE = frozenset((OTHER_TITLE, MEDIA_SUMMARY, THUMBNAIL, MEDIA, PODCAST_CATEGORY))
"""What may stand deeper in an entry than as its child, as media do in their groups."""

XHTML = "http://www.w3.org/1999/xhtml"
_FEED = {
    "title": TITLE,
    "link": LINK,
    "guid": GUID,
    "id": GUID,
    "author": AUTHOR,
    "description": DESCRIPTION,
    "summary": SUMMARY,
    "content": CONTENT,
    "pubdate": PUBLISHED,
    "published": PUBLISHED,
    "issued": ISSUED,
    "date": DATE,
    "lastbuilddate": UPDATED,
    "updated": UPDATED,
    "modified": MODIFIED,
    "category": CATEGORY,
    "comments": COMMENTS,
    "language": LANGUAGE,
    "enclosure": ENCLOSURE,
    "body": BODY,
    "fullitem": STRANGE,
    "item": ENTRY,
    "entry": ENTRY,
    "channel": CHANNEL,
    "rss": ROOT,
    "feed": ROOT,
    "rdf": ROOT,
}
_DUBLIN_CORE = {
    "title": OTHER_TITLE,
    "creator": CREATOR,
    "author": CREATOR,
    "subject": CATEGORY,
    "description": OTHER_SUMMARY,
    "date": DATE,
    "issued": ISSUED,
    "modified": MODIFIED,
    "language": LANGUAGE,
}
_MEDIA = {
    "title": OTHER_TITLE,
    "description": MEDIA_SUMMARY,
    "content": MEDIA,
    "thumbnail": THUMBNAIL,
    "category": CATEGORY,
}
_PODCAST = {"title": OTHER_TITLE, "author": AUTHOR, "summary": OTHER_SUMMARY, "category": PODCAST_CATEGORY}
_CONTENT = {"encoded": ENCODED, "items": STRANGE}
_HTML = {"body": BODY, "div": BODY}
_ROOTS = {"rdf": ROOT}

# Names of the vocabularies as they begin, without "http://" or "https://" and in small letters.
_KNOWN: tuple[tuple[str, dict[str, int]], ...] = (
    ("www.w3.org/2005/atom", _FEED),
    ("purl.org/atom/ns#", _FEED),
    ("purl.org/rss/1.0/modules/content", _CONTENT),
    ("purl.org/rss/1.0/modules", {}),
    ("purl.org/rss/1.0", _FEED),
    ("purl.org/net/rss1.1", _FEED),
    ("purl.org/dc/", _DUBLIN_CORE),
    ("my.netscape.com/", _FEED),
    ("channel.netscape.com/", _FEED),
    ("backend.userland.com/", _FEED),
    ("blogs.law.harvard.edu/", _FEED),
    ("www.rssboard.org/rss", _FEED),
    ("search.yahoo.com/mrss", _MEDIA),
    ("www.itunes.com/dtds/", _PODCAST),
    ("www.w3.org/1999/xhtml", _HTML),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", _ROOTS),
)
_USUAL_PREFIXES = {
    "": "",
    "rss": "",
    "atom": "http://www.w3.org/2005/Atom",
    "atom10": "http://www.w3.org/2005/Atom",
    "a10": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xhtml": XHTML,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@lru_cache(maxsize=4096)
def role_of(space: str, name: str, home: str = "") -> int:
    """The role of an element.

    Parameters
    ----------
    space
        Address of its vocabulary, empty for none.
    name
        Its name without prefix.
    home
        The vocabulary of the outermost element, which means what RSS and Atom mean, whatever its address.

    Examples
    --------
    >>> role_of("http://purl.org/dc/elements/1.1/", "creator") == CREATOR, role_of("urn:x", "creator") == NOTHING
    (True, True)
    """
    if space in ("", home):
        return _FEED.get(name.lower(), NOTHING)
    address = space.lower().partition("://")[2]
    for begins, roles in _KNOWN:
        if address.startswith(begins):
            return roles.get(name.lower(), NOTHING)
    return STRANGE if name.lower() == "fullitem" else NOTHING


def space_of(prefix: str) -> str:
    """The vocabulary that a prefix mostly stands for, for documents that do not say; itself where it is unusual.

    Examples
    --------
    >>> space_of("dc")
    'http://purl.org/dc/elements/1.1/'
    """
    return _USUAL_PREFIXES.get(prefix.lower(), prefix)
