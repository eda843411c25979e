"""Prints the result of the task with a given id: python read.py ID."""

import sys

from tasks import app

print(app.AsyncResult(sys.argv[1]).get(timeout=30))
