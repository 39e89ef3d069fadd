"""The digest as Markdown (CommonMark), escaped so that no title can add a link, a heading or HTML."""

import re
from collections.abc import Iterator

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

# CommonMark 2.4: a backslash before ASCII punctuation makes it a literal character.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&#|~!$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_OPENING = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")


def escape(text: str) -> str:
    r"""Text that Markdown shows as it is, wherever it stands in a line.

    Examples
    --------
    >>> print(escape("[free](http://x.example) <b>*now*"))
    \[free\](http\://x.example) \<b\>\*now\*
    """
    escaped = _SPECIAL.sub(r"\\\g<0>", plain(text))
    return _OPENING.sub(_literal_opening, escaped)


def _literal_opening(found: re.Match[str]) -> str:
    """A list mark or rule at the start of a line, made literal; behind a number it is the sign after it that counts."""
    mark = found.group()
    return f"&#{ord(mark[0])};{mark[1:]}" if mark[0].isdigit() else f"\\{mark}"


def render_markdown(digest: Digest) -> Rendered:
    """Render as Markdown."""
    text = "\n".join(_lines(digest))
    return Rendered("text/markdown; charset=utf-8", text, f"diversify-{digest.date}.md")


def _lines(digest: Digest) -> Iterator[str]:
    yield f"# diversify · {long_date(digest.date)}"
    yield ""
    yield escape(mix_line(digest))
    if digest.notice:
        yield ""
        yield escape(digest.notice)
    for item in digest.items:
        yield from _item(item, digest)
    yield ""
    yield "---"
    yield ""
    for sentence in remarks(digest):
        yield escape(sentence)
        yield ""
    if not digest.items:
        return
    if asked := question(digest):
        yield f"**{QUESTION}:** {escape(asked)}"
        yield ""
        for name, _, effect in ANSWERS:
            yield f"* `diversify checkin {name}`: {escape(effect)}"
        yield ""
    for lane in LANES:
        if digest.delivered.get(lane):
            yield f"- **{lane}**: {LANE_WORDS[lane]}"
    yield ""
    for command, effect in WHAT_ONE_CAN_DO:
        yield f"* `{command}`: {escape(effect)}"  # another mark begins another list (CommonMark 5.3)
    yield ""


def _item(item: DigestItem, digest: Digest) -> Iterator[str]:
    yield ""
    yield f"## {item.position}. {_link(item.title, item.url)}"
    yield ""
    yield " · ".join([f"**{item.lane}**", *map(escape, facts(item, digest))])
    if item.summary:
        yield ""
        yield escape(item.summary)
    if item.reasons:
        yield ""
    for reason in item.reasons:
        yield f"- *Why:* {escape(reason.text)}"
    if item.others:
        yield ""
        yield "Also in: " + ", ".join(_link(other.source, other.url) for other in item.others)


def _link(text: str, url: str) -> str:
    """A link where the address is one of the web, else its text alone."""
    address = web_address(url)
    return f"[{escape(text)}](<{address}>)" if address else escape(text)
