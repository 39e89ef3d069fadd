"""Verbs about what is kept and believed: profile, forget, erase."""

from __future__ import annotations

import sys

import click

from diversify.cli.session import Session, emit, harmless, wrapped
from diversify.cli.verb import Verb
from diversify.errors import UsageError


@click.command("profile", cls=Verb, help="What is believed about you, from what, and how surely.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def profile_verb(session: Session, *, as_json: bool) -> None:
    """Each line can be corrected with `interest`, silenced with `mute` and removed with `forget`."""
    _, document = session.app.profile()
    if as_json:
        emit(document)
        return
    click.echo(f"privacy: {document['privacy']}    acts kept: {document['acts']}")
    click.echo(wrapped(harmless(document["home"]["text"]), "  "))
    # What is too little known to be told reads the same for every subject: once is enough.
    for text in dict.fromkeys(str(statement["text"]) for statement in document["statements"]):
        click.echo(wrapped(harmless(text), "  "))


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
