"""A plan is data: worlds × readers × policies × seeds, as TOML or a dict."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from diversify.catalogue import load_sample
from diversify.datasets import from_outlets, labelled
from diversify.domain import GENERAL
from diversify.errors import FileError, SettingsError
from diversify.experiments.checking import refuse_unfitting, refuse_unknown
from diversify.experiments.makers import check_policy
from diversify.simulate import ReaderSettings, WorldSettings, policies

if TYPE_CHECKING:
    import pandas as pd

_KEYS: Final = ("name", "seeds", "days", "size", "worlds", "datasets", "readers", "policies")
_NUMBERS: Final = {"days": 30, "size": 12}
_Kind = TypeVar("_Kind", WorldSettings, ReaderSettings)


@dataclass(frozen=True)
class PolicyPlan:
    """A policy by name: one of `diversify.simulate.policies`, or `package.module:function`.

    With `options` the built-in policy's maker, or the function, is called with them and returns the policy.
    """

    use: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """One run of a plan: the names of its parts, and its seed."""

    world: str
    readers: str
    policy: str
    seed: int


@dataclass(frozen=True)
class Plan:
    """A checked plan; see `read_plan`."""

    name: str
    seeds: tuple[int, ...]
    days: int
    size: int
    worlds: Mapping[str, WorldSettings]
    readers: Mapping[str, ReaderSettings]
    policies: Mapping[str, PolicyPlan]

    def cells(self) -> Iterator[Cell]:
        """Every combination, in the plan's order, seeds innermost."""
        for world, readers, policy, seed in itertools.product(self.worlds, self.readers, self.policies, self.seeds):
            yield Cell(world, readers, policy, seed)


