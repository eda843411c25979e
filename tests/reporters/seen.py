"""What is seen of a report's page in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Open = Callable[..., "Page"]
"""Opens the page of a report."""


def codes(page: Page) -> list[str]:
    """The codes of the findings that are seen."""
    return page.locator(".card:visible .code").all_inner_texts()


def count(page: Page) -> str:
    """How many there are, as the page says it."""
    return page.locator("#count").inner_text()


def search(page: Page) -> Locator:
    """The box for words."""
    return page.get_by_role("searchbox", name="Search")


def severities(page: Page) -> list[str]:
    """What stands on the buttons for severities: "error 2"."""
    return [" ".join(text.split()) for text in page.locator("button.severity").all_inner_texts()]


def focused(page: Page) -> Locator:
    """What the keyboard speaks to."""
    return page.locator(":focus")
