"""The page in a browser, for whoever reads it: by keyboard, by ear, on paper, in the dark, on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from celerykit.findings import Report
from celerykit.reporters import render
from tests.pages.contrast import faint_borders, faint_texts
from tests.reporters.html_reports import LATE, MIXED, RENAMED, ROUTED, TWICE
from tests.reporters.sample import REPORT, lines_of
from tests.reporters.seen import Open, codes, count, focused, search

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.servers


def test_all_of_it_can_be_done_by_keyboard(opened: Open) -> None:
    page = opened(MIXED, "severity=error")
    page.keyboard.press("Tab")
    assert focused(page).inner_text() == "Skip to the findings"
    assert focused(page).bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert focused(page).get_attribute("id") == "findings"
    assert page.url.endswith("#severity=error")

    page.keyboard.press("/")
    assert focused(page).get_attribute("id") == "search"
    page.keyboard.type("a/b")
    assert search(page).input_value() == "a/b"
    page.keyboard.press("Escape")
    assert search(page).input_value() == ""

    order = []
    for _ in range(6):
        page.keyboard.press("Tab")
        order.append(focused(page).evaluate("element => element.id || element.dataset.severity || element.tagName"))
        assert focused(page).evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    assert order == ["error", "warning", "info", "symptom", "code", "BUTTON"]

    page.keyboard.press("Enter")
    assert len(codes(page)) == 4


def test_space_presses_and_letters_choose(opened: Open) -> None:
    page = opened(MIXED)
    page.get_by_role("button", name="warning").focus()
    page.keyboard.press("Space")
    assert codes(page) == ["CK912"]
    page.keyboard.press("Space")
    page.get_by_label("Rule").focus()
    page.keyboard.type("CK5")
    assert codes(page) == ["CK509"]


def test_a_cure_is_copied_as_it_is(opened: Open) -> None:
    page = opened(MIXED)
    page.get_by_role("button", name="Copy the fix").nth(3).click()
    page.get_by_role("status").get_by_text("Copied the fix").wait_for()

    search(page).focus()
    page.keyboard.press("Control+V")

    assert search(page).input_value() == RENAMED.fix


def test_the_only_cure_can_be_copied_too(opened: Open) -> None:
    page = opened(REPORT)
    page.get_by_role("button", name="Copy the fix").click()
    page.get_by_role("status").get_by_text("Copied the fix").wait_for()


def test_who_listens_is_told_what_is_where(opened: Open) -> None:
    page = opened(MIXED)
    assert page.get_by_role("search").count() == page.get_by_role("main").count() == 1
    assert page.get_by_role("banner").count() == page.get_by_role("contentinfo").count() == 1
    assert page.get_by_role("group", name="Severity").get_by_role("button").count() == 3
    assert page.get_by_role("listitem").filter(has=page.get_by_role("article")).count() == 4
    assert page.get_by_role("status").first.inner_text() == "4 findings"

    page.get_by_role("button", name="info").click()

    assert page.get_by_role("article").count() == 1  # what is filtered out is not read out either


def test_it_is_read_without_scripts(opened: Open) -> None:
    page = opened(MIXED, scripts=False)
    assert codes(page) == ["CK401", "CK509", "CK912", "CK116"]
    assert page.locator(".symptoms li", has_text=TWICE).first.is_visible()
    assert page.get_by_role("search").is_hidden()
    assert page.get_by_role("button").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [380, 1280])
def test_it_is_readable_in_both_schemes_and_fits_its_window(
    opened: Open, screenshots: Path, dark: bool, width: int
) -> None:
    long = replace(LATE, message="x" * 300, fix=f"broker_url = {'y' * 300!r}", related=())
    page = opened(
        replace(MIXED, findings=(*MIXED.findings, long)), "severity=error,warning,info", dark=dark, width=width
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faint_texts(page) == []
    assert faint_borders(page, "button.severity, .copy, select, input") == []
    assert page.evaluate("getComputedStyle(document.body.parentElement).colorScheme") == "light dark"
    page.screenshot(path=screenshots / f"report-{'dark' if dark else 'light'}-{width}.png", full_page=True)


def test_a_severity_has_a_word_and_a_sign_of_its_own(opened: Open) -> None:
    badges = opened(MIXED).locator(".badge")
    assert badges.all_inner_texts() == ["error", "error", "warning", "info"]
    assert len(set(badges.locator("use").evaluate_all("all => all.map(each => each.getAttribute('href'))"))) == 3


def test_on_paper_it_is_dark_on_white_without_controls(opened: Open) -> None:
    page = opened(MIXED, "severity=error", dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    assert faint_texts(page) == []
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("button:visible, select:visible, input:visible").count() == 0
    assert count(page) == "2 of 4 findings"


def test_hostile_texts_are_only_read(tmp_path: Path, browser_page: Callable[..., Page]) -> None:
    hostile = "</script><script>console.error('run')</script><img src=x onerror=console.error('run')>"
    finding = replace(ROUTED, message=hostile, fix=hostile, label=hostile, symptoms=(hostile, '"><b>'), rule=hostile)
    file = tmp_path / "report.html"
    report = Report(findings=(finding, LATE), subjects=(hostile,))
    file.write_text(render("html", report, lines=lines_of(hostile, hostile)), encoding="ascii")

    page = browser_page(file)

    assert page.locator(".card h2").nth(1).inner_text() == hostile
    page.get_by_label("What people see").select_option(hostile)
    assert codes(page) == ["CK509"]


def test_an_empty_report_says_so(opened: Open, screenshots: Path) -> None:
    page = opened(Report(subjects=("celeryconfig.py",), rules_run=186, settings_read=9))
    assert page.get_by_role("heading", level=1).inner_text() == "Nothing found in celeryconfig.py"
    assert faint_texts(page) == []
    page.screenshot(path=screenshots / "report-of-nothing.png")
