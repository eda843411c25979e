from __future__ import annotations

import pytest

from celerykit.engine.selection import CODES, Selection, unknown
from celerykit.findings import Finding, Severity
from celerykit.rules import load


def finding(code: str = "CK401", severity: Severity = "error") -> Finding:
    return Finding(code, CODES[code], severity, "message", "fix")


def test_names_of_modules_tell_code_and_name_of_every_rule() -> None:
    assert dict(CODES) == {rule.code: rule.name for rule in load()}


def test_everything_is_selected_where_nothing_is_named() -> None:
    selection = Selection()

    assert selection.codes() == tuple(CODES)
    assert selection.selected(finding())
    assert not selection.ignored(finding())


@pytest.mark.parametrize(
    "selector", ["CK401", "ck401", "CK4", "CK", "delivery", "visibility-timeout-too-short", "error"]
)
def test_a_finding_is_named_by_code_start_name_or_severity(selector: str) -> None:
    assert Selection((selector,)).selected(finding())
    assert Selection(ignore=(selector,)).ignored(finding())
    assert "CK401" in Selection((selector,)).codes()


@pytest.mark.parametrize("selector", ["CK402", "CK2", "visibility-timeout", "warning"])
def test_a_finding_is_not_named_by_another_selector(selector: str) -> None:
    assert not Selection((selector,)).selected(finding())
    assert not Selection(ignore=(selector,)).ignored(finding())


def test_only_rules_that_are_selected_run() -> None:
    codes = Selection(("CK4", "timezone-invalid")).codes()
    assert {"CK401", "CK402"} < set(codes)
    assert [code for code in codes if not code.startswith("CK4")] == ["CK601"]


def test_every_rule_runs_for_a_severity_as_a_finding_may_be_graver_than_its_rule() -> None:
    assert Selection(("info",)).codes() == tuple(CODES)


def test_ignored_rules_run_so_that_what_they_find_is_counted() -> None:
    assert "CK401" in Selection(ignore=("CK401",)).codes()


@pytest.mark.parametrize("selector", ["CK401", "CK4", "redis-shared-db", "warning"])
def test_a_selector_that_means_something_is_fine(selector: str) -> None:
    assert unknown([selector], CODES) is None


def test_a_selector_that_means_nothing_gets_the_one_that_was_meant() -> None:
    assert (
        unknown(["CK401", "redis-share-db"], CODES) == "there is no rule redis-share-db: did you mean redis-shared-db?"
    )
    assert unknown(["CK999"], CODES) is not None
    assert unknown([""], CODES) is not None
