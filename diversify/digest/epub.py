"""The digest with its articles as a book for e-readers: EPUB 3.2, nothing in it loaded from elsewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from diversify.digest.entries import TAG, issue
from diversify.digest.html import language_tag, page_parts, source, template
from diversify.digest.xhtml import xhtml
from diversify.domain import Article, Digest, Rendered

MEDIA_TYPE: Final = "application/epub+zip"
_CONTAINER: Final = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def render_epub(
    digest: Digest, articles: Mapping[int, Article] | None = None, *, mark: str = "0" * 32, at: datetime | None = None
) -> Rendered:
    """Render as a book: the digest, then a chapter an item.

    Parameters
    ----------
    digest
        What was chosen, and why.
    articles
        Article id to article; a chapter holds its sanitised content, else the teaser of the digest.
    mark
        The store's name outside: the book's identity is made of it and of the day.
    at
        When the digest last changed; None takes the date of its newest item, so that the same digest makes the same
        bytes.

    Examples
    --------
    >>> from diversify.testing import make_digest
    >>> book = zipfile.ZipFile(io.BytesIO(render_epub(make_digest()).data))
    >>> book.namelist()[0], book.read("mimetype")
    ('mimetype', b'application/epub+zip')
    """
    when = (at or issue(digest).updated).astimezone(UTC).replace(microsecond=0)
    files = _files(digest, articles or {}, identity=f"{TAG}{mark}/day/{digest.date}", when=when)
    return Rendered(MEDIA_TYPE, "", f"diversify-{digest.date}.epub", data=_packed(files, when))


def _files(
    digest: Digest, articles: Mapping[int, Article], *, identity: str, when: datetime
) -> Iterator[tuple[str, str]]:
    """Names and texts of the book's files."""
    from markupsafe import Markup

    parts = page_parts(digest)
    languages = dict.fromkeys(["en", *filter(None, (language_tag(item.language) for item in digest.items))])
    modified = when.isoformat().replace("+00:00", "Z")
    yield "META-INF/container.xml", _CONTAINER
    package = template("epub/package.opf.jinja")
    yield "EPUB/package.opf", package.render(**parts, identity=identity, modified=modified, languages=languages)
    for name in ("nav.xhtml", "digest.xhtml"):
        yield f"EPUB/{name}", template(f"epub/{name}.jinja").render(**parts)
    yield "EPUB/style.css", source("epub/style.css")
    chapter = template("epub/item.xhtml.jinja")
    for item in digest.items:
        article = articles.get(item.id)
        # Markup: built element by element by `xhtml`, which escapes all text.
        body = Markup(xhtml(article.content) if article else "")  # noqa: S704
        yield f"EPUB/item-{item.position}.xhtml", chapter.render(**parts, item=item, body=body)


def _packed(files: Iterator[tuple[str, str]], when: datetime) -> bytes:
    """The container (OCF 3.2, 4.3): the media type first and as it is, so that it can be told from the first bytes."""
    moment = max(when, datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]  # the first that a zip file can name
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", moment), MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, text in files:
            book.writestr(zipfile.ZipInfo(name, moment), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
