"""What tests of the page share."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


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
