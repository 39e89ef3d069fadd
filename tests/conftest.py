"""For all tests: no property is judged by how long it took, as a busy machine is slow and not wrong."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

ON_DEMAND = frozenset(Path(__file__).resolve().parent / name for name in ("channels", "digest", "hostile", "web"))
"""Folders whose slow tests take minutes; those of the others are a part of every run."""


@pytest.fixture(autouse=True, scope="session")
def _our_own_rank():
    """Verbs that lower the rank of their process would lower ours, for all the tests after them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("diversify.app.giving_way.NICE", 0)
        yield


def pytest_collection_modifyitems(config, items):
    """What takes minutes runs on demand alone: `-m slow`."""
    if "slow" in config.option.markexpr:
        return
    wait = pytest.mark.skip(reason="takes minutes; run it with -m slow")
    for item in items:
        if item.get_closest_marker("slow") and not ON_DEMAND.isdisjoint(item.path.parents):
            item.add_marker(wait)
