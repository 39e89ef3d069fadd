"""Verbs about how sources fare: status, limit."""

from __future__ import annotations

import textwrap
from datetime import datetime, timedelta
from typing import Any

import click

from diversify.cli.session import Session, emit, harmless, shortened, table
from diversify.cli.verb import Verb

WIDTH = 80
"""Columns of the table of sources; the last one has what the others leave."""
_TITLE = 28


@click.command("status", cls=Verb, help="The state of sources, articles and model.")
@click.option("--failing", is_flag=True, help="Only the sources that fail or are gone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def status_verb(session: Session, *, failing: bool, as_json: bool) -> None:
    """Sources that fail come first, with the reason.

    Each with its last successful reading, when it is due, the median number of articles on a day of the last four
    weeks, and the share of its articles that another source had first.
    """
    from diversify.app.status import is_sick, status

    state = status(session.app.store, now=session.app.clock())
    if failing:
        state["sources"] = [one for one in state["sources"] if is_sick(one)]
    if as_json:
        emit(state)
        return
    model, about = state["model"], f"{state['windows']} windows, {state['paused']} paused, {state['retired']} retired"
    click.echo(f"store     {state['store']}")
    click.echo(f"sources   {state['feeds']} ({about}), {state['failing']} failing")
    click.echo(f"articles  {state['articles']} in {state['stories']} stories")
    click.echo(f"updated   {state['last_update'] or 'never'}")
    click.echo(f"model     {model['version']} of {model['articles']} articles" if model else "model     none yet")
    for line in model_told(model):
        click.echo(line)
    for line in sources_told(state["sources"], session.app.clock()):
        click.echo(line)


def model_told(model: dict[str, Any] | None) -> list[str]:
    """What else is to be said of the model: what it borrows, and whether it has grown old."""
    if model is None:
        return []
    lines = [f"vectors   {harmless(model['vectors'])}"] if model["vectors"] else []
    return lines + (["          topics have drifted: run `diversify train`"] if model["drifted"] else [])


def sources_told(sources: list[dict[str, Any]], now: datetime) -> list[str]:
    """The table of sources, those that need a look first, each of these with what is the matter."""
    from diversify.app.status import is_sick

    ordered = sorted(sources, key=is_sick, reverse=True)
    if not ordered:
        return []
    head = ("no", "state", "read", "due", "a day", "dup", "source")
    lines = table([_row(one, now) for one in ordered], head).splitlines()
    told = ["", lines[0]]
    for line, one in zip(lines[1:], ordered, strict=True):
        told += [line, *_notes(one)]
    return told


def _row(source: dict[str, Any], now: datetime) -> tuple[str, ...]:
    share, rate = source["duplicate_share"], source["per_day"]
    return (
        str(source["id"]),
        state_of(source),
        _since(source["last_success"], now),
        _until(source["next_due"], now),
        "-" if rate is None else f"{rate:g}",
        "-" if share is None else f"{share:.0%}",
        shortened(source["title"] or source["url"], _TITLE),
    )


def _notes(source: dict[str, Any]) -> list[str]:
    """What is the matter with a source, and what it is permitted, in lines below its own."""
    from diversify.app.status import is_sick

    notes = []
    if source["error"]:
        times = f" ({source['failures']} times)" if source["failures"] > 1 else ""
        where = f"{source['url']}: " if is_sick(source) else ""
        notes.append(f"{where}{source['error']}{times}")
    if source.get("full_text"):
        notes.append("its articles are read in full on their pages")
    if source["limits"]:
        notes.append(f"permitted: {permissions(source['limits'])}")
    return [line for note in notes for line in _folded(harmless(note))]


def _folded(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="      ", subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
    )


def permissions(limits: dict[str, float]) -> str:
    """The limits that the reader has set, in words."""
    from diversify.ingest.limits import LIMITS

    return ", ".join(f"{name} {one.typed(limits[one.field])}" for name, one in LIMITS.items() if one.field in limits)


def state_of(source: dict[str, Any]) -> str:
    """The one word that matters most about a source."""
    for name, word in (("retired", "retired"), ("paused", "paused"), ("failures", "failing"), ("window", "window")):
        if source[name]:
            return word
    return "ok"


def _since(moment: str | None, now: datetime) -> str:
    return f"{_span(now - datetime.fromisoformat(moment))} ago" if moment else "never"


def _until(moment: str | None, now: datetime) -> str:
    if moment is None:
        return "-"
    left = datetime.fromisoformat(moment) - now
    return f"in {_span(left)}" if left > timedelta(0) else "now"


def _span(span: timedelta) -> str:
    """A length of time in one short word, rounded down.

    Examples
    --------
    >>> _span(timedelta(minutes=50)), _span(timedelta(hours=30)), _span(timedelta(days=9))
    ('50min', '30h', '9d')
    """
    minutes = max(int(span.total_seconds() // 60), 0)
    return f"{minutes}min" if minutes < 100 else f"{minutes // 60}h" if minutes < 48 * 60 else f"{minutes // 1440}d"


@click.command("limit", cls=Verb, help="See or set what one source may cost: size, time, items, memory.")
@click.argument("source", metavar="SOURCE")
@click.option("--bytes", metavar="N", help="Size of a document, unpacked, as in 30M.")
@click.option("--seconds", metavar="N", help="For the transfer of a document.")
@click.option("--redirects", metavar="N", help="That are followed.")
@click.option("--items", metavar="N", help="Entries kept of a document, the newest.")
@click.option("--cpu", metavar="N", help="Seconds of processor time for reading a document.")
@click.option("--memory", metavar="N", help="For reading a document, as in 1G.")
@click.option("--default", "anew", is_flag=True, help="Forget what was set before.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def limit_verb(session: Session, /, source: str, *, anew: bool, as_json: bool, **given: str | None) -> None:
    """SOURCE is an address, a number of `diversify list`, or an exact title.

    Without options its limits are shown. Set limits of an address that is no source yet, and it becomes one. The next
    update reads the source anew.
    """
    from diversify.app.limiting import limit, limits_told, read_limits
    from diversify.app.subscribing import find_feeds
    from diversify.ingest.limits import LIMITS

    store, values = session.app.store, read_limits(given)
    if values or anew:
        feed = limit(store, source, values, anew=anew, now=session.app.clock())
        session.say(f"the next update reads {feed.url} within these limits")
    else:
        (feed,) = find_feeds(store, (source,))
    told = limits_told(feed)
    if as_json:
        emit({"url": feed.url, "limits": told})
        return
    rows = [
        (
            one["name"],
            *(LIMITS[one["name"]].typed(one[key]) for key in ("value", "usual", "most")),
            LIMITS[one["name"]].unit,
        )
        for one in told
    ]
    click.echo(table(rows, ("limit", "in force", "usual", "most", "unit")))
