"""Policies of a plan: built-in ones by name with the options of their makers, a stranger's by where it is."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from diversify.errors import SettingsError
from diversify.experiments.checking import nearest, refuse_unfitting
from diversify.rank.diversifiers import by_kinds, diversifiers
from diversify.simulate import Policy, diversified, epsilon_greedy, lanes, policies, product

makers: Final[Mapping[str, Callable[..., Policy]]] = MappingProxyType(
    {
        "epsilon_greedy": epsilon_greedy,
        **{name: partial(diversified, name) for name in (*diversifiers, *by_kinds) if name in policies},
        "lanes": lanes,
        "product": product,
    }
)
"""What makes a built-in policy with other than its usual dials, by the policy's name; the others have none."""


def check_policy(use: object, options: Mapping[str, Any], where: str) -> None:
    """Refuse a built-in policy that cannot be; what a stranger's is, `policy_of` finds out.

    Parameters
    ----------
    use
        Name of a policy, or `package.module:function`.
    options
        What its maker is to be given.
    where
        Its place in the plan.

    Raises
    ------
    SettingsError
        For an unknown name or option, with the nearest known one, or a value that is impossible.

    Examples
    --------
    >>> check_policy("lanes", {"fra": 4}, "policies.lanes")
    Traceback (most recent call last):
    diversify.errors.SettingsError: policies.lanes: unknown key 'fra'; did you mean 'far'?
    """
    if not isinstance(use, str):
        raise SettingsError(f"{where}.use: {use!r} is no name", mend="give the name of a policy in quotes")
    if ":" in use:
        return
    if use not in policies:
        raise SettingsError(f"{where}: unknown policy {use!r}", mend=nearest(use, policies))
    if options and use not in makers:
        raise SettingsError(f"{where}: unknown key {next(iter(options))!r}", mend=f"policy {use!r} has no options")
    if options:
        refuse_unfitting(options, _dials(makers[use]), where)
        _made(makers[use], options, where)


def policy_of(use: str, options: Mapping[str, Any]) -> Policy:
    """The policy of this name, made with these options.

    Raises
    ------
    SettingsError
        Where it cannot be imported, is no function, or its maker refuses the options.
    """
    if use in policies:
        check_policy(use, options, f"policy {use!r}")
        return makers[use](**options) if options else policies[use]
    target, where = _imported(use), f"policy {use!r}"
    if not callable(target):
        raise SettingsError(f"{where} is no function but {type(target).__name__}", mend="name a function")
    made = _made(target, options, where) if options else target
    if not callable(made):
        raise SettingsError(f"{where} makes {type(made).__name__}, which cannot be called", mend="return a policy")
    policy: Policy = made
    return policy


def _dials(maker: Callable[..., Policy]) -> dict[str, Any]:
    """Options of a maker, and their usual values."""
    listed = inspect.signature(maker).parameters.values()
    return {each.name: each.default for each in listed if each.kind is inspect.Parameter.KEYWORD_ONLY}


def _made(maker: Callable[..., Any], options: Mapping[str, Any], where: str) -> Any:
    try:
        return maker(**options)
    except Exception as error:  # whatever a stranger's maker raises, no cell could be run
        problem = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
        raise SettingsError(f"{where}: {problem}", mend="mend the options") from error


def _imported(use: str) -> Any:
    """What `package.module:function` names."""
    module, _, name = use.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        mend = "write package.module:function, importable from here"
        raise SettingsError(f"policy {use!r} cannot be imported ({error})", mend=mend) from error
