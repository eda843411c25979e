"""The module that workers and beat load: `celery -A tests.conformance.worker_app`."""

from __future__ import annotations

import json
import os

from tests.conformance.program import make_app

app = make_app(os.environ["CONFORMANCE_PROFILE"], os.environ["CONFORMANCE_DIARY"], os.environ["CONFORMANCE_PREFIX"])
# As an app is that a program makes: beat's entries, read back from their file, ask for it.
app.set_current()
app.set_default()

# What a user's program would say in code: a profile holds no crontab.
if said := os.environ.get("CONFORMANCE_SCHEDULE"):
    from celery.schedules import crontab

    entry = json.loads(said)
    app.conf.beat_schedule = {
        "at": {"task": entry["task"], "schedule": crontab(**entry["crontab"]), "args": entry["args"]},
    }
