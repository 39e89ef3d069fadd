"""The digest comes once a day, on the two odd days of a year too; timers and lines hold any path."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time as clock_time
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from diversify.app import App, sending
from diversify.app.days import day_of, end_of
from diversify.app.locking import one_run
from diversify.app.scheduling import (
    Schedule,
    cron_line,
    missing_moments,
    name_of,
    read_time,
    unit_files,
    unit_folder,
    zone_of,
)
from diversify.config import Settings
from diversify.domain import Rendered
from diversify.errors import FileError, StoreLockedError, UsageError

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Kolkata"]
COMMAND = ("/usr/bin/diversify", "--store", '/a b/100%$x"\\.db', "schedule", "--run")


@pytest.fixture
def in_zone(monkeypatch):
    """Lets this process live in a zone."""

    def live(zone):
        monkeypatch.setenv("TZ", zone)
        clock_time.tzset()
        return ZoneInfo(zone)

    yield live
    monkeypatch.undo()
    clock_time.tzset()


def exists(moment, zone):
    """By the rules of the zone: whether the clocks show that time on that day."""
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment


def moments_of(text, first, days, zone):
    """When a timer elapses in a span, by systemd's own rule: a time that does not exist is left out."""
    found = []
    for line in re.findall(r"OnCalendar=(.*)", text):
        day, at = line.removesuffix(f" {zone}").split()[:2]
        for number in range(days):
            one = first + timedelta(days=number)
            if day in ("*-*-*", one.isoformat()):
                moment = datetime.combine(one, time.fromisoformat(at))
                if exists(moment, zone):
                    found.append(moment)
    return sorted(found)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(0, 30), time(2), time(2, 30), time(7)])
def test_every_day_of_two_years_has_one_moment(in_zone, zone, at):
    rules, first = in_zone(zone), date(2026, 1, 1)
    timer = unit_files(Schedule(at, COMMAND), today=first)["diversify.timer"]
    moments = moments_of(timer, first, 730, rules)
    assert [moment.date() for moment in moments] == [first + timedelta(days=number) for number in range(730)]
    assert all(
        moment.time() == at or not exists(moment.replace(hour=at.hour, minute=at.minute), rules) for moment in moments
    )


