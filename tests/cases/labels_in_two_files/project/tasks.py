from celery_app import app


@app.task(acks_late=True, reject_on_worker_lost=True)
def add(x, y):
    return x + y
