"""The verb: one address with a token, a taken port said in words, an end without a trace."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from web_reader import settle

from diversify.cli import run
from diversify.web.server import address_of, listening, make_gate

ROOT = Path(__file__).resolve().parents[2]


def started(store, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "diversify", "--store", str(store), "serve", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_it_serves_until_it_is_stopped(path):
    process = started(path, "--port", "0")
    try:
        address = process.stdout.readline().strip()
        host, _, token = address.removeprefix("http://").partition("/?token=")
        assert host.startswith("127.0.0.1:")
        assert len(token) >= 32
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", f"/?token={token}")
        answer = connection.getresponse()
        answer.read()
        cookie = answer.headers["set-cookie"].partition(";")[0]
        connection.request("GET", "/", headers={"Cookie": cookie})
        answer = connection.getresponse()
        assert answer.status == 200
        assert b"That is all for today" in answer.read()
        assert "server" not in answer.headers
        connection.close()
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert "Traceback" not in err
    assert "stopped" in err
    assert process.returncode in (0, 130)


def test_a_taken_port_is_said_in_words(path, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run(["--store", str(path), "serve", "--port", str(taken.getsockname()[1])]) == 2
    err = capsys.readouterr().err
    assert "is taken by another program" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "70000"], "65535"),
        (["--port", "x"], "x"),
        (["--host", "203.0.113.7", "--port", "0"], "--host"),
        (["--host", "no such host"], "no address"),
    ],
)
def test_what_cannot_be_served_is_said(path, capsys, words, said):
    assert run(["--store", str(path), "serve", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_store_in_memory_is_refused(capsys):
    assert run(["--store", ":memory:", "serve"]) == 2
    assert "memory" in capsys.readouterr().err


def test_a_store_that_is_none_is_told_before_anything_is_served(tmp_path, capsys):
    (tmp_path / "x.db").write_text("no store")
    assert run(["--store", str(tmp_path / "x.db"), "serve", "--port", "0"]) == 1
    assert "x.db" in capsys.readouterr().err


def test_tokens_are_new_each_time_and_addresses_name_them():
    first, second = make_gate("::1", 8017), make_gate("192.168.1.4", 80)
    assert first.token != second.token
    assert first.key not in address_of(first, "::1", 8017)
    assert address_of(first, "::1", 8017).startswith("http://[::1]:8017/?token=")
    assert second.hosts == {"192.168.1.4:80", "192.168.1.4"}


@pytest.mark.slow
def test_no_acknowledged_act_is_lost_or_doubled_by_a_kill(tmp_path):
    """Twenty times killed in the middle of acts; `bench_web_kills.py` does it as often as is asked."""
    sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
    from bench_web_kills import kills

    settle(tmp_path / "store.db", articles=400)
    acknowledged, lost, doubled = kills(tmp_path / "store.db", 20)
    assert acknowledged > 20
    assert (lost, doubled) == (0, 0)


def test_what_is_answered_is_sent_at_once():
    """An answer is written in two parts; without this the second waits for the first one's acknowledgement."""
    import asyncio

    async def accepted():
        found = asyncio.get_running_loop().create_future()
        with listening("127.0.0.1", 0) as listener:
            server = await asyncio.start_server(lambda _, writer: found.set_result(writer), sock=listener)
            _, writer = await asyncio.open_connection(*listener.getsockname())
            there = await found
            option = there.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for one in (writer, there):
                one.close()
                await one.wait_closed()
            server.close()
        return option

    assert asyncio.run(accepted()) != 0
