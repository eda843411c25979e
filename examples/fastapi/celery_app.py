"""The Celery app: Redis carries the tasks in database 0 and keeps their results in database 1."""

from celery import Celery

import celerykit

app = Celery("jobs")
app.config_from_object(
    celerykit.load_profile(
        "redis-redis",
        include=["tasks"],
        task_track_started=True,
        task_default_queue="default",
        worker_max_tasks_per_child=50,
    )
)
