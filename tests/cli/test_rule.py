from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from celerykit import live
from celerykit.cli.commands import celerykit
from celerykit.rules import load


def rule(*arguments: str) -> Result:
    return CliRunner().invoke(celerykit, ["rule", *arguments])


def test_lists_all_rules_and_live_checks_a_line_each() -> None:
    rows = rule().output.splitlines()

    assert [row.split()[0] for row in rows] == [found.code for found in [*load(), *live.load()]]
    assert any(
        row.startswith("CK401  error    visibility-timeout-too-short") and "A task may run longer" in row
        for row in rows
    )


def test_shows_the_page_of_a_live_check() -> None:
    page = rule("CK912").output

    assert page.startswith("CK912 redis-evicts (error)\nBrokers: redis, sentinel\nResult backends: redis, sentinel\n")
    assert "\nIt asks: Redis: " in page
    assert page.endswith('\nSilence it with: ignore = ["CK912"] in [tool.celerykit]\n')


@pytest.mark.parametrize("written", ["CK401", "ck401", "visibility-timeout-too-short"])
def test_shows_the_page_of_a_rule(written: str) -> None:
    page = rule(written).output

    assert page.startswith(
        "CK401 visibility-timeout-too-short (error)\nBrokers: redis, sentinel, sqs\n\nA task may run"
    )
    assert "*Why*" in page
    assert "\nBad:\n\n    broker_url = " in page
    assert "\nGood:\n\n    broker_url = " in page
    assert page.endswith("# celerykit: ignore[CK401]\n")


def test_every_rule_has_a_page() -> None:
    assert [rule(found.code).exit_code for found in load()] == [0] * len(load())


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("redis-share-db", "there is no rule redis-share-db: did you mean redis-shared-db?"),
        ("nonsense", "there is no rule nonsense: run celerykit rule for the list"),
    ],
)
def test_a_rule_that_there_is_none_of_is_a_wrong_call(written: str, message: str) -> None:
    result = rule(written)

    assert result.exit_code == 2
    assert result.stderr == f"celerykit: {message}\n"


def test_lists_the_rules_by_what_is_seen() -> None:
    assert rule("--seen", "No TIME zone found").output.startswith("CK601  timezone-invalid: ")

    result = rule("--seen", "no such words")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no rule names anything seen like 'no such words': try fewer words" in result.stderr
