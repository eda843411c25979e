"""What is written to an app's `conf`, with what was there before."""

from __future__ import annotations

import pytest

APP = "from celery import Celery\napp = Celery('p', broker='redis://h')\n"


@pytest.mark.parametrize(
    ("lines", "setting", "value"),
    [
        ("app.conf['task_time_limit'] = 3", "task_time_limit", 3),
        ("name = 'task_time_limit'\napp.conf[name] = 3", "task_time_limit", 3),
        # Whether it counts depends on whether conf was read before (tried on 5.7).
        ("app.conf.setdefault('enable_utc', False)", "enable_utc", None),
        ("app.conf.task_time_limit = 2\napp.conf.setdefault('task_time_limit', 3)", "task_time_limit", 2),
        ("app.conf.imports += ('a', 'b')", "imports", ("a", "b")),
        ("app.conf.imports = ['a']\napp.conf.imports += ['b']", "imports", ["a", "b"]),
        ("app.conf.imports = ['a']\napp.conf.imports.append('b')", "imports", ["a", "b"]),
        ("app.conf.imports = ['a']\napp.conf.imports.extend(['b', 'c'])", "imports", ["a", "b", "c"]),
        ("app.conf.imports = app.conf.imports + ('a',)", "imports", None),
        ("app.conf.task_routes = {'a': 'q'}\napp.conf.task_routes['b'] = 'r'", "task_routes", {"a": "q", "b": "r"}),
        ("app.conf.task_routes = {'a': 'q'}\napp.conf.task_routes.update(b='r')", "task_routes", {"a": "q", "b": "r"}),
        ("app.conf.task_routes = {'a': 'q'}\napp.conf.task_routes |= {'b': 'r'}", "task_routes", {"a": "q", "b": "r"}),
        ("conf = app.conf\nconf.update(task_time_limit=4)", "task_time_limit", 4),
        ("base = {'task_time_limit': 4}\napp.conf.update({**base, 'timezone': 'UTC'})", "task_time_limit", 4),
        ("base = {'task_time_limit': 4}\napp.conf.update(base | {'timezone': 'UTC'})", "timezone", "UTC"),
        ("app.conf.update(**{'task_time_limit': 4})", "task_time_limit", 4),
        ("for name in ['a']:\n    pass\napp.conf.update(task_time_limit=5)", "task_time_limit", 5),
    ],
)
def test_reads(lines, setting, value, app_of):
    config = app_of(f"{APP}{lines}\n").config
    assert config[setting].value == value
    assert config.complete


def test_adds_to_what_a_config_object_says(app_of):
    text = APP + "app.config_from_object('conf')\napp.conf.beat_schedule['b'] = {'task': 'y', 'schedule': 2}\n"
    value = app_of(text, conf="beat_schedule = {'a': {'task': 'x', 'schedule': 1}}\n").config["beat_schedule"]
    assert set(value.value) == {"a", "b"}
    assert value.keys["a"].place.path == "conf.py"
    assert value.keys["b"].place.path == "proj.py"


@pytest.mark.parametrize(
    "line",
    [
        "app.conf[unheard_of] = 3",
        "app.conf.update(unheard_of)",
        "app.conf.update(**unheard_of)",
        "setattr(app.conf, unheard_of, 3)",
        "app.config_from_envvar('WHERE')",
        "for key, value in unheard_of.items():\n    app.conf[key] = value",
    ],
)
def test_is_incomplete_where_it_cannot_tell_what_is_written(line, app_of):
    assert not app_of(f"{APP}{line}\n").config.complete


def test_a_key_added_in_some_cases_only_is_not_certain(app_of):
    text = APP + "app.conf.task_routes = {'a': 'q'}\nif unheard_of:\n    app.conf.task_routes['b'] = 'r'\n"
    value = app_of(text).config["task_routes"]
    assert value.unknown


