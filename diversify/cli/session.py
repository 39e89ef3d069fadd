"""What one command holds: settings, the store opened when first needed, and the streams."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from diversify.app import App
    from diversify.config import Settings


class Session:
    """One command's settings and application; closes the store at its end.

    Results go to stdout, messages and progress to stderr.
    """

    def __init__(self, *, store: str | None = None, config: str | None = None, quiet: bool = False) -> None:
        self.named_store = store
        self.config = config if config is not None else os.environ.get("DIVERSIFY_CONFIG")
        self.quiet = quiet

    @cached_property
    def settings(self) -> Settings:
        """Settings of flag, environment, file and default."""
        from diversify.config import read_settings

        return read_settings(self.config, store=self.named_store)

    @cached_property
    def app(self) -> App:
        """The application over the reader's store, opened now."""
        return self.open_app()

    def open_app(self) -> App:
        """One more application over the same store, for another thread; who opens it closes it."""
        from diversify.app import App
        from diversify.store import open_store

        return App(open_store(self.settings.location), settings=self.settings)

    def __enter__(self) -> Session:
        """Nothing is opened before it is needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store if it was opened."""
        if "app" in self.__dict__:
            self.app.close()

    def say(self, message: str) -> None:
        """Tell the reader something on stderr, unless asked to be quiet."""
        if not self.quiet:
            click.echo(message, err=True)

    @property
    def shows_progress(self) -> bool:
        """Progress is for terminals alone."""
        return sys.stderr.isatty() and not self.quiet


def emit(value: Any) -> None:
    """Write one JSON document, and nothing else, to stdout."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(rows: Iterable[tuple[str, ...]], head: tuple[str, ...]) -> str:
    """Aligned columns of plain text, the last one free; what came from outside is made harmless."""
    lines = [head, *[tuple(harmless(cell) for cell in row) for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def wrapped(text: str, indent: str = "") -> str:
    """Text behind an indent: on a terminal in whole words within its width, elsewhere on one line for scripts."""
    if not sys.stdout.isatty():
        return f"{indent}{text}"
    import shutil
    import textwrap

    width = max(40, min(shutil.get_terminal_size((80, 24)).columns, 100))
    return textwrap.fill(
        text, width, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def shortened(text: str, most: int = 40) -> str:
    """Text of a table's cell: the beginning of what is too long for its column."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def harmless(text: str) -> str:
    """Text on one line without control characters: no terminal escape reaches a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
