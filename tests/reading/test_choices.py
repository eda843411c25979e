"""Configs of which only running tells which one is in use."""

from __future__ import annotations

import pytest

CONF = """
class Base:
    broker_url = "redis://h"
    task_time_limit = 30
class Development(Base):
    task_always_eager = True
    task_tine_limit = 3
class Production(Base):
    task_always_eager = False
class Testing(Base):
    broker_url = "memory://"
by_name = {"dev": Development, "prod": Production, "test": Testing}
def chosen():
    return by_name[unheard_of]
def chosen_or_not():
    if unheard_of:
        return Development
    return Production
"""
APP = "from celery import Celery\nfrom conf import *\napp = Celery('p')\n"


@pytest.mark.parametrize(
    "source",
    [
        "app.config_from_object(by_name[unheard_of])",
        "app.config_from_object(by_name.get(unheard_of))",
        "app.config_from_object(by_name.get(unheard_of, Production))",
        "app.config_from_object(by_name.get(unheard_of, Production)())",
        "app.config_from_object(chosen())",
        "app.config_from_object(chosen_or_not())",
        "app.config_from_object(Development if unheard_of else Production)",
        "config = chosen()\napp.config_from_object(config)",
        "if unheard_of:\n    config = Development\nelse:\n    config = Production\napp.config_from_object(config)",
        "config = Production\nif unheard_of:\n    config = Development\napp.config_from_object(config)",
    ],
)
def test_knows_what_all_of_them_agree_on(source, app_of):
    config = app_of(f"{APP}{source}\n", conf=CONF).config
    assert config["broker_url"].value == "redis://h"
    assert config["task_time_limit"].value == 30
    assert config["task_always_eager"].unknown


def test_keeps_the_names_that_only_one_of_them_has(app_of):
    config = app_of(f"{APP}app.config_from_object(chosen())\n", conf=CONF).config
    (entry,) = [entry for entry in config.entries if entry.name == "task_tine_limit"]
    assert entry.setting is None
    assert entry.value.unknown


@pytest.mark.parametrize("test", ["True", "1 == 1", "not False"])
def test_takes_the_one_that_is_certain(test, app_of):
    config = app_of(f"{APP}app.config_from_object(Production if {test} else Development)\n", conf=CONF).config
    assert config["task_always_eager"].value is False


@pytest.mark.parametrize(
    "source",
    [
        "unheard_of(Production)",
        "by_name[unheard_of].nested",
        "make()",
        "chosen(1)",
        "Production if unheard_of else other",
    ],
)
def test_is_incomplete_where_one_of_them_cannot_be_seen(source, app_of):
    assert not app_of(f"{APP}app.config_from_object({source})\n", conf=CONF).config.complete
