from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from celerykit.findings import Report
from celerykit.reporters import render
from tests.reporters.sample import lines
from tests.reporters.seen import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def opened(tmp_path: Path, browser_page: Callable[..., Page]) -> Open:
    """A function that opens the page of a report, as Browser.page does."""

    def open_report(report: Report, fragment: str = "", **how: object) -> Page:
        file = tmp_path / "report.html"
        file.write_text(render("html", report, lines=lines), encoding="ascii")
        return browser_page(file, fragment, **how)

    return open_report
