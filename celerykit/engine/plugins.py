"""Rules that other packages bring, by entry points of the group `celerykit.rules`.

Only those run that `plugins` of `[tool.celerykit]` names: what is merely installed runs nothing, and costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from celerykit.engine.selection import CODES, FAMILIES, LIVE
from celerykit.errors import ToolSettingsError
from celerykit.findings import SEVERITIES
from celerykit.rules.base import Rule

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from celerykit.engine.tool_settings import ToolSettings

__all__ = ["GROUP", "plugin_rules"]

GROUP = "celerykit.rules"
_CODE = re.compile("[A-Z]{2,4}[0-9]{3}")
_NAME = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+")
_TEXTS = ("code", "name", "severity", "message", "fix")


def plugin_rules(settings: ToolSettings) -> tuple[Rule, ...]:
    """The rules that the table names, in its order. Raises ToolSettingsError where one is not there, or is no rule."""
    if not settings.plugins:
        return ()
    from importlib.metadata import entry_points  # start-up: most projects name none

    installed = {point.name: point for point in entry_points(group=GROUP)}
    taken: dict[str, str] = {**CODES, **LIVE}
    rules = []
    for name in settings.plugins:
        try:
            rule = _rule(name, installed, taken)
        except _Refused as reason:
            raise ToolSettingsError(f"{settings.at('plugins')}: plugins: {name} {reason}") from None
        taken[rule.code] = rule.name
        rules.append(rule)
    return tuple(rules)


class _Refused(Exception):
    """Why a plugin is not taken."""


def _rule(name: str, installed: Mapping[str, EntryPoint], taken: Mapping[str, str]) -> Rule:
    if name not in installed:
        from celerykit.values.suggestions import did_you_mean

        cure = did_you_mean(name, installed, f"install the package that has it in its entry points {GROUP}")
        raise _Refused(f"is not installed: {cure}")
    try:
        found = installed[name].load()
    except Exception as error:
        raise _Refused(f"cannot be loaded: {type(error).__name__} in {installed[name].value}") from None
    if not (isinstance(found, type) and issubclass(found, Rule)):
        raise _Refused(f"is no rule: {installed[name].value} does not derive from celerykit.rules.base.Rule")
    missing = [field for field in _TEXTS if not isinstance(getattr(found, field, None), str)]
    if missing:
        raise _Refused(f"says nothing of its {', '.join(missing)}")
    if wrong := _wrong(found, taken):
        raise _Refused(wrong)
    return found()


def _wrong(rule: type[Rule], taken: Mapping[str, str]) -> str:
    """What is wrong with how a rule calls itself, "" for nothing."""
    if not _CODE.fullmatch(rule.code):
        return f"has the code {rule.code!r}; a code is two to four capital letters and three digits"
    if rule.code in taken or rule.name in taken.values() or rule.code.startswith("CK"):
        return f"calls itself {rule.code} {rule.name}, which celerykit or another plugin has"
    if not _NAME.fullmatch(rule.name) or rule.name in FAMILIES:
        return f"has the name {rule.name!r}; a name is lower-case words with hyphens between them"
    return (
        "" if rule.severity in SEVERITIES else f"has the severity {rule.severity!r}, not one of {', '.join(SEVERITIES)}"
    )
