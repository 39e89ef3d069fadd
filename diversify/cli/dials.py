"""Verbs that turn the reader's dials: mute, unmute, interest, mix, reach, languages, privacy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import click

from diversify.app.dials import Dials, read_language, read_mix, read_places, read_privacy, read_reach
from diversify.cli.session import Session, emit, wrapped
from diversify.cli.verb import Verb
from diversify.domain import Interest, InterestKind
from diversify.errors import UsageError

KINDS = ("topic", "industry", "term", "feed", "author")


@click.command("mute", cls=Verb, help="Never show a topic, industry, term, feed or author.")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("value")
@click.pass_obj
def mute_verb(session: Session, kind: str, value: str) -> None:
    """A mute is absolute until it is taken back with `unmute`.

    A topic is one that `train` lists, an industry a code of `list --industries`, a feed an address, number or title of
    `list`; a term is any word or words of your own.
    """
    interest = checked_interest(session, kind, value)
    session.app.say(replace(interest, weight=-1.0, at=session.app.clock()))
    session.say(f"muted {kind} {interest.value}; `diversify unmute {kind} '{interest.value}'` takes it back")


@click.command("unmute", cls=Verb, help="Take a mute back.")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("value")
@click.pass_obj
def unmute_verb(session: Session, kind: str, value: str) -> None:
    """The value as `diversify profile` shows it."""
    names = {value.strip().casefold()}
    if kind == "feed":  # by its title or number too, as it can be muted
        feeds = session.app.store.feeds.all()
        names |= {feed.url.casefold() for feed in feeds if {str(feed.id), feed.title.casefold()} & names}
    for interest in session.app.store.reader.interests():
        if interest.muted and interest.kind == kind and interest.value.casefold() in names:
            session.app.store.reader.unsay(interest.kind, interest.value, undoable=True)
            session.say(f"{kind} {interest.value} is no longer muted")
            return
    raise UsageError(f"{kind} {value!r} is not muted", mend="`diversify profile` shows what is")


@click.command("interest", cls=Verb, help="Say what you want more or less of, from -1 to 1.",
               context_settings={"ignore_unknown_options": True})  # fmt: skip
@click.argument("value")
@click.argument("weight", type=float)
@click.option("--kind", type=click.Choice(KINDS), help="What VALUE is; guessed where not given.")
@click.pass_obj
def interest_verb(session: Session, value: str, weight: float, *, kind: str | None) -> None:
    """0 takes an interest back; -1 mutes. VALUE is an industry, a topic, a source, else a word."""
    if not -1.0 <= weight <= 1.0:
        raise UsageError(f"weight {weight:g}", mend="give a number from -1 (never) to 1 (much more)")
    interest = checked_interest(session, kind, value)
    if weight == 0.0:
        if not session.app.store.reader.unsay(interest.kind, interest.value, undoable=True):
            raise UsageError(
                f"nothing was said of the {interest.kind} {interest.value!r}", mend="`diversify profile` shows what was"
            )
        session.say(f"{interest.kind} {interest.value}: nothing said any more")
        return
    session.app.say(replace(interest, weight=weight, at=session.app.clock()))
    session.say(f"{interest.kind} {interest.value}: {weight:+g}")


def checked_interest(session: Session, kind: str | None, value: str) -> Interest:
    """A neutral interest in what a reader means by a kind and a value, or by a value alone."""
    from diversify.app.knowing import checked, interest_in
    from diversify.catalogue import load_taxonomy

    store, taxonomy = session.app.store, load_taxonomy()
    if kind is None:
        kind, value = interest_in(store, value, taxonomy)
    return checked(store, cast("InterestKind", kind), value, taxonomy=taxonomy)


@click.command("mix", cls=Verb, help="Places for near, common and far items, as in 6/3/3.")
@click.argument("mix", metavar="[N/C/F]", required=False)
@click.option("--undo", is_flag=True, help="Set it to what it was before.")
@click.option("--toward", metavar="FAR|off", help="Let the far lane grow to so many places as far items get read.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def mix_verb(session: Session, mix: str | None, *, undo: bool, toward: str | None, as_json: bool) -> None:
    """Three whole numbers; 0 closes a lane. Without a value, shows the mix.

    With --toward, the far lane gains places from the near one as you read far items, and never has fewer than you set.
    """
    if toward is not None:
        pace(session, "target_far", None if toward == "off" else read_places(toward), undo=undo)
    if toward is None or mix:
        turn(session, "mix", str(read_mix(mix)) if mix else None, undo=undo, as_json=as_json)


@click.command("reach", cls=Verb, help="How far away far items are: from next-door to another-world.")
@click.argument("value", required=False)
@click.option("--undo", is_flag=True, help="Set it to what it was before.")
@click.option("--toward", metavar="VALUE|off", help="Let the reach grow to this as far items get read.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def reach_verb(session: Session, value: str | None, *, undo: bool, toward: str | None, as_json: bool) -> None:
    """A number from 0 to 1, or next-door, other-town, far-country, another-world; without a value, shows it.

    With --toward, far items lie further away as you read them, and never nearer than the reach you set.
    """
    if toward is not None:
        pace(session, "target_reach", None if toward == "off" else read_reach(toward), undo=undo)
    if toward is None or value:
        turn(session, "reach", read_reach(value) if value else None, undo=undo, as_json=as_json)


@click.command("languages", cls=Verb, help="The languages you read.")
@click.argument("codes", metavar="[CODE...]", nargs=-1)
@click.option("--undo", is_flag=True, help="Set them to what they were before.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def languages_verb(session: Session, codes: tuple[str, ...], *, undo: bool, as_json: bool) -> None:
    """Two-letter codes, or `all`; without a code, shows them."""
    chosen: list[str] | None = None
    if codes:
        named = " ".join(codes).replace(",", " ").split()
        chosen = [read_language(code) for code in named if code.lower() != "all"]
    turn(session, "languages", chosen, undo=undo, as_json=as_json)


@click.command("privacy", cls=Verb, help="What may be kept about you: nothing, explicit or local.")
@click.argument("level", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def privacy_verb(session: Session, level: str | None, *, as_json: bool) -> None:
    """A lower level erases at once what it does not keep, and says so; without one, shows what is kept at each."""
    from diversify.app.knowing import losses

    chosen = read_privacy(level) if level else None
    if chosen:
        for sentence in losses(session.app.store, chosen):
            session.say(sentence)
    turn(session, "privacy", chosen, undo=False, as_json=as_json)
    if not as_json:
        from diversify.profile import LEVELS

        for name, kept in LEVELS.items():
            click.echo(f"{'*' if name == session.app.dials.privacy else ' '} {name}")
            for sentence in kept:
                click.echo(wrapped(sentence, "    "))


def pace(session: Session, name: str, value: float | None, *, undo: bool) -> None:
    """Switch pacing on toward a target of the reader's, or off."""
    if undo:
        raise UsageError("--toward and --undo together", mend="give one of them")
    reader = session.app.store.reader
    reader.turn("pacing", value is not None)
    if value is None:
        session.say("pacing: off; reach and mix are what you set")
        return
    reader.turn(name, value)
    dials = session.app.dials
    ways = {"reach": (dials.reach, dials.target_reach), "far places": (dials.mix.far, dials.target_far)}
    steps = [f"{name} {now:g} toward {then:g}" for name, (now, then) in ways.items() if then > now]
    session.say(f"pacing: {', '.join(steps)}, as far items get read" if steps else "pacing: you are there already")


def turn(session: Session, name: str, value: Any, *, undo: bool, as_json: bool) -> None:
    """Set a dial, or set it back, or show it."""
    reader = session.app.store.reader
    if undo and value is not None:
        raise UsageError("a value and --undo together", mend="give one of them")
    if undo:
        earlier = reader.history(name)
        if not earlier:
            raise UsageError(f"{name} was never changed", mend=f"`diversify {name} VALUE` sets it")
        reader.turn(name, earlier[0][1])
    elif value is not None:
        reader.turn(name, value)
    shown = _shown(session.app.dials, name)
    if as_json:
        emit({name: shown})
    elif undo or value is not None:
        session.say(f"{name}: {_words(shown)}")
    else:
        click.echo(f"{name}: {_words(shown)}")


def _shown(dials: Dials, name: str) -> Any:
    value = getattr(dials, name)
    return str(value) if name == "mix" else list(value) if isinstance(value, tuple) else value


def _words(value: Any) -> str:
    return (" ".join(value) or "all") if isinstance(value, list) else str(value)
