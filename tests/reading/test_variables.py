"""The environment variables that a program reads."""

from __future__ import annotations

import pytest

APP = "import os\nfrom celery import Celery\napp = Celery('p')\n"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("x = os.environ['WHERE']", "WHERE"),
        ("x = os.environ.get('WHERE', 'd')", "WHERE"),
        ("x = os.getenv('WHERE')", "WHERE"),
        ("x = os.getenv('where')", "where"),
        ("from decouple import config\nx = config('WHERE', default=1, cast=int)", "WHERE"),
        ("import environ\nenv = environ.Env()\nx = env.bool('WHERE')", "WHERE"),
        ("import environ\nenv = environ.Env(WHERE=(bool, False), OTHER=(int, 1))\nx = env('WHERE')", "WHERE"),
        ("NAME = 'WHERE'\nx = os.environ['OTHER']", "WHERE"),
        ("from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    where: str", "WHERE"),
        (
            "from pydantic import BaseSettings as B\nclass S(B):\n class Config: env_prefix = 'app_'\n where: str",
            "APP_WHERE",
        ),
        ("x = os.path.expandvars('${WHERE}') or os.environ['X']", "WHERE"),
    ],
)
def test_knows_the_name(line, name, app_of):
    assert name in app_of(f"{APP}{line}\n").variables


@pytest.mark.parametrize(
    "line",
    [
        "x = os.environ[unheard_of]",
        "x = os.environ.get(unheard_of)",
        "x = os.getenv(f'A_{unheard_of}')",
        "x = dict(os.environ)",
        "x = {**os.environ}",
        "for name in os.environ: pass",
        "for name, value in os.environ.items(): pass",
        "x = os.environ.copy()",
        "app.config.from_prefixed_env()\nx = os.environ",
    ],
)
def test_any_may_be_read_where_the_name_is_worked_out(line, app_of):
    assert app_of(f"{APP}{line}\n").variables is None


@pytest.mark.parametrize("line", ["os.environ[unheard_of] = '1'", "x = {'WHERE': 1}", "import os.path"])
def test_what_is_not_read_is_not_named(line, app_of):
    text = APP.replace("import os\n", "") if "environ" not in line else APP
    assert "WHERE" not in app_of(f"{text}{line}\n").variables


def test_what_tests_read_is_left_out(project_of):
    files = {"proj.py": APP, "tests/test_proj.py": "import os\nx = os.environ['WHERE']\n"}
    assert project_of(files).variables == frozenset()
