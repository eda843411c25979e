"""Redis carries the tasks, an SQL database keeps their results."""

from celery import Celery

import celerykit

app = Celery("sums")
app.config_from_object(celerykit.load_profile("redis-redis", result_backend="db+sqlite:///results.sqlite"))


@app.task
def add(x: int, y: int) -> int:
    """The sum of two numbers."""
    return x + y
