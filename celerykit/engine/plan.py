"""What a run looks at: its folder, its targets, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from celerykit.engine import tool_settings
from celerykit.engine.selection import Selection, unknown
from celerykit.engine.tool_settings import ToolSettings, at_key
from celerykit.errors import ToolSettingsError, UsageError

__all__ = ["Plan", "plan_run"]

_PROFILE = "profile:"


@dataclass(frozen=True, slots=True)
class Plan:
    """root: the folder that paths are relative to. targets: of the program; profiles: names of profiles to judge."""

    root: Path
    targets: tuple[str, ...]
    profiles: tuple[str, ...]
    selection: Selection
    settings: ToolSettings

    @property
    def discover(self) -> bool:
        """Whether nothing was named, so that the program is looked for in `root`."""
        return not self.targets and not self.profiles


def plan_run(
    targets: Sequence[str] = (), *, root: Path | None = None, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Plan:
    """The plan for the targets. Without one, `app` and `config` of `[tool.celerykit]` are read, from its folder.

    What `select` names here, it names in spite of the table's `select` and `ignore`; `ignore` adds to the table's.
    """
    start = (root or _working_directory()).resolve()
    settings = tool_settings.find(start)
    named = tuple(targets)
    if not named and settings.folder and (settings.app or settings.config):
        named, start = settings.app + settings.config, settings.folder
    return Plan(
        root=start,
        targets=tuple(target for target in named if not target.startswith(_PROFILE)),
        profiles=tuple(target.removeprefix(_PROFILE) for target in named if target.startswith(_PROFILE)),
        selection=_selection(settings, tuple(select), tuple(ignore)),
        settings=settings,
    )


def _working_directory() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("the working directory is gone") from None


def _selection(settings: ToolSettings, select: tuple[str, ...], ignore: tuple[str, ...]) -> Selection:
    for name, selectors in (("select", select), ("ignore", ignore)):
        if wrong := unknown(selectors):
            raise UsageError(f"{name}: {wrong}")
    _check_table(settings)
    if select:
        return Selection(select, ignore)
    return Selection(settings.select, settings.ignore + ignore)


def _check_table(settings: ToolSettings) -> None:
    named = {"select": settings.select, "ignore": settings.ignore}
    named["per-file-ignores"] = tuple(one for several in settings.per_file_ignores.values() for one in several)
    for key, selectors in named.items():
        if settings.folder and (wrong := unknown(selectors)):
            raise ToolSettingsError(f"{at_key(settings.folder, key)}: {key}: {wrong}")
