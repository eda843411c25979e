from shop.app import app


@app.task
def resize(path):
    return path


@app.task(time_limit=60, soft_time_limit=90)
def render(path):
    return path
