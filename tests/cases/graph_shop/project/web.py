from celery import chord

from shop.media import render, resize
from shop.orders import place, total
from shop.mail import alarm


def view(request):
    place.delay(request)
    result = chord([resize.s("a"), resize.s("b")])(total.s())
    return result.get()


def film(request, queue):
    render.apply_async(("x",), queue="films")
    alarm.apply_async(("fire",), priority=9)
    place.apply_async((1,), queue=queue)
