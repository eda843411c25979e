"""All rules, each with what must be there for it to have anything to say.

A rule is imported for a project that has one of the things named, so that a run costs what it needs:
the name of a setting (somebody set it), "redis://" (a URL of a broker or of results is known and begins so; "://" for
one that has no scheme, or none that can be one), "settings" (somebody set any), "unknown" (a name that is no setting),
"old" (a setting under a name from before Celery 4), "loaded" (the configuration was loaded), the name of a field of
`Project` that is not empty ("tasks", "calls", "django", …; "deployment" has processes or images), "always", or "never"
(its findings are the engine's own).
"""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.catalogue import OLD_NAMES, VARIABLES
from celerykit.project import Project

__all__ = ["RULES", "has_to_do_with", "what_there_is"]

RULES: Mapping[str, str] = {
    "ck101_unknown_setting": "settings unknown",
    "ck102_mixed_setting_styles": "old",
    "ck103_string_boolean": "settings",
    "ck104_wrong_setting_type": "settings",
    "ck105_include_is_string": "include imports",
    "ck106_config_does_not_load": "failures",
    "ck107_stale_silence": "never",
    "ck108_namespace_missing": "unknown",
    "ck109_namespace_case": "unknown",
    "ck110_uppercase_new_name": "unknown",
    "ck111_settings_as_module_variables": "strays",
    "ck112_env_var_not_read": "deployment",
    "ck113_env_overrides_config": "deployment",
    "ck114_constructor_shadows_config": "settings",
    "ck115_unknown_task_option": "tasks task_annotations",
    "ck116_deprecated_old_names": "old",
    "ck117_deprecated_acks_setting": "task_acks_on_failure_or_timeout",
    "ck118_deprecated_startup_retry": "broker_connection_retry",
    "ck119_deprecated_task_routing_attributes": "tasks",
    "ck120_old_name_ignored": "old",
    "ck121_written_but_not_in_force": "loaded",
    "ck201_default_broker_in_use": "always",
    "ck202_broker_scheme_unknown": "broker_url broker_read_url broker_write_url",
    "ck203_url_unescaped_credentials": "settings",
    "ck204_redis_shared_db": "broker_url broker_read_url broker_write_url",
    "ck205_broker_url_no_scheme": "://",
    "ck207_broker_url_unknown_query": "broker_url broker_read_url broker_write_url",
    "ck208_redis_db_not_integer": "redis:// rediss:// sentinel://",
    "ck209_amqp_vhost_slash": "amqp:// amqps:// pyamqp://",
    "ck210_localhost_broker_in_container": "deployment",
    "ck211_memory_broker_multiprocess": "memory://",
    "ck212_filesystem_broker_folders_differ": "filesystem://",
    "ck213_sqlalchemy_broker": "sqla:// sqlalchemy://",
    "ck214_transport_option_unknown": "broker_transport_options",
    "ck215_transport_options_misplaced": "broker_transport_options result_backend_transport_options unknown",
    "ck216_sentinel_broker_no_master": "sentinel://",
    "ck217_redis_cluster_broker": "redis:// rediss:// sentinel:// redis-cluster:// rediss-cluster:// rediscluster://",
    "ck218_publish_unbounded_retry": "task_publish_retry_policy",
    "ck219_redis_broker_no_socket_timeout": "redis:// rediss:// sentinel://",
    "ck220_heartbeat_ineffective": "broker_heartbeat",
    "ck221_pool_limit_green": "deployment",
    "ck222_pool_limit_disabled": "broker_pool_limit",
    "ck301_result_backend_missing": "reads",
    "ck302_ignore_result_but_read": "reads",
    "ck303_rpc_multi_process": "reads",
    "ck304_result_backend_unknown": "result_backend deployment",
    "ck305_result_driver_missing": "django",
    "ck306_chord_unsupported_backend": "canvases",
    "ck307_chord_ignore_result": "canvases",
    "ck308_client_worker_backend_mismatch": "reads",
    "ck309_result_expires_none_or_zero": "result_expires",
    "ck310_result_expires_zero_database": "result_expires",
    "ck311_cleanup_needs_beat": "result_backend deployment",
    "ck312_cleanup_on_default_queue": "task_queues deployment",
    "ck313_result_expires_no_effect": "result_backend deployment",
    "ck314_result_expires_shorter_than_workflow": "canvases",
    "ck315_memory_result_backend": "result_backend deployment",
    "ck316_sqlite_result_backend": "result_backend deployment",
    "ck317_database_engine_options": "database_engine_options",
    "ck318_result_backend_options_unknown": "result_backend_transport_options",
    "ck319_result_failure_expires_unsupported": "result_failure_expires result_compression",
    "ck320_track_started_no_backend": "task_track_started",
    "ck321_eager_in_production": "task_always_eager",
    "ck322_eager_results_not_stored": "task_always_eager task_store_eager_result",
    "ck323_get_inside_task": "reads",
    "ck324_result_cache_max": "result_cache_max",
    "ck325_sentinel_backend_no_master": "result_backend deployment",
    "ck326_redis_backend_settings_ignored": "redis_host redis_port redis_db redis_username",
    "ck327_cache_backend_ignored": "cache_backend",
    "ck328_database_result_too_large": "result_backend deployment",
    "ck329_traceback_dropped": "result_backend deployment",
    "ck401_visibility_timeout_too_short": "task_acks_late task_annotations tasks",
    "ck402_acks_late_without_reject": "task_acks_late task_annotations tasks",
    "ck403_soft_limit_above_hard": "task_time_limit task_soft_time_limit task_annotations tasks",
    "ck404_visibility_timeout_eta": "calls tasks periodic beat_schedule",
    "ck405_visibility_timeout_differs_between_workers": "broker_transport_options",
    "ck406_visibility_timeout_invalid": "broker_transport_options",
    "ck407_sqs_visibility_not_applied": "broker_transport_options",
    "ck408_sqs_predefined_missing_queue": "broker_transport_options",
    "ck409_sqs_remote_control": "broker_url",
    "ck410_rabbitmq_consumer_timeout": "task_acks_late task_annotations tasks calls periodic beat_schedule",
    "ck411_reject_on_worker_lost_without_acks_late": "task_reject_on_worker_lost task_acks_on_failure "
    "task_acks_on_timeout task_acks_on_failure_or_timeout task_annotations tasks",
    "ck412_reject_on_worker_lost_loop": "task_reject_on_worker_lost task_annotations tasks",
    "ck413_retry_on_worker_lost_semantics": "task_retry_on_worker_lost task_annotations tasks",
    "ck414_acks_on_failure_false_drops": "task_acks_on_failure task_acks_on_failure_or_timeout task_annotations tasks",
    "ck415_acks_on_timeout_false_loop": "task_acks_on_timeout task_acks_on_failure_or_timeout task_annotations tasks",
    "ck416_late_acks_early_prefetch": "task_acks_late task_annotations tasks",
    "ck417_prefetch_unlimited": "worker_prefetch_multiplier",
    "ck418_default_prefetch_long_tasks": "task_time_limit task_soft_time_limit task_annotations tasks deployment",
    "ck419_disable_prefetch_non_redis": "worker_disable_prefetch",
    "ck420_eta_task_limit_ratchet": "worker_eta_task_limit",
    "ck421_shared_queues_between_apps": "broker_url",
    "ck422_keyprefix_one_side_only": "broker_transport_options result_backend_transport_options",
    "ck423_confirm_publish_missing": "broker_url",
    "ck424_transient_delivery_mode": "task_default_delivery_mode tasks calls",
    "ck425_soft_shutdown_no_effect": "worker_soft_shutdown_timeout",
    "ck426_cancel_on_connection_loss_unset": "task_acks_late task_annotations tasks",
    "ck427_dedupe_ineffective": "worker_deduplicate_successful_tasks",
    "ck429_publish_inside_transaction": "calls",
    "ck430_cancel_on_connection_loss_on_redis": "worker_cancel_long_running_tasks_on_connection_loss",
    "ck431_start_not_stored": "task_track_started task_annotations tasks",
    "ck501_task_module_not_imported": "tasks",
    "ck502_autodiscover_finds_nothing": "discoveries",
    "ck503_django_app_not_loaded": "django",
    "ck504_duplicate_task_name": "tasks",
    "ck505_asynchronous_task_function": "tasks",
    "ck506_route_matches_no_task": "task_routes",
    "ck507_route_glob_without_star": "task_routes",
    "ck508_route_regex_unanchored": "task_routes",
    "ck509_route_order_shadowed": "task_routes",
    "ck510_routes_wrong_shape": "task_routes",
    "ck511_route_value_invalid": "task_routes",
    "ck512_route_to_unconsumed_queue": "deployment",
    "ck513_default_queue_not_consumed": "task_queues deployment",
    "ck514_missing_queue_strict": "task_create_missing_queues",
    "ck515_task_queues_wrong_type": "task_queues",
    "ck516_topic_default_exchange_duplicates": "task_queues",
    "ck517_routing_key_only_direct": "task_routes calls tasks",
    "ck518_priority_redis_inverted": "calls tasks task_routes beat_schedule periodic",
    "ck519_priority_redis_steps_invalid": "broker_transport_options",
    "ck520_priority_rabbitmq_no_max": "task_default_priority calls tasks task_routes beat_schedule periodic",
    "ck521_priority_max_no_effect": "task_queue_max_priority",
    "ck522_priority_quorum_unsupported": "task_queues task_default_queue_type",
    "ck523_quorum_global_qos": "task_queues task_default_queue_type",
    "ck524_rabbitmq4_transient_queues": "broker_url control_queue_exclusive event_queue_exclusive task_queues",
    "ck525_rabbitmq_removed_queue_arguments": "task_queues",
    "ck526_control_queue_durable_exclusive": "control_queue_durable event_queue_durable",
    "ck527_quorum_direct_exchange_delayed": "task_queues task_default_queue_type",
    "ck528_delayed_undeclared_queue": "task_queues task_default_queue_type",
    "ck529_delayed_delivery_broker_url": "task_queues task_default_queue_type",
    "ck530_quorum_autoscale": "task_queues task_default_queue_type",
    "ck531_quorum_default_type_ignored": "task_default_queue_type task_create_missing_queue_type",
    "ck532_queue_argument_not_for_transport": "task_queues",
    "ck601_timezone_invalid": "timezone",
    "ck602_beat_unknown_task": "beat_schedule periodic",
    "ck603_beat_entry_invalid": "beat_schedule",
    "ck604_beat_schedule_type": "beat_schedule periodic",
    "ck605_beat_args_not_sequence": "beat_schedule",
    "ck606_crontab_minute_default": "beat_schedule periodic",
    "ck607_crontab_invalid_or_misleading": "beat_schedule periodic",
    "ck608_beat_timezone_unset": "beat_schedule periodic",
    "ck609_enable_utc_mismatch": "enable_utc",
    "ck610_naive_datetime_eta": "calls",
    "ck612_multiple_beat": "deployment",
    "ck613_embedded_beat_unsupported": "deployment",
    "ck614_beat_overlap": "beat_schedule periodic",
    "ck615_beat_no_expires": "beat_schedule periodic",
    "ck616_beat_schedule_file": "deployment",
    "ck617_beat_scheduler_unknown": "beat_scheduler deployment",
    "ck618_beat_max_loop_interval": "beat_max_loop_interval",
    "ck701_pickle_accepted": "settings tasks calls",
    "ck702_serializer_not_accepted": "settings tasks calls",
    "ck703_hardcoded_credentials": "settings",
    "ck704_result_serializer_not_accepted": "settings",
    "ck705_redis_ssl_true_plaintext": "redis:// rediss:// sentinel://",
    "ck706_rediss_broker_insecure_default": "rediss://",
    "ck707_rediss_backend_missing_cert_reqs": "redis:// rediss://",
    "ck708_ssl_option_keys_wrong_transport": "broker_use_ssl redis_backend_use_ssl",
    "ck709_ssl_cert_verification_disabled": "redis:// rediss:// amqps:// broker_use_ssl redis_backend_use_ssl",
    "ck710_plaintext_remote_broker": "redis:// sentinel:// amqp:// pyamqp:// mongodb://",
    "ck711_default_broker_credentials": "amqp:// amqps:// pyamqp://",
    "ck712_redis_no_auth": "redis:// rediss:// sentinel://",
    "ck713_running_as_root": "deployment",
    "ck714_auth_serializer_misconfigured": "security task_serializer",
    "ck715_database_pickle_fallback": "db:// database://",
    "ck716_accept_content_not_list": "accept_content result_accept_content",
    "ck717_unknown_serializer": (
        "task_serializer result_serializer event_serializer task_compression result_compression tasks calls"
    ),
    "ck801_time_limit_unsupported_pool": "worker_pool deployment",
    "ck802_time_limit_zero": "tasks",
    "ck803_no_time_limit": "deployment",
    "ck804_child_limits_unsupported_pool": "worker_max_tasks_per_child worker_max_memory_per_child deployment",
    "ck805_max_memory_units": "worker_max_memory_per_child deployment",
    "ck806_worker_pool_green_setting": "worker_pool",
    "ck807_concurrency_extreme": "deployment",
    "ck808_autoscale_conflicts": "deployment",
    "ck809_rate_limit_invalid": "task_default_rate_limit task_annotations tasks",
    "ck810_rate_limit_zero_unlimited": "task_default_rate_limit task_annotations tasks",
    "ck811_rate_limit_per_worker": "deployment",
    "ck812_rate_limits_disabled": "worker_disable_rate_limits",
    "ck813_annotations_unknown_task": "task_annotations",
    "ck814_annotations_star_overrides": "task_annotations",
    "ck815_fork_unsafe_connections": "clients",
    "ck817_remote_control_disabled": "worker_enable_remote_control",
    "ck818_events_disabled": "deployment",
    "ck819_hijack_root_logger": "django",
    "ck820_duplicate_node_name": "deployment",
    "ck821_retry_unbounded": "tasks",
    "ck822_state_db_shared": "deployment",
}


