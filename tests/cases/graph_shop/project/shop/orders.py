from shop.app import app
from shop.mail import confirm


@app.task
def place(order):
    confirm.delay(order)


@app.task
def archive():
    return 1


@app.task
def pulse():
    return place.delay(1).get()


@app.task
def total(parts):
    return sum(parts)
