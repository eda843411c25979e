"""Search, filters and addresses of the page, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reporters.html_reports import FOR_EVER, MIXED, TWICE, many
from tests.reporters.seen import Open, codes, count, focused, search, severities

pytestmark = pytest.mark.servers


def test_a_search_narrows_what_is_seen_and_every_count(opened: Open) -> None:
    page = opened(MIXED)
    assert (codes(page), count(page)) == (["CK401", "CK509", "CK912", "CK116"], "4 findings")

    search(page).fill("PENDING redis")

    assert (codes(page), count(page)) == (["CK912"], "1 of 4 findings")
    assert severities(page) == ["error 0", "warning 1", "info 0"]
    assert f"{FOR_EVER} (1)" in page.get_by_label("What people see").locator("option").all_inner_texts()
    assert page.url.endswith("#q=PENDING+redis")


FOUND_BY = {
    "ck509": ["CK509"],
    "visibility-timeout": ["CK401"],
    "received twice": ["CK401", "CK509"],
    "named here": ["CK912"],
    "@app.task(acks_late": ["CK509"],
    "celeryconfig.py:10": ["CK401"],
    "queue celery": ["CK509", "CK912"],
    '"queue celery"': ["CK912"],
    "& 'safe'": ["CK116"],
    "WARNING": ["CK912"],
    "copy": [],
}


def test_a_search_looks_at_all_that_is_said_of_a_finding(opened: Open) -> None:
    page = opened(MIXED)
    for words, found in FOUND_BY.items():
        search(page).fill(words)
        assert (words, codes(page)) == (words, found)


def test_severities_are_buttons_that_stay_pressed(opened: Open) -> None:
    page = opened(MIXED)
    errors, infos = page.get_by_role("button", name="error"), page.get_by_role("button", name="info")

    errors.click()
    assert codes(page) == ["CK401", "CK509"]
    assert severities(page) == ["error 2", "warning 1", "info 1"]  # what each would show
    assert (errors.get_attribute("aria-pressed"), infos.get_attribute("aria-pressed")) == ("true", "false")

    infos.click()
    assert codes(page) == ["CK401", "CK509", "CK116"]
    assert page.url.endswith("#severity=error%2Cinfo")

    errors.click()
    infos.click()
    assert count(page) == "4 findings"
    assert "#" not in page.url


def test_findings_are_filtered_by_symptom_and_by_rule(opened: Open) -> None:
    page = opened(MIXED)
    page.get_by_label("What people see").select_option(TWICE)
    assert codes(page) == ["CK401", "CK509"]

    page.get_by_label("Rule").select_option("CK509")
    assert codes(page) == ["CK509"]

    page.get_by_role("button", name="Show all").click()
    assert count(page) == "4 findings"
    assert "#" not in page.url


def test_an_address_brings_back_what_was_seen(opened: Open) -> None:
    page = opened(MIXED)
    search(page).fill("task")
    page.get_by_role("button", name="error").click()
    page.get_by_label("What people see").select_option(FOR_EVER)
    page.get_by_label("Rule").select_option("CK509")

    other = opened(MIXED, page.url.partition("#")[2])

    assert codes(other) == codes(page) == ["CK509"]
    assert search(other).input_value() == "task"
    assert other.get_by_role("button", name="error").get_attribute("aria-pressed") == "true"
    assert other.get_by_label("What people see").input_value() == FOR_EVER
    assert other.get_by_label("Rule").input_value() == "CK509"

    other.evaluate("location.hash = '#q=allkeys'")
    other.wait_for_function("document.querySelector('#search').value === 'allkeys'")
    assert codes(other) == ["CK912"]


def test_an_address_with_what_this_report_has_not_shows_all_of_it(opened: Open) -> None:
    page = opened(MIXED, "code=CK999&symptom=none&severity=fatal&other=1")
    assert count(page) == "4 findings"


def test_a_finding_has_an_address_of_its_own(opened: Open) -> None:
    link = str(opened(MIXED).locator(".card .code").nth(3).get_attribute("href"))

    page = opened(MIXED, link.removeprefix("#"), height=500)

    assert page.locator(".card:target .code").inner_text() == "CK116"
    assert page.locator(".card:target").evaluate("card => card.getBoundingClientRect().top") < 500
    assert count(page) == "4 findings"


def test_that_nothing_matches_is_said_with_a_way_back(opened: Open) -> None:
    page = opened(MIXED)
    search(page).fill("there is no such word")
    assert page.get_by_text("Nothing matches.").is_visible()
    assert count(page) == "0 of 4 findings"

    page.get_by_role("button", name="Show all findings").click()

    assert page.get_by_text("Nothing matches.").is_hidden()
    assert len(codes(page)) == 4
    assert focused(page).get_attribute("id") == "search"


def test_hundreds_of_findings_are_searched_and_counted(opened: Open, screenshots: Path) -> None:
    page = opened(many(400))
    assert count(page) == "400 findings"
    search(page).press_sequentially('"every fifth: 3"')
    assert count(page) == "80 of 400 findings"
    assert page.locator(".card:visible").count() == 80

    page.get_by_role("button", name="warning").click()
    page.get_by_label("Rule").select_option("CK713")
    assert count(page) == "13 of 400 findings"
    assert set(codes(page)) == {"CK713"}
    page.screenshot(path=screenshots / "report-of-many.png")


def test_who_has_scrolled_down_sees_the_first_of_what_is_left(opened: Open) -> None:
    page = opened(many(60))
    page.locator(".card").last.scroll_into_view_if_needed()
    page.get_by_role("button", name="info").click()
    bar = page.locator(".filters").bounding_box()
    first = page.locator(".card:visible").first.bounding_box()
    assert bar is not None
    assert first is not None
    assert bar["y"] + bar["height"] <= first["y"] < 400
