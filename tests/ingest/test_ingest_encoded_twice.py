"""Texts that a publisher encoded twice are mended, and those that only look so are left as they are."""

import pytest

from diversify.ingest import FeedParser
from diversify.ingest.document import decoded_once_more

RIGHT = [
    # Portuguese
    "AMANHÃ…", "«AMANHû", "“AMANHÔ", "SÓ AMANHû", "MANHÃ\u00a0DE SOL", "NÃO", "Ã", "MAÇÃ’S", "CORAÇÃO", "Âmbito", "À’",
    "LÃ: o preço", "Avó e avô", "A IRMÔ",
    # Romanian
    "ROMÂNIA", "CÂND", "Âncora", "HOTĂRÂRE", "„ROMÂNIA”", "în Câmpia Română", "VÂNĂT",
    # French
    "Âge d’or", "PÂQUES", "BÂTIMENT", "Là-bas…", "Ô temps", "DÉJÀ…", "« DÉJÀ »", "ÇÀ ET LÀ", "Être ou ne pas être",
    # Vietnamese
    "ẤN ĐỘ", "CÂU CHUYỆN", "ÂU LẠC", "Ân xá", "TÂY ÂU", "Đà Lạt", "Hà Nội – Âu Cơ", "LÂU", "MÙA XUÂN",
    # Swedish, German, Danish, Turkish, Icelandic
    "SJÖ…", "”BLÅ”", "BLÅ”", "NÖ", "Ø", "ÆØÅ", "KÖŞE", "ÁÐUR", "ÞÓR",
]  # fmt: skip
WRONG = {
    "CafÃ©": "Café",
    "â\x80\x9cQuotedâ\x80\x9d": "“Quoted”",
    "USÂ\u00a0over": "US over",
    "NÃ£o Ã© nÃ£o": "Não é não",
    "Ã\u00a0 Paris": "à Paris",
    "25Â°C": "25°C",
    "Site Â» Title": "Site » Title",
    "LE HÃ”TEL DÃ‰TRUIT": "LE HÔTEL DÉTRUIT",
    "ÐŸÑ€Ð¸Ð²ÐµÑ‚": "Привет",
    "Un cÅ“ur dâ€™or": "Un cœur d’or",
    "KrakÃ³w": "Kraków",
    "æ—¥æœ¬": "日本",
}


UNSURE = {  # one sign, or none that is a letter: as a title is, it stays; a text is mended
    "Itâ€™s": "It’s",
    "â€œQuotedâ€\u009d": "“Quoted”",
    "5 â‚¬": "5 €",
    "HÃ”TEL": "HÔTEL",
    "Waitâ€¦": "Wait…",
    "cÅ“ur": "cœur",
}


def titled(title, form):
    if form == "references":
        title = "".join(sign if sign.isascii() else f"&#{ord(sign)};" for sign in title)
    elif form == "section":
        title = f"<![CDATA[{title}]]>"
    body = f"<rss><channel><title>T</title><item><title>{title}</title></item></channel></rss>"
    (entry,) = FeedParser().parse(body.encode(), url="http://n.example/").entries
    return entry.title


@pytest.mark.parametrize("form", ["text", "references", "section"])
@pytest.mark.parametrize("title", RIGHT)
def test_right_titles_stay_as_they_are(title, form):
    assert titled(title, form) == " ".join(title.split())
    assert decoded_once_more(title) == title


@pytest.mark.parametrize("form", ["text", "section"])
@pytest.mark.parametrize(("title", "meant"), WRONG.items())
def test_titles_encoded_twice_are_mended(title, meant, form):
    assert titled(title, form) == meant


@pytest.mark.parametrize("title", ["CafÃ©", "Un cÅ“ur dâ€™or", "25Â°C"])
def test_titles_encoded_twice_and_spelled_in_references_are_mended(title):
    assert titled(title, "references") == WRONG[title]


@pytest.mark.parametrize("form", ["text", "references", "section"])
@pytest.mark.parametrize(("title", "meant"), UNSURE.items())
def test_titles_that_prove_too_little_stay_as_they_are(title, meant, form):
    assert titled(title, form) == title.replace("\u009d", "")
    assert decoded_once_more(title) == meant


def test_controls_written_into_the_text_are_the_signs_they_stand_for():
    assert titled("don\x92t \x93stop\x94", "text") == "don’t “stop”"