def has_to_do_with(module: str, there: frozenset[str]) -> bool:
    """Whether the rule in that module may find anything in a project that has this (`what_there_is`)."""
    return not there.isdisjoint(RULES[module].split())


def what_there_is(project: Project) -> frozenset[str]:
    """What the project has, in the words of `RULES`."""
    there = {"always"}
    for entry in project.config.entries:
        there |= {entry.setting, "settings"} if entry.setting else {"unknown"}
        if entry.name in OLD_NAMES:
            there.add("old")
        if entry.setting in VARIABLES.values() and entry.value.known:
            there |= _schemes(entry.value.value)
    there |= {name for name in _FIELDS if getattr(project, name)}
    if project.deployment.processes or project.deployment.images:
        there.add("deployment")
    if project.config.loaded:
        there.add("loaded")
    return frozenset(there)


def _schemes(value: object) -> set[str]:
    """How the URLs of a value begin: "redis://" of redis+socket:///tmp/redis.sock too."""
    texts = value if isinstance(value, (list, tuple)) else (value,)
    urls = [url for text in texts if isinstance(text, str) for url in text.split(";")]
    heads = [url.partition("://")[0].partition("+")[0].lower() if "://" in url else "" for url in urls]
    return {f"{head if head.replace('-', '').isalnum() else ''}://" for head in heads}


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
