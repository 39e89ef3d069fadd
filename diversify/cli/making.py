"""The daily verbs: update, train, digest."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from diversify.cli.progress import counting
from diversify.cli.session import Session, emit, harmless
from diversify.cli.verb import Verb
from diversify.domain import Digest, ModelCard, Rendered
from diversify.errors import UsageError

if TYPE_CHECKING:
    from diversify.digest.entries import Kind

UNREACHED = frozenset({"dns", "refused", "timeout", "network"})
"""Kinds of failure that mean no way out, where every feed fails with one of them."""

FORMATS = ("text", "html", "markdown", "json", "atom", "jsonfeed", "eml", "epub")


@click.command("update", cls=Verb, help="Read the feeds that are due.")
@click.option("--all", "everything", is_flag=True, help="Read every feed, due or not; conditionally all the same.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def update_verb(session: Session, *, everything: bool, as_json: bool) -> int:
    """A feed is due when its publisher and its own rhythm say so. Ends with 3 where some failed; these are named."""
    from diversify.app.giving_way import give_way
    from diversify.app.locking import one_run

    if not session.app.store.feeds.all():
        raise UsageError("there are no sources yet", mend="`diversify init` starts with a set")
    give_way()
    with one_run(session.app.store.location):
        report = update(session, everything=everything)
    if as_json:
        emit(report)
    return 3 if report["failed"] else 0


def update(session: Session, *, everything: bool) -> dict[str, Any]:
    """Update with progress on a terminal and an honest summary on stderr."""
    with counting(session, "Reading feeds", len(session.app.store.feeds.all())) as tick:
        report = session.app.update(everything=everything, on_result=tick).as_dict()
    session.say(
        f"{report['feeds']} feeds read: {report['not_modified']} unchanged, {report['failed']} failed; "
        f"{report['new']} articles new, {report['changed']} changed; {report['seconds']:.1f} s"
    )
    for line in failures_told(report):
        session.say(f"  failed: {harmless(line)}")
    for line in pages_told(report["full_text"]):
        session.say(harmless(line))
    return report


def pages_told(said: Mapping[str, Any]) -> list[str]:
    """What reading pages brought, where a source asked for it: a line for each reason why one gave no text."""
    failures = said["failures"]
    if not failures and not said["read"] and not said["left"]:
        return []
    lines = [f"{said['read']} articles read in full on their pages, {len(failures)} failed"]
    if said["left"]:
        lines[0] += f", {said['left']} older ones left as their feeds have them"
    for (feed, words), count in Counter((one["feed"], one["message"]) for one in failures).items():
        times = f" ({count} pages)" if count > 1 else ""
        lines.append(f"  page of {feed}: {words}{times}" if feed else f"  {words}")
    return lines


def failures_told(report: Mapping[str, Any]) -> list[str]:
    """A line for each feed that failed; one line for all where there is no way out."""
    failures = report["failures"]
    if len(failures) > 1 and len(failures) == report["feeds"] and {one["kind"] for one in failures} <= UNREACHED:
        return [f"none could be reached; the first, {failures[0]['url']}: {failures[0]['message']}"]
    return [f"{one['url']}: {one['message']}" for one in failures]


@click.command("train", cls=Verb, help="Learn topics and industries from your articles.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--seed", type=int, default=0, show_default=True, help="What random starts are derived from.")
@click.pass_obj
def train_verb(session: Session, *, as_json: bool, seed: int) -> None:
    """Topics keep their names from one training to the next where they are the same.

    The first digest trains by itself; train again when many articles have come, about once a week.
    """
    from diversify.app.giving_way import give_way

    give_way()
    card = session.app.train(seed=seed)
    if as_json:
        emit(report_of(card))
        return
    session.say(f"learned from {card.articles} articles: {len(card.topics)} topics, model {card.version}")
    if card.report.get("vectors"):
        session.say(f"borrowing from the vectors of {harmless(str(card.report['vectors']))}")
    for topic in sorted(card.topics, key=lambda topic: -topic.share):
        if not topic.share:  # of the packed sample alone, lent to who has few articles
            break
        click.echo(f"{topic.share:6.1%}  {harmless(topic.name)}{'  (new)' if topic.new else ''}")
    for name in card.gone:
        session.say(f"gone: {harmless(name)}")
    for note in card.notes:
        session.say(harmless(note))


def report_of(card: ModelCard) -> dict[str, Any]:
    """The document of `train --json`."""
    topics = [
        {"id": topic.id, "name": topic.name, "terms": list(topic.terms), "share": topic.share, "new": topic.new}
        for topic in card.topics
    ]
    return {
        "model": card.version,
        "articles": card.articles,
        "languages": list(card.languages),
        "dimensions": card.dimensions,
        "topics": topics,
        "gone": list(card.gone),
        "notes": list(card.notes),
        **card.report,
    }


@click.command("digest", cls=Verb, help="Make the digest of a day.", instead={"--json": "--format json"})
@click.option("--date", "day", metavar="DAY", help="As 2026-11-21, today or yesterday.")
@click.option("--seed", type=int, default=0, show_default=True, help="What random draws are derived from.")
@click.option("--size", type=int, metavar="N", help="Number of items, for once; the mix is kept in proportion.")
@click.option("--mix", metavar="N/C/F", help="Places for near, common and far items, for once.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="What to write.")
@click.option(
    "--entries",
    type=click.Choice(["digest", "items"]),
    default="digest",
    show_default=True,
    help="What an entry of a feed is.",
)
@click.option(
    "--width", type=click.IntRange(32, 1000), metavar="N", help="Columns of text; as the terminal has, else 80."
)
@click.option("--output", metavar="FILE", help="Write to a file, or into a folder, instead of stdout.")
@click.option("--again", is_flag=True, help="Show the day's digest as it was made, where it was made in the same way.")
@click.pass_obj
def digest_verb(session: Session, /, **asked: Any) -> None:
    """The same store, day, dials and seed give the same digest, to the byte.

    Places of `read`, `why`, `like` and the others are those of the digest made last. As JSON: --format json.
    """
    slate = session.app.recommend(
        asked["day"], seed=asked["seed"], mix=asked["mix"], size=asked["size"], again=asked["again"]
    )
    digest = session.app.deliver(slate)
    if asked["form"] == "text" and asked["width"]:
        show_text(session, digest, width=asked["width"], output=asked["output"])
    else:
        show(session, digest, form=asked["form"], output=asked["output"], entries=asked["entries"])


def show(
    session: Session, digest: Digest, *, form: str = "text", output: str | None = None, entries: Kind = "digest"
) -> None:
    """Render a digest and write it where it is wanted; a feed holds the digests of the days before it too."""
    if form == "text" and output in (None, "-"):
        show_text(session, digest, width=terminal()[0])
        return
    from diversify.app.publishing import rendered

    bring(session, rendered(session.app, digest, form, entries=entries), output)


def show_text(session: Session, digest: Digest, *, width: int, output: str | None = None) -> None:
    """Write the digest as text of a width: in colour to a terminal that takes it, never elsewhere."""
    from diversify.digest import render_text, terminal_text

    if output not in (None, "-"):
        bring(session, render_text(digest, width=width), output)
        return
    colour = terminal()[1]
    click.echo(terminal_text(digest, width=width, colour=colour), nl=False, color=colour)


def bring(session: Session, output: Rendered, place: str | None) -> None:
    """To standard output, or to a file, which is told."""
    from diversify.digest import FileChannel, StreamChannel

    if place in (None, "-"):
        StreamChannel(sys.stdout).deliver(output)
    else:
        session.say(FileChannel(str(place)).deliver(output))


def terminal() -> tuple[int, bool]:
    """Width of the terminal (80 where there is none, 100 at most) and whether it takes colour."""
    import os
    import shutil

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    return max(40, min(width, 100)), colour
