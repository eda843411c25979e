"""Sends five sums and, when all are done, their total; prints the id under which any process can read it."""

from celery import chord

from tasks import add, total

print(chord(add.s(number, number) for number in range(5))(total.s()).id)
