"""Places that read the result or the state of a task."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place

APP = (
    "from celery import Celery\n"
    "from celery.result import AsyncResult, GroupResult\n"
    "import celery\n"
    "app = Celery('p')\n"
    "@app.task\n"
    "def add(x, y): ...\n"
)


def reads(project):
    return [(r.how, r.task, r.by_id, r.another_process) for r in project.reads]


@pytest.mark.parametrize(
    "how",
    [
        "get()",
        "ready()",
        "successful()",
        "failed()",
        "forget()",
        "join()",
        "status",
        "state",
        "result",
        "info",
        "traceback",
        "date_done",
    ],
)
def test_reads_a_result_that_was_just_sent(how, app_of):
    name = how.removesuffix("()")
    project = app_of(f"{APP}r = add.delay(1, 2)\nprint(r.{how})\n")
    assert reads(project) == [(name, "proj.add", False, False)]
    assert project.reads[0].place == Place("proj.py", 8, 7, 9 + len(name))


@pytest.mark.parametrize(
    ("line", "task", "by_id"),
    [
        ("add.delay(1).get(timeout=3)", "proj.add", False),
        ("add.apply_async((1,)).get", "proj.add", False),
        ("app.send_task('x').status", "x", False),
        ("AsyncResult(some_id).state", None, True),
        ("AsyncResult(some_id, app=app).state", None, True),
        ("celery.result.AsyncResult(some_id).state", None, True),
        ("app.AsyncResult(some_id).state", None, True),
        ("add.AsyncResult(some_id).state", "proj.add", True),
        ("GroupResult.restore(some_id).state", None, True),
        ("celery.group([add.s(1)])().state", None, False),
        ("celery.chain(add.s(1)).apply_async().state", None, False),
    ],
)
def test_reads_chained_calls(line, task, by_id, app_of):
    (found,) = app_of(f"{APP}{line}\n").reads
    assert (found.task, found.by_id, found.another_process) == (task, by_id, False)


def test_reads_inside_of_functions(app_of):
    text = APP + "def run():\n    r = add.delay()\n    def inner():\n        return r.get()\n    return r.state\n"
    assert reads(app_of(text)) == [("get", "proj.add", False, False), ("state", "proj.add", False, False)]


@pytest.mark.parametrize(
    "handler",
    [
        "@web.get('/status/{id}')\nasync def status(id: str):\n    return AsyncResult(id).status\n",
        "@web.route('/status/<id>')\ndef status(id):\n    r = app.AsyncResult(id)\n    return r.status\n",
        "@api_view(['GET'])\ndef status(request, id):\n    return AsyncResult(id).status\n",
        "def status(request):\n    id = request.GET['id']\n    return AsyncResult(id).status\n",
        "class Status(View):\n    def get(self, request, id):\n        return AsyncResult(id).status\n",
        "class Status(Resource):\n    def get(self, id):\n        return AsyncResult(id).status\n",
    ],
)
def test_knows_that_an_id_from_a_request_is_another_process_s(handler, app_of):
    assert reads(app_of(APP + handler)) == [("status", None, True, True)]


def test_knows_that_a_result_sent_by_the_handler_is_its_own(app_of):
    text = APP + "@web.post('/add')\ndef submit(x: int):\n    return add.delay(x, 1).get()\n"
    assert reads(app_of(text)) == [("get", "proj.add", False, False)]


@pytest.mark.parametrize(
    "line",
    ["response.get()", "d = {}; d.get('x')", "thread.join()", "add.status", "logger.info('x')", "r.result = 3"],
)
def test_takes_nothing_else_for_a_read(line, app_of):
    assert app_of(f"{APP}{line}\n").reads == ()


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("add.delay().get(timeout=3)", {"timeout": 3}),
        ("add.delay().get(3, disable_sync_subtasks=False)", {"timeout": 3, "disable_sync_subtasks": False}),
        ("add.delay().get()", {}),
        ("add.delay().state", {}),
    ],
)
def test_reads_what_a_read_is_given(line, options, app_of):
    (found,) = app_of(f"{APP}{line}\n").reads
    assert {name: value.value for name, value in found.options.items()} == options


def test_says_in_which_task_a_read_stands(app_of):
    text = f"{APP}@app.task\ndef f():\n    return add.delay().get()\ndef g():\n    return add.delay().get()\n"
    assert [found.within for found in app_of(text).reads] == ["proj.f", None]


def test_knows_where_security_is_set_up(app_of):
    assert app_of(APP).security is None
    assert app_of(f"{APP}app.setup_security()\n").security == Place("proj.py", 7, 1, 19)


def test_a_test_with_an_app_of_its_own_does_nothing_for_another(read_files):
    test = "class TestApp:\n    def test_security(self):\n        self.app.setup_security()\n        send('a').get()\n"
    reading = read_files({
        "proj.py": APP,
        "tests/test_app.py": f"from celery import Celery\nown = Celery('tests', broker='memory://')\n{test}",
    })  # fmt: skip
    security = {project.app: project.security is not None for project in reading.projects}
    assert security == {"proj:app": False, "tests.test_app:own": True}
