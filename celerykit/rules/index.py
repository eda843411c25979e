"""All rules, each with what must be there for it to have anything to say.

A rule is imported for a project that has one of the things named, so that a run costs what it needs:
the name of a setting (somebody set it), "settings" (somebody set any), "unknown" (a name that is no setting), the name
of a field of `Project` that is not empty ("tasks", "calls", "django", …; "deployment" has processes or images),
"always", or "never" (its findings are the engine's own).
"""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.project import Project

__all__ = ["RULES", "has_to_do_with"]

RULES: Mapping[str, str] = {
    "ck101_unknown_setting": "settings unknown",
    "ck102_mixed_setting_styles": "settings",
    "ck103_string_boolean": "settings",
    "ck104_wrong_setting_type": "settings",
    "ck105_include_is_string": "include imports",
    "ck106_config_does_not_load": "failures",
    "ck107_stale_silence": "never",
    "ck201_default_broker_in_use": "always",
    "ck202_broker_scheme_unknown": "broker_url broker_read_url broker_write_url",
    "ck203_url_unescaped_credentials": "settings",
    "ck204_redis_shared_db": "broker_url broker_read_url broker_write_url",
    "ck301_result_backend_missing": "reads",
    "ck302_ignore_result_but_read": "reads",
    "ck303_rpc_multi_process": "reads",
    "ck401_visibility_timeout_too_short": "task_acks_late task_annotations tasks",
    "ck402_acks_late_without_reject": "task_acks_late task_annotations tasks",
    "ck403_soft_limit_above_hard": "task_time_limit task_soft_time_limit task_annotations tasks calls",
    "ck501_task_module_not_imported": "tasks",
    "ck601_timezone_invalid": "timezone",
    "ck701_pickle_accepted": "settings tasks calls",
    "ck702_serializer_not_accepted": "settings tasks calls",
    "ck703_hardcoded_credentials": "settings",
    "ck704_result_serializer_not_accepted": "settings",
}


def has_to_do_with(module: str, project: Project) -> bool:
    """Whether the rule in that module may find anything in the project, for what the project has."""
    there = _there(project)
    return not there.isdisjoint(RULES[module].split())


def _there(project: Project) -> set[str]:
    """What the project has, in the words of `RULES`."""
    there = {"always"}
    for entry in project.config.entries:
        there |= {entry.setting, "settings"} if entry.setting else {"unknown"}
    there |= {name for name in _FIELDS if getattr(project, name)}
    if project.deployment.processes or project.deployment.images:
        there.add("deployment")
    return there


_FIELDS = (
    "calls",
    "canvases",
    "clients",
    "discoveries",
    "django",
    "failures",
    "periodic",
    "reads",
    "security",
    "source",
    "strays",
    "tasks",
)
