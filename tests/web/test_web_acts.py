"""Every act: durable before its answer, once however often it is sent, and taken back with one tap."""

import re
import threading
from datetime import timedelta

import pytest
from web_reader import OWN, opened

from diversify.app.days import day_of, utc_now
from diversify.domain import Interest


def ids(reader):
    page = reader.get("/").text
    return [int(number) for number in dict.fromkeys(re.findall(r'href="/read/(\d+)"', page))]


@pytest.mark.parametrize("kind", ["like", "less", "pin", "dismiss", "share"])
def test_an_act_is_kept_and_taken_back(reader, kind):
    (number, *_) = ids(reader)
    page = reader.follow(f"/act/{number}", kind=kind, back="/#item-1").text
    (act,) = reader.acts()
    assert (act.kind, act.article_id, act.position) == (kind, number, 1)
    assert act.slate > 0
    assert f'name="act" value="{act.id}"' in page
    page = reader.follow("/undo", act=str(act.id), back="/").text
    assert "Taken back" in page
    assert reader.acts() == []
    assert "taken back before" in reader.follow("/undo", act=str(act.id), back="/").text


def test_two_tabs_and_the_back_button_double_nothing(reader):
    (number, *_) = ids(reader)
    for _ in range(3):
        page = reader.follow(f"/act/{number}", kind="like", back="/")
    assert len(reader.acts()) == 1
    assert "already" in page.text


def test_many_at_once_double_nothing_and_lose_nothing(reader):
    numbers = ids(reader)
    answers = []

    def press():
        answers.extend(reader.post(f"/act/{number}", kind="pin").status_code for number in numbers)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4 * len(numbers)
    assert sorted(act.article_id for act in reader.acts()) == sorted(numbers)


def test_an_opposite_takes_the_place_of_what_was_said_before(reader):
    (number, *_) = ids(reader)
    reader.follow(f"/act/{number}", kind="like")
    page = reader.follow(f"/act/{number}", kind="less").text
    like, less = reader.acts()
    pressed = re.findall(r'aria-pressed="(true)"[^>]*data-key="(.)"', page)
    assert pressed == [("true", "x")]
    page = reader.follow("/undo", act=str(less.id)).text
    assert re.findall(r'aria-pressed="(true)"[^>]*data-key="(.)"', page) == [("true", "l")]
    assert reader.acts() == [like]


def test_the_last_thing_done_is_undone_whatever_it_was(reader):
    (number, *_) = ids(reader)
    reader.follow(f"/act/{number}", kind="like")
    reader.follow("/mute", kind="term", value="lottery")
    assert "Taken back: term lottery" in reader.follow("/undo").text
    assert reader.interests() == []
    assert "Taken back (liked)" in reader.follow("/undo").text
    assert reader.acts() == []
    assert reader.post("/undo").status_code == 303 or "nothing to undo" in reader.post("/undo").text


def test_a_clock_set_back_loses_nothing_and_doubles_nothing(path):
    with opened(path, clock=lambda: utc_now() + timedelta(hours=30)) as reader:
        ahead = ids(reader)
        reader.follow(f"/act/{ahead[0]}", kind="like")
        (first,) = reader.acts()
    with opened(path) as reader:
        assert reader.get(f"/day/{day_of(None, utc_now() + timedelta(hours=30))}").status_code == 200
        number = next(one for one in ids(reader) if one != ahead[0])
        assert "Liked already" in reader.follow(f"/act/{ahead[0]}", kind="like").text
        reader.follow(f"/act/{number}", kind="pin")
        assert sorted(act.article_id for act in reader.acts()) == sorted([ahead[0], number])
        assert "Taken back (pinned)" in reader.follow("/undo").text  # which was done last, whatever the clock says
        assert reader.acts() == [first]


