from kombu import Queue

broker_url = "redis://cache:6379/0"
result_backend = "redis://cache:6379/1"
worker_prefetch_multiplier = 1
task_queues = [Queue("celery")]
task_reject_on_worker_lost = True
task_acks_late = True
task_time_limit = 7200
broker_transport_options = {"visibility_timeout": 3600}
