"""Config modules, lower-case and upper-case, with and without a namespace: entries and their places."""

from __future__ import annotations

import pytest

from celerykit.values.places import Place


def names(project):
    return [(entry.name, entry.setting, entry.in_force) for entry in project.config.entries]


def test_reads_a_lower_case_module_with_places(project_of):
    project = project_of(
        {"celeryconfig.py": 'broker_url = "redis://h/0"\n\ntask_time_limit=30  # seconds\n'}, "celeryconfig"
    )
    first, second = project.config.entries
    assert (first.name, first.setting, first.way, first.in_force) == ("broker_url", "broker_url", "module", True)
    assert first.place == Place("celeryconfig.py", 1, 1, 11)
    assert first.value.place == Place("celeryconfig.py", 1, 14, 27)
    assert first.value.literal
    assert str(first.value.source) == "celeryconfig.py:1"
    assert second.value.place == Place("celeryconfig.py", 3, 17, 19)
    assert project.config.subject == "celeryconfig.py"
    assert project.config.complete
    assert project.app == ""


def test_counts_columns_in_characters(config_of):
    found = config_of('x = "é"; task_time_limit = ("ü", 30)[1]\n')
    assert found["task_time_limit"].place.column == 10
    assert found["task_time_limit"].value.place == Place("celeryconfig.py", 1, 28, 40)


def test_counts_columns_in_files_of_other_encodings(project_of):
    text = '# -*- coding: latin-1 -*-\ntask_default_queue = "é"; timezone = "UTC"\n'.encode("latin-1")
    project = project_of({"celeryconfig.py": text}, "celeryconfig")
    first, second = project.config.entries
    assert first.value.value == "é"
    assert second.place == Place("celeryconfig.py", 2, 27, 35)


def test_gives_each_key_its_place(config_of):
    text = 'broker_transport_options = {\n    "visibility_timeout": 3600,\n    "socket_timeout": 5,\n}\n'
    value = config_of(text)["broker_transport_options"].value
    assert value.place == Place("celeryconfig.py", 1, 28, 29)
    assert value.keys["visibility_timeout"].place == Place("celeryconfig.py", 2, 27, 31)
    assert value.keys["socket_timeout"].place == Place("celeryconfig.py", 3, 23, 24)


def test_keeps_names_that_no_celery_knows(project_of):
    project = project_of({"celeryconfig.py": 'task_serialiser = "json"\n'}, "celeryconfig")
    assert names(project) == [("task_serialiser", None, True)]


def test_leaves_out_what_is_no_setting(config_of):
    text = """
        import os, logging
        from datetime import timedelta as length
        logger = logging.getLogger(__name__)
        host = "cache"
        _private = 1
        REDIS = "x"
        def helper(): ...
        class thing: ...
        for each in (1, 2):
            pass
        broker_url = "redis://" + host
        """
    assert list(config_of(text)) == ["broker_url"]


def test_reads_an_old_upper_case_module(project_of):
    project = project_of(
        {"celeryconfig.py": 'BROKER_URL = "amqp://"\nCELERYD_CONCURRENCY = 4\nCELERY_TYPO = 1\n'}, "celeryconfig"
    )
    assert names(project) == [
        ("BROKER_URL", "broker_url", True),
        ("CELERYD_CONCURRENCY", "worker_concurrency", True),
        ("CELERY_TYPO", None, True),
    ]


def test_takes_the_last_of_several_assignments(project_of):
    project = project_of({"celeryconfig.py": "task_time_limit = 1\ntask_time_limit = 2\n"}, "celeryconfig")
    assert [(e.value.value, e.in_force) for e in project.config.entries] == [(1, False), (2, True)]
    assert project.config["task_time_limit"].value == 2


def test_reads_names_imported_from_the_project(project_of):
    files = {
        "conf/__init__.py": "",
        "conf/urls.py": 'REDIS = "redis://h/0"\n',
        "conf/base.py": 'task_time_limit = 30\ntimezone = "UTC"\n',
        "conf/celeryconfig.py": """
            from .urls import REDIS
            from conf import urls
            import conf.urls as u
            from .base import *
            broker_url = REDIS
            result_backend = urls.REDIS
            broker_read_url = u.REDIS
            timezone = "Europe/Oslo"
            """,
    }
    config = project_of(files, "conf.celeryconfig").config
    assert config["broker_url"].value == config["result_backend"].value == "redis://h/0"
    assert config["broker_read_url"].value == "redis://h/0"
    assert config["task_time_limit"].place == Place("conf/base.py", 1, 19, 21)
    assert config["timezone"].value == "Europe/Oslo"
    assert config.complete


