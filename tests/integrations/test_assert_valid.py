from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import run

pytestmark = pytest.mark.slow

TEST = """\
import pytest


def test_all(assert_valid):
    assert_valid({arguments})
"""


def ran(folder: Path, arguments: str, config: str) -> tuple[int, str]:
    (folder / "celeryconfig.py").write_text(config)
    (folder / "test_it.py").write_text(TEST.format(arguments=arguments))
    result = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py", cwd=folder)
    return result.returncode, result.stdout


def test_passes_where_nothing_is_found(tmp_path: Path) -> None:
    assert ran(tmp_path, '"celeryconfig", static=True', 'broker_url = "redis://localhost"\n')[0] == 0


def test_fails_with_the_report(tmp_path: Path) -> None:
    code, said = ran(tmp_path, "static=True", 'broker_url = "redis://localhost"\ntimezone = "Nowhere"\n')
    assert code == 1
    assert "error[CK601] timezone-invalid: " in said
    assert '2 | timezone = "Nowhere"' in said


def test_fails_from_the_severity_that_is_asked_for(tmp_path: Path) -> None:
    shared = 'broker_url = result_backend = "redis://localhost/0"\n'
    assert ran(tmp_path, '"celeryconfig", static=True, fail_on="error"', shared)[0] == 0
    assert ran(tmp_path, '"celeryconfig", static=True', shared)[0] == 1
