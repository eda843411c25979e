"""The app of by_hand.py, configured through a profile."""

from celery import Celery

import celerykit

app = Celery("bench")
app.config_from_object(celerykit.load_profile("redis-redis", app_name="bench"))
app.conf.task_acks_late  # noqa: B018 - read, so that the configuration is
app.connection_for_write().transport  # noqa: B018 - read, so that its module is loaded
app.backend  # noqa: B018 - the same
