"""The tasks."""

import time

from celery.exceptions import SoftTimeLimitExceeded

from celery_app import app

SECONDS_PER_WORD = 0.02


@app.task(soft_time_limit=2)
def read_aloud(text: str) -> dict[str, object]:
    """Reads a text word by word, and stops in time when there are too many of them."""
    words = text.split()
    if not words:
        raise ValueError("there is nothing to read")
    read = 0
    try:
        for _ in words:
            time.sleep(SECONDS_PER_WORD)
            read += 1
    except SoftTimeLimitExceeded:
        return {"read": read, "complete": False}
    return {"read": read, "complete": True}
