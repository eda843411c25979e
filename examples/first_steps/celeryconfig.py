"""A Celery configuration written by hand: plain settings in a module."""

import os

broker_url = os.environ.get("CELERY_BROKER_URL", "redis://localhost:6379/0")
result_backend = os.environ.get("CELERY_RESULT_BACKEND", "redis://localhost:6379/1")

task_serializer = "json"
result_serializer = "json"
accept_content = ["json"]
timezone = "Europe/Oslo"
enable_utc = True

task_routes = {"tasks.add": "low-priority"}
task_annotations = {"tasks.add": {"rate_limit": "10/m"}}
