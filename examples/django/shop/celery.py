"""The Celery app: Redis carries the tasks, their results are rows of Django's database."""

import os

from celery import Celery

import celerykit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

app = Celery("shop")
app.config_from_object(celerykit.load_profile("redis-django", app_name="shop"))
app.autodiscover_tasks()
