"""A configuration with the classic mistakes, to be judged."""

import os

broker_url = os.environ.get("CELERY_BROKER_URL", "redis://localhost:6379/0")
result_backend = os.environ.get("CELERY_RESULT_BACKEND", "redis://localhost:6379/0")

task_serializer = "json"
result_serializer = "json"
accept_content = ["json"]
timezone = "Europe/Oslo"
enable_utc = True

task_acks_late = True
task_time_limit = 7200
worker_prefetch_multiplier = 1
task_routes = {"shop.tasks.*": {"queue": "shop"}}
task_annotations = {"shop.tasks.ring": {"rate_limit": "10/m"}}
broker_transport_options = {"visibility_timeout": 3600}
