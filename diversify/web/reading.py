"""The reading view: one article in its sanitised form, how far it was read where that may be kept, and the way out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from diversify.app import App, Place
from diversify.app.acting import WORDS_A_SECOND, is_sensitive
from diversify.app.digesting import dress
from diversify.digest.words import plain, reading_minutes
from diversify.domain import Article, Digest, Feed
from diversify.ingest.clean import text_of
from diversify.web.acting import find_article
from diversify.web.days import acts_by_article
from diversify.web.pages import LOOK_COOKIE, Look
from diversify.web.room import room_of

if TYPE_CHECKING:
    import nh3

_TAGS: Final = (
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th "
    "thead time tr u ul var wbr"
)
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"href"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
    "time": frozenset({"datetime"}),
    "*": frozenset({"dir"}),
}
_HEADING: Final = re.compile(r"(</?)h[1-6](?=[ >])")
_HOLLOW: Final = re.compile(
    r"<(a|h2|p|figure|figcaption|span|div|li|ul|ol|strong|em|b|i)\b[^<>]*>(?:\s|&nbsp;|<br>)*</\1>"
)
_IMAGE: Final = re.compile(r"<img\b")
_NAMELESS: Final = re.compile(r"<img(?![^<>]* alt=)(?=[ >])")


@dataclass(frozen=True)
class ArticlePage:
    """All that the reading view shows.

    `measures` says that reading is kept at the reader's level, `silent` that nothing of this article ever is. `digest`
    holds the article alone, where it stands in the last digest; `before` and `after` are its neighbours there.
    """

    article: Article
    source: Feed | None
    place: Place
    acts: Mapping[str, int]
    measures: bool
    silent: bool
    level: str
    digest: Digest | None = None
    before: int = 0
    after: int = 0

    @property
    def minutes(self) -> int:
        """Minutes that its length needs."""
        return reading_minutes(self.article.words)

    @property
    def seconds(self) -> float:
        """Seconds that its length needs, as depth is counted."""
        return max(self.article.words, 40) / WORDS_A_SECOND


async def read(request: Request) -> Response:
    """One article."""
    number = request.path_params["number"]
    room = room_of(request)
    page = await room.desk.ask(lambda app: article_page(app, number))
    look = Look.read(request.cookies.get(LOOK_COOKIE))
    body, left_out = body_of(page.article.content, images=look.images)
    if not text_of(page.article.content):
        body = Markup("<p>{}</p>").format(plain(page.article.summary)) if page.article.summary else Markup("")
    return room.pages.show(request, "read", page=page, article=page.article, body=body, left_out=left_out)


def article_page(app: App, number: int) -> ArticlePage:
    """An article with what was done on it and where it stands."""
    place = find_article(app, number)
    store, article = app.store, place.article
    level = app.dials.privacy
    sources = store.feeds.get([article.feed_id])
    page = ArticlePage(
        article, sources[0] if sources else None, place,
        acts=acts_by_article(store.reader.acts_on([number])).get(number, {}),
        measures=level == "local", silent=_is_silent(app, article), level=level,
    )  # fmt: skip
    if place.slate is None or place.item is None:
        return page
    alone = dress(store, replace(place.slate, items=(place.item,), unmet=()), reader=app.settings.reader)
    order = [item.article_id for item in place.slate.items]
    at = order.index(number)
    return replace(
        page, digest=alone, before=order[at - 1] if at else 0, after=order[at + 1] if at + 1 < len(order) else 0
    )


def _is_silent(app: App, article: Article) -> bool:
    card = app.store.models.current()
    read, known = app.store.articles.understood([article.id], card.version) if card is not None else ([], None)
    return bool(known.sensitive[0]) if read and known is not None else is_sensitive(article)


def body_of(content: str, *, images: bool) -> tuple[Markup, int]:
    """The article as it may stand in a page, and how many images were left out of it.

    What is stored is sanitised; here it goes through the sanitiser once more, with less allowed, so that nothing that
    came into the store by another way can act. Headings fit below the page's own, and what is hollow is gone.

    Examples
    --------
    >>> body_of('<h1>Tides</h1><p onclick="x()">rise<img src="https://a.example/b.png"></p>', images=False)
    (Markup('<h2>Tides</h2><p>rise</p>'), 1)
    """
    found = len(_IMAGE.findall(content))
    clean = _cleaner(images=images).clean(content)
    clean = _HEADING.sub(r"\1h2", clean)
    for _ in range(3):
        clean, hollow = _HOLLOW.subn("", clean)
        if not hollow:
            break
    return Markup(_NAMELESS.sub('<img alt=""', clean)), 0 if images else found  # noqa: S704 - sanitised in the line above


@cache
def _cleaner(*, images: bool) -> nh3.Cleaner:
    import nh3

    attributes = {tag: set(names) for tag, names in _ATTRIBUTES.items()}
    fixed = {"table": {"tabindex": "0"}, "pre": {"tabindex": "0"}}
    if images:
        attributes["img"] = {"src", "alt", "width", "height"}
        fixed["img"] = {"loading": "lazy", "referrerpolicy": "no-referrer", "decoding": "async"}
    return nh3.Cleaner(
        tags=set(_TAGS.split()) | ({"img"} if images else set()),
        attributes=attributes,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values=fixed,
    )
