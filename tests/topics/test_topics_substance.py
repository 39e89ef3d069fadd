import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diversify.topics import substance as room
from diversify.topics.substance import ADVERT, TEASER_ONLY, TITLE_ONLY, is_advert, substance

SENTENCES = {
    "en": "The harbour board met on Monday and chose a new crane for the eastern quay. ",
    "de": "Der Hafenrat tagte am Montag und wählte einen neuen Kran für den östlichen Kai. ",
    "fr": "Le conseil du port s'est réuni lundi et a choisi une nouvelle grue pour le quai est. ",
    "es": "La junta del puerto se reunió el lunes y eligió una grúa nueva para el muelle este. ",
    "ru": "Совет порта собрался в понедельник и выбрал новый кран для восточного причала. ",
    "ja": "港の委員会は月曜日に会合を開き東の岸壁に新しいクレーンを選んだ。",
}


def prose(tools, language, times, title="T"):
    return tools.article(1, title, body=f"<p>{SENTENCES[language] * times}</p>", language=language)


def test_it_grows_with_what_there_is_to_read(tools):
    bare = tools.article(1, "Only a title", body="")
    teaser = tools.article(2, "T", summary="A short teaser of a few words.", body="")
    short = tools.article(3, "T", body="<p>" + "word " * 60)
    long = tools.article(4, "T", body="<p>" + "word " * 900)
    values = substance([bare, teaser, short, long])
    assert (np.diff(values[[0, 2, 3]]) > 0).all()
    assert values[0] <= TITLE_ONLY
    assert values[1] <= TEASER_ONLY
    assert values[3] > 0.95
    assert substance([]).shape == (0,)


@pytest.mark.parametrize("language", SENTENCES)
def test_prose_is_prose_in_any_language(tools, language):
    little, much = substance([prose(tools, language, 2), prose(tools, language, 30)])
    assert little < 0.4
    assert much > 0.85


def test_lists_of_links_have_few_words_of_their_own(tools):
    links = "".join(f'<li><a href="https://x.example/{n}">{SENTENCES["en"]}</a></li>' for n in range(30))
    text = SENTENCES["en"] * 30
    cited = f"<p>{text} <a href='https://x.example/'>{SENTENCES['en']}</a></p>"
    listed, own = substance([tools.article(1, "T", body=f"<ul>{links}</ul>"), tools.article(2, "T", body=cited)])
    assert listed < 0.1
    assert own > 0.85


def test_tables_of_short_lines_are_listings(tools):
    scores = "".join(f"<tr><td>Team {n}</td><td>{n} points</td></tr>" for n in range(60))
    talk = "".join(f"<p>{SENTENCES['en']}</p><p>Why?</p>" for _ in range(20))
    listing, conversation = substance([tools.article(1, "T", body=scores), tools.article(2, "T", body=talk)])
    assert listing < 0.4
    assert conversation > 0.75


@pytest.mark.parametrize(
    "end",
    ["Read more", "Continue reading…", "Weiterlesen", "Lire la suite", "Leer más", "Leggi tutto", "続きを読む", "[…]"],
)
def test_a_body_that_breaks_off_is_a_teaser(tools, end):
    text = SENTENCES["en"] * 25
    broken, whole = substance([tools.article(1, "T", body=f"<p>{text}{end}</p>"), tools.article(2, "T", body=text)])
    assert broken <= TEASER_ONLY
    assert whole > 0.8


@pytest.mark.parametrize(
    "title",
    [
        "Sponsored: sleep better tonight", "[Advertorial] The car of tomorrow", "Anzeige: Jetzt wechseln", "Publicité",
        "Contenido patrocinado: ahorre ahora", "30% off every boot", "Best Black Friday laptop deals",
        "Promo codes for May",
        "Gutschein für neue Kunden", "Code promo du jour", "Deal of the day: headphones", "A better desk (Sponsored)",
    ],
)  # fmt: skip
def test_adverts_are_put_below_the_floor(tools, title):
    advert, plain = substance([prose(tools, "en", 40, title), prose(tools, "en", 40, "Crane chosen")])
    assert is_advert(title)
    assert advert <= ADVERT < plain


