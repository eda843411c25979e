"""What a reader sees on the page of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

__all__ = ["details", "lit", "part", "titles"]


def part(page: Page, title: str, kind: str = "") -> Locator:
    """The part of that title; of that kind, where several have it."""
    kinds = f".{kind}" if kind else ""
    return page.locator(f".part{kinds}:has(> .title:text-is('{title}')), .part{kinds}:has(> .name:text-is('{title}'))")


def titles(page: Page, selector: str) -> list[str]:
    """The titles of the parts that the selector finds and that can be seen, from top to bottom of the file."""
    return page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)]
          .filter((each) => each.getBoundingClientRect().width)
          .map((each) => each.querySelector(":scope > .title, :scope > .name, :scope > .note").firstChild.data)""",
        selector,
    )


def lit(page: Page, *kinds: str) -> list[str]:
    """The titles of the parts of these kinds that do not stand back."""
    return titles(page, ", ".join(f".part.{kind}:not(.off)" for kind in kinds))


def details(page: Page) -> str:
    """What stands in the panel."""
    return " ".join(page.locator("#details").inner_text().split())
