"""Tasks: names, options, places."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place

APP = "from celery import Celery, Task, shared_task\napp = Celery('p')\n"


def test_names_a_task_after_its_module(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": "from celery import Celery\napp = Celery('p')\n",
        "proj/tasks.py": "from .celery import app\n\n@app.task\ndef add(x, y): ...\n",
    }
    (task,) = project_of(files, "proj.celery:app").tasks
    assert (task.name, task.function, task.module, task.shared) == ("proj.tasks.add", "add", "proj.tasks", False)
    assert task.place == Place("proj/tasks.py", 4, 5, 8)


@pytest.mark.parametrize(
    ("decorator", "name", "shared"),
    [
        ("@app.task", "proj.f", False),
        ("@app.task()", "proj.f", False),
        ("@app.task(name='x')", "x", False),
        ("@app.task(name='a' + 'b')", "ab", False),
        ("@app.task(name=unheard_of)", None, False),
        ("@app.task(name=None)", "proj.f", False),
        ("@shared_task", "proj.f", True),
        ("@shared_task(name='x')", "x", True),
        ("@other\n@app.task", "proj.f", False),
    ],
)
@pytest.mark.parametrize("definition", ["def f(): ...", "async def f(): ..."])
def test_reads_decorators(decorator, name, shared, definition, app_of):
    (task,) = app_of(f"{APP}{decorator}\n{definition}\n").tasks
    assert (task.name, task.function, task.shared) == (name, "f", shared)
    assert task.place.column == definition.index("f():") + 1


def test_reads_options_with_places(app_of):
    text = APP + "BASE = {'acks_late': True}\n@app.task(bind=True, time_limit=60 * 2, **BASE)\ndef f(self): ...\n"
    (task,) = app_of(text).tasks
    assert {name: value.value for name, value in task.options.items()} == {
        "bind": True,
        "time_limit": 120,
        "acks_late": True,
    }
    assert task.options["time_limit"].place == Place("proj.py", 4, 33, 39)


def test_reads_tasks_of_an_app_that_cannot_be_told(project_of):
    files = {
        "proj.py": "from celery import Celery\napp = Celery('p')\n",
        "tasks.py": "def register(celery_app):\n    @celery_app.task\n    def inner(): ...\n",
    }
    (task,) = project_of(files, "proj").tasks
    assert task.name == "tasks.inner"


def test_reads_registered_classes(app_of):
    text = APP + (
        "class Add(Task):\n"
        "    name = 'add'\n"
        "    ignore_result = True\n"
        "    def run(self): ...\n"
        "add = app.register_task(Add())\n"
        "add.delay()\n"
    )
    project = app_of(text)
    (task,) = project.tasks
    assert (task.name, task.function, task.place) == ("add", "Add", Place("proj.py", 3, 7, 10))
    assert task.options["ignore_result"].value is True
    assert [call.task for call in project.calls] == ["add"]


def test_leaves_out_base_classes(app_of):
    text = APP + "class Base(Task):\n    abstract = True\n@app.task(base=Base)\ndef f(): ...\n"
    assert [task.name for task in app_of(text).tasks] == ["proj.f"]


def test_does_not_know_names_in_a_script(app_of):
    text = APP.replace("'p'", "") + "@app.task\ndef f(): ...\nif __name__ == '__main__':\n    app.worker_main()\n"
    assert [task.name for task in app_of(text).tasks] == [None]


def test_takes_the_name_of_the_app_for_a_script(app_of):
    text = APP + "@app.task\ndef f(): ...\nif __name__ == '__main__':\n    app.worker_main()\n"
    assert [task.name for task in app_of(text).tasks] == ["p.f"]


@pytest.mark.parametrize(
    "text",
    [
        "from invoke import task, app\n@app.task\ndef f(): ...\n",
        "@router.get('/')\ndef f(): ...\n",
        "import celery\n@celery.signals.worker_ready.connect\ndef f(**kw): ...\n",
        "@app.on_after_configure.connect\ndef f(sender, **kw): ...\n",
    ],
)
def test_takes_nothing_else_for_a_task(text, app_of):
    assert app_of("from celery import Celery\nxyz = Celery('p')\n" + text).tasks == ()


def test_reads_registered_classes_however_they_are_registered(app_of):
    text = APP + (
        "class Add(app.Task):\n    def run(self, x): ...\n"
        "Base = app.Task\n"
        "class Sub(Base):\n    async def run(self): ...\n"
        "app.tasks.register(Add)\n"
        "app.register_task(Sub())\n"
    )
    project = app_of(text)
    assert {task.name: task.asynchronous for task in project.tasks} == {"proj.Add": False, "proj.Sub": True}
    assert project.tasks_complete


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


def test_takes_the_options_of_the_base_class(app_of):
    text = APP + (
        "class Base(Task):\n    abstract = True\n    acks_late = True\n    max_retries = 3\n"
        "@app.task(base=Base, max_retries=5)\ndef f(): ...\n"
    )
    (task,) = app_of(text).tasks
    assert (task.options["acks_late"].value, task.options["max_retries"].value) == (True, 5)
    assert task.options_complete


@pytest.mark.parametrize(
    "text",
    [
        "class Base(Task):\n    acks_late = True\napp = Celery('p', task_cls=Base)\n",
        "class Base(Task):\n    acks_late = True\napp = Celery('p', task_cls='proj:Base')\n",
        "class Base(Task):\n    acks_late = True\nclass Mine(Celery):\n    task_cls = Base\napp = Mine('p')\n",
        "app = Celery('p')\nclass Base(app.Task):\n    acks_late = True\napp.Task = Base\n",
    ],
    ids=["argument", "text", "class of apps", "assigned"],
)
def test_takes_the_options_of_the_class_that_an_app_makes_its_tasks_of(text, app_of):
    (task,) = app_of(f"from celery import Celery, Task\n{text}@app.task\ndef f(): ...\n").tasks
    assert task.options["acks_late"].value is True
    assert task.options_complete


@pytest.mark.parametrize(
    "decorator",
    ["@app.task(**unheard_of)", "@app.task(base=Once)", "@app.task(base=unheard_of)", "@app.task(base=Odd)"],
)
def test_says_where_there_may_be_more_options(decorator, app_of):
    head = f"from celery_once import QueueOnce as Once\n{APP}class Odd(made()): ...\n"
    (task,) = app_of(f"{head}{decorator}\ndef f(): ...\n").tasks
    assert not task.options_complete


@pytest.mark.parametrize(
    "text",
    [
        "later = partial(shared_task, acks_late=True)\n@later\ndef f(): ...\n",
        "later = partial(shared_task, acks_late=True)\n@later(max_retries=3)\ndef f(): ...\n",
        "later = app.task(acks_late=True)\n@later\ndef f(): ...\n",
        "later = lambda *a, **k: app.task(*a, acks_late=True, **k)\n@later()\ndef f(): ...\n",
        "def later(*a, **k):\n    return app.task(*a, acks_late=True, **k)\n@later(max_retries=3)\ndef f(): ...\n",
        "def later(fun):\n    return app.task(acks_late=True)(fun)\n@later\ndef f(): ...\n",
        (
            "def later(**options):\n"
            "    def wrapped(fun):\n"
            "        @shared_task(acks_late=True, **options)\n"
            "        @wraps(fun)\n"
            "        def inner(*a, **k):\n"
            "            return fun(*a, **k)\n"
            "        return inner\n"
            "    return wrapped\n"
            "@later(max_retries=3)\ndef f(): ...\n"
        ),
    ],
    ids=["partial", "partial with more", "kept", "lambda", "function", "decorator", "wrapper"],
)
def test_follows_decorators_of_the_project_s_own(text, app_of):
    project = app_of(f"from functools import partial, wraps\n{APP}{text}")
    assert [task.name for task in project.tasks] == ["proj.f"]
    assert project.tasks[0].options["acks_late"].value is True
    assert project.tasks_complete


def test_takes_the_name_that_a_decorator_of_the_project_s_own_is_given(app_of):
    own = "def later(name, **k):\n    def wrapped(fun):\n        return app.task(name=name, **k)(fun)\n"
    project = app_of(f"{APP}{own}    return wrapped\n@later('a')\ndef f(): ...\n@later(name='b')\ndef g(): ...\n")
    assert [task.name for task in project.tasks] == ["a", "b"]


def test_does_not_know_the_name_that_a_decorator_of_the_project_s_own_makes_up(app_of):
    own = "def later(fun):\n    return app.task(name=made_up(fun))(fun)\n"
    project = app_of(f"{APP}{own}@later\ndef f(): ...\n")
    assert [task.name for task in project.tasks] == [None]
    assert not project.tasks_complete


def test_finds_files_that_use_only_a_decorator_of_the_project_s_own(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/base.py": "from celery import Celery\napp = Celery('p')\ndef job(fun):\n    return app.task()(fun)\n",
        "proj/mail.py": "from proj.base import job\n@job\ndef send(): ...\n",
        "proj/shop.py": "from proj import base\n@base.app.task\ndef buy(): ...\n",
    }
    assert {task.name for task in project_of(files, ".").tasks} == {"proj.mail.send", "proj.shop.buy"}


def test_follows_a_name_for_the_decorator_into_another_module(app_of):
    base = "from celery import Celery\napp = Celery('p')\ntask = app.task\n"
    project = app_of("from base import task, app\n@task\ndef f(): ...\n@task(name='g')\ndef g(): ...\n", base=base)
    assert [task.name for task in project.tasks] == ["proj.f", "g"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            (
                "if module.endswith('.tasks'):\n            module = module[:-6]\n"
                "        return super().gen_task_name(name, module)"
            ),
            "pkg.f",
        ),
        ("return f'{module}:{name}'", "pkg.tasks:f"),
        ("module = module.removesuffix('.tasks')\n        return super().gen_task_name(name, module)", "pkg.f"),
        ("return 'x.' + name", "x.f"),
        ("'''For short.'''\n        return name", "f"),
        ("return unheard_of(name)", None),
    ],
)
@pytest.mark.parametrize("decorator", ["app.task", "shared_task"])
def test_follows_gen_task_name(body, name, decorator, project_of):
    files = {
        "main.py": (
            "from celery import Celery\nclass Mine(Celery):\n"
            f"    def gen_task_name(self, name, module):\n        {body}\napp = Mine('p')\n"
        ),
        "pkg/__init__.py": "",
        "pkg/tasks.py": f"from celery import shared_task\nfrom main import app\n@{decorator}\ndef f(): ...\n",
    }
    project = project_of(files, ".")
    assert [task.name for task in project.tasks] == [name]
    assert project.tasks_complete is (name is not None)


def test_reads_tasks_made_by_calls(app_of):
    text = APP + "def add(x): ...\nadd_later = app.task(add)\nnamed = shared_task(name='n')(add)\nadd_later.delay(1)\n"
    project = app_of(text)
    assert [task.name for task in project.tasks] == ["proj.add", "n"]
    assert [call.task for call in project.calls] == ["proj.add"]
    assert project.tasks_complete


@pytest.mark.parametrize(
    "text",
    [
        "for each in load(): app.register_task(each())\n",
        "for each in load(): app.task(each.run)\n",
        "from vendor import logged_task\n@logged_task\ndef f(): ...\n",
        "class MyTask: ...\n@MyTask\ndef f(): ...\n",
        "@app.task(name=unheard_of)\ndef f(): ...\n",
    ],
)
def test_says_where_there_may_be_more_tasks(text, app_of):
    assert not app_of(APP + text).tasks_complete


def test_says_that_there_may_be_more_tasks_in_a_file_that_does_not_parse(project_of):
    files = {"proj.py": APP, "other.py": "from celery import shared_task\n@shared_task\ndef f(:\n"}
    assert not project_of(files, ".").tasks_complete
    files["other.py"] = "import celery\nprint 'old'\n"
    assert project_of(files, ".").tasks_complete


def test_knows_which_names_are_the_program_s_own(project_of):
    files = {
        "src/shop/__init__.py": "",
        "src/shop/app.py": APP,
        "src/manage.py": "",
        "docs/index.rst": "",
        "lib/x/y.py": "",
        "node_modules/a.py": "",
    }
    project = project_of(files, ".")
    assert project.own == {"shop", "manage", "lib", "src"}


def test_leaves_out_what_tests_do(project_of):
    files = {
        "proj.py": APP + "@app.task\ndef f(): ...\n",
        "tests/test_it.py": "from proj import app, f\n@app.task\ndef fake(): ...\nf.delay().get()\n",
    }
    project = project_of(files, ".")
    assert [task.name for task in project.tasks] == ["proj.f"]
    assert (project.calls, project.reads) == ((), ())


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"api/jobs/mail.py": "from jobs.main import app\n", "api/jobs/main.py": APP}, "jobs.mail.send"),
        ({"api/jobs/mail.py": "from api.jobs.main import app\n", "api/jobs/main.py": APP}, "api.jobs.mail.send"),
        (
            {
                "api/__init__.py": "",
                "api/manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'jobs.settings')\n",
                "api/jobs/__init__.py": "",
                "api/jobs/main.py": APP,
                "api/jobs/mail.py": "from jobs.main import app\n",
            },
            "jobs.mail.send",
        ),
    ],
    ids=["below a folder", "from the root", "managed"],
)
def test_names_modules_as_the_program_imports_them(files, name, project_of):
    files["api/jobs/mail.py"] += "@app.task\ndef send(): ...\n"
    assert [task.name for task in project_of(files, ".").tasks] == [name]


def test_finds_tasks_in_a_module_that_is_named_like_tests_and_that_the_program_imports(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/celery.py": APP,
        "proj/worker/__init__.py": "from proj.celery import app\nfrom .tests import check\n",
        "proj/worker/tests.py": "from proj.celery import app\n\n@app.task\ndef check(): ...\n",
    }
    assert [task.name for task in project_of(files, "proj.celery").tasks] == ["proj.worker.tests.check"]


def test_follows_methods_of_a_class_of_apps_that_make_tasks(read_files):
    text = (
        "from celery import Celery\nclass Mine(Celery):\n"
        "    def periodic(self, every, **options):\n"
        "        def wrapped(fun):\n            return self.task(ignore_result=True, **options)(fun)\n"
        "        return wrapped\n"
        "app = Mine('a')\nother = Mine('b')\n@app.periodic(30)\ndef f(): ...\n"
    )
    project = next(each for each in read_files({"proj.py": text}, ".").projects if each.app == "proj:app")
    assert [(task.name, task.options["ignore_result"].value) for task in project.tasks] == [("proj.f", True)]


@pytest.mark.parametrize(
    "body",
    [
        "return super().gen_task_name()",
        "return super().gen_task_name(*names)",
        "for x in y: pass",
        "return name[unheard_of:]",
        "return name['a':]",
        "return 3",
        "x = 3",
        "if name:\n            x = 3",
    ],
)
def test_does_not_know_what_gen_task_name_makes_of_it(body, app_of):
    text = "from celery import Celery\nclass Mine(Celery):\n    def gen_task_name(self, name, module):\n"
    project = app_of(f"{text}        {body}\napp = Mine('p')\n@app.task\ndef f(): ...\n")
    assert [task.name for task in project.tasks] == [None]


def test_does_not_know_names_that_two_classes_of_apps_generate_differently(read_files):
    text = (
        "from celery import Celery, shared_task\nclass Mine(Celery):\n"
        "    def gen_task_name(self, name, module):\n        return name\n"
        "app = Mine('p')\nother = Celery('o')\n@shared_task\ndef f(): ...\n@app.task\ndef g(): ...\n"
    )
    project = next(each for each in read_files({"proj.py": text}, ".").projects if each.app == "proj:app")
    assert [task.name for task in project.tasks] == [None, "g"]


def test_leaves_out_what_is_never_reached(app_of):
    assert app_of(f"{APP}if False:\n    @app.task\n    def f(): ...\n").tasks == ()


def test_ends_where_decorators_lead_to_each_other(app_of):
    text = "a = b\nb = a\n@a\ndef f(): ...\ndef c(fun):\n    return c(fun)\n@c\ndef g(): ...\n"
    assert app_of(APP + text).tasks == ()


def test_does_not_know_a_gen_task_name_that_takes_something_else(app_of):
    text = "from celery import Celery\nclass Mine(Celery):\n    def gen_task_name(self, *given): return 'x'\n"
    assert [t.name for t in app_of(f"{text}app = Mine('p')\n@app.task\ndef f(): ...\n").tasks] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "class Plain: ...\napp.register_task(Plain)\n",
        "registry.register(Plain())\n",
        "later = lambda: 3\n@later\ndef f(): ...\n",
        "class A:\n    def task(self): self.task()\n",
    ],
)
def test_takes_no_other_class_or_function_for_a_task(text, app_of):
    assert app_of(APP + text).tasks == ()


def test_leaves_what_tests_declare_to_the_apps_of_tests(read_files):
    files = {
        "proj.py": APP + "@app.task\ndef f(): ...\n",
        "tests/test_it.py": (
            "from celery import Celery, shared_task\nfrom proj import app\nfake = Celery('fake')\n"
            "@fake.task\ndef one(): ...\n@shared_task\ndef two(): ...\n@app.task\ndef three(): ...\n"
        ),
    }
    of_proj, of_tests = read_files(files, ".").projects
    assert [task.function for task in of_proj.tasks] == ["f"]
    assert {"one", "two"} <= {task.function for task in of_tests.tasks}


def test_follows_objects_of_a_class_of_decorators(project_of):
    files = {
        "proj/__init__.py": "",
        "proj/base.py": (
            "from celery import Celery, shared_task\napp = Celery('p')\n"
            "class Decorator:\n    def __call__(self, fun):\n        return shared_task(acks_late=True)(fun)\n"
            "late = Decorator()\n"
        ),
        "proj/mail.py": "from proj.base import late\n@late\ndef send(): ...\n",
    }
    project = project_of(files, ".")
    assert [task.name for task in project.tasks] == ["proj.mail.send"]
    assert project.tasks_complete


def test_says_that_an_object_may_make_tasks(app_of):
    assert not app_of(f"{APP}my_task = made()\n@my_task\ndef f(): ...\n").tasks_complete


@pytest.mark.parametrize(
    ("text", "guessed"),
    [("", True), ("app.config_from_object('celeryconfig')\n", False), ("import celeryconfig\n", False)],
)
def test_says_where_nothing_tells_by_which_name_a_module_is_imported(text, guessed, project_of):
    files = {
        "examples/first/tasks.py": f"{APP}{text}@app.task\ndef f(): ...\n",
        "examples/first/celeryconfig.py": "",
        "other.py": "",
    }
    project = project_of(files, "examples/first/tasks.py")
    assert project.tasks_guessed is guessed
    assert [task.name for task in project.tasks] == ["examples.first.tasks.f" if guessed else "tasks.f"]


@pytest.mark.parametrize(
    ("method", "known"),
    [
        ("def __call__(self, *args, **kwargs):\n        return self.run(*args, **kwargs)", True),
        ("def __call__(self, *args, **kwargs):\n        return super().__call__(*args, **kwargs)", True),
        ("def __call__(self, *args, **kwargs):\n        return self.run(session(), *args, **kwargs)", False),
        ("def __call__(self, *args, **kwargs):\n        return self.run(*args, session=1, **kwargs)", False),
        ("def apply_async(self, args, **kwargs):\n        kwargs['x'] = 1", False),
        ("def delay(self, **kwargs):\n        kwargs.update(x=1)", False),
        ("def on_failure(self, *args): ...", True),
    ],
)
def test_does_not_know_how_a_task_is_called_whose_class_changes_that(method, known, app_of):
    text = f"{APP}class Base(Task):\n    {method}\n@app.task(base=Base)\ndef f(x): ...\n"
    (task,) = app_of(text).tasks
    assert (task.parameters is not None) is known


def test_does_not_know_how_a_task_is_called_of_a_class_that_is_not_known(app_of):
    text = f"{APP}from celery_once import QueueOnce\n@app.task(base=QueueOnce)\ndef f(x): ...\n"
    assert [task.parameters for task in app_of(text).tasks] == [None]
