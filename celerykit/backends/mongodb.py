"""Results in MongoDB: celery/backends/mongodb.py."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.backends.base import Backend, keeping, said_of_tls, starts_told, too_long
from celerykit.intents import Compiled, Intents, Refusal, Remark
from celerykit.services import Service

__all__ = ["Mongodb"]

_PORT = 27017
# Words of a URL by which pymongo does not verify the server, whatever else is said (pymongo: "TLS/SSL and PyMongo").
_WEAKER = ("tlsinsecure", "tlsallowinvalidcertificates", "tlsallowinvalidhostnames")


class Mongodb(Backend):
    """A document a result. Celery deletes expired ones when beat runs, by an index on their date."""

    name = "mongodb"
    title = "MongoDB"
    schemes = ("mongodb",)
    driver = ("pymongo", 'pip install "celerykit[mongodb]"')
    expires = False

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Keeps what is wished; over TLS, pymongo verifies certificate and name unless told otherwise."""
        compiled, refused = keeping(intents), too_long(intents)
        if intents.tls:
            refused += _weakened(url)
            refused += _in_two_files(intents)
            said = said_of_tls(intents)
            # Keys that Celery does not know are arguments of MongoClient, over those of the URL.
            options = {"tls": True, "tlsCAFile": intents.tls_ca, "tlsCertificateKeyFile": intents.tls_certificate}
            compiled += [
                Compiled(("mongodb_backend_settings", key), value, said) for key, value in options.items() if value
            ]
        return compiled, refused

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """How large a result may be, and what the state STARTED risks."""
        if intents.results == "none":
            return ()
        large = Remark("results", "MongoDB takes 16 MB a result at most, as it is serialized")
        return (large, *starts_told(intents, settings))

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """One MongoDB, with the user that the URL names; none for mongodb+srv, which is somebody's cluster."""
        from urllib.parse import unquote

        from celerykit.services.addresses import local_port

        url = str(settings.get("result_backend") or "")
        scheme, _, rest = url.partition("://")
        if scheme != "mongodb":
            return None
        # Several hosts and their ports are no address that urllib reads: the first stands for them.
        before, _, path = rest.partition("/")
        account, _, hosts = before.rpartition("@")
        user, database = account.partition(":")[0], path.partition("?")[0]
        login = f"{user}:${{MONGO_PASSWORD}}@" if user else ""
        said = {"MONGO_INITDB_ROOT_USERNAME": unquote(user), "MONGO_INITDB_ROOT_PASSWORD": "${MONGO_PASSWORD}"}
        return Service(
            "mongodb",
            "mongo:8",
            _PORT,
            environment=said if user else {},
            data="/data/db",
            healthy=("mongosh", "--quiet", "--eval", "db.adminCommand('ping').ok"),
            # The image makes its user in the database "admin".
            url=f"mongodb://{login}mongodb:{_PORT}/{database}{'?authSource=admin' if user else ''}",
            published=local_port(f"mongodb://{hosts.partition(',')[0]}", _PORT),
        )


def _weakened(url: str) -> list[Refusal]:
    from urllib.parse import parse_qsl

    said = parse_qsl(url.partition("?")[2])
    wrong = [key for key, value in said if key.lower() in _WEAKER and value.lower() == "true"]
    wrong += [key for key, value in said if key.lower() in ("tls", "ssl") and value.lower() == "false"]
    if not wrong:
        return []
    fact = f"the URL of the results says {', '.join(wrong)}, by which the server is not verified"
    return [Refusal("tls", fact, f"take {', '.join(wrong)} out of the URL")]


def _in_two_files(intents: Intents) -> list[Refusal]:
    if intents.tls_key is None or intents.tls_key == intents.tls_certificate:
        return []
    fact = "pymongo reads certificate and key from one file"
    return [Refusal("tls_key", fact, "put both into one file, name that as tls_certificate, and leave tls_key out")]
