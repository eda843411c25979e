"""A server that tests kill and start again, on the same ports and with the same data."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.process import Running, launch


@dataclass
class Restartable:
    """A program that can be ended and started again.

    ready: whether it is, told from what it wrote since its start. limit: seconds that this may take. The rest is as in
    `launch`.
    """

    command: Sequence[str]
    log: Path
    ready: Callable[[str], bool]
    limit: float
    cwd: Path | None = None
    env: Mapping[str, str] | None = None
    how: signal.Signals = signal.SIGTERM
    _running: Running | None = field(default=None, init=False, repr=False)
    _written: int = field(default=0, init=False, repr=False)  # characters of the log that earlier starts left

    @property
    def name(self) -> str:
        """Of the program, to be shown."""
        return Path(self.command[0]).name

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._running is not None and self._running.alive()

    @property
    def pid(self) -> int:
        """Of the program while it runs."""
        assert self._running, f"{self.name} was never started"
        return self._running.pid

    def start(self, *words: str) -> None:
        """Starts it, and waits until it is ready. words: further ones of the command line, for this time."""
        self.begin(*words)
        self.until_ready()

    def begin(self, *words: str) -> None:
        """Starts it, and does not wait: for programs that wait for one another."""
        assert not self.alive, f"{self.name} runs already"
        self._written = len(self.output()) if self.log.exists() else 0
        self._running = launch([*self.command, *words], log=self.log, cwd=self.cwd, env=self.env, how=self.how)

    def until_ready(self) -> None:
        """Waits until it is ready after `begin`."""
        assert self._running, f"{self.name} was never started"
        self._running.until(
            lambda: self.ready(self.output()[self._written :]), limit=self.limit, what=f"{self.name} is ready"
        )

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends it by this signal, and waits until it has ended."""
        assert self._running, f"{self.name} was never started"
        assert self.alive, f"{self.name} has ended by itself:\n{self._running.tail()}"
        self._running.kill(how)

    def dismiss(self) -> None:
        """Has it ended in order, where it still runs, and does not wait."""
        if self._running:
            self._running.dismiss()

    def stop(self) -> None:
        """The same, and waits until it has ended."""
        if self._running:
            self._running.stop()

    def output(self) -> str:
        """All that it wrote, since its first start."""
        return self.log.read_text(errors="replace")


@contextmanager
def stopped_at_the_end(*programs: Restartable) -> Iterator[None]:
    """Stops these when the block ends, side by side."""
    try:
        yield
    finally:
        for each in programs:
            each.dismiss()
        for each in programs:
            each.stop()
