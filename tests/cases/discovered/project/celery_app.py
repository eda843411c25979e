from celery import Celery

app = Celery("proj", broker="redis://cache:6379/0", backend="redis://cache:6379/1", include=["tasks"])
app.conf.task_time_limit = 7200
