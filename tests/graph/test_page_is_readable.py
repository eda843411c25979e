"""The page of a picture for whoever reads it: by keyboard, by ear, in the dark, on a telephone, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from celerykit.graph import Graph, draw
from tests.graph.projects import SHOP, drawn
from tests.graph.seen import details, part, titles
from tests.pages.contrast import TEXT, faint_texts, ratio

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.servers

# What is told of these by `color`, which they do not use.
IN_PICTURES = ("<text", "<tspan", "<title", "<desc")

Open = Callable[..., "Page"]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName"))


def test_all_of_it_can_be_done_by_keyboard(shop: Open) -> None:
    page = shop()
    assert page.get_by_role("button", name="queue archive, no worker reads it").count() == 1
    assert page.get_by_role("search").count() == page.get_by_role("main").count() == 1
    assert page.get_by_role("complementary", name="Details").count() == 1

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "pictures"
    page.keyboard.press("Tab")
    assert focused(page) == "Picture of shop.app:app"
    page.keyboard.press("Tab")
    assert focused(page).startswith("tasks shop.mail")

    page.keyboard.press("ArrowDown")
    assert focused(page) == "task confirm"
    assert details(page).startswith("task confirm")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "route no route"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith(("queue", "exchange", "worker"))
    page.keyboard.press("End")
    assert focused(page).startswith("results Redis")
    page.keyboard.press("Home")
    assert focused(page).startswith("tasks shop.mail")
    page.keyboard.press("Escape")
    assert page.locator(".part.off").count() == 0


def test_a_box_is_folded_by_enter_and_the_search_goes_to_what_it_finds(shop: Open) -> None:
    page = shop()
    part(page, "shop.media", "module").focus()
    page.keyboard.press("Enter")
    assert "resize" not in titles(page, ".part.task")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("tasks shop.orders")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    assert "resize" in titles(page, ".part.task")

    page.keyboard.press("/")
    page.keyboard.type("films")
    page.keyboard.press("Enter")

    assert "films" in focused(page)
    assert "films" in details(page)


def test_it_is_read_without_scripts(shop: Open) -> None:
    page = shop(scripts=False)

    assert page.locator("svg .line").count() > 20
    assert page.get_by_role("search").is_hidden()
    assert page.locator(".found .finding").count() == 16
    assert page.get_by_text("In the picture: shop.orders.archive").is_visible()


def test_a_finding_in_the_list_leads_to_its_part(shop: Open) -> None:
    page = shop()
    page.locator(".found").get_by_role("button", name="shop.orders.archive").click()

    assert focused(page).startswith("route shop.orders.archive")
    assert details(page).startswith("route shop.orders.archive")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [380, 1400])
def test_it_is_readable_in_both_schemes_and_fits_its_window(
    shop: Open, screenshots: Path, dark: bool, width: int
) -> None:
    page = shop(dark=dark, width=width)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [each for each in faint_texts(page) if not each.partition(": ")[2].startswith(IN_PICTURES)] == []
    assert faint_letters(page) == []
    page.screenshot(path=screenshots / f"graph-{'dark' if dark else 'light'}-{width}.png", full_page=True)


def test_no_text_leaves_its_box_or_stands_on_another(tmp_path: Path, browser_page: Open, big: Graph) -> None:
    file = tmp_path / "both.html"
    file.write_text(draw("html", [drawn(SHOP), big]), encoding="utf-8")
    page = browser_page(file)
    page.get_by_role("button", name="Open all").click()

    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(ON_ANOTHER) == []


OUTSIDE = """() => [...document.querySelectorAll(".part > text")].filter((text) => {
  const box = text.parentElement.querySelector(".shape, .row-shape").getBoundingClientRect();
  const own = text.getBoundingClientRect();
  return own.width && (own.left < box.left || own.right > box.right || own.bottom > box.bottom + 1);
}).map((text) => text.textContent)"""
ON_ANOTHER = """() => {
  const texts = [...document.querySelectorAll("svg text:not(.letter)")];
  const boxes = texts.map((text) => [text.getBoundingClientRect(), text.textContent]).filter(([box]) => box.width);
  boxes.sort(([a], [b]) => a.top - b.top);
  const found = [];
  for (let i = 0; i < boxes.length; i += 1) {
    for (let j = i + 1; j < boxes.length && boxes[j][0].top < boxes[i][0].bottom - 3; j += 1) {
      const [[a, one], [b, two]] = [boxes[i], boxes[j]];
      if (a.left < b.right - 1 && b.left < a.right - 1) found.push([one, two]);
    }
  }
  return found;
}"""


def test_six_hundred_tasks_are_opened_and_searched_at_once(tmp_path: Path, browser_page: Open, big: Graph) -> None:
    file = tmp_path / "big.html"
    file.write_text(draw("html", [big]), encoding="utf-8")
    page = browser_page(file)
    took = page.evaluate(
        """() => {
          const start = performance.now();
          document.querySelector("[data-fold='open']").click();
          const box = document.querySelector("#search");
          box.value = "task7";
          box.dispatchEvent(new Event("input"));
          document.body.getBoundingClientRect();
          return performance.now() - start;
        }"""
    )

    assert page.locator("#count").inner_text() == "50 parts found"
    assert took < 2000


def faint_letters(page: Page) -> list[str]:
    """The texts of the picture that are too faint against the box that they stand on."""
    drawn_ones = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].filter((text) => text.checkVisibility()).map((text) => {
          const clear = (shape) => !shape || /none|^rgba.*, 0\\)/.test(getComputedStyle(shape).fill);
          const shapes = [];
          for (let each = text.parentElement; each; each = each.parentElement) {
            shapes.push(each.matches(".mark") && text.matches(".letter") ? each.querySelector("path") : null);
            shapes.push(each.querySelector(":scope > .shape"));
          }
          const ground = shapes.find((shape) => !clear(shape));
          const behind = ground ? getComputedStyle(ground).fill : getComputedStyle(text.closest("svg")).backgroundColor;
          return [getComputedStyle(text).fill, behind, text.textContent];
        })"""
    )
    assert drawn_ones
    return [f"{text}: {ink} on {ground}" for ink, ground, text in drawn_ones if ratio(ink, ground) < TEXT]
