"""The digest for a terminal, a pipe or a text file: 80 columns unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diversify.digest.columns import console, printed, wrapped
from diversify.digest.words import (
    ANSWERS,
    LANE_WORDS,
    QUESTION,
    WHAT_ONE_CAN_DO,
    facts,
    long_date,
    mix_line,
    plain,
    question,
    remarks,
    web_address,
)
from diversify.domain import LANES, Digest, DigestItem, Rendered

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_INDENT = "    "
_LANE_STYLE = {"near": "bold green", "common": "bold blue", "far": "bold magenta"}


def render_text(digest: Digest, *, width: int = 80, colour: bool = False) -> Rendered:
    """Render for a terminal.

    Parameters
    ----------
    digest
        What to print.
    width
        Columns, at least 32. Addresses are never broken, so that they can be clicked and copied; only they may be
        longer.
    colour
        Whether the text may hold escape sequences: true on a terminal alone.
    """
    text = terminal_text(digest, width=width, colour=colour)
    return Rendered("text/plain; charset=utf-8", text, f"diversify-{digest.date}.txt")


def terminal_text(digest: Digest, *, width: int = 80, colour: bool = False) -> str:
    """The text of `render_text`, for a terminal of this width."""
    sheet = console(width, colour=colour)
    return printed(sheet, _lines(digest, sheet))


def _lines(digest: Digest, sheet: Console) -> Iterator[Text]:
    from rich.text import Text

    yield from wrapped(sheet, Text(f"diversify · {long_date(digest.date)}", style="bold"))
    yield from wrapped(sheet, Text(mix_line(digest)))
    if notice := plain(digest.notice):
        yield from wrapped(sheet, Text(notice, style="italic"))
    yield Text("─" * sheet.width, style="dim")
    for item in digest.items:
        yield Text()
        yield from _item(item, digest, sheet)
    yield Text()
    if digest.items:
        yield Text("─" * sheet.width, style="dim")
    said = remarks(digest)
    for sentence in said:
        yield from wrapped(sheet, Text(sentence))
    if said and digest.items:
        yield Text()
    if asked := question(digest):
        yield from _question(asked, sheet)
    if digest.items:
        yield from _legend(digest, sheet)


def _item(item: DigestItem, digest: Digest, sheet: Console) -> Iterator[Text]:
    from rich.text import Text

    lane = (item.lane, _LANE_STYLE[item.lane])
    title = Text.assemble(lane, " · ", (plain(item.title), "bold"))
    yield from wrapped(sheet, title, first=f"{item.position:>2}  ", hanging=_INDENT)
    yield from wrapped(sheet, Text(" · ".join(facts(item, digest)), style="dim"), hanging=_INDENT)
    if item.summary:
        yield from wrapped(sheet, Text(plain(item.summary)), hanging=_INDENT)
    for number, reason in enumerate(item.reasons):
        first = f"{_INDENT}Why: " if number == 0 else f"{_INDENT}     "
        text = Text(plain(reason.text), style="italic")
        yield from wrapped(sheet, text, first=first, hanging=f"{_INDENT}     ")
    if item.others:
        names = ", ".join(plain(other.source) for other in item.others)
        yield from wrapped(sheet, Text(f"Also in: {names}", style="dim"), hanging=f"{_INDENT}         ", first=_INDENT)
    if address := web_address(item.url):
        yield Text.assemble(_INDENT, (address, "cyan"))


def _question(asked: str, sheet: Console) -> Iterator[Text]:
    from rich.text import Text

    yield from wrapped(sheet, Text.assemble((f"{QUESTION}: ", "bold"), asked))
    for name, _, effect in ANSWERS:
        command = f"diversify checkin {name}"
        yield from wrapped(sheet, Text(effect, style="dim"), first=f"{command:<24} ", hanging=" " * 25)
    yield Text()


def _legend(digest: Digest, sheet: Console) -> Iterator[Text]:
    from rich.text import Text

    for lane in LANES:
        if digest.delivered.get(lane):
            text = Text(LANE_WORDS[lane], style="dim")
            yield from wrapped(sheet, text, first=f"{lane:<7} ", hanging=" " * 8)
    yield Text()
    for command, effect in WHAT_ONE_CAN_DO:
        yield from wrapped(sheet, Text(effect, style="dim"), first=f"{command:<17} ", hanging=" " * 18)
