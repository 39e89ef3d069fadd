"""Pages from templates: everything escaped, every word of a feed made plain first, nothing loaded from elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from diversify.digest.html import FILTERS
from diversify.digest.words import counted
from diversify.domain import DigestItem
from diversify.web.notes import Notes

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MOST_ITEMS: Final = 400
"""So many rendered items are kept: those of a few weeks, some hundred kilobytes."""
MOST_PAGES: Final = 20
THEMES: Final = ("auto", "light", "dark")
SIZES: Final = (1, 2, 3, 4, 5)
LOOK_COOKIE: Final = "look"
STATIC: Final = ("page.css", "page.js", "icon.svg", "icon.png")
"""Files that ship with the package and are served by their names."""

PLACES: Final = (
    ("/", "Today", "t"),
    ("/days", "Past digests", "d"),
    ("/pinned", "Pinned", "i"),
    ("/search", "Search", "s"),
    ("/town", "Town", "w"),
    ("/dials", "Dials", "m"),
    ("/profile", "Profile", "p"),
    ("/sources", "Sources", "f"),
)
"""Path, name, and the letter that follows g."""

_LOOK = re.compile(r"(auto|light|dark)\.([1-5])\.([01])")
_TAG = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True)
class Look:
    """How the reader wants pages: theme, size of letters (1 to 5), and whether an article's images are loaded."""

    theme: str = "auto"
    size: int = 2
    images: bool = False

    @classmethod
    def read(cls, cookie: str | None) -> Look:
        """The look of a cookie; the usual one where it is none of ours.

        Examples
        --------
        >>> Look.read("dark.3.0"), Look.read("<b>")
        (Look(theme='dark', size=3, images=False), Look(theme='auto', size=2, images=False))
        """
        found = _LOOK.fullmatch(cookie or "")
        return cls(found[1], int(found[2]), found[3] == "1") if found else cls()

    def __str__(self) -> str:
        """As the cookie has it."""
        return f"{self.theme}.{self.size}.{int(self.images)}"


class Pages:
    """Renders templates within the frame that all pages share."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._whole: dict[tuple[str, str], tuple[object, bytes]] = {}
        self.items = Items()

    def show(self, request: Request, name: str, *, status: int = 200, **words: Any) -> Response:
        """The page of a template."""
        look = Look.read(request.cookies.get(LOOK_COOKIE))
        frame = {
            "look": look,
            "places": PLACES,
            "path": request.url.path,
            "here": _address(request),
            "note": self._notes.find(request.query_params.get("note", "")),
            "static": _static_addresses(),
        }
        page = environment().get_template(f"{name}.html.jinja").render(frame | words)
        return HTMLResponse(page, status_code=status)

    def show_again(
        self, request: Request, name: str, *, given: object, words: Callable[[], dict[str, Any]]
    ) -> Response:
        """As `show`; as it was shown last where it is asked for without a query and made of the same things.

        `given` is all that the words, which are made where they are needed, come from.
        """
        if request.url.query:
            return self.show(request, name, **words())
        key = (request.url.path, str(Look.read(request.cookies.get(LOOK_COOKIE))))
        kept = self._whole.get(key)
        if kept is not None and kept[0] == given:
            return HTMLResponse(kept[1])
        answer = self.show(request, name, **words())
        if len(self._whole) >= MOST_PAGES:
            self._whole.clear()
        self._whole[key] = (given, bytes(answer.body))
        return answer


class Items:
    """Items of digests as they were rendered last, for as long as they are the same: a digest is looked at often."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, str], tuple[tuple[Any, ...], Markup]] = OrderedDict()

    def show(
        self, item: DigestItem, words: Sequence[str], done: Mapping[str, int], *, back: str, marked: str
    ) -> Markup:
        """An item with its facts in words, and what was done with it; `marked` is the act that a mail's link names."""
        given = (item, words, dict(done))
        key = (back, item.id, marked)
        kept = self._kept.get(key)
        if kept is None or kept[0] != given:
            rendered: Markup = _item_macro()(item, words, done, back, marked)
            kept = self._kept[key] = (given, rendered)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_ITEMS:
            self._kept.popitem(last=False)
        return kept[1]


@cache
def _item_macro() -> Callable[..., Markup]:
    module: Any = environment().get_template("item.html.jinja").module
    return cast("Callable[..., Markup]", module.item_of)


def go(path: str) -> Response:
    """Lead a browser to a page after a form, so that going back or reloading sends nothing twice (RFC 9110, 15.4.4)."""
    return RedirectResponse(path, status_code=303)


def static_body(name: str) -> bytes:
    """A file of the package."""
    return files("diversify.web").joinpath("static", name).read_bytes()


@cache
def _static_addresses() -> Mapping[str, str]:
    """Name to address; the digest of a file is in its address, so that a browser may keep it for ever."""
    return {name: f"/static/{hashlib.sha256(static_body(name)).hexdigest()[:16]}/{name}" for name in STATIC}


def static_digest(name: str) -> str:
    """The part of a file's address that changes with it."""
    return _static_addresses()[name].split("/")[2]


def _address(request: Request) -> str:
    """Path and query of this page as a way back, without the note that was told on it."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] not in ("note", "arrived")]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


@cache
def environment() -> Environment:
    """Templates: escaped always, and an unknown name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("diversify.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS, counted=counted, mutes=mutes_of, weighed=weighed)
    return made


def weighed(weight: float) -> str:
    """A weight in two decimals; one that these would call nothing, in words.

    Examples
    --------
    >>> weighed(0.25), weighed(-0.001), weighed(0.0)
    ('+0.25', 'a trace less', 'neither more nor less')
    """
    shown = f"{weight:+.2f}"
    if shown[1:] != "0.00":
        return shown
    return f"a trace {'more' if weight > 0.0 else 'less'}" if weight else "neither more nor less"


def mutes_of(item: DigestItem) -> list[tuple[str, str, str]]:
    """What of an item can be muted with one tap: kind, value, and the words on the button."""
    mutes = [("feed", item.feed_url, item.source)] if item.feed_url else []
    mutes += [("topic", name, name) for name in list(item.topics)[:2]]
    mutes += [("industry", *pair) for pair in zip(list(item.industries)[:1], item.industry_names, strict=False)]
    return mutes + ([("author", item.author, item.author)] if item.author else [])
