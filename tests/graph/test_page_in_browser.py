"""The page of a picture in a browser, as its reader uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from celerykit.graph import Graph, draw
from celerykit.graph.folding import grouped
from celerykit.graph.svg import picture
from tests.graph.projects import SHOP, drawn
from tests.graph.seen import details, lit, part, titles

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.servers

Open = Callable[..., "Page"]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def paths(page: Page) -> dict[tuple[str, str], list[float]]:
    """The lines by their ends, each with the numbers of its path."""
    drawn_ones = page.locator(".line").evaluate_all(
        "all => all.map(l => [l.dataset.start, l.dataset.end, l.getAttribute('d')])"
    )
    return {(start, end): numbers(path) for start, end, path in drawn_ones}


def test_the_script_draws_what_the_file_holds(shop: Open) -> None:
    before, after = paths(shop(scripts=False)), paths(shop())

    assert before
    assert before.keys() == after.keys()
    for ends, path in before.items():
        assert after[ends] == pytest.approx(path, abs=0.11), ends


def test_six_hundred_tasks_are_opened_closed_and_found(tmp_path: Path, browser_page: Open, big: Graph) -> None:
    file = tmp_path / "big.html"
    file.write_text(draw("html", [big]), encoding="utf-8")
    page = browser_page(file)
    page.get_by_role("button", name="Open all").click()
    few = grouped(big)
    svg, layout = picture(few, ())

    expected = {
        (start, end): numbers(path)
        for start, end, path in re.findall(r'data-start="(\w+)" data-end="(\w+)" d="([^"]+)"', svg)
    }
    # The order of boxes is that of the folded picture; what is drawn is the same, and nothing is on top of another.
    assert paths(page).keys() == expected.keys()
    assert len(titles(page, ".part.task")) == 600
    assert page.locator("svg").evaluate("svg => svg.viewBox.baseVal.width") == pytest.approx(layout.size[0], abs=200)

    page.get_by_role("button", name="Close all").click()
    assert titles(page, ".part.task") == []
    page.get_by_label("Search all words").fill("area13.tasks.task7")
    assert lit(page, "task") == ["area13.tasks.task7"]

    page.get_by_label("Search all words").fill("")
    assert titles(page, ".part.task") == []


def test_a_part_that_is_chosen_shows_its_way_and_what_is_known_of_it_until_nothing_is(shop: Open) -> None:
    page = shop()
    part(page, "resize").click()

    assert lit(page, "publisher", "entry") == ["web.py"]
    assert "shop.media.*" in lit(page, "route")
    assert "shop.orders.archive" not in lit(page, "route")
    assert "media" in lit(page, "queue")
    assert "archive" not in lit(page, "queue")
    assert details(page).startswith("task resize task shop.media.resize shop/media.py:5:5")

    part(page, "archive", "queue").click()

    assert lit(page, "entry") == ["nightly"]
    assert lit(page, "task") == ["archive"]
    assert lit(page, "worker") == []
    assert "no worker reads it" in details(page)
    assert "comes from shop.orders.archive" in details(page)

    part(page, "shop.orders.archive", "route").click()

    assert "error CK512 route-to-unconsumed-queue" in details(page)
    assert "Cure: celery worker -Q archive" in details(page)
    assert "shop/app.py:20:42" in details(page)

    page.locator("svg").click(position={"x": 5, "y": 5})

    assert page.locator(".part.off").count() == 0
    assert page.locator("#legend").is_visible()
    assert page.locator("#details").is_hidden()


def test_a_box_is_folded_and_opened_by_its_sign(shop: Open) -> None:
    page = shop()
    page.locator(".part.module", has_text="shop.media").locator("> .fold.when-open").click()

    assert "resize" not in titles(page, ".part.task")
    assert part(page, "shop.media", "module").get_attribute("aria-expanded") == "false"
    assert part(page, "shop.media", "module").locator("> .note:visible").text_content() == "2 tasks"

    part(page, "shop.media", "module").locator("> .fold.when-folded").click()
    assert "resize" in titles(page, ".part.task")


def test_a_search_lights_what_it_finds_in_names_options_and_findings(shop: Open) -> None:
    page = shop()
    search = page.get_by_label("Search all words")
    search.fill("newsletter")
    assert lit(page, "task") == ["newsletter"]
    assert page.locator("#count").inner_text() == "3 parts found"

    search.fill("soft_time_limit render")
    assert lit(page, "task") == ["render"]

    search.fill("no such thing")
    assert lit(page, "task", "queue", "worker") == []
    assert page.locator("#count").inner_text() == "0 parts found"

    search.press("Escape")
    assert page.locator(".part.off").count() == 0


def test_a_severity_lights_what_has_such_a_finding(shop: Open) -> None:
    page = shop()
    page.locator("[data-severity=error]").click()

    assert lit(page, "task") == ["render"]
    assert lit(page, "route") == ["shop.orders.archive"]
    assert {each.inner_text() for each in page.locator(".found .finding:visible .badge").all()} == {"error"}
    page.locator("[data-severity=error]").click()
    assert page.locator(".part.off").count() == 0


def test_the_address_keeps_what_was_chosen(shop: Open) -> None:
    page = shop()
    page.get_by_label("Search all words").fill("mail")
    page.locator("[data-severity=warning]").click()
    part(page, "archive", "queue").click()
    fragment = page.url.partition("#")[2]

    again = shop(fragment)
    assert again.get_by_label("Search all words").input_value() == "mail"
    assert again.locator("[data-severity=warning]").get_attribute("aria-pressed") == "true"
    assert details(again).startswith("queue archive")


def test_it_is_made_larger_smaller_and_to_fit(shop: Open) -> None:
    page = shop()
    wide = "document.querySelector('svg').getBoundingClientRect().width"
    first = page.evaluate(wide)

    page.get_by_role("button", name="Larger").click()
    assert page.evaluate(wide) > first
    page.get_by_role("button", name="Fit").click()
    assert page.evaluate(f"{wide} <= document.querySelector('.canvas').clientWidth")


def test_several_apps_stand_one_below_the_other(tmp_path: Path, browser_page: Open) -> None:
    file = tmp_path / "two.html"
    file.write_text(draw("html", [drawn(SHOP), drawn(SHOP)]), encoding="utf-8")
    page = browser_page(file)
    part(page, "archive", "queue").nth(1).click()

    assert page.locator("[data-app='0'] .part.chosen").count() == 0
    assert page.locator("[data-app='1'] .part.chosen").count() == 1