def test_a_mute_is_said_and_unsaid(reader):
    (button, *_) = re.findall(r'name="kind" value="(feed/[^"]+)"', reader.get("/").text)
    page = reader.follow("/mute", kind=button, back="/")
    said = reader.interests()
    assert page.status_code == 200
    assert [one.weight for one in said] == [-1.0]
    reader.follow("/undo", kind="feed", value=said[0].value)
    assert reader.interests() == []


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        ("/act/987654", {"kind": "like"}, 404),
        ("/act/1", {"kind": "like"}, 404),
        ("/act/1001", {"kind": "stare"}, 400),
        ("/act/1001", {}, 400),
        ("/act/x", {"kind": "like"}, 404),
        ("/undo", {"act": "x"}, 400),
        ("/mute", {"kind": "mood", "value": "sad"}, 400),
        ("/mute", {"kind": "topic", "value": "nothing of the kind"}, 400),
        ("/mute", {"kind": "industry", "value": "<script>"}, 400),
        ("/depth/1001", {"seconds": "nan"}, 400),
        ("/depth/1001", {"seconds": "-1"}, 400),
        ("/depth/987654", {"seconds": "1", "seen": "1"}, 404),
    ],
)
def test_what_cannot_be_is_said_in_words_and_changes_nothing(reader, address, fields, status):
    ids(reader)
    answer = reader.post(address, **fields)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text
    assert "<script>" not in answer.text.split("</head>")[1]
    assert reader.acts() == []
    assert reader.interests() == []


def test_a_form_that_is_too_large_is_refused(reader):
    answer = reader.client.post("/mute", data={"kind": "term", "value": "x" * 70_000}, headers=OWN)
    assert answer.status_code == 413
    assert "longer than 64 KiB" in answer.text
    many = "&".join("kind=like" for _ in range(1000))
    headers = OWN | {"content-type": "application/x-www-form-urlencoded"}
    assert reader.client.post("/act/1001", content=many, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "back",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b"],
)
def test_the_way_back_leads_to_our_own_pages_alone(reader, back):
    (number, *_) = ids(reader)
    answer = reader.post(f"/act/{number}", kind="like", back=back)
    assert re.fullmatch(r"/\?note=[\w-]+", answer.headers["location"])
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(("level", "kept"), [("nothing", 0), ("explicit", 0), ("local", 2)])
def test_reading_is_measured_where_the_level_allows_it(path, level, kept):
    with opened(path) as reader:
        with reader.store() as store:
            store.reader.turn("privacy", level)
        (number, *_) = ids(reader)
        for _ in range(2):  # sent twice, kept once
            reader.post(f"/depth/{number}", seconds="30", seen="0.5")
        acts = reader.acts()
        assert len(acts) == kept
        assert not kept or (acts[1].kind, acts[1].value) == ("read", 0.5)


def test_nothing_is_kept_of_a_sensitive_article(path):
    from diversify.testing import make_understanding

    with opened(path) as reader:
        (number, *_) = ids(reader)
        with reader.store() as store:
            store.articles.understand([number], "words-1", make_understanding(1, sensitive=[0]))
        page = reader.follow(f"/act/{number}", kind="like")
        reader.post(f"/depth/{number}", seconds="30", seen="1")
        assert "leaves no trace" in page.text
        assert reader.acts() == []


def undo_of(page):
    """The fields of the form that takes back what was just done."""
    form = page[page.index('id="note"') : page.index("<main")]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_undoing_a_mute_brings_back_what_was_wished_before(reader):
    with reader.store() as store:
        store.reader.say(Interest("topic", "topic 1", 0.35))
    page = reader.follow("/mute", kind="topic", value="topic 1", back="/").text
    assert [one.weight for one in reader.interests()] == [-1.0]
    page = reader.follow("/undo", **undo_of(page)).text
    assert "Said again, as before: topic topic 1, +0.35" in page
    assert [(one.value, one.weight) for one in reader.interests()] == [("topic 1", 0.35)]
    page = reader.follow("/mute", kind="topic", value="topic 2", back="/").text
    reader.follow("/undo", **undo_of(page))
    assert [one.value for one in reader.interests()] == ["topic 1"]


def test_undoing_a_weight_on_the_profile_brings_back_the_one_before(reader):
    reader.follow("/profile", do="say", kind="term", value="tide", weight="0.8")
    page = reader.follow("/profile", do="say", kind="term", value="tide", weight="-0.2").text
    reader.follow("/undo", **undo_of(page))
    assert [one.weight for one in reader.interests()] == [0.8]
    page = reader.follow("/profile", do="half", kind="term", value="tide").text
    assert [one.weight for one in reader.interests()] == [0.4]
    reader.follow("/undo", **undo_of(page))
    assert [one.weight for one in reader.interests()] == [0.8]
    assert reader.post("/undo", kind="term", value="tide", weight="lots").status_code == 400
    assert [one.weight for one in reader.interests()] == [0.8]
