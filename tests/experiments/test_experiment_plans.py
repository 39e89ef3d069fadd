"""Plans are checked before any work starts."""

import json

import pytest

from diversify.errors import FileError, SettingsError
from diversify.experiments import read_plan
from diversify.experiments.makers import makers, policy_of
from diversify.simulate import ReaderSettings, WorldSettings, policies

TOML = """
name = "first"
seeds = [3, 5]
days = 4

[worlds.plain]
births = 20

[worlds.sport]
industries = 2
frequencies = [0.9, 0.1]

[readers.few]
number = 7
noise = 2

[policies.random]

[policies.near]
use = "relevance_only"
"""


def test_a_plan_in_toml(tmp_path):
    (tmp_path / "plan.toml").write_text(TOML, encoding="utf-8")
    plan = read_plan(tmp_path / "plan.toml")
    assert (plan.name, plan.seeds, plan.days, plan.size) == ("first", (3, 5), 4, 12)
    assert plan.worlds["plain"] == WorldSettings(births=20)
    assert plan.worlds["sport"].frequencies == (0.9, 0.1)
    assert plan.readers == {"few": ReaderSettings(number=7, noise=2)}
    assert plan.policies["near"].use == "relevance_only"
    cells = list(plan.cells())
    assert len(cells) == len(set(cells)) == 2 * 1 * 2 * 2


def test_what_is_not_given_is_the_paper():
    plan = read_plan({"policies": {"random": {}}})
    assert plan.worlds == {"default": WorldSettings()}
    assert plan.readers == {"default": ReaderSettings()}
    assert plan.seeds == (0,)


def test_a_dataset_is_a_world_with_its_labels_frequencies(tmp_path):
    path = tmp_path / "corpus.jsonl"
    labels = ["sport", "sport", "sport", "arts", None]
    lines = [json.dumps({"title": "x", "label": label}) for label in labels]
    path.write_text("\n".join(lines), encoding="utf-8")
    plan = read_plan({"policies": {"random": {}}, "datasets": {"mine": {"path": str(path), "births": 9}}})
    assert plan.worlds == {"mine": WorldSettings(industries=2, births=9, frequencies=(0.25, 0.75))}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"polices": {}}, r"plan: unknown key 'polices'; did you mean 'policies'\?"),
        ({"worlds": {"w": {"birth": 3}}}, r"worlds.w: unknown key 'birth'; did you mean 'births'\?"),
        ({"readers": {"r": {"numbr": 3}}}, r"readers.r: unknown key 'numbr'; did you mean 'number'\?"),
        ({"policies": {"relevance": {}}}, r"unknown policy 'relevance'; did you mean 'relevance_only'\?"),
        ({"policies": {"random": {"strength": 1}}}, r"random: unknown key 'strength'; policy 'random' has no options"),
        ({"policies": {"lanes": {"fra": 1}}}, r"policies.lanes: unknown key 'fra'; did you mean 'far'\?"),
        ({"policies": {"mmr": {"diversty": 1}}}, r"policies.mmr: unknown key 'diversty'; did you mean 'diversity'\?"),
        ({"policies": {"p": {"use": "product", "mix": "6/3/3"}}}, r"policies.p: unknown key 'mix'; did you mean"),
        ({"policies": {"lanes": {"far": 1.5}}}, r"policies.lanes.far: 1.5 is no whole number"),
        ({"policies": {"lanes": {"reach": "far"}}}, r"policies.lanes.reach: 'far' is no number"),
        (
            {"policies": {"lanes": {"near": 0, "common": 0, "far": 0}}},
            r"policies.lanes: mix 0/0/0 must have .* one place",
        ),
        ({"policies": {"product": {"reach": 1.5}}}, r"policies.product: reach 1.5 is outside \[0, 1\]"),
        ({"policies": {"dpp": {"diversity": -1}}}, r"policies.dpp: diversity -1 is outside \[0, 1\]"),
        ({"policies": {"e": {"use": "epsilon_greedy", "epsilon": 2}}}, r"policies.e: epsilon 2 is outside \[0, 1\]"),
        (
            {"policies": {"xquad": {"sweep": {"diversity": [0.5, 2]}}}},
            r"policies.xquad diversity=2: diversity 2 is out",
        ),
        ({"policies": {"random": {"use": 3}}}, r"policies.random.use: 3 is no name"),
        ({"policies": {}}, r"no policies; add a table \[policies.NAME\]"),
        ({"worlds": {"w": {"births": "many"}}}, r"worlds.w.births: 'many' is no whole number"),
        ({"worlds": {"w": {"births": True}}}, r"worlds.w.births: True is no whole number"),
        ({"worlds": {"w": {"fade": 2}}}, r"worlds.w: fade 2 is outside \(0, 1\]"),
        ({"worlds": {"w": 3}}, r"worlds must hold tables; write \[worlds.NAME\]"),
        ({"worlds": []}, r"worlds must hold tables"),
        ({"seeds": []}, r"plan.seeds: \[\]"),
        ({"seeds": 0}, r"plan.seeds: 0"),
        ({"seeds": [1, 1]}, r"repeats a seed"),
        ({"seeds": [-1]}, r"plan.seeds: \[-1\]"),
        ({"days": 0}, r"plan.days: 0; give a whole number, at least 1"),
        ({"size": 1.5}, r"plan.size: 1.5"),
        ({"datasets": {"d": {}}}, r"datasets.d: no path; give the path of a labelled corpus, or packed = true"),
        ({"datasets": {"d": {"path": "x", "packed": True}}}, r"datasets.d: both path and packed"),
        ({"datasets": {"d": {"path": 3}}}, r"datasets.d: path must be a text"),
        ({"datasets": {"d": {"packed": 1}}}, r"datasets.d: .*packed true or false"),
        ({"datasets": {"d": {"path": "x", "industries": 3}}}, r"datasets.d: unknown key 'industries'"),
    ],
)
def test_an_impossible_plan_is_refused_with_its_place(change, words):
    with pytest.raises(SettingsError, match=words):
        read_plan({"policies": {"random": {}}} | change)


