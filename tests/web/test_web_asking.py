"""The question of the week on the page: seen, answered once, taken back, answered by a mail's link that only marks."""

import re
from datetime import timedelta

import pytest
from web_reader import ask, opened

from diversify.app.days import day_of, utc_now


@pytest.fixture
def reader(path):
    ask(path)
    with opened(path) as reader:
        yield reader


@pytest.fixture
def today():
    return day_of(None, utc_now())


def pressed(page):
    return re.findall(r'aria-pressed="true"[^>]*data-key="(.)"', page)


@pytest.mark.parametrize(("answer", "said", "key"), [("yes", [0.5], "y"), ("no", [0.0], "n"), ("never", [], "d")])
def test_an_answer_does_what_it_says_and_is_taken_back(reader, today, answer, said, key):
    page = reader.get("/").text
    assert "about &lt;b&gt;“topic 1”&lt;/b&gt; that you opened" in page
    assert pressed(page) == []
    page = reader.follow("/checkin", day=today, answer=answer, back="/#check-in").text
    assert [one.weight for one in reader.interests()] == said
    assert pressed(page) == [key]
    assert f'name="checkin" value="{today}"' in page
    page = reader.follow("/undo", checkin=today, back="/#check-in").text
    assert "The answer is taken back: topic 1." in page
    assert (reader.interests(), pressed(page)) == ([], [])


@pytest.mark.parametrize("answer", ["yes", "no", "never"])
def test_undo_what_i_did_last_takes_an_answer_back_too(reader, today, answer):
    reader.follow("/checkin", day=today, answer=answer)
    reader.follow("/undo")
    assert reader.interests() == []
    assert pressed(reader.get("/").text) == []


def test_a_mails_link_marks_an_answer_and_changes_nothing(reader, today):
    for answer in ("yes", "no", "never"):
        page = reader.get(f"/checkin?day={today}&answer={answer}").text
        assert re.findall(r'value="(\w+)" [^>]*autofocus', page) == [answer]
    page = reader.get(f"/checkin?day={today}&answer=%22%3E%3Cscript%3E").text
    assert "autofocus" not in page
    assert "<script>" not in page
    assert reader.interests() == []


def test_a_question_that_is_not_there_is_said_to_be_so(reader, today):
    for query in ("?day=2020-01-01", "?day=%00", f"?day={'9' * 3000}"):
        assert "There is no question" in reader.get(f"/checkin{query}").text
    answer = reader.post("/checkin", day="2020-01-01", answer="yes")
    assert answer.status_code == 400
    assert "no question of 2020-01-01" in answer.text
    assert reader.post("/checkin", day=today, answer="perhaps").status_code == 400
    assert reader.post("/undo", checkin=today).status_code == 400  # nothing was answered
    assert reader.interests() == []


def test_sent_twice_it_is_one_answer(reader, today):
    for _ in range(3):
        reader.follow("/checkin", day=today, answer="yes")
    assert [one.weight for one in reader.interests()] == [0.5]


def test_a_mails_link_to_an_item_marks_its_act_and_changes_nothing(reader, today):
    for act in ("like", "less", "pin"):
        page = reader.get(f"/day/{today}?item=3&act={act}").text if reader.get("/") else ""
        assert re.findall(r'value="(\w+)" [^>]*autofocus', page) == [act]
        item = page[page.index('id="item-3"') : page.index('id="item-4"')]
        assert "autofocus" in item
    assert reader.acts() == []


def test_a_question_is_asked_on_its_day_alone(path):
    """A past digest does not ask again; the page of questions still takes an answer."""
    ask(path)
    today = day_of(None, utc_now())
    with opened(path) as reader:
        assert 'id="check-in"' in reader.get("/").text
        assert 'id="check-in"' in reader.get(f"/day/{today}").text
    with opened(path, clock=lambda: utc_now() + timedelta(days=1)) as reader:
        page = reader.get(f"/day/{today}").text
        assert 'class="items"' in page
        assert 'id="check-in"' not in page
        assert 'id="check-in"' in reader.get("/checkin").text
        assert reader.post("/checkin", day=today, answer="never").status_code == 303
