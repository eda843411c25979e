"""Results in Django's own database: django_celery_results/backends/database.py.

`django-db` is no URL: django-celery-results names its classes under the entry point group `celery.result_backends`,
where Celery looks for what is no scheme of its own (celery/app/backends.py, by_name). The database is Django's.
"""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.backends.base import Backend, keeping, starts_told, too_long
from celerykit.intents import Compiled, Intents, Refusal, Remark

__all__ = ["Django"]


class Django(Backend):
    """A row a result, in the database and by the models of a Django project."""

    name = "django"
    title = "Django's database"
    schemes = ("django-db",)
    driver = ("django_celery_results", 'pip install "celerykit[django]"')
    expires = False

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Keeps what is wished, tracebacks too: without `result_extended` they are thrown away.

        _get_extended_properties there: the traceback is among what is stored of an extended result only.
        """
        compiled = keeping(intents)
        if intents.results != "none":
            compiled.append(Compiled(("result_extended",), True, "results"))
        return compiled, too_long(intents)

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What the state STARTED risks."""
        return starts_told(intents, settings)

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """Its tables, beat, and the encryption that only Django can see to."""
        if intents.results == "none":
            return ()
        needed = ['"django_celery_results" in INSTALLED_APPS, and its tables: python manage.py migrate']
        if intents.tls:
            needed.append("TLS in Django's own DATABASES: celerykit does not see that connection")
        return (*needed, *super().needs(intents))
