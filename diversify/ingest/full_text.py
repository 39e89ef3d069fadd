"""The text of new articles from their pages, for sources whose reader asked for it."""

from __future__ import annotations

from importlib.util import find_spec

from diversify.errors import UsageError


def is_installed() -> bool:
    """Whether the library that finds the text of a page is there; it is not loaded for the answer."""
    return find_spec("trafilatura") is not None


def check_installed() -> None:
    """Refuse a wish for full text that could not be met.

    Raises
    ------
    UsageError
        Where the library that finds the text of a page is not installed.
    """
    if not is_installed():
        raise UsageError(
            "full text needs a library that is not installed", mend="`pip install 'diversify-news[full-text]'`"
        )
