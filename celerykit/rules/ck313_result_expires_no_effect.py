from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, State
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import kept_in, length
from celerykit.rules.stores import Store, backend, kind_of
from celerykit.rules.words import named, unless
from celerykit.values.secrets import shown

_RULES = {
    "s3": "a lifecycle rule of the bucket",
    "azureblockblob": "a lifecycle rule of the storage account",
    "gs": "gcs_ttl, and a lifecycle rule of the bucket",
    "cosmosdbsql": "a time to live of the collection",
    "elasticsearch": "a lifecycle policy of the index",
    "couchdb": "a job of your own",
}


class ResultExpiresNoEffect(Rule):
    """The result backend does not heed result_expires.

    *Why*: S3, Azure, Cosmos DB, CouchDB and Elasticsearch neither let results expire nor delete them:
    `celery.backend_cleanup` does nothing there.
    Cassandra, DynamoDB and Google Cloud Storage have a setting of their own.

    *Instead*: a lifecycle rule in the store; `cassandra_entry_ttl`, `gcs_ttl`, or `ttl_seconds` in the URL.
    """

    code = "CK313"
    name = "result-expires-no-effect"
    severity = "warning"
    message = "{store} does not heed {name}{value}: results stay for ever{unless}"
    fix = "let {cure} delete them"
    symptoms = ("the bucket of results grows for ever, whatever result_expires says",)
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "s3://results"
result_expires = 3600
"""
    good = bad.replace("s3://results", "redis://localhost:6379/1")

    def check(self, project: Project) -> Iterator[Finding]:
        store, kept, expires = kept_in(project), backend(project), project.config["result_expires"]
        if not store or store.chords == "refused" or not (store.expiry == "never" or store.expires_by):
            return
        written = expires.known and bool(length(expires))
        default = expires.state is State.DEFAULT and not store.expires_by
        if not (written or default) or _said_otherwise(project, store, kept.value):
            return
        yield self.finding(
            expires if written else kept,
            subject=project.config.subject,
            said="has no effect here" if written else "nothing expires here",
            related=label(kept, "kept here") if written else (),
            severity=None if written else "info",
            store=store.title,
            name=named(project, "result_expires"),
            value=f" = {shown(expires.value)}" if written else "",
            unless=unless(kept),
            cure=_RULES.get(kind_of(kept), store.expires_by),
        )


def _said_otherwise(project: Project, store: Store, url: object) -> bool:
    """Whether the time to live is said where the backend looks for it, or may be."""
    name = store.expires_by.partition(" ")[0]
    if not name:
        return False
    if store.expires_by.endswith("URL"):
        return not isinstance(url, str) or f"{name}=" in url
    value = project.config[name]
    return value.unknown or bool(value.value)
