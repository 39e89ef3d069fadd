"""The verb about what is believed: profile, and what a reader may do with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import click

from diversify.cli.dials import KINDS, checked_interest
from diversify.cli.exchange import read_bytes, write_text
from diversify.cli.session import Session, emit, harmless, shortened, wrapped
from diversify.cli.verb import Verb
from diversify.errors import UsageError

Words = tuple[str, ...]

MOST_LEARNED: Final = 12
"""So many of the things learned are told at once, the strongest; nobody reads a hundred lines about themselves."""


@click.command("profile", cls=Verb, help="What is believed about you, from what, and how surely.",
               context_settings={"ignore_unknown_options": True})  # fmt: skip
@click.argument("action", metavar="[ACTION]", required=False, default="show")
@click.argument("words", metavar="[VALUE ...]", nargs=-1)
@click.option("--kind", type=click.Choice(KINDS), help="What VALUE is, for edit; guessed where not given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for show.")
@click.pass_obj
def profile_verb(session: Session, action: str, words: tuple[str, ...], *, kind: str | None, as_json: bool) -> None:
    """ACTION is show, edit, forget, export, import, undo or erase; without one, the profile is shown.

    `show` tells the strongest of what was learned, `show all` everything. `edit VALUE WEIGHT` says it outright, from -1
    to 1; `edit VALUE half` lets it count half of what it counts now; `edit VALUE pin` keeps it as it is, whatever you
    do from now on; `edit VALUE forget` and `forget VALUE` remove what you said and did of it. `export [FILE]` writes
    what was said and learned, without articles and acts; `import FILE` takes it in. `undo` takes back the last thing
    said or the last turn of a dial.
    """
    if as_json and action != "show":
        raise UsageError(f"profile {action} --json", mend="only `profile show` has --json")
    if action not in ACTIONS:
        raise UsageError(f"profile {action!r}", mend=f"say one of {', '.join(ACTIONS)}")
    fewest, most, form, act = ACTIONS[action]
    if not fewest <= len(words) <= most:
        raise UsageError(f"profile {' '.join((action, *words))!r}", mend=f"write `diversify profile {form}`")
    act(session, words, kind if action == "edit" else "json" if as_json else None)


def _show(session: Session, words: Words, form: str | None) -> None:
    if words not in ((), ("all",)):
        raise UsageError(f"profile show {words[0]!r}", mend="write `diversify profile show [all]`")
    _, document = session.app.profile()
    if form == "json":
        emit(document)
        return
    click.echo(f"privacy: {document['privacy']}    acts kept: {document['acts']}")
    click.echo(wrapped(harmless(document["home"]["text"]), "  "))
    told, left = told_first(document["statements"], most=None if words else MOST_LEARNED)
    for statement in told:
        click.echo(wrapped(harmless(str(statement["text"])), "  "))
        for article in statement["evidence"]:
            click.echo(f"      {_counted(article['readings'])}: {harmless(shortened(article['title'], 70))}")
    if left:
        click.echo(wrapped(f"{left} more, weaker or less sure; `diversify profile show all` tells them.", "  "))
    for note in document["notes"]:
        click.echo(wrapped(harmless(note), "  "))


def told_first(statements: list[dict[str, Any]], *, most: int | None) -> tuple[list[dict[str, Any]], int]:
    """All that was said, and of what was learned so many statements, the strongest; and how many others there are.

    What is too little known to be told reads the same for every subject: once is enough, after all others.
    """
    from diversify.profile import TOO_LITTLE

    said = [one for one in statements if one["said"] is not None]
    learned = [one for one in statements if one["said"] is None and one["text"] != TOO_LITTLE]
    vague = [{"text": TOO_LITTLE, "evidence": []}] if any(one["text"] == TOO_LITTLE for one in statements) else []
    shown = learned[:most]
    left = len(learned) - len(shown)
    return [*said, *shown, *([] if left else vague)], left


def _counted(readings: float) -> str:
    """How much an article says, in the unit of evidence.

    Examples
    --------
    >>> _counted(2.98), _counted(-0.5)
    ('for it as 3.0 full readings', 'against it as 0.5 full readings')
    """
    return f"{'for' if readings > 0 else 'against'} it as {abs(readings):.1f} full readings"


def _edit(session: Session, words: Words, kind: str | None) -> None:
    from diversify.app.acting import read_weight
    from diversify.app.correcting import halve, pin

    value, how = words
    if how == "forget":
        session.say(harmless(session.app.forget(value)))
        return
    thing = checked_interest(session, kind, value)
    store, now = session.app.store, session.app.clock()
    if how in ("half", "pin"):
        change = halve if how == "half" else pin
        thing = change(store, session.app.profile()[0], thing, now=now)
    else:
        thing = replace(thing, weight=read_weight(how, words="half, pin or forget"), at=now)
        session.app.say(thing)
    session.say(f"{thing.kind} {thing.value}: {_weighed(thing.weight)}; `diversify profile undo` takes it back")


def _weighed(weight: float) -> str:
    """A weight as a person would say it: that of a belief kept or halved is far below those of words.

    Examples
    --------
    >>> _weighed(-0.5), _weighed(0.00059)
    ('-0.5', 'a slight leaning for it is kept')
    """
    from diversify.profile.describe import SLIGHT

    if 0.0 < abs(weight) < SLIGHT:
        return f"a slight leaning {'for' if weight > 0 else 'against'} it is kept"
    return f"{weight:+.2g}"


def _forget(session: Session, words: Words, _: str | None) -> None:
    session.say(harmless(session.app.forget(words[0])))


def _export(session: Session, words: Words, _form: str | None) -> None:
    from diversify.app.moving import profile_document

    file = words[0] if words else "-"
    profile, _ = session.app.profile()
    document = profile_document(session.app.store, profile, now=session.app.clock())
    write_text(file, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    if file != "-":
        session.say(f"written to {file}")


def _import(session: Session, words: Words, _: str | None) -> None:
    from diversify.app.moving import read_profile_file, take_in

    file = words[0]
    name = "standard input" if file == "-" else file
    taken = take_in(session.app.store, read_profile_file(read_bytes(file), name), name=name, now=session.app.clock())
    left = f"; {taken.sensitive} left out: sensitive subjects are never profiled" if taken.sensitive else ""
    session.say(f"{taken.interests} interests and {taken.dials} dials taken in{left}")


def _undo(session: Session, _words: Words, _: str | None) -> None:
    from diversify.app.correcting import undo

    session.say(harmless(undo(session.app.store)))


def _erase(_session: Session, _words: Words, _: str | None) -> None:
    raise UsageError(
        "profile erase",
        mend="`profile forget everything` removes what was observed, `diversify erase` all that is kept",
    )


ACTIONS: Final[dict[str, tuple[int, int, str, Callable[[Session, Words, str | None], None]]]] = {
    "show": (0, 1, "show [all]", _show),
    "edit": (2, 2, "edit VALUE WEIGHT|half|pin|forget", _edit),
    "forget": (1, 1, "forget VALUE", _forget),
    "export": (0, 1, "export [FILE]", _export),
    "import": (1, 1, "import FILE|-", _import),
    "undo": (0, 0, "undo", _undo),
    "erase": (0, 0, "erase", _erase),
}
"""Action to the fewest and most words behind it, how it is written, and what it does."""
