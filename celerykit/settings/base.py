"""What the typed models have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Self

from pydantic import ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from celerykit.catalogue import SETTINGS, VARIABLES
from celerykit.errors import ConfigurationError, Problem
from celerykit.settings.conversions import structure
from celerykit.values.secrets import hide_in_text, shown

__all__ = ["Part"]

PREFIX = "CELERYKIT_"
# Celery reads these itself, and obeys them before any configuration (celery/app/utils.py, Settings).
CELERYS = frozenset(VARIABLES.values())


class Part(BaseSettings):
    """The settings of one family, with real types.

    Made from values, it checks and converts them, and reads nothing else; `from_environment` reads variables too.
    Whoever wants only what was set asks for `given()`. Its repr and its errors show no secret.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        hide_input_in_errors=True,
        defer_build=True,
        arbitrary_types_allowed=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what the caller gives: profiles rank the environment among their other sources."""
        return (init_settings,)

    @classmethod
    def checked(cls, values: Mapping[str, object]) -> tuple[dict[str, Any], list[Problem]]:
        """Those of the values that are right, converted for Celery, and the problems of the others."""
        try:
            return cls(**values).given(), []
        except ValidationError as error:
            problems = _problems(error)
        wrong = {problem.setting for problem in problems}
        return cls(**{name: value for name, value in values.items() if name not in wrong}).given(), problems

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Self:
        """The family as the variables `CELERYKIT_<SETTING>` set it; nested values by `__`, or in JSON.

        The four URLs that Celery reads from the environment itself are `CELERY_<SETTING>`, and nothing else.
        Raises ConfigurationError, which names each variable at fault.
        """
        try:
            return cls(**cls.variables(env))
        except ValidationError as error:
            problems = _problems(error)
        raise ConfigurationError(
            replace(problem, source=f"{_variable(problem.setting)} (environment)") for problem in problems
        )

    @classmethod
    def variables(cls, env: Mapping[str, str]) -> dict[str, Any]:
        """What the environment says about the family's settings, by setting, neither checked nor converted."""
        return _Variables(cls, env)()

    def given(self) -> dict[str, Any]:
        """The settings that were set, converted, as Celery takes them."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}

    def __repr_args__(self) -> Iterator[tuple[str, object]]:
        for name, value in self.given().items():
            yield name, _Shown(shown(value, secret=SETTINGS[name].secret))


def _problems(error: ValidationError) -> list[Problem]:
    found = error.errors(include_url=False, include_input=False)
    return [Problem(setting=str(item["loc"][0]), fact=_fact(item)) for item in found]


def _variable(setting: str) -> str:
    return ("CELERY_" if setting in CELERYS else PREFIX) + setting.upper()


def _fact(item: Mapping[str, Any]) -> str:
    context = item.get("ctx", {})
    match item["type"]:
        case "value_error":
            return hide_in_text(str(context["error"]))
        case "literal_error":
            return f"is not one of {context['expected']}"
        case "greater_than_equal":
            return f"is below {context['ge']:g}, the least there is"
        case _:
            message = hide_in_text(str(item["msg"]))
            return message[:1].lower() + message[1:]


class _Shown(str):
    """A text that stands in a repr as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _Variables(EnvSettingsSource):
    """Variables from a given mapping instead of the process's own; lists and mappings may be written as JSON."""

    def __init__(self, part: type[Part], env: Mapping[str, str]) -> None:
        given = {name.lower(): value for name, value in env.items() if value}
        own = {f"{PREFIX}{name}".lower(): given.get(_variable(name).lower()) for name in CELERYS}
        self._given = {name: value for name, value in (given | own).items() if value}
        super().__init__(part, case_sensitive=False)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._given

    def decode_complex_value(self, field_name: str, field: Any, value: Any) -> Any:
        try:
            return structure(value)
        except ValueError:
            return value  # the type of the field says what is wrong with it, and about which setting
