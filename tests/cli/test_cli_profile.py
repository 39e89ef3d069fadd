"""The verbs about what is believed, at the console: one clear line for each fault, and nothing lost."""

import json

import pytest

from diversify.cli.profile import told_first
from diversify.profile import TOO_LITTLE


def test_a_profile_is_shown_before_anything_is_trained(say):
    assert say("interest", "sport", "0.5")[0] == 0
    code, out, _ = say("profile")
    assert code == 0
    assert "You asked for more from the field of sport" in out
    assert "Nothing is learned before `diversify train`" in out
    document = json.loads(say("profile", "show", "--json")[1])
    assert document["statements"][0]["said"] == 0.5


def test_a_belief_is_corrected_halved_and_taken_back(say):
    assert say("profile", "edit", "sport", "-0.5")[0] == 0
    assert "-0.25" in say("profile", "edit", "sport", "half")[2]
    assert "industry sport: again -0.5, was -0.25" in say("profile", "undo")[2]
    assert "taken back" in say("profile", "undo")[2]
    assert json.loads(say("profile", "--json")[1])["statements"] == []


def test_the_strongest_is_told_and_the_rest_counted():
    said = [{"text": f"You asked for {n}.", "said": 0.5, "evidence": []} for n in range(3)]
    learned = [{"text": f"Articles about {n} were read.", "said": None, "evidence": []} for n in range(20)]
    vague = [{"text": TOO_LITTLE, "said": None, "evidence": [{"title": "A"}]}] * 5
    told, left = told_first([*said, *learned, *vague], most=12)
    assert (told, left) == ([*said, *learned[:12]], 8)
    told, left = told_first([*said, *learned, *vague], most=None)
    assert left == 0
    assert [one["text"] for one in told] == [one["text"] for one in (*said, *learned, vague[0])]
    assert told[-1]["evidence"] == []


def test_show_takes_all_and_nothing_else(say):
    assert say("profile", "show", "all")[0] == 0
    code, _, err = say("profile", "show", "much")
    assert code == 2
    assert "show [all]" in err


def test_a_weight_far_below_those_of_words_is_told_in_words(say, tmp_path):
    file = tmp_path / "p.json"
    say("interest", "sport", "0.5")
    say("profile", "export", str(file))
    slight = json.loads(file.read_text("utf-8"))
    slight["interests"][0]["weight"] = -0.0006
    file.write_text(json.dumps(slight), encoding="utf-8")
    say("profile", "import", str(file))
    out = say("profile")[1]
    assert "A slight leaning away from articles from the field of sport is kept." in out
    assert "asked" not in out
    assert "a slight leaning against it is kept" in say("profile", "edit", "sport", "half")[2]


def test_a_profile_is_exported_and_imported(say, tmp_path):
    say("mute", "term", "lottery")
    say("mix", "4/4/4")
    file = tmp_path / "me.json"
    assert say("profile", "export", str(file))[0] == 0
    say("unmute", "term", "lottery")
    code, out, err = say("profile", "import", str(file))
    assert (code, out) == (0, "")
    assert "1 interests and 1 dials taken in" in err
    assert json.loads(say("profile", "export")[1])["interests"][0]["value"] == "lottery"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("frobnicate",), "say one of show, edit"),
        (("edit", "sport"), "edit VALUE WEIGHT|half|pin|forget"),
        (("edit", "sport", "lots"), "give a number from -1"),
        (("edit", "sport", "2"), "give a number from -1"),
        (("edit", "nothing-known", "half"), "nothing is believed"),
        (("undo",), "nothing to undo"),
        (("import", "nowhere.json"), "nowhere.json"),
        (("export", "a", "b"), "export [FILE]"),
        (("erase",), "diversify erase"),
        (("undo", "--json"), "only `profile show` has --json"),
    ],
)
def test_each_fault_is_one_line(say, words, told):
    code, out, err = say("profile", *words)
    assert code in (1, 2)
    assert out == ""
    assert err.count("\n") == 1
    assert told in err


def test_a_file_cut_short_changes_nothing(say, tmp_path):
    file = tmp_path / "me.json"
    say("interest", "rain", "0.5")
    say("profile", "export", str(file))
    file.write_text(file.read_text()[:-20])
    code, _, err = say("profile", "import", str(file))
    assert code == 1
    assert "cut short" in err
    assert err.count("\n") == 1


def test_the_town_of_an_empty_store(say):
    assert len(json.loads(say("town", "--weeks", "2", "--json")[1])["weeks"]) == 2
    code, out, _ = say("town")
    assert code == 0
    assert "finished" in out


def test_pacing_is_switched_on_toward_a_target_and_off(say):
    assert "pacing: far places 3 toward 6, as far items" in say("mix", "--toward", "6")[2]
    assert "reach 0.5 toward 0.9, far places 3 toward 6" in say("reach", "--toward", "another-world")[2]
    assert "far places 3 toward 6, as far items" in say("reach", "--toward", "next-door")[2]
    assert "there already" in say("mix", "--toward", "2")[2]
    assert "off" in say("mix", "--toward", "off")[2]
    assert say("mix", "--toward", "many")[0] == 2


def test_a_stricter_level_says_nothing_where_nothing_is_lost(say):
    assert "erasing" not in say("privacy", "nothing")[2]
