from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.engine import validate
from celerykit.errors import TargetNotFound, ToolSettingsError, UsageError
from celerykit.findings import Report
from celerykit.project import Project
from celerykit.rules.ck401_visibility_timeout_too_short import VisibilityTimeoutTooShort
from tests.engine.conftest import LATE, Program, project_of
from tests.engine.runs import codes, late
from tests.rules.build import task


def test_reports_what_the_rules_find(program: Program) -> None:
    program()

    report = late()

    assert codes(report) == ["CK401"]
    assert report.rules_run == 2
    assert report.subjects == ("celeryconfig.py",)
    assert report.settings_read == 3


def test_a_target_may_be_a_plain_text(program: Program) -> None:
    program()

    assert codes(validate("celeryconfig", select=["CK401"])) == ["CK401"]


def test_one_config_of_two_apps_is_reported_and_counted_once(program: Program) -> None:
    program(projects=[project_of(LATE, app="a:app"), project_of(LATE, app="b:app")])

    report = late()

    assert codes(report) == ["CK401"]
    assert report.settings_read == 3
    assert report.subjects == ("a:app", "b:app")


def test_findings_are_sorted_by_place(program: Program) -> None:
    program(projects=[project_of("\n" + LATE, "b.py"), project_of(LATE, "a.py"), project_of(LATE, "b.py")])

    places = [finding.place for finding in late().findings]

    assert places == sorted(places, key=str)
    assert len(places) == 3


def test_what_cannot_be_known_is_listed(program: Program) -> None:
    program("result_backend = ?\nbroker_url = ?\ntask_acks_late = True\n")

    assert [undecided.setting for undecided in late().unknown] == ["broker_url", "result_backend"]


def test_a_rule_is_not_asked_about_another_celery(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program(projects=[project_of(LATE, celery="5.4.0")])
    monkeypatch.setattr(VisibilityTimeoutTooShort, "since", "5.5")

    assert codes(late()) == []


def test_the_celery_of_the_table_counts_where_the_project_pins_none(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program()
    Path("pyproject.toml").write_text('[tool.celerykit]\ncelery = "5.4"\n')
    monkeypatch.setattr(VisibilityTimeoutTooShort, "since", "5.5")

    assert codes(late()) == []


class TestACrashingRule:
    @pytest.fixture(autouse=True)
    def crashing(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        def crash(rule: VisibilityTimeoutTooShort, project: Project) -> None:
            raise ValueError("could not convert 'hunter2'")

        program()
        monkeypatch.setattr(VisibilityTimeoutTooShort, "check", crash)

    def test_is_named_among_what_was_not_checked_without_the_words_of_its_error(self) -> None:
        report = validate(["celeryconfig"], select=["CK401", "CK402"])

        assert "CK402" in codes(report)
        assert report.not_checked == (
            "CK401 visibility-timeout-too-short on celeryconfig.py: it failed with ValueError, a bug in celerykit",
        )

    def test_is_raised_when_debugging(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CELERYKIT_DEBUG", "1")

        with pytest.raises(ValueError, match="could not convert"):
            late()


def test_what_the_reader_could_not_look_at_is_passed_on_once(program: Program) -> None:
    unread = project_of(LATE, unread=("big.py is too large",))
    program(projects=[unread, unread], not_checked=("Celery is not installed",))

    assert late().not_checked == ("Celery is not installed", "big.py is too large")


def test_no_program_is_no_subject(program: Program) -> None:
    program(projects=[])

    assert validate() == Report(rules_run=validate().rules_run)


class TestSelection:
    def test_select_on_the_line_beats_the_table(self, program: Program) -> None:
        program()
        Path("pyproject.toml").write_text('[tool.celerykit]\nselect = ["CK6"]\nignore = ["CK401"]\n')

        assert codes(late()) == ["CK401"]

    def test_ignore_on_the_line_adds_to_the_table(self, program: Program) -> None:
        program()
        Path("pyproject.toml").write_text('[tool.celerykit]\nselect = ["CK401", "CK402"]\nignore = ["CK401"]\n')

        report = validate(ignore=["CK402"])

        assert codes(report) == []
        assert report.silenced == 2

    def test_what_means_nothing_is_refused(self, program: Program) -> None:
        program()

        with pytest.raises(UsageError, match="select: there is no rule CK888"):
            validate(select=["CK888"])

    def test_what_means_nothing_in_the_table_is_refused_with_its_line(self, program: Program) -> None:
        program()
        Path("pyproject.toml").write_text('[tool.celerykit]\n\nignore = ["visibility-timeout-short"]\n')

        with pytest.raises(ToolSettingsError, match=r"pyproject\.toml:3: ignore: there is no rule .* did you mean"):
            validate()


class TestTargets:
    @pytest.fixture
    def asked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], Path]]:
        """What the reader is asked for."""
        asked: list[tuple[tuple[str, ...], Path]] = []

        def read(targets: tuple[str, ...], *, root: Path, static: bool, python: str | None) -> object:
            asked.append((targets, root))
            raise TargetNotFound("nothing is read in this test")

        monkeypatch.setattr("celerykit.reading.read", read, raising=False)
        monkeypatch.chdir(tmp_path)
        return asked

    def ask(self, *targets: str) -> None:
        with pytest.raises(TargetNotFound):
            validate(targets)

    def test_the_table_names_them_from_its_own_folder(
        self, asked: list[tuple[tuple[str, ...], Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("pyproject.toml").write_text('[tool.celerykit]\napp = "proj:app"\nconfig = ["conf"]\n')
        Path("below").mkdir()
        monkeypatch.chdir("below")

        self.ask()
        self.ask("other")

        assert asked == [(("proj:app", "conf"), tmp_path), (("other",), tmp_path / "below")]

    def test_a_working_directory_that_is_gone_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()

        with pytest.raises(UsageError, match="the working directory is gone"):
            validate()

    def test_without_any_the_program_is_looked_for(
        self, asked: list[tuple[tuple[str, ...], Path]], tmp_path: Path
    ) -> None:
        self.ask()

        assert asked == [((), tmp_path)]


def test_a_profile_is_judged_without_reading_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_project(name: str) -> Project:
        return project_of(LATE, f"profiles/{name}.toml")

    monkeypatch.setattr("celerykit.profile.as_project", as_project, raising=False)

    report = validate("profile:mine", select=["CK401"])

    assert [str(finding.place) for finding in report.findings] == ["profiles/mine.toml:3:19"]


def test_what_is_wrong_in_a_config_that_two_apps_share_is_told_once(program: Program) -> None:
    config = (
        'broker_url = "redis://h/0"\ntask_acks_late = True\nbroker_transport_options = {"visibility_timeout": 60}\n'
    )
    apps = [project_of(config, app=f"{name}:app", tasks=(task(f"{name}.run", time_limit=90),)) for name in "ab"]
    program(projects=apps)

    (finding,) = late(static=True).findings
    assert finding.message.startswith("a.run may run 90 s")
