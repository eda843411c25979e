"""The rules: one small file each, named for its code and its problem."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celerykit.rules.base import Rule

__all__ = ["RULES", "by_code", "by_name", "load"]

RULES: tuple[str, ...] = (
    "ck101_unknown_setting",
    "ck102_mixed_setting_styles",
    "ck103_string_boolean",
    "ck104_wrong_setting_type",
    "ck105_include_is_string",
    "ck106_config_does_not_load",
    "ck107_stale_silence",
    "ck201_default_broker_in_use",
    "ck202_broker_scheme_unknown",
    "ck203_url_unescaped_credentials",
    "ck204_redis_shared_db",
    "ck301_result_backend_missing",
    "ck302_ignore_result_but_read",
    "ck303_rpc_multi_process",
    "ck401_visibility_timeout_too_short",
    "ck402_acks_late_without_reject",
    "ck403_soft_limit_above_hard",
    "ck501_task_module_not_imported",
    "ck601_timezone_invalid",
    "ck701_pickle_accepted",
    "ck702_serializer_not_accepted",
    "ck703_hardcoded_credentials",
    "ck704_result_serializer_not_accepted",
)


def load(codes: Iterable[str] | None = None) -> list[Rule]:
    """The rules of these codes, else all of them, in the order of `RULES`. Only those that are asked for are imported.

    Codes that no rule has are passed over.
    """
    wanted = None if codes is None else {code.upper() for code in codes}
    return [_rule(module) for module in RULES if wanted is None or _code(module) in wanted]


def by_code(code: str) -> Rule | None:
    """The rule with that code ("CK401"), or None."""
    return next(iter(load([code])), None)


def by_name(name: str) -> Rule | None:
    """The rule with that name ("visibility-timeout-too-short"), or None."""
    tail = name.lower().replace("-", "_")
    return next((_rule(module) for module in RULES if module.partition("_")[2] == tail), None)


def _code(module: str) -> str:
    return module.partition("_")[0].upper()


def _rule(module: str) -> Rule:
    found = import_module(f"{__name__}.{module}")
    rule: type[Rule] = getattr(found, module.partition("_")[2].title().replace("_", ""))
    return rule()
