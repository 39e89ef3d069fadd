"""Verbs about the sources that are there: remove, pause, resume, list."""

from __future__ import annotations

from dataclasses import replace

import click

from diversify.cli.session import Session, emit, shortened, table
from diversify.cli.verb import Verb
from diversify.domain import Feed


def read_industries(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Industry codes that exist, or `general`."""
    from diversify.app.dials import read_industry
    from diversify.catalogue import load_taxonomy
    from diversify.domain import GENERAL

    return tuple(read_industry(code, (*load_taxonomy().codes, GENERAL)) for code in codes)


def look_for(session: Session, url: str, *, allow_private: bool) -> list[Feed]:
    """The feed at an address, or the best one of the site there."""
    from diversify.cli.adding import look_around_at, take_best

    return take_best(session, url, look_around_at(session, url, allow_private=allow_private))


@click.command("remove", cls=Verb, help="Unsubscribe from feeds and remove their articles.")
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@click.pass_obj
def remove_verb(session: Session, feeds: tuple[str, ...]) -> None:
    """FEED is an address, a number of `diversify list`, or an exact title."""
    for feed in named(session, feeds):
        session.app.store.feeds.remove(feed.id)
        session.say(f"removed {feed.url}")


@click.command("pause", cls=Verb, help="Stop reading feeds without removing them.")
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@click.pass_obj
def pause_verb(session: Session, feeds: tuple[str, ...]) -> None:
    """FEED is an address, a number of `diversify list`, or an exact title."""
    for feed in named(session, feeds):
        session.app.store.feeds.change(replace(feed, paused=True))
        session.say(f"paused {feed.url}")


@click.command("resume", cls=Verb, help="Read paused or retired feeds again.")
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@click.pass_obj
def resume_verb(session: Session, feeds: tuple[str, ...]) -> None:
    """FEED is an address, a number of `diversify list`, or an exact title."""
    shelf = session.app.store.feeds
    for feed in named(session, feeds):
        shelf.change(replace(feed, paused=False))
        state = shelf.states().get(feed.id)
        if state is not None:
            # What kept us away is forgotten; the validators stay, so that the next visit is still conditional.
            shelf.save_states([replace(state, retired=False, not_before=None, failures=0)])
        session.say(f"reading {feed.url} again")


def named(session: Session, names: tuple[str, ...]) -> list[Feed]:
    """The stored feeds that the reader names."""
    from diversify.app.subscribing import find_feeds

    return find_feeds(session.app.store, names)


@click.command("list", cls=Verb, help="List your sources.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--industries", is_flag=True, help="List the industries and their codes instead.")
@click.pass_obj
def list_verb(session: Session, *, as_json: bool, industries: bool) -> None:
    """Windows are sources that diversify added to look outside your own."""
    if industries:
        _list_industries(as_json=as_json)
        return
    from diversify.app.status import sources
    from diversify.cli.health import state_of

    listed = sources(session.app.store, now=session.app.clock())
    if as_json:
        emit({"sources": listed})
        return
    if not listed:
        session.say("no sources yet; `diversify init` starts with a set, `diversify add URL` adds your own")
        return
    rows = [
        (str(one["id"]), state_of(one), ",".join(one["industries"]) or "-", shortened(one["title"]) or "-", one["url"])
        for one in listed
    ]
    click.echo(table(rows, ("no", "state", "industries", "title", "address")))


def _list_industries(*, as_json: bool) -> None:
    from diversify.catalogue import load_taxonomy

    taxonomy = load_taxonomy()
    if as_json:
        emit(
            {"industries": [{"code": one.code, "name": one.name, "parent": one.parent} for one in taxonomy.industries]}
        )
        return
    click.echo(table([(one.code, one.name, one.parent) for one in taxonomy.industries], ("code", "name", "sector")))
