"""What tests of the page share."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


def pytest_collection_modifyitems(config, items):
    """What takes minutes runs on demand alone: `-m slow`."""
    if "slow" in config.option.markexpr:
        return
    wait = pytest.mark.skip(reason="takes minutes; run it with -m slow")
    for item in items:
        if item.get_closest_marker("slow") and HERE in item.path.parents:
            item.add_marker(wait)


@pytest.fixture(scope="session")
def settled(tmp_path_factory):
    """A folder with a store that tests copy."""
    from web_reader import settle

    path = tmp_path_factory.mktemp("web") / "store.db"
    settle(path)
    return path


@pytest.fixture
def path(settled, tmp_path):
    """A store of one's own."""
    import shutil

    shutil.copytree(settled.parent, tmp_path / "web")
    return tmp_path / "web" / settled.name


@pytest.fixture
def reader(path):
    from web_reader import opened

    with opened(path) as reader:
        yield reader
