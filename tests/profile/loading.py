"""Short ways to load a profile, to see what is wrong with it, and to write one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from celerykit import CeleryConfig, ConfigurationError, load_profile

NOTHING: Mapping[str, str] = {}


def load(name: str = "redis-redis", env: Mapping[str, str] = NOTHING, **settings: object) -> CeleryConfig:
    return load_profile(name, env=env, **settings)  # type: ignore[arg-type]


def problems(name: str = "redis-redis", env: Mapping[str, str] = NOTHING, **settings: object) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load(name, env, **settings)
    return {problem.setting: f"{problem.fact}|{problem.source}|{problem.cure}" for problem in caught.value.problems}


def write(project: Path, name: str, text: str) -> None:
    (project / "profiles" / f"{name}.toml").write_text(f'summary = "A test."\n{text}')
