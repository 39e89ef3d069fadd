"""The verb that opens the page: serve."""

from __future__ import annotations

import click

from diversify.cli.session import Session
from diversify.cli.verb import Verb
from diversify.errors import UsageError


@click.command("serve", cls=Verb, help="Open the digest as a page in your browser, on this machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=8017, show_default=True, help="0 takes any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.pass_obj
def serve_verb(session: Session, *, port: int, host: str) -> None:
    """Prints an address with a token; who opens it may read and change everything, others may not.

    Only this machine reaches it, unless --host names another address of yours. Then anybody in the same network who
    has the token can use it, and who listens on the wire can read it: the page speaks plain HTTP.
    """
    from diversify.web.server import is_loopback, serve

    if session.settings.location in (":memory:", "sqlite://"):
        raise UsageError("a store in memory cannot be served", mend="name a file with --store")
    _ = session.app  # a store that cannot be opened is told now, and not on every page
    if not is_loopback(host):
        session.say(f"reached from other machines at {host}: whoever has the address with its token can use it")
    serve(session.open_app, host=host, port=port, say=lambda address: _tell(session, address))
    session.say("stopped; what was stored before stays stored")


def _tell(session: Session, address: str) -> None:
    click.echo(address)
    session.say("open it in your browser; Ctrl-C stops it")
