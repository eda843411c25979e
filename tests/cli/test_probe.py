from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.cli.process import celerykit, run
from tests.live.crews import worker
from tests.live.rotas import beat, program
from tests.servers.process import closed_port


def probe(*arguments: str, cwd: Path, **env: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and what the line of JSON says."""
    ran = celerykit("doctor", "--probe", *arguments, cwd=cwd, env=env)
    (line,) = ran.stdout.splitlines()
    assert ran.stderr == ""
    return ran.returncode, json.loads(line)


@pytest.mark.parametrize("kind", ["worker", "broker"])
def test_a_broker_that_is_away_ends_it_with_1(kind: str, tmp_path: Path) -> None:
    url = f"redis://:geheim@127.0.0.1:{closed_port()}/0"

    code, said = probe(kind, cwd=tmp_path, CELERY_BROKER_URL=url)

    assert (code, said["probe"], said["ok"]) == (1, kind, False)
    assert said["reason"] == "nobody listens there"
    assert "geheim" not in str(said)


def test_a_server_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"amqp://127.0.0.1:{server.getsockname()[1]}//"
        code, said = probe("broker", "--timeout", "0.3", cwd=tmp_path, CELERY_BROKER_URL=url)

    assert (code, said["reason"]) == (1, "no answer within 0.3 s")


def test_a_broker_without_remote_control_says_so(tmp_path: Path) -> None:
    code, said = probe("worker", cwd=tmp_path, CELERY_BROKER_URL="sqlalchemy+sqlite://")

    assert (code, said["reason"]) == (1, "this broker carries no remote control")


@pytest.mark.parametrize(
    ("env", "arguments", "reason"),
    [
        ({}, [], "nothing tells where the broker is: set CELERY_BROKER_URL, or CELERYKIT_PROFILE"),
        ({"CELERYKIT_BROKER_URL": "redis://"}, [], "set CELERY_BROKER_URL"),
        ({}, ["--profile", "no-such"], "no-such"),
        ({"CELERY_BROKER_URL": "redis://"}, ["celeryconfig"], "a probe reads no program: leave TARGET out"),
    ],
)
def test_what_is_misused_ends_it_with_2(env: dict[str, str], arguments: list[str], reason: str, tmp_path: Path) -> None:
    ran = celerykit("doctor", "--probe", "worker", *arguments, cwd=tmp_path, env=env)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert reason in ran.stderr


def test_it_imports_neither_the_program_nor_celery(tmp_path: Path) -> None:
    (tmp_path / "celeryconfig.py").write_text("raise RuntimeError('imported')\n")
    (tmp_path / "celery_app.py").write_text("raise RuntimeError('imported')\n")

    ran = run(
        *("-X", "importtime", "-m", "celerykit", "doctor", "--probe", "broker"),
        cwd=tmp_path,
        env={"CELERY_BROKER_URL": "memory://"},
    )

    imported = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert (ran.returncode, json.loads(ran.stdout)["ok"]) == (0, True)
    assert "kombu" in imported
    assert imported.isdisjoint({"celery", "celeryconfig", "celery_app", "pydantic", "rich", "celerykit.engine"})


def test_the_url_to_read_from_and_its_options_are_those_of_the_environment(tmp_path: Path) -> None:
    code, said = probe(
        "broker",
        cwd=tmp_path,
        CELERY_BROKER_URL="redis://127.0.0.1:1",
        CELERY_BROKER_READ_URL="filesystem://",
        CELERYKIT_BROKER_TRANSPORT_OPTIONS='{"data_folder_in": "in", "data_folder_out": "out"}',
    )

    assert (code, said["broker"]) == (0, "filesystem://")


def test_a_profile_says_where_the_broker_is(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('summary = "mine"\napp_name = "mine"\nbroker_url = "memory://"\n')

    code, said = probe("broker", "--profile", "./mine.toml", cwd=tmp_path)

    assert (code, said["broker"]) == (0, "memory://")


@pytest.mark.servers
@pytest.mark.slow
@pytest.mark.parametrize("broker", ["redis_url", "rabbitmq_url"])
def test_the_worker_of_that_name_answers_and_no_other_counts(
    broker: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue(broker)
    assert probe("broker", cwd=tmp_path, CELERY_BROKER_URL=url)[1]["ok"]
    with worker(url, "mail@%h"):
        code, said = probe("worker", "--node", "mail@%h", cwd=tmp_path, CELERY_BROKER_URL=url)
        other, silent = probe("worker", "--timeout", "0.5", cwd=tmp_path, CELERY_BROKER_URL=url)

    assert (code, said["ok"], said["node"]) == (0, True, f"mail@{socket.gethostname()}")
    assert said["seconds"] < 5
    assert (other, silent["ok"], silent["node"]) == (1, False, f"celery@{socket.gethostname()}")
    assert silent["reason"] == "no answer within 0.5 s"


@pytest.mark.servers
@pytest.mark.slow
def test_a_beat_that_answers_is_asked_like_a_worker(redis_url: str, tmp_path: Path) -> None:
    with beat(redis_url, program(tmp_path), "--enable-remote-control"):
        code, said = probe("worker", "--node", "celerybeat@%h", cwd=tmp_path, CELERY_BROKER_URL=redis_url)

    assert (code, said["node"]) == (0, f"celerybeat@{socket.gethostname()}")
