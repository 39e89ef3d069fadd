"""Verbs that bring lists in and take everything out: import, export."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from diversify.cli.session import Session, emit
from diversify.cli.verb import Verb
from diversify.domain import Feed
from diversify.errors import FileError


@click.command("import", cls=Verb, help="Subscribe to the feeds of an OPML file.")
@click.argument("file", metavar="FILE|-")
@click.option("--allow-private", is_flag=True, help="Permit private and loopback addresses for these hosts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_obj
def import_verb(session: Session, file: str, *, allow_private: bool, as_json: bool) -> None:
    """Folders and foreign attributes are kept; a file that is not well-formed is read as far as it goes.

    What you chose for your sources comes back from a file that `diversify export opml` wrote. Permission for private
    addresses comes back with --allow-private only: a file from elsewhere could ask for it too.
    """
    listed = read_list(file)
    asking = sum(feed.allow_private for feed in listed)
    added, known = session.app.subscribe(permitted(listed, allow_private=allow_private))
    if as_json:
        emit({"added": [feed.url for feed in added], "known": [feed.url for feed in known]})
    session.say(f"{len(added)} feeds added, {len(known)} there already")
    if asking and not allow_private:
        session.say(f"{asking} of them ask for private addresses; import it with --allow-private to permit that")


def feeds_of(file: str, *, allow_private: bool) -> list[Feed]:
    """The feeds of an OPML file, or of stdin where it is `-`, with what the reader permits them."""
    return permitted(read_list(file), allow_private=allow_private)


def read_list(file: str) -> list[Feed]:
    """The feeds of an OPML file, or of stdin where it is `-`, as the file has them."""
    from diversify.ingest import read_opml

    return read_opml(read_bytes(file), name="standard input" if file == "-" else file)


def permitted(feeds: list[Feed], *, allow_private: bool) -> list[Feed]:
    """The feeds with the permission that the reader gives: to those that the file marks, where it marks any, or to all.

    No file can give it by itself.
    """
    marked = any(feed.allow_private for feed in feeds)
    return [replace(feed, allow_private=allow_private and (feed.allow_private or not marked)) for feed in feeds]


def read_bytes(file: str) -> bytes:
    """The bytes of a file, or of stdin where it is `-`."""
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise FileError(file, error.strerror or "cannot be read", mend="name an OPML file that you may read") from error


@click.command("export", cls=Verb, help="Write your sources as OPML, or all that is kept about you as JSON.")
@click.argument("what", type=click.Choice(["opml", "data"]))
@click.argument("file", metavar="FILE|-", default="-")
@click.pass_obj
def export_verb(session: Session, what: str, file: str) -> None:
    """`opml` is read by every feed reader; `data` holds what you said, did and were shown."""
    if what == "opml":
        from diversify.ingest import write_opml

        text = write_opml(session.app.store.feeds.all(), title="Sources of diversify")
    else:
        from diversify.app.knowing import exported

        text = json.dumps(exported(session.app.store), ensure_ascii=False, indent=2) + "\n"
    write_text(file, text)
    if file != "-":
        session.say(f"written to {file}")


def write_text(file: str, text: str) -> None:
    """Write a whole file or none of it; `-` is stdout."""
    if file == "-":
        click.echo(text, nl=False)
        return
    target = Path(file)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FileError(file, error.strerror or "cannot be written", mend="name a folder you may write to") from error
