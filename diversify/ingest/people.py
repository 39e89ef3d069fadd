"""Names of people as feeds write them."""

from __future__ import annotations

import re

_ADDRESS = r"[\w.%+-]{1,64}@[\w.-]{1,190}"
_ADDRESS_FIRST = re.compile(rf"{_ADDRESS}\s{{0,9}}\(([^()]{{1,200}})\)")
_NAME_FIRST = re.compile(rf"([^<>()]{{1,200}}?)\s{{0,9}}(?:<(?:mailto:)?{_ADDRESS}>|\({_ADDRESS}\))")


def person_name(text: str) -> str:
    """The name without the address for mail that RSS asks for beside it; the text as it is where there is no name.

    Examples
    --------
    >>> person_name("jo@n.example (Jo Doe)"), person_name("Jo Doe <jo@n.example>"), person_name("jo@n.example")
    ('Jo Doe', 'Jo Doe', 'jo@n.example')
    """
    if "@" not in text:
        return text
    text = text.strip()
    found = _ADDRESS_FIRST.fullmatch(text) or _NAME_FIRST.fullmatch(text)
    return found[1].strip() if found else text
