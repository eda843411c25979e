"""The browser that other tests use sees what it must see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import Browser, browser_running
from tests.servers.process import ServerMissing

if TYPE_CHECKING:
    from playwright.sync_api import Page


def page_of(folder: Path, body: str) -> Path:
    file = folder / "page.html"
    file.write_text(f"<!doctype html><html lang=en><title>page</title>{body}")
    return file


@pytest.mark.servers
def test_a_page_that_asks_for_nothing_is_well(tmp_path: Path, browser_page: Callable[..., Page]) -> None:
    page = browser_page(page_of(tmp_path, "<p>well</p>"), "place")
    assert page.locator("p").inner_text() == "well"
    assert page.url.endswith("#place")


@pytest.mark.servers
@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<img src="https://example.com/seen.png">', "request: https://example.com/seen.png"),
        ("<script>fetch('https://example.com/').catch(() => 0)</script>", "request: https://example.com/"),
        ('<script src="beside.js"></script>', "request: file://"),
        ("<script>console.error('oh')</script>", "console: oh"),
        ("<script>throw new Error('ah')</script>", "exception: ah"),
    ],
)
def test_what_a_page_does_wrong_is_told(tmp_path: Path, browser: Browser, body: str, told: str) -> None:
    (tmp_path / "beside.js").write_text("")
    with pytest.raises(AssertionError, match=told), browser.page(page_of(tmp_path, body)) as page:
        page.wait_for_load_state("load")


@pytest.mark.servers
def test_a_page_is_asked_for_dark_colours_and_may_have_no_scripts(tmp_path: Path, browser: Browser) -> None:
    page_says = page_of(tmp_path, "<p>still</p><script>document.querySelector('p').textContent = 'run'</script>")
    with browser.page(page_says, dark=True, width=380) as page:
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches && innerWidth") == 380
        assert page.locator("p").inner_text() == "run"
    with browser.page(page_says, scripts=False) as page:
        assert page.locator("p").inner_text() == "still"


def test_a_browser_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerMissing, match="apt-get install chromium"), browser_running():
        pass