def test_the_corpus_that_ships_is_a_world_of_every_industry():
    world = read_plan({"policies": {"random": {}}, "datasets": {"sample": {"packed": True}}}).worlds["sample"]
    assert world.industries == 32
    assert sum(world.frequencies) == pytest.approx(1.0)
    assert min(world.frequencies) > 0.02


def test_options_of_built_in_policies_are_those_of_their_makers():
    table = {
        "epsilon_greedy": {"epsilon": 0.5},
        "wide": {"use": "lanes", "near": 4, "common": 2, "far": 6, "reach": 0.75, "target_far": 8},
        "product": {"far": 0, "reach": 0.25},
        **{name: {"diversity": 0.25, "among": 50} for name in ("mmr", "dpp", "calibrated", "xquad", "pm2", "cover")},
    }
    plan = read_plan({"policies": table})
    for name, options in table.items():
        assert {"use": plan.policies[name].use, **plan.policies[name].options} == {"use": name, **options}
        assert callable(policy_of(plan.policies[name].use, plan.policies[name].options))


def test_every_built_in_policy_is_one_of_a_plan_and_its_maker_makes_it_again():
    for name, policy in policies.items():
        assert policy_of(name, {}) is policy
        if name in makers:
            assert makers[name]() == policy


def test_a_name_for_a_world_and_a_dataset_is_refused(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"title": "x", "label": "a"}', encoding="utf-8")
    with pytest.raises(SettingsError, match="'same' is both a world and a dataset"):
        read_plan({"policies": {"random": {}}, "worlds": {"same": {}}, "datasets": {"same": {"path": str(path)}}})


def test_an_unreadable_plan_is_named(tmp_path):
    with pytest.raises(FileError, match=r"none.toml: no such file"):
        read_plan(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("days = ", encoding="utf-8")
    with pytest.raises(FileError, match=r"bad.toml: not TOML"):
        read_plan(tmp_path / "bad.toml")


def test_an_absent_or_unlabelled_corpus_is_told_before_anything_runs(tmp_path):
    with pytest.raises(FileError, match=r"none.jsonl"):
        read_plan({"policies": {"random": {}}, "datasets": {"d": {"path": str(tmp_path / "none.jsonl")}}})
    path = tmp_path / "bare.jsonl"
    path.write_text('{"title": "x"}', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"datasets.d: .*bare.jsonl has no labels"):
        read_plan({"policies": {"random": {}}, "datasets": {"d": {"path": str(path)}}})


def test_a_sweep_is_one_of_each_combination():
    plan = read_plan(
        {
            "policies": {"random": {}},
            "readers": {"r": {"number": 5, "sweep": {"noise": [0, 1], "drift": [0.0, 0.5]}}, "plain": {}},
        }
    )
    assert list(plan.readers) == ["r noise=0 drift=0.0", "r noise=0 drift=0.5", "r noise=1 drift=0.0",
                                  "r noise=1 drift=0.5", "plain"]  # fmt: skip
    assert plan.readers["r noise=1 drift=0.5"] == ReaderSettings(number=5, noise=1, drift=0.5)


def test_a_swept_policy_keeps_its_function():
    plan = read_plan({"policies": {"mine": {"use": "my.module:make", "sweep": {"far": [0, 3]}}}})
    assert {name: (each.use, dict(each.options)) for name, each in plan.policies.items()} == {
        "mine far=0": ("my.module:make", {"far": 0}), "mine far=3": ("my.module:make", {"far": 3}),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        (3, r"worlds.w.sweep: must give a list of values for each key; write worlds.w.sweep = \{ KEY ="),
        ({"births": []}, "must give a list of values"),
        ({"births": [1]}, "worlds.w: 'births' is given and swept; give it once"),
        ({"fade": [0.1, 7]}, r"worlds.w fade=7: fade 7 is outside"),
    ],
)
def test_a_sweep_that_cannot_be_is_named(sweep, words):
    with pytest.raises(SettingsError, match=words):
        read_plan({"policies": {"random": {}}, "worlds": {"w": {"births": 3, "sweep": sweep}}})
