"""From a slate to what a person reads: composed once, rendered for each output, brought by a channel."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from diversify.digest.channels import FileChannel, StreamChannel
from diversify.digest.compose import compose
from diversify.digest.document import document, render_json
from diversify.digest.html import render_html
from diversify.digest.markdown import render_markdown
from diversify.digest.reading import article_text
from diversify.digest.text import render_text, terminal_text
from diversify.digest.words import first_notice
from diversify.domain import Digest, Rendered
from diversify.protocols import Renderer


def render_mail(digest: Digest) -> Rendered:
    """Render as one mail; see `diversify.digest.mail`, which is loaded now, as are the feeds below when called."""
    from diversify.digest import mail

    return mail.render_mail(digest)


def render_atom(digest: Digest) -> Rendered:
    """Render as an Atom feed of one entry; see `diversify.digest.atom`."""
    from diversify.digest import atom

    return atom.render_atom(digest)


def render_json_feed(digest: Digest) -> Rendered:
    """Render as a JSON Feed of one item; see `diversify.digest.json_feed`."""
    from diversify.digest import json_feed

    return json_feed.render_json_feed(digest)


renderers: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        "text": render_text,
        "html": render_html,
        "markdown": render_markdown,
        "json": render_json,
        "atom": render_atom,
        "jsonfeed": render_json_feed,
        "eml": render_mail,
    }
)
"""Every output that is text, by the name that `--format` knows it by."""

__all__ = [
    "FileChannel",
    "StreamChannel",
    "article_text",
    "compose",
    "document",
    "first_notice",
    "render_atom",
    "render_html",
    "render_json",
    "render_json_feed",
    "render_mail",
    "render_markdown",
    "render_text",
    "renderers",
    "terminal_text",
]
