"""Places that send tasks."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place

APP = "from celery import Celery\napp = Celery('p')\n@app.task\ndef add(x, y): ...\n"


@pytest.mark.parametrize(
    ("line", "task", "how", "options"),
    [
        ("add.delay(1, y=2)", "proj.add", "delay", {}),
        (
            "add.apply_async((1, 2), countdown=60, priority=9)",
            "proj.add",
            "apply_async",
            {"countdown": 60, "priority": 9},
        ),
        ("add.apply_async(args=[1], kwargs={}, queue='q')", "proj.add", "apply_async", {"queue": "q"}),
        ("add.apply_async((1,), **{'queue': 'q'})", "proj.add", "apply_async", {"queue": "q"}),
        ("app.send_task('other.task', priority=1)", "other.task", "send_task", {"priority": 1}),
        ("app.send_task(name='other.task')", "other.task", "send_task", {}),
        ("app.send_task(unheard_of)", None, "send_task", {}),
        ("add.s(1, 2)", "proj.add", "signature", {}),
        ("add.si(1, 2)", "proj.add", "signature", {}),
        ("unheard_of.delay(1)", None, "delay", {}),
    ],
)
def test_reads(line, task, how, options, app_of):
    (call,) = app_of(f"{APP}{line}\n").calls
    assert (call.task, call.how) == (task, how)
    assert {name: value.value for name, value in call.options.items()} == options
    assert call.place.line == 5
    assert call.place == Place("proj.py", 5, 1, line.index("(") + 1)


def test_reads_signatures_that_are_sent(app_of):
    calls = app_of(f"{APP}add.s(1).set(priority=3).apply_async(queue='q')\n").calls
    sent = next(call for call in calls if call.how == "apply_async")
    assert sent.task == "proj.add"
    assert {name: value.value for name, value in sent.options.items()} == {"priority": 3, "queue": "q"}


def test_finds_the_task_in_another_module(app_of):
    project = app_of(APP, views="import proj\nfrom proj import add as plus\nproj.add.delay()\nplus.delay()\n")
    assert [(call.task, call.place.path) for call in project.calls] == [("proj.add", "views.py")] * 2


@pytest.mark.parametrize("line", ["regex.s(1)", "timer.signature()", "x.delayed()", "delay()", "s()"])
def test_takes_nothing_else_for_a_send(line, app_of):
    assert app_of(f"{APP}{line}\n").calls == ()


def values(mapping):
    return None if mapping is None else {name: value.value for name, value in mapping.items()}


@pytest.mark.parametrize(
    ("line", "args", "kwargs"),
    [
        ("add.delay(1, y=2)", [1], {"y": 2}),
        ("add.delay()", [], {}),
        ("add.delay(*some)", None, {}),
        ("add.delay(**some)", [], None),
        ("add.s(1)", [1], {}),
        ("add.apply_async((1,), {'y': 2})", [1], {"y": 2}),
        ("add.apply_async(args=[1, 2], countdown=3)", [1, 2], {}),
        ("add.apply_async(kwargs=dict(x=1))", [], {"x": 1}),
        ("add.apply_async(some)", None, {}),
        ("add.apply_async(**some)", None, None),
        ("app.send_task('a', [1], {'y': 2})", [1], {"y": 2}),
        ("app.send_task('a', args=(1,), queue='q')", [1], {}),
        ("app.signature('a', args=(1,))", [1], {}),
        ("partial(add.delay, 1, y=2)", [1], {"y": 2}),
        ("partial(add.apply_async, (1,), countdown=3)", [1], {}),
    ],
)
def test_reads_what_the_task_is_called_with(line, args, kwargs, app_of):
    (call,) = app_of(f"from functools import partial\n{APP}{line}\n").calls
    assert (None if call.args is None else [value.value for value in call.args]) == args
    assert values(call.kwargs) == kwargs


@pytest.mark.parametrize(
    ("line", "task", "options"),
    [
        ("signature('proj.add', args=(1,))", "proj.add", {}),
        ("celery.signature('proj.add', options={'queue': 'q'})", "proj.add", {"queue": "q"}),
        ("app.signature('proj.add', countdown=3, immutable=True)", "proj.add", {"countdown": 3}),
        ("add.signature((1,), countdown=3)", "proj.add", {"countdown": 3}),
        ("signature(add.name)", "proj.add", {}),
    ],
)
def test_reads_signatures_by_name(line, task, options, app_of):
    (call,) = app_of(f"import celery\nfrom celery import signature\n{APP}{line}\n").calls
    assert (call.task, call.how, values(call.options)) == (task, "signature", options)


@pytest.mark.parametrize("how", ["map", "starmap", "chunks"])
def test_reads_tasks_sent_in_bulk(how, app_of):
    calls = app_of(f"{APP}add.{how}([(1, 2)], 10).apply_async()\n").calls
    assert ("proj.add", how) in [(call.task, call.how) for call in calls]


@pytest.mark.parametrize("how", ["delay_on_commit", "apply_async_on_commit"])
def test_reads_sends_after_the_commit(how, app_of):
    (call,) = app_of(f"{APP}with transaction.atomic():\n    add.{how}()\n").calls
    assert (call.task, call.how, call.transaction) == ("proj.add", how, None)


@pytest.mark.parametrize(
    "line",
    [
        "sig = add.s(1)\nsig.apply_async()",
        "app.tasks['proj.add'].delay()",
        "app.send_task(add.name)",
        "add.s(1).delay()",
    ],
)
def test_follows_what_is_sent(line, app_of):
    assert {call.task for call in app_of(f"{APP}{line}\n").calls} == {"proj.add"}


def test_reads_retries(app_of):
    text = (
        f"{APP}@app.task(bind=True)\ndef f(self):\n"
        "    try:\n        work()\n"
        "    except OSError as error:\n        raise self.retry(exc=error, countdown=2 * 60, max_retries=3)\n"
        "def other(self):\n    self.retry(countdown=1)\n"
    )
    (call,) = app_of(text).calls
    assert (call.task, call.how, call.within) == ("proj.f", "retry", "proj.f")
    assert values(call.options) == {"countdown": 120, "max_retries": 3}
    assert (call.args, call.kwargs) == (None, None)


def test_reads_retries_of_classes_and_by_the_task_s_own_name(app_of):
    text = (
        f"from celery import Task\n{APP}class T(Task):\n    def run(self):\n        self.retry(countdown=1)\n"
        "app.register_task(T())\n@app.task\ndef f():\n    f.retry(eta=x)\n"
    )
    assert [(call.task, call.how) for call in app_of(text).calls] == [("proj.T", "retry"), ("proj.f", "retry")]


def test_says_in_which_task_a_send_stands(app_of):
    text = (
        f"{APP}@app.task\ndef f():\n    def inner():\n        add.delay()\n    inner()\n"
        "@app.task(name=unheard_of)\ndef g():\n    add.delay()\n"
        "def h():\n    add.delay()\n"
    )
    assert [call.within for call in app_of(text).calls] == ["proj.f", "", None]


ATOMIC = f"from django.db import transaction\n{APP}"


@pytest.mark.parametrize(
    "text",
    [
        "with transaction.atomic():\n    add.delay()\n",
        "with open('x'), transaction.atomic(using='b'):\n    if x:\n        add.delay()\n",
        "@transaction.atomic\ndef f():\n    add.delay()\n",
        "@transaction.atomic()\ndef f():\n    for x in y:\n        add.apply_async()\n",
        "from django.db.transaction import atomic\nwith atomic():\n    add.delay()\n",
    ],
)
def test_knows_what_is_sent_within_a_transaction(text, app_of):
    (call,) = app_of(ATOMIC + text).calls
    assert call.transaction
    assert call.transaction.line < call.place.line


@pytest.mark.parametrize(
    "text",
    [
        "add.delay()\n",
        "with transaction.atomic():\n    pass\nadd.delay()\n",
        "with transaction.atomic(using=settings.REPLICA_NAME):\n    add.delay()\n",
        "with transaction.atomic('replica'):\n    add.delay()\n",
        "with transaction.atomic():\n    transaction.on_commit(lambda: add.delay())\n",
        "with transaction.atomic():\n    transaction.on_commit(partial(add.delay, 1))\n",
        "with transaction.atomic():\n    def later():\n        add.delay()\n    transaction.on_commit(later)\n",
        "with other.atomic():\n    add.delay()\n",
        "with transaction.atomic():\n    class A:\n        add.delay()\n",
    ],
)
def test_knows_what_is_sent_outside_of_transactions(text, app_of):
    calls = app_of(f"from functools import partial\n{ATOMIC}{text}").calls
    assert [call.transaction for call in calls] == [None]


def test_reads_retries_with_other_arguments_and_of_the_current_task(app_of):
    text = (
        f"from celery import current_task\n{APP}"
        "@app.task(bind=True)\ndef f(self, x):\n    self.retry((1,), countdown=1)\n"
        "@app.task\ndef g():\n    current_task.retry(kwargs={'y': 2})\n    connection.retry()\n"
    )
    first, second = app_of(text).calls
    assert ([value.value for value in first.args], values(second.kwargs)) == ([1], {"y": 2})
    assert second.task == "proj.g"


@pytest.mark.parametrize("line", ["app.send_task()", "app.send_task(**given)", "app.tasks[name].delay()"])
def test_does_not_know_what_is_sent(line, app_of):
    assert [call.task for call in app_of(f"{APP}{line}\n").calls] == [None]


@pytest.mark.parametrize("line", ["partial(print, 1)", "signature()", "celery.signature()", "registry['x'].s(1)"])
def test_takes_no_other_call_for_a_send(line, app_of):
    assert app_of(f"import celery\nfrom functools import partial\n{APP}{line}\n").calls == ()
