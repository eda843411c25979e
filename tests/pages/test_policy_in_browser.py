"""What the policy of a page forbids does not happen, even where markup had broken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.pages import page
from tests.browser import Browser

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(
    "broken_in",
    [
        "<script>document.title = 'run'</script>",
        "<p onclick=\"document.title = 'run'\">here</p>",
        "<img src=/nothing onerror=\"document.title = 'run'\">",
        "<p style='color: red'>here</p>",
        "<iframe srcdoc='here'></iframe><iframe src='https://example.com'></iframe>",
        "<link rel=stylesheet href=https://example.com/style.css>",
    ],
)
def test_what_breaks_in_does_nothing(tmp_path: Path, browser: Browser, broken_in: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(title="as written", body=broken_in, scripts=["one('p')?.click();"]))
    with pytest.raises(AssertionError, match="Content Security Policy"), browser.page(file) as seen:
        assert seen.title() == "as written"


def test_a_script_of_the_page_cannot_make_markup_of_text(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(title="t", body="<p>as written</p>", scripts=["one('p').innerHTML = '<b>made</b>';"]))
    with pytest.raises(AssertionError, match="TrustedHTML"), browser.page(file) as seen:
        assert seen.locator("p").inner_text() == "as written"
