broker_url = "redis://:hunter2@cache:6379/0"
task_routes = {"proj.media.*": {"queue": "media"}}
task_acks_late = True
