"""An app configured by a module written by hand, with its transport and its result backend loaded."""

from celery import Celery

app = Celery("bench")
app.config_from_object("by_hand_config")
app.conf.task_acks_late  # noqa: B018 - read, so that the configuration is
app.connection_for_write().transport  # noqa: B018 - read, so that its module is loaded
app.backend  # noqa: B018 - the same
