"""A profile: found, read, layered, compiled into what Celery will see."""
