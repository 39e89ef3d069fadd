"""A digest every day by itself, as a timer of the reader's own systemd or a line for cron: texts alone."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from diversify.errors import UsageError

YEARS: Final = 10
"""So far ahead the days are named on which the clocks are put forward over the hour of the digest."""

_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_ZONE: Final = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)*")


@dataclass(frozen=True)
class Schedule:
    """When which command runs.

    Attributes
    ----------
    at
        Local time.
    command
        Words of the command, absolute paths first.
    name
        Of the timer and its service.
    zone
        Name of the time zone where the reader has chosen another than the machine's; else empty.
    """

    at: time
    command: tuple[str, ...]
    name: str = "diversify"
    zone: str = ""


def read_time(text: str) -> time:
    """A time of day from words like 07:00.

    Raises
    ------
    UsageError
        Where it is none.

    Examples
    --------
    >>> read_time("7:05")
    datetime.time(7, 5)
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no time of day", mend="write it as 07:00")
    return time(int(found[1]), int(found[2]))


def name_of(location: str, *, default: str) -> str:
    """The timer's name: one for the usual store, another for every other.

    Examples
    --------
    >>> name_of("/a", default="/a"), name_of("/b", default="/a")
    ('diversify', 'diversify-9812b0b9')
    """
    return "diversify" if location == default else f"diversify-{hashlib.sha256(location.encode()).hexdigest()[:8]}"


def zone_of(environment: Mapping[str, str]) -> str:
    """The zone that the reader's shell names, which neither systemd nor cron would know of."""
    zone = environment.get("TZ", "").removeprefix(":")
    return zone if _ZONE.fullmatch(zone) else ""


def missing_moments(at: time, *, since: date, years: int = YEARS) -> list[datetime]:
    """Days on which there is no such local time, as the clocks are put forward over it, with the time that is then.

    The time is as much after the jump as the one that is missing would have been: 02:30 becomes 03:30.
    """
    found = []
    for day in range(int(365.25 * years)):
        wanted = datetime.combine(since + timedelta(days=day), at)
        if _shown(wanted) != wanted:
            found.append(max(_shown(wanted), _shown(wanted.replace(fold=1))))
    return found


def _shown(wanted: datetime) -> datetime:
    """What the clocks here show at a local time: another one where it does not exist."""
    return wanted.astimezone(UTC).astimezone().replace(tzinfo=None)


def unit_files(schedule: Schedule, *, today: date) -> dict[str, str]:
    """The service and the timer (systemd.timer(5)), by name of file.

    A run that was missed, as the machine was off, is made up for when it is on again; one that failed is tried again
    every quarter of an hour for three hours. systemd leaves a day out on which the time does not exist, so such days
    are named with the time that takes its place; where a time comes twice, it runs once.
    """
    zone = f" {schedule.zone}" if schedule.zone else ""
    moments = [f"*-*-* {schedule.at:%H:%M}:00", *(f"{one:%Y-%m-%d %H:%M}:00" for one in _odd(schedule, today))]
    calendar = "".join(f"OnCalendar={moment}{zone}\n" for moment in moments)
    setting = f"Environment=TZ={schedule.zone}\n" if schedule.zone else ""
    service = (
        "[Unit]\nDescription=diversify: the digest of the day\nStartLimitIntervalSec=3h\nStartLimitBurst=13\n\n"
        f"[Service]\nType=oneshot\nExecStart={_systemd_words(schedule.command)}\n{setting}"
        "Nice=10\nSuccessExitStatus=3\nRestart=on-failure\nRestartSec=15min\nRestartPreventExitStatus=2\n"
    )
    timer = (
        f"[Unit]\nDescription=diversify: every day at {schedule.at:%H:%M}\n\n"
        f"[Timer]\n{calendar}Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {f"{schedule.name}.service": service, f"{schedule.name}.timer": timer}


def cron_line(schedule: Schedule) -> str:
    r"""The line of a crontab (crontab(5)); cron itself runs once on the two odd days of a year.

    Examples
    --------
    >>> cron_line(Schedule(time(7), ("/usr/bin/diversify", "--store", "/my 100%.db", "schedule", "--run")))
    "0 7 * * * /usr/bin/diversify --store '/my 100\\%.db' schedule --run"
    """
    words = shlex.join(schedule.command).replace("%", r"\%")
    setting = f"TZ={schedule.zone} " if schedule.zone else ""
    return f"{schedule.at.minute} {schedule.at.hour} * * * {setting}{words}"


def unit_folder(environment: Mapping[str, str]) -> Path:
    """Where the reader's own units lie."""
    home = environment.get("XDG_CONFIG_HOME", "")
    return (Path(home) if home.startswith("/") else Path.home() / ".config") / "systemd" / "user"


def _odd(schedule: Schedule, today: date) -> list[datetime]:
    return missing_moments(schedule.at, since=today)


def _systemd_words(words: Sequence[str]) -> str:
    """Words as systemd.service(5) reads them: quoted, `%` and `$` doubled."""
    escaped = (word.replace("\\", r"\\").replace('"', r"\"").replace("%", "%%").replace("$", "$$") for word in words)
    return " ".join(f'"{word}"' for word in escaped)
