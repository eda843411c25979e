"""What is measured runs, and does what its row says."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

import celerykit
from benchmarks.programs import by_hand_config
from benchmarks.scenarios import PEERS, SCENARIOS, Scenario, environment
from celerykit.profile.annotations import Annotations

ROOT = Path(__file__).parents[2]


def params(scenarios: list[Scenario]) -> list[object]:
    """Those with a large program, or with a server and a worker, take seconds."""
    return [pytest.param(each, id=each.name, marks=_marks(each)) for each in scenarios]


def _marks(scenario: Scenario) -> list[pytest.MarkDecorator]:
    if scenario.around is not nullcontext:
        return [pytest.mark.servers, pytest.mark.slow]
    return [pytest.mark.slow] if "modules" in scenario.name else []


@pytest.mark.parametrize("scenario", params(list(SCENARIOS)))
def test_our_program_runs(scenario: Scenario, tmp_path: Path) -> None:
    with scenario.around(tmp_path):
        assert scenario.ours(tmp_path).seconds() > 0


# celery-audit is installed by the first `make bench`, not by a test.
WITHOUT_PEERS = [scenario for scenario in SCENARIOS if "celery-audit" not in scenario.name or PEERS.exists()]


@pytest.mark.parametrize("scenario", params(WITHOUT_PEERS))
def test_the_other_program_runs(scenario: Scenario, tmp_path: Path) -> None:
    with scenario.around(tmp_path):
        assert scenario.other(tmp_path).seconds() > 0


def test_what_is_written_by_hand_is_what_the_profile_comes_to() -> None:
    profile = celerykit.load_profile("redis-redis", app_name="bench", env={}).record()
    annotations = profile["task_annotations"]
    assert isinstance(annotations, Annotations)
    by_hand = {name: value for name, value in vars(by_hand_config).items() if not name.startswith("__")}
    assert by_hand == profile | {"task_annotations": annotations.own}


def test_the_programs_hear_nothing_of_celery_in_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "amqp://elsewhere")
    monkeypatch.setenv("CELERYKIT_TIMEZONE", "Europe/Oslo")
    assert [name for name in environment() if name.startswith("CELERY")] == []


def test_the_run_prints_a_row_with_ratio_spread_and_goal() -> None:
    words = [sys.executable, "benchmarks/run.py", "--pairs", "2", "--only", "import celerykit"]
    ran = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=True)
    head, row = ran.stdout.splitlines()
    assert head.startswith("whole processes, 2 pairs")
    name, ratio, *_, goal, met = row.removeprefix("import celerykit / nothing").join("- ").split()
    assert name == "-"
    assert float(ratio) > 0
    assert (float(goal), met in {"yes", "no"}) == (1.1, True)


def test_what_cannot_be_measured_is_said_and_ends_no_run(tmp_path: Path) -> None:
    program = (
        "from benchmarks import run, scenarios;"
        "from benchmarks.pairs import Command;"
        "failing = lambda folder: Command(['false'], folder, {});"
        "print(run._measured(scenarios.Scenario('x', 1, failing, failing), 1))"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout.strip()) == (0, "not measured: false ended with 1:")
