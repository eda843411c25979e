"""Result backends in other databases: documents, columns, search."""

from __future__ import annotations

from celerykit.catalogue.setting import Setting

__all__ = ["SETTINGS"]

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "arangodb_backend_settings",
        "mapping",
        None,
        "Connection to ArangoDB: host, port, database, collection, username, password.",
        optional=True,
        old=("CELERY_ARANGODB_BACKEND_SETTINGS",),
    ),
    Setting(
        "cassandra_servers",
        "strings",
        None,
        "Hosts of the Cassandra cluster; not together with a secure bundle.",
        optional=True,
        old=("CASSANDRA_SERVERS",),
    ),
    Setting(
        "cassandra_secure_bundle_path",
        "path",
        None,
        "Secure connection bundle of a hosted Cassandra; not together with servers.",
        optional=True,
        listed=False,
    ),
    Setting(
        "cassandra_bundle_path",
        "path",
        None,
        "Listed by Celery, and read by no code: the backend reads `cassandra_secure_bundle_path`.",
        optional=True,
        old=("CASSANDRA_BUNDLE_PATH",),
        deprecated="cassandra_secure_bundle_path",
        documented=False,
    ),
    Setting(
        "cassandra_port",
        "int",
        None,
        "Port of the servers; unset: 9042.",
        optional=True,
        minimum=0,
        old=("CASSANDRA_PORT",),
    ),
    Setting(
        "cassandra_keyspace",
        "string",
        None,
        "Keyspace in which results are kept.",
        optional=True,
        old=("CASSANDRA_KEYSPACE",),
    ),
    Setting(
        "cassandra_table", "string", None, "Table in which results are kept.", optional=True, old=("CASSANDRA_TABLE",)
    ),
    Setting(
        "cassandra_read_consistency",
        "string",
        None,
        "Consistency level of reads; unset: LOCAL_QUORUM.",
        optional=True,
        old=("CASSANDRA_READ_CONSISTENCY",),
    ),
    Setting(
        "cassandra_write_consistency",
        "string",
        None,
        "Consistency level of writes; unset: LOCAL_QUORUM.",
        optional=True,
        old=("CASSANDRA_WRITE_CONSISTENCY",),
    ),
    Setting(
        "cassandra_entry_ttl",
        "seconds",
        None,
        "How long a row is kept; unset: for ever.",
        unit="seconds",
        optional=True,
        minimum=0,
        old=("CASSANDRA_ENTRY_TTL",),
    ),
    Setting(
        "cassandra_auth_provider",
        "string",
        None,
        "Class of `cassandra.auth` that logs in.",
        optional=True,
        old=("CASSANDRA_AUTH_PROVIDER",),
    ),
    Setting(
        "cassandra_auth_kwargs",
        "mapping",
        None,
        "Arguments of that class, such as username and password.",
        optional=True,
        old=("CASSANDRA_AUTH_KWARGS",),
    ),
    Setting(
        "cassandra_options", "mapping", {}, "More arguments of the driver's `Cluster`.", old=("CASSANDRA_OPTIONS",)
    ),
    Setting(
        "couchbase_backend_settings",
        "mapping",
        None,
        "Connection to Couchbase: host, port, bucket, username, password.",
        optional=True,
        old=("CELERY_COUCHBASE_BACKEND_SETTINGS",),
    ),
    Setting(
        "elasticsearch_max_retries",
        "int",
        None,
        "How often a failed request is repeated.",
        optional=True,
        minimum=0,
        old=("CELERY_ELASTICSEARCH_MAX_RETRIES",),
    ),
    Setting(
        "elasticsearch_retry_on_timeout",
        "bool",
        None,
        "Whether a request that timed out is sent to another node.",
        optional=True,
        old=("CELERY_ELASTICSEARCH_RETRY_ON_TIMEOUT",),
    ),
    Setting(
        "elasticsearch_timeout",
        "seconds",
        None,
        "How long a request may take; unset: 10 s.",
        unit="seconds",
        optional=True,
        minimum=0,
        old=("CELERY_ELASTICSEARCH_TIMEOUT",),
    ),
    Setting(
        "elasticsearch_save_meta_as_text",
        "bool",
        True,
        "Whether results are kept as text; else as JSON objects.",
        old=("CELERY_ELASTICSEARCH_SAVE_META_AS_TEXT",),
    ),
    Setting(
        "mongodb_backend_settings",
        "mapping",
        None,
        "Connection to MongoDB: database, collections, options of the client.",
        optional=True,
        old=("CELERY_MONGODB_BACKEND_SETTINGS",),
    ),
)
