from shop.app import app


@app.task(ignore_result=True)
def confirm(order):
    return order


@app.task
def newsletter():
    return 1


@app.task
def alarm(text):
    return text
