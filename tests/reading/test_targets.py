"""Targets: what they mean, and what is said of those that are not there."""

from __future__ import annotations

import pytest

from celerykit.errors import TargetNotFound

CONF = "broker_url = 'redis://h'\n"
APP = "from celery import Celery\napp = Celery('p')\nother = {'timezone': 'UTC'}\nnumber = 3\nbroken = unheard_of\n"


@pytest.mark.parametrize(
    "target",
    [
        "celeryconfig",
        "celeryconfig.py",
        "./celeryconfig.py",
        ".",
        "",
        "pkg/conf.py",
        "pkg.conf",
        "inner.conf",
        "src/inner/conf.py",
    ],
)
def test_finds_a_config(target, project_of):
    files = {"celeryconfig.py": CONF, "pkg/__init__.py": "", "pkg/conf.py": CONF, "src/inner/conf.py": CONF}
    assert project_of(files, target).config["broker_url"].value == "redis://h"


@pytest.mark.parametrize("target", ["proj", "proj:app", "proj.app", "proj.py", "."])
def test_finds_an_app(target, project_of):
    assert project_of({"proj.py": APP}, target).app == "proj:app"


def test_finds_a_dict_in_a_module(project_of):
    assert project_of({"proj.py": APP}, "proj:other").config["timezone"].value == "UTC"


def test_reads_each_app_once(read_files):
    assert len(read_files({"proj.py": APP}, "proj", "proj:app", ".").projects) == 1


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nothing", "tried nothing.py, nothing/__init__.py, src/nothing.py"),
        ("no.thing", "tried no/thing.py"),
        ("nothing.py", "no such file"),
        ("no/thing", "no such file"),
        ("proj:nothing", "proj.py has no nothing"),
        ("data.json", "not a Python file"),
        ("binary.py", "binary"),
        ("README", "not a Python file"),
        ("what is this?", "no such module"),
    ],
)
def test_says_what_is_wrong_with_a_target(target, said, read_files):
    files = {
        "proj.py": APP,
        "data.json": "{}",
        "binary.py": b"\x00\x01\xff",
        "README": "Hello, world: this is no Python.\n",
    }
    with pytest.raises(TargetNotFound, match=said.replace(".", r"\.")) as caught:
        read_files(files, target)
    assert target in str(caught.value)


def test_reports_a_module_that_does_not_parse(project_of):
    project = project_of({"celeryconfig.py": 'broker_url = "redis://:hunter2@h"\ntask_time_limit = \n'}, "celeryconfig")
    (failure,) = project.failures
    assert failure.kind == "does-not-parse"
    assert (failure.place.path, failure.place.line) == ("celeryconfig.py", 2)
    assert failure.text == "SyntaxError: invalid syntax"
    assert not project.config.complete


def test_a_folder_without_celery_has_no_projects(read_files):
    reading = read_files({"main.py": "print('hello')\n", "worker.py": "class Celery: ...\n"})
    assert (reading.projects, reading.not_checked) == ((), ())


def test_reads_only_files_that_can_matter(read_files):
    files = {f"m{i}.py": "x = 1\n" for i in range(20)} | {"proj.py": APP}
    assert read_files(files).parsed == 1


def test_does_not_run_what_it_reads(read_files, tmp_path):
    text = APP + "open('ran', 'w').write('x')\n"
    read_files({"proj.py": text, "celeryconfig.py": text}, "proj", "celeryconfig", ".")
    assert not (tmp_path / "ran").exists()
