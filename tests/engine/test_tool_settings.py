from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.engine.tool_settings import ToolSettings, find
from celerykit.errors import ToolSettingsError

EVERYTHING = """\
[project]
name = "proj"

[tool.celerykit]
app = "proj.celery:app"
config = ["celeryconfig", "other"]
select = ["CK4"]
ignore = ["info"]
fail-on = "error"
output-format = "json"
profile = "redis-redis"
profile_paths = ["deploy"]
app_name = "proj"
celery = "5.6"
baseline = "known.json"
plugins = ["house"]

[tool.celerykit.per-file-ignores]
"tests/*" = ["CK703"]
"""


def written(folder: Path, text: str) -> ToolSettings:
    (folder / "pyproject.toml").write_text(text)
    return find(folder)


def test_reads_every_key(tmp_path: Path) -> None:
    assert written(tmp_path, EVERYTHING) == ToolSettings(
        path=tmp_path / "pyproject.toml",
        app=("proj.celery:app",),
        config=("celeryconfig", "other"),
        select=("CK4",),
        ignore=("info",),
        per_file_ignores={"tests/*": ("CK703",)},
        fail_on="error",
        output_format="json",
        profile="redis-redis",
        profile_paths=("deploy",),
        app_name="proj",
        celery="5.6",
        baseline="known.json",
        plugins=("house",),
    )


def test_celerykit_toml_has_the_same_keys_at_its_top_and_comes_first(tmp_path: Path) -> None:
    (tmp_path / "celerykit.toml").write_text('fail-on = "info"\n[per-file-ignores]\n"a.py" = ["CK4"]\n')
    found = written(tmp_path, '[tool.celerykit]\nfail-on = "error"\n')

    assert (found.fail_on, found.per_file_ignores, found.app) == ("info", {"a.py": ("CK4",)}, ())
    assert found.at("fail-on") == "celerykit.toml:1"


def test_an_unknown_key_of_celerykit_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "celerykit.toml").write_text("\nslect = []\n")

    with pytest.raises(ToolSettingsError, match=r"celerykit\.toml:2: celerykit\.toml has no key slect: did you mean"):
        find(tmp_path)


def test_is_found_above_the_folder(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    written(tmp_path, '[tool.celerykit]\napp = "proj"\n')

    assert find(below).folder == tmp_path


def test_the_nearest_pyproject_counts_though_it_says_nothing(tmp_path: Path) -> None:
    below = tmp_path / "a"
    below.mkdir()
    written(tmp_path, '[tool.celerykit]\napp = "proj"\n')
    (below / "pyproject.toml").write_text("[tool.ruff]\n")

    assert find(below) == ToolSettings()


@pytest.mark.parametrize(
    "text", ["", "[tool.ruff]\n", "[project]\ndependencies = ['celerykit']\n", "tool = 1\n# celerykit"]
)
def test_is_empty_where_there_is_no_table(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == ToolSettings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[tool.celerykit]\napp = "a"\nslect = []\n',
            "pyproject.toml:3: [tool.celerykit] has no key slect: did you mean",
        ),
        (
            "[tool.celerykit]\nnonsense = 1\n",
            "pyproject.toml:2: [tool.celerykit] has no key nonsense: the keys are app",
        ),
        ("[tool.celerykit.slect]\na = 1\n", "pyproject.toml:1: [tool.celerykit] has no key slect"),
        ("[tool.celerykit]\nselect = 'CK4'\n", "pyproject.toml:2: select must be a list of texts, and is 'CK4'"),
        ("[tool.celerykit]\n\nfail-on = 'never'\n", "pyproject.toml:3: fail-on must be one of info, warning, error"),
        ("[tool.celerykit]\nprofile = ''\n", "pyproject.toml:2: profile must be a text"),
        ("[tool.celerykit]\napp = 1\n", "pyproject.toml:2: app must be a list of texts"),
        ("[tool.celerykit]\ncelery = 'new'\n", 'pyproject.toml:2: celery must be a version, such as "5.6"'),
        ("[tool.celerykit]\nper-file-ignores = ['a']\n", "pyproject.toml:2: per-file-ignores must be a table"),
        ("[tool]\ncelerykit = 1\n", "pyproject.toml: tool.celerykit is not a table"),
        ("[tool.celerykit\n", "pyproject.toml is not TOML: "),
        ("[tool.celerykit]\napp = \n", "line 2"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ToolSettingsError) as caught:
        written(tmp_path, text)

    assert message in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.celerykit]\xff")

    with pytest.raises(ToolSettingsError, match="is not TOML"):
        find(tmp_path)
