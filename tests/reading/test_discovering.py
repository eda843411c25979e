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


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("env/pyvenv.cfg", "env: a virtual environment"),
        ("proj/vendor/thing/__init__.py", "proj/vendor: packages of others"),
        ("env/lib/python3.11/site-packages/celery/app.py", "env/lib/python3.11/site-packages: packages of others"),
    ],
)
def test_names_what_it_passes_over(file, line, read_files):
    (project,) = read_files({"main.py": APP, file: ""}).projects
    assert project.unread == (line,)


@pytest.mark.parametrize("file", [".venv/pyvenv.cfg", "static/vendor/jquery.js", "node_modules/x/y.py"])
def test_does_not_name_what_nobody_looks_for(file, read_files):
    (project,) = read_files({"main.py": APP, file: ""}).projects
    assert project.unread == ()


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


def test_reads_a_version_that_is_pinned_beside_the_app_below_the_root(project_of):
    files = {"src/backend/proj.py": APP, "src/backend/pyproject.toml": '[project]\ndependencies = ["celery==5.6.2"]\n'}
    assert project_of(files).celery == "5.6.2"


def test_reads_no_version_where_folders_differ(read_files):
    files = {
        "a/one.py": APP,
        "a/requirements.txt": "celery==5.6.2\n",
        "b/two.py": APP,
        "b/requirements.txt": "celery==5.4.0\n",
    }
    assert {project.celery for project in read_files(files).projects} == {""}


@pytest.mark.parametrize("folder", ["my-service", "a.b", "{{cookiecutter.slug}}/backend-1"])
def test_a_folder_whose_name_no_package_can_have_is_where_a_program_starts(folder, read_files):
    files = {
        f"{folder}/proj/__init__.py": "",
        f"{folder}/proj/celery.py": "from celery import Celery\napp = Celery('p', include=['proj.tasks'])\n",
        f"{folder}/proj/tasks.py": "from .celery import app\n@app.task\ndef work(): ...\n",
        "proj_of_another.py": APP,
        f"{folder.partition('/')[0]}/other/main.py": "import proj_of_another\nimport proj_of_another.x\n",
    }
    project = next(project for project in read_files(files).projects if project.tasks)
    assert project.app == "proj.celery:app"
    assert [task.name for task in project.tasks] == ["proj.tasks.work"]
    assert "proj.tasks" in project.imported


def test_an_app_that_is_made_for_a_moment_only_is_passed_by(read_files):
    text = "from celery import Celery\ndef send():\n    Celery('x').send_task('t', connection=1)\n"
    assert apps(read_files({"send.py": text})) == []
    assert apps(read_files({"send.py": text, "main.py": APP})) == ["main:app"]


@pytest.mark.parametrize(
    "text",
    [
        "def make():\n    return Celery('x')\napp = make()\n",
        "def make():\n    return Celery('x', broker='redis://h')\n",
        "def make():\n    app = Celery('x')\n    app.conf.timezone = 'UTC'\n    return app\n",
    ],
)
def test_an_app_of_a_factory_is_not(text, read_files):
    assert len(apps(read_files({"proj.py": f"from celery import Celery\n{text}"}))) == 1
