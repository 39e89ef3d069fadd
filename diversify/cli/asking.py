"""The verb of the question of the week: checkin."""

from __future__ import annotations

import click

from diversify.cli.session import Session, emit, harmless, wrapped
from diversify.cli.verb import Verb
from diversify.domain import Answer
from diversify.errors import UsageError


@click.command("checkin", cls=Verb, help="The question of the week about what is believed, and your answer.")
@click.argument("answer", metavar="[ANSWER]", required=False, type=click.Choice(["yes", "no", "never"]))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def checkin_verb(session: Session, answer: Answer | None, *, as_json: bool) -> None:
    """ANSWER is yes, no, or never (do not ask about this); without one, the last question is shown.

    A digest asks one question in seven days at most, from what you did, never about a sensitive subject, and none
    where little is known. `diversify profile undo` takes an answer back.
    """
    from diversify.app import asking

    store, now = session.app.store, session.app.clock()
    asked = asking.latest(store, now=now)
    if answer is not None:
        if asked is None:
            raise UsageError("there is no question to answer", mend="a digest asks one where there is something to ask")
        asked = asking.answer(store, asked.day, answer, now=now)
    if as_json:
        emit(asking.told(asked))
        return
    if asked is None:
        session.say("there is no question: too little is known to ask about, or all of it was answered")
        return
    _tell(session, asking.name_of(asked), asked.text, answer=answer, given=asked.answer)


def _tell(session: Session, name: str, text: str, *, answer: Answer | None, given: Answer | None) -> None:
    from diversify.digest.words import ANSWERS

    effects = {one: effect for one, _, effect in ANSWERS}
    if answer is not None:
        session.say(f"{harmless(name)}: {effects[answer]}; `diversify profile undo` takes it back")
        return
    click.echo(wrapped(harmless(text)))
    if given is not None:
        click.echo(f"  you answered {given}: {effects[given]}")
        return
    for one, effect in effects.items():
        click.echo(f"  {f'diversify checkin {one}':<24}  {effect}")
