from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from celerykit.graph import Graph, draw
from tests.graph.projects import SHOP, drawn, large

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Six hundred tasks."""
    return drawn(large(tmp_path_factory.mktemp("big")))


@pytest.fixture
def shop(tmp_path: Path, browser_page: Callable[..., Page]) -> Callable[..., Page]:
    """A function that opens the page of the shop, as Browser.page does."""
    file = tmp_path / "shop.html"
    file.write_text(draw("html", [drawn(SHOP)]), encoding="utf-8")
    return lambda *args, **words: browser_page(file, *args, **words)
