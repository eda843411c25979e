from __future__ import annotations

import subprocess
import sys

from tests.rules.proofs.apps import client

QUEUE = "proof-of-ck211"
LOOKS = f"""
from kombu import Connection
with Connection("memory://") as connection:
    print(connection.SimpleQueue("{QUEUE}").qsize())
"""


def test_another_process_sees_no_message() -> None:
    with client("memory://") as app, app.connection_for_read() as connection:
        app.send_task("proof.add", queue=QUEUE)
        queue = connection.SimpleQueue(QUEUE)
        assert queue.qsize() == 1
        seen = subprocess.run([sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True, timeout=30)
        assert seen.stdout.strip() == "0"
        queue.clear()
