from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.engine.examine import Manner, examine
from celerykit.engine.plan import plan_run
from celerykit.errors import UsageError
from celerykit.findings import Report
from tests.servers.process import closed_port


@pytest.fixture(autouse=True)
def no_word_about_celery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    monkeypatch.delenv("CELERY_RESULT_BACKEND", raising=False)


def report(folder: Path, *targets: str, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Report:
    plan = plan_run(targets, root=folder, select=select, ignore=ignore)
    return examine(plan, Manner(limit=1))


def write(folder: Path, text: str) -> None:
    (folder / "celeryconfig.py").write_text(text)


def test_finds_a_broker_that_is_not_there_and_says_what_could_not_be_checked(tmp_path: Path) -> None:
    write(tmp_path, f'broker_url = "redis://:geheim@127.0.0.1:{(port := closed_port())}/0"\n')

    said = report(tmp_path, "celeryconfig", select=("CK901", "CK912"))

    assert [(one.code, one.subject) for one in said.findings] == [
        ("CK901", f"broker redis://:***@127.0.0.1:{port}/0 (broker_url, celeryconfig.py:1)")
    ]
    assert said.not_checked == ("CK912: the broker could not be reached",)
    assert said.live_checks_run == 1
    assert said.seen == ()
    assert said.fails("error")


def test_what_is_ignored_is_counted(tmp_path: Path) -> None:
    write(tmp_path, f'broker_url = "redis://127.0.0.1:{closed_port()}/0"\n')

    said = report(tmp_path, "celeryconfig", select=("CK901",), ignore=("server-unreachable",))

    assert (said.findings, said.silenced) == ((), 1)


def test_without_a_program_the_environment_says_what_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", f"redis://127.0.0.1:{(port := closed_port())}/3")

    said = report(tmp_path, select=("CK901",))

    assert [one.subject for one in said.findings] == [
        f"broker redis://127.0.0.1:{port}/3 (broker_url, CELERY_BROKER_URL (environment))"
    ]


def test_without_any_of_both_it_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name a target, or set CELERY_BROKER_URL"):
        report(tmp_path)


def test_configurations_that_lead_to_the_same_servers_are_looked_at_once(tmp_path: Path) -> None:
    url = f"redis://127.0.0.1:{closed_port()}/0"
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text(f'broker_url = "{url}"\n')

    said = report(tmp_path, "one", "two", select=("CK901",))

    assert len(said.findings) == 1


def test_refuses_to_run_no_check(tmp_path: Path) -> None:
    write(tmp_path, 'broker_url = "redis://127.0.0.1/0"\n')

    with pytest.raises(UsageError, match="CK401 selects no live check"):
        report(tmp_path, "celeryconfig", select=("CK401",))


def test_a_check_that_crashes_is_told_without_what_its_error_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from celerykit.live.ck901_server_unreachable import ServerUnreachable

    def check(self: ServerUnreachable, system: object) -> None:
        raise ValueError("redis://:geheim@cache")

    monkeypatch.setattr(ServerUnreachable, "check", check)
    monkeypatch.delenv("CELERYKIT_DEBUG", raising=False)
    write(tmp_path, 'broker_url = "redis://127.0.0.1/0"\n')

    said = report(tmp_path, "celeryconfig", select=("CK901",))

    assert said.not_checked == ("CK901: it failed with ValueError, a bug in celerykit",)
    assert said.live_checks_run == 0


@pytest.mark.servers
def test_what_was_found_stays_where_the_rest_could_not_be_asked(tmp_path: Path, redis_url: str) -> None:
    closed = f"redis://127.0.0.1:{closed_port()}/0"
    write(tmp_path, f'broker_url = "{redis_url}"\nresult_backend = "{closed}"\n')

    said = report(tmp_path, "celeryconfig", select=("CK913",))

    assert [one.code for one in said.findings] == ["CK913"]
    assert said.not_checked == ("CK913: the result store could not be reached",)
    assert said.live_checks_run == 1
