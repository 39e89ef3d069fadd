"""What a table of a plan may hold: known keys, and values of the kind that their defaults have."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any, Final

from diversify.errors import SettingsError

_NOUNS: Final[Mapping[type, str]] = {int: "whole number", float: "number", tuple: "list of numbers"}


def nearest(name: object, known: Collection[str]) -> str:
    """The known name that is most like this one, as a question."""
    return f"did you mean {difflib.get_close_matches(str(name), known, n=1, cutoff=0.0)[0]!r}?"


def refuse_unknown(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """Refuse the first key that is not known.

    Raises
    ------
    SettingsError
        With the nearest known key.

    Examples
    --------
    >>> refuse_unknown({"birth": 3}, ("births", "fade"), "worlds.w")
    Traceback (most recent call last):
    diversify.errors.SettingsError: worlds.w: unknown key 'birth'; did you mean 'births'?
    """
    for key in table:
        if key not in known:
            raise SettingsError(f"{where}: unknown key {key!r}", mend=nearest(key, known))


def refuse_unfitting(table: Mapping[str, Any], defaults: Mapping[str, Any], where: str) -> None:
    """Refuse keys without a default, and values of another kind than their defaults; a whole number is a number, too.

    Raises
    ------
    SettingsError
        Naming the key, and the value or the nearest known key.
    """
    refuse_unknown(table, defaults, where)
    for key, value in table.items():
        wanted = type(defaults[key])
        fits = isinstance(value, int | float) if wanted is float else isinstance(value, wanted)
        if isinstance(value, bool) or not fits:
            raise SettingsError(f"{where}.{key}: {value!r} is no {_NOUNS[wanted]}")
