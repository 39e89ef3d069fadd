"""The verb that makes the digest come by itself: schedule."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diversify.cli.session import Session
from diversify.cli.verb import Verb
from diversify.errors import FileError, UsageError

if TYPE_CHECKING:
    from diversify.app.scheduling import Schedule

LINGER = "it runs while you are logged in; `loginctl enable-linger` lets it run without that"


@click.command("schedule", cls=Verb, help="Let the digest come by itself every day.")
@click.argument("at", metavar="[HH:MM]", required=False)
@click.option("--cron", is_flag=True, help="Print a line for crontab instead of making a timer.")
@click.option("--remove", is_flag=True, help="Take the timer away.")
@click.option("--run", "now", is_flag=True, help="Do now what the timer does: update, digest, mail if that is set up.")
@click.pass_obj
def schedule_verb(session: Session, at: str | None, *, cron: bool, remove: bool, now: bool) -> int:
    """A timer of your own systemd makes up for what was missed, and tries again what failed.

    Where there is none, a line for crontab is printed. The time is local, and so is the day; on the day that has no
    such time it comes as much later as the clocks were put forward.
    """
    if sum((at is not None, remove, now)) != 1:
        raise UsageError(
            "schedule takes a time, or --remove, or --run", mend="say for example: diversify schedule 07:00"
        )
    if now:
        return run_day(session)
    if remove:
        take_away(session)
        return 0
    from diversify.app.scheduling import cron_line

    if cron:
        click.echo(cron_line(planned(session, str(at), quiet=True)))
    else:
        put_up(session, str(at))
    warn_of_variables(session)
    return 0


def run_day(session: Session) -> int:
    """Update, make the day's digest, mail it; 3 where some sources failed.

    A source that fails keeps no digest from coming, and the digest is made before any mail is tried.
    """
    from diversify.app import sending
    from diversify.app.locking import one_run
    from diversify.cli import sending as mailing
    from diversify.cli.making import update

    app = session.app
    if not app.store.feeds.all():
        raise UsageError("there are no sources yet", mend="`diversify init` starts with a set")
    with one_run(app.store.location, wait=mailing.PATIENCE):
        report = update(session, everything=False)
        slate = app.recommend(again=True)
        if sending.is_set_up(session.settings):
            session.say(mailing.send_held(session))
        else:
            session.say(f"the digest of {slate.day} is made: `diversify digest --again` shows it")
    return 3 if report["failed"] else 0


def planned(session: Session, at: str, *, quiet: bool = False) -> Schedule:
    """What is to run when, with absolute paths, as timers start elsewhere; quiet for cron, which mails every word."""
    from diversify.app.scheduling import Schedule, name_of, read_time, zone_of
    from diversify.config import default_store

    when, location = read_time(at), str(Path(session.app.store.location).absolute())
    words = [*program(), *(["-q"] if quiet else []), "--store", location]
    if session.config:
        words += ["--config", str(Path(session.config).absolute())]
    name = name_of(location, default=default_store())
    return Schedule(when, (*words, "schedule", "--run"), name, zone_of(os.environ))


def program() -> list[str]:
    """How this program is started again, from anywhere."""
    script = Path(sys.argv[0])
    if script.name == "diversify" and script.is_file() and os.access(script, os.X_OK):
        return [str(script.absolute())]
    return [sys.executable, "-m", "diversify"]


def put_up(session: Session, at: str) -> None:
    """Write the units and start the timer; where there is no systemd of one's own, tell the line for cron."""
    from diversify.app.scheduling import cron_line, unit_files, unit_folder

    plan, folder = planned(session, at), unit_folder(os.environ)
    if not systemctl("show-environment"):
        session.say("no systemd of your own answers here; put this line into your crontab with `crontab -e`:")
        click.echo(cron_line(planned(session, at, quiet=True)))
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in unit_files(plan, today=session.app.clock().astimezone().date()).items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(folder, f"cannot be written ({reason})", mend="try --cron") from error
    if not (systemctl("daemon-reload") and systemctl("enable", "--now", f"{plan.name}.timer")):
        raise FileError(folder / f"{plan.name}.timer", "systemd refuses it", mend="`systemctl --user status` says why")
    session.say(f"every day at {plan.at:%H:%M}: {folder / plan.name}.timer; {LINGER}")


def take_away(session: Session) -> None:
    """Stop the timer of this store and remove its files."""
    from diversify.app.scheduling import unit_folder

    plan, folder = planned(session, "00:00"), unit_folder(os.environ)
    files = [folder / f"{plan.name}.{kind}" for kind in ("timer", "service")]
    if not any(file.exists() for file in files):
        session.say(f"no timer of this store in {folder}; a line for cron goes with `crontab -e`")
        return
    systemctl("disable", "--now", f"{plan.name}.timer")
    for file in files:
        file.unlink(missing_ok=True)
    systemctl("daemon-reload")
    session.say(f"removed: {files[0]}")


def systemctl(*words: str) -> bool:
    """Ask the reader's own systemd; whether there is one and it agrees."""
    program = shutil.which("systemctl")
    if program is None:
        return False
    done = subprocess.run([program, "--user", *words], capture_output=True, timeout=60, check=False)
    return done.returncode == 0


def warn_of_variables(session: Session) -> None:
    """A timer does not see the variables of this shell, the password among them."""
    names = sorted(name for name in os.environ if name.startswith("DIVERSIFY_") and name != "DIVERSIFY_CONFIG")
    if names:
        session.say(f"a timer does not see {', '.join(names)}: write settings into the file, a password into its own")
