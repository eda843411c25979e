"""What the profile redis-redis comes to, as somebody would write it."""

broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
task_default_queue = "bench"
task_serializer = "json"
result_serializer = "json"
accept_content = ["json"]
timezone = "UTC"
enable_utc = True
task_track_started = True
task_time_limit = 1800
task_soft_time_limit = 1770
task_acks_late = True
task_retry_on_worker_lost = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_cancel_long_running_tasks_on_connection_loss = False
broker_connection_retry_on_startup = True
result_expires = 86400
task_ignore_result = False
task_default_priority = 1
task_routes = {"celery.backend_cleanup": {"priority": 2}}
task_annotations = {"celery.backend_cleanup": {"ignore_result": True}}
task_publish_retry_policy = {"max_retries": 100, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 1}
broker_transport_options = {
    "visibility_timeout": 5580,
    "priority_steps": [0, 1, 2],
    "unacked_mutex_expire": 10,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 10,
    "socket_keepalive": True,
}
result_backend_transport_options = {
    "retry_policy": {"max_retries": 100, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 1}
}
result_backend_always_retry = True
result_backend_max_retries = 60
result_backend_max_sleep_between_retries_ms = 2000
