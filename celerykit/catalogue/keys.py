"""The keys inside dictionaries of options, wherever they do not depend on the broker."""

from __future__ import annotations

__all__ = [
    "ANNOTATION",
    "CRONTAB",
    "ENGINE",
    "QUEUE",
    "RETRY_POLICY",
    "ROUTE",
    "SCHEDULE_ENTRY",
    "SSL_AMQP",
    "SSL_CONSTANTS",
    "SSL_FLAGS",
    "SSL_REDIS",
]

# kombu/connection.py, Connection.ensure.
RETRY_POLICY = frozenset(
    {"max_retries", "interval_start", "interval_step", "interval_max", "retry_errors", "errback", "on_revive"}
)

# amqp/transport.py, SSLTransport._wrap_socket and _wrap_socket_sni.
SSL_AMQP = frozenset(
    {
        "ca_certs",
        "cert_reqs",
        "certfile",
        "ciphers",
        "context",
        "do_handshake_on_connect",
        "keyfile",
        "server_hostname",
        "server_side",
        "ssl_version",
        "suppress_ragged_eofs",
        "tls_maximum_version",
        "tls_minimum_version",
    }
)

# redis/connection.py, SSLConnection.
SSL_REDIS = frozenset(
    {
        "ssl_ca_certs",
        "ssl_ca_data",
        "ssl_ca_path",
        "ssl_cert_reqs",
        "ssl_certfile",
        "ssl_check_hostname",
        "ssl_ciphers",
        "ssl_exclude_verify_flags",
        "ssl_include_verify_flags",
        "ssl_keyfile",
        "ssl_min_version",
        "ssl_ocsp_context",
        "ssl_ocsp_expected_cert",
        "ssl_password",
        "ssl_validate_ocsp",
        "ssl_validate_ocsp_stapled",
    }
)

# Those of them that hold a constant of the ssl module, and those that are true or false.
SSL_CONSTANTS = frozenset({"cert_reqs", "ssl_cert_reqs"})
SSL_FLAGS = frozenset({"ssl_check_hostname", "ssl_validate_ocsp", "ssl_validate_ocsp_stapled"})

# SQLAlchemy's create_engine and its pools. Dialects add keys of their own, so that others are not wrong.
ENGINE = frozenset(
    {
        "connect_args",
        "creator",
        "echo",
        "echo_pool",
        "enable_from_linting",
        "execution_options",
        "future",
        "hide_parameters",
        "insertmanyvalues_page_size",
        "isolation_level",
        "json_deserializer",
        "json_serializer",
        "label_length",
        "logging_name",
        "max_identifier_length",
        "max_overflow",
        "module",
        "paramstyle",
        "plugins",
        "pool",
        "pool_logging_name",
        "pool_pre_ping",
        "pool_recycle",
        "pool_reset_on_return",
        "pool_size",
        "pool_timeout",
        "pool_use_lifo",
        "poolclass",
        "query_cache_size",
        "use_insertmanyvalues",
    }
)

# celery/beat.py, ScheduleEntry.
SCHEDULE_ENTRY = frozenset({"task", "schedule", "args", "kwargs", "options", "relative"})

# celery/schedules.py, crontab.
CRONTAB = frozenset({"minute", "hour", "day_of_week", "day_of_month", "month_of_year"})

# celery/app/base.py, send_task, and kombu/messaging.py, publish. Transports read more, so that others are not wrong.
ROUTE = frozenset(
    {
        "add_to_parent",
        "compression",
        "countdown",
        "delivery_mode",
        "eta",
        "exchange",
        "exchange_type",
        "expires",
        "headers",
        "ignore_result",
        "immediate",
        "mandatory",
        "priority",
        "queue",
        "reply_to",
        "retry",
        "retry_policy",
        "routing_key",
        "serializer",
        "shadow",
        "soft_time_limit",
        "time_limit",
    }
)

# kombu/entity.py, Queue.from_dict and Queue.attrs.
QUEUE = frozenset(
    {
        "alias",
        "auto_delete",
        "binding_arguments",
        "binding_key",
        "bindings",
        "consumer_arguments",
        "delivery_mode",
        "durable",
        "exchange",
        "exchange_arguments",
        "exchange_auto_delete",
        "exchange_durable",
        "exchange_type",
        "exclusive",
        "expires",
        "max_length",
        "max_length_bytes",
        "max_priority",
        "message_ttl",
        "no_ack",
        "no_declare",
        "queue_arguments",
        "queue_auto_delete",
        "queue_durable",
        "routing_key",
    }
)

# Attributes of celery.app.task.Task that are set from the configuration. Any other may be set too.
ANNOTATION = frozenset(
    {
        "acks_late",
        "acks_on_failure",
        "acks_on_failure_or_timeout",
        "acks_on_timeout",
        "autoretry_for",
        "bind",
        "compression",
        "default_retry_delay",
        "dont_autoretry_for",
        "expires",
        "ignore_result",
        "max_retries",
        "priority",
        "queue",
        "rate_limit",
        "reject_on_worker_lost",
        "resultrepr_maxsize",
        "retry_backoff",
        "retry_backoff_max",
        "retry_jitter",
        "retry_kwargs",
        "retry_on_worker_lost",
        "send_events",
        "serializer",
        "soft_time_limit",
        "store_eager_result",
        "store_errors_even_if_ignored",
        "throws",
        "time_limit",
        "track_started",
        "trail",
        "typing",
    }
)
