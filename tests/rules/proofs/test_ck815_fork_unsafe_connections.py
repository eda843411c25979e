from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

# Asks Redis, over a connection that the module makes, for the number of that connection. The first of the two tasks
# waits for the second to begin, so that each has a process of its own; the second waits for the first one's answer.
TASKS = """
import socket
server = socket.create_connection({address!r})
@app.task(name="proof.ask")
def ask():
    asked = pathlib.Path(__file__).with_name("asked")
    try:
        asked.with_name("first").touch(exist_ok=False)
        first = True
    except FileExistsError:
        first = False
    ran()
    while RUNS.read_text().count("run") < 2 if first else not asked.exists():
        time.sleep(0.05)
    server.sendall(b"CLIENT ID\\r\\n")
    answer = server.recv(100).decode().strip()
    with asked.open("a") as file:
        file.write(f"{{os.getpid()}} {{answer}}\\n")
"""


def test_all_processes_talk_over_one_connection(redis_url: str, tmp_path: Path) -> None:
    url = urlsplit(redis_url)
    folder = program(tmp_path, TASKS.format(address=(url.hostname, url.port)), redis_url)
    asked = folder / "asked"
    with client(redis_url) as app, running_worker(cwd=folder, args=["--concurrency=2", "-Ofair"]):
        for _ in range(2):
            app.send_task("proof.ask")
        eventually(lambda: runs(folder) == 2, limit=LIMIT, what="both ran")
        eventually(lambda: asked.exists() and asked.read_text().count("\n") == 2, limit=LIMIT, what="both asked")
    processes, connections = zip(*(line.split() for line in asked.read_text().splitlines()), strict=True)
    assert len(set(processes)) == 2
    assert len(set(connections)) == 1
