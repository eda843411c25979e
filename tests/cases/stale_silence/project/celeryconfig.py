broker_url = "redis://cache:6379/0"
result_backend = "redis://cache:6379/1"
task_serializer = "json"
accept_content = ["json"]
timezone = "Europe/Oslo"  # celerykit: ignore[CK601]