def test_reads_what_an_app_of_a_class_of_its_own_writes_to_itself(app_of):
    text = """
        from celery import Celery, Task
        class Worker(Celery):
            def __init__(self, *args, **kwargs):
                super().__init__("p", broker="redis://h", *args, **kwargs)
                self.conf.task_time_limit = 30
                self.conf["timezone"] = "UTC"
                self.conf.update(enable_utc=True)
                self.config_from_object("conf")
        app = Worker()
        """
    config = app_of(text, conf="result_backend = 'redis://r'\n").config
    assert config["broker_url"].value == "redis://h"
    assert config["task_time_limit"].value == 30
    assert config["timezone"].value == "UTC"
    assert config["enable_utc"].value is True
    assert config["result_backend"].value == "redis://r"


def test_what_an_app_is_given_beats_what_its_class_says(app_of):
    text = """
        from celery import Celery
        class Worker(Celery):
            def __init__(self, **kwargs):
                super().__init__(broker="redis://class", **kwargs)
        app = Worker(broker="redis://given")
        """
    assert app_of(text).config["broker_url"].value == "redis://given"


def test_an_app_of_an_installed_class_may_be_configured_where_nobody_sees(app_of):
    project = app_of("from ours_installed import OurCelery\napp = OurCelery('p')\n")
    assert project.app == "proj:app"
    assert not project.config.complete


@pytest.mark.parametrize(
    "function",
    [
        "def configure(celery):\n    celery.conf.update(task_time_limit=30)",
        "def configure(sender, **kwargs):\n    sender.conf.task_time_limit = 30",
        "def configure(it):\n    it.config_from_object('conf')",
    ],
)
def test_a_function_that_is_given_an_app_is_given_the_only_one(function, app_of):
    assert app_of(f"{APP}{function}\n", conf="task_time_limit = 30\n").config["task_time_limit"].value == 30


def test_is_incomplete_where_a_function_sets_what_nobody_sees(app_of):
    text = APP + "@app.on_configure.connect\ndef configure(sender, **kw):\n    setattr(sender.conf, unheard_of, 1)\n"
    assert not app_of(text).config.complete


@pytest.mark.parametrize(
    "lines",
    [
        "os.environ.setdefault('WHERE', 'conf')\napp.config_from_envvar('WHERE')",
        "os.environ['WHERE'] = 'conf'\napp.config_from_envvar('WHERE')",
        "os.environ.setdefault('CELERY_CONFIG_MODULE', 'conf')",
    ],
)
def test_reads_a_module_that_a_variable_names(lines, app_of):
    config = app_of(f"import os\n{APP}{lines}\n", conf="task_time_limit = 30\n").config
    assert config["task_time_limit"].value == 30


def test_a_setting_may_be_taken_from_another_name(app_of):
    text = APP + "app.config_from_object('conf')\napp.conf.beat_schedule = app.conf.CELERY_BEAT\n"
    conf = "CELERY_BEAT = {'a': {'task': 't', 'schedule': 1}}\nCELERY_TIMEZONE = 'UTC'\n"
    assert set(app_of(text, conf=conf).config["beat_schedule"].value) == {"a"}
    assert app_of(text.replace("CELERY_BEAT", "ELSEWHERE"), conf=conf).config["beat_schedule"].unknown


@pytest.mark.parametrize(
    "lines",
    [
        "from celery import current_app\ncurrent_app.conf.task_time_limit = 30",
        "from celery import current_app as it\nit.conf.update(task_time_limit=30)",
    ],
)
def test_the_current_app_is_the_only_one(lines, app_of):
    assert app_of(f"{APP}{lines}\n").config["task_time_limit"].value == 30


def test_reads_what_is_written_to_an_app_that_an_object_keeps(app_of):
    text = """
        from celery import Celery
        class Core:
            def __init__(self):
                self.app = Celery("p", broker="redis://h")
                self.configure()
            def configure(self):
                self.app.conf.update(task_time_limit=30)
                self.app.config_from_object("conf")
        """
    config = app_of(text, conf="timezone = 'UTC'\n").config
    assert config["broker_url"].value == "redis://h"
    assert config["task_time_limit"].value == 30
    assert config["timezone"].value == "UTC"
