"""What a process that sent nothing is told of a task: `python ask.py ID`."""

from __future__ import annotations

import json
import os
import sys

from tests.conformance.worker_app import app

if "DJANGO_SETTINGS_MODULE" in os.environ:  # Celery prepares Django in workers alone
    import django

    django.setup()

result = app.AsyncResult(sys.argv[1])
sys.stdout.write(json.dumps({"state": result.state, "result": result.result}, default=str))
