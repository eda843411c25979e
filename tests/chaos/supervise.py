"""Keeps workers running, as systemd or Kubernetes would: `python -m tests.chaos.supervise COUNT COMMAND ...`.

A worker that ends, however it came to that, is started again. SIGTERM ends them all, warmly at first.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.chaos.journal import note
from tests.chaos.setup import VARIABLE, Setup

PACE = 0.1  # seconds between two looks at the workers
WARM = 10.0  # seconds that a worker has to end by itself; what started us waits for 15


class Supervisor:
    """command: of a worker. Each start writes a log of its own, worker-1, worker-2, and so on."""

    def __init__(self, setup: Setup, command: list[str]) -> None:
        self.setup = setup
        self.command = command
        self.running: list[subprocess.Popen[bytes]] = []
        self.starts = 0

    def start(self) -> None:
        self.starts += 1
        log = self.setup.folder / f"worker-{self.starts}"
        words = [word.replace("%k", str(self.starts)) for word in self.command]
        with log.open("ab") as output:
            worker = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        note(self.setup.workers, "up", worker.pid, log.name)
        self.running.append(worker)

    def look(self) -> None:
        for worker in [worker for worker in self.running if worker.poll() is not None]:
            note(self.setup.workers, "down", worker.pid, worker.returncode)
            self.running.remove(worker)
            self.start()

    def stop(self) -> None:
        for worker in self.running:
            worker.terminate()
        for worker in self.running:
            try:
                worker.wait(WARM)
            except subprocess.TimeoutExpired:
                worker.kill()
            worker.wait()


def main() -> None:
    """Runs until SIGTERM."""
    count, *command = sys.argv[1:]
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    supervisor = Supervisor(Setup.read(Path(os.environ[VARIABLE])), command)
    for _ in range(int(count)):
        supervisor.start()
    while not over.wait(PACE):
        supervisor.look()
    supervisor.stop()


if __name__ == "__main__":
    main()
