"""Where profiles are found, and which one a name means."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from celerykit.errors import Problem, ProfileNotFound
from celerykit.values.suggestions import closest
from celerykit.values.tool_tables import nearest, table_in

__all__ = ["SHIPPED", "Found", "all_profiles", "find_profile", "settings_file", "tool_table"]

SHIPPED = "shipped:"


@dataclass(frozen=True, slots=True)
class Found:
    """A profile's file. shipped: it came with celerykit. shadows: paths of others of that name, further down."""

    name: str
    path: Path
    shipped: bool = False
    shadows: tuple[Path, ...] = ()

    @property
    def shown(self) -> str:
        """Its path as messages name it: from the working directory where it is below it."""
        if self.shipped:
            return f"profiles/{self.path.name}"
        try:
            return self.path.resolve().relative_to(Path.cwd()).as_posix()
        except ValueError:
            return self.path.as_posix()


def settings_file(folder: Path | None = None) -> Path | None:
    """The celerykit.toml, else the pyproject.toml, of the folder (the working directory) or the nearest one above."""
    return nearest((folder or Path.cwd()).resolve())


def tool_table(file: Path | None) -> Mapping[str, object]:
    """What a celerykit.toml says, or `[tool.celerykit]` of a pyproject.toml; empty where it is not TOML.

    Whether its keys are right is judged where they are used for a run (`celerykit.engine`).
    """
    try:
        table = table_in(file) if file else None
    except ValueError:
        return {}
    return table if isinstance(table, dict) else {}


def find_profile(name: str, env: Mapping[str, str]) -> Found:
    """The profile of that name, or at that path.

    A name is looked up in `[tool.celerykit] profile_paths`, in profiles/ beside the nearest celerykit.toml or
    pyproject.toml, in CELERYKIT_PROFILE_PATH, among entry points, among the shipped ones; "shipped:NAME" looks among
    these alone.
    Raises ProfileNotFound, which lists what is in reach.
    """
    if name.startswith(SHIPPED):
        bare = name.removeprefix(SHIPPED)
        matches = [found for found in _shipped() if found.name == bare]
    elif name.endswith(".toml") or os.sep in name or "/" in name:
        path = Path(name).expanduser()
        matches = [Found(path.stem, path)] if path.is_file() else []
    else:
        matches = [found for found in _candidates(env) if found.name == name]
    if not matches:
        raise ProfileNotFound([_not_found(name, env)])
    first, *rest = matches
    return Found(first.name, first.path, first.shipped, tuple(found.path for found in rest))


def all_profiles(env: Mapping[str, str]) -> list[Found]:
    """The profiles in reach, each name once, in the order in which they are looked up."""
    seen: dict[str, Found] = {}
    for found in _candidates(env):
        seen.setdefault(found.name, found)
    return list(seen.values())


def _not_found(name: str, env: Mapping[str, str]) -> Problem:
    names = [found.name for found in all_profiles(env)]
    match = closest(name.removeprefix(SHIPPED), names)
    meant = f"did you mean {match}? " if match else ""
    if name.endswith(".toml") or "/" in name:
        return Problem(name, "there is no profile at that path", cure=f"{meant}profiles in reach: {', '.join(names)}")
    return Problem(name, "there is no profile of that name", cure=f"{meant}profiles in reach: {', '.join(names)}")


def _candidates(env: Mapping[str, str]) -> Iterator[Found]:
    for folder in _folders(env):
        yield from _in_folder(folder)
    yield from _from_entry_points()
    yield from _shipped()


def _folders(env: Mapping[str, str]) -> Iterator[Path]:
    settings = settings_file()
    if settings is not None:
        paths = tool_table(settings).get("profile_paths", ())
        for path in paths if isinstance(paths, Sequence) and not isinstance(paths, str) else ():
            yield settings.parent / str(path)
        yield settings.parent / "profiles"
    else:
        yield Path("profiles")
    for path in env.get("CELERYKIT_PROFILE_PATH", "").split(os.pathsep):
        if path:
            yield Path(path).expanduser()


def _in_folder(folder: Path, *, shipped: bool = False) -> Iterator[Found]:
    """Only files with a `summary` count: other tools keep TOML files in folders called profiles too."""
    if not shipped and _own_folder().is_dir() and folder.is_dir() and folder.samefile(_own_folder()):
        return
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        if "summary" in path.read_text(encoding="utf-8", errors="replace"):
            yield Found(path.stem, path, shipped)


def _from_entry_points() -> Iterator[Found]:
    from importlib.metadata import entry_points

    for point in entry_points(group="celerykit.profiles"):
        folder = Path(str(getattr(point.load(), "__path__", [point.load()])[0]))
        yield from _in_folder(folder)


def _own_folder() -> Path:
    """The shipped profiles: inside the package in a wheel, beside it in a checkout or an editable install."""
    package = Path(__file__).parent.parent
    inside = package / "profiles"
    return inside if inside.is_dir() else package.parent / "profiles"


def _shipped() -> Iterator[Found]:
    return _in_folder(_own_folder(), shipped=True)
