"""Files that this Python does not parse as they are."""

from __future__ import annotations

import sys

import pytest


def test_reads_several_exceptions_without_parentheses(app_of):
    text = """
        from celery import Celery
        try:
            import a
        except ImportError, KeyError:
            pass
        def f():
            try: ...
            except a.Error , ValueError:
                pass
        app = Celery("p", broker="redis://h")
        """
    config = app_of(text).config
    assert config["broker_url"].value == "redis://h"
    assert config.entries[0].place.line == 10


def test_names_a_template_and_goes_on(read_files):
    files = {
        "{{cookiecutter.slug}}/config/settings.py": "{%- if y %}\nCELERY_BROKER_URL = 1\n{% endif %}\n",
        "proj.py": "from celery import Celery\napp = Celery('p')\n",
    }
    reading = read_files(files)
    (project,) = reading.projects
    assert project.app == "proj:app"
    assert any("{{cookiecutter.slug}}/config/settings.py: SyntaxError" in line for line in project.unread)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there it parses")
@pytest.mark.parametrize(
    "line",
    [
        """broker_url = f"redis://{os.environ["HOST"]}/0" """,
        "type Names = list[str]",
        "def f[T](x: T): ...",
        "class C[T]: ...",
    ],
)
def test_what_a_newer_python_would_read_is_no_failure(line, project_of):
    files = {"conf.py": f"import os\n{line}\n", "proj.py": "from celery import Celery\napp = Celery()\n"}
    files["proj.py"] += "app.config_from_object('conf')\n"
    project = project_of(files, "proj")
    assert project.failures == ()
    assert not project.config.complete
    (unread,) = project.unread
    assert unread.startswith("conf.py: SyntaxError")
    assert unread.endswith("(a newer Python may read it)")


def test_what_no_python_reads_is_a_failure(project_of):
    files = {"conf.py": "timezone = = 1\n", "proj.py": "from celery import Celery\napp = Celery()\n"}
    files["proj.py"] += "app.config_from_object('conf')\n"
    (failure,) = project_of(files, "proj").failures
    assert failure.place.path == "conf.py"