def test_is_incomplete_where_names_come_from_outside(project_of):
    project = project_of({"celeryconfig.py": "from elsewhere import *\nbroker_url = 'redis://'\n"}, "celeryconfig")
    assert not project.config.complete
    assert project.config["result_backend"].unknown


def test_ends_where_modules_import_each_other(project_of):
    files = {
        "a.py": "from b import *\nfrom b import x\nbroker_url = x\n",
        "b.py": "from a import *\nfrom a import broker_url\nx = broker_url\n",
    }
    assert project_of(files, "a").config["broker_url"].unknown


def test_reads_an_empty_module(project_of):
    project = project_of({"celeryconfig.py": ""}, "celeryconfig.py")
    assert project.config.entries == ()
    assert project.config["task_time_limit"].state.value == "default"


def test_judges_django_settings_by_the_prefix(project_of):
    text = """
        INSTALLED_APPS = ["shop"]
        TASK_LIMIT = 3
        debug = True
        CELERY_BROKER_URL = "redis://h/0"
        CELERY_TYPO = 1
        """
    project = project_of({"settings.py": text}, "settings")
    assert project.config.namespace == "CELERY"
    assert names(project) == [("CELERY_BROKER_URL", "broker_url", True), ("CELERY_TYPO", None, True)]
    assert project.config.entries[0].place == Place("settings.py", 4, 1, 18)


def test_marks_configs_for_tests(project_of):
    assert project_of({"test_settings.py": "broker_url = 'memory://'\n"}, "test_settings").tests
    assert project_of({"settings/test.py": "broker_url = 'memory://'\n"}, "settings/test.py").tests


def test_shows_no_secret(config_of):
    text = """
        import os
        PASSWORD = "hunter2"
        broker_url = "redis://:hunter2@h/0"
        result_backend = f"redis://:{PASSWORD}@h/1"
        redis_password = "hunter2"
        broker_transport_options = {"password": "hunter2", "x": os.environ["X"]}
        broker_read_url = os.getenv("BROKER_PASSWORD", "hunter2")
        security_key_password = os.getenv("K", "hunter2")
        result_backend_transport_options = dict(sentinel_kwargs={"password": "hunter2"})
        """
    for entry in config_of(text).values():
        assert "hunter2" not in entry.value.text, entry.name


def test_old_names_count_under_a_namespace_though_they_lack_its_prefix(project_of):
    files = {
        "conf.py": "CELERYD_SOFT_TIME_LIMIT = 600\nBROKER_HEARTBEAT = 0\nSHOP_LIMIT = 3\n",
        "proj.py": "from celery import Celery\napp = Celery()\napp.config_from_object('conf', namespace='CELERY')\n",
    }
    entries = {entry.name: entry.setting for entry in project_of(files).config.entries}
    assert entries == {"CELERYD_SOFT_TIME_LIMIT": None, "BROKER_HEARTBEAT": "broker_heartbeat"}


@pytest.mark.parametrize(
    "line",
    [
        "globals().update(unheard_of)",
        "import django_heroku\ndjango_heroku.settings(locals())",
        "import dynaconf\nsettings = dynaconf.DjangoDynaconf(__name__)",
        "exec(open('local.py').read())",
    ],
)
def test_is_incomplete_where_a_module_fills_itself(line, project_of):
    config = project_of({"celeryconfig.py": f"timezone = 'UTC'\n{line}\n"}, "celeryconfig").config
    assert config["timezone"].value == "UTC"
    assert not config.complete


def test_what_is_imported_last_stands_where_it_is_written(project_of):
    files = {
        "celeryconfig.py": "timezone = 'UTC'\nfrom local import *\n",
        "local.py": "timezone = 'Europe/Oslo'\n",
    }
    entry = project_of(files, "celeryconfig").config.entry("timezone")
    assert (entry.value.value, entry.place.path) == ("Europe/Oslo", "local.py")
