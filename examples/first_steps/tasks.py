"""One app, one task."""

from celery import Celery

app = Celery("tasks")
app.config_from_object("celeryconfig")


@app.task
def add(x, y):
    """The sum of two numbers."""
    return x + y
