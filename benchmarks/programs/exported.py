"""The app of by_hand.py, configured by the module that `celerykit show --format python` wrote: exported.py FOLDER."""

import sys

from celery import Celery

sys.path.append(sys.argv[1])

app = Celery("bench")
app.config_from_object("exported_config")
app.conf.task_acks_late  # noqa: B018 - read, so that the configuration is
app.connection_for_write().transport  # noqa: B018 - read, so that its module is loaded
app.backend  # noqa: B018 - the same
