"""Tasks whose base class sends them in a way of its own."""

from __future__ import annotations

import pytest

TEXT = """
from celery import Celery, Task
from django.db import transaction
app = Celery("p")
class AfterCommit(Task):
    def apply_async(self, *args, **kwargs):
        transaction.on_commit(lambda: super(AfterCommit, self).apply_async(*args, **kwargs))
class Plain(Task):
    priority = 3
@app.task(base={base})
def work(): ...
@transaction.atomic
def view():
    work.delay()
"""


@pytest.mark.parametrize(("base", "early"), [("AfterCommit", False), ("Plain", True), ("Task", True)])
def test_is_sent_early_unless_its_base_class_waits(base, early, app_of):
    (call,) = [call for call in app_of(TEXT.format(base=base)).calls if call.how == "delay"]
    assert (call.transaction is not None) is early
