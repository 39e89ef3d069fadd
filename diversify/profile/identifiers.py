"""What identifies a person: addresses, numbers and codes that no profile may hold, whoever says them.

Recognised is the shape, checked by its check digits where it has any (IBAN, ISO 13616; payment cards, ISO/IEC 7812).
A shape alone errs on the side of silence: an odd product number is refused now and then, a year, a sum or a model of
aircraft is not.
"""

from __future__ import annotations

import re
from itertools import cycle
from typing import Final

_MAIL: Final = re.compile(
    r"[\w.%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?\w{2,24})+", re.I
)
_RUN: Final = re.compile(r"(?<![\w.-])\+?\(?\d(?:[\s().\-–/]{0,3}\d){6,18}(?!\w)")
"""Seven digits and more with what is written between them: telephones, cards, accounts, national numbers."""
_YEARS: Final = re.compile(r"\(?(?:1[0-9]|20)\d\d\s?[-–/]\s?(?:1[0-9]|20)\d\d\)?")
_DAY: Final = re.compile(r"(?:1[0-9]|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\s?\d\d?[-/.]\s?(?:1[0-9]|20)\d\d")
_SUM: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|[1-9]0{6,}")
_SCORES: Final = re.compile(r"(?:\d{1,2}[-–]\d{1,2}\s){2,}\d{1,2}[-–]\d{1,2}")

_CODE: Final = re.compile(
    r"\b(?:"
    r"[a-z]{1,3}[ -]?\d{6,9}[a-z]?"  # passports and identity cards of most countries
    r"|\d{6,8}[ -]?[a-z]"  # Spain
    r"|[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]"  # national insurance, United Kingdom
    r"|[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z]"  # Italy
    r"|[cfghjklmnprtvwxyz](?=[0-9a-z]*\d[0-9a-z]*\d)[0-9cfghjklmnprtvwxyz]{8}"  # Germany
    r"|\d{3}-\d{2}-\d{4}"  # social security, United States
    r"|\d{3}\.\d{3}\.\d{3}-\d{2}"  # Brazil
    r"|[a-z]{2}\d{2} ?[a-z]{3}"  # number plates, United Kingdom
    r")\b",
    re.I,
)
_NUMBERED: Final = re.compile(
    r"\b(?:passport|id|identity|ssn|social security|national insurance|tax|account|card|licence|license|passeport|"
    r"ausweis|reisepass|steuer|konto|dni|nie|nif|cpf|pasaporte|passaporto)[\w ]{0,24}?(?:no\.?|nr\.?|number|nummer|"
    r"num[eé]ro|n[uú]mero|#|:)\s*[\w -]{0,24}\d[\w-]{2,}",
    re.I,
)
_IBAN: Final = re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?\b", re.I)

_HOUSE: Final = r"\d{1,5}\s?[a-z]?,?\s+"
_STREET: Final = re.compile(
    rf"\b{_HOUSE}(?:[^\W\d]+\.?\s+){{1,3}}(?:street|road|avenue|lane|boulevard|blvd|crescent|terrace)\b"
    rf"|^\s*{_HOUSE}(?:[^\W\d]+\.?\s+){{1,2}}(?:st|rd|ave|ln|dr|drive|ct|court|square|sq|place|pl|close)\b\.?\s*(?:,|$)"
    rf"|\b[^\W\d]{{2,}}(?:stra(?:ß|ss)e|str\.|gasse|allee|straat|laan|gracht|gatan|vägen|gade|vej)\s+\d{{1,4}}\s?[a-z]?\b"
    rf"|\b[^\W\d]+[ -](?:stra(?:ß|ss)e|str\.|weg|platz|allee|plein)\s+\d{{1,4}}\s?[a-z]?\b"
    rf"|\b\d{{1,4}}\s?(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|quai|impasse|chemin|allée|cours)\s+[^\W\d]+"
    rf"|\b(?:calle|c/|avenida|avda\.?|paseo|via|viale|corso|rua|travessa|alameda)\s+(?:[^\W\d]+\s+){{0,4}}[^\W\d]+,?\s+"
    rf"(?:n\.?º?\s?)?\d{{1,4}}\b"
    rf"|\bp\.?\s?o\.?\s?box\s+\d+",
    re.I,
)
_POSITION: Final = re.compile(r"-?\d{1,2}\.\d{3,}°?\s?[ns]?[,;\s]\s?-?\d{1,3}\.\d{3,}", re.I)


_MARKS: Final = frozenset("0123456789@") | {"(at)", "[at]"}
_DIGITS: Final = {first + digit: str(digit) for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for digit in range(10)}
"""Arabic, Persian, Devanagari, Bengali and wide digits to plain ones."""


def is_identifier(text: str) -> bool:
    """Whether a text holds what identifies a person: an address for mail or of a house, a number, a code, a position.

    Parameters
    ----------
    text
        A few words, as one says them of an interest; a name is none.

    Examples
    --------
    >>> [is_identifier(text) for text in ("jo@n.example", "+49 171 2345678", "12 Rose Lane", "078-05-1120")]
    [True, True, True, True]
    >>> [is_identifier(text) for text in ("Jo Doe", "1914-1918", "Airbus A320neo", "route 66", "5,000,000 jobs")]
    [False, False, False, False, False]
    """
    # Numbers of other scripts are digits as well, and no-break spaces are spaces.
    text = " ".join(text.translate(_DIGITS).lower().split())
    if not any(mark in text for mark in _MARKS):
        return False
    return bool(
        _MAIL.search(text)
        or _CODE.search(text)
        or _NUMBERED.search(text)
        or _STREET.search(text)
        or _POSITION.search(text)
        or any(is_iban(found[0]) for found in _IBAN.finditer(text))
        or any(_is_number(found[0]) for found in _RUN.finditer(text))
    )


def is_iban(text: str) -> bool:
    """Whether a text is an account number by its check digits (ISO 13616: the number modulo 97 is 1).

    Examples
    --------
    >>> is_iban("DE89 3704 0044 0532 0130 00"), is_iban("DE88 3704 0044 0532 0130 00")
    (True, False)
    """
    code = "".join(text.split()).upper()
    if not 15 <= len(code) <= 34 or not code.isalnum() or not code.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """Whether a text is the number of a payment card by its check digit (ISO/IEC 7812, the formula of Luhn).

    Examples
    --------
    >>> is_card("4111 1111 1111 1111"), is_card("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(sign) for sign in text if sign.isdigit()]
    if not 12 <= len(digits) <= 19:
        return False
    doubled = (digit * factor for digit, factor in zip(reversed(digits), cycle((1, 2)), strict=False))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _is_number(run: str) -> bool:
    """Whether a run of digits names somebody: not a span of years, a day, a sum or the score of a match."""
    run = run.strip()
    if is_card(run):
        return True
    return not any(shape.fullmatch(run) for shape in (_YEARS, _DAY, _SUM, _SCORES))
