"""The app of by_hand.py, configured through a profile, with a value that the typed settings must convert."""

from celery import Celery

import celerykit

app = Celery("bench")
app.config_from_object(celerykit.load_profile("redis-redis", app_name="bench", result_expires="1d"))
app.conf.task_acks_late  # noqa: B018 - read, so that the configuration is
app.connection_for_write().transport  # noqa: B018 - read, so that its module is loaded
app.backend  # noqa: B018 - the same
