"""The law of a store, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from diversify.protocols import Store
from diversify.testing.store_laws import articles, candidates, deliveries, feeds, lasting, models, reader, slates, whole

StoreLaw: TypeAlias = Callable[[Store], None]

STORE_LAWS: Final[Mapping[str, StoreLaw]] = {
    law.__name__: law
    for shelf in (feeds, articles, candidates, reader, slates, deliveries, models, whole)
    for law in shelf.LAWS
}
"""Name of a rule to the function that tries it on an empty store."""


def check_store(make_store: Callable[[], Store], *, reopen: Callable[[Store], Store] | None = None) -> None:
    """Try every rule of `protocols.Store`, each on a new store.

    Parameters
    ----------
    make_store
        Makes a new empty store at each call.
    reopen
        Closes a store and opens the same place again, for stores that outlive the process.

    Raises
    ------
    AssertionError
        Naming the rule that is broken, and how.

    Examples
    --------
    >>> from diversify.store import MemoryStore
    >>> check_store(MemoryStore)
    """
    for name, law in STORE_LAWS.items():
        with make_store() as store:
            try:
                law(store)
            except AssertionError as broken:
                rule = (law.__doc__ or name).splitlines()[0]
                raise AssertionError(f"{name}: {rule} – {broken}") from broken
    if reopen is not None:
        lasting.everything_outlives_the_process(make_store(), reopen)
