from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.process import celerykit
from tests.servers.process import closed_port


def config(folder: Path) -> int:
    port = closed_port()
    (folder / "celeryconfig.py").write_text(f'broker_url = "redis://:geheim@127.0.0.1:{port}/0"\n')
    return port


def test_a_broker_that_cannot_be_reached_ends_it_with_1(tmp_path: Path) -> None:
    port = config(tmp_path)

    ran = celerykit("doctor", "celeryconfig", "--select", "CK901,CK912", "--timeout", "1", cwd=tmp_path)

    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout == (
        f"broker redis://:***@127.0.0.1:{port}/0 (broker_url, celeryconfig.py:1): error CK901 nobody listens there\n"
        "1 finding: 1 error. 1 live check had an answer.\n"
        "Not checked: CK912: the broker could not be reached.\n"
    )


def test_a_doctor_that_could_check_nothing_ends_with_2(tmp_path: Path) -> None:
    config(tmp_path)

    ran = celerykit("doctor", "celeryconfig", "--select", "CK912", "--timeout", "1", cwd=tmp_path)

    assert (ran.returncode, ran.stderr) == (2, "celerykit: nothing could be checked\n")
    assert "Not checked: CK912: the broker could not be reached." in ran.stdout


def test_in_json_it_says_what_ran_what_was_seen_and_what_could_not_be_checked(tmp_path: Path) -> None:
    port = config(tmp_path)

    ran = celerykit(
        "doctor", "celeryconfig", "--select=CK901,CK912", "--timeout=1", "--output-format=json", cwd=tmp_path
    )

    said = json.loads(ran.stdout)
    (finding,) = said["findings"]
    assert finding["code"] == "CK901"
    assert finding["things"] == [{"kind": "broker", "name": f"redis://:***@127.0.0.1:{port}/0"}]
    assert (said["live_checks_run"], said["seen"]) == (1, [])
    assert said["not_checked"] == ["CK912: the broker could not be reached"]
    assert "geheim" not in ran.stdout


def test_without_anything_to_look_at_it_says_what_to_name(tmp_path: Path) -> None:
    ran = celerykit("doctor", cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "celerykit: nothing tells where the broker is: name a target, or set CELERY_BROKER_URL\n"


def test_validate_says_that_live_checks_are_the_doctors(tmp_path: Path) -> None:
    config(tmp_path)

    ran = celerykit("validate", "celeryconfig", "--select", "CK9", cwd=tmp_path)

    assert (ran.returncode, ran.stderr) == (2, "celerykit: CK9 selects live checks only: run celerykit doctor\n")


def test_a_program_that_does_not_tell_where_its_servers_are_ends_it_with_2(tmp_path: Path) -> None:
    (tmp_path / "celeryconfig.py").write_text("import absent\nbroker_url = absent.URL\nresult_backend = absent.URL\n")

    ran = celerykit("doctor", "celeryconfig", "--timeout", "1", cwd=tmp_path)

    assert ran.returncode == 2
    assert ran.stderr == (
        "celerykit: neither broker nor results are known: CELERY_BROKER_URL can say where the broker is\n"
    )
    assert "broker_url is not known: absent.URL" in ran.stdout
    assert "absent is not installed here" in ran.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--node", "mail@%h"], "--node and --profile go with --probe; a profile is examined as profile:NAME"),
        (["--profile", "redis-redis"], "--node and --profile go with --probe; a profile is examined as profile:NAME"),
        (["--task-id", "x", "--watch=1"], "--task-id is told once: leave --watch out"),
        (["--probe", "broker", "celeryconfig"], "a probe reads no program: leave TARGET out"),
    ],
)
def test_options_that_mean_nothing_together_are_refused(options: list[str], said: str, tmp_path: Path) -> None:
    ran = celerykit("doctor", *options, cwd=tmp_path)

    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"celerykit: {said}\n")
