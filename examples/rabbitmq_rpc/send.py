"""Sends a task and waits for its result, in one process: no other one can read it."""

from tasks import add

print("2 + 3 =", add.delay(2, 3).get(timeout=30))
