"""The network of an environment is closed to all but loopback, and notebooks are found."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

BENCH = runpy.run_path(str(Path(__file__).with_name("bench_notebooks.py")))

TRIES = """
import asyncio, socket

def tried(call, *given):
    try:
        call(*given)
    except OSError as error:
        return str(error)
    return "open"

with socket.create_server(("127.0.0.1", 0)) as server:
    print(tried(socket.create_connection, server.getsockname()))
print(tried(socket.create_connection, ("192.0.2.1", 80)))
print(tried(socket.getaddrinfo, "example.org", 80))
print(tried(socket.socket().connect_ex, ("192.0.2.1", 80)))
print(tried(lambda: asyncio.run(asyncio.open_connection("192.0.2.1", 80))))
"""


def test_only_loopback_is_open(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(BENCH["CLOSED"], "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TRIES], env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    near, *far = done.stdout.splitlines()
    assert near == "open"
    assert all("the network is closed" in line for line in far)
    assert len(far) == 4


def test_what_runs_in_the_environment_is_python():
    for source in ("CLOSED", "RUN"):
        compile(BENCH[source], source, "exec")
    assert len(list((BENCH["ROOT"] / "notebooks").glob("*.ipynb"))) >= 8
