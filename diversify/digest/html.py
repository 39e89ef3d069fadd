"""The digest as one HTML file: no script, nothing loaded from elsewhere, light and dark."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from diversify.digest.words import (
    ANSWERS,
    LANE_WORDS,
    QUESTION,
    WHAT_ONE_CAN_DO,
    facts,
    long_date,
    mix_line,
    plain,
    question,
    remarks,
    web_address,
)
from diversify.digest.xhtml import book_address
from diversify.domain import LANES, Digest, Rendered

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def render_html(digest: Digest) -> Rendered:
    """Render as one self-contained HTML file."""
    style = source("digest.css")
    page = template("digest.html.jinja").render(**page_parts(digest), style=style, style_hash=style_hash(style))
    return Rendered("text/html; charset=utf-8", page, f"diversify-{digest.date}.html")


def template(name: str) -> Template:
    """A template of this room: everything put into it is escaped, and a name that it misses is an error."""
    return _environment().get_template(name)


def source(name: str) -> str:
    """A file of the templates' folder as it stands."""
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def page_parts(digest: Digest) -> dict[str, Any]:
    """What every template of a digest is given."""
    return {
        "digest": digest,
        "lanes": [(lane, LANE_WORDS[lane]) for lane in LANES if digest.delivered.get(lane)],
        "commands": WHAT_ONE_CAN_DO if digest.items else (),
        "remarks": remarks(digest),
        "question": question(digest),
        "question_head": QUESTION,
        "answers_to_it": ANSWERS,
    }


def style_hash(style: str) -> str:
    """The style sheet's name in a Content Security Policy (CSP 3, 2.3.1): base64 of its SHA-256.

    Examples
    --------
    >>> style_hash("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def language_tag(language: str) -> str:
    """The language if it can stand in a `lang` attribute, else empty."""
    return language if _LANGUAGE.fullmatch(language) else ""


def score(value: float) -> str:
    """A score as a person reads it: two digits, a dash where it is undefined."""
    return f"{value:.2f}" if math.isfinite(value) else "–"


def instant(moment: datetime) -> str:
    """A moment as the attribute of `time` may hold it (HTML, 2.3.5.6): to the second.

    Examples
    --------
    >>> from datetime import UTC
    >>> instant(datetime(2025, 11, 21, 8, 22, 15, 902341, tzinfo=UTC))
    '2025-11-21T08:22:15+00:00'
    """
    return moment.isoformat(timespec="seconds")


FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "plain": plain,
    "web_address": web_address,
    "language_tag": language_tag,
    "long_date": long_date,
    "mix_line": mix_line,
    "facts": facts,
    "score": score,
    "instant": instant,
}
"""What templates of digests and of pages call to show a value."""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("diversify.digest"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS, book_address=book_address)
    return environment
