"""All notebooks from top to bottom, offline, from an installed wheel: the time of each, and their sum.

    python tests/benchmarks/bench_notebooks.py [--python EXECUTABLE] [--folder FOLDER]

Builds the wheel, makes an environment of its own that has the wheel with its extras `lab` and `cluster` and what runs
notebooks, and nothing of the checkout, and runs every notebook in a folder of its own with the network closed: in that
environment a connection to anything but loopback, and a look-up of any other name, is an error. Without a network to
install from, name the executable of an environment that has the dependencies: the wheel is then unpacked beside it and
comes first.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = 480.0
"""Seconds that all notebooks may take together."""

CLOSED = '''
"""Closes the network of every interpreter of this environment."""

import socket

_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _near(address):
    return not isinstance(address, tuple) or address[0] in ("127.0.0.1", "::1", "localhost", "")


def _guarded(call):
    def guarded(self, address):
        if not _near(address):
            raise OSError(f"the network is closed: {address}")
        return call(self, address)

    return guarded


def _looked_up(host, *rest, **more):
    if host not in (None, "", b"", "127.0.0.1", "::1", "localhost", "0.0.0.0", "::", socket.gethostname()):
        raise OSError(f"the network is closed: {host}")
    return _getaddrinfo(host, *rest, **more)


socket.socket.connect = _guarded(_connect)
socket.socket.connect_ex = _guarded(_connect_ex)
socket.getaddrinfo = _looked_up
'''

RUN = """
import sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient
import diversify

assert Path(sys.argv[3]) in Path(diversify.__file__).parents, diversify.__file__
try:
    __import__("socket").create_connection(("192.0.2.1", 80), 1)
except OSError as error:
    assert "closed" in str(error), error
else:
    raise AssertionError("the network is open")
book = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(book, timeout=400, kernel_name="python3", resources={"metadata": {"path": sys.argv[2]}}).execute()
"""


def built(folder: Path) -> Path:
    """The wheel of this checkout."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def installed(wheel: Path, folder: Path) -> tuple[Path, Path]:
    """Executable of a new environment that has the wheel, and where its packages lie."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    wanted = [f"{wheel}[lab,cluster]", "nbclient", "nbformat", "ipykernel"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True, capture_output=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.run([python, "-c", where], check=True, capture_output=True, text=True).stdout.strip())
    return python, packages


def unpacked(wheel: Path, folder: Path) -> Path:
    """Folder that holds what the wheel would install."""
    import zipfile

    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def ran(notebook: Path, python: Path, packages: Path, *, first: bool) -> tuple[float, float, str]:
    """Wall time, processor time and, where it failed, the end of what was said."""
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as place:
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [python, "-c", RUN, str(notebook), place, str(packages)],
            env=outside | ({"PYTHONPATH": str(packages)} if first else {}),
            capture_output=True, text=True, cwd=place, check=False,
        )  # fmt: skip
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, "" if done.returncode == 0 else done.stderr[-2000:]


def main() -> int:
    """Exit code 1 where a notebook fails, or all take longer than they may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=Path, help="of an environment that has the dependencies")
    parser.add_argument("--folder", type=Path, default=ROOT / "notebooks")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        wheel = built(Path(scratch) / "wheel")
        if options.python:
            python, packages = options.python, unpacked(wheel, Path(scratch) / "packages")
        else:
            python, packages = installed(wheel, Path(scratch) / "environment")
        (packages / "sitecustomize.py").write_text(CLOSED, "utf-8")
        sys.stdout.write(f"{wheel.name}\n")
        walls, failures = [], 0
        for notebook in sorted(options.folder.glob("*.ipynb")):
            wall, cpu, problem = ran(notebook, python, packages, first=bool(options.python))
            walls.append(wall)
            failures += bool(problem)
            sys.stdout.write(f"{notebook.stem:26} {wall:6.1f} s  cpu {cpu:6.1f} s  {problem or 'ran'}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(walls)} notebooks in {sum(walls):.1f} s, {failures} failed\n")
    return int(bool(failures) or sum(walls) > ALLOWED)


if __name__ == "__main__":
    raise SystemExit(main())
