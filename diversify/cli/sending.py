"""Verbs that bring the digest by itself: send."""

from __future__ import annotations

import sys
from typing import Any

import click

from diversify.cli.session import Session
from diversify.cli.verb import Verb

PATIENCE = 600.0
"""Seconds that a run by itself waits for another to end: an update of many sources takes minutes."""


@click.command("send", cls=Verb, help="Mail the digest of a day.")
@click.option("--dry-run", is_flag=True, help="Print the message and send nothing; needs no server.")
@click.option("--date", "day", metavar="DAY", help="As 2026-11-21, today or yesterday.")
@click.option("--again", is_flag=True, help="Send once more what may not have arrived; never what has.")
@click.option("--resume", is_flag=True, help="Mail again after you stopped it by a link in a mail.")
@click.pass_obj
def send_verb(session: Session, /, **asked: Any) -> None:
    """Each day is mailed once; a day that could not be mailed is mailed by the next try of the same day.

    Settings: mail_to, mail_server, and where needed mail_from, mail_port, mail_security (starttls, tls or none),
    mail_user. The password is read from DIVERSIFY_MAIL_PASSWORD or from the file that mail_password_file names.
    """
    from diversify.app import sending

    app = session.app
    if asked["dry_run"]:
        from diversify.digest import StreamChannel

        slate = app.recommend(asked["day"], again=True)
        StreamChannel(sys.stdout).deliver(sending.mail_of(app, app.deliver(slate)))
        return
    if asked["resume"]:
        sending.resume(app.store)
    session.say(send(session, day=asked["day"], again=asked["again"]))


def send(session: Session, *, day: str | None = None, again: bool = False) -> str:
    """Mail a day's digest while no other run is at work, and tell what was done."""
    from diversify.app.locking import one_run

    with one_run(session.app.store.location, wait=PATIENCE):
        return send_held(session, day=day, again=again)


def send_held(session: Session, *, day: str | None = None, again: bool = False) -> str:
    """As `send`, for a run that holds the lock."""
    from diversify.app import sending
    from diversify.config import read_password

    channel = sending.mail_channel(session.settings, read_password(session.settings))
    return sending.send(session.app, channel, day=day, again=again)
