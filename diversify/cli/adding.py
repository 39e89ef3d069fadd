"""The verb that subscribes: what is found at an address, and which of several is taken."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from diversify.cli.questions import ask, tell
from diversify.cli.session import Session, emit, harmless, shortened, table
from diversify.cli.verb import Verb
from diversify.domain import Feed
from diversify.errors import DiversifyError, UsageError

if TYPE_CHECKING:
    from diversify.ingest.discovery import Found

_KINDS = {"rss": "RSS", "atom": "Atom", "rdf": "RSS 1.0", "json": "JSON Feed", "xml": "XML"}


@dataclass
class _Haul:
    """What the addresses of one command led to."""

    found: list[dict[str, Any]] = field(default_factory=list)
    chosen: list[Feed] = field(default_factory=list)
    failures: int = 0


@click.command("add", cls=Verb, help="Subscribe to feeds, or to sites whose feeds are looked for.")
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--industry", "codes", multiple=True, metavar="CODE", help="What field it writes about; repeatable.")
@click.option("--full-text", is_flag=True, help="Take the text of new articles from their pages.")
@click.option("--allow-private", is_flag=True, help="Permit private and loopback addresses for these hosts.")
@click.option("--list", "only_list", is_flag=True, help="Show what is found there, and subscribe to nothing.")
@click.option("--yes", is_flag=True, help="Ask nothing; take the best of several.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout; asks nothing.")
@click.pass_obj
def add_verb(session: Session, /, urls: tuple[str, ...], codes: tuple[str, ...], **asked: Any) -> int:
    """Each address is visited; what is no feed is looked through for its feeds.

    Where a site has several, you choose on a terminal. Elsewhere, and with --yes, the best is taken: the first that
    the page names which has entries and is no feed of comments; the others are said.
    """
    from diversify.cli.sources import read_industries

    industries = read_industries(codes)
    if asked["full_text"]:
        from diversify.ingest.full_text import check_installed

        check_installed()
    haul = _look(session, urls, asked)
    wanted = [
        replace(feed, industries=industries or feed.industries, full_text=asked["full_text"]) for feed in haul.chosen
    ]
    added, known = session.app.subscribe(wanted) if wanted else ([], [])
    if asked["as_json"]:
        emit(
            {
                "asked": list(urls),
                "found": haul.found,
                "added": [feed.url for feed in added],
                "known": [feed.url for feed in known],
                "failed": haul.failures,
            }
        )
    for feed in added:
        session.say(f"added {feed.url}" + (f" ({harmless(feed.title)})" if feed.title else ""))
    for feed in known:
        session.say(f"there already: {feed.url}")
    return 1 if haul.failures else 0


def _look(session: Session, urls: Sequence[str], asked: dict[str, Any]) -> _Haul:
    haul = _Haul()
    asks = not (asked["yes"] or asked["as_json"] or session.quiet) and sys.stdin.isatty() and sys.stderr.isatty()
    for url in dict.fromkeys(urls):
        try:
            there = look_around_at(session, url, allow_private=asked["allow_private"])
        except DiversifyError as error:
            haul.failures += 1
            click.echo(f"diversify: {error}", err=True)
            continue
        haul.found += [_said(url, found, best=place == 0) for place, found in enumerate(there)]
        if asked["only_list"]:
            if not asked["as_json"]:
                click.echo(listed(there))
            continue
        haul.chosen += choose(url, there) if asks and len(there) > 1 else take_best(session, url, there)
    return haul


def look_around_at(session: Session, url: str, *, allow_private: bool) -> list[Found]:
    """The feed at an address, or the feeds of the site there, the best one first."""
    from diversify.app.updating import http_fetcher
    from diversify.ingest import ParserPool
    from diversify.ingest.discovery import look_around

    fetcher = session.app.fetcher or http_fetcher(session.settings)
    with ParserPool(workers=1) as pool:
        return look_around(url, fetcher, pool, allow_private=allow_private)


def take_best(session: Session, url: str, there: Sequence[Found]) -> list[Feed]:
    """The first feed of several, and a line that names the others."""
    if others := [found.feed.url for found in there[1:]]:
        session.say(f"{url} has {len(there)} feeds; the first is taken, not {', '.join(others)}")
    return [there[0].feed]


def choose(url: str, there: Sequence[Found]) -> list[Feed]:
    """The feeds that the reader picks by their numbers."""
    tell(f"{url} has {len(there)} feeds:\n{listed(there)}")
    picked: list[int] = ask("Which, one or several numbers, or all", "1", lambda text: read_choice(text, len(there)))
    return [there[number - 1].feed for number in picked]


def read_choice(text: str, count: int) -> list[int]:
    """Numbers from 1 to `count`, or `all`.

    Raises
    ------
    UsageError
        Where it is something else.

    Examples
    --------
    >>> read_choice("3, 1", 3), read_choice("all", 2)
    ([3, 1], [1, 2])
    """
    words = text.replace(",", " ").split()
    if [word.lower() for word in words] == ["all"]:
        return list(range(1, count + 1))
    if words and all(word.isascii() and word.isdecimal() and 1 <= int(word[:9]) <= count for word in words):
        return list(dict.fromkeys(map(int, words)))
    raise UsageError(f"{text!r} is no choice", mend=f"give numbers from 1 to {count}, or all")


def listed(there: Sequence[Found]) -> str:
    """What was found, numbered, as a table."""
    rows = [
        (
            str(number),
            _KINDS[found.type] + (", comments" if found.comments else ""),
            str(found.entries),
            shortened(found.feed.title) or "-",
            found.feed.url,
        )
        for number, found in enumerate(there, start=1)
    ]
    return table(rows, ("no", "type", "entries", "title", "address"))


def _said(url: str, found: Found, *, best: bool) -> dict[str, Any]:
    return {
        "asked": url,
        "url": found.feed.url,
        "title": found.feed.title,
        "type": found.type,
        "site": found.feed.site,
        "language": found.feed.language,
        "entries": found.entries,
        "comments": found.comments,
        "best": best,
    }


@click.command("full-text", cls=Verb, help="Switch on or off that a source's articles are read on their pages.")
@click.argument("switch", metavar="on|off", type=click.Choice(["on", "off"]))
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@click.pass_obj
def full_text_verb(session: Session, switch: str, feeds: tuple[str, ...]) -> None:
    """FEED is an address, a number of `diversify list`, or an exact title.

    It is for sources that send a line of each article only. Pages that the site's robots.txt refuses are let alone.
    """
    from diversify.cli.sources import named
    from diversify.ingest.full_text import check_installed

    if switch == "on":
        check_installed()
    for feed in named(session, feeds):
        session.app.store.feeds.change(replace(feed, full_text=switch == "on"))
        session.say(f"full text {switch}: {feed.url}")
