"""RabbitMQ carries the tasks, Redis keeps their results."""

from celery import Celery

import celerykit

app = Celery("sums")
app.config_from_object(celerykit.load_profile("rabbitmq-redis"))


@app.task
def add(x: int, y: int) -> int:
    """The sum of two numbers."""
    return x + y


@app.task
def total(numbers: list[int]) -> int:
    """The sum of all of them."""
    return sum(numbers)
