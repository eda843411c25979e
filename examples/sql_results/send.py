"""Sends a task, and prints the id under which its result can be read."""

from tasks import add

print(add.delay(2, 3).id)
