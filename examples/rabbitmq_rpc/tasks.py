"""RabbitMQ carries the tasks, and brings each result back to the process that sent the task."""

from celery import Celery

import celerykit

app = Celery("sums")
app.config_from_object(celerykit.load_profile("rabbitmq-rpc"))


@app.task
def add(x: int, y: int) -> int:
    """The sum of two numbers."""
    return x + y
