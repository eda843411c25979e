"""The web side: it sends tasks, and tells how they are getting on."""

import json
from typing import Any

from celery.result import AsyncResult
from fastapi import FastAPI
from kombu.exceptions import ContentDisallowed, DecodeError
from pydantic import BaseModel

from celery_app import app as celery
from tasks import read_aloud

URGENT = 5  # priorities above this one go to the queue of their own

app = FastAPI()


class Submission(BaseModel):
    """What is to be done. priority: the higher, the more urgent."""

    input: str
    priority: int = 0


# Plain functions, which FastAPI runs in threads: talking to Redis does not hold up other requests.
@app.post("/submit-task", status_code=202)
def submit_task(submission: Submission) -> dict[str, str]:
    """Sends the task, and answers at once with its id."""
    queue = "high_priority" if submission.priority > URGENT else "default"
    result = read_aloud.apply_async((submission.input,), queue=queue)
    return {"task_id": result.id, "queue": queue}


@app.get("/task-status/{task_id}")
def task_status(task_id: str) -> dict[str, Any]:
    """State and result of a task, as they are now.

    PENDING also stands for an id that nobody knows: Celery keeps nothing about a task that no worker has taken.
    """
    result = AsyncResult(task_id, app=celery)
    answer: dict[str, Any] = {"task_id": task_id, "state": "UNREADABLE", "result": None, "error": None}
    try:
        # Reads the store once, and does not wait, as `result.get()` would.
        answer["state"] = result.state
    except (ContentDisallowed, DecodeError, AttributeError, KeyError, TypeError):
        answer["error"] = "what is stored under this id is not a result that this app can read"
        return answer
    if result.successful():
        answer["result"] = as_json(result.result)
    elif result.failed():
        answer["error"] = f"{type(result.result).__name__}: {result.result}"
    return answer


def as_json(value: object) -> object:
    """The value if it is JSON, else a text that shows it."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return repr(value)
    return value
