from __future__ import annotations

from pathlib import Path

from tests.cli.process import run


def celery(*arguments: str, cwd: Path, **variables: str) -> tuple[int, str, str]:
    result = run("-m", "celery", *arguments, cwd=cwd, env=variables)
    return result.returncode, result.stdout, result.stderr


def test_celery_kit_offers_the_same_commands(tmp_path: Path) -> None:
    code, stdout, _ = celery("kit", "--help", cwd=tmp_path)

    assert code == 0
    assert stdout.startswith("Usage: celery kit [OPTIONS] COMMAND [ARGS]...")
    assert "validate" in stdout


def test_options_and_exit_codes_pass_through(tmp_path: Path) -> None:
    assert celery("kit", "rule", "nonsense", cwd=tmp_path)[0] == 2
    assert celery("kit", "validate", "--statik", cwd=tmp_path)[0] == 2


def test_options_are_not_read_from_variables_that_celery_makes_up(tmp_path: Path) -> None:
    code, stdout, _ = celery("kit", "rule", cwd=tmp_path, CELERY_KIT_RULE_CODE="nonsense", CELERY_KIT_VERSION="1")

    assert code == 0
    assert stdout.startswith("CK101")


def test_the_stub_imports_nothing_of_ours_but_itself(tmp_path: Path) -> None:
    script = "import sys, celerykit.cli.celery_command; print(*sorted(n for n in sys.modules if 'celerykit' in n))"

    result = run("-c", script, cwd=tmp_path)

    assert result.stdout.split() == ["celerykit", "celerykit.cli", "celerykit.cli.celery_command"]
