"""What a run looks at: its folder, its targets, its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from celerykit.engine import tool_settings
from celerykit.engine.plugins import plugin_rules
from celerykit.engine.selection import CODES, LIVE, Selection, unknown
from celerykit.engine.tool_settings import ToolSettings
from celerykit.errors import ToolSettingsError, UsageError
from celerykit.rules.base import Rule

__all__ = ["Plan", "plan_run"]

_PROFILE = "profile:"


@dataclass(frozen=True, slots=True)
class Plan:
    """root: the folder that paths are relative to. targets: of the program; profiles: names of profiles to judge.

    plugins: rules of other packages. baseline: the file of findings that are left out, None for none.
    """

    root: Path
    targets: tuple[str, ...]
    profiles: tuple[str, ...]
    selection: Selection
    settings: ToolSettings
    plugins: tuple[Rule, ...] = ()
    baseline: Path | None = None

    @property
    def discover(self) -> bool:
        """Whether nothing was named, so that the program is looked for in `root`."""
        return not self.targets and not self.profiles


def plan_run(
    targets: Sequence[str] = (),
    *,
    root: Path | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    baseline: Path | None = None,
) -> Plan:
    """The plan for the targets. Without one, `app` and `config` of `[tool.celerykit]` are read, from its folder.

    What `select` names here, it names in spite of the table's `select` and `ignore`; `ignore` adds to the table's;
    `baseline` replaces the table's, whose path is relative to its folder.
    """
    start = (root or _working_directory()).resolve()
    settings = tool_settings.find(start)
    named = tuple(targets)
    if not named and settings.folder and (settings.app or settings.config):
        named, start = settings.app + settings.config, settings.folder
    plugins = plugin_rules(settings)
    if baseline is None and settings.folder and settings.baseline:
        baseline = settings.folder / settings.baseline
    return Plan(
        root=start,
        targets=tuple(target for target in named if not target.startswith(_PROFILE)),
        profiles=tuple(target.removeprefix(_PROFILE) for target in named if target.startswith(_PROFILE)),
        selection=_selection(settings, tuple(select), tuple(ignore), {rule.code: rule.name for rule in plugins}),
        settings=settings,
        plugins=plugins,
        baseline=baseline,
    )


def _working_directory() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("the working directory is gone") from None


def _selection(
    settings: ToolSettings, select: tuple[str, ...], ignore: tuple[str, ...], plugins: Mapping[str, str]
) -> Selection:
    known = {**CODES, **LIVE, **plugins}
    for name, selectors in (("select", select), ("ignore", ignore)):
        if wrong := unknown(selectors, known):
            raise UsageError(f"{name}: {wrong}")
    _check_table(settings, known)
    if select:
        return Selection(select, ignore, known)
    return Selection(settings.select, settings.ignore + ignore, known)


def _check_table(settings: ToolSettings, known: Mapping[str, str]) -> None:
    named = {"select": settings.select, "ignore": settings.ignore}
    named["per-file-ignores"] = tuple(one for several in settings.per_file_ignores.values() for one in several)
    for key, selectors in named.items():
        if settings.folder and (wrong := unknown(selectors, known)):
            raise ToolSettingsError(f"{settings.at(key)}: {key}: {wrong}")
