"""Folder, tuple, page and test file hold the same rules, and the same live checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from celerykit import live
from celerykit.checks import Check
from celerykit.findings import SEVERITIES
from celerykit.live.base import LiveCheck
from celerykit.rules import RULES, by_code, by_name, load
from celerykit.rules.base import Rule

ROOT = Path(__file__).parents[1]
LOADED = load()
LIVE = live.load()


def stems(folder: str, pattern: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / folder).glob(pattern))


def test_the_folder_and_the_tuple_hold_the_same_rules() -> None:
    assert stems("celerykit/rules", "ck*.py") == sorted(RULES)


def test_every_rule_has_its_test_and_every_test_its_rule() -> None:
    assert stems("tests/rules", "test_ck*.py") == sorted(f"test_{module}" for module in RULES)


def test_every_check_has_its_page_and_every_page_its_check() -> None:
    assert stems("docs/rules", "CK*.md") == sorted(check.code for check in [*LOADED, *LIVE])


def test_every_proof_has_its_rule() -> None:
    assert set(stems("tests/rules/proofs", "test_ck*.py")) <= {f"test_{module}" for module in RULES}


def test_the_tuple_is_in_order_and_without_repeats() -> None:
    assert list(RULES) == sorted(RULES)
    assert len({rule.code for rule in LOADED}) == len({rule.name for rule in LOADED}) == len(RULES)


@pytest.mark.parametrize("module", RULES)
def test_a_file_is_named_for_its_code_and_its_problem(module: str) -> None:
    rule = by_code(module[:5])
    assert rule is not None
    assert f"{rule.code.lower()}_{rule.name.replace('-', '_')}" == module
    assert type(by_name(rule.name)) is type(rule)


@pytest.mark.parametrize("check", [*LOADED, *LIVE], ids=lambda check: check.code)
def test_a_check_has_all_that_its_page_needs(check: Check) -> None:
    page = (type(check).__doc__ or "").splitlines()
    assert page[0].endswith(".")
    assert any(line.strip().startswith("*Why*:") for line in page)
    assert any(line.strip().startswith("*Instead*:") for line in page)
    assert check.severity in SEVERITIES


@pytest.mark.parametrize("rule", LOADED, ids=lambda rule: rule.code)
def test_a_rule_has_two_examples_and_a_code_of_its_family(rule: Rule) -> None:
    assert rule.bad != rule.good
    assert rule.code[2] in "12345678"


@pytest.mark.parametrize("check", LIVE, ids=lambda check: check.code)
def test_a_live_check_says_what_it_asks_and_has_a_code_of_its_family(check: LiveCheck) -> None:
    assert check.asks
    assert check.symptoms
    assert check.code.startswith("CK9")


def test_the_folder_and_the_tuple_hold_the_same_live_checks() -> None:
    assert stems("celerykit/live", "ck*.py") == sorted(live.CHECKS)
    assert len({check.code for check in LIVE}) == len({check.name for check in LIVE}) == len(live.CHECKS)


def test_every_live_check_has_its_test_and_every_test_its_live_check() -> None:
    assert stems("tests/live", "test_ck*.py") == sorted(f"test_{module}" for module in live.CHECKS)


@pytest.mark.parametrize("check", LIVE, ids=lambda check: check.code)
def test_a_live_check_stands_in_the_file_of_its_code_and_its_problem(check: LiveCheck) -> None:
    assert f"{check.code.lower()}_{check.name.replace('-', '_')}" in live.CHECKS


def test_codes_that_no_rule_has_are_passed_over() -> None:
    assert load(["CK000", "ck401"])[0].code == "CK401"
    assert by_code("CK000") is None
    assert by_name("no-such-rule") is None
