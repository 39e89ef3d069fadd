import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from diversify.topics.text import (
    BODY_LIMIT,
    TITLE_LIMIT,
    article_text,
    learn_words,
    look_up_words,
    plain,
    prepared,
    words,
)


def test_the_title_counts_twice_and_the_teaser_once(tools):
    article = tools.article(1, "Rare otter", summary="An otter was seen.", body="<p>An otter was seen. It swam.</p>")
    found = words(article_text(article))
    assert found.count("rare") == 2
    assert found.count("seen") == 1
    assert found.count("swam") == 1


def test_a_teaser_that_is_not_in_the_body_is_read_too(tools):
    article = tools.article(1, "T", summary="A different teaser.", body="<p>The body itself.</p>")
    assert {"teaser", "body"} <= set(words(article_text(article)))


def test_markup_and_entities_are_no_words():
    assert words(plain('<p class="lead">Fish&nbsp;&amp; chips<br/>now</p>')) == ["fish", "chips", "now"]


def test_markup_that_was_escaped_twice_and_addresses_are_no_words():
    text = plain(
        "Rates up &lt;a href=&quot;https://x.example/fullquote.aspx&quot;&gt;here&lt;/a&gt; www.y.example/z now"
    )
    assert words(text) == ["rates", "up", "here", "now"]
    assert words(plain("where 3 &lt; 5 holds")) == ["where", "holds"]


def test_ten_megabytes_cost_no_more_than_a_page(tools):
    text = article_text(tools.article(1, "x" * 10_000_000, body="<p>" + "word " * 2_000_000))
    assert len(text) <= 2 * (TITLE_LIMIT + 1) + BODY_LIMIT


def test_scripts_without_spaces_become_pairs():
    assert words("東京 tower ไทย") == ["東京", "tower", "ไท", "ทย"]
    assert words("العربية русский") == ["العربية", "русский"]


@given(st.lists(st.text(max_size=60), max_size=8))
def test_known_words_are_found_again(texts):
    lexicon, tokens = learn_words(texts)
    again = look_up_words(texts, {word: number for number, word in enumerate(lexicon)})
    assert np.array_equal(tokens.ids, again.ids)
    assert np.array_equal(tokens.ends, again.ends)
    assert [lexicon[i] for i in tokens.ids] == [word for text in texts for word in words(text)]


def test_texts_are_numbered_together_as_each_alone():
    texts = ["One goal,\x00 two", "", "déjà-vu a b", "\x00", "東京タワー goal", "plain again", "a"]
    known = {word: number for number, word in enumerate(sorted({word for text in texts for word in words(text)}))}
    together = look_up_words(texts, prepared(known))
    for at, text in enumerate(texts):
        part = together.ids[together.ends[at] : together.ends[at + 1]]
        assert part.tolist() == [known[word] for word in words(text)] == look_up_words([text], known).ids.tolist()


def test_unknown_words_are_minus_one():
    assert look_up_words(["known unknown"], {"known": 7}).ids.tolist() == [7, -1]


@given(st.text(alphabet=st.sampled_from("aBc1_ '’–.\u00adéİΣßKñ漢あ\x00\n\x1f") | st.characters(), max_size=80))
def test_words_are_those_of_a_regular_expression(text):
    """Runs of letters, digits and underscores, two and longer, whichever way the text is split."""
    unspaced = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
    if not unspaced.search(text):
        assert words(text) == re.findall(r"\w\w+", text.lower())
