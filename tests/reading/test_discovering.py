"""Finding apps and configs in a folder."""

from __future__ import annotations

import os

import pytest

from celerykit.reading import read

APP = "from celery import Celery\napp = Celery('p')\n"


def apps(reading):
    return [project.app or project.config.subject for project in reading.projects]


def test_a_pipe_that_is_called_like_a_module_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "celery_pipe.py")
    (tmp_path / "app.py").write_text(APP)
    reading = read([], root=tmp_path, static=True)
    assert len(reading.projects) == 1
    assert "celery_pipe.py: not a regular file" in reading.projects[0].unread


def test_finds_every_app_and_config_of_its_own(read_files):
    files = {
        "one/celery_app.py": APP,
        "two.py": APP + "app.config_from_object('celeryconfig')\n",
        "celeryconfig.py": "timezone = 'UTC'\n",
        "three/celery_config.py": "timezone = 'UTC'\n",
        "models.py": "celery = 'a vegetable'\n",
    }
    assert apps(read_files(files)) == ["two:app", "one.celery_app:app", "three/celery_config.py"]


def test_a_config_that_settings_import_is_no_config_of_its_own(read_files):
    files = {
        "proj.py": APP + "app.config_from_object('settings', namespace='CELERY')\n",
        "settings.py": "from celeryconfig import *\n",
        "celeryconfig.py": "CELERY_TIMEZONE = 'UTC'\n",
    }
    assert apps(read_files(files)) == ["proj:app"]
    assert apps(read_files(files, "celeryconfig")) == ["proj:app"]


@pytest.mark.parametrize(
    "folder",
    [".venv", "venv", "node_modules", ".git", ".tox", "site-packages", "__pycache__", "build", "vendor", "x.egg-info"],
)
def test_passes_over(folder, read_files):
    files = {"venv/pyvenv.cfg": "", f"{folder}/lib/celery_app.py": APP}
    assert apps(read_files(files)) == []


def test_names_files_that_could_not_be_read(read_files):
    files = {
        "proj.py": APP,
        "template.py": "{{ celery }}\nfrom celery import {{\n",
        "nulls.py": b"import celery\n\x00",
        "encoding.py": b"# coding: nowhere\nimport celery\n",
        "latin.py": "import celery\nx = 'é'\n".encode("latin-1"),
        "deep.py": "import celery\nx = " + "(" * 5000 + ")" * 5000,
        "sums.py": "import celery\nx = " + "+".join(["1"] * 20_000),
    }
    (project,) = read_files(files).projects
    assert [line.partition(":")[0] for line in project.unread][:4] == ["deep.py", "encoding.py", "latin.py", "nulls.py"]
    assert "template.py" in "".join(project.unread)


def test_survives_loops_of_links(read_files, tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling.py").symlink_to(tmp_path / "nowhere.py")
    assert apps(read_files({"proj.py": APP})) == ["proj:app"]


def test_takes_the_app_that_the_environment_names(read_files, monkeypatch):
    monkeypatch.setenv("CELERY_APP", "two")
    assert apps(read_files({"one.py": APP, "two.py": APP})) == ["two:app"]


def test_takes_the_config_module_that_the_environment_names(read_files, monkeypatch):
    monkeypatch.setenv("CELERY_CONFIG_MODULE", "settings")
    assert apps(read_files({"one.py": APP, "settings.py": "timezone = 'UTC'\n"})) == ["settings.py"]


def test_notes_what_the_environment_names_in_vain(read_files, monkeypatch):
    monkeypatch.setenv("CELERY_APP", "nowhere")
    reading = read_files({"one.py": APP})
    assert apps(reading) == ["one:app"]
    assert "CELERY_APP" in reading.not_checked[0]


def test_marks_apps_of_tests(read_files):
    files = {"proj.py": APP, "tests/test_app.py": APP}
    assert [project.tests for project in read_files(files).projects] == [False, True]


@pytest.mark.parametrize(
    ("name", "text", "version"),
    [
        ("requirements.txt", "redis\ncelery==5.6.2\n", "5.6.2"),
        ("requirements.txt", "celery[redis]==5.4.0 ; python_version > '3.8'  # pinned\n", "5.4.0"),
        ("requirements/base.txt", "Celery == 5.5.1\n", "5.5.1"),
        ("requirements-dev.txt", "celery==5.3.6 --hash=sha256:abc\n", "5.3.6"),
        ("pyproject.toml", '[project]\ndependencies = ["redis", "celery==5.6.2"]\n', "5.6.2"),
        ("pyproject.toml", '[tool.poetry.dependencies]\ncelery = "5.4.0"\n', "5.4.0"),
        ("uv.lock", '[[package]]\nname = "celery"\nversion = "5.7.0"\nsource = {}\n', "5.7.0"),
        ("poetry.lock", '[[package]]\nname = "celery"\nversion = "5.5.3"\n', "5.5.3"),
        ("requirements.txt", "celery>=5.4\n", ""),
        ("requirements.txt", "celery\ncelery-redbeat==2.0.0\n", ""),
        ("requirements.txt", "celery==5.*\n", ""),
        ("requirements.txt", "# celery==4.0\ndjango-celery==3.0\n", ""),
    ],
)
def test_reads_the_pinned_version_of_celery(name, text, version, project_of):
    assert project_of({"proj.py": APP, name: text}, "proj").celery == version
