"""The question of the week at the console."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from diversify.domain import Delivery
from diversify.store import open_store


@pytest.fixture
def asked(tmp_path):
    """A question of yesterday about a field, one of last week, and one of tomorrow, as a clock set back leaves it."""
    now = datetime.now(UTC)
    with open_store(tmp_path / "s.db") as store:
        for days, value in ((-8, "sport"), (-1, "maritime"), (2, "music")):
            content = {
                "kind": "industry",
                "value": value,
                "text": f"You finished all 4 \x1b[2J{value}.",
                "answer": None,
            }
            day = (now + timedelta(days=days)).date().isoformat()
            store.deliveries.begin(Delivery("check-in", day, "begun", now, now, json.dumps(content)))


def test_without_a_question_it_says_so(say):
    assert say("checkin") == (
        0,
        "",
        "there is no question: too little is known to ask about, or all of it was answered\n",
    )
    assert json.loads(say("checkin", "--json")[1]) is None
    code, _, err = say("checkin", "yes")
    assert code == 2
    assert "there is no question to answer" in err


def test_it_is_shown_answered_and_taken_back(say, asked):
    code, out, _ = say("checkin")
    assert code == 0
    assert out.splitlines()[0] == "You finished all 4  [2Jmaritime."
    assert [line.split()[2] for line in out.splitlines()[1:]] == ["yes", "no", "never"]
    code, out, err = say("checkin", "yes")
    assert (code, out) == (0, "")
    assert err.startswith("ships and ports: more of it from the next digest on; ")
    assert json.loads(say("profile", "export")[1])["interests"][0]["weight"] == 0.5
    assert "you answered yes" in say("checkin")[1]
    assert "taken back" in say("profile", "undo")[2]
    document = json.loads(say("checkin", "--json")[1])
    assert (document["value"], document["answer"]) == ("maritime", None)
    assert say("checkin", "never")[0] == 0
    assert "may be asked about again" in say("profile", "undo")[2]
    assert say("checkin", "perhaps")[0] == 2
