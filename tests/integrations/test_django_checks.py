from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import run

pytestmark = pytest.mark.slow

SETTINGS = """\
from pathlib import Path

BASE_DIR = Path(__file__).parent.parent
SECRET_KEY = "x" * 60
USE_TZ = True
INSTALLED_APPS = ["celerykit.integrations.django"]
CELERY_BROKER_URL = "redis://localhost:6379/0"
CELERY_RESULT_BACKEND = "redis://localhost:6379/0"
CELERY_TIMEZONE = "Europe/Osloo"
"""
CELERY = """\
from celery import Celery

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""
MANAGE = """\
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("from shop.celery import app\n")
    (tmp_path / "shop" / "settings.py").write_text(SETTINGS)
    (tmp_path / "shop" / "celery.py").write_text(CELERY)
    (tmp_path / "manage.py").write_text(MANAGE)
    return tmp_path


def test_findings_are_among_the_checks_of_a_deployment(shop: Path) -> None:
    ran = run("manage.py", "check", "--deploy", "--tag", "celerykit", cwd=shop)
    assert ran.returncode == 1
    assert "shop/settings.py:9:19: (celerykit.CK601) no time zone is called 'Europe/Osloo'" in ran.stderr
    assert 'HINT: CELERY_TIMEZONE = "Europe/Oslo"' in ran.stderr
    assert "(celerykit.CK204)" in ran.stderr


def test_an_ordinary_check_does_not_read_the_project(shop: Path) -> None:
    ran = run("manage.py", "check", cwd=shop)
    assert (ran.returncode, "celerykit" in ran.stderr) == (0, False)


def test_django_silences_a_rule_by_its_id(shop: Path) -> None:
    with (shop / "shop" / "settings.py").open("a") as file:
        file.write('SILENCED_SYSTEM_CHECKS = ["celerykit.CK601"]\n')
    ran = run("manage.py", "check", "--deploy", "--tag", "celerykit", cwd=shop)
    assert "CK601" not in ran.stderr
    assert "(celerykit.CK204)" in ran.stderr


def test_a_wrong_table_of_settings_is_an_error_of_its_own(shop: Path) -> None:
    (shop / "celerykit.toml").write_text("slect = []\n")
    ran = run("manage.py", "check", "--deploy", "--tag", "celerykit", cwd=shop)
    assert ran.returncode == 1
    assert "(celerykit.E001) celerykit.toml:1: celerykit.toml has no key slect" in ran.stderr
