"""celerykit: Celery configuration that says what it means.

app.config_from_object(celerykit.load_profile("rabbitmq-redis", include=["proj.tasks"]))
"""

from __future__ import annotations
