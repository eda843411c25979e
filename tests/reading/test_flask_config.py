"""Celery's settings in a Flask app's `config`."""

from __future__ import annotations

import pytest

FACTORY = """
from celery import Celery
def make_celery(app):
    celery = Celery(app.import_name, broker=app.config["CELERY_BROKER_URL"])
    celery.conf.update(app.config)
    return celery
"""


@pytest.mark.parametrize(
    "lines",
    [
        "app.config['CELERY_BROKER_URL'] = 'redis://h'",
        "app.config.update(CELERY_BROKER_URL='redis://h', OTHER=1)",
        "app.config.update({'CELERY_BROKER_URL': 'redis://h'})",
        "app.config.from_mapping(CELERY_BROKER_URL='redis://h')",
        "app.config.from_object('conf')",
        "app.config.from_object('conf.Config')",
        "import conf\napp.config.from_object(conf)",
        "import conf\napp.config.from_object(conf.Config)",
        "import conf\napp.config.from_object(conf.Config())",
        "from conf import Config\napp.config.from_object(Config)",
        "from conf import by_name\napp.config.from_object(by_name[unheard_of])",
        "app.config.from_pyfile('conf.py')",
    ],
)
def test_reads_where_the_config_comes_from(lines, app_of):
    conf = """
        CELERY_BROKER_URL = "redis://h"
        class Base: CELERY_BROKER_URL = "redis://h"
        class Config(Base): DEBUG = True
        class Testing(Config): CELERY_BROKER_URL = "memory://"
        by_name = {"dev": Config, "prod": Base, "test": Testing}
        """
    project = app_of(
        f"from flask import Flask\n{FACTORY}\napp = Flask('x')\n{lines}\ncelery = make_celery(app)\n", conf=conf
    )
    assert project.config["broker_url"].value == "redis://h"


@pytest.mark.parametrize(
    "use",
    [
        "celery.config_from_object(app.config['CELERY'])",
        "celery.conf.update(app.config['CELERY'])",
        "celery.conf.update(app.config.get('CELERY', {}))",
        "celery.conf.update(**app.config['CELERY'])",
        "celery.config_from_object(app.config.get('CELERY'))",
        "celery.config_from_object(current_app.config['CELERY'])",
        "celery.conf.update(app.config.get_namespace('CELERY_'))",
    ],
)
def test_reads_a_dict_in_the_config(use, app_of):
    text = f"""
from celery import Celery
from flask import Flask, current_app
def init(app):
    celery = Celery(app.name)
    {use}
    return celery
def create():
    app = Flask("x")
    app.config.from_mapping(
        CELERY=dict(broker_url="redis://h", task_ignore_result=True), CELERY_BROKER_URL="redis://h",
        CELERY_TASK_IGNORE_RESULT=True,
    )
    init(app)
    return app
"""
    config = app_of(text).config
    assert config["broker_url"].value == "redis://h"
    assert config["task_ignore_result"].value is True
    assert config.complete


def test_takes_only_celery_s_settings_from_a_config_full_of_other_things(app_of):
    text = f"""
from flask import Flask
{FACTORY}
app = Flask("x")
app.config["CELERY_BROKER_URL"] = "redis://h"
app.config["CELERY_RESULT_BACKEND"] = "redis://r"
app.config["SECRET_KEY"] = "s"
celery = make_celery(app)
"""
    config = app_of(text).config
    assert {entry.name for entry in config.entries} == {"broker", "CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"}
    assert config.entry("broker_url").way == "keyword"
    assert config["result_backend"].value == "redis://r"


def test_knows_that_the_environment_may_replace_it(app_of):
    text = f"""
from flask import Flask
{FACTORY}
app = Flask("x")
app.config.from_mapping(CELERY_BROKER_URL="redis://h")
app.config.from_prefixed_env()
celery = make_celery(app)
"""
    value = app_of(text).config["broker_url"]
    assert (value.value, value.variable) == ("redis://h", "FLASK_*")


@pytest.mark.parametrize(
    "lines",
    [
        "app.config['CELERY_BROKER_URL'] = 'redis://a'\napp.config['CELERY_BROKER_URL'] = 'redis://b'",
        "app.config.from_object(unheard_of)",
        "app.config.from_pyfile(unheard_of)",
        "",
        "from conf import by_name\napp.config.from_object(by_name[unheard_of])",
    ],
)
def test_does_not_guess(lines, app_of):
    conf = (
        "class A: CELERY_BROKER_URL = 'redis://a'\nclass B: CELERY_BROKER_URL = 'redis://b'\nby_name = {1: A, 2: B}\n"
    )
    project = app_of(
        f"from flask import Flask\n{FACTORY}\napp = Flask('x')\n{lines}\ncelery = make_celery(app)\n", conf=conf
    )
    assert project.config["broker_url"].unknown


def test_a_config_of_something_else_is_left_alone(app_of):
    text = """
        import settings_of_ours as ours
        from celery import Celery
        app = Celery("p", broker=ours.config["CELERY_BROKER_URL"])
        """
    assert app_of(text).config["broker_url"].unknown
