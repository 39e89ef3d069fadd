"""What the hostile tests share: a guard that lets nothing leave the machine, servers, payloads, a browser."""

import ipaddress
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
SHARED = HERE.parents[1].parent / "shared" / "data"

_guarded = []


def _loopback_alone(event, args):
    if event != "socket.connect" or not _guarded:
        return
    address = args[1]
    if not isinstance(address, tuple):
        return
    try:
        inside = ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback
    except ValueError:
        inside = address[0] == "localhost"
    if not inside:
        _guarded.append(address)
        raise PermissionError(f"a test was about to connect to {address[0]}")


sys.addaudithook(_loopback_alone)


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine():
    """Connections to anything but loopback are refused before they begin, and fail the test."""
    _guarded[:] = [None]
    yield
    tried = _guarded[1:]
    _guarded.clear()
    assert not tried


@pytest.fixture(scope="session")
def shared():
    """The folder of shared data, where it lies beside the checkout."""

    def folder(*names):
        found = SHARED.joinpath(*names)
        if not found.exists():
            pytest.skip(f"the shared data {'/'.join(names)} are not beside the checkout")
        return found

    return folder


@pytest.fixture
def host():
    from hostile_servers import Host

    made = Host()
    yield made
    made.close()