def test_only_times_that_clocks_jump_over_need_more_than_one_line(in_zone):
    in_zone("Europe/Berlin")
    today = date(2026, 11, 22)
    assert missing_moments(time(7), since=today) == []
    assert missing_moments(time(2, 30), since=today, years=2) == [
        datetime(2027, 3, 28, 3, 30),
        datetime(2028, 3, 26, 3, 30),
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_the_digests_day_is_the_local_date_at_every_hour_of_the_odd_days(in_zone, zone):
    rules = in_zone(zone)
    day, jumps = date(2026, 1, 1), []
    while day < date(2027, 1, 1):
        following = day + timedelta(days=1)
        hours = (end_of(following.isoformat()) - end_of(day.isoformat())) / timedelta(hours=1)
        if hours != 24:
            jumps.append(following)
        day = following
    assert len(jumps) == (0 if zone == "Asia/Kolkata" else 2)
    for jump in jumps or [date(2026, 3, 29)]:
        start = datetime.combine(jump - timedelta(days=1), time(), UTC)
        for half in range(144):
            now = start + timedelta(minutes=30 * half)
            assert day_of(None, now) == now.astimezone(rules).date().isoformat()
            assert end_of(day_of(None, now)) > now
            assert end_of((now.astimezone(rules).date() - timedelta(days=1)).isoformat()) <= now


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Santiago"])
def test_a_year_of_runs_mails_every_day_once(in_zone, store, clock, zone, monkeypatch):
    """Runs at the timer's moments and again an hour later, as cron may do where an hour comes twice."""
    rules = in_zone(zone)
    app, sent = App(store, settings=Settings(mail_to="a@b.example", mail_server="x", workers=0), clock=clock), []
    monkeypatch.setattr(sending, "digest_to_send", lambda _, day: day)
    monkeypatch.setattr(sending, "mail_of", lambda _, day, **_moment: Rendered("text/plain", day, "x"))
    post = SimpleNamespace(deliver=lambda message: sent.append(message.text) or "taken")
    first = date(2026, 1, 1)
    for moment in moments_of(
        unit_files(Schedule(time(2, 30), COMMAND), today=first)["diversify.timer"], first, 365, rules
    ):
        for later in (timedelta(0), timedelta(hours=1)):
            clock.now = moment.replace(tzinfo=rules).astimezone(UTC) + later
            sending.send(app, post)
    assert sent == [(first + timedelta(days=number)).isoformat() for number in range(365)]


@pytest.mark.parametrize("at", ["02:30", "07:00"])
def test_systemd_agrees(in_zone, at, tmp_path):
    """What systemd itself says of the timer's lines, from before each odd day."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    in_zone("Europe/Berlin")
    timer = unit_files(Schedule(read_time(at), COMMAND), today=date(2026, 1, 1))["diversify.timer"]
    lines = re.findall(r"OnCalendar=(.*)", timer)
    for before in ("2026-03-27", "2026-10-23"):
        days = []
        for line in lines:
            asked = ["systemd-analyze", "calendar", "--iterations=4", f"--base-time={before} 12:00", line]
            done = subprocess.run(asked, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
            assert done.returncode == 0, done.stderr
            days += re.findall(r"(?:elapse|#\d): \w+ (\d{4}-\d\d-\d\d)", done.stdout)
        first = date.fromisoformat(before)
        wanted = [(first + timedelta(days=number)).isoformat() for number in range(1, 5)]
        assert [day for day in sorted(days) if day in wanted] == wanted


def test_systemd_finds_no_fault_in_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    schedule = Schedule(time(7), (shutil.which("true"), *COMMAND[1:]), zone="Europe/Berlin")
    for name, text in unit_files(schedule, today=date(2026, 1, 1)).items():
        (tmp_path / name).write_text(text)
    for name in ("diversify.service", "diversify.timer"):
        asked = ["systemd-analyze", "verify", "--user", "--man=no", str(tmp_path / name)]
        done = subprocess.run(
            asked, capture_output=True, text=True, check=False, env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
        )
        ours = [line for line in done.stderr.splitlines() if "diversify" in line]
        assert ours == []


def test_a_timer_makes_up_for_what_was_missed_and_tries_again_what_failed():
    files = unit_files(Schedule(time(7, 5), COMMAND, "diversify-1", "Europe/Berlin"), today=date(2026, 1, 1))
    assert sorted(files) == ["diversify-1.service", "diversify-1.timer"]
    assert "OnCalendar=*-*-* 07:05:00 Europe/Berlin\n" in files["diversify-1.timer"]
    assert "Persistent=true" in files["diversify-1.timer"]
    service = files["diversify-1.service"]
    assert 'ExecStart="/usr/bin/diversify" "--store" "/a b/100%%$$x\\"\\\\.db" "schedule" "--run"\n' in service
    assert "Environment=TZ=Europe/Berlin" in service
    assert "Restart=on-failure" in service
    assert "SuccessExitStatus=3" in service


def test_a_line_for_cron_says_the_same_words_to_the_shell():
    line = cron_line(Schedule(time(23, 9), COMMAND))
    assert line.startswith("9 23 * * * ")
    assert shlex.split(line.split(maxsplit=5)[5].replace(r"\%", "%")) == list(COMMAND)
    assert cron_line(Schedule(time(7), COMMAND, zone="Asia/Tokyo")).startswith("0 7 * * * TZ=Asia/Tokyo /usr/bin")


@pytest.mark.parametrize("text", ["24:00", "7", "07:60", "", "7.30", "-1:00", "07:00:00", "7:5", "seven"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(UsageError, match="is no time of day; write it as 07:00"):
        read_time(text)


def test_names_zones_and_folders():
    assert name_of("/x", default="/x") == "diversify"
    assert name_of("/x", default="/y") != name_of("/z", default="/y")
    assert zone_of({"TZ": ":Europe/Berlin"}) == "Europe/Berlin"
    assert zone_of({}) == zone_of({"TZ": "CET-1CEST,M3.5.0\nX"}) == ""
    assert unit_folder({"XDG_CONFIG_HOME": "/c"}) == Path("/c/systemd/user")
    assert unit_folder({"XDG_CONFIG_HOME": "not/absolute"}).is_relative_to(Path.home())


HOLD = """
import sys, time
from diversify.app.locking import one_run
with one_run(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_run_at_a_time_and_a_killed_one_holds_nothing(tmp_path):
    location = str(tmp_path / "store.db")
    other = subprocess.Popen([sys.executable, "-c", HOLD, location], stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(StoreLockedError, match=rf"another run is at work \(process {other.pid}\); wait for it"),
            one_run(location),
        ):
            pass
        other.kill()
    with one_run(location, wait=5), pytest.raises(StoreLockedError), one_run(location):
        pass
    with one_run(location), one_run(":memory:"), one_run(str(tmp_path / "other.db")):
        pass


def test_a_lock_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(FileError, match="cannot be written"), one_run(str(tmp_path / "absent" / "store.db")):
        pass
