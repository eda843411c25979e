"""Settings in classes: pydantic's, with the environment variables of their fields."""

from __future__ import annotations

import pytest

from celerykit.project import State

HEAD = "from pydantic import Field, AliasChoices, field_validator, PostgresDsn\n"
HEAD += "from pydantic_settings import BaseSettings, SettingsConfigDict\n"


def _value(body, use, app_of):
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    text = f"{HEAD}class Settings(BaseSettings):\n{lines}\nsettings = Settings()\n"
    text += "from functools import lru_cache\n@lru_cache()\ndef get_settings():\n    return Settings()\n"
    program = f"from celery import Celery\nfrom conf import settings, get_settings\napp = Celery('p', broker={use})\n"
    return app_of(program, conf=text).config["broker_url"]


@pytest.mark.parametrize(
    ("body", "default", "variable"),
    [
        ("URL: str = 'redis://h'", "redis://h", "URL"),
        ("url: str = 'redis://h'", "redis://h", "URL"),
        ("URL: str = Field('redis://h')", "redis://h", "URL"),
        ("URL: str = Field(default='redis://h', description='x')", "redis://h", "URL"),
        ("URL: str = Field(default='redis://h', alias='BROKER')", "redis://h", "BROKER"),
        ("URL: str = Field('redis://h', validation_alias='BROKER')", "redis://h", "BROKER"),
        ("URL: str = Field('redis://h', validation_alias=AliasChoices('A', 'B'))", "redis://h", "A"),
        ("URL: str = Field('redis://h', env='BROKER')", "redis://h", "BROKER"),
        ("URL: str = Field(default_factory=lambda: 'redis://h')", "redis://h", "URL"),
        ("model_config = SettingsConfigDict(env_prefix='APP_')\nURL: str = 'redis://h'", "redis://h", "APP_URL"),
        ("class Config:\n    env_prefix = 'app_'\nURL: str = 'redis://h'", "redis://h", "APP_URL"),
        (
            "HOST: str = 'h'\n@property\ndef URL(self) -> str:\n    return f'redis://{self.HOST}/0'",
            "redis://h/0",
            "HOST",
        ),
        (
            "HOST: str = 'h'\nPORT: int = 6379\n@property\ndef URL(self):\n    return f'redis://{self.HOST}:{self.PORT}'",
            "redis://h:6379",
            "HOST",
        ),
    ],
)
@pytest.mark.parametrize("owner", ["settings", "get_settings()"])
def test_is_the_default_until_the_variable_is_set(body, default, variable, owner, app_of):
    use = f"{owner}.{'url' if 'url:' in body else 'URL'}"
    value = _value(body, use, app_of)
    assert (value.value, value.variable) == (default, variable)


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        ("URL: str", str),
        ("URL: str = Field(...)", str),
        ("URL: str | None = None", str),
        ("URL: PostgresDsn", None),
        ("URL: str = 'redis://h'\n@field_validator('URL')\ndef better(cls, v): return v + '/1'", str),
    ],
)
def test_is_unknown_where_only_the_environment_tells(body, type_, app_of):
    value = _value(body, "settings.URL", app_of)
    assert (value.state, value.type, value.variable) == (State.UNKNOWN, type_, "URL")


@pytest.mark.parametrize(
    "body",
    [
        "URL: str = 'redis://h'\ndef model_post_init(self, context):\n    self.URL = make()",
        "@property\ndef URL(self):\n    return PostgresDsn.build(scheme='redis', host='h')",
    ],
)
def test_does_not_guess(body, app_of):
    assert _value(body, "settings.URL", app_of).unknown


def test_falls_back_from_one_field_to_another(app_of):
    body = "BROKER: str | None = None\nURL: str = 'redis://h'"
    value = _value(body, "settings.BROKER or settings.URL", app_of)
    assert (value.value, value.variable) == ("redis://h", "BROKER")


def test_reads_an_object_given_as_the_config(app_of):
    conf = (
        HEAD
        + """
class Base(BaseSettings):
    broker_url: str = "redis://base"
    task_time_limit: int = 30
class Settings(Base):
    broker_url: str = "redis://h"
    result_backend: str
    host: str = "h"
    @property
    def timezone(self): return "UTC"
"""
    )
    text = "from celery import Celery\nfrom conf import Settings\napp = Celery()\napp.config_from_object(Settings())\n"
    config = app_of(text, conf=conf).config
    assert config["broker_url"].value == "redis://h"
    assert config["broker_url"].variable == "BROKER_URL"
    assert config["task_time_limit"].value == 30
    assert config["result_backend"].unknown
    assert config["timezone"].value == "UTC"


@pytest.mark.parametrize(
    "made", ["Queues()", "Field(default_factory=Queues)", "Field(default_factory=lambda: Queues())"]
)
def test_reads_settings_in_settings(made, app_of):
    conf = f"""{HEAD}
class Queues(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="Q_")
    url: str = "redis://h"
class Settings(BaseSettings):
    queues: Queues = {made}
settings = Settings()
"""
    text = "from celery import Celery\nfrom conf import settings\napp = Celery('p', broker=settings.queues.url)\n"
    value = app_of(text, conf=conf).config["broker_url"]
    if "lambda" in made:
        assert value.unknown
    else:
        assert (value.value, value.variable) == ("redis://h", "Q_URL")
