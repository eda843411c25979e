"""Findings that a project keeps silent, in a whole run."""

from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.engine import validate
from tests.engine.conftest import LATE, Program, project_of
from tests.engine.runs import codes, late


class TestSilencing:
    def test_a_comment_on_the_line_shown_silences(self, program: Program) -> None:
        program(LATE.replace("7200", "7200  # celerykit: ignore[CK401]"))

        report = late()

        assert codes(report) == []
        assert report.silenced == 1

    def test_a_comment_on_another_line_does_not_and_is_stale(self, program: Program) -> None:
        program(LATE.replace("True", "True  # celerykit: ignore[CK401]"))

        report = late()

        assert codes(report) == ["CK107", "CK401"]
        assert report.silenced == 0
        assert report.findings[0].severity == "warning"

    def test_a_stale_silence_can_be_silenced(self, program: Program) -> None:
        program(LATE.replace("True", "True  # celerykit: ignore[CK401, CK107]"))

        report = late()

        assert codes(report) == ["CK401"]
        assert report.silenced == 1

    def test_a_silence_is_not_called_stale_where_its_rule_did_not_run(self, program: Program) -> None:
        program(LATE.replace("True", "True  # celerykit: ignore[CK402]"))

        assert codes(late()) == ["CK401"]

    def test_a_silence_is_not_called_stale_while_a_setting_is_unknown(self, program: Program) -> None:
        program("broker_url = ?\ntask_acks_late = True  # celerykit: ignore[CK401]\n")

        assert codes(late()) == []

    def test_a_silence_is_not_called_stale_where_something_was_not_checked(self, program: Program) -> None:
        text = LATE.replace("True", "True  # celerykit: ignore[CK401]")
        program(text, not_checked=("Celery is not installed",))

        assert codes(late()) == ["CK401"]

    @pytest.mark.parametrize(
        ("comment", "message", "fix"),
        [
            ("ignore[XY000]", "there is no rule XY000 to silence", "run celerykit rule"),
            ("ignore[{x}]", "there is no rule {x} to silence", "run celerykit rule"),
            ("ignore[redis-share-db]", "there is no rule redis-share-db to silence", "did you mean redis-shared-db?"),
            ("ignore", "the comment silences nothing: it names no rule", "ignore[CK401]"),
        ],
    )
    def test_a_comment_that_can_silence_nothing_is_always_told(
        self, program: Program, comment: str, message: str, fix: str
    ) -> None:
        program(f"broker_url = ?  # celerykit: {comment}\n")

        (finding,) = late().findings

        assert (finding.code, finding.message) == ("CK107", message)
        assert fix in finding.fix

    def test_ignored_rules_are_counted(self, program: Program) -> None:
        program()

        report = late(ignore=["CK4"])

        assert codes(report) == []
        assert report.silenced == 1

    def test_a_severity_selects_findings_not_rules(self, program: Program) -> None:
        program(LATE.replace("task_time_limit = 7200\n", ""))  # CK401, an error, is a warning where nothing bounds

        assert codes(validate(select=["CK401"])) == ["CK401"]
        assert validate(select=["CK401"]).findings[0].severity == "warning"
        assert validate(select=["CK401"], ignore=["warning"]).silenced == 1

    @pytest.mark.parametrize("pattern", ["celeryconfig.py", "*.py", "*config.py"])
    def test_the_table_silences_by_file(self, program: Program, pattern: str) -> None:
        program()
        Path("pyproject.toml").write_text(f'[tool.celerykit.per-file-ignores]\n"{pattern}" = ["CK401"]\n')

        report = late()

        assert codes(report) == []
        assert report.silenced == 1

    def test_the_table_silences_in_a_folder_below_it(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        program(projects=[project_of(LATE, "proj/conf.py")])
        Path("deploy/proj").mkdir(parents=True)
        Path("pyproject.toml").write_text('[tool.celerykit.per-file-ignores]\n"deploy/proj/**" = ["CK401"]\n')
        monkeypatch.chdir("deploy")

        assert late().silenced == 1

    def test_the_table_does_not_silence_other_files(self, program: Program) -> None:
        program()
        Path("pyproject.toml").write_text('[tool.celerykit.per-file-ignores]\n"tests/*" = ["CK401"]\n')

        assert codes(late()) == ["CK401"]
