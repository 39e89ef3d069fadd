"""Is there something to read behind a title: the outlet's own words, and neither a list of links nor an advert.

What counts are words outside links; a teaser stays under a ceiling since the rest is read elsewhere. Adverts are known
by how they mark themselves or by what only they say (a discount code), in the languages of the catalogue. Articles
about advertising or about coupons of bonds say neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from diversify.domain import Article

READ_WORDS: Final = 125.0
"""Own words at which an article has half of all substance; 250 have three quarters."""
TEASER_ONLY: Final = 0.6
"""Most substance of an entry that carries a teaser and no body: it may be read elsewhere."""
TITLE_ONLY: Final = 0.2
"""Most substance of a bare title."""
ADVERT: Final = 0.15
"""Part of its substance that an advert keeps: below the floor of the far lane, whatever its length."""
LISTING: Final = 0.4
"""Part that a listing keeps: mostly lines too short to be sentences."""
LINKED: Final = 0.5
"""Part of the text within links from which on it is a list of links, and only the rest counts."""
SHORT_LINE: Final = 6
"""A line of fewer words is no sentence."""
MANY_LINES: Final = 10
"""Lines from which on a text can be a listing."""
SHORT_LINES: Final = 0.7
"""Part of the lines that are short in a listing; a conversation has fewer."""
CUT_WORDS: Final = 400
"""A body that breaks off before so many words is a teaser."""
LETTERS: Final = 2.0
"""Signs that make a word in scripts written without spaces."""
LOOKED_AT: Final = 6_000
"""Characters of a body that are looked at, so that a body of any size costs the same."""
HEAD: Final = 400
"""Signs of a bare text by which its script is known and an advert found."""
TAIL: Final = 60
"""Signs at the end of a bare text where it says that it goes on elsewhere."""

_LINK = re.compile(r"<a\b[^<>]{0,2000}>(.*?)</a>", re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LINES = re.compile(r"</?(?:p|li|br|div|tr|td|h\d|ul|ol|dd|dt)\\b[^<>]{0,500}>|\\n".replace("\\\\", "\\"))
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_MARKS: Final = (
    r"advertisement|advertorial|sponsored(?: content| post)?|paid (?:post|content|partnership)|promoted|partner content"
    r"|branded content|anzeige|werbung|bezahlter inhalt|publicité|publi-?rédactionnel|contenu sponsorisé|publicidad"
    r"|publirreportaje|(?:contenido )?patrocinado|pubblicità|publiredazionale|contenuto sponsorizzato|publieditorial"
    r"|conteúdo patrocinado|publicidade|advertentie|gesponsord|annons|annonse|reklama?|artykuł sponsorowany|реклама"
    r"|на правах рекламы|広告|提供"
)
# A mark stands by itself: before a colon, bar or dash, in brackets, or alone.
_MARKED = re.compile(rf"\W{{0,3}}(?:{_MARKS})\s*(?:[:|\]\)–—-]|$)", re.IGNORECASE)
_CLOSED = re.compile(rf"[\[\(](?:{_MARKS})[\]\)]$", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:promo|coupon|discount|voucher)[ -]codes?\b|\bdeals? of the (?:day|week)\b|\bbest [\w' ]{0,30}\bdeals\b"
    r"|\b\d{1,2} ?% (?:off|rabatt|de réduction|de descuento|di sconto|de desconto|korting|rabat)\b"
    r"|\bsave (?:up to )?[$£€]\d|\bgutschein(?:code)?s?\b|\brabattcode\b|\bcode promo\b|\bcupón\b|\bcodice sconto\b"
    r"|\bcupom\b|\bkortingscode\b|\bcashback\b|クーポン|限定セール",
    re.IGNORECASE,
)
_ENDINGS: Final = (
    "read more", "see more", "continue reading", "full story", "full article", "weiterlesen", "mehr lesen",
    "lire la suite", "leer más", "seguir leyendo", "continua a leggere", "leggi tutto", "leia mais", "continuar lendo",
    "lees meer", "lees verder", "läs mer", "les mer", "læs mere", "czytaj więcej", "czytaj dalej", "читать далее",
    "читать дальше", "続きを読む", "阅读全文",
)  # fmt: skip
_DOTS: Final = ("…", "...", "[…]", "[...]", "(…)", "→", "»")


def substance(articles: Sequence[Article]) -> NDArray[np.float32]:
    """How much there is to read, (n,) in [0, 1].

    ``1 - 0.5^(own words / READ_WORDS)``, under the ceiling of a teaser or of a bare title where there is no more, and
    little of it for adverts and listings.
    """
    return np.array([_judge(article) for article in articles], dtype=np.float32)


def _judge(article: Article) -> float:
    body = article.content if article.content and not article.content.isspace() else article.summary
    shown = body[:LOOKED_AT]
    head = _head(shown)
    counted = _counted(article, shown, head, cut=len(body) > LOOKED_AT)
    part = _own(shown) if "<a" in shown and head else 1.0
    value: float = 1 - 0.5 ** (counted * part / READ_WORDS)
    value = min(value, _ceiling(article, shown, head, counted=counted))
    if is_advert(article.title, head):
        return value * ADVERT
    return value * LISTING if _is_listing(shown) else value


def _bare(shown: str) -> str:
    """A text without tags, one space between words."""
    return " ".join(_TAG.sub(" ", shown).split()) if "<" in shown else shown.strip()


def _head(shown: str) -> str:
    """The bare text, at least its first `HEAD` signs: more is seldom needed, and takes most of the time."""
    if "<" not in shown:
        return shown.strip()
    # No tag spans a "<", so that what is before one is bared as within the whole.
    end = shown.find("<", 3 * HEAD)
    if end < 0:
        return _bare(shown)
    head = " ".join(_TAG.sub(" ", shown[:end]).split())
    return head if len(head) >= HEAD else _bare(shown)


def _tail(shown: str) -> str:
    """The bare text, at least its last `TAIL` signs."""
    start = shown.rfind("<", 0, max(len(shown) - 5 * TAIL, 0))
    if start < 0:
        return _bare(shown)
    tail = " ".join(_TAG.sub(" ", shown[start:]).split())
    return tail if len(tail) >= TAIL else _bare(shown)


def is_advert(title: str, text: str = "") -> bool:
    """Whether a title or the opening of a text marks itself as an advert, or the title makes an offer.

    Examples
    --------
    >>> is_advert("Sponsored: a better mattress"), is_advert("Anzeige | Jetzt sparen"), is_advert("20% off all boots")
    (True, True, True)
    >>> is_advert("Sponsored walkers raise a million"), is_advert("Bond coupon rate falls")
    (False, False)
    """
    low = title.lower()
    if _may_offer(low) and _OFFERED.search(title):
        return True
    return bool(_MARKED.match(title) or _MARKED.match(text[:80]) or (low[-1:] in ")]" and _CLOSED.search(title)))


def _may_offer(low: str) -> bool:
    """Whether a sign stands in a title without which it makes no offer; written out, since every title is asked."""
    return (
        "%" in low or "code" in low or "deal" in low or "save" in low or "gutschein" in low or "cup" in low
        or "codice" in low or "cashback" in low or "クーポン" in low or "限定" in low
    )  # fmt: skip


def _counted(article: Article, shown: str, head: str, *, cut: bool) -> float:
    """Words: as the article says, or counted; in scripts without spaces by their signs."""
    first = head[:HEAD]
    signs = 0 if first.isascii() else len(_UNSPACED.findall(first))
    if signs > 0.3 * len(first):
        bare = _bare(shown)
        longer = max(len(article.content), len(article.summary)) / max(len(bare), 1) if cut else 1.0
        return len(bare) * longer / LETTERS
    return float(article.words or len(article.title.split()) + len(_bare(shown).split()))


def _own(shown: str) -> float:
    """Part of the text that counts: all, unless at least `LINKED` of it stands in links."""
    linked = sum(len(" ".join(_TAG.sub(" ", text).split())) for text in _LINK.findall(shown)) / len(_bare(shown))
    return max(1 - linked, 0.0) if linked >= LINKED else 1.0


def _ceiling(article: Article, shown: str, head: str, *, counted: float) -> float:
    if not head:
        return TITLE_ONLY
    content = article.content
    whole = len(content) > 1.5 * len(article.summary) and not content.isspace()
    if not whole or (counted < CUT_WORDS and _breaks_off(_tail(shown))):
        return TEASER_ONLY
    return 1.0


def _breaks_off(bare: str) -> bool:
    """Whether a text ends in dots or with the words of a link to the rest of it."""
    end = bare[-TAIL:].rstrip()
    return (
        end.endswith(_DOTS) or end.lower().rstrip(" .…→»[]()").endswith(_ENDINGS) or "continue reading" in end.lower()
    )


def _is_listing(shown: str) -> bool:
    """Many lines, most of them too short for sentences: a table of contents, a price list, a box score."""
    if shown.count("<") + shown.count("\n") < MANY_LINES - 1:
        return False
    lines = short = 0
    for line in _LINES.split(shown):
        words = (_TAG.sub(" ", line) if "<" in line else line).split(None, SHORT_LINE)
        if words and (words[0].isascii() or not _UNSPACED.search(words[0])):
            lines += 1
            short += len(words) < SHORT_LINE
    return lines >= MANY_LINES and short >= SHORT_LINES * lines
