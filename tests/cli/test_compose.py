from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.cli.process import celerykit


def test_writes_to_stdout_and_says_on_stderr_what_it_does_not_see_to(tmp_path: Path) -> None:
    ran = celerykit("compose", "redis-redis", cwd=tmp_path)
    assert ran.returncode == 0
    assert list(yaml.safe_load(ran.stdout)["services"]) == ["redis"]
    need = "a supervisor that restarts workers: some die when Redis restarts"
    assert ran.stderr == f"celerykit: not in the file: {need}\n"


def test_writes_to_a_file(tmp_path: Path) -> None:
    ran = celerykit("compose", "rabbitmq-redis", "--output", "compose.yaml", "--with-worker", "shop", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert list(yaml.safe_load((tmp_path / "compose.yaml").read_text())["services"]) == ["rabbitmq", "redis", "worker"]


def test_a_file_that_cannot_be_written_is_an_error_of_use(tmp_path: Path) -> None:
    ran = celerykit("compose", "redis-redis", "--output", "no/such/folder.yaml", cwd=tmp_path)
    assert ran.returncode == 2
    assert "cannot write no/such/folder.yaml" in ran.stderr


@pytest.mark.parametrize("profile", ["testing", "sqlalchemy-backend"])
def test_says_so_where_there_is_nothing_to_run(profile: str, tmp_path: Path) -> None:
    ran = celerykit("compose", profile, "--output", "compose.yaml", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "nothing to run" in ran.stderr
    assert not (tmp_path / "compose.yaml").exists()


def test_takes_the_profile_that_load_would_take(tmp_path: Path) -> None:
    ran = celerykit("compose", cwd=tmp_path, env={"CELERYKIT_PROFILE": "rabbitmq-rpc"})
    assert list(yaml.safe_load(ran.stdout)["services"]) == ["rabbitmq"]


def test_a_profile_that_is_not_there_is_an_error_of_use(tmp_path: Path) -> None:
    ran = celerykit("compose", "redis-reddis", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean redis-redis?" in ran.stderr
