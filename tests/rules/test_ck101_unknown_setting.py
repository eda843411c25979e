from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import found, judged, only, project


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("default_task_queue", "task_default_queue"),
        ("task_serialiser", "task_serializer"),
        ("task_ackslate", "task_acks_late"),
        ("broker_ulr", "broker_url"),
        ("broker", "broker_url"),
        ("result_expire", "result_expires"),
        ("celery_accept_content", "accept_content"),
        ("celery_already_eager", "task_always_eager"),
        ("CELERY_TASK_ACKS_LAET", "task_acks_late"),
        ("task_timeout", "task_time_limit"),
        ("task_default_time_limit", "task_time_limit"),
        ("worker_prefetch", "worker_prefetch_multiplier"),
        ("task_soft_limit", "task_soft_time_limit"),
        ("redis_hostname", "redis_host"),
        ("task-serializer", "task_serializer"),
    ],
)
def test_names_the_setting_that_was_meant(written: str, meant: str) -> None:
    finding = only("CK101", **{written: "value"})
    assert finding.fix == f"did you mean {meant}?"
    assert finding.severity == "error"
    assert finding.place is not None
    assert finding.place.column == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("CELERY_BACKEND_URL", "CELERY_RESULT_BACKEND"),
        ("CELERY_CELERYD_CONCURRENCY", "CELERY_WORKER_CONCURRENCY"),
        ("CELERY_CELERYBEAT_SCHEDULE", "CELERY_BEAT_SCHEDULE"),
        ("CELERY_RESULT_TRANSPORT_OPTIONS", "CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS"),
        ("CELERY_MAX_TASKS_PER_CHILD", "CELERY_WORKER_MAX_TASKS_PER_CHILD"),
        ("CELERY_PREFETCH_MULTIPLIER", "CELERY_WORKER_PREFETCH_MULTIPLIER"),
        ("CELERYD_SOFT_TIME_LIMIT", "CELERY_TASK_SOFT_TIME_LIMIT"),
    ],
)
def test_the_suggestion_carries_the_namespace(written: str, meant: str) -> None:
    assert only("CK101", namespace="CELERY", **{written: "value"}).fix == f"did you mean {meant}?"


@pytest.mark.parametrize("name", ["frobnicate", "timeout", "task_publish_notice", "worker_log_shape", "max_size"])
def test_a_name_like_no_other_is_a_warning(name: str) -> None:
    finding = only("CK101", **{name: True})
    assert finding.severity == "warning"
    assert finding.message == f"Celery knows no setting called {name}, so it ignores the value"


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("task_max_retries", "@app.task(max_retries=…)"),
        ("task_default_retry_delay", "@app.task(default_retry_delay=…)"),
        ("task_retry_backoff", "@app.task(retry_backoff=…)"),
        ("task_expires", "@app.task(expires=…)"),
        ("worker_autoscale", "--autoscale"),
        ("worker_log_level", "--loglevel"),
    ],
)
def test_says_where_that_is_said_which_no_setting_says(written: str, cure: str) -> None:
    finding = only("CK101", **{written: 1})
    assert cure in finding.fix
    assert finding.severity == "warning"


def test_a_name_that_celery_knew_once_does_no_harm() -> None:
    finding = only("CK101", namespace="CELERY", CELERY_SEND_TASK_ERROR_EMAILS=True)
    assert finding.fix == "delete it: it means nothing since Celery 4.0"
    assert finding.severity == "info"


def test_a_misspelt_name_can_be_mended() -> None:
    [edit] = only("CK101", namespace="CELERY", CELERY_BACKEND_URL="redis://").edits
    assert (edit.old, edit.new) == ("CELERY_BACKEND_URL", "CELERY_RESULT_BACKEND")
    assert only("CK101", task_publish_notice=True).edits == ()


def test_a_setting_newer_than_the_pinned_celery_is_unknown_to_it() -> None:
    finding = only("CK101", celery="5.4.0", task_retry_on_worker_lost=True)
    assert "Celery 5.4.0 knows no setting called task_retry_on_worker_lost" in finding.message


def test_names_with_braces_in_them_do_no_harm() -> None:
    assert only("CK101", **{"task_{}": 1}).severity == "warning"


@pytest.mark.parametrize("name", ["CELERY_QUEUE", "CELERY_BACKEND_URL", "CELERY_LOG_LEVEL", "CELERY_TASK_TIMEOUT"])
def test_is_silent_about_a_name_that_the_program_reads_itself(name: str) -> None:
    subject = project(namespace="CELERY", **{name: 1})
    assert judged("CK101", subject)
    entries = tuple(replace(entry, used=True) for entry in subject.config.entries)
    assert judged("CK101", replace(subject, config=replace(subject.config, entries=entries))) == []


def test_is_silent_about_what_the_real_setting_is_made_from() -> None:
    assert found("CK101", namespace="CELERY", CELERY_BROKER="redis://", CELERY_BROKER_URL="redis://") == []


@pytest.mark.parametrize(
    ("namespace", "name"),
    [("", "CELERY_TASK_ACKS_LATE"), ("", "RESULT_EXPIRES"), ("celery", "CELERY_BROKER_URL")],
)
def test_leaves_right_names_in_the_wrong_form_to_other_rules(namespace: str, name: str) -> None:
    subject = project(namespace=namespace, **{name: 1})
    entries = tuple(replace(entry, setting=None) for entry in subject.config.entries)
    assert judged("CK101", replace(subject, config=replace(subject.config, entries=entries))) == []


def test_is_silent_about_a_keyword_that_a_class_of_the_projects_own_may_take() -> None:
    assert found("CK101", way="keyword", complete=False, config_path="conf.ini") == []
    assert found("CK101", way="keyword", config_path="conf.ini")
    assert found("CK101", way="keyword", complete=False, task_serialiser="json")


@pytest.mark.parametrize("celery", ["", "5.7.0"])
def test_is_silent_about_a_setting_that_the_celery_in_use_has(celery: str) -> None:
    assert found("CK101", celery=celery, task_retry_on_worker_lost=True) == []


@pytest.mark.parametrize(
    "name",
    [
        "broker_url",
        "CELERY_ACKS_LATE",
        "BROKER_URL",
        "redis_client_name",
        "result_backend_thread_safe",
        "visibility_timeout",
        "priority_steps",
        "broker_master_name",
        "redbeat_redis_url",
        "redbeat_lock_timeout",
        "beat_dburi",
        "flower_port",
        "ONCE",
        "singleton_backend_url",
    ],
)
def test_is_silent_about_names_that_somebody_reads(name: str) -> None:
    assert found("CK101", **{name: 1}) == []


@pytest.mark.parametrize(
    "name",
    [
        "CELERY_APP_NAME",
        "CELERY_ENABLED",
        "CELERY_LOADER",
        "CELERY_BEAT_NAME_BY_TASK",
        "CELERY_DELIVER_SMS_RATE_LIMIT",
        "CELERY_BROKER_URL",
        "CELERYD_CONCURRENCY",
        "CELERYBEAT_SCHEDULE_TIMES",
        "CELERY_BEAT_SCHEDULER_ENABLED",
        "CELERY_RESULT_DB",
        "CELERY_WORKER_TIMEOUT",
        "CELERY_HIGH_PRIORITY_QUEUE",
        "TIME_ZONE",
        "DEBUG",
        "SECRET_KEY",
    ],
)
def test_is_silent_about_names_of_the_projects_own_in_its_settings(name: str) -> None:
    assert found("CK101", namespace="CELERY", **{name: 1}) == []