def read_plan(source: str | Path | Mapping[str, Any]) -> Plan:
    """Read and check a plan before any work starts.

    Parameters
    ----------
    source
        A TOML file or a dict. `policies` is needed: a table for each, with `use` (else the table's name) and its
        options, such as `far` and `reach` of `lanes` and `product`, `diversity` of the diversifiers, `epsilon` of
        `epsilon_greedy`. `worlds` and `readers` are tables of settings (defaults: one of each as in the paper);
        `datasets` are worlds whose industries are the labels of a corpus at `path`, or, with `packed = true`, of the
        sample that ships, born as often as they occur there. `seeds` is a number of seeds or a list of them (1),
        `days` 30, `size` 12. A table `sweep` in one of worlds, datasets, readers or policies gives lists of values:
        one of it is made for each combination, named after its values.

    Raises
    ------
    SettingsError
        Where a name or key is unknown (it names the nearest known one) or a value is impossible.
    FileError
        Where the file cannot be read.

    Examples
    --------
    >>> plan = read_plan({"policies": {"random": {}, "near": {"use": "relevance_only"}}, "seeds": 2})
    >>> [(cell.policy, cell.seed) for cell in plan.cells()]
    [('random', 0), ('random', 1), ('near', 0), ('near', 1)]
    """
    table = source if isinstance(source, Mapping) else _toml(Path(source))
    refuse_unknown(table, _KEYS, "plan")
    worlds = {name: _world(each, f"worlds.{name}") for name, each in _tables(table, "worlds").items()}
    corpora = {name: _corpus(each, f"datasets.{name}") for name, each in _tables(table, "datasets").items()}
    if twice := worlds.keys() & corpora.keys():
        raise SettingsError(f"plan: {min(twice)!r} is both a world and a dataset", mend="rename one of them")
    readers = {
        name: _settings(ReaderSettings, each, f"readers.{name}") for name, each in _tables(table, "readers").items()
    }
    chosen = {name: _policy(name, each) for name, each in _tables(table, "policies").items()}
    if not chosen:
        raise SettingsError("plan: no policies", mend=f"add a table [policies.NAME], such as {', '.join(policies)}")
    days, size = (_whole(table, key, least=1) for key in _NUMBERS)
    return Plan(
        name=str(table.get("name", "plan")),
        seeds=_seeds(table.get("seeds", 1)),
        days=days,
        size=size,
        worlds=worlds | corpora or {"default": WorldSettings()},
        readers=readers or {"default": ReaderSettings()},
        policies=chosen,
    )


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileError(path, (error.strerror or str(error)).lower(), mend="check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(path, f"not TOML ({error})") from error


def _tables(table: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
    found = table.get(key, {})
    if not isinstance(found, Mapping) or not all(isinstance(each, Mapping) for each in found.values()):
        raise SettingsError(f"plan: {key} must hold tables", mend=f"write [{key}.NAME] and its keys below")
    return {full: table for name, each in found.items() for full, table in _swept(name, each, f"{key}.{name}")}


def _swept(name: str, table: Mapping[str, Any], where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The table, or one for each combination of the values that its `sweep` gives, and what each is called."""
    sweep = table.get("sweep", {})
    lists = isinstance(sweep, Mapping) and all(isinstance(values, list) and values for values in sweep.values())
    if not lists:
        mend = f"write {where}.sweep = {{ KEY = [VALUE, VALUE] }}"
        raise SettingsError(f"{where}.sweep: must give a list of values for each key", mend=mend)
    rest = {key: value for key, value in table.items() if key != "sweep"}
    if twice := rest.keys() & sweep.keys():
        raise SettingsError(f"{where}: {min(twice)!r} is given and swept", mend="give it once")
    for values in itertools.product(*sweep.values()):
        chosen = dict(zip(sweep, values, strict=True))
        said = " ".join(f"{key}={value}" for key, value in chosen.items())
        yield (
            f"{name} {said}".strip(),
            rest | ({"use": rest.get("use", name)} if where.startswith("policies") else {}) | chosen,
        )


def _world(table: Mapping[str, Any], where: str) -> WorldSettings:
    listed = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return _settings(WorldSettings, listed, where)


def _settings(kind: type[_Kind], table: Mapping[str, Any], where: str) -> _Kind:
    """Settings from a table; unknown keys and impossible values are named with their place in the plan."""
    refuse_unfitting(table, {item.name: item.default for item in fields(kind)}, where)
    try:
        return kind(**table)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _corpus(table: Mapping[str, Any], where: str) -> WorldSettings:
    """A world whose industries are a corpus's labels, in order of their names, as frequent as they are there."""
    others = [item.name for item in fields(WorldSettings) if item.name not in ("industries", "frequencies")]
    refuse_unknown(table, ("path", "packed", *others), where)
    labels = _labels(table, where)
    counts = labels[labels != ""].value_counts().sort_index()
    if counts.empty:
        raise SettingsError(f"{where}: {table['path']} has no labels", mend="give a labelled corpus")
    shares = tuple((counts / counts.sum()).tolist())
    rest = {key: value for key, value in table.items() if key not in ("path", "packed")}
    return _world({**rest, "industries": len(shares), "frequencies": shares}, where)


def _labels(table: Mapping[str, Any], where: str) -> pd.Series[Any]:
    """The label of each article of a corpus; of the packed one, those of no industry are left out."""
    packed = table.get("packed", False)
    if not isinstance(packed, bool) or not isinstance(table.get("path", ""), str):
        raise SettingsError(f"{where}: path must be a text and packed true or false", mend="give one of the two")
    if packed == ("path" in table):
        problem = "both path and packed" if packed else "no path"
        raise SettingsError(f"{where}: {problem}", mend="give the path of a labelled corpus, or packed = true")
    if not packed:
        return labelled(table["path"]).articles["label"]
    labels = from_outlets(load_sample()).articles["label"]
    return labels[labels != GENERAL]


def _policy(name: str, table: Mapping[str, Any]) -> PolicyPlan:
    use = table.get("use", name)
    options = {key: value for key, value in table.items() if key != "use"}
    check_policy(use, options, f"policies.{name}")
    return PolicyPlan(use, options)


def _whole(table: Mapping[str, Any], key: str, *, least: int) -> int:
    value = table.get(key, _NUMBERS[key])
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise SettingsError(f"plan.{key}: {value!r}", mend=f"give a whole number, at least {least}")
    return value


def _seeds(value: Any) -> tuple[int, ...]:
    listed = list(range(value)) if isinstance(value, int) and not isinstance(value, bool) else value
    whole = isinstance(listed, list) and all(isinstance(seed, int) and seed >= 0 for seed in listed)
    if not whole or not listed:
        raise SettingsError(f"plan.seeds: {value!r}", mend="give a number of seeds, or a list of whole numbers")
    if len(set(listed)) < len(listed):
        raise SettingsError(f"plan.seeds: {value!r} repeats a seed", mend="give each seed once")
    return tuple(listed)