@pytest.mark.parametrize(
    "title",
    [
        "Sponsored walkers raise a million", "Bond coupon rates fall", "The advertising industry slows",
        "Deal of the decade",
        "Werbung im Wandel", "Shares a fifth off their peak",
        "La publicidad crece en la red", "Ad sales fall at broadcaster", "Peace deal in sight",
    ],
)  # fmt: skip
def test_news_about_adverts_is_news(title):
    assert not is_advert(title)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_any_article_has_substance_between_nothing_and_all(title, summary, body):
    from datetime import UTC, datetime

    from diversify.domain import Article

    now = datetime(2026, 5, 1, tzinfo=UTC)
    value = substance([Article(1, "g", "u", title, now, now, summary=summary, content=body)])[0]
    assert 0 <= value <= 1


def test_ten_megabytes_cost_no_more_than_a_page(tools):
    assert substance([tools.article(1, "T", body="<a" * 5_000_000)])[0] >= 0


def plainly(article):
    """Substance by the plain form: the whole text bared, each line split whole."""
    body = article.content if article.content.strip() else article.summary
    shown = body[: room.LOOKED_AT]
    bare = " ".join(room._TAG.sub(" ", shown).split()) if "<" in shown else shown.strip()
    if len(room._UNSPACED.findall(bare[:400])) > 0.3 * len(bare[:400]):
        longer = max(len(article.content), len(article.summary)) / max(len(bare), 1)
        words = len(bare) * (longer if len(body) > room.LOOKED_AT else 1.0) / room.LETTERS
    else:
        words = float(article.words or len(article.title.split()) + len(bare.split()))
    part = 1.0
    if "<a" in shown and bare:
        linked = sum(len(" ".join(room._TAG.sub(" ", t).split())) for t in room._LINK.findall(shown)) / len(bare)
        part = max(1 - linked, 0.0) if linked >= room.LINKED else 1.0
    value = 1 - 0.5 ** (words * part / room.READ_WORDS)
    whole = article.content.strip() and len(article.content) > 1.5 * len(article.summary)
    broken = words < room.CUT_WORDS and room._breaks_off(bare)
    value = min(value, TITLE_ONLY if not bare else TEASER_ONLY if not whole or broken else 1.0)
    if room._OFFERED.search(article.title) or is_advert(article.title, bare):
        return value * ADVERT
    lines = [room._TAG.sub(" ", line).split() for line in room._LINES.split(shown)]
    lines = [line for line in lines if line and not room._UNSPACED.search(line[0])]
    short = sum(len(line) < room.SHORT_LINE for line in lines)
    listed = len(lines) >= room.MANY_LINES and short >= room.SHORT_LINES * len(lines)
    return value * room.LISTING if listed else value


def same(articles):
    assert substance(articles).tolist() == np.array([plainly(one) for one in articles], dtype=np.float32).tolist()


SCRAPS = st.sampled_from(
    [
        "word ", "<p>", "</p>", "<br/>", "\n", "<a href='x'>", "</a>", "<", ">", " <b>", "  ", "Read more", "…",
        "港の委員会",
        "<li>", "<td class='a'>", "a longer run of words that make a whole line ", "x" * 90, "Anzeige: ", "word " * 90,
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(SCRAPS, max_size=40), st.lists(SCRAPS, max_size=8), st.integers(0, 500), st.integers(1, 30))
def test_short_cuts_change_nothing_in_any_text(body, summary, words, times):
    from datetime import UTC, datetime

    from diversify.domain import Article

    now = datetime(2026, 1, 1, tzinfo=UTC)
    said = Article(1, "g", "u", "T", now, now, summary="".join(summary), content="".join(body) * times, words=words)
    same([said])


@pytest.mark.parametrize("name", ["bbc_news", "reuters21578", "huffpost_recent_10k"])
def test_short_cuts_change_nothing_in_real_texts(tools, name):
    marks = ["</p><p>", "<br>", "\n", "<a href='x'>", "</a>"]
    rng = np.random.default_rng(5)
    articles = []
    for number, item in enumerate(tools.labelled(name)[:500]):
        parts = (item["body"] or "").split(". ")
        body = "".join(part + marks[mark] for part, mark in zip(parts, rng.integers(0, 5, len(parts)), strict=True))
        articles.append(tools.article(number + 1, item["title"] or "", summary=parts[0] * (number % 2), body=body))
    same(articles)
