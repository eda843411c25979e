"""A real browser for pages that people open from a file: Debian's Chromium, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.process import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import ConsoleMessage, Page, Request, Route

__all__ = ["Browser", "browser_running"]

ARGUMENTS = (
    "--no-sandbox",  # a build server runs as root, for whom Chromium's sandbox does not start
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
)
LIMIT = 20.0  # seconds that an action, or a wait for what it brings about, may take on a busy machine
_WRONG = ("error", "warning")  # messages of the console, among them all that a page's own policy forbids


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium that runs; each page is opened as by somebody who has never seen another."""

    chromium: Chromium

    @contextmanager
    def page(
        self,
        file: Path,
        fragment: str = "",
        *,
        dark: bool = False,
        width: int = 1280,
        height: int = 900,
        scripts: bool = True,
    ) -> Iterator[Page]:
        """A file's page, opened; when the block ends, an AssertionError names all that went wrong on it.

        That is an error or a warning of its console, an exception of a script, and a request for anything but the file.
        fragment: what follows the # of its address. dark: whether the system asks for dark colours. width, height: of
        the window, in pixels. scripts: whether they run.
        """
        context = self.chromium.new_context(
            offline=True,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(LIMIT * 1000)
        wrong = _Watched(file.as_uri(), [])
        try:
            page = context.new_page()
            page.route("**/*", wrong.refuse_others)
            page.on("console", wrong.told)
            page.on("pageerror", lambda error: wrong.seen.append(f"exception: {error}"))
            page.on("request", wrong.asked)
            page.goto(f"{wrong.address}#{fragment}" if fragment else wrong.address)
            yield page
        finally:
            context.close()
        assert not wrong.seen, "\n".join(wrong.seen)


@dataclass  # not frozen: Playwright keeps what it makes of a method in its object
class _Watched:
    """What a page does that it must not. address: the one that it may ask for."""

    address: str
    seen: list[str]

    def asked(self, request: Request) -> None:
        if not self._is_own(request):
            self.seen.append(f"request: {request.url}")

    def told(self, message: ConsoleMessage) -> None:
        if message.type in _WRONG:
            self.seen.append(f"console: {message.text}")

    def refuse_others(self, route: Route) -> None:
        if self._is_own(route.request):
            route.continue_()
        else:
            route.abort()

    def _is_own(self, request: Request) -> bool:
        return request.url.split("#")[0] == self.address


@contextmanager
def browser_running() -> Iterator[Browser]:
    """A Chromium, until the block ends; ServerMissing where it is not installed.

    While it runs, the thread has a running event loop (Playwright's), so that asyncio.run() fails in it.
    """
    path = program("chromium", "chromium")
    # Here, as the oldest supported packages are tried without it.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        try:
            yield Browser(chromium)
        finally:
            chromium.close()
