"""How a task's function can be called."""

from __future__ import annotations

import pytest

APP = "from celery import Celery, Task, shared_task\napp = Celery('p')\n"


@pytest.mark.parametrize(
    ("head", "names", "required", "args"),
    [
        ("def f(x, y=1)", ("x", "y"), {"x"}, False),
        ("def f(x, /, *, z, w=2)", ("x",), {"x", "z"}, False),
        ("def f(*args, **kwargs)", (), set(), True),
        ("async def f()", (), set(), False),
    ],
)
def test_reads_how_a_task_is_called(head, names, required, args, app_of):
    (task,) = app_of(f"{APP}@app.task\n{head}: ...\n").tasks
    assert task.parameters.names == names
    assert task.parameters.required == required
    assert (task.parameters.args, task.parameters.kwargs) == (args, args)


def test_leaves_out_what_a_bound_task_is_given_by_celery(app_of):
    (task,) = app_of(f"{APP}@app.task(bind=True)\ndef f(self, x): ...\n").tasks
    assert task.parameters.names == ("x",)


@pytest.mark.parametrize("between", ["@injects\n", "@log_errors(1)\n"])
def test_does_not_know_how_a_task_is_called_that_another_decorator_changes(between, app_of):
    (task,) = app_of(f"{APP}@app.task\n{between}async def f(session): ...\n").tasks
    assert (task.parameters, task.asynchronous) == (None, False)
