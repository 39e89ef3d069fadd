"""The verbs as a reader and a timer call them: a settled store, a real mail server, processes that are killed."""

import email
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from email import policy

import pytest

from diversify.cli import run
from diversify.store import SqliteStore
from diversify.testing import make_article, make_card, make_feed, make_understanding


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with a settled store, and no settings but those that a test writes."""
    now = datetime.now(UTC)
    with SqliteStore(tmp_path / "s.db") as store:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        made = [make_feed(n, url=f"http://127.0.0.1:{port}/{n}", allow_private=True) for n in range(8)]
        feeds = store.feeds.add(made)
        said = [make_article(n, feeds[n % 8].id, published=now - timedelta(minutes=n), seen=now) for n in range(40)]
        ids = store.articles.save(said)
        store.models.save(make_card("words-1"), b"body")
        store.articles.understand(ids, "words-1", make_understanding(40))
    for name in list(os.environ):
        if name.startswith("DIVERSIFY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def verb(home, capsys):
    def call(*words, code=0, **settings):
        write(home, **settings)
        assert run(["--store", str(home / "s.db"), "--config", str(home / "c.toml"), *words]) == code
        done = capsys.readouterr()
        if code:
            told = [line for line in done.err.splitlines() if line.startswith("diversify: ")]
            assert len(told) == 1 or code == 3
            assert all(";" in line for line in told)
        return done

    return call


def write(home, **settings):
    lines = [f"{name} = {value!r}".replace("'", '"') for name, value in settings.items()]
    (home / "c.toml").write_text("\n".join(lines))


def to(served, **fields):
    """Settings that lead to a server."""
    known = {"mail_to": "reader@example.org", "mail_server": "localhost", "mail_port": served.port}
    return known | {"mail_security": served.security, "workers": 0} | fields


def process(home, *words):
    """The console script as a process of its own."""
    asked = [sys.executable, "-m", "diversify", "--store", str(home / "s.db"), "--config", str(home / "c.toml"), *words]
    return subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_dry_run_prints_the_message_and_needs_no_server(verb, home):
    text = verb("send", "--dry-run").out
    message = email.message_from_string(text, policy=policy.default)
    assert message["To"] == "reader@localhost"
    assert "diversify like N" in message.get_body(("plain",)).get_content()
    with SqliteStore(home / "s.db") as store:
        assert store.deliveries.of("mail") == []


def test_without_settings_it_says_which(verb):
    assert "write mail_to and mail_server into the settings file" in verb("send", code=2).err


def test_a_day_is_mailed_once_and_told(verb, serve):
    served = serve()
    assert "taken by localhost" in verb("send", **to(served)).err
    assert "already; nothing was sent" in verb("send", **to(served)).err
    assert "already; nothing was sent" in verb("send", "--again", **to(served)).err
    assert len(served.box.taken) == 1
    (message,) = served.box.messages()
    assert message["From"].addresses[0].addr_spec == "reader@example.org"
    shown = verb("digest", "--again").out.split()
    assert message.get_body(("plain",)).get_content().split()[:12] == shown[:12]


def test_the_password_comes_from_a_file_of_ones_own_or_the_environment(verb, serve, home, trusted, monkeypatch):
    served = serve("starttls", login=True)
    secret = home / "secret"
    secret.write_text("wrong\n")
    secret.chmod(0o604)
    told = to(served, mail_user="reader", mail_password_file=str(secret))
    assert "everybody on this machine may read the password; chmod 600" in verb("send", code=1, **told).err
    secret.chmod(0o600)
    assert "refused the login: 535" in verb("send", code=1, **told).err
    monkeypatch.setenv("DIVERSIFY_MAIL_PASSWORD", "a pass phrase: ünïcode")
    assert "taken by" in verb("send", **told).err
    assert len(served.box.taken) == 1


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ({"mail_password": "x"}, 2, "a password stands in the settings file; take it out"),
        ({"mail_security": "ssl"}, 2, "choose one of starttls, tls, none"),
        ({"mail_port": 70000}, 2, "give a number from 0 to 65535"),
        ({"mail_sever": "x"}, 2, "did you mean 'mail_server'?"),
        ({"page_address": "127.0.0.1:8420"}, 2, "write it as http://127.0.0.1:8420"),
        ({"page_address": "http://x/?a=<b>"}, 2, "write it as http://127.0.0.1:8420"),
        ({"mail_to": "reader", "mail_server": "x"}, 2, "is no mail address"),
        ({"mail_to": "r@x.example", "mail_server": "x", "mail_password_file": "/nowhere/x"}, 1, "name a file"),
    ],
)  # fmt: skip
def test_broken_settings_are_named_with_their_mend(verb, settings, code, words):
    assert words in verb("send", code=code, **settings).err


def test_a_refused_recipient_is_told_and_the_next_try_sends(verb, serve):
    served = serve()
    served.box.answers["rcpt"] = "550 5.1.1 unknown"
    assert "refused the recipient reader@example.org: 550 5.1.1 unknown" in verb("send", code=1, **to(served)).err
    served.box.answers.clear()
    verb("send", **to(served))
    assert len(served.box.taken) == 1


@pytest.mark.parametrize("count", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_of_several_processes_at_once_one_mails(home, serve, count):
    served = serve()
    write(home, **to(served))
    running = [process(home, "send") for _ in range(count)]
    told = [one.communicate(timeout=120)[1] for one in running]
    assert [one.returncode for one in running] == [0] * count, told
    assert len(served.box.taken) == 1
    assert sum("already; nothing was sent" in text for text in told) == count - 1


class Slow:
    """A server that stops talking at a step, and says when it has come to it."""

    def __init__(self, step):
        self.step, self.reached, self.release, self.bodies = step, threading.Event(), threading.Event(), 0
        self.security = "none"
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self.talk)
        self.thread.start()

    def talk(self):
        with self.listening, self.listening.accept()[0] as line, line.makefile("rb") as heard:
            line.sendall(b"220 hi\r\n")
            for word in iter(heard.readline, b""):
                if word.upper().startswith(self.step):
                    self.wait()
                line.sendall(b"354 go on\r\n" if word.upper().startswith(b"DATA") else b"250 ok\r\n")
                if word.upper().startswith(b"DATA"):
                    while heard.readline() not in (b".\r\n", b""):
                        pass
                    self.bodies += 1
                    self.wait()
                    return

    def wait(self):
        self.reached.set()
        self.release.wait(60)


@pytest.mark.parametrize(("step", "bodies"), [pytest.param(b"RCPT", 0, marks=pytest.mark.slow), (b"NEVER", 1)])
def test_a_run_that_is_killed_is_told_and_not_silently_repeated(home, verb, serve, step, bodies):
    """Killed while the server thinks of the recipient, or after the whole message went out, before it was taken."""
    slow = Slow(step)
    write(home, **to(slow))
    one = process(home, "send")
    assert slow.reached.wait(60)
    one.send_signal(signal.SIGKILL)
    one.communicate(timeout=60)
    slow.release.set()
    slow.thread.join(60)
    assert slow.bodies == bodies
    served = serve()
    for _ in range(2):
        assert "may have arrived" in verb("send", code=1, **to(served)).err
    assert served.box.taken == []
    verb("send", "--again", **to(served))
    assert "already" in verb("send", "--again", **to(served)).err
    assert len(served.box.taken) == 1


def test_a_run_by_itself_updates_makes_and_mails_even_where_sources_fail(verb, serve):
    served = serve()
    told = verb("schedule", "--run", code=3, **to(served)).err
    assert "8 feeds read: 0 unchanged, 8 failed" in told
    assert "taken by localhost" in told
    assert len(served.box.taken) == 1
    assert "already; nothing was sent" in verb("schedule", "--run", code=3, **to(served)).err


def test_a_run_without_mail_makes_the_digest(verb, home):
    assert "`diversify digest --again` shows it" in verb("schedule", "--run", code=3, workers=0).err
    with SqliteStore(home / "s.db") as store:
        assert store.slates.last() is not None


def test_a_run_that_finds_another_waits_and_an_update_says_so(home, verb, monkeypatch):
    from diversify.app.locking import one_run
    from diversify.cli import sending

    monkeypatch.setattr(sending, "PATIENCE", 0.0)
    with one_run(str(home / "s.db")):
        assert "another run is at work" in verb("schedule", "--run", code=1).err
        assert "another run is at work" in verb("update", code=1).err


@pytest.fixture
def systemd(home, monkeypatch):
    """A systemctl that writes down what it is asked and agrees."""
    folder = home / "bin"
    folder.mkdir()
    tool = folder / "systemctl"
    tool.write_text(f'#!/bin/sh\necho "$@" >> {home}/asked\nexit "${{REFUSES:-0}}"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return lambda: (home / "asked").read_text().splitlines() if (home / "asked").exists() else []


def test_a_timer_is_put_up_and_taken_away(verb, home, systemd):
    told = verb("schedule", "7:30").err
    folder = home / "config" / "systemd" / "user"
    timer, service = sorted(folder.iterdir(), key=lambda file: file.suffix, reverse=True)
    assert str(timer) in told
    assert "loginctl enable-linger" in told
    assert "OnCalendar=*-*-* 07:30:00\n" in timer.read_text()
    assert f'"--store" "{home / "s.db"}" "--config" "{home / "c.toml"}" "schedule" "--run"' in service.read_text()
    assert systemd()[-2:] == ["--user daemon-reload", f"--user enable --now {timer.name}"]
    assert "removed" in verb("schedule", "--remove").err
    assert list(folder.iterdir()) == []
    assert "no timer of this store" in verb("schedule", "--remove").err


def test_without_systemd_or_on_demand_a_line_for_cron_is_printed(verb, systemd, monkeypatch, home):
    monkeypatch.setenv("REFUSES", "1")
    done = verb("schedule", "07:30")
    assert done.out == verb("schedule", "07:30", "--cron").out
    assert done.out.startswith("30 7 * * * ")
    assert done.out.endswith("schedule --run\n")
    assert "crontab -e" in done.err
    assert not (home / "config").exists()


@pytest.mark.parametrize("words", [(), ("7:30", "--run"), ("--run", "--remove"), ("25:00",), ("7:30", "--remove")])
def test_a_schedule_of_nothing_or_too_much_is_refused(verb, words):
    verb("schedule", *words, code=2)


def test_variables_that_a_timer_does_not_see_are_named(verb, monkeypatch):
    monkeypatch.setenv("DIVERSIFY_MAIL_PASSWORD", "x")
    told = verb("schedule", "07:30", "--cron").err
    assert "a timer does not see DIVERSIFY_MAIL_PASSWORD" in told


def test_every_format_is_written(verb, home):
    for form in ("text", "html", "markdown", "json", "atom", "jsonfeed", "eml", "epub"):
        verb("digest", "--again", "--format", form, "--output", str(home / f"out.{form}"))
        assert (home / f"out.{form}").stat().st_size > 500
        assert b"\x1b" not in (home / f"out.{form}").read_bytes() or form == "epub"
    items = verb("digest", "--again", "--format", "atom", "--entries", "items").out
    assert items.count("<entry") == 12


@pytest.mark.parametrize("width", [32, 60, 200])
def test_text_has_the_width_asked_for_and_no_escape_where_it_is_piped(home, verb, monkeypatch, width):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    shown = verb("digest", "--again", "--width", str(width)).out
    verb("digest", "--again", "--width", str(width), "--output", str(home / "out.txt"))
    assert (home / "out.txt").read_text("utf-8") == shown
    assert "\x1b" not in shown
    longest = max(len(line) for line in shown.splitlines() if "://" not in line)
    assert width - 12 < longest <= width


def test_what_was_mailed_and_fed_is_in_the_export(verb, serve, home):
    served = serve()
    verb("send", **to(served))
    verb("digest", "--again", "--format", "atom")
    kept = json.loads(verb("export", "data").out)["deliveries"]
    assert [(one["way"], one["state"]) for one in kept] == [("mail", "done"), ("feed", "done")]
