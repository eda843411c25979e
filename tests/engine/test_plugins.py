from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celerykit.engine.plan import plan_run
from celerykit.engine.run import judge
from celerykit.errors import ToolSettingsError, UsageError

RULE = """
from celerykit.rules.base import Rule


class House(Rule):
    "Tasks go to a queue of the house."

    code = "{code}"
    name = "{name}"
    severity = "warning"
    message = "the default queue is {{queue}}, not one of the house"
    fix = 'task_default_queue = "house"'

    def check(self, project):
        queue = project.config["task_default_queue"]
        if queue.known and queue.value != "house":
            yield self.finding(queue, queue=queue.value)
"""
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with a rule where packages are installed, and a project that names it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "site")

    def do(source: str = RULE, *, code: str = "HQ001", name: str = "foreign-queue", point: str = "house") -> None:
        module = f"house_{abs(hash((source, code, name)))}"
        site = tmp_path / "site"
        (site / "house-1.dist-info").mkdir(parents=True)
        (site / f"{module}.py").write_text(source.format(code=code, name=name) if source is RULE else source)
        (site / "house-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1\n")
        (site / "house-1.dist-info" / "entry_points.txt").write_text(f"[celerykit.rules]\nhouse = {module}:House\n")
        (tmp_path / "celerykit.toml").write_text(f'plugins = ["{point}"]\n')
        (tmp_path / "celeryconfig.py").write_text('task_default_queue = "a"\nbroker_url = "redis://localhost"\n')

    return do


def codes(**options: tuple[str, ...]) -> list[str]:
    return [finding.code for finding in judge(plan_run(["celeryconfig"], **options), static=True).findings]  # type: ignore[arg-type]


def test_a_rule_of_another_package_is_asked(install: Install) -> None:
    install()
    assert "HQ001" in codes()


def test_what_is_installed_and_not_named_is_not_asked(install: Install, tmp_path: Path) -> None:
    install()
    (tmp_path / "celerykit.toml").unlink()
    assert "HQ001" not in codes()


@pytest.mark.parametrize("selector", ["HQ001", "HQ", "foreign-queue"])
def test_is_selected_and_ignored_as_ours_are(install: Install, selector: str) -> None:
    install()
    assert codes(select=(selector,)) == ["HQ001"]
    assert "HQ001" not in codes(ignore=(selector,))


def test_is_silenced_in_a_comment_as_ours_are(install: Install, tmp_path: Path) -> None:
    install()
    (tmp_path / "celeryconfig.py").write_text('task_default_queue = "a"  # celerykit: ignore[HQ001]\n')
    report = judge(plan_run(["celeryconfig"], select=("HQ", "CK107")), static=True)
    assert (report.findings, report.silenced) == ((), 1)


def test_one_that_fails_stops_no_other(install: Install) -> None:
    install(RULE.format(code="HQ001", name="foreign-queue").replace("queue.known", "queue.nonsense"))
    report = judge(plan_run(["celeryconfig"], select=("HQ",)), static=True)
    assert report.not_checked == (
        "HQ001 foreign-queue on celeryconfig.py: it failed with AttributeError, a bug in that rule",
    )


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"point": "hose"}, "hose is not installed: did you mean house"),
        ({"code": "CK999"}, "calls itself CK999 foreign-queue, which celerykit"),
        ({"name": "timezone-invalid"}, "calls itself HQ001 timezone-invalid, which celerykit"),
        ({"code": "Q1"}, "has the code 'Q1'; a code is two to four capital letters"),
        ({"name": "Foreign Queue"}, "has the name 'Foreign Queue'; a name is lower-case words"),
        ({"source": "House = 1"}, "is no rule: "),
        ({"source": "raise OSError('no')"}, "cannot be loaded: OSError in "),
        (
            {"source": "from celerykit.rules.base import Rule\nclass House(Rule): code = 'HQ001'"},
            "says nothing of its name",
        ),
    ],
)
def test_what_is_no_good_rule_is_refused(install: Install, how: dict[str, str], message: str) -> None:
    install(**how)
    with pytest.raises(ToolSettingsError, match=r"^celerykit\.toml:1: plugins: ") as refused:
        plan_run()
    assert message in str(refused.value)


def test_its_code_means_nothing_where_it_is_not_named(install: Install, tmp_path: Path) -> None:
    install()
    (tmp_path / "celerykit.toml").unlink()
    with pytest.raises(UsageError, match="there is no rule HQ001"):
        plan_run(select=("HQ001",))
