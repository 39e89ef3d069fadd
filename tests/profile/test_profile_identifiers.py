"""Shapes that identify a person, each invented; and what looks like one and is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.profile.identifiers import is_card, is_iban, is_identifier

IDENTIFIERS = [
    "jo.doe@mail.example",
    "write to jo.doe+news@mail.co.example today",
    "jo (at) mail (dot) example",
    "+49 171 2345678",
    "0171/2345678",
    "(555) 010-9999",
    "555-0199-123",
    "+1 (212) 555 0100",
    "01 23 45 67 89",
    "tel. 020 7946 0999",
    "DE89 3704 0044 0532 0130 00",
    "gb82west12345698765432",
    "4111 1111 1111 1111",
    "4111111111111111",
    "5500-0000-0000-0004",
    "passport C01X00T47",
    "passport number 12 AB 345",
    "L01X00T47",
    "X1234567",
    "AB 123456 C",
    "QQ 12 34 56 C",
    "12345678Z",
    "078-05-1120",
    "123.456.789-09",
    "RSSMRA85T10A562S",
    "tax no. 12/345/67890",
    "12 Rose Lane",
    "221B Baker Street, London",
    "1600 Nowhere Avenue",
    "5 Oak Dr",
    "Lindenstraße 12a",
    "Am Wald-Weg 3",
    "Rosenstr. 7",
    "12 bis, rue des Lilas",
    "calle de la Luna 14",
    "via Roma, 25",
    "Kerkstraat 9",
    "PO Box 1234",
    "52.52001, 13.40495",
    "AB12 CDE",
    "٠١٧١ ٢٣٤٥٦٧٨",
]
NONE = [
    "",
    "football",
    "Jo Doe",
    "@jodoe",
    "1914-1918",
    "1939–1945",
    "2024/2025",
    "2026-11-22",
    "11.09.2001",
    "5,000,000 jobs",
    "1.000.000 euros",
    "10000000 steps",
    "route 66",
    "Airbus A320neo",
    "Boeing 737-800",
    "F-16",
    "NGC 1300",
    "covid-19",
    "GPT-4",
    "Formula 1",
    "24 hours of Le Mans",
    "100 metres",
    "6-4 3-6 7-5",
    "6-4 3-6 7-5 6-7 6-2",
    "Wall Street",
    "Abbey Road",
    "road 2 recovery",
    "Via Appia",
    "rue de Rivoli",
    "world cup 2026",
    "agenda 2030",
    "iso 27001",
    "iPhone 15 Pro",
    "Windows 11",
    "4K television",
    "90s music",
    "3D printing",
    "top 40",
    "G20",
    "Catch-22",
    "studio 54",
    "1,5 degrees",
    "10 ways to cook",
    "CVE-2026-25049",
]


@pytest.mark.parametrize("text", IDENTIFIERS)
def test_what_identifies_a_person_is_recognised(text):
    assert is_identifier(text)
    assert is_identifier(text.upper())
    assert is_identifier(f"  {text}\u00a0")


@pytest.mark.parametrize("text", NONE)
def test_what_one_may_care_for_is_none(text):
    assert not is_identifier(text)


@given(st.from_regex(r"[A-Z]{2}[0-9A-Z]{11,26}", fullmatch=True))
def test_check_digits_make_an_account_number_and_any_other_two_do_not(body):
    rest = body[2:] + body[:2]
    check = 98 - int("".join(str(int(sign, 36)) for sign in rest + "00")) % 97
    number = f"{body[:2]}{check:02d}{body[2:]}"
    assert is_iban(number)
    assert is_iban(" ".join(number[at : at + 4] for at in range(0, len(number), 4)).lower())
    other = check % 97 + 1
    if other % 97 != check % 97:
        assert not is_iban(f"{body[:2]}{other:02d}{body[2:]}")


@given(st.lists(st.integers(0, 9), min_size=11, max_size=18))
def test_one_of_ten_last_digits_makes_a_card(digits):
    number = "".join(map(str, digits))
    fitting = [last for last in range(10) if is_card(f"{number}{last}")]
    assert len(fitting) == 1
    assert is_identifier(f"{number}{fitting[0]}")


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_soon(text):
    assert is_identifier(text) in (True, False)


@pytest.mark.parametrize("piece", ["1-", "a@", "1 a ", "ab12 ", "1.", "passport ", "12 a b ", "(1)", "via a "])
def test_long_odd_texts_are_answered_soon(piece):
    assert is_identifier(piece * 2_000) in (True, False)
