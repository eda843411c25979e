"""An app with one task: the least that `celery inspect` imports."""

from celery import Celery

app = Celery("probed")


@app.task
def add(x, y):
    return x + y
