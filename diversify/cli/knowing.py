"""Verbs about what is kept: town, forget, erase."""

from __future__ import annotations

import sys

import click

from diversify.cli.session import Session, emit, harmless, table
from diversify.cli.verb import Verb
from diversify.errors import UsageError

TOWN = ("items", "topics", "industries", "sources")
"""Columns of the town's table."""


@click.command("town", cls=Verb, help="How many topics, industries and sources you were shown, opened and finished.")
@click.option("--weeks", type=click.IntRange(1, 520), default=4, show_default=True, help="How many weeks back.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def town_verb(session: Session, *, weeks: int, as_json: bool) -> None:
    """Numbers are effective ones: how many equally common topics, industries or sources it comes to, week by week.

    An article counts once, divided among what it is about. `far` is the share of far items, `new` counts sources never
    shown before.
    """
    from diversify.app.town import town

    document = town(session.app.store, weeks=weeks, now=session.app.clock())
    if as_json:
        emit(document)
        return
    rows = [
        (
            *(week["week"], what, *(_number(week[what][name]) for name in TOWN), _share(week[what]["far"])),
            str(week["new_voices"]) if what == "shown" else "",
        )
        for week in document["weeks"]
        for what in ("shown", "opened", "finished")
    ]
    click.echo(table(rows, ("week", "", *TOWN, "far", "new")))
    for mute in document["muted"]:
        click.echo(f"muted: {mute['kind']} {harmless(mute['value'])}")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


@click.command("forget", cls=Verb, help="Forget an interest, an article's traces, or all that was observed.")
@click.argument("what")
@click.pass_obj
def forget_verb(session: Session, what: str) -> None:
    """WHAT is an interest, a topic, an industry, a source, a place, an id, or `everything`."""
    session.say(harmless(session.app.forget(what)))


@click.command("erase", cls=Verb, help="Remove everything that is kept.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def erase_verb(session: Session, *, yes: bool) -> int:
    """Sources, articles, what you said and did, models and backups: no word of it is left in any file."""
    where = session.app.store.location
    if not yes and not sys.stdin.isatty():
        raise UsageError("nothing was erased", mend="say --yes to erase")
    if not yes and not click.confirm(f"Erase everything in {where}?", err=True):
        session.say("nothing was erased")
        return 1
    session.app.store.erase()
    session.say(f"erased {where}")
    return 0
