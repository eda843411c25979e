from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from celerykit.profile.find import all_profiles, find_profile, settings_file, tool_table

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "redis-redis",
    "redis-sentinel",
    "redis-django",
    "sqs-redis",
    "rabbitmq-rpc",
    "rabbitmq-redis",
    "rabbitmq-database",
    "sqlalchemy-backend",
    "testing",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_shipped_profiles_are_found_in_a_checkout() -> None:
    assert {found.name for found in all_profiles({}) if found.shipped} >= SHIPPED


def test_the_wheel_holds_every_profile(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {Path(name).stem for name in names if name.startswith("celerykit/profiles/")} >= SHIPPED
    assert "celerykit/py.typed" in names


def test_the_wheel_holds_the_styles_and_scripts_of_pages(wheel: Path) -> None:
    written = {str(file.relative_to(ROOT)) for kind in ("css", "js") for file in ROOT.glob(f"celerykit/**/*.{kind}")}
    assert {"celerykit/pages/base.css", "celerykit/reporters/html/report.js"} <= written
    assert written <= set(zipfile.ZipFile(wheel).namelist())


def test_the_profiles_are_found_in_an_unpacked_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "from celerykit import load_profile; print(load_profile('rabbitmq-rpc', env={}).profile)"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    assert shown.stdout == "rabbitmq-rpc\n"


def test_the_settings_file_is_looked_for_upwards(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert settings_file(tmp_path / "a" / "b") == (tmp_path / "pyproject.toml").resolve()


def test_a_celerykit_toml_is_the_table_itself_and_comes_before_a_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.celerykit]\nprofile = "b"\n')
    (tmp_path / "celerykit.toml").write_text('profile = "a"\n')
    assert tool_table(settings_file(tmp_path)) == {"profile": "a"}


def test_a_broken_pyproject_has_no_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.celerykit\n")
    assert tool_table(tmp_path / "pyproject.toml") == {}


def test_a_folder_called_profiles_below_nothing_is_looked_at_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mine.toml").write_text('summary = "x"\n')
    monkeypatch.chdir(tmp_path)
    assert find_profile("mine", {}).shown == "profiles/mine.toml"
